"""A page that tells one side of a patient: passages, each a sentence first and then its tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hlh_app.clinical.case import Exposure, Finding, Observation
from hlh_app.clinical.outcome import Outcome
from hlh_app.web.record import Record

from . import formats, words
from .dose import as_of_text
from .links import Trail
from .parts import Part
from .readings import analyte, finding, found, observed_value
from .verdicts import CriterionView
from .words import OutcomeWord


@dataclass(frozen=True, slots=True)
class Cell:
    """``under`` stands below the text, line by line; ``url`` leads to the value's history."""

    text: str = ""
    url: str = ""
    under: tuple[str, ...] = ()
    outcome: OutcomeWord | None = None
    strong: bool = False


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: the first cell of each row is its heading."""

    caption: str
    heads: Row
    rows: tuple[Row, ...]
    note: str = ""

    def __bool__(self) -> bool:
        return bool(self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """``sentence``: what a colleague would say. ``rule``: the id of the rule behind it.

    ``alert``: the sentence asks for attention. ``lines`` stand above the tables, ``notes`` below;
    ``criteria`` are folded under ``criteria_title``. ``todo``: where to enter what is missing.
    """

    id: str
    title: str
    sentence: str
    rule: str
    source: str
    alert: bool = False
    lines: tuple[str, ...] = ()
    grids: tuple[Grid, ...] = ()
    criteria_title: str = ""
    criteria: tuple[CriterionView, ...] = ()
    notes: tuple[str, ...] = ()
    todo: str = ""
    todo_url: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """``lead``: the one sentence of the page; ``moment``: as of when it is shown."""

    title: str
    moment: str
    lead: str
    passages: tuple[Part, ...]


def row(*cells: str | Cell) -> Row:
    """A row of plain texts and cells."""
    return tuple(cell if isinstance(cell, Cell) else Cell(cell) for cell in cells)


def grid(
    caption: str, heads: Iterable[str | Cell], rows: Iterable[Row], note: str = ""
) -> tuple[Grid, ...]:
    """The table, or nothing when it has no rows."""
    filled = tuple(rows)
    return (Grid(caption, row(*heads), filled, note),) if filled else ()


def moment_line(record: Record) -> str:
    """As of the last data, 20-Nov-2026 06:00."""
    if not record.has_data and not record.asked:
        return _("no data yet")
    return as_of_text(record.as_of, not record.asked)


def outcome_cell(outcome: Outcome, *under: str) -> Cell:
    """The symbol and the word."""
    return Cell(outcome=words.outcome(outcome), under=tuple(line for line in under if line))


def measured(row: Observation | None, trail: Trail, *under: str) -> Cell:
    """A result as reported, with its moment below; a dash without one."""
    if row is None:
        return Cell("–", under=tuple(line for line in under if line))
    told = (formats.moment(row.measured_at), *under)
    return Cell(observed_value(row), trail.key(row.key), tuple(line for line in told if line))


def recorded(row: Finding | Observation, trail: Trail) -> Cell:
    """A finding in words, or a result, named, with its day."""
    if isinstance(row, Observation):
        return measured(row, trail, analyte(row.analyte))
    told = (finding(row.finding), formats.day(row.on))
    return Cell(found(row), trail.key(row.key), told)


def given(row: Exposure) -> str:
    """methylprednisolone 8 mg once a day; the name alone where no dose is recorded."""
    name = row.drug.replace("_", " ")
    return f"{name} {formats.dose(row.dose, row.unit, row.times_per_day)}"


def our_definition() -> str:
    return _("our definition")
