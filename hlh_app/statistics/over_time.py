"""One analyte before treatment, after a week and after a month, as in Chi 2020, Table 2.

Mean and standard deviation of whoever has the value. Over time: analysis of variance for repeated
measures, of one group or with two groups in a mixed design, of whoever has all three values, with
Greenhouse and Geisser's correction. Between two groups at each time: Student's t-test as Chi used
for normal data, and the Mann-Whitney test.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from hlh_app.statistics.beyond_range import Beyond, Marks, beyond
from hlh_app.statistics.comparison import Comparison
from hlh_app.statistics.figures import Figure, Floats, Rows
from hlh_app.statistics.means import student
from hlh_app.statistics.measured import Measured, measured, p_figure
from hlh_app.statistics.ranks import rank_sum
from hlh_app.statistics.subjects import Group, Subjects
from hlh_app.statistics.variance import VarianceTable, mixed_design, repeated_measures

OVER_TIME = ("before", "week1", "month1")
EFFECT_NUMBERS = ("f", "df", "error_df", "p", "p_gg")


@dataclass(frozen=True, slots=True, eq=False)
class Variance:
    """The table of variances of one group, or of two with ``group`` "ab". ``complete``: who has
    all values."""

    key: str
    group: str
    table: VarianceTable
    complete: Rows

    def figures(self) -> Iterator[Figure]:
        yield self.complete_figure
        yield Figure(f"{self.key}/gg/{self.group}", self.table.gg)
        names = ("time", "interaction", "group") if self.group == "ab" else ("time",)
        for name in names:
            for number in EFFECT_NUMBERS:
                yield self.figure(name, number)

    @property
    def complete_figure(self) -> Figure:
        return Figure(f"{self.key}/complete/{self.group}", len(self.complete), self.complete)

    def figure(self, name: str, number: str) -> Figure:
        """One of EFFECT_NUMBERS of one effect."""
        effect = self.table.effect(name)
        value = None if effect is None else getattr(effect, number)
        return Figure(f"{self.key}.{name}/{number}/{self.group}", value)


@dataclass(frozen=True, slots=True, eq=False)
class AtTime:
    """All groups at one time; ``student`` and ``rank_sum`` of two groups."""

    key: str
    time: str
    cells: tuple[Measured, ...]
    beyond: tuple[Beyond, ...]
    student: Comparison | None = None
    rank_sum: Comparison | None = None

    def figures(self) -> Iterator[Figure]:
        for cell, marked in zip(self.cells, self.beyond, strict=True):
            yield from cell.figures("mean", "sd")
            yield marked.figure
        if len(self.cells) == 2:
            yield p_figure(self.key, self.student, "student_p")
            yield p_figure(self.key, self.rank_sum, "rank_sum_p")


@dataclass(frozen=True, slots=True, eq=False)
class OverTime:
    """One analyte. ``variances``: of each group, then of both together."""

    key: str
    analyte: str
    times: tuple[AtTime, ...]
    variances: tuple[Variance, ...]

    def figures(self) -> Iterator[Figure]:
        for at in self.times:
            yield from at.figures()
        for variance in self.variances:
            yield from variance.figures()


def over_time(
    key: str, subjects: Subjects, groups: Sequence[Group], marked: Marks, analyte: str
) -> OverTime:
    times = tuple(_at(key, subjects, groups, marked, analyte, time) for time in OVER_TIME)
    wide = np.column_stack([subjects.results(analyte, time) for time in OVER_TIME])
    variances = [_variance(key, group.code, wide, [group.rows]) for group in groups]
    if len(groups) == 2:
        variances.append(_variance(key, "ab", wide, [group.rows for group in groups]))
    return OverTime(key, analyte, times, tuple(variances))


def _at(
    key: str,
    subjects: Subjects,
    groups: Sequence[Group],
    marked: Marks,
    analyte: str,
    time: str,
) -> AtTime:
    values = subjects.results(analyte, time)
    name = f"{key}.{time}"
    cells = tuple(measured(name, group, values) for group in groups)
    marks = tuple(beyond(marked, cell, analyte, time) for cell in cells)
    if len(cells) != 2:
        return AtTime(name, time, cells, marks)
    sides = [values[cell.known] for cell in cells]
    return AtTime(name, time, cells, marks, student(*sides), rank_sum(*sides))


def _variance(key: str, code: str, wide: Floats, rows: Sequence[Rows]) -> Variance:
    groups = [wide[part] for part in rows]
    table = repeated_measures(groups[0]) if len(groups) == 1 else mixed_design(groups)
    everybody = rows[0] if len(rows) == 1 else np.union1d(*rows)
    complete = everybody[~np.isnan(wide[everybody]).any(axis=1)]
    return Variance(key, code, table, complete)
