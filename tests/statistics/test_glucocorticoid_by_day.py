"""Glucocorticoid of groups: by day, in all, and days 0, 28 and 56 in one analysis of variance."""

from __future__ import annotations

import pytest

from hlh_app.statistics.glucocorticoid_by_day import glucocorticoid_by_day

from .made_patients import figures_of, made, one, patients_of, two

BEFORE = (0.0,) * 7


def given(*doses, kg=None, to=None):
    """From day 0 on, none before."""
    until = len(doses) - 1 if to is None else to
    return {
        "care": {"glucocorticoid": (*BEFORE, *doses), "followed_to": until},
        "subject": {"weight_kg": kg},
    }


def steady(mg, days=57, kg=None):
    return given(*[mg] * days, kg=kg)


def told_of(*rows, first=None):
    subjects = made(*rows)
    groups = one(subjects) if first is None else two(subjects, first)
    return glucocorticoid_by_day(subjects, groups)


class TestDays:
    ROWS = (given(8.0, 8.0, 4.0), given(0.0, None, 0.0), given(16.0))

    def test_of_those_followed_whose_dose_is_known(self):
        told = figures_of(told_of(*self.ROWS))
        assert (told["glucocorticoid/day0/mean/a"], told["glucocorticoid/day0/median/a"]) == (8, 8)
        assert (told["glucocorticoid/day1/n/a"], told["glucocorticoid/day1/mean/a"]) == (1, 8.0)
        assert told["glucocorticoid/day2/mean/a"] == 2.0
        assert told["glucocorticoid/day3/mean/a"] is None

    def test_who_was_given_any_and_whose_dose_is_not_known(self):
        who = patients_of(told_of(*self.ROWS))
        assert who["glucocorticoid/day0/given/a"] == [0, 2]
        assert who["glucocorticoid/day1/followed/a"] == [0, 1]
        assert who["glucocorticoid/day1/given/a"] == [0, 1]
        assert who["glucocorticoid/day1/unknown/a"] == [1]
        assert who["glucocorticoid/day-7/given/a"] == []


class TestTotals:
    def test_from_day_0_through_the_day_both_included(self):
        told = figures_of(told_of(steady(2.0, kg=10.0)))
        assert told["glucocorticoid/total28/median/a"] == 58.0
        assert told["glucocorticoid/total56/median/a"] == 114.0
        assert told["glucocorticoid/total28_per_kg/median/a"] == pytest.approx(5.8)

    def test_who_was_not_followed_has_an_unknown_dose_or_no_weight_has_no_sum(self):
        unknown = given(*[1.0] * 10, None, None, *[1.0] * 45)
        found = told_of(steady(2.0), steady(1.0, days=20), unknown, steady(4.0, kg=20.0))
        told, who = figures_of(found), patients_of(found)
        assert who["glucocorticoid/total28/n/a"] == [0, 3]
        assert who["glucocorticoid/total28/short/a"] == [1]
        assert who["glucocorticoid/total28/unknown/a"] == [2]
        assert told["glucocorticoid/total28/unknown_days/a"] == 2
        assert who["glucocorticoid/total28/no_weight/a"] == []
        assert who["glucocorticoid/total28_per_kg/n/a"] == [3]
        assert who["glucocorticoid/total28_per_kg/no_weight/a"] == [0]

    def test_two_groups_by_mann_whitney(self):
        told = figures_of(told_of(*(steady(float(n)) for n in (1, 2, 8, 9)), first=2))
        assert told["glucocorticoid/total28/mann_whitney/statistic/ab"] == 0
        assert told["glucocorticoid/total28/mann_whitney/p/ab"] == pytest.approx(1 / 3)
        assert told["glucocorticoid/total28_per_kg/mann_whitney/p/ab"] is None


class TestDesign:
    def test_one_group_over_days_0_28_and_56(self):
        rows = [given(*[a] * 28, *[b] * 28, c) for a, b, c in ((8.0, 4.0, 0.0), (9.0, 3.0, 1.0))]
        found = told_of(*rows, steady(8.0, days=40))
        told, who = figures_of(found), patients_of(found)
        assert (who["glucocorticoid/design/n/a"], who["glucocorticoid/design/missing/a"]) == (
            [0, 1], [2],
        )  # fmt: skip
        assert told["glucocorticoid/design/time_p/a"] == pytest.approx(0.0195, abs=1e-3)
        assert "glucocorticoid/design/group_p/a" not in told

    def test_two_groups_by_the_mixed_design(self):
        few, many = ((8.0, 4.0, 0.0), (9.0, 3.0, 1.0)), ((30.0, 20.0, 16.0), (32.0, 28.0, 12.0))
        rows = [given(*[a] * 28, *[b] * 28, c) for a, b, c in few + many]
        told = figures_of(told_of(*rows, first=2))
        assert 0 < told["glucocorticoid/design/group_p/ab"] < 0.05
        assert told["glucocorticoid/design/interaction_f/ab"] > 0

    def test_nobody_has_every_number_without_a_value(self):
        told = figures_of(told_of())
        assert told["glucocorticoid/design/time_p/a"] is None
        assert told["glucocorticoid/total28/median/a"] is None
        assert told["glucocorticoid/day0/followed/a"] == 0
