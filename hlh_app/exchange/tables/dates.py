"""Which days a text may name: 03/04/2026 is two, 25/11/2026 and 3 Nov 26 are one.

Dots mean the day first. Two digits of a year may stand first, last, or be the day. Without a year
there is no day until somebody says the year. A date that was read together with a time keeps it.
"""

import re
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import NamedTuple

from hlh_app.exchange.tables.months import MONTHS, WEEKDAYS, bare

DMY, MDY, YMD = "dmy", "mdy", "ymd"
LONGEST = 48
FIRST_YEAR, LAST_YEAR = 1980, 2100
_NO_RESULTS_BEFORE = 2012
"""A two-digit year that would be earlier is doubted when another reading is later."""

_NUMBER = re.compile(r"[<>≤≥=]{0,2} ?(?:\d{1,7}|\d+[.,]\d|\d+[.,]\d{3,})", re.ASCII)
_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})", re.ASCII)
_LOOSE = re.compile(r"(\d{1,2})([-/.])(\d{1,2})(?:\2(\d{4}|\d{2}))?", re.ASCII)
_SHORT_DOTS = re.compile(r"(\d{1,2})\. ?(\d{1,2})\.(?: ?(\d{4}|\d{2}))?", re.ASCII)
_CHINESE = re.compile(r"(?:(\d{4})[年])?(\d{1,2})月(\d{1,2})[日号]?", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_NAMED_DMY = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|er|o)?[-/., ]*([^\W\d_]{3,12})[-/., ]*(?:(\d{4})|'?(\d{2}))?",
    re.ASCII,
)
_NAMED_MDY = re.compile(
    r"([^\W\d_]{3,12})[-/., ]*(\d{1,2})(?:st|nd|rd|th)?(?:[-/., ]+(?:(\d{4})|'?(\d{2})))?", re.ASCII
)
_NAMED_YMD = re.compile(r"(\d{4})[-/., ]*([^\W\d_]{3,12})[-/., ]*(\d{1,2})", re.ASCII)
_CLOCK = (
    r"(\d{1,2})[:h](\d{2})(?::(\d{2})(?:[.,]\d{1,6})?)?\s*([ap]\.?m\.?)?(?:\s*(?:uhr|h|hrs))?"
    r"\s*(z|utc|gmt|[+-]\d{2}:?\d{2})?"
)
_CLOCK_ALONE = re.compile(_CLOCK, re.ASCII)
_CLOCK_LAST = re.compile(rf"(.*?\S)(?:t|[\s,]+(?:at |um |a las |alle |a |as )?){_CLOCK}", re.ASCII)
_CLOCK_FIRST = re.compile(rf"{_CLOCK}[\s,]+(.*)", re.ASCII)
_DIGITS_LAST = re.compile(r"(\d{8})[t ]?(\d{2})(\d{2})(?:\d{2})?", re.ASCII)
_OF = re.compile(r"(?<=\w) (?:de|del|of|di|d')\s+(?=[a-z\d])")
_LABEL = re.compile(r"^[^\d]{2,24}?:\s*(?=\d|\w+ \d)")


class Clock(NamedTuple):
    at: time
    offset: tzinfo | None = None


class DateReading(NamedTuple):
    """``days``: by the order of day, month and year in which they were read. ``parts``: month and
    day of a date without a year. ``loose``: written with numbers alone, so that other dates of the
    block may show the order; ``mark``: what stands between the numbers. ``certain``: it can hardly
    be anything else than a date."""

    days: tuple[tuple[str, date], ...] = ()
    parts: tuple[tuple[str, int, int], ...] = ()
    clock: Clock | None = None
    loose: bool = False
    mark: str = ""
    certain: bool = False

    @property
    def candidates(self) -> tuple[date, ...]:
        return tuple(dict.fromkeys(day for _order, day in self.days))

    @property
    def is_date(self) -> bool:
        return bool(self.days or self.parts)


NO_DATE = DateReading()


@lru_cache(maxsize=16384)
def read_date(text: str) -> DateReading:
    """Every day that ``text`` may name, with the time of day that stands beside it."""
    if len(text) > LONGEST or not any(c.isdigit() for c in text):
        return NO_DATE
    if _NUMBER.fullmatch(text):
        return NO_DATE
    written = " ".join(bare(text).split()).strip(" ,;()[]")
    found = _with_clock(written)
    if found is NO_DATE and (label := _LABEL.match(written)):
        return _with_clock(written[label.end() :])
    return found


@lru_cache(maxsize=16384)
def read_clock(text: str) -> Clock | None:
    """A time of day alone: 06:30, 6h30, 6:30 pm."""
    found = _CLOCK_ALONE.fullmatch(" ".join(text.lower().split())[:LONGEST])
    return _clock(found.groups()) if found else None


def _with_clock(written: str) -> DateReading:
    if found := _DIGITS_LAST.fullmatch(written):
        return _at(_day(found[1]), _clock((found[2], found[3], None, None, None)))
    if found := _CLOCK_LAST.fullmatch(written):
        return _at(_day(found[1]), _clock(found.groups()[1:]))
    if found := _CLOCK_FIRST.fullmatch(written):
        return _at(_day(found[6]), _clock(found.groups()[:5]))
    return _day(written)


