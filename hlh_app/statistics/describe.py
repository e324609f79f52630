"""Mean, standard deviation, median, quartiles and range of what is known, as R gives them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hlh_app.statistics.ascending import ascending
from hlh_app.statistics.figures import Floats


@dataclass(frozen=True, slots=True)
class Description:
    """Of n known values, ``missing`` not known. Quartiles as R's ``quantile(type = 7)``. ``sd``
    needs two values; everything else one."""

    n: int
    missing: int
    mean: float | None = None
    sd: float | None = None
    median: float | None = None
    q1: float | None = None
    q3: float | None = None
    low: float | None = None
    high: float | None = None


def describe(values: Floats) -> Description:
    """Of a column of numbers, NaN where it is not known; an empty column has n 0."""
    known = ascending(values[~np.isnan(values)])
    n = known.size
    if not n:
        return Description(0, values.size)
    q1, median, q3 = (_quantile(known, share) for share in (0.25, 0.5, 0.75))
    return Description(
        n=n,
        missing=values.size - n,
        mean=float(known.mean()),
        sd=float(known.std(ddof=1)) if n > 1 else None,
        median=median,
        q1=q1,
        q3=q3,
        low=float(known[0]),
        high=float(known[-1]),
    )


def quantile(values: Floats, share: float) -> float | None:
    """R's ``quantile(values, share, na.rm = TRUE)`` (type 7); None without a known value."""
    known = ascending(values[~np.isnan(values)])
    return _quantile(known, share) if known.size else None


def _quantile(ascending: Floats, share: float) -> float:
    place = share * (ascending.size - 1)
    below = int(place)
    part = place - below
    low = float(ascending[below])
    return (1 - part) * low + part * float(ascending[below + 1]) if part else low
