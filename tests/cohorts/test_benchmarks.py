"""What of the published figures may stand beside a centre's own."""

from __future__ import annotations

import pytest

from hlh_app.cohorts.benchmarks import PRINTED, SETTINGS, Line, Measure
from hlh_app.cohorts.library import load_cohorts

OUTCOMES = {
    *("overall_response", "complete_response", "overall_response_ebv", "overall_response_not_ebv"),
    *("sustained_complete_response", "overall_complete_response", "deaths"),
    *("partial_response_after_dep", "afebrile_24_h", "afebrile_48_h", "afebrile_day_3"),
    *("survival_12_months", "event_free_survival_6_months"),
}


@pytest.mark.parametrize("row", PRINTED, ids=lambda row: f"{row.place}/{row.code}")
def test_each_is_a_count_or_a_share_of_its_file(row):
    assert (row.count is None) != (row.summary is None)
    assert row.summary is None or row.summary.unit == "%"


def test_every_printed_outcome_of_every_cohort_is_there():
    held = {
        (f"{found.code}/{arm.code}", row.code)
        for found in load_cohorts()
        for arm in found.arms
        for row in (*arm.counts, *arm.summaries)
        if row.code in OUTCOMES
    }
    assert held <= {(row.place, row.code) for row in PRINTED}


def test_every_arm_has_a_setting():
    arms = {f"{found.code}/{arm.code}" for found in load_cohorts() for arm in found.arms}
    assert set(SETTINGS) == arms


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ("wang2020/ruxolitinib", Line.SALVAGE),
        ("zhang2022/ruxolitinib", Line.FIRST),
        ("zhang2021/ruxolitinib", Line.FIRST),
        ("chi2020/ruxolitinib", Line.MIXED),
    ],
)
def test_lines_of_therapy(place, line):
    assert SETTINGS[place].line is line


def test_what_is_not_ruxolitinib_says_so():
    for row in PRINTED:
        assert row.setting.ruxolitinib or "no ruxolitinib" in row.apart


def test_figures_of_one_name_are_told_apart():
    names = [(row.measure, row.place, row.tag) for row in PRINTED]
    assert len(set(names)) == len(names)


def test_every_measure_has_a_printed_figure():
    assert {row.measure for row in PRINTED} == set(Measure)


def test_the_label_of_emapalumab_is_another_definition():
    rows = [row for row in PRINTED if row.place.startswith("emapalumab")]
    assert {"own definition" in row.when for row in rows} == {True}
