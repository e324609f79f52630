"""One variable of one group: its numbers with their keys and the patients behind each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from hlh_app.statistics.comparison import Comparison
from hlh_app.statistics.describe import Description, describe
from hlh_app.statistics.figures import Figure, Flags, Floats, Rows
from hlh_app.statistics.subjects import Group

STATISTICS = ("median", "q1", "q3", "low", "high", "mean", "sd")


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """A column of numbers. ``key``: of the variable, as "table1/age". ``known``, ``missing``: who
    has a value, and who has none though it applies to them."""

    key: str
    group: str
    of: Description
    known: Rows
    missing: Rows

    def figure(self, name: str) -> Figure:
        """One of STATISTICS, "n" or "missing"."""
        who = self.missing if name == "missing" else self.known
        return Figure(f"{self.key}/{name}/{self.group}", getattr(self.of, name), who)

    def figures(self, *names: str) -> Iterator[Figure]:
        return map(self.figure, ("n", "missing", *(names or STATISTICS)))


def measured(key: str, group: Group, values: Floats, applies: Flags | None = None) -> Measured:
    """``values`` of everybody; ``applies``: to whom of everybody the variable applies (all)."""
    rows = group.rows if applies is None else group.rows[applies[group.rows]]
    column = values[rows]
    absent = np.isnan(column)
    known, missing = (rows[np.flatnonzero(chosen)] for chosen in (~absent, absent))
    return Measured(key, group.code, describe(column), known, missing)


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """How many of ``n`` patients of a group are in a category. ``key``: of the category."""

    key: str
    group: str
    who: Rows
    n: int

    @property
    def count(self) -> Figure:
        return Figure(f"{self.key}/count/{self.group}", len(self.who), self.who)

    @property
    def percent(self) -> Figure:
        value = 100 * len(self.who) / self.n if self.n else None
        return Figure(f"{self.key}/percent/{self.group}", value, self.who)

    def figures(self) -> Iterator[Figure]:
        yield self.count
        yield self.percent


def p_figure(key: str, test: Comparison | None, name: str = "p") -> Figure:
    """The P value of a comparison, of nobody by itself."""
    return Figure(f"{key}/{name}/ab", None if test is None else test.p)
