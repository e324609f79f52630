"""CPU of assessing patients by every definition, as the background does it."""

from __future__ import annotations

import time
from datetime import date

import pytest

from hlh_app.accounts.models import User
from hlh_app.clinical.study.alternatives import ALTERNATIVES
from hlh_app.records import sensitivity
from hlh_app.records.demo import scale
from hlh_app.records.models import Patient, SensitivityRun

pytestmark = pytest.mark.django_db
PATIENTS, RESULTS = 100, 10_000


def test_cpu_of_a_patient():
    scale.fill(PATIENTS, RESULTS, date(2026, 6, 1))
    keys = list(Patient.objects.values_list("pk", flat=True))
    asked = sensitivity.digest(keys)
    user = User.objects.get(username="clinician")
    run = SensitivityRun.objects.create(user=user, asked=asked, total=len(keys))
    begin = time.process_time()
    sensitivity.compute(run.pk, run.started_at, keys)
    spent = time.process_time() - begin
    run.refresh_from_db()
    assert run.done == len(keys)
    print(f"\n{len(ALTERNATIVES)} definitions, {RESULTS // PATIENTS} results a patient:", end=" ")
    print(f"{1000 * spent / len(keys):.1f} ms a patient")
