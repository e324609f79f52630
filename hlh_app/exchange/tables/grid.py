"""A block of text or a sheet as rows of cells, before anything is understood."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from hlh_app.clinical.text import Message
from hlh_app.exchange.tables import cell_words
from hlh_app.exchange.tables.cell_parts import Parts as NumberParts
from hlh_app.exchange.tables.cell_parts import take_apart, tidy
from hlh_app.exchange.tables.dates import DateReading, read_clock, read_date
from hlh_app.exchange.tables.headings import role_of
from hlh_app.exchange.tables.model import Word
from hlh_app.exchange.tables.names import UNKNOWN, NameReading, read_name

_PLACE = re.compile(r"row (\d{1,7}), column (\d{1,5})", re.ASCII)
MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 200_000, 2_000, 500_000


@dataclass(slots=True)
class Grid:
    """``rows``: every line, blank ones too, so that the position is the one found. ``doubts``: by
    index of the row, why its columns cannot be told apart. ``found``: the text of corrected cells
    as it stood, by (row, column) from 1. ``exact``: cells that a sheet keeps as numbers."""

    rows: list[list[str]]
    doubts: dict[int, Message] = field(default_factory=dict)
    found: dict[tuple[int, int], str] = field(default_factory=dict)
    exact: set[tuple[int, int]] = field(default_factory=set)

    def correct(self, cells: Mapping[str, str]) -> None:
        """Put what somebody wrote instead in its place; places outside the table are ignored."""
        width = max(map(len, self.rows), default=0) if cells else 0
        for key, written in cells.items():
            found = _PLACE.fullmatch(key)
            r, c = (int(found[1]), int(found[2])) if found else (0, 0)
            if not (1 <= r <= len(self.rows) and 1 <= c <= width):
                continue
            row = self.rows[r - 1]
            row += [""] * (c - len(row))
            self.found[r, c] = row[c - 1]
            row[c - 1] = written.strip()


class Sense(NamedTuple):
    """What a cell's text may be, without regard to where it stands."""

    date: DateReading
    role: str = ""
    is_clock: bool = False
    is_value: bool = False


@lru_cache(maxsize=65536)
def sense(text: str) -> Sense:
    """A number, a comparator, a word in place of a result, a date, a time or a heading."""
    date = read_date(text)
    if date.certain:
        return Sense(date)
    if read_clock(text):
        return Sense(date, is_clock=True)
    value = is_result(text)
    return Sense(date, "" if value else role_of(text), False, value)


def is_result(text: str) -> bool:
    """Whether this can stand as a result: a number in any form, or a word instead of one."""
    written = tidy(text)
    if not any(c.isdigit() for c in written):
        word = written.lower()
        return (
            word in cell_words.PENDING
            or word in cell_words.NOT_DONE
            or word in cell_words.NEGATIVE
            or word in cell_words.UNCLEAR
        )
    return isinstance(take_apart(written), NumberParts)


class Names:
    """Reads names once each, by the words of the center."""

    def __init__(self, words: Mapping[str, Word]) -> None:
        self._words = words
        self._known: dict[str, NameReading] = {}

    def read(self, text: str) -> NameReading:
        found = self._known.get(text)
        if found is None:
            found = read_name(text, self._words) if text else UNKNOWN
            self._known[text] = found
        return found

    def is_known(self, text: str) -> bool:
        """A test, or several it may be, or one that the center leaves out."""
        found = self.read(text)
        return bool(found.analyte or found.options or found.left_out)
