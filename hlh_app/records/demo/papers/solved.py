"""Values whose mean and standard deviation round to those that a paper printed.

A skewed row of numbers is stretched to mean and deviation and rounded as a laboratory writes them;
then pairs are moved apart or together, one up and one down, until the deviation is right too. In
whole steps of the last digit and with exact sums, so that it comes out alike everywhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, sqrt

RATIOS = (1.05, 1.2, 1.35, 1.5, 1.7, 2.0, 2.4)
Bounds = tuple[int, int]


class NotSolvedError(ValueError):
    """No such values were found within the bounds."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A cell as printed, and how the laboratory writes its values: with so many decimals.

    ``low``: the lowest value allowed. ``floors``, ``ceilings``: by rank from the highest, where
    that is not enough; None leaves it to ``low``.
    """

    mean: str
    sd: str
    n: int
    decimals: int = 0
    low: float = 0
    floors: tuple[float | None, ...] = ()
    ceilings: tuple[float | None, ...] = ()

    def bounds(self) -> list[Bounds]:
        step = 10**self.decimals
        floors = [*self.floors, *([None] * self.n)][: self.n]
        tops = [*self.ceilings, *([None] * self.n)][: self.n]
        return [
            (
                round((self.low if floor is None else floor) * step),
                10**9 if top is None else round(top * step),
            )
            for floor, top in zip(floors, tops, strict=True)
        ]


def solved(cell: Printed) -> list[float]:
    """``n`` values, the highest first. NotSolvedError where the bounds leave none."""
    step = 10**cell.decimals
    bounds = cell.bounds()
    rows = _started(float(cell.mean) * step, float(cell.sd) * step, bounds)
    total = round(float(cell.mean) * step * cell.n)
    _to_sum(rows, total, bounds)
    _to_deviation(rows, float(cell.sd) * step, bounds, 0.4 * step * _last_digit(cell.sd))
    return [round(row / step, cell.decimals) for row in rows]


def _last_digit(printed: str) -> float:
    """What one step of the last printed digit is worth."""
    return float(10 ** -len(printed.partition(".")[2]))


def _started(mean: float, sd: float, bounds: Sequence[Bounds]) -> list[int]:
    """By the least skewed shape that stays above the lowest bound, else the most skewed one."""
    n = len(bounds)
    for ratio in RATIOS:
        shape = _standard([ratio**k for k in range(n)][::-1])
        if mean + sd * shape[-1] >= bounds[-1][0]:
            break
    return [
        min(max(round(mean + sd * z), low), high)
        for z, (low, high) in zip(shape, bounds, strict=True)
    ]


def _standard(row: Sequence[float]) -> list[float]:
    middle = fsum(row) / len(row)
    sd = sqrt(fsum((x - middle) ** 2 for x in row) / (len(row) - 1))
    return [(x - middle) / sd for x in row]


def _to_sum(rows: list[int], total: int, bounds: Sequence[Bounds]) -> None:
    """One after the other takes what is missing or too much."""
    for at in [*range(len(rows) // 2, len(rows)), *range(len(rows))]:
        low, high = bounds[at]
        rows[at] = min(max(rows[at] + (total - sum(rows)) // 2, low), high)
    for at, (low, high) in enumerate(bounds):
        rows[at] = min(max(rows[at] + total - sum(rows), low), high)
    if sum(rows) != total:
        raise NotSolvedError(f"no sum of {total} within {bounds}")


def _to_deviation(rows: list[int], sd: float, bounds: Sequence[Bounds], near: float) -> None:
    """Pairs are moved by the step that brings the deviation nearest, until it is near enough."""
    while abs(_deviation(rows) - sd) > near:
        before = abs(_deviation(rows) - sd)
        moves = (
            _moved(rows, up, down, by)
            for up in range(len(rows))
            for down in range(len(rows))
            for by in (1, 3, 10, 30, 100, 300, 1000)
            if up != down and _fits(rows, up, down, by, bounds)
        )
        best = min(moves, key=lambda row: (abs(_deviation(row) - sd), row), default=rows)
        if abs(_deviation(best) - sd) >= before:
            raise NotSolvedError(f"no deviation of {sd} within {bounds}")
        rows[:] = best


def _fits(rows: list[int], up: int, down: int, by: int, bounds: Sequence[Bounds]) -> bool:
    return rows[up] + by <= bounds[up][1] and rows[down] - by >= bounds[down][0]


def _moved(rows: list[int], up: int, down: int, by: int) -> list[int]:
    moved = list(rows)
    moved[up] += by
    moved[down] -= by
    return moved


def _deviation(rows: Sequence[int]) -> float:
    middle = sum(rows) / len(rows)
    return sqrt(fsum((x - middle) ** 2 for x in rows) / (len(rows) - 1))
