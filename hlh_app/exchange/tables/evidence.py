"""What the other cells of a table prove: the decimal mark, and the order of day and month."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.exchange.tables.cell_parts import Parts, take_apart, tidy
from hlh_app.exchange.tables.dates import (
    DMY,
    MDY,
    YMD,
    Clock,
    DateReading,
    read_clock,
    read_date,
    with_time,
)
from hlh_app.exchange.tables.intervals import read_interval
from hlh_app.exchange.tables.model import Means, Question
from hlh_app.exchange.tables.numbers import COMMA, POINT, read_number
from hlh_app.exchange.tables.slots import Day, Slot

DAY_OR_MONTH = gettext_noop("“{text}” may be {one} or {other}. Does the day come first?")
WHICH_DAY = gettext_noop("“{text}” may be several days. Which one?")
WHICH_YEAR = gettext_noop("“{text}” has no year. Which year is it?")
TWO_CLOCKS = gettext_noop("The time “{text}” is not understood.")
SHOWN_BY = gettext_noop("date read as {day}: “{text}” shows the order of day and month")
ANSWERED = gettext_noop("date read as {day}, as answered")
NOT_FUTURE = gettext_noop("date read as {day}: the other reading is in the future")
_HAS_POWER = re.compile(r"[eE^]|\*\*")
EARLIEST_SURE = 2012


class Marks(NamedTuple):
    """``shown``: the decimal mark that the numbers prove, "" when none or both; ``by``: where."""

    shown: str = ""
    by: str = ""


def decimal_marks(slots: Iterable[Slot], apart: set[tuple[int, int]]) -> Marks:
    """What was typed as a correction, what a sheet keeps as a number (cells ``apart``) and powers
    of ten, which are printed with a point everywhere, prove nothing about the document."""
    texts = {slot.text for slot in slots if (slot.row, slot.column) not in apart}
    found: dict[str, str] = {}
    for text in sorted(texts):
        if "." in text or "," in text:
            parts = take_apart(tidy(text))
            if isinstance(parts, Parts) and not _HAS_POWER.search(parts.number):
                found.setdefault(read_number(parts.number).shows, text)
    for text in {slot.interval for slot in slots}:
        interval = read_interval(text) if text else None
        if interval is not None and interval.shows:
            for mark in (POINT, COMMA):
                if mark in interval.shows:
                    found.setdefault(mark, text)
    marks = [mark for mark in (POINT, COMMA) if mark in found]
    return Marks(marks[0], found[marks[0]]) if len(marks) == 1 else Marks()


class Dated(NamedTuple):
    """``day`` None: asked about (``questions``), or not known at all. ``reason``: what decided."""

    day: date | None = None
    at: datetime | None = None
    reason: Message | None = None
    questions: tuple[Question, ...] = ()
    options: tuple[str, ...] = ()


class Days:
    """Reads every date of a table once, with what the others show, blank columns' too."""

    def __init__(self, days: Iterable[Day], means: Means, heads: Iterable[str] = ()) -> None:
        self.means = means
        self.shown: dict[str, tuple[set[str], str]] = {}
        self._known: dict[Day, Dated] = {}
        for text in sorted({day.text for day in days if day.text}.union(heads)):
            self._show(text, read_date(text))

    def _show(self, text: str, found: DateReading) -> None:
        """The orders that are possible for all dates written with the same mark."""
        if not found.loose:
            return
        if found.days:
            orders = {order for order, _day in self._not_future(found)}
        else:
            orders = {order for order, _month, _day in found.parts}
        if len(set(found.candidates)) == 1 and len(orders) > 1:
            return  # 05/05/2026 shows nothing
        before, by = self.shown.get(found.mark, ({DMY, MDY, YMD}, ""))
        if orders < before:
            by = text
        self.shown[found.mark] = (before & orders, by)

    def _not_future(self, found: DateReading) -> tuple[tuple[str, date], ...]:
        today = self.means.today
        past = tuple((o, day) for o, day in found.days if today is None or day <= today)
        return past or found.days

    def read(self, day: Day) -> Dated:
        known = self._known.get(day)
        if known is None:
            known = self._known[day] = self._read(day)
        return known

    def _read(self, day: Day) -> Dated:
        if not day.text:
            return self._unwritten(day)
        found = read_date(day.text)
        clock = found.clock or (read_clock(day.clock) if day.clock else None)
        if day.clock and clock is None:
            return self._ask(day, Message(TWO_CLOCKS, {"text": day.clock[:40]}), ())
        if found.parts:
            if self.means.year is None:
                options = (str(self.means.today.year),) if self.means.today else ()
                said = Message(WHICH_YEAR, {"text": day.text})
                return Dated(questions=(Question("year", said, options),))
            found = _in_year(found, self.means.year)
        return self._settle(day, found, clock)

    def _unwritten(self, day: Day) -> Dated:
        said = day.doubt or Message(WHICH_DAY, {"text": ""})
        if not day.place and self.means.day is not None:
            clock = read_clock(day.clock) if day.clock else None
            return Dated(self.means.day, with_time(self.means.day, clock) if clock else None)
        if day.place:
            return self._ask(day, said, day.options)
        return Dated(questions=(Question("day", said, day.options),), options=day.options)

    def _ask(self, day: Day, said: Message, options: tuple[str, ...]) -> Dated:
        return Dated(questions=(Question(f"cell:{day.place}", said, options),), options=options)

    def _settle(self, day: Day, found: DateReading, clock: Clock | None) -> Dated:
        possible, reason = self._possible(found)
        days = list(dict.fromkeys(one for _order, one in possible))
        if len(days) == 1:
            at = with_time(days[0], clock) if clock else None
            return Dated(days[0], at, day.note or self._why(reason, days[0], found))
        options = tuple(one.isoformat() for one in days)
        usable = any(o != YMD and one.year >= EARLIEST_SURE for o, one in possible)
        if found.loose and usable and self.means.day_first is None:
            said = Message(DAY_OR_MONTH, {"text": day.text, "one": days[0], "other": days[1]})
            return Dated(questions=(Question("day_first", said, ("yes", "no")),), options=options)
        return self._ask(day, Message(WHICH_DAY, {"text": day.text}), options)

    def _possible(self, found: DateReading) -> tuple[tuple[tuple[str, date], ...], str]:
        """The readings that are left, and what excluded others: future, answered, shown."""
        days, left = found.days, self._not_future(found)
        why = "future" if len(left) < len(days) else ""
        if len({day for _order, day in left}) < 2:
            return left, why
        if self.means.day_first is not None and found.loose:
            order = DMY if self.means.day_first else MDY
            chosen = tuple((o, day) for o, day in left if o == order)
            doubted = any(day.year < EARLIEST_SURE for _o, day in chosen) and len(left) > 1
            if chosen and not doubted:
                return chosen, "answered"
        if found.loose and not found.parts:
            shown, _by = self.shown.get(found.mark, (set(), ""))
            fitting = tuple((o, day) for o, day in left if o in shown)
            if fitting and len(fitting) < len(left):
                return fitting, "shown"
        return left, why

    def _why(self, reason: str, day: date, found: DateReading) -> Message | None:
        if reason == "shown":
            return Message(SHOWN_BY, {"day": day, "text": self.shown[found.mark][1]})
        if reason == "answered":
            return Message(ANSWERED, {"day": day})
        return Message(NOT_FUTURE, {"day": day}) if reason == "future" else None


def _in_year(found: DateReading, year: int) -> DateReading:
    days = []
    for order, month, number in found.parts:
        try:
            days.append((order, date(year, month, number)))
        except ValueError:
            continue
    return found._replace(days=tuple(days), parts=())
