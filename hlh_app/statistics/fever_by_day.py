"""Daily temperature peaks of groups, tested day by day as in Chi 2020, and the fever's leaving.

Chi 2020 compared two groups on each day by the independent-samples t-test, without a correction for
the number of days: so it is done here (Student's, equal variances assumed), with the Mann–Whitney
test beside it and the number of tests said. A day's peak is the highest reading of the calendar day
counted from day 0, whose peak may lie before or after the first dose.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from hlh_app.clinical.study.fever import FIRST_PEAK_DAY, LAST_PEAK_DAY
from hlh_app.statistics.comparison import Comparison
from hlh_app.statistics.describe import Description, describe
from hlh_app.statistics.fever_clock import FeverClock, fever_clock
from hlh_app.statistics.figures import Figure, Floats, Rows
from hlh_app.statistics.means import student
from hlh_app.statistics.ranks import rank_sum
from hlh_app.statistics.subjects import Group, Subjects

DAYS = tuple(range(FIRST_PEAK_DAY, LAST_PEAK_DAY + 1))
PARTS = ("fever",)


@dataclass(frozen=True, slots=True, eq=False)
class Peaks:
    """One group's. ``values``: a row a patient of the group, a column a day of DAYS, NaN without a
    reading. ``days``: the description of each column."""

    group: Group
    values: Floats
    days: tuple[Description, ...]

    def who(self, at: int) -> Rows:
        """The patients with a reading on the day in column ``at``."""
        return self.group.rows[~np.isnan(self.values[:, at])]

    def without(self, at: int) -> Rows:
        return self.group.rows[np.isnan(self.values[:, at])]

    def figures(self) -> Iterator[Figure]:
        for at, (day, found) in enumerate(zip(DAYS, self.days, strict=True)):
            who = self.who(at)
            for name in ("mean", "sd", "median"):
                yield Figure(self.key(day, name), getattr(found, name), who)
            yield Figure(self.key(day, "n"), found.n, who)
            yield Figure(self.key(day, "missing"), found.missing, self.without(at))

    def key(self, day: int, name: str) -> str:
        return f"fever/peak/day{day}/{name}/{self.group.code}"


@dataclass(frozen=True, slots=True)
class DayTest:
    """Two groups on one day; unadjusted."""

    day: int
    t: Comparison
    ranks: Comparison

    def figures(self) -> Iterator[Figure]:
        for name, test in (("t", self.t), ("mann_whitney", self.ranks)):
            yield Figure(f"fever/peak/day{self.day}/{name}/statistic/ab", test.statistic)
            yield Figure(f"fever/peak/day{self.day}/{name}/p/ab", test.p)


@dataclass(frozen=True, slots=True, eq=False)
class FeverByDay:
    """``tests`` is empty for one group."""

    peaks: tuple[Peaks, ...]
    tests: tuple[DayTest, ...]
    clock: FeverClock

    @property
    def tested(self) -> int:
        """On how many days there is a P value."""
        return sum(test.t.p is not None for test in self.tests)

    def figures(self) -> Iterator[Figure]:
        """Every number of the page."""
        for group in self.peaks:
            yield from group.figures()
        for test in self.tests:
            yield from test.figures()
        if self.tests:
            yield Figure("fever/peak/tested/ab", self.tested)
        yield from self.clock.figures()


def fever_by_day(subjects: Subjects, groups: Sequence[Group]) -> FeverByDay:
    """Of one or two groups."""
    table = peak_table(subjects)
    peaks = tuple(_peaks(table, group) for group in groups)
    return FeverByDay(peaks, tuple(_tests(peaks)), fever_clock(subjects, groups))


def peak_table(subjects: Subjects) -> Floats:
    """Everybody's peaks, a row a patient, a column a day."""
    rows = [
        [*found, *([None] * (len(DAYS) - len(found)))]
        for found in subjects.column("fever", "peaks")
    ]
    return np.array(rows, dtype=np.float64).reshape(len(rows), len(DAYS))


def _peaks(table: Floats, group: Group) -> Peaks:
    values = table[group.rows]
    return Peaks(group, values, tuple(describe(column) for column in values.T))


def _tests(peaks: Sequence[Peaks]) -> Iterator[DayTest]:
    if len(peaks) == 2:
        a, b = (group.values for group in peaks)
        for at, day in enumerate(DAYS):
            yield DayTest(day, student(a[:, at], b[:, at]), rank_sum(a[:, at], b[:, at]))
