"""The days of a chart export. 03/11 is the third of November or the eleventh of March: the column
tells, or somebody is asked."""

import re
from collections.abc import Iterable
from datetime import date

from hlh_app.clinical.text import gettext_noop
from hlh_app.exchange.days import read_day
from hlh_app.exchange.temperatures.model import Unclear
from hlh_app.exchange.unread import Unread

DAY_FIRST, MONTH_FIRST = "day", "month"
ORDER = "order"
_NUMBERS = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{2}|\d{4})", re.ASCII)
_NO_YEAR = re.compile(r"(\d{1,2})([/.])(\d{1,2})\.?", re.ASCII)


def order_of(texts: Iterable[str]) -> str:
    """Which of two numbers is the day, as far as the days of a column tell; "" otherwise."""
    days_first = months_first = False
    for text in texts:
        found = _NUMBERS.fullmatch(text) or _NO_YEAR.fullmatch(text)
        if found:
            days_first |= found[2] == "." or int(found[1]) > 12
            months_first |= found[2] != "." and int(found[3]) > 12
    if days_first == months_first:
        return ""
    return DAY_FIRST if days_first else MONTH_FIRST


def read_written_day(text: str, order: str, today: date) -> date:
    """The day, with ``order`` where it is two numbers. Without a year, or with one of two digits,
    the latest such day that is not in the future. Raises Unread, Unclear."""
    written = " ".join(text.split()).rstrip(",")
    found = _NUMBERS.fullmatch(written)
    if found and len(found[4]) == 2 and found[2] == "-":
        raise Unread(gettext_noop("Write the year with four digits, such as 03-Mar-2015."))
    if found:
        day, month = _in_order(written, found, order)
        return _in_year(f"{day} {month} ", found[4], today)
    if found := _NO_YEAR.fullmatch(written):
        day, month = _in_order(written, found, order)
        return _latest(f"{day} {month}", today)
    return read_day_before(written, today)


def read_day_before(text: str, today: date) -> date:
    """The day before the month; without a year the latest such day that is not after ``today``.
    Raises Unread."""
    try:
        return read_day(text)
    except Unread:
        return _latest(text, today)


def _in_order(written: str, found: re.Match[str], order: str) -> tuple[str, str]:
    first, second = found[1], found[3]
    if found[2] == "." or int(first) > 12:
        return first, second
    if int(second) > 12:
        return second, first
    if order not in (DAY_FIRST, MONTH_FIRST) and int(first) != int(second):
        raise Unclear(ORDER, gettext_noop("{text}: which is the day?"), text=written)
    return (second, first) if order == MONTH_FIRST else (first, second)


def _in_year(day_and_month: str, year: str, today: date) -> date:
    if len(year) == 4:
        return read_day(day_and_month + year)
    found = read_day(f"{day_and_month}{2000 + int(year)}")
    return found if found <= today else read_day(f"{day_and_month}{1900 + int(year)}")


def _latest(text: str, today: date) -> date:
    day = read_day(text, today.year)
    return day if day <= today else read_day(text, today.year - 1)
