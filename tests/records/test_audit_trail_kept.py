"""Nothing clinical is deleted, what is written once stays, and nobody changes the trail."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from hlh_app.records.audit import AuditMissingError, acting, install, uninstall
from hlh_app.records.models import (
    AuditEntry,
    DataQuery,
    DataQueryReply,
    Observation,
    Patient,
    Signature,
)

pytestmark = pytest.mark.django_db


def refused(statement: str, *values: object) -> str:
    """The database's refusal of a raw statement."""
    with pytest.raises(IntegrityError) as caught:
        run(statement, *values)
    return str(caught.value)


@transaction.atomic
def run(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else TRUNCATE has to wait for them
        cursor.execute(statement, values)


@pytest.fixture
def signature(visit, clinician) -> Signature:
    return Signature.objects.create(
        visit=visit,
        signed_by=clinician,
        signed_at=timezone.now(),
        as_of_text=visit.visited_text,
        case={"id": "1", "observations": [{"value": 1709}]},
        verdicts={"hlh2004": "met"},
        rule_versions={"hlh2004": "1"},
    )


@pytest.fixture
def query(result, reviewer) -> DataQuery:
    return DataQuery.objects.create(
        patient=result.patient,
        table="observation",
        row_id=result.pk,
        question="Ten times the last?",
        raised_by=reviewer,
    )


@pytest.fixture
def reply(query, clinician) -> DataQueryReply:
    return DataQueryReply.objects.create(query=query, text="Yes.", written_by=clinician)


class TestTheTrail:
    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE records_auditentry SET actor = 'nobody'",
            "UPDATE records_auditentry SET new = NULL WHERE action = 'insert'",
            "DELETE FROM records_auditentry",
        ],
    )
    def test_cannot_be_changed(self, result, statement):
        entries = list(AuditEntry.objects.values())
        refused(statement)
        assert list(AuditEntry.objects.values()) == entries

    def test_cannot_be_emptied(self, result):
        if connection.vendor == "postgresql":
            refused("TRUNCATE records_auditentry")
            refused("TRUNCATE records_auditentry, records_patient CASCADE")
        else:
            refused("DELETE FROM records_auditentry")
        assert AuditEntry.objects.exists()

    def test_cannot_be_changed_through_its_model(self, result):
        entry = AuditEntry.objects.first()
        entry.actor = "nobody"
        for change in (entry.save, entry.delete, AuditEntry.objects.all().delete):
            with pytest.raises(IntegrityError), transaction.atomic():
                change()

    def test_cannot_be_forged(self, result):
        with pytest.raises(IntegrityError), transaction.atomic():
            AuditEntry.objects.create(
                at=timezone.now(), actor="x", table="patient", row_id=1, action="update"
            )

    def test_cannot_be_replaced(self, result):
        entry = AuditEntry.objects.first()
        columns = 'id, at, actor, reason, "table", row_id, action'
        values = f"{entry.pk}, '2026-01-01', 'x', '', 'patient', 1, 'update'"
        verb = "INSERT OR REPLACE" if connection.vendor == "sqlite" else "INSERT"
        tail = (
            "" if connection.vendor == "sqlite" else " ON CONFLICT (id) DO UPDATE SET actor = 'x'"
        )
        refused(f"{verb} INTO records_auditentry ({columns}) VALUES ({values}){tail}")


class TestNothingIsDeleted:
    @pytest.mark.parametrize(
        "table", ["observation", "visit", "signature", "dataquery", "dataqueryreply"]
    )
    def test_by_sql(self, result, signature, reply, table):
        assert table in refused(f"DELETE FROM records_{table}")
        if connection.vendor == "postgresql":
            refused(f"TRUNCATE records_{table} CASCADE")

    def test_by_a_queryset(self, result):
        with pytest.raises(IntegrityError), transaction.atomic():
            Observation.objects.all().delete()
        assert Observation.objects.exists()

    def test_by_replacing(self, result):
        if connection.vendor == "sqlite":
            assert "observation" in refused(
                "INSERT OR REPLACE INTO records_observation SELECT * FROM records_observation"
            )

    def test_but_a_deletion_past_the_refusal_is_recorded(self, patient, add_patient):
        """The owner of the database can take a trigger away; the trail still tells."""
        on = " ON records_patient" if connection.vendor == "postgresql" else ""
        name = "refuse" if connection.vendor == "postgresql" else "refuse_delete"
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TRIGGER audit_patient_{name}{on}")
            cursor.execute("DELETE FROM records_patient WHERE id = %s", [patient.pk])
        entry = AuditEntry.objects.first()
        assert (entry.action, entry.row_id, entry.patient_id) == ("delete", patient.pk, patient.pk)
        assert (entry.old["code"], entry.new) == (patient.code, None)


