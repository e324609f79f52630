"""Which counts may be published, so that none under five can be read or reckoned.

Our definition. A count of 0 to 4 is withheld; that of what is not known only from 1 to 4, since
that nothing is missing tells nothing of anybody. Then further counts are withheld until whoever
knows all that is published, and that patients are whole, is left with at least five possible values
for every withheld count and for every small remainder (the patients of a whole who are not
counted).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from hlh_app.statistics.figures import Floats

SMALLEST = 5
LEAST_SPREAD = 4
"""The largest possible value of a withheld count less its smallest: five values at least."""
Cells = frozenset[str]


@dataclass(frozen=True)
class Family:
    """Counts about one matter. ``cells``: what no count parts further → how many patients,
    everybody once. ``counts``: name → its cells. ``within``: name → the count of which it is a
    part, where that is not everybody. ``unknown``: cells of what is not known."""

    cells: Mapping[str, int]
    counts: Mapping[str, Cells]
    within: Mapping[str, str]
    unknown: Cells = frozenset()

    def value(self, cells: Cells) -> int:
        return sum(self.cells[name] for name in cells)

    @cached_property
    def everybody(self) -> Cells:
        return frozenset(self.cells)

    def is_small(self, cells: Cells) -> bool:
        """Too small to be known. Of nobody who is not known nothing is told."""
        value = self.value(cells)
        return value < SMALLEST and not (value == 0 and cells <= self.unknown)

    @cached_property
    def delicate(self) -> tuple[Cells, ...]:
        """Small counts, and small remainders of a whole."""
        return tuple(cells for cells in dict.fromkeys(self._sets()) if self.is_small(cells))

    def _sets(self) -> Iterator[Cells]:
        for name, cells in self.counts.items():
            whole = self.counts.get(self.within.get(name, ""), self.everybody)
            yield cells
            yield from (rest for rest in (whole - cells, self.everybody - cells) if rest)


def one_way(counts: Mapping[str, int], unknown: str = "") -> Family:
    """Everybody counted once, by one feature."""
    own = {name: frozenset((name,)) for name in counts}
    return Family(counts, own, {}, frozenset((unknown,)) if unknown else frozenset())


def publishable(family: Family) -> tuple[str, ...]:
    """The counts that may be published, in their order; the number of everybody is known."""
    large = [name for name, cells in family.counts.items() if not family.is_small(cells)]
    shown = list(large)
    while (exposed := _exposed(family, shown)) is not None:
        shown.remove(_to_withhold(family, shown, exposed))
    for name in sorted(set(large) - set(shown), key=_by_size(family), reverse=True):
        if _exposed(family, [*shown, name]) is None:  # withheld in vain
            shown.append(name)
    return tuple(name for name in large if name in shown)


def _exposed(family: Family, shown: Sequence[str]) -> Cells | None:
    """A count that must not be known and is known too well."""
    withheld = (cells for name, cells in family.counts.items() if name not in shown)
    for cells in dict.fromkeys([*family.delicate, *withheld]):
        if _spread(family, shown, cells) < LEAST_SPREAD:
            return cells
    return None


def _spread(family: Family, shown: Sequence[str], cells: Cells) -> int:
    low, high = bounds(family, shown, cells)
    return high - low


def _by_size(family: Family) -> Callable[[str], tuple[int, str]]:
    return lambda name: (family.value(family.counts[name]), name)


def _to_withhold(family: Family, shown: Sequence[str], exposed: Cells) -> str:
    """The smallest count that hides it; without one, that which hides it most."""
    found: dict[str, int] = {}
    for name in sorted(shown, key=_by_size(family)):
        spread = _spread(family, [other for other in shown if other != name], exposed)
        if spread >= LEAST_SPREAD:
            return name
        found[name] = spread
    return max(found, key=lambda name: found[name])


def bounds(family: Family, shown: Sequence[str], cells: Cells) -> tuple[int, int]:
    """The smallest and the largest number of patients in ``cells`` that all that is shown, and the
    number of everybody, leave possible."""
    from scipy.optimize import (  # type: ignore[import-untyped]
        Bounds,
        LinearConstraint,
        milp,
    )

    names = list(family.cells)
    known = [family.everybody, *(family.counts[name] for name in shown)]
    sums = np.array([family.value(part) for part in known], dtype=np.float64)
    fixed = LinearConstraint(np.array([_row(names, part) for part in known]), sums, sums)
    wanted, whole = _row(names, cells), Bounds(0, np.inf)
    found = [
        milp(sign * wanted, constraints=fixed, bounds=whole, integrality=np.ones(len(names)))
        for sign in (1, -1)
    ]
    return round(found[0].fun), round(-found[1].fun)


def _row(names: Sequence[str], cells: Cells) -> Floats:
    return np.array([name in cells for name in names], dtype=np.float64)
