"""A chart of 5,000 readings, as its writer waits for it: looked at, then saved as a whole.

Goal: both requests together in less than 5 s. Every request goes through every middleware.
"""

from __future__ import annotations

import re
import time
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from hlh_app.accounts.models import User
from hlh_app.records.demo import scale
from hlh_app.records.models import AuditEntry, Observation, Patient

pytestmark = pytest.mark.django_db
READINGS = 5_000
GOAL_SECONDS = 5
TODAY = date(2026, 6, 1)
START = datetime(2025, 1, 1, tzinfo=UTC)


@pytest.fixture
def patient() -> Patient:
    scale.fill(1, 100, TODAY)
    return Patient.objects.latest("pk")


def chart(readings: int) -> str:
    """As a bedside system exports it, with world time."""
    moments = (START + timedelta(minutes=95 * n) for n in range(readings))
    rows = (
        f"{at:%Y-%m-%dT%H:%MZ},Temperature,{37 + at.minute % 25 / 10:.1f},°C,Axilla"
        for at in moments
    )
    return "\n".join(["Recorded at,Parameter,Value,Unit,Site", *rows])


def test_a_chart_of_thousands(patient, client: Client, capsys):
    client.force_login(User.objects.get(username="clinician"))
    url = reverse("web:temperatures", args=[patient.pk])
    page = client.get(url).content.decode()
    sent = dict(re.findall(r'name="(submission|unsaved)" value="([^"]*)"', page))
    sent |= {"lines": chart(READINGS)}
    before = time.perf_counter()
    shown = client.post(url, sent).content.decode()
    looked = time.perf_counter()
    answer = client.post(url, sent | {"shown": shown.split('name="shown" value="')[1][:64]})
    saved = time.perf_counter()
    assert answer.status_code == 302
    kept = Observation.objects.filter(batch__source="temperatures")
    assert kept.count() == READINGS
    trail = AuditEntry.objects.filter(table="observation", row_id__in=kept.values("pk"))
    assert trail.count() == READINGS
    with capsys.disabled():
        print(
            f"\n{READINGS:,} readings: looked at {looked - before:.2f} s, saved "
            f"{saved - looked:.2f} s, together {saved - before:.2f} s (goal < {GOAL_SECONDS} s)"
        )
