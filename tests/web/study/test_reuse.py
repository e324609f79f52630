"""What is kept in the process is never older than the record."""

from __future__ import annotations

import os
import subprocess
import sys
from decimal import Decimal

import pytest
from django.db import connection

from hlh_app.accounts.models import Role
from hlh_app.records import study_rows
from hlh_app.records.models import Consent, Observation
from hlh_app.records.selectors import study
from hlh_app.records.services import rows
from hlh_app.statistics.subjects import Subjects
from hlh_app.web.study import reuse
from tests.records.factories import moment
from tests.records.study.conftest import on

pytestmark = pytest.mark.django_db
BEFORE = moment("2026-05-03")


@pytest.fixture(autouse=True)
def _nothing_kept():
    reuse.forget()
    yield
    reuse.forget()


@pytest.fixture
def ferritin(clinician, enter):
    """The ferritin before treatment of the one patient."""
    patient = enter("HLH-1")
    row = rows.record_row(
        actor=clinician,
        model=Observation,
        patient=patient,
        analyte="ferritin",
        value=Decimal(900),
        unit="ng/mL",
        measured=BEFORE,
    )
    study_rows.renew_rows()
    return row


def shown(user):
    """As a page reads it, of a request of its own."""
    user.__dict__.pop("held_memberships", None)
    return reuse.read(user, ["values"]).subjects.results("ferritin", "before").tolist()


class TestAtOnce:
    def change(self, way, row, clinician):
        if way == "service":
            changed = {"value": Decimal(80), "reason": "A slip of the pen."}
            rows.correct_row(actor=clinician, row=row, version=row.version, **changed)
        elif way == "update":
            Observation.objects.filter(pk=row.pk).update(value=80, canonical_value=80)
        else:
            with connection.cursor() as cursor:
                sql = (
                    "UPDATE records_observation SET value = 80, canonical_value = 80 WHERE id = %s"
                )
                cursor.execute(sql, [row.pk])

    @pytest.mark.parametrize("way", ["service", "update", "raw"])
    def test_after_one_value_changes_whoever_writes(self, ferritin, clinician, reader, way):
        assert shown(reader) == [900.0]
        self.change(way, ferritin, clinician)
        assert shown(reader) == [80.0]
        study_rows.renew_rows()
        assert shown(reader) == [80.0]

    @pytest.mark.parametrize("way", ["update", "raw"])
    def test_after_a_second_change_of_a_row_that_is_out_of_date(
        self, ferritin, clinician, reader, way
    ):
        self.change("service", ferritin, clinician)
        assert shown(reader) == [80.0]
        Observation.objects.filter(pk=ferritin.pk).update(value=70, canonical_value=70)
        assert shown(reader) == [70.0]
        self.change(way, ferritin, clinician)
        assert shown(reader) == [80.0]

    def test_after_an_answer_was_kept(self, ferritin, clinician, reader):
        reads = [reuse.read(reader, ["values"]) for _ in range(2)]
        assert reads[0] is reads[1]
        assert reads[0].answer("", "x", lambda: 1) == reads[1].answer("", "x", lambda: 2) == 1
        self.change("service", ferritin, clinician)
        assert reuse.read(reader, ["values"]) is not reads[0]

    def test_after_consent_was_withdrawn(self, ferritin, clinician, reader):
        assert reuse.read(reader, ()).consents == [""]
        given = {"scope": "record", "status": "withdrawn", "on": on(3)}
        rows.record_row(actor=clinician, model=Consent, patient=ferritin.patient, **given)
        assert reuse.read(reader, ()).consents == ["withdrawn"]

    def test_after_a_new_patient(self, ferritin, enter, reader):
        assert shown(reader) == [900.0]
        enter("HLH-2")
        assert len(shown(reader)) == 2


class TestWhat:
    def test_the_same_is_read_once(self, ferritin, reader, monkeypatch):
        first = reuse.read(reader, ["values"])
        monkeypatch.setattr(study, "rows_for", lambda *_asked: pytest.fail("read again"))
        assert reuse.read(reader, ["values"]) is first
        assert reuse.read(reader, ()) is first

    def test_more_parts_are_read_with_those_there_and_answers_stay(self, ferritin, reader):
        first = reuse.read(reader, ["values"])
        first.answer("", "n", lambda: 7)
        more = reuse.read(reader, ["outcome"])
        assert set(more.subjects.texts) == {"subject", "values", "outcome"}
        assert more.answer("", "n", lambda: pytest.fail("computed again")) == 7

    def test_nothing_is_kept_while_a_row_is_out_of_date(self, enter, reader):
        enter("HLH-1")
        assert reuse.read(reader, ()) is not reuse.read(reader, ())

    def test_what_is_large_is_given_up_after_the_page(self, ferritin, reader):
        kept = reuse.read(reader, ["values"]).subjects
        kept.column("values", "values"), kept.results("ferritin", "before")
        kept.column("subject", "age")
        reuse.read(reader, ())
        assert set(kept._parts) == {"subject"}
        assert kept.results("platelets", "before").tolist() != [1.0]

    def test_nobody_reads_what_another_may(self, ferritin, reader, make_user, other_centre):
        assert reuse.read(reader, ()).subjects.n == 1
        elsewhere = make_user(Role.READER, other_centre)
        assert reuse.read(elsewhere, ()).subjects.n == 0


class TestHowMuch:
    def test_few_readings_the_last_ones(self, monkeypatch, ferritin, reader):
        monkeypatch.setattr(reuse, "MOST_KEPT", 2)
        stamps = iter(range(10))
        monkeypatch.setattr(study, "scope", lambda _user: next(stamps))
        for _ in range(4):
            reuse.read(reader, ())
        assert [key[0] for key in reuse._kept] == [2, 3]

    def test_never_more_characters_than_agreed_but_always_one(self, monkeypatch, ferritin, reader):
        monkeypatch.setattr(reuse, "MOST_CHARACTERS", 10)
        scopes = iter(range(10))
        monkeypatch.setattr(study, "scope", lambda _user: next(scopes))
        for _ in range(3):
            reuse.read(reader, ())
        assert len(reuse._kept) == 1

    def test_few_answers_the_last_ones(self, monkeypatch, ferritin, reader):
        monkeypatch.setattr(reuse, "MOST_ANSWERS", 2)
        read = reuse.read(reader, ())
        for name in "abc":
            read.answer("", name, lambda name=name: name)
        assert [name for _query, name in read.answers] == ["b", "c"]

    @pytest.mark.parametrize(("n", "most"), [(0, 100), (1_000, 100), (10_000, 40), (100_000, 25)])
    def test_fewer_answers_about_more_patients(self, n, most):
        subjects = Subjects(range(n), (), (), (), {})
        assert reuse.Read(study.StudyRows(who=()), subjects, []).most_answers == most


WRITER = """
import django
django.setup()
from hlh_app.records.models import Observation
Observation.objects.update(value=80, canonical_value=80)
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.untraced
def test_a_change_by_another_process_counts_at_once(ferritin, reader):
    assert shown(reader) == [900.0]
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        address = f"sqlite:///{settings['NAME']}"
    else:
        address = (
            f"postgres://{settings['USER']}:{settings['PASSWORD']}@/{settings['NAME']}"
            f"?host={settings['HOST']}&port={settings['PORT']}"
        )
    wanted = {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "hlh_app.config.settings"}
    subprocess.run([sys.executable, "-c", WRITER], env=os.environ | wanted, check=True)
    assert shown(reader) == [80.0]