class TestWrittenOnce:
    def test_a_signature(self, signature):
        refused("UPDATE records_signature SET as_of_text = ''")

    def test_a_reply(self, reply):
        refused("UPDATE records_dataqueryreply SET text = 'No.'")

    def test_a_query_may_be_closed(self, query, reviewer):
        query.status, query.closed_by, query.closed_at = "closed", reviewer, timezone.now()
        query.save()
        entry = AuditEntry.objects.first()
        assert entry.new["status"] == "closed"


class TestWhatAnEntryHolds:
    def test_what_was_signed_is_kept_as_a_document(self, signature):
        entry = AuditEntry.objects.get(table="signature")
        assert entry.new["case"]["observations"][0]["value"] == 1709
        assert entry.patient_id == signature.visit.patient_id

    def test_a_reply_names_the_patient(self, reply):
        assert AuditEntry.objects.get(table="dataqueryreply").patient_id == reply.query.patient_id

    def test_a_patient_is_their_own(self, patient):
        assert AuditEntry.objects.get(table="patient").patient_id == patient.pk

    def test_a_centre_has_none(self, centre):
        entry = AuditEntry.objects.get(table="centre")
        assert (entry.patient_id, entry.new["code"]) == (None, "VIE")

    def test_a_password_is_told_without_its_hash(self, clinician):
        clinician.set_password("another-horse-8-battery")
        clinician.save()
        entry = AuditEntry.objects.filter(table="user", row_id=clinician.pk).first()
        assert (entry.old, entry.new) == ({"password": "not shown"}, {"password": "changed"})
        assert not AuditEntry.objects.filter(new__icontains=clinician.password[:30]).exists()
        first = AuditEntry.objects.get(table="user", row_id=clinician.pk, action="insert")
        assert "password" not in first.new

    def test_signing_in_leaves_none(self, clinician):
        clinician.last_login = timezone.now()
        clinician.save()
        assert AuditEntry.objects.filter(table="user", row_id=clinician.pk).count() == 1

    def test_leaving_a_centre_is_told(self, clinician, manager):
        with acting(manager, "left the ward"):
            clinician.memberships.all().delete()
        entry = AuditEntry.objects.first()
        assert (entry.table, entry.action, entry.old["role"]) == (
            "membership",
            "delete",
            "clinician",
        )
        assert (entry.actor, entry.reason) == ("manager", "left the ward")

    def test_a_changed_primary_key_is_told(self, patient):
        Patient.objects.filter(pk=patient.pk).update(id=patient.pk + 1000)
        entries = AuditEntry.objects.filter(table="patient", action="update")
        assert patient.pk in {entry.row_id for entry in entries}


@pytest.mark.django_db(transaction=True)
class TestWithoutAudit:
    def test_nothing_is_saved_when_the_trail_cannot_be_written(self, patient):
        break_the_trail()
        with pytest.raises(Exception, match="no room"), transaction.atomic():
            Patient.objects.filter(pk=patient.pk).update(note="new")
        patient.note = "new"
        with pytest.raises(Exception, match="no room"):
            patient.save()
        patient.refresh_from_db()
        assert patient.note == ""

    def test_nobody_acts_where_sqlite_has_no_triggers(self, patient, clinician):
        if connection.vendor != "sqlite":
            return  # PostgreSQL alters tables without losing triggers
        uninstall()
        with pytest.raises(AuditMissingError, match=r"manage\.py migrate"), acting(clinician):
            patient.save()
        install()
        with acting(clinician):
            patient.save()


def break_the_trail() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "CREATE TRIGGER audit_break BEFORE INSERT ON records_auditentry"
                " BEGIN SELECT RAISE(ABORT, 'no room'); END"
            )
        else:
            cursor.execute(
                "CREATE OR REPLACE FUNCTION audit_break() RETURNS trigger LANGUAGE plpgsql"
                " AS $$ BEGIN RAISE EXCEPTION 'no room'; END $$;"
                "CREATE TRIGGER audit_break BEFORE INSERT ON records_auditentry"
                " EXECUTE FUNCTION audit_break()"
            )
