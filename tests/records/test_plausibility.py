"""What is possible, what is usual, and what is said about the rest."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.records.plausibility import USUAL_BY_AGE, age_in_words, judge

D = Decimal
YEARS = 366


@pytest.mark.parametrize("analyte", ANALYTES.values(), ids=lambda a: a.code)
def test_the_limits_themselves_are_inside_and_the_next_value_is_not(analyte):
    step = D("0.001")
    for limit, away in zip(analyte.possible, (-step, step), strict=True):
        assert judge(analyte.code, limit, analyte.unit).outcome != "impossible"
        assert judge(analyte.code, limit + away, analyte.unit).outcome == "impossible"
    if analyte.usual == analyte.possible or analyte.code in USUAL_BY_AGE:
        return
    for limit, away in zip(analyte.usual, (-step, step), strict=True):
        assert judge(analyte.code, limit, analyte.unit).outcome == "ok"
        beyond = limit + away
        if analyte.possible[0] <= beyond <= analyte.possible[1]:
            assert judge(analyte.code, beyond, analyte.unit).outcome == "unusual"


@pytest.mark.parametrize(
    ("analyte", "value", "unit", "outcome"),
    [
        ("temperature", "104", "[degF]", "ok"),
        ("temperature", "39.4", "[degF]", "impossible"),
        ("temperature", "101.5", "Cel", "impossible"),
        ("hemoglobin", "9.8", "g/dL", "ok"),
        ("hemoglobin", "98", "g/dL", "impossible"),
        ("hemoglobin", "9.8", "g/L", "impossible"),
        ("platelets", "45000", "/uL", "ok"),
        ("platelets", "45000", "10*9/L", "impossible"),
        ("scd25", "-1", "pg/mL", "impossible"),
        ("scd25", "99999999", "pg/mL", "ok"),
        ("ebv_dna_plasma", "-0.3", "{Log_IU}/mL", "impossible"),
        ("ferritin", "Infinity", "ug/L", "impossible"),
        ("ferritin", "NaN", "ug/L", "impossible"),
    ],
)
def test_a_slipped_unit_or_digit_is_caught(analyte, value, unit, outcome):
    assert judge(analyte, D(value), unit).outcome == outcome


@pytest.mark.parametrize(
    ("analyte", "value", "age_days", "outcome"),
    [
        ("weight", "3.2", 2, "ok"),
        ("weight", "12", 2, "unusual"),
        ("weight", "25.0", 9 * YEARS, "ok"),
        ("weight", "250", 9 * YEARS, "unusual"),
        ("weight", "2.5", 9 * YEARS, "unusual"),
        ("weight", "70", 40 * YEARS, "ok"),
        ("weight", "7", 40 * YEARS, "unusual"),
        ("weight", "7", None, "ok"),
        ("weight", "500", 40 * YEARS, "impossible"),
        ("height", "50", 2, "ok"),
        ("height", "50", 5 * YEARS, "unusual"),
        ("height", "1.1", 5 * YEARS, "impossible"),
    ],
)
def test_weight_and_height_are_judged_by_age(analyte, value, age_days, outcome):
    unit = ANALYTES[analyte].unit
    assert judge(analyte, D(value), unit, "", age_days).outcome == outcome


def test_the_age_bands_overlap_so_that_no_birthday_makes_a_value_unusual():
    for bands in USUAL_BY_AGE.values():
        ages = [until for until, _limits in bands]
        assert ages == sorted(ages)
        for (_a, (low, high)), (_b, (next_low, next_high)) in pairwise(bands):
            assert low < next_low < high < next_high


def test_the_words_name_value_unit_age_and_limits():
    judged = judge("weight", D(162), "kg", "", 5 * YEARS)
    assert "Weight 162 kg is unusual at the age of 5 years (usual: 9 to 90 kg)" in judged.message
    judged = judge("ferritin", D("1e6") + 1, "ug/L", ">")
    assert "Ferritin >1,000,001 µg/L is not possible. Enter 0 to 1,000,000 µg/L" in judged.message


@pytest.mark.parametrize(
    ("days", "words"),
    [(None, "unknown"), (1, "1 day"), (27, "27 days"), (100, "3 months"), (800, "2 years")],
)
def test_an_age_is_said_in_the_unit_that_fits(days, words):
    assert age_in_words(days) == words


@pytest.mark.parametrize("analyte", ["neutrophils", "wbc", "platelets"])
def test_a_fraction_of_a_cell_is_most_likely_another_unit(analyte):
    judged = judge(analyte, D("1.2"), "/uL")
    assert judged.outcome == "unusual"
    assert "1.2 /µL: a count in /µL has no fraction" in judged.message
    assert judge(analyte, D("1200.0"), "/uL").outcome == "ok"
    assert judge(analyte, D("1.2"), "10*3/uL").outcome == "ok"
