"""Two people at once: one is kept, the other is told; nothing is lost on either engine."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connection

from hlh_app.records.models import Observation, Patient, PatientSummary
from hlh_app.records.services import checks, rows
from hlh_app.records.services.errors import Refused, StaleWrite
from hlh_app.records.services.patients import create_patient

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
        except (StaleWrite, Refused) as told:
            return told
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


def test_of_several_new_patients_with_one_code_one_is_kept(centre, clinician):
    def create(_number):
        fields = {"code": "HLH-0007", "sex": "male", "birth_date": date(2015, 3, 3)}
        return create_patient(actor=clinician, centre=centre, **fields)

    results = at_once(create)
    assert sum(isinstance(result, Patient) for result in results) == 1
    refused = [result.errors for result in results if isinstance(result, Refused)]
    assert refused == [{"code": ["This code is in use at this centre."]}] * (WRITERS - 1)
    assert Patient.objects.count() == 1


def test_a_code_taken_after_it_was_checked_is_refused_in_words(
    centre, clinician, patient, monkeypatch
):
    other = PatientFactory(centre=centre)
    monkeypatch.setattr(checks, "problems", lambda _row, _patient: {})
    with pytest.raises(Refused, match="This code is in use"):
        create_patient(actor=clinician, centre=centre, code=patient.code, sex="male")
    with pytest.raises(Refused, match="This code is in use"):
        rows.correct_row(actor=clinician, row=other, version=1, code=patient.code)
    other.refresh_from_db()
    assert (other.code != patient.code, other.version) == (True, 1)
