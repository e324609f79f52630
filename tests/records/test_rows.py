"""Recording, correcting and withdrawing one row; new patients."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from hlh_app.accounts.models import Role
from hlh_app.records.models import (
    AdverseEvent,
    AuditEntry,
    Consent,
    Event,
    Exposure,
    Finding,
    Observation,
    Patient,
    TherapyLine,
    Visit,
)
from hlh_app.records.services import patients, rows
from hlh_app.records.services.errors import Refused, StaleWrite

from .factories import PatientFactory, moment

pytestmark = pytest.mark.django_db
D = Decimal
RUXOLITINIB = {
    "drug": " Ruxolitinib ",
    "dose": D("2.5"),
    "unit": "mg",
    "route": "oral",
    "times_per_day": D(2),
    "started": moment("2026-11-02"),
    "treatment_reason": "salvage",
}
GOOD = [
    (Visit, {"visited": moment()}),
    (Observation, {"analyte": "alt", "unit": "U/L", "value": D(40), "measured": moment()}),
    (Finding, {"finding": "hemophagocytosis", "status": "present", "on": date(2026, 11, 2)}),
    (Exposure, RUXOLITINIB),
    (Event, {"event": "relapse", "on": date(2026, 11, 2)}),
    (AdverseEvent, {"category": "headache", "status": "absent", "on": date(2026, 11, 2)}),
    (TherapyLine, {"regimen": "HLH-94", "started_on": date(2026, 8, 1)}),
    (Consent, {"scope": "treatment", "status": "given", "on": date(2026, 11, 1)}),
]


@pytest.fixture
def patient(centre):
    return PatientFactory(centre=centre)


@pytest.mark.parametrize(("model", "fields"), GOOD)
def test_every_table_is_written_corrected_and_withdrawn_with_its_trail(
    record, clinician, patient, model, fields
):
    row = record(model, **fields)
    assert (row.patient, row.recorded_by, row.version) == (patient, clinician, 1)
    rows.correct_row(actor=clinician, row=row, version=1, reason="typing error", note="checked")
    gone = rows.enter_in_error(actor=clinician, row=row, version=2, reason="wrong patient")
    assert (gone.note, gone.version, gone.entered_in_error) == ("checked", 3, True)
    trail = AuditEntry.objects.filter(table=model._meta.model_name, row_id=row.pk).order_by("id")
    assert list(trail.values_list("action", "reason")) == [
        ("insert", ""),
        ("update", "typing error"),
        ("update", "wrong patient"),
    ]
    with pytest.raises(Refused):
        rows.correct_row(actor=clinician, row=row, version=3, note="again")
    with pytest.raises(Refused):
        rows.enter_in_error(actor=clinician, row=row, version=3, reason="again")


@pytest.mark.parametrize(("model", "fields"), GOOD)
def test_only_a_clinician_of_the_centre_writes(
    model, fields, record, patient, reviewer, reader, manager, superuser, make_user, other_centre
):
    row = record(model, **fields)
    stranger = make_user(Role.CLINICIAN, other_centre)
    before = AuditEntry.objects.count()
    for actor in (reviewer, reader, manager, superuser, stranger):
        with pytest.raises(PermissionDenied):
            rows.record_row(actor=actor, model=model, patient=patient, **fields)
        with pytest.raises(PermissionDenied):
            rows.correct_row(actor=actor, row=row, version=1, note="x")
        with pytest.raises(PermissionDenied):
            rows.enter_in_error(actor=actor, row=row, version=1, reason="x")
    assert AuditEntry.objects.count() == before


@pytest.mark.parametrize(("model", "fields"), GOOD)
def test_a_stale_correction_changes_nothing(model, fields, record, clinician):
    row = record(model, **fields)
    rows.correct_row(actor=clinician, row=row, version=1, note="first")
    with pytest.raises(StaleWrite) as stale:
        rows.correct_row(actor=clinician, row=row, version=1, note="second")
    assert (stale.value.row_now.note, stale.value.yours["note"]) == ("first", "second")
    assert stale.value.changed_by == clinician.username
    with pytest.raises(StaleWrite):
        rows.enter_in_error(actor=clinician, row=row, version=1, reason="x")
    row.refresh_from_db()
    assert (row.note, row.entered_in_error) == ("first", False)


SEEN = {"category": "liver", "status": "present", "on": date(2026, 11, 2)}
ASKED = {"category": "liver", "status": "absent", "on": date(2026, 11, 2)}
TOMORROW = (timezone.now() + timedelta(days=2)).date()


@pytest.mark.parametrize(
    ("model", "fields", "name"),
    [
        (Finding, {"finding": "goitre", "status": "present", "on": date(2026, 1, 1)}, "finding"),
        (Finding, {"finding": "fever", "status": "low", "on": date(2026, 1, 1)}, "status"),
        (Finding, {"finding": "fever", "status": "present", "on": TOMORROW}, "on"),
        (Finding, {"finding": "fever", "status": "present", "on": None}, "on"),
        (
            Finding,
            {"finding": "fever", "status": "present", "on": date(2026, 1, 1), "site": "marrow"},
            "site",
        ),
        (Exposure, RUXOLITINIB | {"drug": ""}, "drug"),
        (Exposure, RUXOLITINIB | {"dose": D(0)}, "dose"),
        (Exposure, RUXOLITINIB | {"unit": ""}, "unit"),
        (Exposure, RUXOLITINIB | {"dose": None}, "dose"),
        (Exposure, RUXOLITINIB | {"unit": "spoons"}, "unit"),
        (Exposure, RUXOLITINIB | {"times_per_day": D(30)}, "times_per_day"),
        (Exposure, RUXOLITINIB | {"stopped_on": date(2026, 11, 1)}, "stopped_on"),
        (Exposure, RUXOLITINIB | {"started": None}, "started"),
        (Exposure, RUXOLITINIB | {"stop_reason": "failure"}, "stop_reason"),
        (Exposure, RUXOLITINIB | {"purpose": "hope"}, "purpose"),
        (AdverseEvent, SEEN | {"category": "skin"}, "category"),
        (AdverseEvent, SEEN | {"status": "pending"}, "status"),
        (AdverseEvent, SEEN | {"on": TOMORROW}, "on"),
        (AdverseEvent, SEEN | {"grade": 0, "ctcae": "5.0"}, "grade"),
        (AdverseEvent, SEEN | {"grade": 6, "ctcae": "5.0"}, "grade"),
        (AdverseEvent, SEEN | {"grade": 3}, "ctcae"),
        (AdverseEvent, SEEN | {"ctcae": "5.0"}, "grade"),
        (AdverseEvent, SEEN | {"grade": 3, "ctcae": "4.0"}, "ctcae"),
        (AdverseEvent, SEEN | {"resolved_on": date(2026, 11, 1)}, "resolved_on"),
        (AdverseEvent, SEEN | {"resolved_on": TOMORROW}, "resolved_on"),
        (AdverseEvent, SEEN | {"category": "other"}, "term"),
        (AdverseEvent, SEEN | {"relation": "certain"}, "relation"),
        (AdverseEvent, ASKED | {"term": "jaundice"}, "term"),
        (AdverseEvent, ASKED | {"grade": 1, "ctcae": "5.0"}, "grade"),
        (AdverseEvent, ASKED | {"action": "none"}, "action"),
        (AdverseEvent, ASKED | {"category": "other"}, "term"),
        (Event, {"event": "party", "on": date(2026, 1, 1)}, "event"),
        (Event, {"event": "death", "on": TOMORROW}, "on"),
        (Event, {"event": "relapse", "on": date(2020, 1, 1)}, "on"),
        (TherapyLine, {"regimen": "", "line": 1}, "regimen"),
        (TherapyLine, {"regimen": "x", "line": 0}, "line"),
        (
            TherapyLine,
            {"regimen": "x", "started_on": date(2026, 2, 2), "stopped_on": date(2026, 2, 1)},
            "stopped_on",
        ),
        (Consent, {"scope": "treatment", "status": "given", "on": TOMORROW}, "on"),
        (Consent, {"scope": "pets", "status": "given", "on": date(2026, 1, 1)}, "scope"),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_box(record, model, fields, name):
    before = AuditEntry.objects.count()
    with pytest.raises(Refused) as refused:
        record(model, **fields)
    assert name in refused.value.errors
    assert (model.objects.count(), AuditEntry.objects.count()) == (0, before)


def test_drugs_are_kept_in_lower_case_and_the_reason_in_its_column(record):
    row = record(Exposure, **RUXOLITINIB)
    assert (row.drug, row.reason) == ("ruxolitinib", "salvage")


def test_a_planned_transplant_may_lie_ahead_and_a_second_death_not(record):
    record(Event, event="transplant_planned", on=TOMORROW)
    record(Event, event="death", on=date(2026, 11, 1))
    with pytest.raises(Refused):
        record(Event, event="death", on=date(2026, 11, 2))


def test_a_correction_that_changes_nothing_writes_nothing(record, clinician):
    row = record(Event, event="relapse", on=date(2026, 11, 2))
    before = AuditEntry.objects.count()
    same = rows.correct_row(actor=clinician, row=row, version=1, event="relapse")
    assert (same.version, AuditEntry.objects.count()) == (1, before)


def test_the_caller_cannot_set_what_the_services_keep(record, clinician):
    with pytest.raises(TypeError):
        record(Event, event="relapse", on=date(2026, 11, 2), version=7)
    with pytest.raises(TypeError):
        record(Event, event="relapse", on=date(2026, 11, 2), patient_id=3)


def test_a_reason_has_a_length_and_withdrawing_needs_one(record, clinician):
    row = record(Event, event="relapse", on=date(2026, 11, 2))
    for reason in ("", "  ", "x" * 301):
        with pytest.raises(Refused) as refused:
            rows.enter_in_error(actor=clinician, row=row, version=1, reason=reason)
        assert "reason" in refused.value.errors


def test_a_withdrawn_visit_takes_its_rows_along(record, clinician):
    visit = record(Visit, visited=moment())
    at_visit = {"analyte": "alt", "unit": "U/L", "value": D(40), "measured": moment()}
    inside = record(Observation, visit=visit, **at_visit)
    outside = record(Observation, **at_visit)
    asked = record(AdverseEvent, visit=visit, **ASKED)
    rows.enter_in_error(actor=clinician, row=visit, version=1, reason="wrong patient")
    for row in (inside, outside, asked):
        row.refresh_from_db()
    assert asked.error_reason == "wrong patient"
    assert (inside.error_reason, inside.version) == ("wrong patient", 2)
    assert outside.entered_in_error is False


def test_a_visit_of_somebody_else_is_refused(record, clinician, centre):
    visit = record(Visit, visited=moment())
    stranger = PatientFactory(centre=centre)
    with pytest.raises(Refused) as refused:
        rows.record_row(
            actor=clinician,
            model=Finding,
            patient=stranger,
            visit=visit,
            finding="fever",
            status="present",
            on=date(2026, 11, 2),
        )
    assert "visit" in refused.value.errors


def test_an_unusual_value_is_not_asked_about_again_while_it_stays(record, clinician):
    weight = {"analyte": "weight", "unit": "kg", "measured": moment()}
    row = record(Observation, value=D(162), confirmed=True, **weight)
    row = rows.correct_row(actor=clinician, row=row, version=1, note="checked on the scales")
    assert row.implausible_confirmed
    with pytest.raises(Refused) as refused:
        rows.correct_row(actor=clinician, row=row, version=2, value=D(163))
    assert set(refused.value.errors) == {"confirmed"}
    row = rows.correct_row(actor=clinician, row=row, version=2, value=D("16.2"))
    assert (row.implausible_confirmed, row.canonical_value) == (False, D("16.2"))


# Patients -----------------------------------------------------------------------------------------

CHILD = {"code": "HLH-0001", "birth_date": date(2021, 5, 1), "sex": "female"}


def test_a_patient_is_created_with_a_trail_and_a_summary(clinician, centre):
    patient = patients.create_patient(
        actor=clinician, centre=centre, **CHILD, trigger="infection", trigger_agent="ebv"
    )
    assert (patient.centre, patient.source, patient.recorded_by) == (centre, "ward", clinician)
    assert patient.summary.stale is False
    assert AuditEntry.objects.get(table="patient").actor == "clinician"


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"code": "  "}, "code"),
        ({"code": "TAKEN"}, "code"),
        ({"code": "x" * 41}, "code"),
        ({"code": "a\0b"}, "code"),
        ({"birth_date": None}, "birth_date"),
        ({"birth_date": TOMORROW}, "birth_date"),
        ({"birth_date": date(1720, 1, 1)}, "birth_date"),
        ({"birth_date": None, "age_years": 4}, "birth_date"),
        ({"birth_date": None, "age_years": 400, "age_on": date(2026, 1, 1)}, "age_years"),
        ({"sex": "f"}, "sex"),
        ({"name": "Ada"}, "name"),
        ({"trigger_agent": "ebv"}, "trigger_agent"),
        ({"trigger": "infection", "trigger_agent": "measles"}, "trigger_agent"),
        ({"course": "worse"}, "course"),
    ],
)
def test_a_patient_that_cannot_be_is_refused(clinician, centre, change, name):
    PatientFactory(centre=centre, code="TAKEN")
    with pytest.raises(Refused) as refused:
        patients.create_patient(actor=clinician, centre=centre, **(CHILD | change))
    assert name in refused.value.errors
    assert Patient.objects.count() == 1


def test_only_a_clinician_of_the_centre_creates_patients(
    centre, other_centre, clinician, reviewer, reader, manager, superuser
):
    for actor in (reviewer, reader, manager, superuser):
        with pytest.raises(PermissionDenied):
            patients.create_patient(actor=actor, centre=centre, **CHILD)
    with pytest.raises(PermissionDenied):
        patients.create_patient(actor=clinician, centre=other_centre, **CHILD)


def test_names_are_kept_where_the_centre_allows_them(clinician, centre):
    centre.names_enabled = True
    centre.save()
    patient = patients.create_patient(actor=clinician, centre=centre, **CHILD, name="Ada")
    assert patient.name == "Ada"


def test_a_patient_is_corrected_but_never_withdrawn(clinician, centre, record, patient):
    result = {"analyte": "alt", "unit": "U/L", "value": D(40), "measured": moment()}
    record(Observation, **result)
    fixed = rows.correct_row(actor=clinician, row=patient, version=1, donor="searching")
    assert (fixed.donor, fixed.version) == ("searching", 2)
    with pytest.raises(Refused) as refused:
        rows.correct_row(actor=clinician, row=patient, version=2, birth_date=date(2026, 11, 3))
    assert "birth_date" in refused.value.errors
    with pytest.raises(StaleWrite):
        rows.correct_row(actor=clinician, row=patient, version=1, donor="matched")
    with pytest.raises(TypeError):
        rows.enter_in_error(actor=clinician, row=patient, version=2, reason="x")
