"""How many patients each group has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from hlh_app.statistics.figures import Figure, Rows
from hlh_app.statistics.subjects import Group, Subjects


@dataclass(frozen=True, slots=True, eq=False)
class CohortSize:
    """``both``: who is in both groups; None where there is one group only."""

    groups: tuple[Group, ...]
    both: Rows | None

    def figures(self) -> Iterator[Figure]:
        for group in self.groups:
            yield Figure(f"cohort/n/{group.code}", group.n, group.rows)
        if self.both is not None:
            yield Figure("cohort/n/ab", len(self.both), self.both)


def cohort_size(subjects: Subjects, groups: Sequence[Group]) -> CohortSize:
    """The size of each group, and of their overlap."""
    both = np.intersect1d(groups[0].rows, groups[1].rows) if len(groups) == 2 else None
    return CohortSize(tuple(groups), both)
