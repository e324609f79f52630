"""Kaplan–Meier, numbers at risk and the log-rank test, as R's package survival.

Times are days (integers as floats). A patient whose event and another's censoring fall on one day:
the censored one was still at risk. Kaplan EL, Meier P. J Am Stat Assoc 1958;53:457; log-log
interval: Kalbfleisch and Prentice, 1980; of the median: Brookmeyer R, Crowley J. Biometrics
1982;38:29.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hlh_app.statistics.ascending import ascending
from hlh_app.statistics.comparison import Comparison, Method, Reason
from hlh_app.statistics.distributions import chi_square_above, normal_quantile
from hlh_app.statistics.figures import Flags, Floats

Integers = npt.NDArray[np.int64]
NEARLY_ONE = 1 - 1e-12
NEAR_HALF = float(np.sqrt(np.finfo(float).eps))


@dataclass(frozen=True, slots=True)
class Share:
    """The estimate at one time with its interval (None where survival is 1 or 0) and the number
    still at risk; ``value`` None after the last observed time."""

    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    at_risk: int = 0


@dataclass(frozen=True, slots=True)
class Median:
    """None where the curve (its limit) never comes down to one half."""

    value: float | None = None
    lower: float | None = None
    upper: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class KaplanMeier:
    """One row for each time at which somebody's observation ended, ascending: how many were
    ``at_risk`` just before it, the ``events`` and ``censored`` at it, ``survival`` after it (0 to
    1) with the log-log interval ``lower`` to ``upper`` (NaN where survival is 1 or 0). ``error``:
    Greenwood's, of log survival, as R's ``std.err``."""

    n: int
    times: Floats
    at_risk: Integers
    events: Integers
    censored: Integers
    survival: Floats
    error: Floats
    lower: Floats
    upper: Floats
    median: Median

    def numbers_at_risk(self, times: Sequence[float]) -> list[int]:
        """How many were still under observation just before each time."""
        firsts = np.searchsorted(self.times, times, "left")
        risks = np.append(self.at_risk, 0)
        return [int(risks[first]) for first in firsts]

    def at(self, time: float) -> Share:
        """At one time, as ``summary(fit, times = time)``."""
        (at_risk,) = self.numbers_at_risk([time])
        if not self.n or time > self.times[-1]:
            return Share(at_risk=at_risk)
        row = int(np.searchsorted(self.times, time, "right")) - 1
        if row < 0:
            return Share(1.0, None, None, at_risk)
        limits = (float(self.lower[row]), float(self.upper[row]))
        lower, upper = (None if np.isnan(limit) else limit for limit in limits)
        return Share(float(self.survival[row]), lower, upper, at_risk)


def kaplan_meier(time: Floats, event: Flags, level: float = 0.95) -> KaplanMeier:
    """``time``: to the event or to the end of observation; NaN: not in the analysis. ``event``:
    whether it happened then. As ``survfit(Surv(time, event) ~ 1, conf.type = "log-log")``; with
    nobody every column is empty."""
    known = ~np.isnan(time)
    if not known.all():
        time, event = time[known], event[known]
    n = time.size
    times, ended, events = _by_time(time, event)
    at_risk = n - ended.cumsum() + ended
    left = at_risk - events
    survival = (left / at_risk).cumprod()
    with np.errstate(divide="ignore"):
        error = np.sqrt((events / (at_risk * left.astype(np.float64))).cumsum())
    lower, upper = log_log(survival, error, level)
    median = Median(*(_median(times, curve) for curve in (survival, lower, upper)))
    censored = ended - events
    return KaplanMeier(n, times, at_risk, events, censored, survival, error, lower, upper, median)


def reverse_kaplan_meier(time: Floats, event: Flags, level: float = 0.95) -> KaplanMeier:
    """Follow-up: the same with the end of observation as the event and the event as censoring.
    Schemper M, Smith TL. Control Clin Trials 1996;17:343."""
    return kaplan_meier(time, ~event, level)


def log_rank(groups: Sequence[tuple[Floats, Flags]]) -> Comparison:
    """(time, event) of two or more groups, NaN times left out; as R's ``survdiff``. ``n``: patients
    of each."""
    known = [(time[~np.isnan(time)], event[~np.isnan(time)]) for time, event in groups]
    n = tuple(time.size for time, _ in known)
    filled = [pair for pair in known if pair[0].size]
    if len(filled) < 2:
        return Comparison(Method.LOG_RANK, n, reason=Reason.NOBODY)
    if not any(event.any() for _, event in filled):
        return Comparison(Method.LOG_RANK, n, reason=Reason.NO_EVENT)
    observed, awaited, variance = _observed_and_expected(filled)
    rows = np.flatnonzero(awaited > 0)[1:]
    spread = variance[np.ix_(rows, rows)]
    if not rows.size or np.linalg.matrix_rank(spread) < rows.size:
        return Comparison(Method.LOG_RANK, n, reason=Reason.NEVER_TOGETHER)
    apart = (observed - awaited)[rows]
    statistic = float(apart @ np.linalg.solve(spread, apart))
    df = rows.size
    return Comparison(Method.LOG_RANK, n, statistic, chi_square_above(statistic, df), (float(df),))


def log_log(value: Floats, error: Floats, level: float) -> tuple[Floats, Floats]:
    """Limits of a share whose log has this standard error; NaN where it is 0 or 1."""
    inside = (value > 0) & (value < NEARLY_ONE)
    logs = np.log(value, out=np.full_like(value, np.nan), where=inside)
    reach = normal_quantile((1 + level) / 2) * np.where(inside, error, 0.0) / logs
    middle = np.log(-logs)
    return np.exp(-np.exp(middle - reach)), np.exp(-np.exp(middle + reach))


def _by_time(time: Floats, event: Flags) -> tuple[Floats, Integers, Integers]:
    """Distinct times, how many ended at each, and how many of those by the event."""
    ordered = ascending(time)
    is_first = np.ones(ordered.size, dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=is_first[1:])
    firsts = np.flatnonzero(is_first)
    times = ordered[firsts]
    ended = np.diff(np.append(firsts, ordered.size))
    happened = ascending(time[event])
    ends = happened.searchsorted(times, "right")
    return times, ended, np.diff(ends, prepend=0)


def _median(times: Floats, curve: Floats) -> float | None:
    """Where the curve is first at or below one half; when it stays exactly there, half way to
    where it goes below (R's rule)."""
    low = np.flatnonzero(curve < 0.5 + NEAR_HALF)
    if not low.size:
        return None
    first = int(low[0])
    if abs(curve[first] - 0.5) < NEAR_HALF:
        below = low[curve[low] < curve[first]]
        if below.size:
            return float(times[first] + times[below[0]]) / 2
    return float(times[first])


def _observed_and_expected(
    groups: Sequence[tuple[Floats, Flags]],
) -> tuple[Floats, Floats, Floats]:
    """Events of each group, those expected, and the variance of their difference."""
    times = np.unique(np.concatenate([time[event] for time, event in groups]))
    at_risk = np.array([t.size - np.sort(t).searchsorted(times, "left") for t, _ in groups])
    events = np.array([_events_at(times, time[event]) for time, event in groups])
    all_risk, all_events = at_risk.sum(axis=0), events.sum(axis=0)
    shares = at_risk / all_risk
    weights = all_events * (all_risk - all_events) / np.maximum(all_risk - 1, 1)
    variance = np.diag(shares @ weights) - (shares * weights) @ shares.T
    return events.sum(axis=1).astype(np.float64), shares @ all_events, variance


def _events_at(times: Floats, happened: Floats) -> Integers:
    ordered = np.sort(happened)
    found: Integers = ordered.searchsorted(times, "right") - ordered.searchsorted(times, "left")
    return found
