"""Temperature of groups: peaks day by day, how soon the fever left, whether it came back."""

from __future__ import annotations

import pytest

from hlh_app.statistics.fever_by_day import DAYS, fever_by_day

from .made_patients import figures_of, made, one, patients_of, two


def peaks(*values, **more):
    """From day -3 on; further facts of the fever."""
    return {"fever": {"peaks": values, **more}}


def febrile(**more):
    return {"fever": {"febrile_before": True, **more}}


def afebrile(hours, days=0, **more):
    return febrile(state="afebrile", afebrile_hours=hours, afebrile_days=days, **more)


THREE = (peaks(39.0, 40.0), peaks(None, 38.0, None, 37.0), peaks())


class TestPeaks:
    def test_of_each_day_mean_spread_and_who_has_no_reading(self):
        subjects = made(*THREE)
        found = fever_by_day(subjects, one(subjects))
        told, who = figures_of(found), patients_of(found)
        assert told["fever/peak/day-2/mean/a"] == 39.0
        assert told["fever/peak/day-2/sd/a"] == pytest.approx(2**0.5)
        assert (told["fever/peak/day-2/n/a"], told["fever/peak/day-2/missing/a"]) == (2, 1)
        assert (who["fever/peak/day-2/mean/a"], who["fever/peak/day-2/missing/a"]) == ([0, 1], [2])
        assert told["fever/peak/day-1/mean/a"] is None
        assert told["fever/peak/day0/median/a"] == 37.0

    def test_one_group_is_not_tested(self):
        subjects = made(*THREE)
        assert fever_by_day(subjects, one(subjects)).tests == ()

    def test_two_groups_are_tested_on_each_day_with_two_readings_each(self):
        rows = [peaks(39.0, 38.0), peaks(39.5, 38.0), peaks(37.0, 38.0), peaks(37.2)]
        subjects = made(*rows)
        found = fever_by_day(subjects, two(subjects, 2))
        told = figures_of(found)
        assert told["fever/peak/day-3/t/statistic/ab"] == pytest.approx(2.15 / 0.0725**0.5)
        assert told["fever/peak/day-3/mann_whitney/p/ab"] == pytest.approx(1 / 3)
        assert told["fever/peak/day-2/t/p/ab"] is None
        assert (found.tested, told["fever/peak/tested/ab"]) == (1, 1)

    def test_there_is_a_number_for_every_day_of_nobody(self):
        subjects = made()
        told = figures_of(fever_by_day(subjects, one(subjects)))
        assert all(told[f"fever/peak/day{day}/mean/a"] is None for day in DAYS)
        assert told["fever/within24/share/a"] is None


class TestCounts:
    ROWS = (
        afebrile(2.0, within_24_h=True, came_back="met", back_days=3),
        afebrile(30.0, 1, within_24_h=False, came_back="unknown"),
        febrile(state="febrile", within_24_h=None, open_hours=50.0, open_days=2),
        {"fever": {"febrile_before": False, "within_24_h": True, "came_back": "not_applicable"}},
        {"fever": {}},
    )

    @pytest.fixture
    def found(self):
        subjects = made(*self.ROWS)
        return fever_by_day(subjects, one(subjects))

    def test_febrile_before_of_those_known(self, found):
        who = patients_of(found)
        assert who["fever/before/yes/a"] == [0, 1, 2]
        assert (who["fever/before/known/a"], who["fever/before/unknown/a"]) == ([0, 1, 2, 3], [4])

    def test_afebrile_within_24_hours_of_all_and_of_those_febrile_before(self, found):
        told, who = figures_of(found), patients_of(found)
        assert (who["fever/within24/yes/a"], who["fever/within24/unknown/a"]) == ([0, 3], [2, 4])
        assert told["fever/within24/share/a"] == pytest.approx(2 / 3)
        assert told["fever/within24/lower/a"] == pytest.approx(0.0943, abs=1e-4)
        assert who["fever/within24_febrile/known/a"] == [0, 1]

    def test_fever_seen_again_of_all_who_became_afebrile_excluded_or_not(self, found):
        told, who = figures_of(found), patients_of(found)
        assert (who["fever/back/known/a"], who["fever/back/yes/a"]) == ([0, 1], [0])
        assert (who["fever/back/unknown/a"], told["fever/back/share/a"]) == ([1], 0.5)
        assert told["fever/back_days/median/a"] == 3


class TestCurve:
    def test_upward_from_the_dose_those_never_afebrile_censored(self):
        subjects = made(*TestCounts.ROWS)
        told = figures_of(fever_by_day(subjects, one(subjects)))
        assert (told["fever/hours/n/a"], told["fever/hours/censored/a"]) == (3, 1)
        assert told["fever/hours/at24/share/a"] == pytest.approx(1 / 3)
        assert told["fever/hours/at24/at_risk/a"] == 2
        assert told["fever/hours/at48/share/a"] == pytest.approx(2 / 3)
        assert told["fever/hours/at72/share/a"] is None
        assert told["fever/hours/median/a"] == 30.0
        assert told["fever/days/at1/share/a"] == pytest.approx(2 / 3)

    def test_once_everybody_is_afebrile_everybody_stays_so(self):
        subjects = made(afebrile(2.0), afebrile(4.0))
        told = figures_of(fever_by_day(subjects, one(subjects)))
        assert (told["fever/hours/at144/share/a"], told["fever/hours/at144/lower/a"]) == (1.0, None)

    def test_the_limits_hold_the_share(self):
        subjects = made(*(afebrile(float(n)) for n in range(20, 40)))
        told = figures_of(fever_by_day(subjects, one(subjects)))
        lower, share, upper = (
            told[f"fever/hours/at24/{name}/a"] for name in ("lower", "share", "upper")
        )
        assert 0 < lower < share < upper < 1
        assert share == pytest.approx(0.25)

    def test_a_dose_known_by_its_date_counts_by_days_only(self):
        subjects = made(afebrile(None, 1), afebrile(2.0))
        found = fever_by_day(subjects, one(subjects))
        told, who = figures_of(found), patients_of(found)
        assert (who["fever/hours/n/a"], who["fever/hours/without/a"]) == ([1], [0])
        assert told["fever/days/n/a"] == 2

    def test_two_groups_are_compared_by_hours_and_by_days(self):
        rows = [afebrile(float(n), n // 24) for n in (2, 4, 50, 60)]
        subjects = made(*rows)
        told = figures_of(fever_by_day(subjects, two(subjects, 2)))
        assert told["fever/hours/log_rank/p/ab"] == pytest.approx(0.0896, abs=1e-4)
        assert "fever/days/log_rank/statistic/ab" in told
