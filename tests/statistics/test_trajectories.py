"""One test in groups over time: spans of days, each patient once, and every line by itself."""

from __future__ import annotations

import json
from itertools import pairwise

import numpy as np
import pytest

from hlh_app.statistics.subjects import Subjects
from hlh_app.statistics.trajectories import (
    EIGHT_WEEKS,
    SPANS,
    TESTS,
    TWO_WEEKS,
    YEAR,
    every_trajectory,
    part_of,
    points_of,
    trajectories,
)

from .made_patients import figures_of, made, one, patients_of, two
from .random_cohorts import random_cohort


def ferritin(*points):
    return {"series": {"points": {"alt": [(0, 40.0)], "ferritin": points}}}


def test_spans_follow_each_other_without_overlap_and_reach_a_year():
    for spans in SPANS.values():
        ends = [(span.first, span.last) for span in spans]
        assert all(last + 1 == first for (_, last), (first, _) in pairwise(ends))
        assert all(first <= last for first, last in ends)
    assert (SPANS[YEAR][0].first, SPANS[YEAR][-1].last) == (-14, 365)
    assert len({span.key for spans in SPANS.values() for span in spans}) == 22 + 11 + 11


@pytest.mark.parametrize(
    ("day", "key"),
    [(-14, "before2"), (-8, "before2"), (-7, "before1"), (0, "start"), (3, "start"), (4, "week1"),
     (10, "week1"), (11, "week2"), (17, "week2"), (59, "week8"), (60, "days60to87"),
     (365, "days340to365")],
)  # fmt: skip
def test_the_span_of_a_day(day, key):
    subjects = made(ferritin((day, 900.0)))
    told = figures_of(trajectories(subjects, one(subjects), "ferritin", YEAR))
    assert {name for name, n in told.items() if "/n/" in name and n} == {
        f"explore/ferritin/{key}/n/a"
    }


def test_a_day_outside_the_time_shown_is_left_out():
    subjects = made(ferritin((-15, 1.0), (60, 1.0)))
    found = trajectories(subjects, one(subjects), "ferritin", EIGHT_WEEKS)
    assert [part.found.n for part in found.groups[0].spans] == [0] * 11
    assert found.groups[0].without.tolist() == [0]


def test_a_patient_counts_once_by_the_median_of_several_results():
    subjects = made(ferritin((4, 100.0), (5, 300.0), (10, 900.0)), ferritin((7, 500.0), (8, 700.0)))
    found = trajectories(subjects, one(subjects), "ferritin")
    told, who = figures_of(found), patients_of(found)
    assert told["explore/ferritin/week1/n/a"] == 2
    assert told["explore/ferritin/week1/median/a"] == 450.0
    assert (told["explore/ferritin/week1/q1/a"], told["explore/ferritin/week1/q3/a"]) == (375, 525)
    assert who["explore/ferritin/week1/median/a"] == [0, 1]


def test_groups_are_told_apart_and_who_is_in_both_counts_in_both():
    subjects = made(ferritin((7, 100.0)), ferritin((7, 300.0)), {})
    told = figures_of(trajectories(subjects, two(subjects, 1), "ferritin"))
    assert told["explore/ferritin/week1/median/a"] == 100.0
    assert told["explore/ferritin/week1/median/b"] == 300.0
    found = trajectories(subjects, two(subjects, 1), "ferritin")
    assert [group.without.tolist() for group in found.groups] == [[], [2]]


def test_temperature_is_the_highest_of_each_day():
    subjects = made({"fever": {"peaks": (39.0, None, 38.5)}}, {})
    found = trajectories(subjects, one(subjects), "temperature", TWO_WEEKS)
    assert [column.tolist() for column in found.points.of(0)] == [[-3, -1], [39.0, 38.5]]
    assert figures_of(found)["explore/temperature/day-3/median/a"] == 39.0
    assert (part_of("temperature"), part_of("ferritin")) == ("fever", "series")


def test_results_read_out_of_the_text_are_those_of_the_part_however_it_is_spaced():
    subjects, _groups = random_cohort(17)
    tight = [json.dumps(row, separators=(",", ":")) for row in subjects.part("series")]
    texts = {"series": tight, "fever": subjects.texts["fever"]}
    spaced, packed = subjects, Subjects(subjects.keys, subjects.codes, [], [], texts)
    for test in TESTS[1:]:
        whole = [
            (row, day, value)
            for row, part in enumerate(subjects.part("series"))
            for day, value in part["points"].get(test, [])
        ]
        for read in (spaced, packed):
            found = points_of(read, test)
            assert list(zip(found.who, found.day, found.value, strict=True)) == whole


def test_every_number_of_the_page_is_among_all_of_them():
    subjects, groups = random_cohort(17)
    everything = figures_of(every_trajectory(subjects, groups))
    for spans in SPANS:
        shown = figures_of(trajectories(subjects, groups, "alt", spans))
        assert shown == {key: everything[key] for key in shown}


def test_nobody():
    subjects = made()
    found = trajectories(subjects, one(subjects), "ferritin")
    assert np.isnan(found.points.value).sum() == 0
    assert set(figures_of(found).values()) == {0, None}
