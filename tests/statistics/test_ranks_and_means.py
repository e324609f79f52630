"""Wilcoxon's tests and t-tests on samples that can be worked out by hand."""

import numpy as np
import pytest

from hlh_app.statistics.comparison import Method, Reason
from hlh_app.statistics.means import paired, student, welch
from hlh_app.statistics.ranks import rank_sum, signed_rank

NAN = float("nan")


def column(*values):
    return np.array(values, dtype=float)


def test_three_rises_of_three_pairs():
    """All three differences negative: V 0, of 2³ equally probable choices two are as extreme."""
    found = signed_rank(column(1, 2, 3, NAN), column(2, 4, 6, 9))
    assert (found.method, found.n, found.statistic) == (Method.SIGNED_RANK_EXACT, (3,), 0.0)
    assert found.p == pytest.approx(2 / 8)


@pytest.mark.parametrize("values", [(1, 2, 3), (3, 1, 2)])
def test_falls_count_as_rises(values):
    falls = signed_rank(column(*values), column(0, 0, 0))
    assert (falls.statistic, falls.p) == (6.0, pytest.approx(0.25))


@pytest.mark.parametrize(
    ("before", "after", "statistic"),
    [((1, 2, 3), (2, 3, 4), 0.0), ((1, 2, 3, 4), (1, 3, 5, 7), 0.0), (range(60), [0] * 60, 1770)],
    ids=["ties", "a zero difference", "fifty pairs or more"],
)
def test_the_normal_approximation_where_the_exact_test_does_not_apply(before, after, statistic):
    found = signed_rank(column(*before), column(*after))
    assert (found.method, found.statistic) == (Method.SIGNED_RANK, statistic)
    assert 0 < found.p < 1


@pytest.mark.parametrize(
    ("before", "after", "reason", "statistic"),
    [
        ((1, 2), (1, 2), Reason.ALL_ZERO, 0.0),
        ((1, NAN), (NAN, 2), Reason.NOBODY, None),
        ((), (), Reason.NOBODY, None),
    ],
)
def test_pairs_without_an_answer(before, after, reason, statistic):
    found = signed_rank(column(*before), column(*after))
    assert (found.p, found.reason, found.statistic) == (None, reason, statistic)


def test_two_groups_apart():
    """W 0: of choose(5, 2) = 10 orders two are as extreme."""
    found = rank_sum(column(1, 2, NAN), column(3, 4, 5))
    assert (found.method, found.n, found.statistic) == (Method.RANK_SUM_EXACT, (2, 3), 0.0)
    assert found.p == pytest.approx(0.2)


def test_ties_between_groups_share_their_rank():
    found = rank_sum(column(1, 2), column(2, 3))
    assert (found.method, found.statistic) == (Method.RANK_SUM, 0.5)


def test_the_middle_is_no_difference():
    assert rank_sum(column(1, 4), column(2, 3)).p == 1.0


@pytest.mark.parametrize(
    ("a", "b", "reason"),
    [((), (1, 2), Reason.NOBODY), ((1,), (NAN,), Reason.NOBODY), ((2, 2), (2,), Reason.NO_SPREAD)],
)
def test_groups_without_an_answer(a, b, reason):
    found = rank_sum(column(*a), column(*b))
    assert (found.p, found.reason) == (None, reason)


def test_t_of_two_groups():
    """Means 2 and 4, variances 1 and 1, three each: t = -2 / sqrt(2 / 3)."""
    for test, method in ((welch, Method.WELCH_T), (student, Method.STUDENT_T)):
        found = test(column(1, 2, 3), column(3, 4, 5, NAN))
        assert (found.method, found.n, found.df) == (method, (3, 3), (pytest.approx(4.0),))
        assert found.statistic == pytest.approx(-2 / np.sqrt(2 / 3))
        assert found.difference == -2
        assert found.lower < -2 < found.upper


def test_t_of_pairs():
    found = paired(column(5, 6, 7, NAN), column(4, 4, 4, 4))
    assert (found.method, found.n, found.df) == (Method.PAIRED_T, (3,), (2.0,))
    assert found.statistic == pytest.approx(2 / np.sqrt(1 / 3))


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        (welch(column(1), column(1, 2)), Reason.TOO_FEW),
        (welch(column(), column(1, 2)), Reason.NOBODY),
        (welch(column(1, 1), column(2, 2)), Reason.NO_SPREAD),
        (student(column(1), column(2)), Reason.TOO_FEW),
        (student(column(0.1, 0.1, 0.1), column(0.1, 0.1, 0.1)), Reason.NO_SPREAD),
        (paired(column(1, 2), column(0, 1)), Reason.NO_SPREAD),
        (paired(column(1), column(2)), Reason.TOO_FEW),
        (paired(column(), column()), Reason.NOBODY),
    ],
)
def test_t_without_an_answer(found, reason):
    assert (found.statistic, found.p, found.reason) == (None, None, reason)


def test_one_value_against_two_of_one_variance():
    assert student(column(5), column(1, 3)).df == (1.0,)
