"""Conditions, procedures, deaths: findings on a day, events, blood products."""

from __future__ import annotations

from datetime import date

import pytest

from hlh_app.clinical.case import Event, Exposure, Finding
from hlh_app.exchange.incoming import Act

from .documents import PATIENT, SNOMED, SUBJECT, concept, condition, one, read, refused

ICD10 = "http://hl7.org/fhir/sid/icd-10"
CM = "http://hl7.org/fhir/sid/icd-10-cm"
VERIFIED = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical"
SPLEEN = concept("16294009", SNOMED)


@pytest.mark.parametrize(
    ("system", "code", "findings"),
    [
        (SNOMED, "16294009", ["splenomegaly"]),
        (ICD10, "R16.1", ["splenomegaly"]),
        (CM, "R16.2", ["hepatomegaly", "splenomegaly"]),
        (CM, "B27.00", ["ebv_infection"]),
        (CM, "B16.9", ["hepatitis_b"]),
        (ICD10, "C83.3", ["malignancy", "hematologic_malignancy"]),
        (CM, "C44.31", ["malignancy", "nonmelanoma_skin_cancer"]),
        (ICD10, "a15.0", ["tuberculosis"]),
    ],
)
def test_codes_of_conditions(system, code, findings):
    rows, said = read(condition(concept(code, system)))
    assert [entry.row.finding for entry in rows] == findings
    assert {(entry.row.status, entry.row.on) for entry in rows} == {("present", date(2026, 11, 2))}
    assert said == []


@pytest.mark.parametrize(
    ("system", "code"),
    [(ICD10, "R16"), (ICD10, "B18"), (ICD10, "C96.5"), (ICD10, "D76.1"), (SNOMED, "73211009"),
     ("http://acme.example", "16294009"), (ICD10, "")],
)  # fmt: skip
def test_codes_that_are_not_in_the_tables_are_counted(system, code):
    rows, said = read(condition(concept(code, system, "Splenomegaly")))
    assert rows == []
    assert len(said) == 1


@pytest.mark.parametrize(
    ("verified", "clinical", "expected"),
    [
        ("confirmed", "active", "present"),
        ("confirmed", None, "present"),
        (None, "active", "present"),
        (None, "recurrence", "present"),
        ("refuted", None, "absent"),
        ("provisional", "active", "is provisional"),
        ("differential", "active", "is differential"),
        ("unconfirmed", "active", "is unconfirmed"),
        ("strange", "active", "status “strange”"),
        (None, None, "neither that it is confirmed"),
        ("confirmed", "inactive", "no longer active"),
        ("confirmed", "resolved", "no longer active"),
        ("confirmed", "remission", "no longer active"),
    ],
)
def test_what_the_statuses_of_a_condition_say(verified, clinical, expected):
    found = condition(
        SPLEEN,
        verificationStatus=concept(verified, VERIFIED) if verified else None,
        clinicalStatus=concept(clinical, CLINICAL) if clinical else None,
    )
    rows, said = read(found)
    assert expected in (said[0] if said else str(rows[0].row.status))


def test_a_condition_entered_in_error_is_taken_back():
    entry = one(condition(SPLEEN, verificationStatus=concept("entered-in-error", VERIFIED)))
    assert entry.act is Act.WITHDRAW


def test_systemic_jia_may_be_suspected():
    found = condition(concept("M08.2", ICD10), verificationStatus=concept("provisional", VERIFIED))
    assert one(found).row.status == "suspected"


def test_a_resolved_condition_is_absent_from_its_end():
    rows, said = read(
        condition(
            SPLEEN, clinicalStatus=concept("resolved", CLINICAL), abatementDateTime="2026-11-20"
        )
    )
    assert [(entry.row.status, entry.row.on.day) for entry in rows] == [
        ("present", 2), ("absent", 20),
    ]  # fmt: skip
    assert said == []


def test_an_end_without_resolution_is_said_and_not_kept():
    rows, said = read(
        condition(
            SPLEEN, clinicalStatus=concept("remission", CLINICAL), abatementDateTime="2026-11-20"
        )
    )
    assert len(rows) == 1
    assert "not said to be resolved" in said[0]


@pytest.mark.parametrize(
    ("fields", "day"),
    [
        ({}, 2),
        ({"onsetDateTime": "2026-11-03T23:30:00-05:00"}, 3),
        ({"onsetDateTime": None, "onsetPeriod": {"start": "2026-11-04"}}, 4),
        ({"onsetDateTime": None, "recordedDate": "2026-11-05T08:00:00+01:00"}, 5),
    ],
)
def test_the_day_of_a_condition(fields, day):
    assert one(condition(SPLEEN, **fields)).row.on == date(2026, 11, day)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"onsetDateTime": None, "onsetString": "last winter"}, "on which day"),
        ({"onsetDateTime": "2026-11"}, "the day is not known"),
        ({"onsetDateTime": "2026-13-01"}, "does not exist"),
        ({"modifierExtension": []}, "turn its meaning round"),
        ({"subject": None}, "which patient"),
    ],
)
def test_conditions_that_are_left_out(fields, reason):
    assert reason in refused(condition(SPLEEN, **fields))


def procedure(what: str, **fields):
    usual = {
        "resourceType": "Procedure",
        "id": "x1",
        "status": "completed",
        "code": concept(what, SNOMED),
        "subject": SUBJECT,
        "performedDateTime": "2026-11-03T10:00:00+01:00",
    }
    return {key: value for key, value in (usual | fields).items() if value is not None}


def test_a_transplant_is_an_event():
    assert one(procedure("234336002")).row == Event("transplant", date(2026, 11, 3))


def test_transfusions_are_given_on_their_day():
    row = one(procedure("116863004")).row
    assert isinstance(row, Exposure)
    assert (row.drug, row.start.day, row.stop) == (
        "red_cell_transfusion", date(2026, 11, 3), date(2026, 11, 3),
    )  # fmt: skip


def test_hemodialysis_is_a_finding():
    row = one(procedure("302497006")).row
    assert isinstance(row, Finding)
    assert (row.finding, row.status) == ("dialysis", "present")


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        *(
            ({"status": status}, "which is not kept")
            for status in ("preparation", "not-done", "on-hold", "stopped", "unknown", None, 7)
        ),
        ({"performedDateTime": None}, "on which day"),
        ({"performedDateTime": None, "performedString": "in spring"}, "on which day"),
        ({"code": concept("80146002", SNOMED)}, "80146002"),
        ({"modifierExtension": [{}]}, "turn its meaning round"),
    ],
)
def test_procedures_that_are_left_out(fields, reason):
    assert reason in refused(procedure("234336002", **fields))


def test_a_procedure_entered_in_error_is_taken_back():
    assert one(procedure("234336002", status="entered-in-error")).act is Act.WITHDRAW


def test_a_death_with_its_day_is_an_event():
    entry = one(PATIENT | {"deceasedDateTime": "2026-11-09T03:00:00+01:00"})
    assert (entry.row, entry.patient) == (Event("death", date(2026, 11, 9)), "p1")


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"deceasedBoolean": True}, "the day is not given"),
        ({"deceasedDateTime": "2026"}, "the day is not known"),
        ({"birthDate": "2021"}, "the day is not known"),
        ({"link": [{"type": "replaced-by"}]}, "replaced by another"),
        ({"modifierExtension": []}, "turn its meaning round"),
    ],
)
def test_what_of_a_patient_is_said_and_not_kept(fields, reason):
    assert reason in refused(PATIENT | fields)


def test_what_says_nothing_of_a_death():
    assert read(PATIENT | {"deceasedBoolean": False}) == ([], [])
