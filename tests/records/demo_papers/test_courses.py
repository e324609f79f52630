"""What the papers say of their patients beside the counts, and what our rules say of ours."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from math import sqrt

import pytest
from scipy import stats

from hlh_app.clinical.eligibility import eligibility
from hlh_app.clinical.outcome import Outcome
from hlh_app.cohorts.library import cohort
from hlh_app.exchange.json_text import dump
from hlh_app.records.demo.papers import chi, wang
from tests.records.demo_papers.arm import Arm, Synthetic, arm

# Alike under Python 3.11, 3.12 and 3.13. Change them with the files, and look at what changed.
WANG_SHA256 = "c78b20a3bc29899a92c602b9505a088f2699dc62ff6b6430a8d260d8504912d9"
CHI_SHA256 = "50b34c17792d1cdcea4807c7a5339097f5fcfb0977bf5317a55729de815071e4"
WANG, CHI_R, CHI_C = (
    ("wang2020", "ruxolitinib"),
    ("chi2020", "ruxolitinib"),
    ("chi2020", "conventional"),
)


@pytest.fixture
def salvage() -> Arm:
    return arm(*WANG)


@pytest.fixture
def children() -> list[Synthetic]:
    return [*arm(*CHI_R).patients, *arm(*CHI_C).patients]


def given(patient: Synthetic, drug: str):
    return [row for row in patient.case.exposures if row.drug == drug]


# After Wang ---------------------------------------------------------------------------------------


def test_all_would_have_been_enrolled_from_september_2017_to_september_2018(salvage):
    for patient in salvage.patients:
        assert eligibility(patient.case, patient.as_of).outcome is Outcome.MET
        assert date(2017, 9, 1) <= date.fromisoformat(patient.day0) <= date(2018, 9, 30)
    assert salvage.figure("table1/hlh2004.met/count") == 34


def test_all_are_followed_to_death_or_to_1_january_2019(salvage):
    for patient in salvage.patients:
        ends = {row.event: row.on for row in patient.case.events}
        assert ends.get("death", date(2019, 1, 1)) <= date(2019, 1, 1)
        assert ("death" in ends) != (ends.get("last_contact") == date(2019, 1, 1))
        assert max(o.measured_at.day for o in patient.case.observations) <= patient.as_of.day


def test_every_class_is_settled_and_no_outcome_is_open(salvage):
    for patient in salvage.patients:
        outcome = patient.facts.outcome
        assert outcome.classes
        assert {len(classes) for classes in outcome.classes.values()} == {1}
        assert outcome.pfs_open is False
    assert salvage.figure("response/all/not_determinable") == 0
    assert salvage.figure("survival/pfs/open") == 0


def test_the_dose_is_that_of_wangs_rule(salvage):
    for patient in salvage.patients:
        subject = patient.facts.subject
        assert subject.age is not None
        assert subject.weight_kg is not None
        child = 10.0 if subject.weight_kg >= 25 else 5.0
        assert subject.dose_mg_per_day == (20 if subject.age >= 14 else child)


def test_methylprednisolone_is_4_to_16_mg_a_day_and_32_with_hydroxychloroquine(salvage):
    doses, other = [], []
    for patient in salvage.patients:
        mg = [row.dose for row in given(patient, "methylprednisolone")]
        (other if given(patient, "hydroxychloroquine") else doses).extend(mg)
    assert (min(doses), max(doses), len(doses), other) == (4, 16, 17, [32])
    (rheumatic,) = [p for p in salvage.patients if p.facts.subject.trigger == "rheumatic"]
    assert [row.dose for row in given(rheumatic, "hydroxychloroquine")] == [200]


def test_ruxolitinib_stops_the_day_before_the_infusion(salvage):
    transplanted = [p for p in salvage.patients if p.facts.outcome.transplant_day is not None]
    assert len(transplanted) == 7
    for patient in transplanted:
        (row,) = given(patient, "ruxolitinib")
        infusion = next(e.on for e in patient.case.events if e.event == "transplant")
        assert (row.stop, row.stop_reason) == (infusion - timedelta(days=1), "transplant")
        assert patient.facts.subject.ebv
        assert patient.facts.outcome.response_day is not None


def test_relapses_of_those_without_ebv_come_at_12_weeks(salvage):
    without = [p.facts for p in salvage.patients if not p.facts.subject.ebv]
    days = [facts.outcome.relapse_day for facts in without if facts.outcome.relapse_day]
    assert days == [84, 84]


def test_nobody_has_one_severe_toxicity_more_by_either_version(salvage):
    severe = ("leukopenia", "thrombocytopenia", "transaminases", "bilirubin", "triglycerides")
    for version, terms in (("", severe), ("_v4", ("transaminases", "bilirubin"))):
        for term in terms:
            new = salvage.figure(f"safety/{term}{version}.severe/count")
            assert salvage.figure(f"safety/{term}{version}.severe_since/count") == new
    assert salvage.figure("safety/neutropenia.severe_since/count") == 0
    assert salvage.figure("safety/anemia.severe_since/count") == 0


def test_the_cytokines_of_every_responder_are_known_before_and_within_two_to_four_weeks(salvage):
    for patient in salvage.patients:
        values = patient.facts.values.values
        for analyte in ("ifn_gamma", "il_18", "mip_1a", "ip_10"):
            known = analyte in values and None not in (values[analyte][0], values[analyte][4])
            assert known == (patient.facts.outcome.response_day is not None)


# After Chi ----------------------------------------------------------------------------------------


def test_hlh_had_lasted_4_days_to_2_months_before_ruxolitinib():
    days = []
    for patient in arm(*CHI_R).patients:
        onset = next(row.on for row in patient.case.events if row.event == "onset")
        days.append((date.fromisoformat(patient.day0) - onset).days)
    assert (min(days), max(days)) == (4, 60)


def test_the_ruxolitinib_group_is_followed_21_to_27_months():
    months = [patient.facts.outcome.last_day / 30.4375 for patient in arm(*CHI_R).patients]
    assert (int(min(months)), int(max(months))) == (21, 27)


def test_all_children_were_diagnosed_from_november_2017_to_august_2018_and_meet_hlh_2004(children):
    for patient in children:
        assert patient.facts.subject.hlh2004 == "met"
        assert date(2017, 11, 1) <= date.fromisoformat(patient.day0) <= date(2018, 8, 31)
        assert patient.as_of.day == date(2020, 2, 18)


def test_the_dose_is_2_5_mg_twice_a_day_and_one_was_raised_when_fever_was_back():
    raised = []
    for patient in arm(*CHI_R).patients:
        first, *more = given(patient, "ruxolitinib")
        assert (first.dose, first.times_per_day) == (2.5, 2)
        assert patient.facts.subject.weight_kg is not None
        assert patient.facts.subject.weight_kg <= 25
        raised += [(patient, row.dose) for row in more]
    ((patient, dose),) = raised
    assert (patient.case.id, float(dose)) == ("SYN-R-03", 3.75)
    fever = patient.facts.fever
    assert fever.afebrile_days is not None
    assert fever.back_days is not None
    assert fever.afebrile_days + fever.back_days == 3


def test_who_was_febrile_is_afebrile_within_2_days_on_ruxolitinib():
    days = [patient.facts.fever.afebrile_days for patient in arm(*CHI_R).patients]
    assert sorted(day for day in days if day is not None) == [1, 1, 1, 2, 2, 2, 2]


def test_fever_was_back_2_to_7_days_later_on_conventional_treatment():
    conventional = arm(*CHI_C)
    assert conventional.figure("fever/back_days/low") == 2
    assert conventional.figure("fever/back_days/high") == 7


def test_group_c_never_had_ruxolitinib_and_less_glucocorticoid_was_given_in_group_r():
    totals = {}
    for code in (CHI_R, CHI_C):
        found = arm(*code)
        totals[code] = found.figure("glucocorticoid/total56/mean")
        treatments = {patient.facts.subject.treatment for patient in found.patients}
        assert treatments == {"ruxolitinib" if code == CHI_R else "conventional"}
    assert totals[CHI_R] < totals[CHI_C] / 2


def test_no_child_on_ruxolitinib_has_a_new_severe_toxicity():
    group = arm(*CHI_R)
    terms = ("leukopenia", "neutropenia", "thrombocytopenia", "anemia", "transaminases")
    for term in (*terms, "bilirubin", "triglycerides"):
        assert group.figure(f"safety/{term}.severe/count") == 0


def students_p(analyte: str, day: int) -> float:
    """By the printed means and standard deviations, eleven children a group."""
    arms = [row for row in cohort("chi2020").arms if row.code in ("ruxolitinib", "conventional")]
    one, other = (next(m for m in row.means_of(analyte) if m.day == day) for row in arms)
    error = sqrt(float(one.sd**2 + other.sd**2) / 11)
    return float(2 * stats.t.sf(abs(float(one.mean - other.mean)) / error, 20))


@pytest.mark.parametrize(
    ("analyte", "day", "printed"),
    [
        ("wbc", 7, 0.037),
        ("wbc", 30, 0.002),
        ("ferritin", 7, 0.398),
        ("ferritin", 30, 0.064),
        ("fibrinogen", 7, 0.74),
        ("fibrinogen", 30, 0.035),
    ],
)
def test_chis_p_values_do_not_follow_from_chis_means(analyte: str, day: int, printed: float):
    assert abs(students_p(analyte, day) - printed) > 0.02


# The files ----------------------------------------------------------------------------------------


def test_every_patient_is_synthetic_and_has_no_citation(salvage, children):
    for patient in (*salvage.patients, *children):
        assert patient.document["source"] == {"kind": "synthetic", "citation": None}
        assert patient.document["note"].startswith("Synthetic")
        for row in patient.document["observations"]:
            assert row.get("laboratory") in (None, "Synthetic laboratory")


def digest(documents) -> str:
    text = "".join(dump(document) for document in documents)
    return hashlib.sha256(text.encode()).hexdigest()


def test_the_files_are_the_same_whenever_and_wherever_they_are_made():
    assert digest(wang.documents()) == digest(wang.documents())
    assert (digest(wang.documents()), digest(chi.documents())) == (WANG_SHA256, CHI_SHA256)
