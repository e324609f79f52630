"""The cells of a paste: what needs a look, newest first, and the table in its own shape."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hlh_app.exchange.tables.model import Cell, Head, Kind
from hlh_app.exchange.tables.names import plain
from hlh_app.records.imports.outcomes import Choice
from hlh_app.web.pasting import (
    ANSWERS,
    ASKED,
    DIFFERS,
    IGNORED,
    NEW,
    REFUSED,
    SAME,
    UNUSUAL,
    Judged,
    Pasted,
)

from . import formats
from .paste_questions import Option, test_name

MOST_LOOKS = 100
MOST_ROWS = 1_000
MARKS = {
    NEW: "",
    SAME: gettext_lazy("as recorded"),
    ANSWERS: gettext_lazy("was pending"),
    DIFFERS: gettext_lazy("differs"),
    UNUSUAL: gettext_lazy("unusual"),
    REFUSED: gettext_lazy("refused"),
    ASKED: gettext_lazy("question"),
    IGNORED: gettext_lazy("left out"),
}
DIFFERING = {
    "": gettext_lazy("keep the record"),
    Choice.CORRECT: gettext_lazy("correct the record"),
    Choice.ADD: gettext_lazy("keep both"),
}


@dataclass(frozen=True, slots=True)
class Look:
    """One cell that is not simply kept. ``kind``: its outcome; ``options``: what it may become or
    may mean; ``typed``: what was written instead."""

    place: str
    id: str
    kind: str
    mark: str
    test: str
    when: str
    text: str
    read: str
    reason: str
    stored: str = ""
    options: tuple[Option, ...] = ()
    typed: str = ""
    ticked: bool = False


@dataclass(frozen=True, slots=True)
class Square:
    """A cell of the table. ``read``: what it was read as, where that is not what stands there."""

    text: str
    kind: str = ""
    mark: str = ""
    read: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """``head``: as found; ``meant``: the test or the day that it stands for."""

    head: str
    meant: str
    squares: tuple[Square, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    heads: tuple[Row, ...]
    rows: tuple[Row, ...]
    more: int = 0


def anchor(cell: Cell) -> str:
    return f"look-{cell.row}-{cell.column}"


def needs_a_look(judged: Judged) -> bool:
    if judged.outcome == ASKED:
        return any(key.startswith("cell:") for key in judged.cell.asks)
    return judged.outcome in (DIFFERS, UNUSUAL, REFUSED)


def looks(pasted: Pasted) -> list[Look]:
    """The newest first; as they stand within a day. A cell typed anew stays, so that it can be
    typed again."""
    cells = [j for j in pasted.cells if needs_a_look(j) or j.cell.place in pasted.answers.cells]
    cells.sort(key=lambda j: j.cell.measured_on or date.min, reverse=True)
    return [_look(judged, pasted) for judged in cells]


def _look(judged: Judged, pasted: Pasted) -> Look:
    cell = judged.cell
    return Look(
        place=cell.place,
        id=anchor(cell),
        kind=judged.outcome,
        mark=str(MARKS[judged.outcome]) or _("new"),
        test=test_name(cell.analyte) if cell.analyte else cell.word,
        when=_when(cell),
        text=cell.text if _read_as(cell) or not value_of(cell) else value_of(cell),
        read=_read_as(cell),
        reason=judged.reason,
        stored=judged.compared.stored_text if judged.compared else "",
        options=_options(judged),
        typed=pasted.answers.cells.get(cell.place, ""),
        ticked=judged.choice == Choice.CONFIRM,
    )


def _options(judged: Judged) -> tuple[Option, ...]:
    if judged.outcome == DIFFERS:
        chosen = judged.choice if judged.choice != Choice.SKIP else ""
        return tuple(Option(code, str(label), code == chosen) for code, label in DIFFERING.items())
    if judged.outcome == ASKED:
        return tuple(Option(text, text) for text in judged.cell.options)
    return ()


def _when(cell: Cell) -> str:
    if cell.measured_on is None:
        return ""
    clock = f" {cell.measured_at:%H:%M}" if cell.measured_at else ""
    return formats.day(cell.measured_on) + clock


def value_of(cell: Cell) -> str:
    """As it would be kept: comparator, number, unit; or why there is none."""
    if cell.kind == Kind.PENDING:
        return _("pending")
    if cell.kind == Kind.NOT_DONE:
        return _("not done")
    if cell.value is None:
        return ""
    return formats.value(cell.value, cell.unit or "", cell.comparator)


def _read_as(cell: Cell) -> str:
    """Empty where the text says the same."""
    value = value_of(cell)
    if not value or cell.value is None:
        return "" if cell.text.strip().casefold() == value.casefold() else value
    sign = formats.comparator(cell.comparator)
    number = formats.number(cell.value)
    text = "".join(cell.text.split()).replace("<=", "≤").replace(">=", "≥")
    same = {f"{sign}{number}", f"{sign}{number.replace(',', '')}", f"{sign}{cell.value:f}"}
    return "" if text in same else value


def square(judged: Judged) -> Square:
    href = f"#{anchor(judged.cell)}" if needs_a_look(judged) else ""
    mark = str(MARKS[judged.outcome])
    return Square(judged.cell.text, judged.outcome, mark, _read_as(judged.cell), href)


def grid(pasted: Pasted) -> Grid:
    """Tests and dates as they were pasted; one result a line where they came so."""
    if pasted.reading.layout in ("long", "list", ""):
        return _list(pasted.cells)
    columns = sorted({j.cell.column for j in pasted.cells})
    at = {(j.cell.row, j.cell.column): square(j) for j in pasted.cells}
    row_heads, column_heads = _heads(pasted)
    rows = sorted({j.cell.row for j in pasted.cells} | set(row_heads))
    shown = tuple(
        _row(row_heads.get(row), [at.get((row, column), Square("")) for column in columns])
        for row in rows[:MOST_ROWS]
    )
    heads = tuple(_row(column_heads.get(column), ()) for column in columns)
    return Grid(heads, shown, max(0, len(rows) - MOST_ROWS))


def _heads(pasted: Pasted) -> tuple[dict[int, Head], dict[int, Head]]:
    """Of rows and columns; a word that is no known test is the head of its cells as well."""
    reading = pasted.reading
    rows = {head.row: head for head in reading.row_heads}
    columns = {head.column: head for head in reading.column_heads}
    for cell in (judged.cell for judged in pasted.cells):
        word = Head(cell.row, cell.column, cell.word)
        if reading.layout.startswith("tests"):
            rows.setdefault(cell.row, word)
        else:
            columns.setdefault(cell.column, word)
    return rows, columns


def _row(head: Head | None, squares: Iterable[Square]) -> Row:
    return Row(head.text if head else "", _meant(head), tuple(squares))


def _meant(head: Head | None) -> str:
    """The test or the day that it stands for; empty where the text says the same."""
    if head is None:
        return ""
    if head.measured_on:
        day = formats.day(head.measured_on)
        return "" if day in head.text else day
    name = test_name(head.analyte or "")
    return "" if plain(head.text).startswith(plain(name)) else name


def _list(cells: list[Judged]) -> Grid:
    heads = tuple(Row(text, "", ()) for text in (_("Date"), _("As found")))
    rows = tuple(
        Row(j.cell.word, _named(j.cell), (Square(_when(j.cell)), square(j)))
        for j in cells[:MOST_ROWS]
    )
    return Grid(heads, rows, max(0, len(cells) - MOST_ROWS))


def _named(cell: Cell) -> str:
    name = test_name(cell.analyte or "")
    return "" if name == cell.word else name
