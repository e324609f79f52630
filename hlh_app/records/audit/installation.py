"""Install the triggers, and tell whether they are as they should be."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from hlh_app.records.audit import postgresql, sqlite
from hlh_app.records.audit.actor import acting
from hlh_app.records.audit.tables import AuditedTable, audited_tables

TRAIL = "records_auditentry"
NEEDED = {TRAIL, "records_patient", "records_patientsummary", "records_visit", "records_signature"}


def install(using: str = "default") -> None:
    """(Re)install every trigger for the tables as they are now. Needs the owner of the tables.

    Does nothing while migrations have not yet made, or have taken away, the trail.
    """
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        uninstall(using)
        if not set(connection.introspection.table_names(cursor)) >= NEEDED:
            return
        if connection.vendor == "postgresql":
            _install_functions(cursor)
            _revoke(cursor)
        else:
            cursor.execute(sqlite.ACTOR_TABLE)
            cursor.execute(sqlite.ACTOR_ROW)
        for statement in expected(connection).values():
            cursor.execute(statement)


def uninstall(using: str = "default") -> None:
    """Take the triggers away, so that tables can be altered. What follows is not recorded."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for name, table in _installed_names(connection, cursor):
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {name}{on}")


@contextmanager
def recorded_migration(schema_editor: Any, name: str) -> Iterator[None]:
    """For a migration that changes rows: recorded as done by ``migration:name``.

    PostgreSQL has its triggers then anyway. SQLite, which is without them while tables are altered,
    has them inside the block.
    """
    using = schema_editor.connection.alias
    with transaction.atomic(using=using):
        install(using)
        with acting(f"migration:{name}", using=using):
            yield
        if schema_editor.connection.vendor == "sqlite":
            uninstall(using)


def expected(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Trigger name → CREATE TRIGGER, for every audited table that the database has."""
    with connection.cursor() as cursor:
        existing = set(connection.introspection.table_names(cursor))
        made: dict[str, str] = {}
        for table in audited_tables():
            if table.table in existing:
                made |= _statements(connection, cursor, table)
    trail = postgresql.trail_triggers if connection.vendor == "postgresql" else None
    return made | (trail or sqlite.trail_statements)(TRAIL)


def _statements(connection: BaseDatabaseWrapper, cursor: Any, table: AuditedTable) -> dict:
    if connection.vendor == "postgresql":
        return postgresql.triggers(table)
    columns = connection.introspection.get_table_description(cursor, table.table)
    return sqlite.statements(table, [column.name for column in columns])


def _installed_names(connection: BaseDatabaseWrapper, cursor: Any) -> list[tuple[str, str]]:
    cursor.execute(
        "SELECT t.tgname, t.tgrelid::regclass::text FROM pg_trigger t"
        " JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal"
        " AND starts_with(t.tgname, 'audit_') AND c.relnamespace = current_schema()::regnamespace"
        if connection.vendor == "postgresql"
        else "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
        " AND name GLOB 'audit_*'"
    )
    return list(cursor.fetchall())


def _install_functions(cursor: Any) -> None:
    cursor.execute("SELECT quote_ident(current_schema())")
    (schema,) = cursor.fetchone()
    for name, body in postgresql.functions(audited_tables()).items():
        cursor.execute(postgresql.create_function(name, body, schema))


def _revoke(cursor: Any) -> None:
    """Nobody but the owner keeps a right to write the trail, whatever was granted."""
    cursor.execute(
        "SELECT DISTINCT quote_ident(grantee) FROM information_schema.role_table_grants"
        " WHERE table_schema = current_schema() AND table_name = %s"
        " AND grantee <> (SELECT tableowner FROM pg_tables"
        "  WHERE schemaname = current_schema() AND tablename = %s)",
        [TRAIL, TRAIL],
    )
    for (grantee,) in cursor.fetchall():
        role = "PUBLIC" if grantee == "PUBLIC" or grantee == '"PUBLIC"' else grantee
        cursor.execute(f"REVOKE INSERT, UPDATE, DELETE, TRUNCATE, TRIGGER ON {TRAIL} FROM {role}")
