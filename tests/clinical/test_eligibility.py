"""Eligibility for salvage as in Wang, filled from the record alone."""

from dataclasses import replace
from datetime import date

import pytest

from hlh_app.clinical.case import Exposure, Patient, Sex, TherapyLine
from hlh_app.clinical.eligibility import CARD, eligibility, eligibility_wang2020
from hlh_app.clinical.hlh2004 import hlh2004
from hlh_app.clinical.outcome import Outcome
from hlh_app.clinical.windows import History, View

from .diagnosis_builders import CHILD, FIVE_MET, T, case, day, found, given, lab, view

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN
FAILED = TherapyLine("HLH-94", 1, day(-30), day(-2), "no_response", key="line-1")
FINDINGS = (
    found("survival_over_one_month", "present"),
    found("uncontrolled_infection", "absent"),
    found("nonmelanoma_skin_cancer", "absent"),
)


def checklist(*rows, lines=(FAILED,), patient=CHILD):
    return eligibility(replace(case(*rows, patient=patient), therapy_lines=lines), T)


def outcome(item, *rows, **more):
    return checklist(*rows, **more).item(item).outcome


def test_all_met():
    found_ = checklist(*FIVE_MET, *FINDINGS)
    assert found_.outcome is MET
    assert str(found_.statement) == "All 6 conditions of Wang are met as of 2020-01-20."
    assert all(item.to_record is None for item in found_.items)
    assert all(item.source.key == "wang2020" for item in found_.items)
    assert found_.source.key == "wang2020"
    assert found_.item("hlh94").key == "line-1"
    assert found_.item("hlh2004").day == day(0)


def test_nothing_recorded_is_unknown_and_says_what_to_record():
    empty = checklist(lines=())
    assert [item.outcome for item in empty.items] == [UNKNOWN, MET, *[UNKNOWN] * 4]
    assert all((item.to_record is None) == (item.outcome is MET) for item in empty.items)
    assert str(empty.statement) == (
        "Open: 1 of Wang's 6 conditions are met as of 2020-01-20, 5 not known."
    )
    with pytest.raises(KeyError):
        empty.item("other")


def test_one_that_fails_settles_it():
    rows = (*FIVE_MET, *FINDINGS[:2], found("nonmelanoma_skin_cancer", "present"))
    settled = checklist(*rows, lines=())
    assert settled.outcome is NOT_MET
    assert str(settled.statement) == "1 of Wang's 6 conditions not met as of 2020-01-20."


class TestHlh2004AtDiagnosis:
    def test_met_at_diagnosis_stays_met(self):
        old = [row._replace(measured_at=row.measured_at._replace(
            at=row.measured_at.at.replace(day=1), seen=row.measured_at.seen.replace(day=1),
            day=date(2020, 1, 1))) for row in FIVE_MET[:5]]  # fmt: skip
        spleen = found("splenomegaly", "present", -19)
        assert outcome("hlh2004", *old, spleen) is MET

    def test_surely_not_met_without_any_treatment(self):
        low = [
            *(lab(code, value) for code, value in (("temperature", "36.8"), ("ferritin", "50"))),
            *(lab(code, value) for code, value in (("platelets", "300"), ("neutrophils", "4"))),
            *(lab(code, value) for code, value in (("hemoglobin", "130"), ("fibrinogen", "3"))),
            lab("triglycerides", "1"),
        ]
        assert outcome("hlh2004", *low) is NOT_MET
        assert outcome("hlh2004", *low, given("dexamethasone", -3)) is UNKNOWN

    def test_open_now_is_open(self):
        assert outcome("hlh2004", lab("ferritin", "900")) is UNKNOWN


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        pytest.param(date(2019, 1, 21), NOT_MET,
            marks=pytest.mark.boundary("eligibility_wang2020.from_1", "below")),
        pytest.param(date(2019, 1, 20), MET,
            marks=pytest.mark.boundary("eligibility_wang2020.from_1", "at")),
        pytest.param(date(2019, 1, 19), MET,
            marks=pytest.mark.boundary("eligibility_wang2020.from_1", "above")),
        pytest.param(date(1945, 1, 21), MET,
            marks=pytest.mark.boundary("eligibility_wang2020.before_75", "below")),
        pytest.param(date(1945, 1, 20), NOT_MET,
            marks=pytest.mark.boundary("eligibility_wang2020.before_75", "at")),
        pytest.param(date(1945, 1, 19), NOT_MET,
            marks=pytest.mark.boundary("eligibility_wang2020.before_75", "above")),
    ],
)  # fmt: skip
def test_age(born, expected):
    assert outcome("age", patient=Patient(born, Sex.MALE)) is expected


@pytest.mark.parametrize(
    ("kind", "status", "expected"),
    [
        ("survival_over_one_month", "present", MET),
        ("survival_over_one_month", "absent", NOT_MET),
        ("survival_over_one_month", "unknown", UNKNOWN),
        ("uncontrolled_infection", "absent", MET),
        ("uncontrolled_infection", "present", NOT_MET),
        ("uncontrolled_infection", "pending", UNKNOWN),
        ("nonmelanoma_skin_cancer", "absent", MET),
        ("nonmelanoma_skin_cancer", "present", NOT_MET),
    ],
)
def test_findings(kind, status, expected):
    item = checklist(found(kind, status)).item(kind)
    assert item.outcome is expected
    assert item.day == day(0)
    assert (item.to_record is not None) == (expected is UNKNOWN)


def test_a_contradiction_is_unknown():
    kind = "uncontrolled_infection"
    item = checklist(found(kind, "present"), found(kind, "absent")).item(kind)
    assert item.outcome is UNKNOWN
    assert "contradict" in str(item.says)


class TestAsOfTheFirstDose:
    def test_what_was_recorded_later_does_not_count(self):
        late = (given("ruxolitinib", -5), found("uncontrolled_infection", "present", -1))
        told = checklist(*late)
        assert told.as_of.day == day(-5)
        assert told.item("uncontrolled_infection").outcome is UNKNOWN

    def test_a_line_begun_with_ruxolitinib_is_not_before_it(self):
        beside = TherapyLine("HLH-94", 2, day(-5), None, "relapse")
        assert outcome("hlh94", given("ruxolitinib", -5), lines=(beside,)) is UNKNOWN

    def test_a_reading_at_hand_is_used_while_it_is_of_that_moment(self):
        made = case(*FIVE_MET)
        reading = hlh2004(made, T)
        told = eligibility_wang2020(View(History(made), T), reading)
        assert told.item("hlh2004").outcome is MET
        dosed = case(*FIVE_MET, given("ruxolitinib", -5))
        then = eligibility_wang2020(View(History(dosed), T), hlh2004(dosed, T))
        assert then.item("hlh2004").outcome is UNKNOWN

    def test_a_first_dose_of_today_is_judged_now(self):
        assert eligibility_wang2020(view(given("ruxolitinib", 0))).as_of == T

    def test_a_first_dose_of_this_minute_leaves_the_reading_at_hand(self):
        at_hand = hlh2004(case(*FIVE_MET), T)
        told = eligibility_wang2020(view(Exposure("ruxolitinib", T)), at_hand)
        assert told.item("hlh2004").outcome is MET


def test_the_card():
    assert {b.id for b in CARD.boundaries} == {"from_1", "before_75", "two_weeks"}
    assert [c.id for c in CARD.criteria] == [item.id for item in checklist().items]
