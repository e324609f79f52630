"""The demo patients are what they are said to be, by our own rules."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import transaction

from hlh_app.accounts.models import User
from hlh_app.clinical.assess import assess
from hlh_app.clinical.drugs import DrugClass, classes_of
from hlh_app.clinical.eligibility import eligibility
from hlh_app.clinical.outcome import Outcome
from hlh_app.clinical.response import marsh_response
from hlh_app.clinical.response_flags import flags
from hlh_app.clinical.task import TaskKind
from hlh_app.clinical.transplant_window import WindowState, transplant_window
from hlh_app.clinical.windows import History, View
from hlh_app.cohorts.library import cohort
from hlh_app.records import worklist
from hlh_app.records.cases import build_case, last_data
from hlh_app.records.demo import accounts, content
from hlh_app.records.demo.course import CHI_RUXOLITINIB, DAYS_OF_MEANS, value_on
from hlh_app.records.demo.profiles import COMPLETE, PROFILES
from hlh_app.records.demo.synthetic import Synthetic
from hlh_app.records.models import Exposure, Observation, Patient, PatientSummary
from hlh_app.records.selectors.patients import visible_to

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
CLASSES = {
    "SYN-01": {14: ["PR"], 28: ["CR"], 42: ["CR"], 56: ["CR"]},
    "SYN-02": {14: ["PR"], 28: ["CR"], 42: ["CR"], 56: ["CR"]},
    "SYN-03": {14: ["PR"], 28: ["PR"], 42: ["PR"], 56: ["PR"]},
    "SYN-04": {14: ["PR"], 28: ["PR"], 42: ["PR"], 56: ["PR"]},
    "SYN-05": {14: ["NR"], 28: ["NR"]},
    "SYN-06": {14: ["PR"], 28: ["PR", "CR"], 42: ["PR", "CR"]},
    "SYN-07": {14: ["PR"]},
    "SYN-08": {14: ["PR"]},
    "SYN-09": {14: ["PR"], 28: ["PR"]},
    "SYN-10": {14: ["PR"], 28: ["CR"], 42: ["CR"], 56: ["CR"]},
    "SYN-11": {14: ["PR"], 28: ["PR"]},
    "SYN-12": {},
    "SYN-13": {},
    "SYN-21": {14: ["PR"], 28: ["PR"], 42: ["PR"]},
}


@pytest.fixture(scope="module")
def _filled_once(django_db_setup, django_db_blocker):
    """Filled once for all tests that only look, and taken back in the end."""
    with (
        pytest.MonkeyPatch.context() as patch,
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        patch.setattr("django.utils.timezone.now", lambda: NOW)
        content.fill(TODAY)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def filled(_filled_once, db):
    """The demo content; what a test changes is taken back."""


@pytest.fixture
def patient(filled):
    return lambda code: Patient.objects.get(code=code)


def response_of(patient: Patient):
    case = build_case(patient)
    return marsh_response(case, last_data(case, NOW))


def test_two_centres_and_a_user_a_role_see_their_own(filled):
    sees = {
        s.username: visible_to(User.objects.get(username=s.username)) for s in accounts.SIGN_INS
    }
    assert {name: patients.count() for name, patients in sees.items()} == {
        "clinician": 15,
        "reviewer": 15,
        "reader": 15,
        "manager": 0,
        "clinician2": 1,
    }


def test_synthetic_and_published_patients_are_marked(filled):
    kinds = dict(Patient.objects.values_list("code", "source"))
    assert {code for code, kind in kinds.items() if kind == "published"} == {"CHEN-2022", "LI-2025"}
    assert {kind for code, kind in kinds.items() if code.startswith("SYN-")} == {"synthetic"}
    for patient in Patient.objects.filter(source="published"):
        assert "doi" in patient.citation
        assert patient.conventional_dates


@pytest.mark.parametrize("code", CLASSES)
def test_each_synthetic_patient_responds_as_intended(patient, code):
    verdict = response_of(patient(code))
    found = {day.day: [str(c) for c in day.possible] for day in verdict.assessments}
    assert found == CLASSES[code]


@pytest.mark.parametrize("code", CLASSES)
def test_each_met_hlh_2004_before_the_first_dose_and_runs_up_to_yesterday(patient, code):
    summary = patient(code).summary
    assert summary.hlh2004_at_diagnosis_met >= 5
    assert summary.hlh2004_first_met_text < summary.day0.isoformat()
    died = patient(code).event_set.filter(event="death").exists()
    follow_up_is_over = (summary.day0 - TODAY).days < -56
    if not (died or follow_up_is_over):
        assert summary.last_data_text[:10] == "2026-11-20"


def test_the_platelets_of_one_fall_while_the_response_is_partial_by_the_letter(patient):
    day14 = response_of(patient("SYN-04")).days[0]
    assert "Platelets fell 75 %" in [str(flag.message) for flag in flags(day14)]


def test_one_child_of_25_kg_divides_the_dose_rules(patient):
    case = build_case(patient("SYN-07"))
    dose = assess(case, last_data(case, NOW)).dose
    assert (dose.wang2020.dose_mg, dose.chi2020.dose_mg) == (Decimal(5), Decimal("2.5"))


def test_one_child_s_fever_returns_on_day_3_and_the_dose_is_raised(patient):
    row = patient("SYN-08")
    first, raised = Exposure.objects.filter(patient=row, drug="ruxolitinib")
    assert (first.dose, raised.dose) == (Decimal("2.5"), Decimal("3.75"))
    assert first.stopped_on == raised.started.day == date(2026, 11, 7)
    readings = Observation.objects.filter(patient=row, analyte="temperature").order_by(
        "measured_at"
    )
    highest: dict[int, Decimal] = {}
    for reading in readings:
        day = (reading.measured_day - date(2026, 11, 4)).days
        highest[day] = max(highest.get(day, Decimal(0)), reading.value)
    assert highest[2] < 38 <= Decimal("38.5") <= highest[3]
    assert max(value for day, value in highest.items() if day > 3) < 38


def test_readings_are_close_around_the_first_dose(filled):
    for row in Patient.objects.filter(source="synthetic"):
        day0 = row.summary.day0
        on_day0 = Observation.objects.filter(patient=row, analyte="temperature", measured_day=day0)
        assert on_day0.count() >= 4


def test_one_pending_result_is_overdue_and_others_are_not(patient):
    assert patient("SYN-09").summary.next_due_what == "pending_scd25"
    assert patient("SYN-09").summary.next_due_on < TODAY
    assert patient("SYN-12").summary.next_due_on > TODAY
    assert patient("SYN-07").summary.pending_count == 1


def test_one_never_had_scd25_one_is_adult_one_was_transplanted(patient):
    assert not Observation.objects.filter(patient=patient("SYN-06"), analyte="scd25").exists()
    assert (TODAY - patient("SYN-09").birth_date).days > 30 * 365
    assert patient("SYN-11").event_set.filter(event="transplant").exists()
    days = response_of(patient("SYN-11")).days
    assert [str(day.state) for day in days[2:]] == ["not_applicable"] * 2


def test_every_value_is_plausible_or_confirmed_and_has_its_interval(filled):
    rows = Observation.objects.filter(patient__source="synthetic", status="final")
    rows = rows.exclude(analyte__in=("temperature", "weight"))
    judged = rows.exclude(analyte__startswith="i").exclude(analyte__in=("spleen_thickness",))
    judged = judged.exclude(analyte="ebv_dna_whole_blood")
    assert not judged.filter(low=None, high=None).exists()
    assert not rows.filter(laboratory="").exists()
    assert not rows.filter(analyte="scd25", assay="").exists()
    assert not rows.filter(analyte="triglycerides").exclude(fasting="yes").exists()
    assert not PatientSummary.objects.filter(stale=True).exists()


def test_sodium_is_low_in_active_disease_and_never_far_from_normal(filled):
    rows = Observation.objects.filter(patient__source="synthetic", analyte="sodium")
    values = [float(row.value) for row in rows]
    assert values
    assert min(values) >= 122
    assert max(values) <= 145


def test_nothing_is_added_to_what_the_paper_prints(patient):
    findings = {row.finding for row in patient("CHEN-2022").finding_set.all()}
    assert "immunosuppression" not in findings


def test_published_verdicts_are_ours(patient):
    chen = assess(build_case(patient("CHEN-2022")))
    count = chen.hlh2004.now.count
    assert (str(chen.hlh2004.now.outcome), count.met, count.total) == ("met", 5, 8)
    li = assess(build_case(patient("LI-2025")))
    low, high = li.hscore.points
    assert low <= 256 <= high


# Means --------------------------------------------------------------------------------------------


def test_the_means_are_those_of_the_paper():
    arm = next(arm for arm in cohort("chi2020").arms if arm.code == "ruxolitinib")
    for analyte, means in CHI_RUXOLITINIB.items():
        printed = arm.means_of(analyte)
        assert tuple(row.day for row in printed) == DAYS_OF_MEANS
        assert tuple(float(row.mean) for row in printed) == means


@pytest.mark.parametrize("analyte", CHI_RUXOLITINIB)
def test_complete_responders_follow_the_means_over_the_eight_weeks(analyte):
    complete = [profile for profile in PROFILES if profile.response == COMPLETE]
    for day, mean in zip((*DAYS_OF_MEANS, 56), (*CHI_RUXOLITINIB[analyte], None), strict=True):
        logs = [math.log(value_on(profile, analyte, day)) for profile in complete]
        ratio = math.exp(sum(logs) / len(logs)) / (mean or CHI_RUXOLITINIB[analyte][-1])
        assert 0.8 < ratio < 1.25, (analyte, day, ratio)


def test_the_same_day_gives_the_same_patients():
    one, two = (
        [Synthetic(profile, TODAY, "Europe/Vienna").document() for profile in PROFILES]
        for _ in range(2)
    )
    assert one == two


def case_of(patient: Patient):
    case = build_case(patient)
    return case, last_data(case, NOW)


@pytest.mark.parametrize("code", ["SYN-03", "SYN-07", "SYN-09", "SYN-21"])
def test_some_would_have_been_enrolled_for_salvage(patient, code):
    assert eligibility(*case_of(patient(code))).outcome is Outcome.MET


def test_the_ebv_windows_are_open_closing_and_past(patient):
    states = {}
    for code in ("SYN-07", "SYN-06", "SYN-01"):
        case, as_of = case_of(patient(code))
        states[code] = transplant_window(View(History(case), as_of)).state
    assert states == {
        "SYN-07": WindowState.RUNNING,
        "SYN-06": WindowState.CLOSING,
        "SYN-01": WindowState.PASSED,
    }


def test_two_are_given_a_drug_that_interacts(patient):
    kinds = {"SYN-07": DrugClass.FLUCONAZOLE, "SYN-09": DrugClass.STRONG_CYP3A4_INHIBITOR}
    for code, kind in kinds.items():
        assert any(kind in classes_of(row.drug) for row in case_of(patient(code))[0].exposures)


def test_adverse_events_are_asked_about_graded_and_of_the_days_they_say(patient):
    case, _as_of = case_of(patient("SYN-04"))
    low = next(row for row in case.adverse_events if row.grade)
    assert (low.term, low.grade, low.ctcae) == ("Platelet count decreased", 3, "5.0")
    drawn = next(
        o for o in case.observations if o.analyte == "platelets" and o.measured_at.day == low.on
    )
    assert 25 <= drawn.value < 50  # CTCAE v5.0, grade 3
    asked = [row for row in case.adverse_events if row.on == low.on]
    assert len(asked) == 8
    for one in Patient.objects.filter(source="synthetic"):
        assert all(row.on <= NOW.date() for row in build_case(one).adverse_events)


def test_conditioning_ends_the_course_of_one(patient):
    case, _as_of = case_of(patient("SYN-11"))
    days = {row.event: row.on for row in case.events}
    assert days["conditioning"] < days["transplant"]
    prepared = [row.drug for row in case.exposures if row.purpose == "conditioning"]
    assert prepared == ["fludarabine", "melphalan"]
    given = [row for row in case.exposures if row.drug == "ruxolitinib"]
    assert given[-1].stop_reason == "transplant"


def test_every_onset_comes_before_the_first_treatment(filled):
    for one in Patient.objects.filter(source="synthetic"):
        case = build_case(one)
        onset = next(row.on for row in case.events if row.event == "onset")
        begun = [row.start.day for row in case.exposures]
        begun += [row.start for row in case.therapy_lines if row.start]
        assert onset < min(begun)


def test_a_fever_with_neutropenia_stands_first_in_the_worklist(filled, patient):
    entries = worklist.worklist(Patient.objects.select_related("centre", "summary"), NOW)
    assert entries[0].patient.code == "SYN-13"
    assert [task.kind for task in entries[0].tasks][:2] == [
        TaskKind.FEVER_NEUTROPENIA,
        TaskKind.FEVER_BACK,
    ]
    kinds = {task.kind for entry in entries for task in entry.tasks}
    assert {TaskKind.TRANSPLANT_WINDOW, TaskKind.PENDING, TaskKind.RESPONSE} <= kinds
