"""t-tests, as R's ``t.test``: Welch's, Student's and for pairs, two-sided."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np

from hlh_app.statistics.comparison import Comparison, Method, Reason
from hlh_app.statistics.distributions import t_both_tails, t_quantile
from hlh_app.statistics.figures import Floats


@dataclass(frozen=True, slots=True)
class MeanComparison(Comparison):
    """``difference``: first minus second mean (pairs: mean of first minus second), in the values'
    unit, with its interval of 95 %."""

    difference: float | None = None
    lower: float | None = None
    upper: float | None = None


def welch(a: Floats, b: Floats) -> MeanComparison:
    """Two groups, NaN left out, as ``t.test(a, b)``."""
    return _two(a, b, Method.WELCH_T)


def student(a: Floats, b: Floats) -> MeanComparison:
    """Two groups of one variance, NaN left out, as ``t.test(a, b, var.equal = TRUE)``."""
    return _two(a, b, Method.STUDENT_T)


def paired(before: Floats, after: Floats) -> MeanComparison:
    """Pairs of the same length, incomplete ones left out, as ``t.test(paired = TRUE)``."""
    every = before - after
    known = every[~np.isnan(every)]
    n = known.size
    if n < 2:
        return MeanComparison(Method.PAIRED_T, (n,), reason=Reason.TOO_FEW if n else Reason.NOBODY)
    mean, error = float(known.mean()), float(known.std(ddof=1)) / sqrt(n)
    return _compared(Method.PAIRED_T, (n,), mean, error, n - 1, abs(mean))


def _two(a: Floats, b: Floats, method: Method) -> MeanComparison:
    x, y = a[~np.isnan(a)], b[~np.isnan(b)]
    n = (x.size, y.size)
    enough = min(n) > 1 if method is Method.WELCH_T else min(n) > 0 and sum(n) > 2
    if not enough:
        return MeanComparison(method, n, reason=Reason.TOO_FEW if min(n) else Reason.NOBODY)
    means = float(x.mean()), float(y.mean())
    error, df = (_welch_error if method is Method.WELCH_T else _student_error)(x, y)
    size = max(abs(mean) for mean in means)
    return _compared(method, n, means[0] - means[1], error, df, size)


def _welch_error(x: Floats, y: Floats) -> tuple[float, float]:
    p, q = float(x.var(ddof=1)) / x.size, float(y.var(ddof=1)) / y.size
    if not p + q:
        return 0.0, 1.0
    return sqrt(p + q), (p + q) ** 2 / (p**2 / (x.size - 1) + q**2 / (y.size - 1))


def _student_error(x: Floats, y: Floats) -> tuple[float, float]:
    df = x.size + y.size - 2
    pooled = float(((x - x.mean()) ** 2).sum() + ((y - y.mean()) ** 2).sum()) / df
    return sqrt(pooled * (1 / x.size + 1 / y.size)), float(df)


def _compared(
    method: Method, n: tuple[int, ...], difference: float, error: float, df: float, size: float
) -> MeanComparison:
    """``size``: of the means; an error that vanishes beside it is none, as R has it."""
    if error < 10 * np.finfo(float).eps * size or not error:
        return MeanComparison(method, n, difference=difference, reason=Reason.NO_SPREAD)
    t, reach = difference / error, t_quantile(0.975, df) * error
    return MeanComparison(
        method,
        n,
        statistic=t,
        p=t_both_tails(t, df),
        df=(float(df),),
        difference=difference,
        lower=difference - reach,
        upper=difference + reach,
    )
