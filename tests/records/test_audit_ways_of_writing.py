"""Whatever way a row is written, the trail tells who, when, old and new."""

from __future__ import annotations

import io
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.utils import timezone

from hlh_app.records.audit import acting
from hlh_app.records.models import AuditEntry, Observation

pytestmark = pytest.mark.django_db
WHY = "read from the wrong line"


def trail(row: Observation) -> list[AuditEntry]:
    """Newest first."""
    return list(AuditEntry.objects.filter(table="observation", row_id=row.pk))


def role() -> str:
    """What the trail says when nobody was named."""
    if connection.vendor == "sqlite":
        return "database:sqlite"
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_user")
        return f"database:{cursor.fetchone()[0]}"


def save(row: Observation) -> None:
    row.value = Decimal("828.5")
    row.save()


def save_fields(row: Observation) -> None:
    row.value = Decimal("828.5")
    row.save(update_fields=["value"])


def update(row: Observation) -> None:
    Observation.objects.filter(pk=row.pk).update(value=Decimal("828.5"))


def update_and_fail(row: Observation) -> None:
    update(row)
    raise ZeroDivisionError


def bulk_update(row: Observation) -> None:
    row.value = Decimal("828.5")
    Observation.objects.bulk_update([row], ["value"])


def upsert(row: Observation) -> None:
    row.value = Decimal("828.5")
    Observation.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["id"], update_fields=["value"]
    )


def raw(row: Observation) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE records_observation SET value = 828.5 WHERE id = %s", [row.pk])


CHANGES = [save, save_fields, update, bulk_update, upsert, raw]


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_tells_who_when_old_and_new(result, clinician, change):
    before = timezone.now() - timedelta(seconds=1)
    with acting(clinician, WHY):
        change(result)
    entry = trail(result)[0]
    assert (entry.actor, entry.reason, entry.action) == ("clinician", WHY, "update")
    assert before < entry.at < timezone.now() + timedelta(seconds=1)
    assert (entry.old["value"], entry.new["value"]) == (1709, 828.5)
    assert entry.patient_id == result.patient_id


@pytest.mark.parametrize("change", CHANGES)
def test_without_anybody_named_the_database_role_is(result, change):
    change(result)
    entry = trail(result)[0]
    assert (entry.actor, entry.reason) == (role(), "")
    assert (entry.old["value"], entry.new["value"]) == (1709, 828.5)


def create(row: Observation) -> None:
    row.pk = None
    row.save(force_insert=True)


def bulk_create(row: Observation) -> None:
    row.pk = None
    Observation.objects.bulk_create([row])


def raw_insert(row: Observation) -> None:
    columns = [f.column for f in Observation._meta.concrete_fields if f.column != "id"]
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO records_observation ({names})"
            f" SELECT {names} FROM records_observation WHERE id = %s",
            [row.pk],
        )


def copy(row: Observation) -> None:
    columns = [f.column for f in Observation._meta.concrete_fields if f.column != "id"]
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        lines = io.BytesIO()
        with cursor.copy(
            f"COPY (SELECT {names} FROM records_observation WHERE id = {row.pk}) TO STDOUT"
        ) as out:
            for block in out:
                lines.write(bytes(block))
        with cursor.copy(f"COPY records_observation ({names}) FROM STDIN") as into:
            into.write(lines.getvalue())


@pytest.mark.parametrize("enter", [create, bulk_create, raw_insert, copy])
def test_an_entry_tells_who_when_and_the_whole_row(result, clinician, enter):
    if enter is copy and connection.vendor != "postgresql":
        assert not hasattr(connection.cursor(), "copy")  # SQLite has no COPY
        return
    with acting(clinician):
        enter(result)
    entry = AuditEntry.objects.filter(table="observation").first()
    row = Observation.objects.order_by("-pk").first()
    assert (entry.row_id, entry.actor, entry.action) == (row.pk, "clinician", "insert")
    assert entry.old is None
    assert set(entry.new) == {field.column for field in Observation._meta.concrete_fields}
    assert entry.new["value"] == 1709
    assert entry.new["measured_text"] == "2026-11-02T08:00:00+01:00"


def test_an_update_of_many_rows_leaves_one_entry_a_row(patient, add_result, clinician):
    rows = [add_result(patient, value=str(1000 + n)) for n in range(5)]
    with acting(clinician):
        Observation.objects.filter(patient=patient).update(laboratory="Central")
    for row in rows:
        assert trail(row)[0].new == {"laboratory": "Central"}


