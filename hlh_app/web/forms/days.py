"""Dates and times as wards write them, read without guessing."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hlh_app.clinical.case import Moment
from hlh_app.web.presenters import formats

LONGEST = 40
MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ]+(\d{1,2})[-/. ]+(\d+)", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", re.ASCII)
_NAMED = re.compile(r"(\d{1,2})[-/. ]*([A-Za-z]+)[-/., ]*(\d*)", re.ASCII)
_CLOCK = re.compile(r"(\d{1,2})[:.]?(\d{2})(?::(\d{2}))? ?(Z|[+-]\d{2}:?\d{2})?", re.ASCII)


def read_day(text: str, year: int | None = None) -> date:
    """The day written as ``text``, day before month; ``year`` is used where none is written.

    Raises ValidationError in words: a year of two digits, no such day, not a date at all.
    """
    if not text.isascii():
        raise ValidationError(_("Write the date with the digits 0 to 9, such as 03-Mar-2015."))
    written = " ".join(text.split())
    if len(written) > LONGEST:
        raise _not_a_date(written)
    if found := _YEAR_FIRST.fullmatch(written):
        return _calendar_day(written, *(int(part) for part in found.groups()))
    day, month, rest = _parts(written)
    if not rest and year is not None:
        return _calendar_day(written, year, month, day)
    if len(rest) != 4:
        raise ValidationError(_("Write the year with four digits, such as 03-Mar-2015."))
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
        raise ValidationError(
            _("%(text)s: there is no month %(month)s. The day comes first, then the month."),
            params={"text": written, "month": month},
        )
    try:
        found = date(year, month, day)
    except ValueError:
        raise ValidationError(
            _("%(text)s is not in the calendar. Check the day and the month."),
            params={"text": written},
        ) from None
    if not 1900 <= found.year <= 2200:
        raise ValidationError(_("Check the year %(year)s."), params={"year": year})
    return found


def _not_a_date(written: str) -> ValidationError:
    return ValidationError(
        _("“%(text)s” is not a date. Write it as 03-Mar-2015, or 3/3/2015 with the day first."),
        params={"text": written[:LONGEST]},
    )


def read_clock(text: str) -> tuple[time, tzinfo | None]:
    """A 24-hour time, 18:30 or 1830, with its offset where one is written (18:30+08:00)."""
    found = _CLOCK.fullmatch(text.strip()) if text.isascii() else None
    if not found:
        raise ValidationError(
            _("“%(text)s” is not a time. Write it in 24 hours, such as 06:00 or 18:30."),
            params={"text": text.strip()[:LONGEST]},
        )
    hour, minute, second = (int(part or 0) for part in found.groups()[:3])
    if hour == 24 and not minute:
        raise ValidationError(_("Midnight is 00:00 of the next day."))
    try:
        return time(hour, minute, second), _offset(found[4])
    except ValueError:
        raise ValidationError(
            _("There is no time %(text)s. A day runs from 00:00 to 23:59."),
            params={"text": found[0]},
        ) from None


def _offset(text: str | None) -> tzinfo | None:
    if not text:
        return None
    if text == "Z":
        return UTC
    hours, minutes = int(text[1:3]), int(text[-2:])
    if minutes > 59:
        raise ValueError(text)
    gap = timedelta(hours=hours, minutes=minutes)
    return timezone(-gap if text[0] == "-" else gap)


def moment_of(day: date, clock: tuple[time, tzinfo | None] | None, zone: tzinfo) -> Moment:
    """The moment on the ward's clock; without a time the day itself.

    Raises ValidationError when the clocks were changed and the time was skipped or came twice.
    """
    if clock is None:
        return Moment.dated(day, zone)
    at, offset = clock
    if offset is not None:
        return Moment.timed(datetime.combine(day, at, offset))
    first = datetime.combine(day, at, zone)
    second = first.replace(fold=1)
    if first.utcoffset() == second.utcoffset():
        return Moment.timed(first)
    raise _clocks_changed(first, second)


def _clocks_changed(first: datetime, second: datetime) -> ValidationError:
    written = {"time": first.strftime("%H:%M"), "day": first.strftime("%d-%b-%Y")}
    if first.astimezone(UTC) > second.astimezone(UTC):
        return ValidationError(
            _("%(time)s did not exist on %(day)s: the clocks were set forward."), params=written
        )
    return ValidationError(
        _("%(time)s came twice on %(day)s. Write %(first)s or %(second)s."),
        params=written
        | {"first": f"{written['time']}{first.isoformat()[-6:]}"}
        | {"second": f"{written['time']}{second.isoformat()[-6:]}"},
    )


def written_clock(moment: Moment, zone: tzinfo) -> str:
    """The time of a stored moment as it would be typed; with its offset where the ward's clock
    would read it otherwise. Empty for a date."""
    if moment.is_date:
        return ""
    text = moment.seen.strftime("%H:%M:%S" if moment.seen.second else "%H:%M")
    here = moment.seen.astimezone(zone)
    same = here.utcoffset() == moment.seen.utcoffset()
    twice = here.replace(fold=0).utcoffset() != here.replace(fold=1).utcoffset()
    return text if same and not twice else text + moment.seen.isoformat()[-6:]


def written_moment(moment: Moment | None, zone: tzinfo, near: date | None = None) -> str:
    """A stored moment as it would be typed; the date is left out on the day ``near``."""
    if moment is None:
        return ""
    if moment.is_date:
        return formats.day(moment.day)
    clock = written_clock(moment, zone)
    return clock if moment.day == near else f"{formats.day(moment.day)} {clock}"


class DayField(forms.CharField):
    """A date as text. Gives a ``date``; shows dd-Mmm-yyyy; keeps what was typed when refused."""

    default_error_messages = {"required": _("Enter the date, such as 03-Mar-2015.")}

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", DayInput())
        super().__init__(**options)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return read_day(text) if text else None

    def prepare_value(self, value: Any) -> Any:
        return formats.day(value) if isinstance(value, date) else value


class ClockField(forms.CharField):
    """A 24-hour time as text. Gives (time, offset or None), or None when left empty."""

    default_error_messages = {"required": _("Enter the time, such as 06:00.")}

    def __init__(self, **options: Any) -> None:
        attrs = {"autocomplete": "off", "inputmode": "text", "size": 6}
        options.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(**options)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return read_clock(text) if text else None


class DayInput(forms.TextInput):
    """A text box: a browser's own date box shows month and day as its language has it."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", "size": 12, "data-day": True} | (attrs or {}))
