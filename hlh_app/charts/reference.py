"""The reference interval: the only thing that is shaded. It may change from result to result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby, pairwise
from typing import Any

from hlh_app.charts.palette import SHADE
from hlh_app.charts.series import Point

NEAR = 0.35


@dataclass(frozen=True, slots=True)
class Stretch:
    """One interval and the days for which it held."""

    start: float
    stop: float
    low: Decimal | None
    high: Decimal | None


def stretches(points: Sequence[Point], span: tuple[float, float]) -> list[Stretch]:
    """Intervals in force: each from its first result to the next other interval's first.

    The first reaches back to the start of ``span`` and the last to its end. Results without an
    interval leave a gap.
    """
    if not points:
        return []
    runs = [(key, next(group).day) for key, group in groupby(points, lambda p: (p.low, p.high))]
    starts = [span[0], *(day for _, day in runs[1:]), span[1]]
    return [
        Stretch(start, stop, low, high)
        for ((low, high), _), (start, stop) in zip(runs, pairwise(starts), strict=True)
        if low is not None or high is not None
    ]


def limits_in_view(points: Sequence[Point]) -> list[float]:
    """The limits worth showing on the value axis: those near the values, and the nearest one."""
    values = [float(point.value) for point in points]
    limits = {float(x) for p in points for x in (p.low, p.high) if x is not None}
    if not values or not limits:
        return []
    low, high = min(values), max(values)
    nearest = min(limits, key=lambda limit: max(low - limit, limit - high, 0))
    near = {x for x in limits if low * (1 - NEAR) <= x <= high * (1 + NEAR)}
    return sorted(near | {nearest})


def bands(rows: Sequence[Stretch], floor: float, ceiling: float) -> list[dict[str, Any]]:
    """The stretches as shapes beneath the points; an open side runs to ``floor``, ``ceiling``."""
    return [
        {
            "type": "rect",
            "x0": round(row.start, 3),
            "x1": round(row.stop, 3),
            "y0": floor if row.low is None else max(float(row.low), floor),
            "y1": ceiling if row.high is None else float(row.high),
            "fillcolor": SHADE,
            "line": {"width": 0},
            "layer": "below",
        }
        for row in rows
    ]
