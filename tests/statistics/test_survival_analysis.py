"""Survival of groups: who is counted, what the curve says at fixed weeks, observed times."""

from __future__ import annotations

import numpy as np
import pytest

from hlh_app.statistics.survival_analysis import MOST_STEPS, survival_analysis
from hlh_app.statistics.survival_spans import at_risk_by_week

from .study_rows import by_key, cohort, patient, shown

NO_MEDIAN = "survival/os/median/a"


def lived(days, ended="last_contact", transplant=None, **facts):
    """Overall survival of one patient; ``transplant``: the day that censors it."""
    until = days if transplant is None else min(days, transplant)
    word = ended if transplant is None or transplant >= days else "transplant"
    return patient(
        outcome__os_days=days,
        outcome__os_ended=ended,
        outcome__os_transplant_days=until,
        outcome__os_transplant_ended=word,
        outcome__transplant_day=transplant,
        **facts,
    )


def worse(days, ended, **facts):
    both = {"outcome__pfs_days": days, "outcome__pfs_ended": ended}
    also = {"outcome__pfs_transplant_days": days, "outcome__pfs_transplant_ended": ended}
    return lived(days, **both, **also, **facts)


def found(*rows, b=0):
    return by_key(survival_analysis(*cohort(*rows, b=b)))


FIVE = [
    lived(14, "death"),
    lived(28, "death"),
    lived(28),
    lived(70, "death"),
    lived(400),
]


class TestOverallSurvival:
    def test_counts_open_onto_their_patients(self):
        keys = [f"survival/os/{what}/a" for what in ("n", "events", "censored", "without")]
        assert shown(found(*FIVE), *keys) == [
            (5, [0, 1, 2, 3, 4]),
            (3, [0, 1, 3]),
            (2, [2, 4]),
            (0, []),
        ]

    def test_at_fixed_weeks_the_censored_of_a_day_are_still_at_risk(self):
        figures = found(*FIVE)
        assert figures["survival/os/week4/a"].value == pytest.approx(0.6)
        assert shown(figures, "survival/os/week4_at_risk/a") == [(4, [1, 2, 3, 4])]
        assert figures["survival/os/week26/a"].value == pytest.approx(0.3)
        assert shown(figures, "survival/os/week52_at_risk/a") == [(1, [4])]

    def test_median_in_days_and_weeks(self):
        figures = found(*FIVE)
        assert figures["survival/os/median/a"].value == 70
        assert figures["survival/os/median_weeks/a"].value == 10

    def test_the_median_of_observed_times_is_of_everybody(self):
        figures = found(*FIVE)
        values = [figures[f"survival/os/observed_{x}/a"].value for x in ("median", "min", "max")]
        assert values == [28, 14, 400]
        assert figures["survival/os/observed_median_weeks/a"].value == 4

    def test_every_step_is_told(self):
        figures = found(*FIVE)
        assert shown(figures, "survival/os/day28_at_risk/a", "survival/os/day28_events/a") == [
            (4, [1, 2, 3, 4]),
            (1, [1]),
        ]
        assert figures["survival/os/day70_survival/a"].value == pytest.approx(0.3)

    def test_too_many_steps_are_left_to_the_weeks(self):
        figures = found(*(lived(day, "death") for day in range(1, MOST_STEPS + 2)))
        assert not [key for key in figures if key.startswith("survival/os/day")]
        assert figures["survival/os/week4_at_risk/a"].value == MOST_STEPS - 26

    def test_censored_at_transplant_beside_it(self):
        figures = found(lived(50, "death", transplant=20), lived(60, "death"))
        assert figures["survival/os/events/a"].value == 2
        assert shown(figures, "survival/os_transplant/events/a") == [(1, [1])]


class TestDegenerate:
    def test_nobody(self):
        figures = found()
        assert figures["survival/os/n/a"].value == 0
        assert figures["survival/os/week4/a"].value is None
        assert figures["survival/follow_up/median/a"].value is None

    def test_no_event(self):
        figures = found(lived(100), lived(200))
        assert figures["survival/os/week12/a"].value == 1
        assert figures["survival/os/week12_low/a"].value is None
        assert figures[NO_MEDIAN].value is None

    def test_nothing_is_claimed_after_the_last_observed_day(self):
        figures = found(lived(100), lived(30, "death"))
        assert figures["survival/os/week12/a"].value == 0.5
        assert figures["survival/os/week26/a"].value is None

    def test_but_nobody_lives_after_everybody_died(self):
        figures = found(lived(21, "death"), lived(21, "death"))
        assert figures["survival/os/week52/a"].value == 0
        assert figures["survival/os/week52_at_risk/a"].value == 0
        assert figures[NO_MEDIAN].value == 21


class TestProgressionFree:
    def test_every_way_of_getting_worse_counts_and_what_is_open_is_said(self):
        rows = [worse(10, "relapse"), worse(20, "progression"), worse(30, "death")]
        open_ = worse(40, "last_contact", outcome__pfs_open=True)
        figures = found(*rows, open_, worse(50, "transplant"))
        assert shown(figures, "survival/pfs/events/a", "survival/pfs/open/a") == [
            (3, [0, 1, 2]),
            (1, [3]),
        ]
        assert "survival/os/open/a" not in figures

    def test_who_has_none_is_left_out_and_counted(self):
        figures = found(worse(10, "death"), lived(90, subject__treatment="conventional"))
        assert shown(figures, "survival/pfs/n/a", "survival/pfs/without/a") == [(1, [0]), (1, [1])]


class TestTwoGroups:
    def test_log_rank_as_r_says(self):
        figures = found(*FIVE, *(lived(day, "death") for day in (7, 8, 9)), b=3)
        assert figures["survival/os/logrank_df/ab"].value == 1
        assert figures["survival/os/logrank_chisq/ab"].value == pytest.approx(8.175821, abs=1e-6)
        assert figures["survival/os/logrank_p/ab"].value == pytest.approx(0.004245, abs=1e-6)

    def test_none_of_one_group_or_without_an_event(self):
        assert not [key for key in found(*FIVE) if key.endswith("/ab")]
        figures = found(lived(10), lived(20), b=1)
        assert figures["survival/os/logrank_p/ab"].value is None


class TestFollowUp:
    def test_by_reverse_kaplan_meier(self):
        figures = found(lived(10, "death"), lived(100), lived(200), lived(300))
        assert figures["survival/follow_up/median/a"].value == 200

    def test_observed_time_of_those_not_known_to_have_died(self):
        figures = found(lived(10, "death"), lived(100), lived(300))
        keys = [f"survival/follow_up/alive_{what}/a" for what in ("median", "min", "max")]
        assert shown(figures, *keys) == [(200, [1, 2]), (100, [1, 2]), (300, [1, 2])]


def test_how_many_are_at_risk_by_week():
    assert at_risk_by_week(np.array([6.0, 7.0, 90.0]), (0, 1, 12, 13)) == {0: 3, 1: 2, 12: 1, 13: 0}
    assert at_risk_by_week(np.array([]), (0, 1)) == {}
