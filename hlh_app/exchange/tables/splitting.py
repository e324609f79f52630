"""A pasted text as rows and columns: by tabs, bars, semicolons, commas, or by the spaces."""

import csv
import re

from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.exchange.tables.grid import MOST_CELLS, MOST_ROWS, Grid, Names, sense
from hlh_app.exchange.tables.model import TableError
from hlh_app.exchange.tables.spaces import split_by_spaces

MOST_CHARACTERS = 20_000_000
TOO_LONG = gettext_noop("This is too long for a table: at most {rows} rows or {cells} cells.")
UNEVEN = gettext_noop(
    "This line has another number of fields than the headings: a comma may be a decimal comma."
)
_RULE = re.compile(r"[\s|:+=_-]+")
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
_WIDE = re.compile(r"\S {2,}\S")
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad]")
_TRIED = 40
LONGEST_LINE = 2_000  # parted by spaces, where every word is looked at beside those before it
LONG_LINE = gettext_noop(
    "Line {line} is longer than {most} characters, and only spaces part it. Paste it from a "
    "spreadsheet, or send it as a file."
)


def split(text: str, names: Names) -> Grid:
    """Rows of cells; the positions are those of the lines and fields found."""
    if len(text) > MOST_CHARACTERS:
        raise too_long()
    text = _UNSEEN.sub("", text)
    found = _SEPARATOR_LINE.match(text)
    if found:
        grid = _separated(text[found.end() :], found[1])
        grid.rows.insert(0, [])
        return grid
    lines = text.splitlines()
    written = [line for line in lines if line.strip()]
    if "\t" in text:
        return _checked(_tabs(text))
    if sum("|" in line for line in written) * 2 > len(written):
        return _checked(Grid([_bars(line) for line in lines]))
    if sum(";" in line for line in written) * 2 > len(written):
        return _checked(_separated(text, ";"))
    if sum("," in line for line in written) * 2 > len(written) and _is_comma(written, names):
        return _checked(_uneven(_separated(text, ","), names))
    return _checked(_by_spaces(lines, names))


def _by_spaces(lines: list[str], names: Names) -> Grid:
    """TableError for a line that no screen shows as a row of a table."""
    for number, line in enumerate(lines, 1):
        if len(line) > LONGEST_LINE and not line.isspace():
            words = {"line": str(number), "most": str(LONGEST_LINE)}
            raise TableError(Message(LONG_LINE, words))
    return split_by_spaces(lines, names)


def too_long() -> TableError:
    return TableError(Message(TOO_LONG, {"rows": MOST_ROWS, "cells": MOST_CELLS}))


def _checked(grid: Grid) -> Grid:
    if len(grid.rows) > MOST_ROWS or sum(map(len, grid.rows)) > MOST_CELLS:
        raise too_long()
    return grid


def _tabs(text: str) -> Grid:
    """Spreadsheets put quotes around a cell with a line break."""
    if '"' in text and ('\t"' in text or '\n"' in text or text.startswith('"')):
        return _separated(text, "\t")
    return Grid([[cell.strip() for cell in line.split("\t")] for line in text.splitlines()])


def _separated(text: str, mark: str) -> Grid:
    try:
        rows = list(csv.reader(text.splitlines(keepends=True), delimiter=mark))
    except csv.Error:
        rows = [line.split(mark) for line in text.splitlines()]
    return Grid([[" ".join(cell.split()) for cell in row] for row in rows])


def _bars(line: str) -> list[str]:
    if _RULE.fullmatch(line):
        return []
    inner = line.strip().removeprefix("|").removesuffix("|")
    return [cell.strip() for cell in inner.split("|")]


def _is_comma(lines: list[str], names: Names) -> bool:
    """Whether commas part the fields: every line has as many, and one of them is of headings; or
    more is understood so than by the spaces."""
    tried = [line[:LONGEST_LINE] for line in lines[:_TRIED]]
    by_comma = _separated("\n".join(tried), ",")
    even = len({len(row) for row in by_comma.rows}) == 1 and not any(map(_WIDE.search, tried))
    if even and any(_understood(Grid([row]), names) > 1 for row in by_comma.rows):
        return True
    return _understood(by_comma, names) > _understood(split_by_spaces(tried, names), names)


def _understood(grid: Grid, names: Names) -> int:
    found = 0
    for row in grid.rows:
        for cell in row:
            if cell:
                seen = sense(cell)
                found += seen.date.certain or bool(seen.role) or names.is_known(cell)
    return found


def _uneven(grid: Grid, names: Names) -> Grid:
    """Below the headings every row of a file with commas has as many fields as they."""
    width = 0
    for index, row in enumerate(grid.rows):
        if len([cell for cell in row if cell]) < 2:
            continue
        if not width:
            headings = sum(
                bool(sense(c).date.certain or sense(c).role or names.is_known(c)) for c in row if c
            )
            width = len(row) if headings >= 2 else 0
        elif len(row) != width:
            grid.doubts[index] = Message(UNEVEN)
    return grid