def _at(day: DateReading, clock: Clock | None) -> DateReading:
    if clock is None or not day.is_date:
        return NO_DATE
    return day._replace(clock=clock, certain=True)


def _clock(groups: tuple[str | None, ...]) -> Clock | None:
    hour, minute, second, half, zone = groups
    hours = int(hour or 0)
    if half:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half.startswith("p") else 0)
    try:
        return Clock(time(hours, int(minute or 0), int(second or 0)), _offset(zone))
    except ValueError:
        return None


def _offset(zone: str | None) -> tzinfo | None:
    if not zone:
        return None
    if zone in ("z", "utc", "gmt"):
        return timezone.utc  # noqa: UP017
    digits = zone[1:].replace(":", "")
    away = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(away if zone[0] == "+" else -away)


def _day(written: str) -> DateReading:
    if found := _ISO.fullmatch(written):
        return _certain(YMD, found[1], found[3], found[4])
    if found := _LOOSE.fullmatch(written):
        return _dotted(found[1], found[3], found[4]) if found[2] == "." else _numbers(found)
    if found := _SHORT_DOTS.fullmatch(written):
        day, month = found[1].zfill(2), found[2].zfill(2)
        dotted = _dotted(day, month, found[3])
        return dotted._replace(certain=True) if dotted.is_date else NO_DATE
    if found := _COMPACT.fullmatch(written):
        return _certain(YMD, found[1], found[2], found[3])
    if found := _CHINESE.fullmatch(written):
        return _named(YMD, found[1], found[2], found[3])
    without = _without_weekday(written)
    return _by_month(written) if without == written else _day(without)


def _without_weekday(written: str) -> str:
    first, _space, rest = written.partition(" ")
    tuesday = first.rstrip(".,") == "mar" and any(c.isalpha() for c in rest)
    if rest and (tuesday or first.rstrip(".,") in WEEKDAYS):
        return rest
    rest, _space, last = written.rpartition(" ")
    return rest.rstrip(",") if rest and last.strip("().") in WEEKDAYS else written


def _by_month(written: str) -> DateReading:
    plain = _OF.sub(" ", written)
    if (found := _NAMED_DMY.fullmatch(plain)) and found[2] in MONTHS:
        return _named(DMY, found[3] or found[4], MONTHS[found[2]], found[1])
    if (found := _NAMED_MDY.fullmatch(plain)) and found[1] in MONTHS:
        return _named(MDY, found[3] or found[4], MONTHS[found[1]], found[2])
    if (found := _NAMED_YMD.fullmatch(plain)) and found[2] in MONTHS:
        return _named(YMD, found[1], MONTHS[found[2]], found[3])
    return NO_DATE


def _named(order: str, year: str | None, month: int | str, day: str) -> DateReading:
    """With the month's name only the year is open; a two-digit year may yet be the day."""
    if year is None:
        return _without_year(((order, int(month), int(day)),))
    found = _certain(order, year, month, day)
    if len(year) == 2 and found.days and found.days[0][1].year < _NO_RESULTS_BEFORE:
        other = _certain(YMD, day.zfill(2), month, year)
        return found._replace(days=found.days + other.days)
    return found


def _certain(order: str, year: str, month: int | str, day: str) -> DateReading:
    found = _calendar(year, int(month), int(day))
    return DateReading(((order, found),), certain=True) if found else NO_DATE


def _calendar(year: str, month: int, day: int) -> date | None:
    """None when there is no such day, or no result is that old."""
    number = int(year) + (2000 if len(year) == 2 else 0)
    if not FIRST_YEAR <= number <= LAST_YEAR:
        return None
    try:
        return date(number, month, day)
    except ValueError:
        return None


def _without_year(parts: tuple[tuple[str, int, int], ...]) -> DateReading:
    possible = tuple(part for part in parts if _calendar("2024", part[1], part[2]))
    return DateReading(parts=possible, certain=len(parts) == 1) if possible else NO_DATE


def _numbers(found: re.Match[str]) -> DateReading:
    first, mark, second, year = found.groups()
    if year is None:
        orders = ((DMY, int(second), int(first)), (MDY, int(first), int(second)))
        return _without_year(orders)._replace(loose=True, mark=mark)
    tried = [(DMY, year, second, first), (MDY, year, first, second)]
    if len(year) == 2:
        tried.append((YMD, first.zfill(2), second, year))
    days = tuple((order, day) for order, y, m, d in tried if (day := _calendar(y, int(m), int(d))))
    return DateReading(days, loose=True, mark=mark, certain=True) if days else NO_DATE


def _dotted(first: str, second: str, year: str | None) -> DateReading:
    if year is None:
        if len(first) < 2 or len(second) < 2:
            return NO_DATE  # 3.11 is a number
        return _without_year(((DMY, int(second), int(first)),))._replace(certain=False, mark=".")
    return _named(DMY, year, int(second), first)._replace(mark=".")


def with_time(day: date, clock: Clock) -> datetime:
    return datetime.combine(day, clock.at, clock.offset)
