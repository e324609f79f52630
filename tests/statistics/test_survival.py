"""Kaplan-Meier, log-rank and competing events on patients who can be counted on fingers."""

import numpy as np
import pytest

from hlh_app.statistics.comparison import Method, Reason
from hlh_app.statistics.competing import cumulative_incidence
from hlh_app.statistics.survival import (
    Median,
    Share,
    kaplan_meier,
    log_rank,
    reverse_kaplan_meier,
)

NAN = float("nan")


def days(*values):
    return np.array(values, dtype=float)


def flags(text):
    """One letter a patient: "x" for an event."""
    return np.array([letter == "x" for letter in text], dtype=bool)


def test_each_time_has_its_numbers():
    fit = kaplan_meier(days(1, 2, 2, 3, NAN), flags("xx.xx"))
    assert (fit.n, fit.events.sum()) == (4, 3)
    assert fit.times.tolist() == [1, 2, 3]
    assert fit.at_risk.tolist() == [4, 3, 1]
    assert fit.events.tolist() == [1, 1, 1]
    assert fit.censored.tolist() == [0, 1, 0]
    assert fit.survival.tolist() == pytest.approx([0.75, 0.5, 0])
    assert fit.error[0] == pytest.approx(np.sqrt(1 / (4 * 3)))
    middle, reach = np.log(-np.log(0.75)), 1.959963984540054 * fit.error[0] / np.log(0.75)
    assert fit.lower[0] == pytest.approx(np.exp(-np.exp(middle - reach)))
    assert fit.upper[0] == pytest.approx(np.exp(-np.exp(middle + reach)))
    assert np.isnan([fit.lower[-1], fit.upper[-1]]).all()


def test_a_curve_that_rests_on_one_half_has_its_median_in_the_middle():
    assert kaplan_meier(days(1, 2, 3, 7), flags("xxxx")).median.value == 2.5
    assert kaplan_meier(days(1, 2, 3, 7), flags("xx..")).median.value == 2
    assert kaplan_meier(days(1, 2, 3), flags("xxx")).median.value == 2


def test_nobody_is_no_curve():
    fit = kaplan_meier(days(NAN), flags("x"))
    assert (fit.n, fit.times.size, fit.median) == (0, 0, Median())
    assert fit.numbers_at_risk([0, 5]) == [0, 0]
    assert fit.at(3) == Share()


def test_everybody_censored_stays_at_one():
    fit = kaplan_meier(days(4, 9), flags(".."))
    assert fit.survival.tolist() == [1, 1]
    assert fit.median == Median()
    assert fit.at(5) == Share(1.0, None, None, 1)


def test_one_patient_who_died():
    fit = kaplan_meier(days(4), flags("x"))
    assert fit.median == Median(4, None, None)
    assert fit.at(4) == Share(0.0, None, None, 1)


def test_at_one_time():
    fit = kaplan_meier(days(2, 4, 4, 9), flags("xx.."))
    assert fit.numbers_at_risk([0, 2, 3, 4, 9, 10]) == [4, 4, 3, 3, 1, 0]
    assert fit.at(1) == Share(1.0, None, None, 4)
    assert fit.at(3).value == fit.at(2).value == 0.75
    assert fit.at(3).lower == pytest.approx(fit.lower[0])
    assert fit.at(10) == Share(at_risk=0)


def test_follow_up_turns_events_round():
    fit = reverse_kaplan_meier(days(2, 4, 9), flags("x.."))
    assert fit.events.tolist() == [0, 1, 1]
    assert fit.median.value == 6.5


def test_log_rank_by_hand():
    """a dies on day 1 of two at risk, b on day 2 alone: O - E = 1/2, variance 1/4."""
    found = log_rank([(days(1), flags("x")), (days(2), flags("x"))])
    assert (found.method, found.n, found.df) == (Method.LOG_RANK, (1, 1), (1.0,))
    assert found.statistic == pytest.approx(1)


def test_log_rank_of_three_groups_has_two_degrees_of_freedom():
    groups = [(days(1, 5, 9), flags("xx.")), (days(2, 4), flags("xx")), (days(3, 8), flags("x."))]
    assert log_rank(groups).df == (2.0,)


@pytest.mark.parametrize(
    ("groups", "reason"),
    [
        ([("1", "x"), ("", "")], Reason.NOBODY),
        ([("12", ".."), ("3", ".")], Reason.NO_EVENT),
        ([("1", "."), ("2", "x")], Reason.NEVER_TOGETHER),
        ([("1", "x"), ("1", "x")], Reason.NEVER_TOGETHER),
    ],
)
def test_log_rank_without_an_answer(groups, reason):
    pairs = [(days(*map(float, times)), flags(events)) for times, events in groups]
    found = log_rank(pairs)
    assert (found.p, found.reason) == (None, reason)


def test_competing_events_leave_less_to_happen():
    fit = cumulative_incidence(days(1, 2, 3, 4, NAN), [1, 2, 1, 0, 1])
    assert fit.incidence.tolist() == pytest.approx([0.25, 0.25, 0.5, 0.5])
    assert (fit.events.tolist(), fit.competing.tolist()) == ([1, 0, 1, 0], [0, 1, 0, 0])
    assert fit.error[0] == pytest.approx(np.sqrt(0.25 * 0.75 / 4))
    assert fit.at(0.5) == Share(0.0, None, None, 4)
    assert fit.at(2).value == 0.25
    assert fit.at(2).lower == pytest.approx(fit.lower[1])
    assert fit.at(5) == Share(at_risk=0)


def test_an_event_that_never_comes_or_always_comes_has_no_interval():
    never = cumulative_incidence(days(1, 2), [2, 0])
    always = cumulative_incidence(days(1, 2), [1, 1])
    assert never.at(2) == Share(0.0, None, None, 1)
    assert always.at(2) == Share(1.0, None, None, 1)
    assert always.error[-1] == 0


def test_competing_events_of_nobody():
    fit = cumulative_incidence(days(), [])
    assert (fit.n, fit.at(1)) == (0, Share())
