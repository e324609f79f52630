"""Sentences the rules say: English templates with their values, translated by whoever prints them.

A label or template is wrapped in ``gettext_noop`` so that the translators' tools find it. A page
translates the template, formats each value in the reader's language, and fills it in.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

from hlh_app.clinical.case import Moment

_NOTHING: Mapping[str, "Value"] = MappingProxyType({})


def gettext_noop(text: str) -> str:
    """Mark ``text`` for translation and leave it as it is."""
    return text


class Message(NamedTuple):
    """``template`` with ``{name}`` places and the values that belong there.

    A value that is itself a Message is translated too; a ``str`` value is data (a unit code, a
    drug's name) and printed as it stands.
    """

    template: str
    values: Mapping[str, "Value"] = _NOTHING

    def __str__(self) -> str:
        """Plain English, for logs, command lines and tests."""
        return self.template.format_map({k: _plain(v) for k, v in self.values.items()})

    def __hash__(self) -> int:
        return hash((self.template, tuple(self.values)))


Value = Decimal | int | date | Moment | str | Message


COMMA = gettext_noop("{so_far}, {next}")
SEMICOLON = gettext_noop("{so_far}; {next}")


def listed(messages: Iterable[Message], between: str = COMMA) -> Message:
    """One message that names them all; empty without any. ``between``: a template that joins what
    was named ``so_far`` and the ``next``."""
    found: Message | None = None
    for message in messages:
        found = message if found is None else Message(between, {"so_far": found, "next": message})
    return found or Message("")


def _plain(value: Value) -> str:
    if isinstance(value, Moment):
        return value.text
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value)
