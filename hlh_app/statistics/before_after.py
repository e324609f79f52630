"""One analyte before treatment and at one time after it, in pairs, as in Wang 2020, Table 2.

Wilcoxon's signed-rank test of the complete pairs; beside it the rank-sum test that Wang names, of
all values before against all after, which is not made for pairs. Between two groups: the changes by
the Mann-Whitney test.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hlh_app.statistics.beyond_range import Beyond, Marks, beyond
from hlh_app.statistics.comparison import Comparison
from hlh_app.statistics.figures import Figure
from hlh_app.statistics.measured import Measured, measured, p_figure
from hlh_app.statistics.ranks import rank_sum, signed_rank
from hlh_app.statistics.subjects import Group, Subjects

CENTRAL = ("median", "q1", "q3")


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """One group. ``before``, ``after``: whoever has the value; ``change``: after minus before, of
    whoever has both."""

    before: Measured
    after: Measured
    change: Measured
    beyond: tuple[Beyond, Beyond]
    signed_rank: Comparison
    rank_sum: Comparison

    def figures(self, key: str) -> Iterator[Figure]:
        for cell in (self.before, self.after, self.change):
            yield from cell.figures(*CENTRAL)
        for marked in self.beyond:
            yield marked.figure
        yield self.signed_rank_p(key)
        yield self.rank_sum_p(key)

    def signed_rank_p(self, key: str) -> Figure:
        return Figure(f"{key}/signed_rank_p/{self.before.group}", self.signed_rank.p)

    def rank_sum_p(self, key: str) -> Figure:
        return Figure(f"{key}/rank_sum_p/{self.before.group}", self.rank_sum.p)


@dataclass(frozen=True, slots=True, eq=False)
class BeforeAfter:
    """One analyte. ``key`` begins its figures' keys; ``pairs``: one a group; ``between``: the
    changes of two groups."""

    key: str
    analyte: str
    time: str
    pairs: tuple[Pairs, ...]
    between: Comparison | None = None

    def figures(self) -> Iterator[Figure]:
        for pairs in self.pairs:
            yield from pairs.figures(self.key)
        if self.between is not None:
            yield p_figure(f"{self.key}.change", self.between)


def before_after(
    key: str,
    subjects: Subjects,
    groups: Sequence[Group],
    marked: Marks,
    analyte: str,
    time: str,
) -> BeforeAfter:
    pairs = tuple(_pairs(key, subjects, group, marked, analyte, time) for group in groups)
    between = None
    if len(groups) == 2:
        before, after = (subjects.results(analyte, at) for at in ("before", time))
        between = rank_sum(*((after - before)[side.change.known] for side in pairs))
    return BeforeAfter(key, analyte, time, pairs, between)


def _pairs(
    key: str, subjects: Subjects, group: Group, marked: Marks, analyte: str, time: str
) -> Pairs:
    before, after = subjects.results(analyte, "before"), subjects.results(analyte, time)
    first = measured(f"{key}.before", group, before)
    second = measured(f"{key}.{time}", group, after)
    return Pairs(
        before=first,
        after=second,
        change=measured(f"{key}.change", group, after - before),
        beyond=(beyond(marked, first, analyte, "before"), beyond(marked, second, analyte, time)),
        signed_rank=signed_rank(before[group.rows], after[group.rows]),
        rank_sum=rank_sum(before[first.known], after[second.known]),
    )
