"""What a line leaves to the lines above it: the day, and whether midnight has passed."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from hlh_app.clinical.case import Moment
from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.exchange.temperatures.clocks import Clock, WardClock
from hlh_app.exchange.temperatures.model import ReadLine, Surroundings, Unclear
from hlh_app.exchange.temperatures.values import unit_of
from hlh_app.exchange.unread import Unread

BACK, NEXT_DAY = "back", "next"


class Written(NamedTuple):
    """What a line says by itself. ``day`` None: that of the line above."""

    day: date | None
    clock: Clock
    value: Decimal
    unit: str = ""
    site: str = ""
    antipyretic: bool | None = None


class Sequence:
    """Lines, one after another."""

    def __init__(self, around: Surroundings) -> None:
        self.around = around
        self.clock = WardClock(around)
        self.day = around.day
        self.last: Moment | None = None
        self.seen: dict[datetime, ReadLine] = {}

    def read(self, number: int, text: str, write: Callable[[], Written]) -> ReadLine:
        """``write`` reads the line by itself; what it refuses stands in the line."""
        try:
            written = write()
            measured = self._moment(written)
            unit = unit_of(written.value, written.unit or self.around.unit)
        except Unread as refused:
            key = refused.key if isinstance(refused, Unclear) else ""
            return ReadLine(number, text, error=refused.message, asks=key)
        site = written.site or self.around.site
        note = _midnight(measured) if written.clock.days else None
        line = ReadLine(
            number, text, measured, written.value, unit, site, written.antipyretic, note=note
        )
        return self._once(line)

    def _once(self, line: ReadLine) -> ReadLine:
        """A time stands once; the same reading twice is one."""
        assert line.measured is not None
        before = self.seen.setdefault(line.measured.at, line)
        if before is line:
            return line
        if (before.value, before.unit, before.site) == (line.value, line.unit, line.site):
            return line._replace(same_as=before.number)
        return ReadLine(
            line.number,
            line.text,
            error=Message(
                gettext_noop("The same time stands in line {line}."), {"line": str(before.number)}
            ),
        )

    def _moment(self, written: Written) -> Moment:
        day = written.day or self.day
        if day is None:
            raise Unread(gettext_noop("Choose the date above, or write it before the time."))
        measured = self.clock.moment(day, written.clock)
        if written.day is None and self.last is not None and measured.at < self.last.at:
            measured = self._past_midnight(day, written.clock)
        self.day, self.last = measured.day, measured  # 24:00 has begun the next day
        return measured

    def _past_midnight(self, day: date, clock: Clock) -> Moment:
        if self.around.answers.get(BACK) != NEXT_DAY:
            raise Unclear(
                BACK,
                gettext_noop("This is before the line above. Write the date of this line."),
            )
        return self.clock.moment(day + timedelta(days=1), clock)


def _midnight(measured: Moment) -> Message:
    return Message(gettext_noop("24:00 is read as {when}."), {"when": measured})
