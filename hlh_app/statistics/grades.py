"""Grades of one term in one group: how many of each, III and IV with the exact interval."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hlh_app.statistics.figures import Figure, Flags, Rows
from hlh_app.statistics.proportions import exact_interval

Grades = npt.NDArray[np.int8]
"""Patients × (before, since, new) × (lowest, highest possible grade); UNKNOWN without a value."""
UNKNOWN = -1
BEFORE, SINCE, NEW = range(3)
SEVERE = 3
WORST = 4


@dataclass(frozen=True, slots=True, eq=False)
class GradedRate:
    """``who`` of the ``n`` patients ``known``; the exact 95 % interval in percent."""

    key: str
    group: str
    who: Rows
    known: Rows
    percent: float | None
    lower: float | None
    upper: float | None

    @property
    def n(self) -> int:
        return len(self.known)

    def figure(self, name: str) -> Figure:
        """ "count", "n", "percent", "lower" or "upper"."""
        if name == "count":
            return Figure(f"{self.key}/count/{self.group}", len(self.who), self.who)
        who = self.known if name == "n" else self.who
        return Figure(f"{self.key}/{name}/{self.group}", getattr(self, name), who)

    def figures(self) -> Iterator[Figure]:
        return map(self.figure, ("count", "n", "percent", "lower", "upper"))


def rate(key: str, group: str, who: Rows, known: Rows) -> GradedRate:
    found = exact_interval(len(who), len(known))
    shares = (None if x is None else 100 * x for x in (found.value, found.lower, found.upper))
    return GradedRate(key, group, who, known, *shares)


@dataclass(frozen=True, slots=True, eq=False)
class GradedTerm:
    """One term of one group. ``grades``: who has each worst new grade, 0 to 4; ``open``: whose is
    not settled. ``severe``: III or IV, new; ``before``, ``since``: III or IV before the first dose,
    and since, new or not."""

    key: str
    group: str
    measured: Rows
    not_measured: Rows
    grades: tuple[Rows, ...]
    open: Rows
    severe: GradedRate
    severe_open: Rows
    before: GradedRate
    since: GradedRate

    def figures(self) -> Iterator[Figure]:
        yield self.counted("measured", self.measured)
        yield self.counted("not_measured", self.not_measured)
        for grade in range(WORST + 1):
            yield self.of_grade(grade)
        yield self.counted("open", self.open)
        yield self.counted("severe_open", self.severe_open)
        for found in (self.severe, self.before, self.since):
            yield from found.figures()

    def of_grade(self, grade: int) -> Figure:
        return self.counted(f"grade{grade}", self.grades[grade])

    def counted(self, name: str, who: Rows) -> Figure:
        return Figure(f"{self.key}/{name}/{self.group}", len(who), who)


def graded_term(key: str, group: str, rows: Rows, grades: Grades) -> GradedTerm:
    """``rows``: who of the group is on ruxolitinib; ``grades``: of everybody."""
    own = grades[rows]
    has = own[:, NEW, 0] != UNKNOWN
    measured, own = rows[has], own[has]
    low, high = own[:, NEW, 0], own[:, NEW, 1]
    return GradedTerm(
        key=key,
        group=group,
        measured=measured,
        not_measured=rows[~has],
        grades=tuple(measured[(low == g) & (high == g)] for g in range(WORST + 1)),
        open=measured[low != high],
        severe=_severe(f"{key}.severe", group, measured, own[:, NEW]),
        severe_open=measured[(low < SEVERE) & (high >= SEVERE)],
        before=_severe(f"{key}.severe_before", group, measured, own[:, BEFORE]),
        since=_severe(f"{key}.severe_since", group, measured, own[:, SINCE]),
    )


def _severe(key: str, group: str, rows: Rows, span: Grades) -> GradedRate:
    surely: Flags = span[:, 0] >= SEVERE
    surely_not = (span[:, 1] < SEVERE) & (span[:, 1] != UNKNOWN)
    return rate(key, group, rows[surely], rows[surely | surely_not])


def of_everybody(terms: Sequence[Mapping[str, Sequence[int | None]]], analyte: str) -> Grades:
    """The grades of one analyte from the part "harm"."""
    nothing = (None,) * 6
    rows = [terms_of.get(analyte, nothing) for terms_of in terms]
    flat = [UNKNOWN if grade is None else grade for row in rows for grade in row]
    return np.array(flat, np.int8).reshape(len(rows), 3, 2)


def worse_of(one: Grades, other: Grades) -> Grades:
    """The worse of two analytes; of one alone where the other was not measured. Where one of two
    that were measured has no grade before, only the other's lowest is sure."""
    both = np.maximum(one, other)
    measured = (one[:, NEW, 0] != UNKNOWN) & (other[:, NEW, 0] != UNKNOWN)
    gap = measured & ((one[:, BEFORE, 0] == UNKNOWN) != (other[:, BEFORE, 0] == UNKNOWN))
    both[gap, BEFORE, 1] = WORST
    return both
