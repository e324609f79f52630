"""A signature keeps what was shown: inputs, outputs, rule versions; later changes show."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError

from hlh_app.records.models import AuditEntry, Observation, Signature
from hlh_app.records.services import rows, visits
from hlh_app.records.services.errors import ReasonNeeded, Refused, StaleWrite
from hlh_app.records.services.signing import is_signed, sign_visit
from hlh_app.records.summary_columns import RULE_VERSIONS

from .factories import ObservationEntryFactory, PatientFactory, VisitEntryFactory, moment

pytestmark = pytest.mark.django_db
LATER = "2026-11-02T11:00:00+01:00"


@pytest.fixture
def visit(clinician, centre):
    entry = VisitEntryFactory(
        observations=(
            ObservationEntryFactory(),
            ObservationEntryFactory(
                analyte="temperature", value=Decimal("39.4"), unit="Cel", measured=moment(LATER)
            ),
        )
    )
    patient = PatientFactory(centre=centre)
    made = visits.save_visit(actor=clinician, patient=patient, entry=entry)
    made.refresh_from_db()
    return made


def correct(visit, clinician, **fields):
    row = Observation.objects.get(visit=visit, analyte="ferritin")
    return rows.correct_row(
        actor=clinician, row=row, version=row.version, value=Decimal(1900), **fields
    )


def test_what_was_shown_is_kept(visit, clinician):
    signature = sign_visit(actor=clinician, visit=visit, version=1)
    signature.refresh_from_db()
    assert (signature.signed_by, signature.as_of_text) == (clinician, LATER)
    assert signature.case["id"] == visit.patient.code
    assert [row["value"] for row in signature.case["observations"]] == [1709, 39.4]
    assert signature.verdicts["hlh2004"]["outcome"] == "unknown"
    assert signature.rule_versions.items() >= RULE_VERSIONS.items()
    assert signature.rule_versions["fever_threshold"] == "38.5"
    assert is_signed(visit)
    assert AuditEntry.objects.get(table="signature").actor == "clinician"


def test_a_signature_stays_as_it_is_when_the_visit_changes(visit, clinician):
    signature = sign_visit(actor=clinician, visit=visit, version=1)
    with pytest.raises(ReasonNeeded):
        correct(visit, clinician)
    correct(visit, clinician, reason="laboratory corrected its report")
    visit.refresh_from_db()
    assert not is_signed(visit)
    signature.refresh_from_db()
    assert signature.case["observations"][0]["value"] == 1709
    again = sign_visit(actor=clinician, visit=visit, version=1)
    assert again.case["observations"][0]["value"] == 1900
    visit.refresh_from_db()
    assert is_signed(visit)


def test_an_unchanged_visit_is_signed_once(visit, clinician):
    sign_visit(actor=clinician, visit=visit, version=1)
    with pytest.raises(Refused):
        sign_visit(actor=clinician, visit=visit, version=1)
    assert Signature.objects.count() == 1


def test_nobody_signs_what_they_have_not_seen(visit, clinician):
    seen = visit.content_changed_at
    with pytest.raises(StaleWrite):
        sign_visit(actor=clinician, visit=visit, version=2)
    correct(visit, clinician)
    with pytest.raises(StaleWrite) as stale:
        sign_visit(actor=clinician, visit=visit, version=1, content_seen=seen)
    assert stale.value.changed_by == "clinician"
    assert not Signature.objects.exists()


def test_a_withdrawn_visit_is_not_signed(visit, clinician):
    rows.enter_in_error(actor=clinician, row=visit, version=1, reason="wrong patient")
    visit.refresh_from_db()
    with pytest.raises(Refused):
        sign_visit(actor=clinician, visit=visit, version=2)


def test_only_a_clinician_signs(visit, reviewer, reader, manager, superuser):
    for actor in (reviewer, reader, manager, superuser):
        with pytest.raises(PermissionDenied):
            sign_visit(actor=actor, visit=visit, version=1)


def test_a_signature_is_never_changed(visit, clinician):
    signature = sign_visit(actor=clinician, visit=visit, version=1)
    signature.as_of_text = "2020-01-01"
    with pytest.raises(DatabaseError):
        signature.save()
