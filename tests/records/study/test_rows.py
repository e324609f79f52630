"""Rows that analyses read: true or computed anew, whoever wrote, and in one statement."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hlh_app.accounts.models import Role
from hlh_app.accounts.services import give_role
from hlh_app.records import study_rows
from hlh_app.records.models import Consent, Event, Observation, Patient, PatientSummary, StudyRow
from hlh_app.records.selectors import study
from hlh_app.records.services import rows

from ..factories import moment
from .conftest import on

pytestmark = pytest.mark.django_db


def read(user, *parts):
    return study.rows_for(user, parts or ("subject",))


def codes(user):
    return [code for _pk, code, *_rest in read(user).who]


def trigger_of(user):
    return [json.loads(text)["trigger"] for text in read(user).parts["subject"]]


@pytest.fixture
def ward(enter):
    """Two treated patients and one of whom no treatment is recorded; every row is stored."""
    made = [enter("HLH-1"), enter("HLH-2", drug="etoposide"), enter("HLH-3", drug="")]
    study_rows.renew_rows()
    return made


class TestReading:
    def test_the_treated_by_their_keys_with_who_they_are(self, ward, reader, centre):
        found = read(reader, "subject", "outcome")
        one, two, _three = ward
        assert list(found.who) == [
            (one.pk, "HLH-1", centre.pk, "ward", ""),
            (two.pk, "HLH-2", centre.pk, "ward", ""),
        ]
        assert [json.loads(text)["drug"] for text in found.parts["subject"]] == [
            "ruxolitinib",
            "etoposide",
        ]
        assert len(found.parts["outcome"]) == 2
        assert (found.readable, found.untreated, found.waiting, found.fresh) == (3, 1, (), ())

    def test_rows_that_are_out_of_date_are_computed_and_not_stored(self, enter, reader):
        made = [enter("HLH-1"), enter("HLH-2", drug="")]
        found = read(reader)
        assert [code for _pk, code, *_rest in found.who] == ["HLH-1"]
        assert (found.readable, found.untreated, found.stamp) == (2, 1, None)
        assert found.fresh == tuple(patient.pk for patient in made)
        assert not StudyRow.objects.exists()

    def test_more_of_them_are_only_counted(self, enter, reader, monkeypatch):
        monkeypatch.setattr(study, "MOST_COMPUTED", 2)
        made = [enter(f"HLH-{n}") for n in range(4)]
        found = read(reader)
        assert len(found.who) == 2
        assert found.waiting == tuple(patient.pk for patient in made[2:])

    def test_in_the_order_of_keys_wherever_they_come_from(self, ward, reader, record_trigger):
        record_trigger(ward[0], "rheumatic")
        assert codes(reader) == ["HLH-1", "HLH-2"]

    def test_the_same_queries_for_many(self, enter, reader):
        enter("HLH-1")
        study_rows.renew_rows()
        reader.held_memberships  # noqa: B018 (read once a request)
        with CaptureQueriesContext(connection) as few:
            read(reader)
        for n in range(5):
            enter(f"MORE-{n}")
        study_rows.renew_rows()
        with CaptureQueriesContext(connection) as many:
            read(reader)
        assert len(few) == len(many) == 1


@pytest.fixture
def record_trigger(clinician):
    def write(patient, trigger):
        patient.refresh_from_db()
        rows.correct_row(actor=clinician, row=patient, version=patient.version, trigger=trigger)

    return write


class TestWhose:
    def test_nobody_elses(self, ward, make_user, other_centre, manager, superuser):
        elsewhere = make_user(Role.CLINICIAN, other_centre)
        for user in (elsewhere, manager, superuser, make_user()):
            assert (read(user).who, read(user).readable) == ([], 0)
            assert study.stamp(user) == (0, 0)
            assert study.scope(user) in ((), study.scope(elsewhere))

    def test_of_both_centres_of_a_user(self, ward, enter, reader, clinician, other_centre):
        give_role(user=clinician, centre=other_centre, role=Role.CLINICIAN)
        clinician.__dict__.pop("held_memberships", None)  # as another request reads them
        enter("TYO-1", centre=other_centre)
        study_rows.renew_rows()
        assert codes(clinician) == ["HLH-1", "HLH-2", "TYO-1"]
        assert codes(reader) == ["HLH-1", "HLH-2"]

    def test_a_record_merged_into_another_is_not_there(self, ward, reader):
        Patient.objects.filter(pk=ward[1].pk).update(merged_into=ward[0])
        study_rows.renew_rows()
        assert (codes(reader), read(reader).readable) == (["HLH-1"], 2)


class TestStamp:
    def test_is_that_of_the_rows_read(self, ward, reader):
        assert study.stamp(reader) == read(reader).stamp

    @pytest.mark.parametrize("way", ["service", "raw", "update"])
    def test_another_whoever_writes(self, ward, reader, record_trigger, way):
        before = study.stamp(reader)
        if way == "service":
            record_trigger(ward[0], "rheumatic")
        elif way == "update":
            Patient.objects.filter(pk=ward[0].pk).update(trigger="rheumatic")
        else:
            with connection.cursor() as cursor:
                sql = "UPDATE records_patient SET trigger = 'rheumatic' WHERE id = %s"
                cursor.execute(sql, [ward[0].pk])
        assert study.stamp(reader) != before
        assert trigger_of(reader) == ["rheumatic", None]
        study_rows.renew_rows()
        assert study.stamp(reader) != before
        assert trigger_of(reader) == ["rheumatic", None]

    def test_the_same_once_the_same_facts_stand_again(self, ward, reader, record_trigger):
        before = study.stamp(reader)
        for trigger in ("rheumatic", "unknown"):
            record_trigger(ward[0], trigger)
            study_rows.renew_rows()
        assert study.stamp(reader) == before

    def test_another_when_two_patients_change_places(self, enter, reader):
        """The same facts in all, of other patients."""
        enter("HLH-1", trigger="rheumatic"), enter("HLH-2", trigger="primary")
        study_rows.renew_rows()
        before = study.stamp(reader)
        for code, trigger in (("HLH-1", "primary"), ("HLH-2", "rheumatic")):
            Patient.objects.filter(code=code).update(trigger=trigger)
        study_rows.renew_rows()
        assert study.stamp(reader) != before

    def test_another_by_consent_alone(self, ward, reader, clinician):
        before = study.stamp(reader)
        given = {"scope": "record", "status": "refused", "on": on(0)}
        rows.record_row(actor=clinician, model=Consent, patient=ward[0], **given)
        study_rows.renew_rows()
        assert study.stamp(reader) != before

    def test_another_by_a_code_alone(self, ward, reader):
        before = study.stamp(reader)
        Patient.objects.filter(pk=ward[0].pk).update(code="HLH-9")
        study_rows.renew_rows()
        assert study.stamp(reader) != before


class TestTruth:
    def test_a_result_entered_makes_the_row_untrue(self, ward, reader, clinician):
        given = {"value": Decimal(900), "unit": "ng/mL", "measured": moment("2026-05-03")}
        rows.record_row(
            actor=clinician, model=Observation, patient=ward[0], analyte="ferritin", **given
        )
        assert study.outdated(reader) == [ward[0].pk]
        values = json.loads(read(reader, "values").parts["values"][0])
        assert values["values"]["ferritin"][0] == 900.0

    def test_another_setting_of_the_centre(self, ward, reader, centre, other_centre):
        forms = {study_rows.form_of(centre), study_rows.form_of(other_centre)}
        assert len(forms) == 2
        centre.fever_threshold = Decimal("38.0")
        centre.save()
        assert study_rows.form_of(centre) not in forms
        assert len(study.outdated(reader)) == 3

    def test_another_form_of_the_row(self, ward, reader, monkeypatch):
        monkeypatch.setattr(study_rows, "FORM", "another")
        assert len(study.outdated(reader)) == 3

    def test_a_planned_transplant_becomes_data_on_its_day(
        self, ward, reader, clinician, monkeypatch
    ):
        day = timezone.localdate() + timedelta(days=3)
        planned = {"event": "transplant_planned", "on": day}
        rows.record_row(actor=clinician, model=Event, patient=ward[0], **planned)
        study_rows.renew_rows()
        assert study.outdated(reader) == []
        later = timezone.now() + timedelta(days=5)
        monkeypatch.setattr(timezone, "now", lambda: later)
        assert study.outdated(reader) == [ward[0].pk]

    def test_the_last_word_on_the_use_of_the_record(self, ward, reader, clinician):
        for number, (scope, status) in enumerate(
            [("record", "given"), ("record", "withdrawn"), ("treatment", "given")]
        ):
            given = {"scope": scope, "status": status, "on": on(number)}
            rows.record_row(actor=clinician, model=Consent, patient=ward[0], **given)
        assert [row[4] for row in read(reader).who] == ["withdrawn", ""]
        last = Consent.objects.get(status="withdrawn")
        rows.enter_in_error(actor=clinician, row=last, version=last.version, reason="Another one.")
        assert [row[4] for row in read(reader).who] == ["given", ""]


class TestStoring:
    def test_the_summary_first_where_it_is_out_of_date(self, ward, reader):
        Patient.objects.filter(pk=ward[0].pk).update(trigger="rheumatic")
        assert PatientSummary.objects.get(pk=ward[0].pk).stale
        made = study_rows.store([ward[0].pk])
        assert [row.patient_id for row in made] == [ward[0].pk]
        assert not PatientSummary.objects.get(pk=ward[0].pk).stale
        assert study.outdated(reader) == []

    def test_a_patient_without_a_summary_gets_one(self, reader, add_patient):
        patient = add_patient()
        study_rows.store([patient.pk])
        assert study.outdated(reader) == []

    def test_a_summary_that_stands_is_left_alone(self, ward):
        before = PatientSummary.objects.get(pk=ward[0].pk).renewed_at
        StudyRow.objects.all().delete()
        study_rows.renew_rows()
        assert PatientSummary.objects.get(pk=ward[0].pk).renewed_at == before

    def test_what_another_stored_meanwhile_is_left_alone(self, ward, reader):
        keys = [patient.pk for patient in ward]
        StudyRow.objects.filter(pk=keys[0]).delete()
        assert [row.patient_id for row in study_rows.store(keys)] == [keys[0]]
        assert study_rows.store(keys) == []

    def test_some_at_a_time_and_told(self, enter, reader, monkeypatch):
        monkeypatch.setattr(study_rows, "AT_A_TIME", 2)
        for n in range(5):
            enter(f"HLH-{n}")
        told = []
        made = study_rows.store_all(study.outdated(reader), lambda *done: told.append(done))
        assert (made, told) == (5, [(2, 5), (4, 5), (5, 5)])
        assert study.outdated(reader) == []

    def test_renew_takes_a_limit(self, enter, reader):
        for n in range(3):
            enter(f"HLH-{n}")
        call_command("renew", limit=2, verbosity=0)
        assert len(study.outdated(reader)) == 1

    def test_a_stored_row_and_a_computed_one_say_the_same(self, ward, reader):
        stored = read(reader, "subject", "values", "outcome", "harm")
        StudyRow.objects.all().delete()
        fresh = read(reader, "subject", "values", "outcome", "harm")
        assert (stored.parts, stored.who) == (fresh.parts, fresh.who)
