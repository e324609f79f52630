"""CPU of the pages about groups: 10,000 patients with 1,000,000 results, their rows current.

Goals: at most 1 s with nothing reused, 50 ms when asked again. A request goes through every
middleware; time is that of this process (on PostgreSQL the server works in another one).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hlh_app.accounts.models import User
from hlh_app.records.audit import install, uninstall
from hlh_app.records.demo import scale
from hlh_app.records.models import (
    AdverseEvent,
    Consent,
    Event,
    Exposure,
    Finding,
    Observation,
    Patient,
    PatientSummary,
    StudyRow,
    TherapyLine,
    Visit,
)
from hlh_app.records.selectors import study
from hlh_app.records.study_rows import renew_rows
from hlh_app.web.study import reuse

TODAY = date(2026, 6, 1)
PATIENTS, RESULTS, MADE = 10_000, 1_000_000, 100
FAR = 1_000_000
COPIED = (
    *(Patient, PatientSummary, StudyRow, Visit, Observation, Finding, Exposure, Event),
    *(TherapyLine, Consent, AdverseEvent),
)
TWO = "?treatment=any&compare=on&b-treatment=any&b-sex=female"
PAGES = {
    "patients": reverse("web:study"),
    "tables": reverse("web:study-tables"),
    "tables, two groups": reverse("web:study-tables") + TWO,
    "response": reverse("web:study-response"),
    "temperature": reverse("web:study-fever"),
    "survival": reverse("web:study-survival"),
    "toxicity": reverse("web:study-safety"),
    "benchmark": reverse("web:study-benchmark"),
    "explore": reverse("web:study-explore"),
    "publish": reverse("web:study-publish"),
    "behind a number": reverse("web:study-patients") + "?of=table1/age/median/a",
    "matched": reverse("web:study") + f"{TWO}&matched=on",
}


@pytest.fixture(scope="module")
def filled(django_db_setup, django_db_blocker) -> None:
    """A hundred patients by the application, each copied a hundred times past it."""
    with django_db_blocker.unblock():
        scale.fill(MADE, RESULTS * MADE // PATIENTS, TODAY)
        renew_rows()
        uninstall()
        for model in COPIED:
            copy(model)
        install()


def copy(model: type[models.Model]) -> None:
    columns = [field.column for field in model._meta.concrete_fields]
    given = [_copied(column) for column in columns]
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        for turn in range(1, PATIENTS // MADE):
            cursor.execute(
                f'INSERT INTO "{model._meta.db_table}" ({names}) '
                f'SELECT {", ".join(given)} FROM "{model._meta.db_table}" '
                f"WHERE {'id' if 'id' in columns else 'patient_id'} < {FAR}".replace(
                    "%FAR", str(turn * FAR)
                ).replace("%TURN", str(turn))
            )


def _copied(column: str) -> str:
    if column in ("id", "patient_id", "visit_id"):
        return f'"{column}" + %FAR'
    return f"\"{column}\" || '-%TURN'" if column == "code" else f'"{column}"'


@pytest.fixture
def ward(filled, db, client):
    client.force_login(User.objects.get(username="clinician"))
    return client


def test_cpu_of_the_pages(ward):
    user = User.objects.get(username="clinician")
    print(f"\n{connection.vendor}: {Patient.objects.count():,} patients,", end=" ")
    print(f"{Observation.objects.count():,} results; the stamp {best(lambda: study.stamp(user))}")
    print(f"{'page':<20}{'nothing reused':>16}{'asked again':>14}{'queries':>9}{'KiB':>7}")
    for page, address in PAGES.items():
        assert ward.get(address).status_code == 200, page

        def anew(address: str = address) -> None:
            reuse.forget()
            ward.get(address)

        first, again = best(anew), best(lambda address=address: ward.get(address))
        with CaptureQueriesContext(connection) as asked:
            answer = ward.get(address)
        print(f"{page:<20}{first:>16}{again:>14}{len(asked):>9}{len(answer.content) // 1024:>7}")


def best(what: Callable[[], object], times: int = 3) -> str:
    """Milliseconds of CPU, the least of some."""
    spent = []
    for _ in range(times):
        begin = time.process_time()
        what()
        spent.append(time.process_time() - begin)
    return f"{1000 * min(spent):,.0f} ms"
