"""A renewal and a writer who does not lock the patient: the summary never says it has seen a change
that it has not. On SQLite one writes after the other by itself."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from django.db import DEFAULT_DB_ALIAS, OperationalError, connection, connections, transaction

from hlh_app.records import study_rows, summaries
from hlh_app.records.models import Observation, PatientSummary
from hlh_app.records.services import rows

from .factories import PatientFactory, moment

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
AT_ONCE = "SET LOCAL lock_timeout = '20ms'"
CHANGE = "UPDATE records_observation SET value = value + 1"


@pytest.fixture
def out_of_date(centre, clinician):
    """A patient whose summary is marked out of date already."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one connection write at a time")
    patient = PatientFactory(centre=centre)
    given = {"analyte": "ferritin", "value": 900, "unit": "ng/mL", "measured": moment()}
    rows.record_row(actor=clinician, model=Observation, patient=patient, **given)
    Observation.objects.update(value=80)
    assert PatientSummary.objects.get().stale
    return patient


@contextmanager
def another_connection():
    """Of somebody else, in a transaction of its own, refused where it would have to wait."""
    other = connections.create_connection(DEFAULT_DB_ALIAS)
    other.set_autocommit(False)
    try:
        with other.cursor() as cursor:
            cursor.execute(AT_ONCE)
            yield cursor
        other.rollback()
    finally:
        other.close()


@pytest.mark.parametrize(
    "renew", [summaries.renew_together, study_rows.store], ids=["summaries", "rows"]
)
def test_a_writer_waits_for_the_renewal(out_of_date, renew):
    with transaction.atomic():
        renew([out_of_date.pk])
        with another_connection() as cursor, pytest.raises(OperationalError, match="lock timeout"):
            cursor.execute(CHANGE)
    assert not PatientSummary.objects.get().stale
    Observation.objects.update(value=90)
    assert PatientSummary.objects.get().stale


@transaction.atomic
def renew_at_once(patient):
    with connection.cursor() as cursor:
        cursor.execute(AT_ONCE)
    summaries.renew_together([patient.pk])


def test_a_renewal_waits_for_a_writer(out_of_date):
    with another_connection() as cursor:
        cursor.execute(CHANGE)
        with pytest.raises(OperationalError, match="lock timeout"):
            renew_at_once(out_of_date)
    assert PatientSummary.objects.get().stale


def test_whoever_comes_between_reading_and_storing_waits(out_of_date, monkeypatch):
    refused, read = [], summaries.build_cases

    def reads(patients):
        cases = read(patients)
        with another_connection() as cursor:
            try:
                cursor.execute(CHANGE)
            except OperationalError as error:
                refused.append(str(error))
        return cases

    monkeypatch.setattr(summaries, "build_cases", reads)
    summaries.renew_together([out_of_date.pk])
    assert len(refused) == 1
