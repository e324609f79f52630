"""Wilcoxon's two tests, as R's ``wilcox.test`` with its defaults.

Exact when there are fewer than 50 (pairs, or in each group) and neither ties nor zero differences;
otherwise the normal approximation with ties and continuity correction. Wilcoxon F. Biometrics
Bulletin 1945;1:80; Mann HB, Whitney DR. Ann Math Stat 1947;18:50.
"""

from __future__ import annotations

from functools import lru_cache
from math import comb, sqrt

import numpy as np
import numpy.typing as npt

from hlh_app.statistics.ascending import ascending
from hlh_app.statistics.comparison import Comparison, Method, Reason
from hlh_app.statistics.distributions import normal_below
from hlh_app.statistics.figures import Floats

FEWER_THAN = 50
Integers = npt.NDArray[np.intp]


def signed_rank(before: Floats, after: Floats) -> Comparison:
    """Pairs (same length, NaN where not known; incomplete pairs are left out), two-sided. The
    differences are ``before - after``; ``statistic`` is V, the ranks of the positive ones, as
    ``wilcox.test(before, after, paired = TRUE)``. ``n``: complete pairs, zero differences too."""
    every = before - after
    known = every[~np.isnan(every)]
    changed = known[known != 0]
    n, size = known.size, changed.size
    if not size:
        return Comparison(
            Method.SIGNED_RANK,
            (n,),
            statistic=0.0 if n else None,
            reason=Reason.ALL_ZERO if n else Reason.NOBODY,
        )
    changed = ascending(changed)
    downs, ups = -changed[changed < 0][::-1], changed[changed > 0]
    amounts = _merged(downs, ups)
    statistic, ties = _sum_of_ranks(ups, amounts), _ties(amounts)
    if size < FEWER_THAN and size == n and not ties:
        p = _exact_pairs(statistic, size)
        return Comparison(Method.SIGNED_RANK_EXACT, (n,), statistic, p)
    spread = sqrt(size * (size + 1) * (2 * size + 1) / 24 - ties / 48)
    p = _normal(statistic - size * (size + 1) / 4, spread)
    return Comparison(Method.SIGNED_RANK, (n,), statistic, p)


def rank_sum(a: Floats, b: Floats) -> Comparison:
    """Two groups (NaN where not known, left out), two-sided. ``statistic`` is W of the first group,
    as ``wilcox.test(a, b)``."""
    x, y = ascending(a[~np.isnan(a)]), ascending(b[~np.isnan(b)])
    n, m = x.size, y.size
    if not n or not m:
        return Comparison(Method.RANK_SUM, (n, m), reason=Reason.NOBODY)
    everything = _merged(x, y)
    statistic = _sum_of_ranks(x, everything) - n * (n + 1) / 2
    ties = _ties(everything)
    if n < FEWER_THAN and m < FEWER_THAN and not ties:
        p = _exact_groups(statistic, n, m)
        return Comparison(Method.RANK_SUM_EXACT, (n, m), statistic, p)
    if everything[0] == everything[-1]:
        return Comparison(Method.RANK_SUM, (n, m), statistic, reason=Reason.NO_SPREAD)
    size = n + m
    spread = sqrt(n * m / 12 * (size + 1 - ties / (size * (size - 1))))
    return Comparison(Method.RANK_SUM, (n, m), statistic, _normal(statistic - n * m / 2, spread))


def _merged(one: Floats, other: Floats) -> Floats:
    """Two sorted columns as one; a stable sort only merges them."""
    return np.sort(np.concatenate((one, other)), kind="stable")


def _runs(ordered: Floats) -> tuple[Integers, Integers]:
    """Where each run of equal values starts, and how long it is."""
    starts = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1])))
    return starts, np.diff(starts, append=ordered.size)


def _sum_of_ranks(part: Floats, everything: Floats) -> float:
    """Of the sorted part among everything sorted, equal values sharing their mean rank."""
    if not part.size:
        return 0.0
    starts, lengths = _runs(part)
    below = everything.searchsorted(part[starts], "left")
    through = everything.searchsorted(part[starts], "right")
    return float(((below + through + 1) * lengths).sum()) / 2


def _ties(ordered: Floats) -> float:
    """Sum of t³ - t over every run of t equal values."""
    runs = _runs(ordered)[1].astype(np.float64)
    return float((runs**3 - runs).sum())


def _normal(distance: float, spread: float) -> float:
    return 2 * normal_below(-max(abs(distance) - 0.5, 0.0) / spread)


def _exact_pairs(statistic: float, n: int) -> float:
    """V is symmetric about n(n+1)/4: the smaller tail twice."""
    ways = _ways_of_pairs(n)
    least = int(min(statistic, n * (n + 1) / 2 - statistic))
    return float(min(1.0, 2 * (ways[: least + 1].sum() / 2.0**n)))


@lru_cache(maxsize=FEWER_THAN)
def _ways_of_pairs(n: int) -> Floats:
    """How many of the 2^n choices of signs give each V."""
    ways = np.zeros(n * (n + 1) // 2 + 1)
    ways[0] = 1
    for rank in range(1, n + 1):
        ways[rank:] += ways[:-rank].copy()
    return ways


def _exact_groups(statistic: float, n: int, m: int) -> float:
    ways = _ways_of_groups(min(n, m), max(n, m))
    least = int(min(statistic, n * m - statistic))
    return float(min(1.0, 2 * (ways[: least + 1].sum() / comb(n + m, n))))


@lru_cache(maxsize=512)
def _ways_of_groups(few: int, many: int) -> Floats:
    """How many of the choices of ranks give each W up to the middle: the partitions of W into at
    most ``few`` parts, each at most ``many``."""
    size = few * many // 2 + 1
    ways = np.zeros((few + 1, size))
    ways[0, 0] = 1
    for part in range(1, min(many, size - 1) + 1):
        for parts in range(1, few + 1):
            ways[parts, part:] += ways[parts - 1, :-part]
    found: Floats = ways.sum(axis=0)
    return found