def test_an_update_holds_only_what_changed(result):
    save_fields(result)
    assert trail(result)[0].old == {"value": 1709}
    assert trail(result)[0].new == {"value": 828.5}


def test_an_update_that_changes_nothing_leaves_no_entry(result):
    result.save()
    Observation.objects.filter(pk=result.pk).update(value=Decimal("1709.0"))
    assert len(trail(result)) == 1


def test_null_is_told_apart_from_a_value(result):
    Observation.objects.filter(pk=result.pk).update(low=Decimal("30"))
    assert trail(result)[0].old == {"low": None}
    assert trail(result)[0].new == {"low": 30}


def test_an_undone_write_leaves_no_entry(result, clinician):
    with pytest.raises(ZeroDivisionError), acting(clinician):
        update_and_fail(result)
    assert len(trail(result)) == 1
    result.refresh_from_db()
    assert result.value == 1709


class TestWhoIsActing:
    def test_ends_with_the_block(self, result, clinician):
        with acting(clinician, WHY):
            pass
        update(result)
        assert (trail(result)[0].actor, trail(result)[0].reason) == (role(), "")

    def test_ends_when_the_block_fails(self, result, clinician):
        with pytest.raises(ZeroDivisionError), acting(clinician, WHY):
            raise ZeroDivisionError
        update(result)
        assert (trail(result)[0].actor, trail(result)[0].reason) == (role(), "")

    def test_ends_when_the_database_refuses(self, result, clinician):
        with pytest.raises(Exception, match="observation_value_when_final"), acting(clinician):
            Observation.objects.filter(pk=result.pk).update(value=None)
        update(result)
        assert trail(result)[0].actor == role()

    def test_outlives_a_transaction_undone_inside(self, result, clinician):
        with acting(clinician, WHY):
            with pytest.raises(ZeroDivisionError), transaction.atomic():
                raise ZeroDivisionError
            update(result)
        assert (trail(result)[0].actor, trail(result)[0].reason) == ("clinician", WHY)

    def test_nests(self, result, clinician, reviewer):
        with acting(clinician, WHY):
            with acting(reviewer):
                Observation.objects.filter(pk=result.pk).update(note="a")
            Observation.objects.filter(pk=result.pk).update(note="b")
        inner, outer = trail(result)[1], trail(result)[0]
        assert (inner.actor, inner.reason) == ("reviewer", "")
        assert (outer.actor, outer.reason) == ("clinician", WHY)

    def test_an_inner_block_of_the_same_actor_keeps_the_reason(self, result, clinician):
        with acting(clinician, WHY), acting(clinician):
            update(result)
        assert trail(result)[0].reason == WHY

    def test_a_command_has_a_name_too(self, result):
        with acting("command:load_case"):
            update(result)
        assert trail(result)[0].actor == "command:load_case"

    @pytest.mark.parametrize("nobody", [None, ""])
    def test_needs_a_name(self, nobody):
        with pytest.raises(ValueError, match="needs a name"), acting(nobody):
            pass

    def test_refuses_a_reason_that_the_trail_cannot_hold(self, clinician):
        with pytest.raises(ValueError, match="300"), acting(clinician, "x" * 301):
            pass


@pytest.mark.django_db(transaction=True)
class TestAcrossTransactions:
    """With real commits, because what a transaction leaves behind is the question."""

    def test_nothing_is_left_for_the_next_transaction(self, result, clinician):
        with acting(clinician, WHY):
            update(result)
        raw(result)
        save_fields(Observation.objects.get(pk=result.pk))
        Observation.objects.filter(pk=result.pk).update(value=1)
        assert [e.actor for e in trail(result)] == [role(), "clinician", role()]

    def test_nothing_is_left_after_a_rollback(self, result, clinician):
        with pytest.raises(ZeroDivisionError), transaction.atomic(), acting(clinician):
            update_and_fail(result)
        update(result)
        assert [e.actor for e in trail(result)] == [role(), role()]

    def test_is_a_transaction_of_its_own(self, result, clinician):
        with pytest.raises(ZeroDivisionError), acting(clinician):
            update_and_fail(result)
        result.refresh_from_db()
        assert result.value == 1709
