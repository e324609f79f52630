"""Times of day on lines and in charts, and the moment they name."""

import re
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from typing import NamedTuple

from hlh_app.clinical.case import Moment
from hlh_app.clinical.text import gettext_noop
from hlh_app.exchange.clocks import is_skipped, moment_of, no_such_time, read_offset
from hlh_app.exchange.temperatures.model import Surroundings, Unclear
from hlh_app.exchange.unread import Unread

FIRST, SECOND, IN_ORDER, WINTER = "first", "second", "order", "winter"
_CLOCK = re.compile(
    r"(?<!\S)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?"
    r"(?: ?([AaPp])\.?[Mm]\.?)?(?: ?(Z|[+-]\d{2}:?\d{2}))?(?!\S)",
    re.ASCII,
)
_ISO = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})T(?=\d{1,2}:)", re.ASCII)


class Clock(NamedTuple):
    """``days``: 1 for 24:00, which ends the day it is written with. ``offset``: as written."""

    at: time
    offset: tzinfo | None = None
    days: int = 0


class Split(NamedTuple):
    """A text around its time of day."""

    before: str
    clock: Clock
    after: str


def split_at_clock(text: str) -> Split:
    """Raises Unread without a time, or with one that no clock shows."""
    plain = _ISO.sub(r"\1 ", text)
    found = _CLOCK.search(plain)
    if not found:
        raise Unread(gettext_noop("No time is found. Write it as 06:00, then the temperature."))
    hour, minute, second = (int(part or 0) for part in found.group(1, 2, 3))
    days, hour = _hour(hour, minute, second, found)
    try:
        clock = Clock(time(hour, minute, second), read_offset(found[5]), days)
    except ValueError:
        raise no_such_time(found[0].strip()) from None
    return Split(plain[: found.start()].strip(), clock, plain[found.end() :].strip())


def _hour(hour: int, minute: int, second: int, found: re.Match[str]) -> tuple[int, int]:
    """Whole days to add, and the hour from 0 to 23."""
    half = (found[4] or "").lower()
    if half and not 1 <= hour <= 12:
        raise Unread(
            gettext_noop("{text} is no time: with AM or PM the hour runs from 1 to 12."),
            text=found[0].strip(),
        )
    if half:
        return 0, hour % 12 + (12 if half == "p" else 0)
    return (1, 0) if (hour, minute, second) == (24, 0, 0) else (0, hour)


class WardClock:
    """Moments on the ward's clock, in the order in which they are written."""

    def __init__(self, around: Surroundings) -> None:
        self.zone, self.answers = around.zone, around.answers
        self._last: dict[date, datetime] = {}
        self._second: set[date] = set()

    def moment(self, day: date, clock: Clock) -> Moment:
        """Raises Unclear for a time that the clocks skipped or showed twice."""
        day += timedelta(days=clock.days)
        if clock.offset is not None:
            return moment_of(day, (clock.at, clock.offset), self.zone)
        here = datetime.combine(day, clock.at, self.zone)
        if self.answers.get("clock") == WINTER:
            return Moment.timed(here.replace(tzinfo=_winter(here)))
        if here.utcoffset() == here.replace(fold=1).utcoffset():
            return Moment.timed(here)
        return self._changed(day, here)

    def _changed(self, day: date, here: datetime) -> Moment:
        if is_skipped(here):
            raise Unclear(
                "clock",
                gettext_noop("{time} did not exist on {day}: the clocks were set forward."),
                time=f"{here:%H:%M}",
                day=day,
            )
        answer = self.answers.get(f"twice:{day.isoformat()}", "")
        if answer not in (FIRST, SECOND, IN_ORDER):
            raise Unclear(
                f"twice:{day.isoformat()}",
                gettext_noop("{time} came twice on {day}: the clocks were set back."),
                time=f"{here:%H:%M}",
                day=day,
            )
        second = self._goes_back(day, here) if answer == IN_ORDER else answer == SECOND
        at = here.replace(fold=int(second))
        return Moment.timed(at.replace(tzinfo=timezone(at.utcoffset() or timedelta())))

    def _goes_back(self, day: date, here: datetime) -> bool:
        last = self._last.get(day)
        if last is not None and here <= last:
            self._second.add(day)
        self._last[day] = here
        return day in self._second


def _winter(here: datetime) -> tzinfo:
    return timezone((here.utcoffset() or timedelta()) - (here.dst() or timedelta()))
