"""Days as wards write them, read without guessing: the day before the month."""

import re
from datetime import date

from hlh_app.clinical.text import gettext_noop
from hlh_app.exchange.unread import Unread

LONGEST = 40
MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ]+(\d{1,2})[-/. ]+(\d+)", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", re.ASCII)
_NAMED = re.compile(r"(\d{1,2})[-/. ]*([A-Za-z]+)[-/., ]*(\d*)", re.ASCII)


def read_day(text: str, year: int | None = None) -> date:
    """The day written as ``text``, day before month; ``year`` is used where none is written.

    Raises Unread: a year of two digits, no such day, not a date at all.
    """
    if not text.isascii():
        raise Unread(
            gettext_noop("Write the date with the digits 0 to 9, such as 03-Mar-2015."),
        )
    written = " ".join(text.split())
    if len(written) > LONGEST:
        raise _not_a_date(written)
    if found := _YEAR_FIRST.fullmatch(written):
        return _calendar_day(written, *(int(part) for part in found.groups()))
    day, month, rest = _parts(written)
    if not rest and year is not None:
        return _calendar_day(written, year, month, day)
    if len(rest) != 4:
        raise Unread(gettext_noop("Write the year with four digits, such as 03-Mar-2015."))
    return _calendar_day(written, int(rest), month, day)


def _parts(written: str) -> tuple[int, int, str]:
    """Day, month, and the year as it was written."""
    if found := _DAY_FIRST.fullmatch(written):
        return int(found[1]), int(found[2]), found[3]
    found = _NAMED.fullmatch(written)
    if not found:
        raise _not_a_date(written)
    return int(found[1]), _month(found[2], written), found[3]


def _month(name: str, written: str) -> int:
    matching = [n for n, month in enumerate(MONTHS, 1) if month.startswith(name.lower())]
    if len(name) < 3 or len(matching) != 1:
        raise _not_a_date(written)
    return matching[0]


def _calendar_day(written: str, year: int, month: int, day: int) -> date:
    if month > 12 >= day:
        raise Unread(
            gettext_noop("{text}: there is no month {month}. The day comes first, then the month."),
            text=written,
            month=str(month),
        )
    try:
        found = date(year, month, day)
    except ValueError:
        raise Unread(
            gettext_noop("{text} is not in the calendar. Check the day and the month."),
            text=written,
        ) from None
    if not 1900 <= found.year <= 2200:
        raise Unread(gettext_noop("Check the year {year}."), year=str(year))
    return found


def _not_a_date(written: str) -> Unread:
    return Unread(
        gettext_noop(
            "“{text}” is not a date. Write it as 03-Mar-2015, or 3/3/2015 with the day first."
        ),
        text=written[:LONGEST],
    )
