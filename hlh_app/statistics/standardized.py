"""A proportion as it would be if the patients were mixed as in another population.

Direct standardization: the proportion of each stratum, weighted as in the standard. The interval
adds up the exact (Clopper–Pearson) limits of the strata by the variance they imply: Zou GY, Huang
W, Zhang X. Comput Stat Data Anal 2009;53:1080.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from hlh_app.statistics.comparison import Reason
from hlh_app.statistics.proportions import Proportion, exact_interval


@dataclass(frozen=True, slots=True)
class Standardized:
    """``strata``: x of n of each, in the order of the weights. ``value`` with its interval between
    0 and 1."""

    strata: tuple[Proportion, ...]
    weights: tuple[float, ...]
    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    reason: Reason | None = None


def standardized(
    strata: Sequence[tuple[int, int]], standard: Sequence[float], level: float = 0.95
) -> Standardized:
    """``strata``: (x, n) of each stratum; ``standard``: the standard's patients (or shares) in the
    same strata. A stratum that the standard has and nobody here is in leaves no answer."""
    parts = tuple(exact_interval(x, n, level) for x, n in strata)
    total = sum(standard)
    if not total:
        return Standardized(parts, tuple(standard), reason=Reason.NOBODY)
    weights = tuple(size / total for size in standard)
    used = [(part, weight) for part, weight in zip(parts, weights, strict=True) if weight]
    if any(part.value is None for part, _ in used):
        return Standardized(parts, weights, reason=Reason.EMPTY_STRATUM)
    value = sum(weight * (part.value or 0) for part, weight in used)
    down = sum((weight * ((part.value or 0) - (part.lower or 0))) ** 2 for part, weight in used)
    up = sum((weight * ((part.upper or 0) - (part.value or 0))) ** 2 for part, weight in used)
    return Standardized(parts, weights, value, value - sqrt(down), value + sqrt(up))
