"""The five distributions that the tests need. Loads scipy when first asked."""

from __future__ import annotations

from typing import Any


def _special() -> Any:
    from scipy import special  # type: ignore[import-untyped]

    return special


def normal_below(z: float) -> float:
    """R's ``pnorm(z)``."""
    return float(_special().ndtr(z))


def normal_quantile(share: float) -> float:
    """R's ``qnorm(share)``."""
    return float(_special().ndtri(share))


def t_both_tails(t: float, df: float) -> float:
    """R's ``2 * pt(-abs(t), df)``."""
    return float(2 * _special().stdtr(df, -abs(t)))


def t_quantile(share: float, df: float) -> float:
    """R's ``qt(share, df)``."""
    return float(_special().stdtrit(df, share))


def chi_square_above(statistic: float, df: float) -> float:
    """R's ``pchisq(statistic, df, lower.tail = FALSE)``."""
    return float(_special().chdtrc(df, statistic))


def f_above(f: float, df: float, error_df: float) -> float:
    """R's ``pf(f, df, error_df, lower.tail = FALSE)``."""
    return float(_special().fdtrc(df, error_df, f))


def beta_quantile(share: float, a: float, b: float) -> float:
    """R's ``qbeta(share, a, b)``."""
    return float(_special().betaincinv(a, b, share))
