"""Tables of counts: χ² as R's ``chisq.test``, Fisher's exact test as ``fisher.test``."""

from __future__ import annotations

from math import comb, prod

import numpy as np
import numpy.typing as npt

from hlh_app.statistics.comparison import Comparison, Method, Reason
from hlh_app.statistics.distributions import chi_square_above
from hlh_app.statistics.figures import Floats

Counts = npt.NDArray[np.int64]
EXPECTED_AT_LEAST = 5
MOST_TABLES = 1_000_000
"""Fisher's test lists every table with the same margins. Beyond this bound on their number
(the product over all rows but the largest of how many ways the row could be filled) it is not
computed."""
SAME = 1 + 1e-7
"""Tables this close in probability to the observed one count as equally probable, as in R."""


def compared(table: npt.ArrayLike) -> Comparison:
    """χ² without Yates' correction when every expected count is 5 or more, else Fisher's exact test
    (our definition); rows and columns of zeros are left out first."""
    counts = _filled(table)
    if 0 not in counts.shape and expected(counts).min() >= EXPECTED_AT_LEAST:
        return chi_square(counts)
    return fisher(counts)


def expected(table: npt.ArrayLike) -> Floats:
    """Expected counts of a table without empty rows and columns."""
    counts = np.asarray(table, dtype=np.int64)
    found: Floats = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / counts.sum()
    return found


def chi_square(table: npt.ArrayLike, yates: bool = False) -> Comparison:
    """Rows × columns of counts; rows and columns of zeros are left out first. With ``yates`` a
    2 × 2 table is corrected, as R does by default. ``n``: the row totals."""
    counts = _filled(table)
    corrected = yates and counts.shape == (2, 2)
    method = Method.CHI_SQUARE_YATES if corrected else Method.CHI_SQUARE
    n = _row_totals(table)
    if min(counts.shape) < 2:
        return Comparison(method, n, reason=_too_small(counts))
    awaited = expected(counts)
    distance = np.abs(counts - awaited)
    if corrected:
        distance = distance - min(0.5, float(distance.min()))
    statistic = float((distance**2 / awaited).sum())
    df = (counts.shape[0] - 1) * (counts.shape[1] - 1)
    return Comparison(method, n, statistic, chi_square_above(statistic, df), (float(df),))


def fisher(table: npt.ArrayLike) -> Comparison:
    """Rows × columns of counts, two-sided P: of all tables with these margins those that are no
    more probable. None with "too_large" beyond MOST_TABLES (2 × 2 never is)."""
    counts = _filled(table)
    n = _row_totals(table)
    if min(counts.shape) < 2:
        return Comparison(Method.FISHER, n, reason=_too_small(counts))
    if counts.shape != (2, 2) and most_tables(counts) > MOST_TABLES:
        return Comparison(Method.FISHER, n, reason=Reason.TOO_LARGE)
    logs = _log_probabilities(counts)
    seen = _log_probability(counts)
    p = float(np.exp(logs[logs <= seen + np.log(SAME)]).sum())
    return Comparison(Method.FISHER, n, p=min(1.0, p))


def most_tables(table: npt.ArrayLike) -> int:
    """A bound on the number of tables with the same margins; the table is turned so that it has at
    least as many rows as columns."""
    counts = _upright(_filled(table))
    totals = sorted(map(int, counts.sum(axis=1)))
    columns = counts.shape[1]
    return prod(comb(total + columns - 1, columns - 1) for total in totals[:-1])


def _filled(table: npt.ArrayLike) -> Counts:
    counts = np.asarray(table, dtype=np.int64)
    counts = counts[counts.sum(axis=1) > 0]
    filled: Counts = counts[:, counts.sum(axis=0) > 0]
    return filled


def _row_totals(table: npt.ArrayLike) -> tuple[int, ...]:
    return tuple(map(int, np.asarray(table, dtype=np.int64).sum(axis=1)))


def _too_small(counts: Counts) -> Reason:
    return Reason.ONE_CATEGORY if counts.size else Reason.NOBODY


def _upright(counts: Counts) -> Counts:
    return counts if counts.shape[0] >= counts.shape[1] else counts.T


def _log_factorials(upto: int) -> Floats:
    found: Floats = np.concatenate(([0.0], np.log(np.arange(1, upto + 1)).cumsum()))
    return found


def _log_margins(counts: Counts) -> float:
    """log of (product of the margins' factorials / total's factorial)."""
    logs = _log_factorials(int(counts.sum()))
    rows, columns = logs[counts.sum(axis=1)].sum(), logs[counts.sum(axis=0)].sum()
    return float(rows + columns - logs[-1])


def _log_probability(counts: Counts) -> float:
    return _log_margins(counts) - float(_log_factorials(int(counts.sum()))[counts].sum())


def _log_probabilities(table: Counts) -> Floats:
    """Of every table with these margins: rows are filled one after another, the largest last,
    which takes what is left."""
    counts = _upright(table)
    counts = counts[np.argsort(counts.sum(axis=1), kind="stable")]
    logs = _log_factorials(int(counts.sum()))
    left = counts.sum(axis=0)[None, :]
    sums = np.zeros(1)
    for row in counts[:-1]:
        fills = _fills(int(row.sum()), counts.shape[1])
        after = (left[:, None, :] - fills[None, :, :]).reshape(-1, counts.shape[1])
        sums = (sums[:, None] + logs[fills].sum(axis=1)[None, :]).ravel()
        possible = (after >= 0).all(axis=1)
        left, sums = after[possible], sums[possible]
    found: Floats = _log_margins(counts) - sums - logs[left].sum(axis=1)
    return found


def _fills(total: int, columns: int) -> Counts:
    """Every way to share a row's total among the columns."""
    if columns == 1:
        return np.array([[total]])
    parts = [
        np.column_stack((np.full(rest.shape[0], first), rest))
        for first in range(total + 1)
        for rest in [_fills(total - first, columns - 1)]
    ]
    return np.concatenate(parts)
