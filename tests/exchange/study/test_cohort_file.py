"""A cohort file of aggregates: another centre reads it, and nobody can be found in it."""

import json
from random import Random

import numpy as np
import pytest

from hlh_app.cohorts import CohortFileError, read_cohort
from hlh_app.exchange.study.aggregates import (
    LABELS,
    aggregates,
    disjoint,
    families,
    label,
    rounded,
    told_n,
)
from hlh_app.exchange.study.cohort_file import Told, cohort_file
from hlh_app.statistics.subjects import Group
from hlh_app.statistics.suppression import LEAST_SPREAD, SMALLEST, bounds
from tests.statistics.random_cohorts import random_cohort
from tests.statistics.study_rows import cohort as of_rows
from tests.statistics.study_rows import patient

TOLD = Told("General Hospital <1>", "Patients of ours", "21-Nov-2026", ("All.", "Others."))
SEEDS = [seed for seed in range(70) if all(g.n >= SMALLEST for g in random_cohort(seed)[1])]


def told(groups):
    return Told(TOLD.name, TOLD.title, TOLD.made_on, TOLD.settings[: len(groups)])


@pytest.fixture(scope="module")
def made():
    """Of every cohort that is large enough: its patients, groups and file."""
    found = []
    for seed in SEEDS:
        subjects, groups = random_cohort(seed)
        groups = groups if disjoint(groups) else groups[:1]
        found.append((subjects, groups, cohort_file(subjects, groups, told(groups))))
    return found


def test_there_are_cohorts_to_try(made):
    assert len(made) >= 8
    assert any(len(groups) == 2 for _s, groups, _f in made)


def test_another_centre_reads_what_we_write(made):
    for _subjects, groups, file in made:
        cohort = read_cohort(file.text)
        assert (cohort.kind, cohort.name, cohort.n) == (
            "centre",
            TOLD.name,
            sum(group.n for group in groups),
        )
        for arm, own in zip(cohort.arms, file.arms, strict=True):
            assert [(r.code, r.numerator, r.denominator) for r in arm.counts] == [
                (r.code, r.numerator, r.denominator) for r in own.counts
            ]
            assert [float(row.mean) for row in arm.means] == [row.mean for row in own.means]
            assert {row.spread for row in arm.summaries} <= {"quartiles"}


def test_the_attacker_who_knows_the_file_reckons_no_small_count(made):
    """From the file alone: every number in it is an equation over the kinds of patients."""
    for subjects, groups, file in made:
        for group, arm in zip(groups, json.loads(file.text)["arms"], strict=True):
            printed = {row["code"]: row["numerator"] for row in arm["counts"]}
            missing = json.loads(file.text)["missing"]
            begun = f"Withheld, {arm['label']}: "
            for family in families(subjects, group):
                shown = [
                    code
                    for code in family.counts
                    if code in printed or f"{begun}{label(code)}" not in missing
                ]
                for code, cells in family.counts.items():
                    low, high = bounds(family, shown, cells)
                    if code in shown:
                        assert printed.get(code, 0) == family.value(cells)
                    else:
                        assert high - low >= LEAST_SPREAD, (code, shown)


def test_no_number_under_five_is_in_a_file(made):
    for _subjects, _groups, file in made:
        for arm in json.loads(file.text)["arms"]:
            assert all(row["numerator"] >= SMALLEST for row in arm["counts"])
            assert all(
                row["denominator"] == row["numerator"]
                or row["denominator"] - row["numerator"] >= SMALLEST
                for row in arm["counts"]
            )
            assert all(row.get("n", SMALLEST) >= SMALLEST for row in arm["summaries"])
            assert all(row.get("n", SMALLEST) >= SMALLEST for row in arm["means"])


def test_what_is_withheld_is_said(made):
    for _subjects, _groups, file in made:
        document = json.loads(file.text)
        withheld = [line for arm in file.arms for line in arm.withheld]
        assert len(document["missing"]) == len(withheld)
        assert any("under five" in note for note in document["notes"])


def test_of_few_nothing_is_told():
    subjects, (group,) = of_rows(*[patient()] * 4)
    with pytest.raises(ValueError, match="too small"):
        aggregates(subjects, group)


def test_groups_that_share_patients_are_not_told_together():
    subjects, (group,) = of_rows(*[patient()] * 12)
    part = Group("b", "Part", np.arange(9))
    with pytest.raises(ValueError, match="share"):
        cohort_file(subjects, (group, part), TOLD)


