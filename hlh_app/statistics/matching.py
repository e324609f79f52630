"""Controls like the patients of a group: the same sex and trigger, an age close by.

Each patient of group A is given one control of group B (or up to two) of the same sex and trigger
(and EBV, where asked for) whose age differs by at most the caliper. No control is given twice, and
nobody is a control of themselves. Among all ways of doing so the one is taken that gives most
patients a control, then most controls in all, then the smallest sum of differences in age; where
several are left, by the patients' order. The caliper of two years is our definition.

Ages of one sex and trigger lie on a line, where the best pairs never cross: they are found exactly
by going along the two sorted lists.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from hlh_app.statistics.figures import Figure, Rows
from hlh_app.statistics.subjects import Group, Subjects

DEFAULT_CALIPER_YEARS = 2.0
STEPS_A_YEAR = 10_000
"""Ages are compared in whole steps (of less than an hour), so that sums are exact."""
Ints = npt.NDArray[np.int64]
Stratum = tuple[object, ...]


@dataclass(frozen=True)
class MatchingSettings:
    """``ratio``: at most so many controls for each patient. ``ebv``: alike in EBV too."""

    caliper_years: float = DEFAULT_CALIPER_YEARS
    ratio: int = 1
    ebv: bool = False


class Why(StrEnum):
    """Why a patient has no control."""

    NOT_KNOWN = "not_known"
    NOBODY_ALIKE = "nobody_alike"
    NONE_OF_THE_AGE = "none_of_the_age"
    ALL_GIVEN = "all_given"


@dataclass(frozen=True, slots=True)
class Pair:
    """A patient with the controls given; positions among the subjects."""

    patient: int
    controls: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Matching:
    """``groups``: those matched, patients and controls. ``without``: (patient, why not)."""

    settings: MatchingSettings
    pairs: tuple[Pair, ...]
    without: tuple[tuple[int, Why], ...]
    groups: tuple[Group, ...]

    def figures(self) -> Iterator[Figure]:
        yield Figure("matching/pairs/ab", len(self.pairs), self.groups[0].rows)
        without = np.array([row for row, _why in self.without], dtype=np.intp)
        yield Figure("matching/without/a", len(without), without)


def matching(
    subjects: Subjects, groups: Sequence[Group], settings: MatchingSettings = MatchingSettings()
) -> Matching:
    """Controls from the second group for the patients of the first."""
    first, second = groups
    strata = _strata(subjects, settings)
    ages = np.rint(subjects.numbers("subject", "age") * STEPS_A_YEAR)
    pool = _by_stratum(np.setdiff1d(second.rows, first.rows), strata, ages)
    given: dict[int, tuple[int, ...]] = {}
    for stratum, patients in _by_stratum(first.rows, strata, ages).items():
        given |= _given(patients, pool.get(stratum, []), ages, settings)
    pairs = tuple(Pair(int(row), given[int(row)]) for row in first.rows if given.get(int(row)))
    without = tuple(
        (int(row), _why(int(row), pool, strata, ages, settings))
        for row in first.rows
        if not given.get(int(row))
    )
    rows = np.array([pair.patient for pair in pairs], dtype=np.intp)
    controls = np.sort(np.array([c for pair in pairs for c in pair.controls], dtype=np.intp))
    chosen = (Group("a", first.name, rows), Group("b", second.name, controls))
    return Matching(settings, pairs, without, chosen)


def _strata(subjects: Subjects, settings: MatchingSettings) -> list[Stratum | None]:
    """What must be alike, of everybody; None where any of it is not known."""
    names = ("sex", "trigger", "ebv") if settings.ebv else ("sex", "trigger")
    columns = zip(*(subjects.column("subject", name) for name in names), strict=True)
    return [None if None in alike else alike for alike in columns]


def _by_stratum(
    rows: Rows, strata: list[Stratum | None], ages: npt.NDArray[np.float64]
) -> dict[Stratum, list[int]]:
    """Those of whom age and stratum are known, by stratum; youngest first."""
    found: dict[Stratum, list[int]] = {}
    for row in rows.tolist():
        stratum = strata[row]
        if stratum is not None and not np.isnan(ages[row]):
            found.setdefault(stratum, []).append(row)
    for members in found.values():
        members.sort(key=lambda row: (ages[row], row))
    return found


def _why(
    row: int,
    pool: dict[Stratum, list[int]],
    strata: list[Stratum | None],
    ages: npt.NDArray[np.float64],
    settings: MatchingSettings,
) -> Why:
    stratum = strata[row]
    if stratum is None or np.isnan(ages[row]):
        return Why.NOT_KNOWN
    alike = pool.get(stratum, [])
    if not alike:
        return Why.NOBODY_ALIKE
    near = np.abs(ages[alike] - ages[row]) <= _caliper(settings)
    return Why.ALL_GIVEN if near.any() else Why.NONE_OF_THE_AGE


def _caliper(settings: MatchingSettings) -> int:
    return round(settings.caliper_years * STEPS_A_YEAR)


def _given(
    patients: list[int],
    pool: list[int],
    ages: npt.NDArray[np.float64],
    settings: MatchingSettings,
) -> dict[int, tuple[int, ...]]:
    """Patient → controls, among those of one stratum, youngest first."""
    if not pool:
        return {}
    caliper = _caliper(settings)
    slots = np.repeat(ages[patients].astype(np.int64), settings.ratio)
    loss = _losses(len(patients), settings.ratio, caliper)
    taken = best_pairs(slots, ages[pool].astype(np.int64), caliper, loss)
    found: dict[int, tuple[int, ...]] = {}
    for slot, control in taken:
        patient = patients[slot // settings.ratio]
        found[patient] = (*found.get(patient, ()), pool[control])
    return found


def _losses(patients: int, ratio: int, caliper: int) -> Ints:
    """What it costs to leave each slot empty: the first of a patient more than all others'
    together, each further one more than all differences in age."""
    further = patients * ratio * caliper + 1
    first = patients * ratio * further + 1
    return np.tile(np.array([first] + [further] * (ratio - 1), dtype=np.int64), patients)


SKIP, EMPTY, PAIR = 0, 1, 2


def best_pairs(slots: Ints, pool: Ints, farthest: int, losses: Ints) -> list[tuple[int, int]]:
    """(slot, control) of the cheapest pairing of two ascending lists of ages: a pair costs the
    difference, which may be ``farthest`` at most, and a slot without a control its loss."""
    ways = np.empty((len(slots), len(pool) + 1), dtype=np.uint8)
    cost = np.zeros(len(pool) + 1, dtype=np.int64)  # of the slots so far, with j of the pool
    for i, age in enumerate(slots):
        apart = np.abs(pool - age)
        pair = np.where(apart <= farthest, cost[:-1] + apart, np.iinfo(np.int64).max)
        empty = cost + losses[i]
        here = empty.copy()
        np.minimum(here[1:], pair, out=here[1:])
        cost = np.minimum.accumulate(here)
        ways[i] = EMPTY
        ways[i, 1:][pair == cost[1:]] = PAIR
        ways[i, 1:][cost[1:] == cost[:-1]] = SKIP
    return _pairs_along(ways)


def _pairs_along(ways: npt.NDArray[np.uint8]) -> list[tuple[int, int]]:
    """Back from the last slot and the last of the pool."""
    i, j = ways.shape[0], ways.shape[1] - 1
    pairs = []
    while i:
        way = ways[i - 1, j]
        if way == PAIR:
            pairs.append((i - 1, j - 1))
        i, j = i - (way != SKIP), j - (way != EMPTY)
    return pairs[::-1]
