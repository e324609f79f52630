"""Glucocorticoid of groups, in methylprednisolone equivalents: day by day, in all, and tested.

On each day of those still followed. In all: from day 0 through a day, of those followed through it
whose dose is known on each of its days; a patient with an unknown dose has no sum and is counted.
Groups: Mann–Whitney for the sums. Chi 2020 compared the oral dose at discharge and 1 and 2 months
after it by a repeated-measures analysis of variance; discharge is not recorded here, so days 0, 28
and 56 stand for it (our substitute): one group by the repeated-measures, two by the mixed design.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from hlh_app.clinical.study.care import FIRST_DAY
from hlh_app.statistics.comparison import Comparison
from hlh_app.statistics.describe import Description, describe
from hlh_app.statistics.figures import Figure, Flags, Floats, Rows
from hlh_app.statistics.ranks import rank_sum
from hlh_app.statistics.subjects import Group, Subjects
from hlh_app.statistics.variance import VarianceTable, mixed_design, repeated_measures

LAST_DAY = 56
DAYS = tuple(range(FIRST_DAY, LAST_DAY + 1))
THROUGH = (28, 56)
DESIGN_DAYS = (0, 28, 56)
EFFECTS = ("time", "group", "interaction")
PARTS = ("care", "subject")
DESCRIBED = ("n", "mean", "sd", "median", "q1", "q3")


@dataclass(frozen=True, slots=True, eq=False)
class Day:
    """``followed``: still under observation; ``given``: of these on a glucocorticoid, ``unknown``
    of these with a dose that is not known. ``dose``: of those whose dose is known, mg a day."""

    day: int
    code: str
    dose: Description
    followed: Rows
    given: Rows
    unknown: Rows
    known: Rows

    def figures(self) -> Iterator[Figure]:
        for name in ("followed", "given", "unknown"):
            who: Rows = getattr(self, name)
            yield Figure(self.key(name), len(who), who)
        for name in DESCRIBED:
            yield Figure(self.key(name), getattr(self.dose, name), self.known)

    def key(self, name: str) -> str:
        return f"glucocorticoid/day{self.day}/{name}/{self.code}"


@dataclass(frozen=True, slots=True, eq=False)
class Total:
    """From day 0 through ``through``, "" in mg or "_per_kg" by the weight of day 0. ``values``: of
    ``known``. ``short``: not followed so long; ``unknown``: with a day whose dose is not known, and
    ``unknown_days`` of them together; ``no_weight``: only missing for that."""

    through: int
    per: str
    code: str
    values: Floats
    described: Description
    known: Rows
    short: Rows
    unknown: Rows
    unknown_days: int
    no_weight: Rows

    def figures(self) -> Iterator[Figure]:
        for name in DESCRIBED:
            yield Figure(self.key(name), getattr(self.described, name), self.known)
        for name in ("short", "unknown", "no_weight"):
            who: Rows = getattr(self, name)
            yield Figure(self.key(name), len(who), who)
        yield Figure(self.key("unknown_days"), self.unknown_days, self.unknown)

    def key(self, name: str) -> str:
        return f"glucocorticoid/total{self.through}{self.per}/{name}/{self.code}"


@dataclass(frozen=True, slots=True, eq=False)
class GroupDoses:
    """``doses``: a row a patient of the group, a column a day of DAYS; NaN where the dose is not
    known or the patient no longer followed."""

    group: Group
    doses: Floats
    days: tuple[Day, ...]
    totals: tuple[Total, ...]


@dataclass(frozen=True, slots=True, eq=False)
class GlucocorticoidByDay:
    """``tests``: of each sum, in the order of the sums, empty for one group. ``design``: days 0, 28
    and 56."""

    groups: tuple[GroupDoses, ...]
    tests: tuple[Comparison, ...]
    design: VarianceTable

    def figures(self) -> Iterator[Figure]:
        """Every number of the page."""
        for group in self.groups:
            yield from (figure for day in group.days for figure in day.figures())
            yield from (figure for total in group.totals for figure in total.figures())
        for test, total in zip(self.tests, self.groups[0].totals, strict=False):
            key = f"glucocorticoid/total{total.through}{total.per}/mann_whitney"
            yield Figure(f"{key}/statistic/ab", test.statistic)
            yield Figure(f"{key}/p/ab", test.p)
        yield from self._design()

    def _design(self) -> Iterator[Figure]:
        for group, n, missing in zip(self.groups, self.design.n, self.design.missing, strict=True):
            code = group.group.code
            complete = ~np.isnan(group.doses[:, _columns(DESIGN_DAYS)]).any(axis=1)
            yield Figure(f"glucocorticoid/design/n/{code}", n, group.group.rows[complete])
            yield Figure(
                f"glucocorticoid/design/missing/{code}", missing, group.group.rows[~complete]
            )
        codes = "".join(group.group.code for group in self.groups)
        for effect in EFFECTS[: len(self.groups) * 2 - 1]:
            found = self.design.effect(effect)
            for name in ("f", "p", "p_gg"):
                value = None if found is None else getattr(found, name)
                yield Figure(f"glucocorticoid/design/{effect}_{name}/{codes}", value)
        yield Figure(f"glucocorticoid/design/epsilon/{codes}", self.design.gg)


def glucocorticoid_by_day(subjects: Subjects, groups: Sequence[Group]) -> GlucocorticoidByDay:
    """Of one or two groups."""
    table, given, until = _table(subjects)
    weights = subjects.numbers("subject", "weight_kg")
    found = tuple(_of_group(group, table, given, until, weights) for group in groups)
    tests: tuple[Comparison, ...] = ()
    if len(found) == 2:
        pairs = zip(found[0].totals, found[1].totals, strict=True)
        tests = tuple(rank_sum(a.values, b.values) for a, b in pairs)
    wide = [group.doses[:, _columns(DESIGN_DAYS)] for group in found]
    design = repeated_measures(wide[0]) if len(wide) == 1 else mixed_design(wide)
    return GlucocorticoidByDay(found, tests, design)


def _columns(days: Sequence[int]) -> list[int]:
    return [day - FIRST_DAY for day in days]


def _table(subjects: Subjects) -> tuple[Floats, Flags, Floats]:
    """Everybody's dose of each day (NaN: not known, or no longer followed), whether one was given,
    and the last day followed."""
    until = subjects.numbers("care", "followed_to")
    found = [row[: len(DAYS)] for row in subjects.column("care", "glucocorticoid")]
    filled = [[*row, *([None] * (len(DAYS) - len(row)))] for row in found]
    table = np.array(filled, dtype=np.float64).reshape(len(filled), len(DAYS))
    given = (table != 0) & (np.array(DAYS) <= until[:, None])
    return table, given, until


def _of_group(
    group: Group, table: Floats, given: Flags, until: Floats, weights: Floats
) -> GroupDoses:
    rows = group.rows
    doses = table[rows]
    days = tuple(_day(day, group, table, given, until) for day in DAYS)
    totals = [
        _total(through, per, group, table, until, weights)
        for through in THROUGH
        for per in ("", "_per_kg")
    ]
    return GroupDoses(group, doses, days, tuple(totals))


def _day(day: int, group: Group, table: Floats, given: Flags, until: Floats) -> Day:
    (at,) = _columns([day])
    followed = group.rows[until[group.rows] >= day]
    dose = table[followed, at]
    unknown = np.isnan(dose)
    on = followed[given[followed, at]]
    return Day(
        day,
        group.code,
        describe(dose[~unknown]),
        followed,
        on,
        followed[unknown],
        followed[~unknown],
    )


def _total(
    through: int, per: str, group: Group, table: Floats, until: Floats, weights: Floats
) -> Total:
    short = until[group.rows] < through
    held = group.rows[~short]
    part = table[held][:, slice(-FIRST_DAY, through - FIRST_DAY + 1)]
    missing = np.isnan(part).sum(axis=1)
    sums = part.sum(axis=1)
    if per:
        sums = sums / weights[held]
    known = ~np.isnan(sums)
    return Total(
        through, per, group.code, sums[known], describe(sums[known]), held[known],
        group.rows[short], held[missing > 0], int(missing.sum()), held[(missing == 0) & ~known],
    )  # fmt: skip
