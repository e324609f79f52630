"""One reading as it was understood, and what the rest of the text says about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, tzinfo
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

from hlh_app.clinical.case import Moment
from hlh_app.clinical.text import Message, Value
from hlh_app.exchange.unread import Unread

CELSIUS, FAHRENHEIT = "Cel", "[degF]"
MOST_READINGS = 20_000
_NOTHING: Mapping[str, str] = MappingProxyType({})


class Unclear(Unread):
    """What stands there has several readings; ``key`` of the question that settles it."""

    def __init__(self, key: str, template: str, **values: Value) -> None:
        self.key = key
        super().__init__(template, **values)


class Surroundings(NamedTuple):
    """What a line leaves unsaid. ``day``: of the first line; ``unit``: "" when it must be said;
    ``today`` on the ward's clock gives the year. ``answers``: key of a question → its answer."""

    zone: tzinfo
    today: date
    day: date | None = None
    unit: str = ""
    site: str = ""
    answers: Mapping[str, str] = _NOTHING


class ReadLine(NamedTuple):
    """One line. ``error``: what to write instead; ``asks``: the question that would settle it.
    ``same_as``: the line that says the very same."""

    number: int
    text: str
    measured: Moment | None = None
    value: Decimal | None = None
    unit: str = CELSIUS
    site: str = ""
    antipyretic: bool | None = None
    error: Message | None = None
    asks: str = ""
    same_as: int = 0
    note: Message | None = None

    @property
    def place(self) -> str:
        return f"line {self.number}"


class Question(NamedTuple):
    """``options``: answer → what it would mean. ``lines``: how many wait for the answer."""

    key: str
    message: Message
    options: Mapping[str, Message]
    lines: int = 0


@dataclass(frozen=True, slots=True)
class Readings:
    """``answered``: questions that were open once, so that an answer can be changed. ``layout``:
    "lines" or "chart". ``unused``: headings of columns that hold something else;
    ``passed_over``: rows of a chart that hold no temperature."""

    lines: tuple[ReadLine, ...] = ()
    questions: tuple[Question, ...] = ()
    answered: tuple[Question, ...] = ()
    layout: str = "lines"
    unused: tuple[str, ...] = ()
    passed_over: int = 0
