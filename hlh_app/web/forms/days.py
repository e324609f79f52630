"""Dates and times as wards write them, read without guessing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, tzinfo
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hlh_app.clinical.case import Moment
from hlh_app.exchange import clocks, days
from hlh_app.exchange.unread import Unread
from hlh_app.web.presenters import formats
from hlh_app.web.presenters.sentences import say


def read_day(text: str, year: int | None = None) -> date:
    """The day written as ``text``, day before month; ``year`` is used where none is written.

    Raises ValidationError in words.
    """
    with in_words():
        return days.read_day(text, year)


def read_clock(text: str) -> clocks.Clock:
    """A 24-hour time, 18:30 or 1830, with its offset where one is written (18:30+08:00).

    Raises ValidationError in words.
    """
    with in_words():
        return clocks.read_clock(text)


def moment_of(day: date, clock: clocks.Clock | None, zone: tzinfo) -> Moment:
    """The moment on the ward's clock; without a time the day itself.

    Raises ValidationError when the clocks were changed and the time was skipped or came twice.
    """
    with in_words():
        return clocks.moment_of(day, clock, zone)


@contextmanager
def in_words() -> Iterator[None]:
    """What could not be read is refused as a form refuses it."""
    try:
        yield
    except Unread as refused:
        raise ValidationError(say(refused.message)) from None


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
