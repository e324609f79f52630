"""What a table says, cell by cell, and how somebody answered what it leaves open."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from hlh_app.clinical.text import Message


class Status(StrEnum):
    READ = "read"  # one reading only, or what decides is said in the reason
    ASK = "ask"  # several readings are possible: the options, never a guess
    REFUSED = "refused"  # no reading is possible: the reason says what to write
    IGNORED = "ignored"  # no result of a known test


class Kind(StrEnum):
    FINAL = "final"
    PENDING = "pending"
    NOT_DONE = "not_done"  # said to have no result: "hemolyzed"
    BLANK = "blank"


class Word(NamedTuple):
    """What a center's laboratories mean by a word. ``analyte`` "": left out on purpose.
    ``unit``: meant where the document states none."""

    analyte: str
    unit: str = ""
    laboratory: str = ""
    assay: str = ""


_NONE: Mapping[str, str] = MappingProxyType({})
_NO_WORDS: Mapping[str, Word] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Means:
    """How what is ambiguous is meant; whatever is left out is asked about.

    ``words``: by ``names.plain(word)``. ``units``: UCUM unit by analyte, where the document states
    none. ``decimal``: "point" or "comma". ``day_first``: 03/04 is the third of April. ``year``: of
    dates without one. ``day``: of results without any date. ``today``: nothing is measured after
    it; None leaves the future possible. ``cells``: by place, what somebody wrote instead ("" leaves
    the cell out; a point in it is a decimal point); headers are cells as well.
    """

    words: Mapping[str, Word] = field(default_factory=lambda: _NO_WORDS)
    units: Mapping[str, str] = field(default_factory=lambda: _NONE)
    decimal: str = ""
    day_first: bool | None = None
    year: int | None = None
    day: date | None = None
    today: date | None = None
    cells: Mapping[str, str] = field(default_factory=lambda: _NONE)


NOTHING = Means()


class Question(NamedTuple):
    """What somebody must say before the cells at ``places`` are read.

    ``key`` says where the answer belongs in Means: "decimal" (options point, comma), "day_first"
    (yes, no), "year", "day" (an ISO date), "unit:ferritin", "word:plain word" (options are
    analytes; other analytes or "" may be answered), "cell:row 3, column 2".
    """

    key: str
    message: Message
    options: tuple[str, ...]
    places: tuple[str, ...] = ()


class CellReading(NamedTuple):
    """One cell's text. ``options``: what it may mean, written so that ``Means.cells`` takes it.
    ``questions``: which answers would settle it. ``low``, ``high``: an interval that stands in the
    cell itself."""

    kind: Kind
    status: Status
    value: Decimal | None = None
    comparator: str | None = None
    unit: str | None = None
    reason: Message | None = None
    options: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    low: Decimal | None = None
    high: Decimal | None = None

    @property
    def asks(self) -> tuple[str, ...]:
        return tuple(question.key for question in self.questions)


@dataclass(frozen=True, slots=True)
class Cell:
    """One result. ``row`` and ``column`` count from 1 in the block as found; ``text`` as found.

    ``measured_at``: with the time of day, without an offset when none is written. ``patient``: the
    document's own word for the patient. ``word``: what the test is called there, ``analyte`` None
    when that is no known test.
    """

    row: int
    column: int
    text: str
    kind: Kind
    status: Status
    word: str = ""
    analyte: str | None = None
    value: Decimal | None = None
    comparator: str | None = None
    unit: str | None = None
    measured_on: date | None = None
    measured_at: datetime | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    reason: Message | None = None
    options: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    patient: str = ""
    laboratory: str = ""
    assay: str = ""

    @property
    def place(self) -> str:
        return place(self.row, self.column)


def place(row: int, column: int) -> str:
    """How a cell is called in ``Means.cells`` and in what is imported."""
    return f"row {row}, column {column}"


class Head(NamedTuple):
    """The head of a row or column: its text, and the test or the day it stands for."""

    row: int
    column: int
    text: str
    analyte: str | None = None
    unit: str | None = None
    measured_on: date | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """``layout``: "tests × dates", "dates × tests", "long", "list", or "" when there is no table
    of results. Blank cells are left out."""

    cells: tuple[Cell, ...] = ()
    questions: tuple[Question, ...] = ()
    layout: str = ""
    row_heads: tuple[Head, ...] = ()
    column_heads: tuple[Head, ...] = ()


class TableError(ValueError):
    """What was given is no table that can be read; ``message`` says why and what to give."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message
