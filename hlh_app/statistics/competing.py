"""Cumulative incidence with competing events (Aalen–Johansen), as R's ``survfit`` with a factor.

Aalen OO, Johansen S. Scand J Stat 1978;5:141. Gray's test is not offered: nothing in R's own
packages could check it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hlh_app.statistics.figures import Floats
from hlh_app.statistics.survival import Integers, Share, log_log

ROUNDING = 1e-13


@dataclass(frozen=True, slots=True, eq=False)
class Incidence:
    """Of one cause, a row for each time at which somebody's observation ended. ``incidence``: the
    share (0 to 1) in whom it has happened by then. ``error``: of the share, the infinitesimal
    jackknife's (R's ``std.err``); ``lower`` to ``upper``: log-log interval, NaN where it is 0."""

    n: int
    times: Floats
    at_risk: Integers
    events: Integers
    competing: Integers
    incidence: Floats
    error: Floats
    lower: Floats
    upper: Floats

    def at(self, time: float) -> Share:
        """At one time; None after the last observed time."""
        risks = np.append(self.at_risk, 0)
        at_risk = int(risks[np.searchsorted(self.times, time, "left")])
        if not self.n or time > self.times[-1]:
            return Share(at_risk=at_risk)
        row = int(np.searchsorted(self.times, time, "right")) - 1
        if row < 0:
            return Share(0.0, None, None, at_risk)
        limits = (float(self.lower[row]), float(self.upper[row]))
        lower, upper = (None if np.isnan(limit) else limit for limit in limits)
        return Share(float(self.incidence[row]), lower, upper, at_risk)


def cumulative_incidence(
    time: Floats, cause: npt.ArrayLike, of: int = 1, level: float = 0.95
) -> Incidence:
    """``time``: to whatever ended the observation; NaN: not in the analysis. ``cause``: 0 for
    censored, ``of`` for the event in question, any other number for a competing event. As
    ``survfit(Surv(time, factor(cause)) ~ 1, conf.type = "log-log")``."""
    known = ~np.isnan(time)
    causes = np.asarray(cause)[known]
    times, rows = np.unique(time[known], return_inverse=True)
    ours, others, censored = (
        np.bincount(rows[chosen], minlength=times.size).astype(np.int64)
        for chosen in (causes == of, (causes != of) & (causes != 0), causes == 0)
    )
    ended = ours + others + censored
    at_risk = ended.sum() - ended.cumsum() + ended
    free = ((at_risk - ours - others) / at_risk).cumprod()
    before = np.concatenate(([1.0], free[:-1]))[: times.size]
    incidence = (before * ours / at_risk).cumsum()
    error = _error(at_risk, (ours, others, censored), before, incidence)
    inside = np.where(incidence > 0, incidence, 1.0)
    lower, upper = log_log(incidence, error / inside, level)
    return Incidence(int(ended.sum()), times, at_risk, ours, others, incidence, error, lower, upper)


def _error(
    at_risk: Integers, ended: tuple[Integers, Integers, Integers], before: Floats, share: Floats
) -> Floats:
    """What each patient's weight moves the estimate by, squared and summed. At time t it is
    steady + slope × share(t) for whoever left by t, by the time and manner of leaving, and the sums
    without a leap for everybody else."""
    ours, others, censored = ended
    events = ours + others
    left = at_risk - events
    leap = np.divide(1.0, left, out=np.zeros(share.size), where=left > 0)
    hazard = events * leap / at_risk
    steady = -(before * ours / at_risk**2).cumsum() - (hazard * share).cumsum()
    slope = hazard.cumsum()
    total = np.zeros((3, share.size))
    for number, a, b in (
        (censored, steady, slope),
        (others, steady + leap * share, slope - leap),
        (ours, steady + leap * share + before / at_risk, slope - leap),
    ):
        total += (number * a * a, number * 2 * a * b, number * b * b)
    gone = total.cumsum(axis=1)
    staying = (at_risk - ours - others - censored) * (steady + slope * share) ** 2
    size = gone[0] + gone[2] * share**2 + staying
    squares = size + gone[1] * share
    found: Floats = np.sqrt(np.where(squares > ROUNDING * size, squares, 0.0))
    return found
