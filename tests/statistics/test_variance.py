"""Analyses of variance that can be worked out by hand, and those without an answer."""

import numpy as np
import pytest

from hlh_app.statistics.comparison import Reason
from hlh_app.statistics.means import paired, student
from hlh_app.statistics.variance import mixed_design, repeated_measures

NAN = float("nan")
ROWS = np.array([[1.0, 4.0], [2.0, 3.0], [4.0, 9.0], [3.0, 5.0]])


def test_two_times_are_the_paired_t_test():
    found = repeated_measures(np.vstack([ROWS, [NAN, 1.0]]))
    t = paired(ROWS[:, 0], ROWS[:, 1])
    time = found.effect("time")
    assert (found.n, found.missing, found.times) == ((4,), (1,), 2)
    assert (time.df, time.error_df) == (1, 3)
    assert time.f == pytest.approx(t.statistic**2)
    assert time.p == time.p_gg == time.p_hf == pytest.approx(t.p)
    assert (found.gg, found.effect("group")) == (pytest.approx(1), None)


def test_two_groups_at_two_times_are_t_tests_of_change_and_mean():
    other = np.array([[2.0, 2.0], [5.0, 4.0], [1.0, 3.0]])
    found = mixed_design([ROWS, other])
    changes = [rows[:, 1] - rows[:, 0] for rows in (ROWS, other)]
    means = [rows.mean(axis=1) for rows in (ROWS, other)]
    assert found.effect("interaction").f == pytest.approx(student(*changes).statistic ** 2)
    assert found.effect("group").f == pytest.approx(student(*means).statistic ** 2)
    assert found.effect("group").p_gg is None


def test_correction_makes_p_larger_where_times_do_not_spread_alike():
    rows = np.array([[1, 1.5, 9], [2, 2.5, 4], [3, 3.2, 12], [2, 2.1, 2], [1, 1.2, 7.0]])
    found = repeated_measures(rows)
    time = found.effect("time")
    assert 0.5 <= found.gg < found.hf < 1
    assert time.p < time.p_hf < time.p_gg


def test_huynh_and_feldts_epsilon_has_no_room_with_two_patients():
    found = repeated_measures(np.array([[1.0, 2.0, 4.0], [2.0, 2.0, 3.0]]))
    assert found.gg == pytest.approx(0.5)
    assert (found.hf, found.effect("time").p_hf) == (None, None)


def test_times_that_do_not_differ():
    found = repeated_measures(np.array([[1.0, 2.0], [2.0, 1.0], [3.0, 3.0]]))
    assert (found.effect("time").f, found.effect("time").p) == (0.0, 1.0)


def test_patients_of_one_mean_leave_no_comparison_of_groups():
    found = mixed_design([np.array([[1.0, 3.0], [2.0, 2.0]]), np.array([[4.0, 2.0], [3.5, 2.5]])])
    assert [effect.name for effect in found.effects] == ["time", "interaction"]


@pytest.mark.parametrize(
    ("groups", "reason"),
    [
        ([np.empty((0, 3))], Reason.NOBODY),
        ([np.array([[1.0, 2.0]])], Reason.TOO_FEW),
        ([np.array([[1.0], [2.0]])], Reason.TOO_FEW),
        ([ROWS, np.empty((0, 2))], Reason.TOO_FEW),
        ([np.array([[1.0, 2.0], [2.0, 3.0], [5.0, 6.0]])], Reason.NO_SPREAD),
        ([np.zeros((3, 2))], Reason.NO_SPREAD),
    ],
)
def test_no_analysis(groups, reason):
    found = mixed_design(groups)
    assert (found.effects, found.reason) == ((), reason)
