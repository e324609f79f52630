"""Analysis of variance for the same patients at several times, in one group or two.

Complete cases only. Sums of squares as R's ``aov(y ~ group * time + Error(patient / time))`` (one
after another: group, then time, then their interaction). Greenhouse SW, Geisser S. Psychometrika
1959;24:95; Huynh H, Feldt LS. J Educ Stat 1976;1:69. Epsilon and both corrected P as R's
``anova(lm(wide ~ group), X = ~1, test = "Spherical")``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hlh_app.statistics.comparison import Reason
from hlh_app.statistics.distributions import f_above
from hlh_app.statistics.figures import Floats

SMALLEST_ROOM = 1e-6
NO_EFFECT = 1e-12
"""An F that is rounding, and taken as 0."""


@dataclass(frozen=True, slots=True)
class Effect:
    """One line of the table. ``p_gg`` and ``p_hf``: with the degrees of freedom times epsilon
    (None between patients, where sphericity plays no part)."""

    name: str
    df: float
    error_df: float
    f: float
    p: float
    p_gg: float | None = None
    p_hf: float | None = None


@dataclass(frozen=True, slots=True)
class VarianceTable:
    """``n``: complete cases of each group; ``missing``: patients left out. ``effects``: "time", and
    with two groups also "group" and "interaction". ``gg``, ``hf``: epsilon; Huynh and Feldt's may
    come out above 1, and 1 is used then."""

    n: tuple[int, ...]
    missing: tuple[int, ...]
    times: int
    effects: tuple[Effect, ...] = ()
    gg: float | None = None
    hf: float | None = None
    reason: Reason | None = None

    def effect(self, name: str) -> Effect | None:
        return next((effect for effect in self.effects if effect.name == name), None)


def repeated_measures(values: Floats) -> VarianceTable:
    """Patients × times (two or more), NaN where not known."""
    return _analyzed([values])


def mixed_design(groups: Sequence[Floats]) -> VarianceTable:
    """Patients × times of each of two (or more) groups, NaN where not known."""
    return _analyzed(groups)


def _analyzed(groups: Sequence[Floats]) -> VarianceTable:
    complete = [values[~np.isnan(values).any(axis=1)] for values in groups]
    n = tuple(rows.shape[0] for rows in complete)
    missing = tuple(len(all_) - kept for all_, kept in zip(groups, n, strict=True))
    times = groups[0].shape[1]
    empty = VarianceTable(n, missing, times)
    within, between = sum(n) - len(n), len(n) - 1
    if min(n) < 1 or within < 1 or times < 2:
        reason = Reason.TOO_FEW if any(n) else Reason.NOBODY
        return VarianceTable(n, missing, times, reason=reason)
    contrasts = _contrasts(times)
    means = np.array([rows.mean(axis=0) for rows in complete])
    residual = np.concatenate([rows - mean for rows, mean in zip(complete, means, strict=True)])
    scatter = contrasts.T @ (residual.T @ residual) @ contrasts
    if _vanishes(np.trace(scatter), complete):
        return VarianceTable(n, missing, times, reason=Reason.NO_SPREAD)
    return _table(empty, contrasts, means, residual, scatter, within, between)


def _contrasts(times: int) -> Floats:
    """Orthonormal columns, each of sum zero (Helmert's)."""
    found = np.zeros((times, times - 1))
    for column in range(times - 1):
        found[: column + 1, column] = 1
        found[column + 1, column] = -(column + 1)
    found /= np.sqrt((found**2).sum(axis=0))
    return found


def _vanishes(squares: float, complete: Sequence[Floats]) -> bool:
    """Beside the values themselves: what rounding leaves of no spread at all."""
    scale = max(float(np.abs(rows).max()) for rows in complete)
    return bool(squares <= (1e-12 * scale) ** 2)


def _table(
    empty: VarianceTable,
    contrasts: Floats,
    means: Floats,
    residual: Floats,
    scatter: Floats,
    within: int,
    between: int,
) -> VarianceTable:
    sizes = np.array(empty.n, dtype=np.float64)
    grand = (sizes[:, None] * means).sum(axis=0) / sizes.sum()
    steps = contrasts.shape[1]
    error = float(np.trace(scatter)) / (within * steps)
    gg, hf = _epsilons(scatter, within)
    time = float(sizes.sum() * ((grand @ contrasts) ** 2).sum()) / steps / error
    effects = [_effect("time", time, steps, within * steps, gg, hf)]
    if between:
        apart = ((means - grand) @ contrasts) ** 2
        both = float((sizes[:, None] * apart).sum()) / (between * steps) / error
        effects.append(_effect("interaction", both, between * steps, within * steps, gg, hf))
        effects += _between(sizes, means, grand, residual, within, between)
    return VarianceTable(empty.n, empty.missing, empty.times, tuple(effects), gg, hf)


def _epsilons(scatter: Floats, within: int) -> tuple[float, float | None]:
    """Huynh and Feldt's is 0/0 where nothing but one patient too few is left."""
    steps = scatter.shape[0]
    gg = float(np.trace(scatter)) ** 2 / float((scatter**2).sum()) / steps
    room = steps * (within - steps * gg)
    if room < SMALLEST_ROOM:
        return gg, None
    return gg, ((within + 1) * steps * gg - 2) / room


def _between(
    sizes: Floats, means: Floats, grand: Floats, residual: Floats, within: int, between: int
) -> list[Effect]:
    """The groups' means over all times, against patients' means within their group."""
    apart = (means.mean(axis=1) - grand.mean()) ** 2
    error = float((residual.mean(axis=1) ** 2).sum()) / within
    if _vanishes(error, [means]):
        return []
    return [_effect("group", float((sizes * apart).sum()) / between / error, between, within)]


def _effect(
    name: str,
    f: float,
    df: float,
    error_df: float,
    gg: float | None = None,
    hf: float | None = None,
) -> Effect:
    f = f if f > NO_EFFECT else 0.0
    p, p_gg, p_hf = (
        None if epsilon is None else f_above(f, df * epsilon, error_df * epsilon)
        for epsilon in (1.0, gg, None if hf is None else min(1.0, hf))
    )
    assert p is not None
    return Effect(name, df, error_df, f, p, p_gg, p_hf)
