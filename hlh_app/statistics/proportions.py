"""A proportion with its exact interval."""

from __future__ import annotations

from dataclasses import dataclass

from hlh_app.statistics.distributions import beta_quantile


@dataclass(frozen=True, slots=True)
class Proportion:
    """x of n. ``value``, ``lower``, ``upper`` between 0 and 1; None where n is 0."""

    x: int
    n: int
    value: float | None = None
    lower: float | None = None
    upper: float | None = None


def exact_interval(x: int, n: int, level: float = 0.95) -> Proportion:
    """Clopper and Pearson, Biometrika 1934;26:404, as R's ``binom.test(x, n)$conf.int``."""
    if n <= 0:
        return Proportion(x, n)
    tail = (1 - level) / 2
    lower = beta_quantile(tail, x, n - x + 1) if x > 0 else 0.0
    upper = beta_quantile(1 - tail, x + 1, n - x) if x < n else 1.0
    return Proportion(x, n, x / n, lower, upper)
