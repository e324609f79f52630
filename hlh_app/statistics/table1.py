"""Table 1: one or two groups before treatment, with the test named for every row.

Numbers: median, quartiles, range; Mann-Whitney test. Categories: count of the patients of whom it
is known; chi-square where every expected count is 5 or more, else Fisher's exact test (our
definition). Lists (earlier regimens, drugs beside): each entry counted of all patients.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from hlh_app.clinical.study.values import ANALYSED
from hlh_app.statistics.balance import (
    Beyond,
    beyond_measure,
    beyond_spread,
    difference_of_categories,
    difference_of_means,
)
from hlh_app.statistics.beyond_range import Beyond as BeyondRange
from hlh_app.statistics.beyond_range import beyond, marks
from hlh_app.statistics.comparison import Comparison
from hlh_app.statistics.contingency import compared
from hlh_app.statistics.figures import Figure, Flags, Rows
from hlh_app.statistics.measured import Counted, Measured, measured, p_figure
from hlh_app.statistics.ranks import rank_sum
from hlh_app.statistics.subjects import Group, Subjects
from hlh_app.statistics.table1_variables import (
    CATEGORIES,
    CRITERIA,
    LISTS,
    NUMBERS,
    Category,
    listed,
)


@dataclass(frozen=True, slots=True, eq=False)
class NumberRow:
    """A measured variable. ``test``, ``difference``: of two groups. ``marked``: of results, one a
    group, whose lies beyond the measuring range."""

    code: str
    cells: tuple[Measured, ...]
    test: Comparison | None = None
    difference: float | None = None
    marked: tuple[BeyondRange, ...] = ()

    @property
    def beyond(self) -> Beyond | None:
        """Why two groups have no difference to be measured."""
        return beyond_spread(*(cell.of for cell in self.cells)) if len(self.cells) == 2 else None

    def figures(self) -> Iterator[Figure]:
        for cell in self.cells:
            yield from cell.figures()
        for marked in self.marked:
            yield marked.figure
        if len(self.cells) == 2:
            yield from _compared(f"table1/{self.code}", self.test, self.difference)


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """Of whom a category is known, and of whom it is not though it applies."""

    key: str
    group: str
    rows: Rows
    missing: Rows

    def figures(self) -> Iterator[Figure]:
        yield Figure(f"{self.key}/n/{self.group}", len(self.rows), self.rows)
        yield Figure(f"{self.key}/missing/{self.group}", len(self.missing), self.missing)


@dataclass(frozen=True, slots=True, eq=False)
class CategoryRow:
    """``levels``: the categories, ``cells``: of each level one a group. ``known``: one a group.
    ``shown``: how many of the levels, from the first, the page shows."""

    code: str
    levels: tuple[str, ...]
    cells: tuple[tuple[Counted, ...], ...]
    known: tuple[Known, ...]
    shown: int
    test: Comparison | None = None
    difference: float | None = None

    @property
    def beyond(self) -> Beyond | None:
        """Why two groups have no difference to be measured."""
        if len(self.known) != 2:
            return None
        a, b = ([len(level[at].who) for level in self.cells] for at in (0, 1))
        return beyond_measure(a, b)

    def figures(self) -> Iterator[Figure]:
        for known in self.known:
            yield from known.figures()
        for cells in self.cells[: self.shown]:
            for cell in cells:
                yield from cell.figures()
        if len(self.known) == 2:
            yield from _compared(f"table1/{self.code}", self.test, self.difference)


Row = NumberRow | CategoryRow


@dataclass(frozen=True, slots=True, eq=False)
class Table1:
    """``lists``: by list (as "earlier") its entries, each a row of its own."""

    groups: tuple[Group, ...]
    rows: dict[str, Row]
    lists: dict[str, tuple[CategoryRow, ...]]

    def figures(self) -> Iterator[Figure]:
        for group in self.groups:
            yield Figure(f"table1/patients/n/{group.code}", group.n, group.rows)
        for row in self.rows.values():
            yield from row.figures()
        for rows in self.lists.values():
            for row in rows:
                yield from row.figures()


def table1(subjects: Subjects, groups: Sequence[Group]) -> Table1:
    """Parts "subject" and "values" are loaded."""
    rows: dict[str, Row] = {}
    for number in NUMBERS:
        values = subjects.numbers("subject", number.field)
        applies = number.applies(subjects) if number.applies else None
        rows[number.code] = _numbers(number.code, groups, values, applies)
    for category in (*CATEGORIES, *CRITERIA):
        rows[category.code] = _categories(category, subjects, groups)
    beyond_range = marks(subjects)
    for analyte in ANALYSED:
        code = f"before_{analyte}"
        row = _numbers(code, groups, subjects.results(analyte, "before"), None)
        marked = (beyond(beyond_range, cell, analyte, "before") for cell in row.cells)
        rows[code] = replace(row, marked=tuple(marked))
    lists = {
        entry.code: tuple(
            _list_entry(f"{entry.code}.{name}", groups, has)
            for name, has in listed(entry, subjects, groups)
        )
        for entry in LISTS
    }
    return Table1(tuple(groups), rows, lists)


def _numbers(
    code: str, groups: Sequence[Group], values: np.ndarray, applies: Flags | None
) -> NumberRow:
    cells = tuple(measured(f"table1/{code}", group, values, applies) for group in groups)
    if len(cells) != 2:
        return NumberRow(code, cells)
    a, b = cells
    test = rank_sum(values[a.known], values[b.known])
    return NumberRow(code, cells, test, difference_of_means(a.of, b.of))


def _categories(category: Category, subjects: Subjects, groups: Sequence[Group]) -> CategoryRow:
    found = category.places(subjects)
    applies = category.applies(subjects) if category.applies else None
    return _row(category.code, category.levels, groups, found, applies, category.shown)


def _list_entry(code: str, groups: Sequence[Group], has: Flags) -> CategoryRow:
    """Of everybody: what is not recorded was not given."""
    return _row(code, ("yes", "no"), groups, np.where(has, 0, 1), None, 1)


def _row(
    code: str,
    levels: tuple[str, ...],
    groups: Sequence[Group],
    places: Rows,
    applies: Flags | None,
    shown: int,
) -> CategoryRow:
    """``places``: of everybody the place of the level, -1 where it is not known."""
    key = f"table1/{code}"
    known, columns = [], []
    for group in groups:
        rows = group.rows if applies is None else group.rows[applies[group.rows]]
        at = places[rows]
        known.append(Known(key, group.code, rows[at >= 0], rows[at < 0]))
        columns.append([rows[at == place] for place in range(len(levels))])
    cells = tuple(
        tuple(
            Counted(f"{key}.{level}", of.group, column[place], len(of.rows))
            for of, column in zip(known, columns, strict=True)
        )
        for place, level in enumerate(levels)
    )
    counts = [[len(who) for who in column] for column in columns]
    test = compared(counts) if len(groups) == 2 else None
    apart = difference_of_categories(*counts) if len(groups) == 2 else None
    return CategoryRow(code, levels, cells, tuple(known), shown, test, apart)


def _compared(key: str, test: Comparison | None, difference: float | None) -> Iterator[Figure]:
    yield p_figure(key, test)
    yield Figure(f"{key}/smd/ab", difference)
