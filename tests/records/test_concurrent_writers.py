"""Two people at once: one is kept, the other is told; nothing is lost on either engine."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connection

from hlh_app.records.models import Observation, PatientSummary
from hlh_app.records.services import rows
from hlh_app.records.services.errors import StaleWrite

from .factories import PatientFactory, moment

pytestmark = pytest.mark.django_db(transaction=True)
RESULT = {"analyte": "ferritin", "unit": "ng/mL"}
WRITERS = 6


def at_once(work):
    """What each of several writers got, an exception included."""
    start = Barrier(WRITERS)

    def one(number):
        try:
            start.wait()
            return work(number)
        except StaleWrite as stale:
            return stale
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        return list(pool.map(one, range(WRITERS)))


@pytest.fixture
def patient(centre):
    return PatientFactory(centre=centre)


def test_of_several_corrections_of_one_version_one_is_kept(patient, clinician):
    fields = RESULT | {"value": Decimal(1000), "measured": moment()}
    row = rows.record_row(actor=clinician, model=Observation, patient=patient, **fields)

    def correct(number):
        value = Decimal(2000 + number)
        return rows.correct_row(actor=clinician, row=row, version=1, value=value)

    results = at_once(correct)
    kept = [result for result in results if isinstance(result, Observation)]
    row.refresh_from_db()
    assert (len(kept), row.version, row.value) == (1, 2, kept[0].value)
    assert all(told.row_now.value == row.value for told in results if isinstance(told, StaleWrite))


def test_the_summary_has_seen_every_writer(patient, clinician):
    def record(number):
        when = moment(f"2026-11-02T{8 + number:02}:00:00+01:00")
        fields = RESULT | {"value": Decimal(1000 + number), "measured": when}
        return rows.record_row(actor=clinician, model=Observation, patient=patient, **fields)

    at_once(record)
    summary = PatientSummary.objects.get(patient=patient)
    assert (summary.stale, len(summary.ferritin_series)) == (False, WRITERS)
