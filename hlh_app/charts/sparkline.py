"""The course of one value in a line of a list: the points of an SVG polyline."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

MARGIN = 3.0


@dataclass(frozen=True, slots=True)
class Sparkline:
    """``points`` for a polyline, and the newest value's dot; all in the units of the viewBox."""

    width: int
    height: int
    points: str
    last_x: float
    last_y: float


def sparkline(
    values: Sequence[tuple[float, float]], *, log: bool = False, width: int = 96, height: int = 24
) -> Sparkline | None:
    """Scale (day, value) pairs into the box, time proportional; None without a value to draw."""
    held = sorted((day, _level(value, log)) for day, value in values if value > 0 or not log)
    if not held:
        return None
    days, levels = [day for day, _ in held], [level for _, level in held]
    spots = [
        (
            _place(day, min(days), max(days), MARGIN, width - MARGIN),
            _place(level, min(levels), max(levels), height - MARGIN, MARGIN),
        )
        for day, level in held
    ]
    points = " ".join(f"{x:g},{y:g}" for x, y in spots)
    return Sparkline(width, height, points, *spots[-1])


def _level(value: float, log: bool) -> float:
    return math.log10(value) if log else value


def _place(value: float, low: float, high: float, start: float, stop: float) -> float:
    """Where ``value`` falls between ``start`` and ``stop``; a lone day at the end."""
    if high == low:
        return round(stop if start < stop else (start + stop) / 2, 1)
    return round(start + (value - low) / (high - low) * (stop - start), 1)
