"""A sentence of the rules as JSON: its template and typed values, to be translated when shown."""

from collections.abc import Callable, Mapping
from datetime import UTC, date
from decimal import Decimal
from typing import Any

from hlh_app.clinical.case import Moment
from hlh_app.clinical.text import Message, Value
from hlh_app.records.models.base import moment_from

Json = dict[str, Any]


def stored(message: Message) -> Json:
    """Template and values, each value under the name of its type."""
    return {
        "template": message.template,
        "values": {name: _stored(value) for name, value in message.values.items()},
    }


def restored(written: Mapping[str, Any]) -> Message:
    """The message that was stored. KeyError for what no message ever was."""
    values = {name: _restored(value) for name, value in written["values"].items()}
    return Message(written["template"], values)


def _stored(value: Value) -> Json:
    # A Message and a Moment are tuples, so they come before anything else.
    if isinstance(value, Message):
        return {"message": stored(value)}
    if isinstance(value, Moment):
        return {"moment": value.text}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, Decimal):
        return {"number": str(value)}
    return {"whole": value} if isinstance(value, int) else {"text": str(value)}


_READ: dict[str, Callable[[Any], Value]] = {
    "message": restored,
    "moment": lambda text: moment_from(text, UTC),
    "day": date.fromisoformat,
    "number": Decimal,
    "whole": int,
    "text": str,
}


def _restored(written: Mapping[str, Any]) -> Value:
    ((kind, value),) = written.items()
    return _READ[kind](value)
