"""Hazards of a result: awaited, of another assay, of another week, in another unit or scale."""

from __future__ import annotations

import pytest

from .conftest import value

FOUR_MET = [
    value("temperature", 39.5, "Cel"),
    value("ferritin", 12000, "ug/L"),
    value("platelets", 40, "10*9/L"),
    value("neutrophils", 0.5, "10*9/L"),
    value("fibrinogen", 1.0, "g/L"),
]
REST_ABSENT = [
    {"finding": "splenomegaly", "status": "absent", "on": "2020-01-20"},
    {"finding": "hemophagocytosis", "status": "absent", "on": "2020-01-20", "site": "marrow"},
    {"finding": "nk_activity", "status": "normal", "on": "2020-01-20"},
]


@pytest.mark.hazard("pending_as_negative")
def test_a_result_still_awaited_keeps_the_verdict_open(assess):
    """Four criteria are met, three are not, soluble IL-2 receptor is at the laboratory."""
    open_ = assess([*FOUR_MET, value("scd25", None, "U/mL")], findings=REST_ABSENT)["hlh2004"]
    assert open_["criteria"]["scd25"] == "unknown"
    assert open_["outcome"] == "unknown"
    assert "scd25" in open_["pivotal"]
    back = assess([*FOUR_MET, value("scd25", 9000, "U/mL")], findings=REST_ABSENT)["hlh2004"]
    assert back["outcome"] == "met"


@pytest.mark.hazard("assay_confusion")
def test_another_assays_unit_is_never_held_against_the_threshold(assess):
    """9,000 pg/mL is no 9,000 U/mL; the criterion stays open beside a U/mL value below it."""
    rows = [
        value("scd25", 9000, "pg/mL", laboratory="Central", assay="ELISA"),
        value("scd25", 1000, "U/mL", "2020-01-19T08:00:00+08:00"),
    ]
    assert assess(rows)["hlh2004"]["criteria"]["scd25"] == "unknown"
    assert assess(rows[1:])["hlh2004"]["criteria"]["scd25"] == "not_met"


@pytest.mark.hazard("weeks_combined")
def test_values_of_different_weeks_make_no_diagnosis(assess):
    """The fever of today and the ferritin, platelets and fibrinogen of three weeks ago."""
    long_ago = "2019-12-30T08:00:00+08:00"
    old = [row | {"measured_at": long_ago} for row in FOUR_MET[1:]]
    spleen = [{"finding": "splenomegaly", "status": "present", "on": "2020-01-20"}]
    judged = assess([FOUR_MET[0], *old], findings=spleen)["hlh2004"]
    assert judged["count"] == {"met": 2, "not_met": 0, "unknown": 6}
    assert judged["criteria"]["ferritin"] == "unknown"
    together = assess(FOUR_MET, findings=spleen)["hlh2004"]
    assert together["outcome"] == "met"


@pytest.mark.hazard("wrong_baseline")
def test_an_old_value_is_no_baseline_and_a_marker_without_one_is_unknown(assess):
    """Ferritin of nine days before the first dose; sCD25 may be fourteen days old."""
    dose = {"drug": "ruxolitinib", "start": "2020-01-06T10:00:00+08:00"}
    rows = [
        value("ferritin", 12000, "ug/L", "2019-12-28T08:00:00+08:00"),
        value("scd25", 9000, "U/mL", "2019-12-28T08:00:00+08:00"),
        value("ferritin", 500, "ug/L"),
        value("scd25", 900, "U/mL"),
    ]
    day14 = assess(rows, exposures=[dose])["response"]["assessments"][0]
    assert day14["day"] == 14
    assert day14["markers"]["ferritin"] == "unknown"
    assert day14["markers"]["scd25"] == "improved"


@pytest.mark.hazard("stale_weight")
def test_an_old_weight_gives_no_dose_and_at_25_kg_the_rules_part(assess):
    fresh = assess([value("weight", 25.0, "kg")])["dose"]
    assert (fresh["wang2020"]["dose_mg"], fresh["chi2020"]["dose_mg"]) == (5, 2.5)
    old = assess([value("weight", 25.0, "kg", "2019-10-01T08:00:00+08:00")])["dose"]
    assert (old["wang2020"]["outcome"], old["chi2020"]["outcome"]) == ("unknown", "unknown")
    assert old["wang2020"].get("dose_mg") is None


@pytest.mark.hazard("midnight")
def test_one_moment_is_one_moment_on_every_clock(assess):
    """00:30 in Shanghai is the evening before in UTC; the day is that of the ward."""
    dose = {"drug": "ruxolitinib", "start": "2020-01-06"}
    ward = "2020-01-20T00:30:00+08:00"
    rows = [
        value("ferritin", 12000, "ug/L", "2020-01-05T08:00:00+08:00"),
        value("ferritin", 500, "ug/L", ward),
    ]
    options = {"exposures": [dose], "as_of": "2020-02-20T08:00:00+08:00"}
    (day14,) = assess(rows, **options)["response"]["assessments"]
    assert (day14["day"], day14["markers"]["ferritin"]) == (14, "improved")
    # Written in UTC the same instant decides what has been seen by then, to the minute.
    fever = value("temperature", 39.0, "Cel", "2020-01-05T23:59:00Z")
    shown = assess([fever], as_of="2020-01-20T08:00:00+08:00")["hlh2004"]["criteria"]["fever"]
    assert shown == "unknown"
    later = value("temperature", 39.0, "Cel", "2020-01-06T00:01:00Z")
    assert assess([later])["hlh2004"]["criteria"]["fever"] == "met"
