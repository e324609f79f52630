"""A pasted block or a file, read cell by cell: the front door of this package."""

from collections.abc import Iterator
from datetime import tzinfo

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.clinical.case import Moment, Observation
from hlh_app.exchange.clocks import moment_of
from hlh_app.exchange.incoming import Incoming
from hlh_app.exchange.tables.files import grid_of
from hlh_app.exchange.tables.grid import Grid, Names
from hlh_app.exchange.tables.judging import Judge
from hlh_app.exchange.tables.layout import lay_out
from hlh_app.exchange.tables.model import (
    NOTHING,
    Cell,
    CellReading,
    Head,
    Kind,
    Means,
    Question,
    Reading,
    Status,
    TableError,
    Word,
    place,
)
from hlh_app.exchange.tables.slots import Day
from hlh_app.exchange.tables.splitting import split
from hlh_app.exchange.unread import Unread

__all__ = [
    "Cell",
    "CellReading",
    "Head",
    "Kind",
    "Means",
    "Question",
    "Reading",
    "Status",
    "TableError",
    "Word",
    "incoming",
    "read_file",
    "read_text",
]


def read_text(text: str, means: Means = NOTHING) -> Reading:
    """A pasted block. TableError when it is too long."""
    names = Names(means.words)
    return _read(split(text, names), names, means)


def read_file(content: bytes, means: Means = NOTHING) -> Reading:
    """CSV, TSV, XLSX or plain text. TableError says what is wrong with the file."""
    names = Names(means.words)
    return _read(grid_of(content, names), names, means)


def _read(grid: Grid, names: Names, means: Means) -> Reading:
    grid.correct(means.cells)
    laid = lay_out(grid, names)
    judge = Judge(laid, means, grid)
    cells = tuple(judge.cells())
    return Reading(
        cells,
        judge.questions(cells),
        laid.layout if cells else "",
        _dated(laid.row_heads, judge),
        _dated(laid.column_heads, judge),
    )


def _dated(heads: tuple[Head, ...], judge: Judge) -> tuple[Head, ...]:
    """The heads of days, with the day that was decided."""
    return tuple(
        head._replace(measured_on=judge.days.read(Day(head.text, place(head.row, head.column))).day)
        if head.text and not head.analyte
        else head
        for head in heads
    )


def incoming(reading: Reading, zone: tzinfo) -> Iterator[Incoming]:
    """The cells that are read, as rows to keep; times without an offset are ``zone``'s."""
    for cell in reading.cells:
        if cell.status is Status.READ and cell.analyte and cell.measured_on:
            yield _incoming(cell, zone)


def _incoming(cell: Cell, zone: tzinfo) -> Incoming:
    moment, note = _moment(cell, zone)
    stated = cell.low is not None or cell.high is not None
    row = Observation(
        cell.analyte or "",
        cell.value,
        cell.unit or ANALYTES[cell.analyte or ""].unit,
        moment,
        cell.comparator,
        cell.low,
        cell.high,
        cell.kind is Kind.PENDING,
        laboratory=cell.laboratory or None,
        assay=cell.assay or None,
        reference_source="reported" if stated else None,
    )
    missing = cell.text.strip()[:200] if cell.kind is Kind.NOT_DONE else ""
    return Incoming(cell.place, row, cell.patient, missing=missing, note=note)


def _moment(cell: Cell, zone: tzinfo) -> tuple[Moment, str]:
    """A time that the clocks skipped or had twice is left out, and said."""
    day, at = cell.measured_on, cell.measured_at
    assert day is not None  # incoming() gives only cells with a date
    if at is None:
        return Moment.dated(day, zone), ""
    try:
        return moment_of(day, (at.time(), at.tzinfo), zone), ""
    except Unread as unread:
        return Moment.dated(day, zone), str(unread)
