"""What a document says that is not kept, in words, with where it stands."""

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from hlh_app.clinical.text import Message
from hlh_app.exchange.fhir.shapes import short

MOST_SAID = 10_000
"""Of a file with more to say the rest is counted."""
MOST_CODES = 5_000


class NotKept(Exception):  # noqa: N818 (what happens to the row)
    """A row, or a part of it, is not kept; ``message`` says why."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.template)
        self.message = message


class Report(NamedTuple):
    """``kept``: the row is kept and lacks only what is said. ``patient``: the document's key."""

    place: str
    message: Message
    patient: str = ""
    kept: bool = False


class Unmapped(NamedTuple):
    """A code that the tables do not have."""

    system: str
    code: str
    display: str


@dataclass(slots=True)
class Reports:
    """``unread``: kinds of resources that are not read at all. ``more``: reports beyond the most
    that are held."""

    said: list[Report] = field(default_factory=list)
    unmapped: Counter[Unmapped] = field(default_factory=Counter)
    unread: Counter[str] = field(default_factory=Counter)
    more: int = 0

    def clear(self) -> None:
        self.said.clear()
        self.unmapped.clear()
        self.unread.clear()
        self.more = 0

    def say(self, place: str, message: Message, patient: str = "", kept: bool = False) -> None:
        if len(self.said) < MOST_SAID:
            self.said.append(Report(place, message, patient, kept))
        else:
            self.more += 1

    def code(self, system: str, code: str, display: str) -> None:
        found = Unmapped(short(system, 120), short(code), short(display, 120))
        if found in self.unmapped or len(self.unmapped) < MOST_CODES:
            self.unmapped[found] += 1
        else:
            self.more += 1

    def kind(self, name: str) -> None:
        if name in self.unread or len(self.unread) < MOST_CODES:
            self.unread[short(name)] += 1
        else:
            self.more += 1
