"""What other definitions would make of a response; those in use are the defaults."""

from decimal import Decimal

import pytest

from hlh_app.clinical.fever import FEBRILE_FROM
from hlh_app.clinical.response import marsh_response
from hlh_app.clinical.response_definitions import IN_USE, Definitions
from tests.clinical.response_builders import (
    ILL,
    WELL,
    at,
    case_of,
    drug,
    lab,
    labs,
)

TWO_FALL = {"ferritin": "1000", "triglycerides": "2.0"}
AS_BEFORE = {**ILL, "scd25": "9000"}


def classes(*rows, day=14, **definitions):
    """The classes of one day in words, e.g. "NR PR"."""
    return " ".join(by(*rows, **definitions)[day])


def by(*rows, **definitions):
    calm = [lab("temperature", 13, "36.8"), lab("temperature", 14, "36.8")]
    found = marsh_response(
        case_of(calm, *rows), at(60), (7,), definitions=Definitions(**definitions)
    )
    return {day.day: day.possible for day in (*found.days, *found.extra)}


def test_without_a_word_they_are_those_in_use():
    rows = [labs(-3, ILL), labs(14, WELL), labs(28, ILL, ferritin="1000")]
    case = case_of(rows)
    assert marsh_response(case, at(60)) == marsh_response(case, at(60), definitions=IN_USE)
    assert IN_USE.febrile_from == FEBRILE_FROM


@pytest.mark.parametrize(
    ("reading", "unit", "febrile_cel", "expected"),
    [
        ("38.2", "Cel", "38.0", "PR"),
        ("38.2", "Cel", "38.3", "CR"),
        ("38.3", "Cel", "38.3", "PR"),
        ("100.9", "[degF]", "38.3", "CR"),
        ("100.94", "[degF]", "38.3", "PR"),
        ("101.3", "[degF]", "38.5", "PR"),
        ("38.49", "Cel", "38.5", "CR"),
    ],
)
def test_febrile_from_another_temperature(reading, unit, febrile_cel, expected):
    warm = lab("temperature", 14, reading, unit=unit, limit=None)
    found = classes(warm, labs(0, ILL), labs(14, WELL), febrile_cel=Decimal(febrile_cel))
    assert found == expected


@pytest.mark.parametrize(
    ("analyte", "age", "definitions", "counts"),
    [
        ("ferritin", 7, {}, True),
        ("ferritin", 8, {}, False),
        ("ferritin", 4, {"baseline_days": 3}, False),
        ("ferritin", 3, {"baseline_days": 3}, True),
        ("ferritin", 14, {"baseline_days": 14}, True),
        ("scd25", 14, {}, True),
        ("scd25", 8, {"scd25_baseline_days": 7}, False),
        ("scd25", 28, {"scd25_baseline_days": 28}, True),
        ("scd25", 28, {"baseline_days": 28}, False),
    ],
)
def test_how_old_a_baseline_may_be(analyte, age, definitions, counts):
    """One marker improves surely, and this one if its old value counts."""
    before = labs(0, {**AS_BEFORE, analyte: "-", "triglycerides": "4.0"})
    now = labs(14, AS_BEFORE, triglycerides="2.0", **{analyte: "1000"})
    found = classes(lab(analyte, -age, ILL[analyte]), before, now, **definitions)
    assert found == ("PR" if counts else "NR PR")


def test_an_awaited_baseline_is_as_old_as_a_known_one_may_be():
    awaited = lab("ferritin", -10, None)
    case = case_of(awaited, labs(14, ILL))
    assert "ferritin" not in marsh_response(case, at(60)).awaited_baseline
    wide = Definitions(baseline_days=14)
    assert "ferritin" in marsh_response(case, at(60), definitions=wide).awaited_baseline


@pytest.mark.parametrize(("day", "within"), [(11, 3), (17, 3), (13, 1), (7, 7), (21, 7)])
def test_how_far_from_its_day_a_value_may_lie(day, within):
    rows = [labs(0, ILL), labs(day, ILL, **TWO_FALL)]
    assert classes(rows, window_days=within) == "PR"
    assert classes(rows, window_days=within, day=56) == ""
    assert classes(rows, window_days=abs(day - 14) - 1) == ""


def test_a_spoilt_value_lies_in_the_same_days():
    rows = [labs(0, ILL), labs(19, ILL), drug("platelet_transfusion", 19, 19)]
    near = marsh_response(case_of(rows), at(60), definitions=Definitions(window_days=7))
    assert [one.observation.analyte for one in near.days[0].passed_over] == ["platelets"]
    assert marsh_response(case_of(rows), at(60)).days[0].passed_over == ()


@pytest.mark.parametrize(
    ("improved", "needed", "expected"),
    [(0, 1, "NR"), (1, 1, "PR"), (1, 2, "NR"), (2, 2, "PR"), (2, 3, "NR"), (3, 3, "PR")],
)
def test_how_many_markers_must_improve(improved, needed, expected):
    better = dict(list({**TWO_FALL, "scd25": "1000"}.items())[:improved])
    assert classes(labs(0, ILL), labs(14, {**ILL, **better}), needed=needed) == expected


def test_an_arm_that_does_not_count_can_still_be_normal():
    arms = ("scd25", "ferritin", "triglycerides")
    rows = [labs(0, ILL), labs(14, ILL, neutrophils="4.0", alt="30")]
    assert classes(rows) == "PR"
    assert classes(rows, markers=arms) == "NR"
    assert classes(labs(0, ILL), labs(14, WELL), markers=arms) == "CR"


def test_with_values_that_a_transfusion_or_gcsf_spoilt():
    rows = [labs(0, ILL), labs(14, WELL), drug("platelet_transfusion", 13, 13)]
    assert classes(rows) == "PR CR"
    assert classes(rows, part_spoilt=False) == "CR"
