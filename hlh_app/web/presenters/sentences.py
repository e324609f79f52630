"""The rules' sentences in the reader's language, their values in the pages' formats."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from hlh_app.clinical.case import Moment
from hlh_app.clinical.text import Message, Value

from . import formats


def say(message: Message | None) -> str:
    """The sentence, translated and filled in; empty for None."""
    if message is None:
        return ""
    filled = {name: _printed(value) for name, value in message.values.items()}
    return _(message.template).format_map(filled) if message.template else ""


def say_all(messages: Iterable[Message]) -> tuple[str, ...]:
    return tuple(say(message) for message in messages)


def _printed(value: Value) -> str:
    if isinstance(value, Message):
        return say(value)
    if isinstance(value, Moment):
        return formats.moment(value)
    if isinstance(value, date):
        return formats.day(value)
    if isinstance(value, Decimal | int):
        return formats.number(value)
    return formats.comparator(value) or formats.UNITS.get(value, value)
