"""Two imports, an import and an editor, an import that is killed: no value lost, none twice, and
never half a file."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connection

from hlh_app.records.imports import desk, keeping
from hlh_app.records.imports.desk import Desk
from hlh_app.records.models import (
    AuditEntry,
    ImportBatch,
    LeftOver,
    Observation,
    ReferenceInterval,
)
from hlh_app.records.services import rows

from ..factories import PatientFactory, moment
from .entries import DIGESTS, result

START = datetime.fromisoformat("2026-10-01T08:00:00+02:00")


def series(patient, length, first=0, value=1000):
    """A ferritin an hour."""
    for number in range(first, first + length):
        when = (START + timedelta(hours=number)).isoformat()
        yield result(patient, str(value + number), when=when, place=f"row {number}")


@pytest.fixture
def patients(centre):
    return [PatientFactory(centre=centre) for _ in range(3)]


@pytest.fixture
def kept(clinician, centre):
    def keep(entries, **asked):
        usual = {"actor": clinician, "centre": centre, "source": "table", "incoming": entries}
        return keeping.keep(**(usual | {"digest": f"at once {next(DIGESTS)}"} | asked))

    return keep


def at_once(*works):
    """What each came to, all begun together on connections of their own."""
    start = Barrier(len(works))

    def one(work):
        try:
            start.wait()
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(one, works))


@pytest.mark.django_db(transaction=True)
def test_imports_that_overlap_lose_and_double_nothing(patients, kept):
    """In opposite orders of the patients, so that locks taken as they come would wait for ever."""
    files = [
        [entry for p in order for entry in series(p, 40, first)]
        for first, order in ((0, patients), (20, patients[::-1]), (30, patients))
    ]
    batches = at_once(*(lambda file=file: kept(file) for file in files))
    assert Observation.objects.count() == 3 * 70
    assert Observation.objects.values("patient", "measured_at").distinct().count() == 3 * 70
    assert sum(batch.counts.get("new", 0) for batch in batches) == 3 * 70
    assert sum(batch.counts.get("same", 0) for batch in batches) == 3 * 50


@pytest.mark.django_db(transaction=True)
def test_the_same_file_sent_twice_at_once_is_kept_once(patients, kept):
    file = list(series(patients[0], 5))
    one, other = at_once(*[lambda: kept(file, digest="same")] * 2)
    assert one == other
    assert (ImportBatch.objects.count(), Observation.objects.count()) == (1, 5)


@pytest.mark.django_db(transaction=True)
def test_an_editor_and_an_import_at_the_same_moments(patients, kept, clinician):
    patient, file = patients[0], list(series(patients[0], 12))

    def edit():
        for entry in file[::-1]:
            rows.record_row(
                actor=clinician,
                model=Observation,
                patient=patient,
                analyte="ferritin",
                unit="ng/mL",
                value=Decimal(500),
                measured=entry.row.measured_at,
            )

    batch, _edited = at_once(lambda: kept(file), edit)
    typed = Observation.objects.filter(value=500)
    assert typed.count() == 12
    met = batch.counts.get("differs", 0)
    assert batch.counts.get("new", 0) + met == 12
    assert LeftOver.objects.count() == met
    assert Observation.objects.count() == 24 - met


@pytest.mark.django_db
@pytest.mark.parametrize("after", [1_000, 3_000])
def test_an_import_that_is_cancelled_leaves_nothing(patients, kept, monkeypatch, after):
    monkeypatch.setattr(desk, "CHUNK", 500)  # some of it is with the server by then
    told = []

    def progress(done):
        told.append(done)
        if done >= after:
            raise KeyboardInterrupt

    before = AuditEntry.objects.count()
    with pytest.raises(KeyboardInterrupt):
        kept(series(patients[0], 5_000), progress=progress)
    assert told == list(range(1_000, after + 1, 1_000))
    nothing_was_kept(before)


@pytest.mark.django_db
def test_a_browser_that_goes_away_leaves_nothing(patients, clinician, centre, monkeypatch):
    monkeypatch.setattr(desk, "CHUNK", 500)
    before = AuditEntry.objects.count()
    steps = keeping.keep_in_steps(
        actor=clinician,
        centre=centre,
        source="table",
        digest="left",
        incoming=series(patients[0], 3_000),
    )
    assert next(steps) == 1_000
    steps.close()
    nothing_was_kept(before)


@pytest.mark.django_db
def test_a_file_that_breaks_off_leaves_nothing(patients, kept):
    def broken():
        yield from series(patients[0], 1_500)
        raise OSError("the disk is gone")

    before = AuditEntry.objects.count()
    with pytest.raises(OSError, match="disk"):
        kept(broken())
    nothing_was_kept(before)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="kills a server's connection")
def test_a_connection_killed_in_the_middle_leaves_nothing(patients, kept, monkeypatch):
    monkeypatch.setattr(desk, "CHUNK", 500)
    finish = Desk.finish

    def killed(self, read):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            (backend,) = cursor.fetchone()
        at_once(lambda: kill(backend))
        finish(self, read)

    monkeypatch.setattr(Desk, "finish", killed)
    before = AuditEntry.objects.count()
    with pytest.raises(Exception, match=r"terminat|closed|lost"):
        kept(series(patients[0], 2_000))
    connection.close()
    nothing_was_kept(before)


def kill(backend):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [backend])


def nothing_was_kept(trail_before):
    for model in (Observation, ImportBatch, LeftOver, ReferenceInterval):
        assert not model.objects.exists()
    assert AuditEntry.objects.count() == trail_before


@pytest.mark.django_db
@pytest.mark.parametrize("chunk", [1, 7, 100])
def test_how_much_is_written_at_once_changes_nothing(patients, kept, monkeypatch, chunk):
    """A file in no order, with doubles, whatever the size of a chunk."""
    monkeypatch.setattr(desk, "CHUNK", chunk)
    one, other, third = patients
    file = [
        *series(one, 10, 20),
        *series(other, 10),
        *series(one, 15, 10),
        *series(third, 3),
        *series(other, 10, 5, value=2000),
        result(one, "1", "esr", "mm/h", when=moment().text),
    ]
    batch = kept(file)
    assert batch.counts == {"read": 49, "differs": 5, "new": 39, "same": 5}
    assert Observation.objects.filter(patient=one, analyte="ferritin").count() == 20
