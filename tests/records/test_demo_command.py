"""manage.py demo: again without a change, in a trial only, and at any size."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from hlh_app.accounts.models import Centre, User
from hlh_app.records.demo import accounts
from hlh_app.records.models import AuditEntry, Observation, Patient, PatientSummary
from hlh_app.records.services.rows import correct_row

pytestmark = pytest.mark.django_db


def demo(*options: str) -> str:
    """Without the cohorts after the papers, which have tests of their own."""
    out = StringIO()
    call_command("demo", "--today", "2026-11-21", "--without-cohorts", *options, stdout=out)
    return out.getvalue()


def test_it_says_how_to_sign_in_runs_again_and_keeps_what_was_entered():
    said = demo()
    assert "16 demo patients added." in said
    assert all(sign_in.username in said for sign_in in accounts.SIGN_INS)
    clinician = User.objects.get(username="clinician")
    clinician.set_password("my-own-password-12")
    clinician.save()
    row = Patient.objects.get(code="SYN-01")
    correct_row(actor=clinician, row=row, version=1, donor="matched")
    trail = AuditEntry.objects.count()
    assert "0 demo patients added." in demo()
    assert AuditEntry.objects.count() == trail
    clinician.refresh_from_db()
    row.refresh_from_db()
    assert clinician.check_password("my-own-password-12")
    assert row.donor == "matched"


def test_published_passwords_are_refused_outside_a_trial(settings):
    settings.TRIAL = settings.DEBUG = False
    with pytest.raises(CommandError, match="trial"):
        demo()
    with pytest.raises(CommandError, match="trial"):
        demo("--scale", "1", "1")
    assert not User.objects.exists()
    assert not Centre.objects.exists()


def test_performance_data_has_the_size_asked_for():
    assert "7 patients with 100 results added." in demo("--scale", "7", "100")
    assert (Patient.objects.count(), Observation.objects.count()) == (7, 100)
    assert PatientSummary.objects.filter(stale=False).count() == 7
    assert AuditEntry.objects.filter(table="observation", actor="clinician").count() == 100
    demo("--scale", "1", "1")
    assert Patient.objects.filter(code="SCALE-00008").exists()
    for bad in (("0", "5"), ("5", "4")):
        with pytest.raises(CommandError):
            demo("--scale", *bad)
