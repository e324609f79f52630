"""How far two groups differ before treatment, free of their size: standardized mean differences.

Continuous: difference of means over the root of the mean variance. Categories: Yang D, Dalton JE.
SAS Global Forum 2012, paper 335; with two categories the difference of proportions over the root of
the mean of p(1 - p). Not below 0; 0.1 and less is commonly called balanced.
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np
import numpy.typing as npt

from hlh_app.statistics.describe import Description
from hlh_app.statistics.figures import Floats


def difference_of_means(a: Description, b: Description) -> float | None:
    """None with fewer than two values in a group, or where no value differs within a group."""
    if a.sd is None or b.sd is None or a.mean is None or b.mean is None:
        return None
    if a.low == a.high and b.low == b.high:
        return None
    return float(abs(a.mean - b.mean) / np.sqrt((a.sd**2 + b.sd**2) / 2))


def difference_of_categories(a: npt.ArrayLike, b: npt.ArrayLike) -> float | None:
    """Counts of the same categories in two groups. None for an empty group, where there is one
    category only, or where no category is in both groups (they differ beyond measure)."""
    counts = np.asarray([a, b], dtype=np.float64)
    counts = counts[:, counts.sum(axis=0) > 0]
    if counts.shape[1] < 2 or not counts.sum(axis=1).all() or not counts.all(axis=0).any():
        return None
    shares = counts / counts.sum(axis=1)[:, None]
    apart = (shares[0] - shares[1])[1:]
    spread = (_covariance(shares[0]) + _covariance(shares[1])) / 2
    return float(np.sqrt(apart @ np.linalg.solve(spread[1:, 1:], apart)))


class Beyond(StrEnum):
    """Why two groups have no standardized difference though both have patients."""

    ALIKE = "alike"
    SEPARATE = "separate"


def beyond_measure(a: npt.ArrayLike, b: npt.ArrayLike) -> Beyond | None:
    """Of counts of the same categories: everybody of both groups is in one, or none is in both."""
    counts = np.asarray([a, b], dtype=np.float64)
    counts = counts[:, counts.sum(axis=0) > 0]
    if not counts.size or not counts.sum(axis=1).all():
        return None
    if counts.shape[1] == 1:
        return Beyond.ALIKE
    return None if counts.all(axis=0).any() else Beyond.SEPARATE


def beyond_spread(a: Description, b: Description) -> Beyond | None:
    """Of numbers: none differs within either group."""
    if a.low is None or b.low is None or a.low != a.high or b.low != b.high:
        return None
    return Beyond.ALIKE if a.low == b.low else Beyond.SEPARATE


def _covariance(shares: Floats) -> Floats:
    found: Floats = np.diag(shares) - np.outer(shares, shares)
    return found
