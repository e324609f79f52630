"""A chart export: one reading a row, columns for date, time, value, unit and site."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from hlh_app.clinical.text import gettext_noop
from hlh_app.exchange.temperatures.clocks import Clock, split_at_clock
from hlh_app.exchange.temperatures.dates import ORDER, order_of, read_written_day
from hlh_app.exchange.temperatures.headings import (
    TEMPERATURES,
    Heading,
    Role,
    columns_of,
    read_heading,
)
from hlh_app.exchange.temperatures.model import ReadLine, Surroundings, Unclear
from hlh_app.exchange.temperatures.sequence import Sequence, Written
from hlh_app.exchange.temperatures.values import read_cell, read_site, read_unit
from hlh_app.exchange.unread import Unread

DELIMITERS = ("\t", ";", ",", "|")
EMPTY = frozenset(("", "-", "--", "---", "–", "—", "."))
NOT_STATED = "none"
LONGEST_CELL = 120
Row = tuple[int, list[str]]


@dataclass
class Chart:
    """``rows``: line number and cells. ``passed_over``: rows without a temperature so far."""

    headings: list[Heading]
    columns: Mapping[Role, list[int]]
    rows: list[Row]
    around: Surroundings
    passed_over: int = 0
    order: str = field(init=False)

    def __post_init__(self) -> None:
        self.order = self.around.answers.get(ORDER) or order_of(self._dates())

    @property
    def unused(self) -> tuple[str, ...]:
        used = {self.column(role) for role in Role if role in self.columns}
        return tuple(h.text for n, h in enumerate(self.headings) if n not in used and h.text)

    def column(self, role: Role) -> int:
        """Of several, the one that was chosen; -1 while nobody chose."""
        found = self.columns.get(role, [])
        if len(found) < 2:
            return found[0] if found else -1
        chosen = self.around.answers.get(f"column:{role}", "")
        return int(chosen) if chosen in map(str, found) else -1

    def undecided(self) -> list[Role]:
        return [r for r, found in self.columns.items() if len(found) > 1 and self.column(r) < 0]

    def chosen(self) -> list[Role]:
        return [r for r, found in self.columns.items() if len(found) > 1 and self.column(r) >= 0]

    def lines(self) -> Iterator[ReadLine]:
        sequence = Sequence(self.around)
        for number, cells in self.rows:
            if self._is_no_reading(cells):
                self.passed_over += 1
                continue
            text = "  ".join(filter(None, cells))[:120]
            yield sequence.read(number, text, partial(self._written, cells))

    def _is_no_reading(self, cells: list[str]) -> bool:
        what = self._cell(cells, Role.WHAT)
        other = bool(what) and read_heading(what).role is None
        other |= bool(what) and not _names_a_temperature(what)
        return other or self._cell(cells, Role.VALUE) in EMPTY

    def _cell(self, cells: list[str], role: Role) -> str:
        column = self.column(role) if role in self.columns else -1
        return cells[column].strip() if 0 <= column < len(cells) else ""

    def _dates(self) -> Iterator[str]:
        role = Role.DATE if Role.DATE in self.columns else Role.MOMENT
        for _number, cells in self.rows:
            first = self._cell(cells, role).split(" ")[0]
            yield first.rstrip(",")

    def _written(self, cells: list[str]) -> Written:
        day, clock = self._when(cells)
        value, unit = read_cell(self._cell(cells, Role.VALUE))
        unit = unit or self._unit(cells)
        return Written(day, clock, value, unit, self._site(cells))

    def _when(self, cells: list[str]) -> tuple[date | None, Clock]:
        role = Role.TIME if Role.TIME in self.columns else Role.MOMENT
        found = split_at_clock(self._cell(cells, role))
        if found.after:
            raise Unread(
                gettext_noop("“{text}” after the time is not understood."), text=found.after
            )
        written = self._cell(cells, Role.DATE) or found.before
        day = read_written_day(written, self.order, self.around.today) if written else None
        offset = found.clock.offset or self.headings[self.column(role)].offset
        return day, found.clock._replace(offset=offset)

    def _unit(self, cells: list[str]) -> str:
        written = self._cell(cells, Role.UNIT)
        if written and not read_unit(written):
            raise Unread(gettext_noop("“{text}” is no unit of a temperature."), text=written[:20])
        return read_unit(written) or self.headings[self.column(Role.VALUE)].unit

    def _site(self, cells: list[str]) -> str:
        written = " ".join(self._cell(cells, Role.SITE).lower().split())
        if written in EMPTY or read_site(written):
            return read_site(written)
        answer = self.around.answers.get(f"site:{written}", "")
        if not answer:
            raise Unclear(f"site:{written}", gettext_noop("Which site is “{text}”?"), text=written)
        return "" if answer == NOT_STATED else answer


def _names_a_temperature(what: str) -> bool:
    words = read_heading(what).text.lower().split()
    return any(word.strip(" .,()") in TEMPERATURES for word in words)


def chart_of(text: str, around: Surroundings) -> Chart | None:
    """The text as a chart export; None when its first line names no columns."""
    lines = text.splitlines()
    first = next((n for n, line in enumerate(lines) if line.strip()), None)
    if first is None:
        return None
    head = lines[first]
    delimiter = max(DELIMITERS, key=head.count)
    headings = [read_heading(cell[:LONGEST_CELL]) for cell in _cells(head, delimiter)]
    columns = columns_of(headings)
    if not columns:
        return None
    rows = _rows(lines[first + 1 :], delimiter, first + 2)
    return Chart(headings, columns, rows, around)


def _rows(lines: list[str], delimiter: str, start: int) -> list[Row]:
    """Line by line, so that a stray quotation mark spoils one row at most."""
    found = []
    for number, line in enumerate(lines, start):
        if line.strip():
            cells = _cells(line, delimiter)
            found.append((number, [cell.strip()[:LONGEST_CELL] for cell in cells]))
    return found


def _cells(line: str, delimiter: str) -> list[str]:
    """A line with a cell beyond what the reader of CSV takes is one cell, which is no reading."""
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return [line]
