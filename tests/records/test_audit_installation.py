"""The triggers stand on every table, survive a migration, and tell when they do not."""

from __future__ import annotations

from contextlib import contextmanager
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, migrations, models, transaction
from django.db.migrations.loader import MigrationLoader

from hlh_app.records.audit import install, recorded_migration, uninstall
from hlh_app.records.audit.inspection import rights, wrongs
from hlh_app.records.audit.installation import expected
from hlh_app.records.audit.tables import (
    NOT_AUDITED,
    OTHERS,
    audited_tables,
    our_models,
    undecided,
)
from hlh_app.records.models import AuditEntry, Observation

pytestmark = pytest.mark.django_db


def installed() -> dict[str, str]:
    """Trigger name → table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
            if connection.vendor == "sqlite"
            else "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"
        )
        return dict(cursor.fetchall())


class TestTheList:
    def test_every_model_is_decided_on(self):
        assert undecided() == []

    def test_a_new_model_would_be_asked_about(self, monkeypatch):
        monkeypatch.delitem(OTHERS, "accounts.membership")
        assert undecided() == ["accounts.membership"]

    def test_names_only_models_that_exist(self):
        labels = {model._meta.label_lower for model in our_models()}
        assert set(OTHERS) | set(NOT_AUDITED) <= labels

    def test_holds_the_clinical_tables_and_the_accounts(self):
        assert {table.name for table in audited_tables()} == {
            "patient",
            "visit",
            "observation",
            "finding",
            "exposure",
            "event",
            "adverseevent",
            "problemreport",
            "therapyline",
            "consent",
            "signature",
            "dataquery",
            "dataqueryreply",
            "importbatch",
            "importedchange",
            "leftover",
            "patientmerge",
            "notthesame",
            "centreword",
            "savedcohort",
            "loadedcohort",
            "studyexport",
            "referenceinterval",
            "centre",
            "user",
            "user_groups",
            "user_user_permissions",
            "membership",
        }

    def test_each_table_has_its_triggers(self):
        by_table: dict[str, set[str]] = {}
        for name, table in installed().items():
            by_table.setdefault(table, set()).add(name)
        for table in audited_tables():
            three = {f"audit_{table.name}_{verb}" for verb in ("insert", "update", "delete")}
            assert three <= by_table[table.table]
        audited = {table.table for table in audited_tables()}
        assert set(by_table) == audited | {"records_auditentry"}

    def test_each_column_is_in_the_triggers(self):
        """SQLite's name their columns; PostgreSQL's take the row as it is."""
        if connection.vendor == "postgresql":
            return
        for table in audited_tables():
            sql = expected(connection)[f"audit_{table.name}_update"]
            (model,) = [m for m in our_models() if m._meta.db_table == table.table]
            for field in model._meta.concrete_fields:
                assert (f'NEW."{field.column}"' in sql) is (field.column not in table.unrecorded)


@pytest.mark.django_db(transaction=True)
class TestMigrations:
    def test_triggers_stand_again_after_a_table_was_altered(self, result):
        """SQLite replaces the table, and with it loses its triggers."""
        before, before_last = installed(), leaf()[1]
        with later_migration(
            migrations.AddField(
                "observation", "sample", models.CharField(max_length=9, default="", db_default="")
            ),
            migrations.AlterField("visit", "label", models.CharField(max_length=90, blank=True)),
        ):
            call_command("migrate", "records", "0999", verbosity=0)
            assert installed() == before
            with connection.cursor() as cursor:
                cursor.execute("UPDATE records_observation SET sample = 'serum'")
            assert AuditEntry.objects.first().new == {"sample": "serum"}
            call_command("migrate", "records", before_last, verbosity=0)
        call_command("migrate", "records", verbosity=0)
        assert installed() == before
        assert wrongs(connection) == []
        Observation.objects.filter(pk=result.pk).update(note="again")
        assert AuditEntry.objects.first().new == {"note": "again"}

    def test_a_migration_that_changes_rows_is_recorded(self, result):
        def rename(apps, schema_editor):
            with recorded_migration(schema_editor, "0999_later"):
                apps.get_model("records", "Observation").objects.update(laboratory="Central")

        before, before_last = installed(), leaf()[1]
        with later_migration(migrations.RunPython(rename, migrations.RunPython.noop)):
            call_command("migrate", "records", "0999", verbosity=0)
            entry = AuditEntry.objects.first()
            assert (entry.actor, entry.new) == (
                "migration:0999_later",
                {"laboratory": "Central"},
            )
            call_command("migrate", "records", before_last, verbosity=0)
        assert installed() == before

    def test_migrating_repairs_what_the_check_reports(self):
        drop("audit_consent_update", "records_consent")
        call_command("migrate", verbosity=0, stderr=StringIO())
        assert wrongs(connection) == []

    def test_installing_twice_is_once(self):
        before = installed()
        install()
        assert installed() == before

    def test_nothing_is_installed_without_the_trail(self):
        """A database migrated back to nothing has no tables to watch."""
        with connection.schema_editor() as editor:
            uninstall()
            editor.alter_db_table(AuditEntry, "records_auditentry", "set_aside")
        try:
            install()
            assert installed() == {}
        finally:
            with connection.schema_editor() as editor:
                editor.alter_db_table(AuditEntry, "set_aside", "records_auditentry")
            install()
        assert wrongs(connection) == []


def leaf() -> tuple[str, str]:
    """The last migration of the records."""
    return MigrationLoader(connection).graph.leaf_nodes("records")[0]


@contextmanager
def later_migration(*operations):
    """A migration 0999 of the records, after the last."""
    last = leaf()

    class Later(migrations.Migration):
        dependencies = [last]

    Later.operations = list(operations)
    load = MigrationLoader.load_disk

    def with_later(self):
        load(self)
        self.disk_migrations["records", "0999_later"] = Later("0999_later", "records")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(MigrationLoader, "load_disk", with_later)
        yield


class TestIntact:
    def test_when_nothing_was_touched(self):
        assert wrongs(connection) == []

    def test_not_when_a_trigger_is_missing(self):
        drop("audit_consent_update", "records_consent")
        assert wrongs(connection) == [
            "The audit trigger audit_consent_update is missing."
            " Run manage.py migrate as the owner of the tables."
        ]

    def test_not_when_a_trigger_is_altered(self):
        drop("audit_consent_update", "records_consent")
        nothing = {
            "sqlite": "AFTER UPDATE ON records_consent BEGIN SELECT 1; END",
            "postgresql": "AFTER UPDATE ON records_consent EXECUTE FUNCTION audit_refuse()",
        }[connection.vendor]
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE TRIGGER audit_consent_update {nothing}")
        assert "audit_consent_update is altered" in wrongs(connection)[0]

    def test_the_commands_say_so(self):
        drop("audit_trail_refuse", "records_auditentry")
        drop("audit_trail_refuse_update", "records_auditentry")
        said = StringIO()
        call_command("check", databases=["default"], stderr=said)
        assert "audit_trail_refuse" in said.getvalue()
        with pytest.raises(CommandError, match="audit_trail_refuse"):
            call_command("audit_check", stdout=said)

    def test_the_command_says_how_many_tables_are_recorded(self):
        said = StringIO()
        call_command("audit_check", stdout=said)
        assert f"Every change of {len(audited_tables())} tables" in said.getvalue()

    def test_a_database_without_tables_is_not_called_recorded(self, monkeypatch):
        monkeypatch.setattr(connection.introspection, "table_names", lambda _cursor: [])
        with pytest.raises(CommandError, match="The tables are not there yet"):
            call_command("audit_check", stdout=StringIO())

    def test_installing_repairs(self):
        drop("audit_consent_update", "records_consent")
        install()
        assert wrongs(connection) == []

    def test_nothing_is_said_before_the_first_migration(self, monkeypatch):
        monkeypatch.setattr(connection.introspection, "table_names", lambda cursor: [])
        assert wrongs(connection) == []


def drop(name: str, table: str) -> None:
    if name in installed():
        on = f" ON {table}" if connection.vendor == "postgresql" else ""
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TRIGGER {name}{on}")


class TestSQLiteConnections:
    def test_replacing_rows_fires_triggers(self):
        if connection.vendor != "sqlite":
            return
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA recursive_triggers = OFF")
            try:
                assert "recursive_triggers off" in wrongs(connection)[0]
            finally:
                cursor.execute("PRAGMA recursive_triggers = ON")


class TestPostgreSQLRoles:
    @pytest.fixture(autouse=True)
    def _only_there(self):
        if connection.vendor != "postgresql":
            pytest.skip("SQLite has no roles")

    def test_a_function_altered_is_told(self):
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE OR REPLACE FUNCTION audit_consent() RETURNS trigger LANGUAGE plpgsql"
                " AS $$ BEGIN RETURN NULL; END $$"
            )
        assert "audit_consent is missing or altered" in wrongs(connection)[0]

    def test_a_trigger_switched_off_is_told(self):
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE records_event DISABLE TRIGGER audit_event_insert")
        assert "audit_event_insert on records_event is switched off" in wrongs(connection)[0]

    def test_the_owner_is_warned_about(self):
        assert "could switch the audit off" in rights(connection)[0]

    def test_other_roles_are_warned_about_only_while_they_may_write_the_trail(self):
        with connection.cursor() as cursor:
            cursor.execute("CREATE ROLE ward_application")
            cursor.execute("GRANT INSERT ON records_auditentry TO ward_application")
            cursor.execute("SET LOCAL SESSION AUTHORIZATION ward_application")
            assert "ward_application may write the audit trail" in rights(connection)[0]
            cursor.execute("RESET SESSION AUTHORIZATION")
            install()
            cursor.execute("SET LOCAL SESSION AUTHORIZATION ward_application")
            assert rights(connection) == []
            cursor.execute("RESET SESSION AUTHORIZATION")
            cursor.execute("ALTER TABLE records_auditentry OWNER TO ward_application")
            cursor.execute("SET LOCAL SESSION AUTHORIZATION ward_application")
            assert "owns the audit trail" in rights(connection)[0]
            cursor.execute("RESET SESSION AUTHORIZATION")

    def test_the_role_of_the_application_cannot_write_the_trail(self, patient):
        with connection.cursor() as cursor:
            cursor.execute("CREATE ROLE ward_application")
            cursor.execute("GRANT ALL ON ALL TABLES IN SCHEMA public TO ward_application")
            cursor.execute("GRANT UPDATE ON records_auditentry TO PUBLIC")
            install()
            cursor.execute("SET LOCAL ROLE ward_application")
            cursor.execute("UPDATE records_patient SET note = 'by the application'")
            entry = AuditEntry.objects.first()
            assert entry.new == {"note": "by the application"}
            for statement in (
                "UPDATE records_auditentry SET actor = ''",
                "DELETE FROM records_auditentry",
                "TRUNCATE records_auditentry",
                "INSERT INTO records_auditentry SELECT * FROM records_auditentry",
                "ALTER TABLE records_patient DISABLE TRIGGER USER",
                "DROP TRIGGER audit_patient_update ON records_patient",
            ):
                with (
                    pytest.raises(Exception, match=r"permission denied|must be owner"),
                    transaction.atomic(),
                ):
                    cursor.execute(statement)
            cursor.execute("RESET ROLE")
