"""A table of an analysis, written once: the page, the CSV and the DOCX are made from it.

Text is ready to be read (translated and rounded); ``value`` is the number behind it, as computed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a cell is. SECTION: the only cell of its row, heads the rows below. HEAD: first of its
    row, names it; SUBHEAD the same, indented below the row before. EMPTY: nothing belongs here."""

    NUMBER = "number"
    WORD = "word"
    HEAD = "head"
    SUBHEAD = "subhead"
    SECTION = "section"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainNote:
    """Small print in a cell, e.g. "n 31" or "missing 3", which may be a number of its own."""

    text: str
    key: str | None = None
    opens: bool = False
    value: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainCell:
    """``key``: of the figure shown. ``opens``: whether there are patients behind it. ``note``:
    small print; ``more``: small print that is a number of its own. ``mark``: of a footnote."""

    text: str
    key: str | None = None
    note: str = ""
    kind: Kind = Kind.NUMBER
    opens: bool = False
    value: float | None = None
    more: tuple[PlainNote, ...] = ()
    mark: str = ""

    @property
    def line(self) -> str:
        """Everything that the cell says, in one line."""
        small = [note.text for note in self.more]
        parts = [f"{self.text}{self.mark}", *filter(None, [self.note]), *small]
        return "; ".join(part for part in parts if part)


def head(text: str, note: str = "", mark: str = "") -> PlainCell:
    """Names its row."""
    return PlainCell(text=text, note=note, kind=Kind.HEAD, mark=mark)


def subhead(text: str, note: str = "", mark: str = "") -> PlainCell:
    """Names its row, which belongs to the row before."""
    return PlainCell(text=text, note=note, kind=Kind.SUBHEAD, mark=mark)


def section(text: str, note: str = "") -> tuple[PlainCell, ...]:
    """A row that heads the rows below it."""
    return (PlainCell(text=text, note=note, kind=Kind.SECTION),)


def word(text: str, note: str = "", mark: str = "") -> PlainCell:
    """A cell of text."""
    return PlainCell(text=text, note=note, kind=Kind.WORD, mark=mark)


EMPTY = PlainCell(text="", kind=Kind.EMPTY)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainTable:
    """``title``: "Table 1. Patients before treatment". ``caption``: who, unit and source in a
    sentence. ``heads``: of the columns, the rows' names first. ``spans``: a row above the heads,
    (text, columns) each, "" over nothing. ``rows``: as many cells as heads, or one SECTION.
    ``footnotes``: (mark, text). ``name``: of its file, e.g. "table1"."""

    name: str
    title: str
    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[PlainCell, ...], ...]
    notes: tuple[str, ...] = ()
    footnotes: tuple[tuple[str, str], ...] = ()
    spans: tuple[tuple[str, int], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.rows)

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.heads) and row[0].kind is not Kind.SECTION:
                raise ValueError(f"{len(row)} cells below {len(self.heads)} heads: {row[0].text}")

    def is_numeric(self, column: int) -> bool:
        """Whether numbers stand in this column: they, and its head, stand at the right."""
        kinds = [row[column].kind for row in self.rows if row[0].kind is not Kind.SECTION]
        return column > 0 and Kind.NUMBER in kinds

    def keys(self) -> Iterator[str]:
        """Of every figure that the table shows."""
        for row in self.rows:
            for cell in row:
                keys = (cell.key, *(note.key for note in cell.more))
                yield from (key for key in keys if key)