def test_a_mean_of_few_is_withheld_and_few_missing_ones_are_not_told():
    rows = [patient(ferritin={"before": 900 + n, "week1": 800}) for n in range(4)]
    rows += [patient(ferritin={"before": 500}) for _n in range(6)]
    rows += [patient() for _n in range(2)]
    subjects, (group,) = of_rows(*rows)
    found = aggregates(subjects, group)
    (mean,) = found.means
    assert (mean.analyte, mean.day, mean.n) == ("ferritin", 0, None)
    assert any(line.startswith("Ferritin, nearest day 7") for line in found.withheld)


@pytest.mark.parametrize(("responders", "others"), [(9, 3), (5, 2), (3, 9), (0, 9)])
def test_the_time_to_response_does_not_tell_how_many_responded(responders, others):
    """Few responded, or few did not: both are withheld. A median day would say that five did, and
    the want of one that nobody did."""
    rows = [
        patient(subject__ebv=False, outcome__best=["PR"], outcome__response_day=7)
        for _n in range(responders)
    ]
    rows += [patient(subject__ebv=False, outcome__best=["NR"]) for _n in range(others)]
    subjects, (group,) = of_rows(*rows)
    found = aggregates(subjects, group)
    assert not {"overall_response", "no_response"} & {row.code for row in found.counts}
    assert "time_to_response" not in {row.code for row in found.summaries}
    assert "First day in response" in found.withheld


@pytest.mark.parametrize(("known", "n"), [(12, 12), (10, None), (7, 7)])
def test_the_time_to_response_does_not_tell_of_few_without_a_day(known, n):
    rows = [
        patient(subject__ebv=False, outcome__best=["PR"], outcome__response_day=7)
        for _n in range(known)
    ]
    rows += [patient(subject__ebv=False, outcome__best=["PR"]) for _n in range(12 - known)]
    rows += [patient(subject__ebv=False, outcome__best=["NR"]) for _n in range(8)]
    subjects, (group,) = of_rows(*rows)
    found = aggregates(subjects, group)
    assert "overall_response" in {row.code for row in found.counts}
    [time] = [row for row in found.summaries if row.code == "time_to_response"]
    assert time.n == n


def test_the_age_of_one_patient_does_not_tell_the_date_of_birth():
    """Median and quartiles of five are the ages of three of them."""
    ages = (1.1111, 2.2222, 3.3333, 4.4444, 5.5555)
    subjects, (group,) = of_rows(*(patient(subject__age=age) for age in ages))
    [age] = [row for row in aggregates(subjects, group).summaries if row.code == "age"]
    assert (age.q1, age.median, age.q3) == (2.2, 3.3, 4.4)


def test_conventional_treatment_has_no_response_to_tell_of():
    rows = [patient(subject__treatment="conventional") for _n in range(8)]
    subjects, (group,) = of_rows(*rows)
    assert not {row.code for row in aggregates(subjects, group).counts} & {
        "overall_response",
        "no_response",
    }


@pytest.mark.parametrize(
    ("n", "whole", "shown"), [(30, 30, 30), (29, 30, None), (26, 30, None), (25, 30, 25)]
)
def test_of_how_many_a_number_is(n, whole, shown):
    assert told_n(n, whole) == shown


def test_numbers_have_four_digits():
    assert rounded(17090.123) == 17090.0
    assert rounded(0.0123456) == 0.01235


def test_every_count_has_a_label():
    subjects, groups = random_cohort(SEEDS[0])
    for family in families(subjects, groups[0]):
        for code in family.counts:
            assert label(code)
    assert label("fever") == "HLH-2004 criterion before treatment, fever: met"
    assert LABELS["ebv_hlh"] == "EBV-HLH"


def test_the_code_is_that_of_the_content():
    subjects, groups = random_cohort(SEEDS[0])
    one = cohort_file(subjects, groups[:1], told(groups[:1]))
    assert one.code == cohort_file(subjects, groups[:1], told(groups[:1])).code
    assert one.code.startswith("general-hospital-1-")
    unnamed = Told("«»", "T", "D", ("All.",))
    assert cohort_file(subjects, groups[:1], unnamed).code.startswith("centre-")


@pytest.mark.parametrize("seed", range(6))
def test_a_damaged_file_is_refused_with_its_place(seed, made):
    """Any key renamed, any number turned to text."""
    random = Random(seed)
    document = json.loads(made[0][2].text)
    arm = random.choice(document["arms"])
    row = random.choice(arm[random.choice(("counts", "summaries"))])
    row[random.choice(sorted(set(row) - {"n", "low", "high", "spread"}))] = ["wrong"]
    with pytest.raises(CohortFileError, match=r"\$\.arms"):
        read_cohort(json.dumps(document))
