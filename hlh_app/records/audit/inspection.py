"""Whether the triggers in the database are those of this release, and who could undo them."""

from django.db.backends.base.base import BaseDatabaseWrapper

from hlh_app.records.audit import postgresql
from hlh_app.records.audit.installation import NEEDED, TRAIL, expected
from hlh_app.records.audit.tables import audited_tables

MIGRATE = "Run manage.py migrate as the owner of the tables."


def wrongs(connection: BaseDatabaseWrapper) -> list[str]:
    """A sentence for each trigger that is missing, altered or switched off; [] when intact."""
    if not is_migrated(connection):
        return []
    if connection.vendor == "postgresql":
        return _wrong_triggers(connection) + _wrong_functions(connection)
    return _wrong_sqlite(connection)


def is_migrated(connection: BaseDatabaseWrapper) -> bool:
    """Whether the tables that are to be audited are there at all."""
    with connection.cursor() as cursor:
        return set(connection.introspection.table_names(cursor)) >= NEEDED


def rights(connection: BaseDatabaseWrapper) -> list[str]:
    """A sentence for each way in which the role now connected could alter the trail."""
    if connection.vendor != "postgresql":
        return []  # whoever may write the file may do anything to it; docs/operating.md says so
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT session_user, r.rolsuper, pg_has_role(session_user, t.tableowner, 'MEMBER'),"
            " has_table_privilege(session_user, %s, 'INSERT, UPDATE, DELETE, TRUNCATE, TRIGGER')"
            " FROM pg_roles r, pg_tables t WHERE r.rolname = session_user"
            " AND t.schemaname = current_schema() AND t.tablename = %s",
            [TRAIL, TRAIL],
        )
        row = cursor.fetchone()
    if row is None:
        return []
    role, superuser, owner, writes = row
    if superuser:
        return [f"The database role {role} is a superuser: it could switch the audit off."]
    if owner:
        return [f"The database role {role} owns the audit trail: it could switch the audit off."]
    return [f"The database role {role} may write the audit trail. {MIGRATE}"] if writes else []


def _wrong_sqlite(connection: BaseDatabaseWrapper) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        installed = dict(cursor.fetchall())
        cursor.execute("PRAGMA recursive_triggers")
        (recursive,) = cursor.fetchone()
    found = [
        f"The audit trigger {name} is {'altered' if name in installed else 'missing'}. {MIGRATE}"
        for name, sql in expected(connection).items()
        if installed.get(name) != sql
    ]
    if not recursive:
        found.append("The connection has recursive_triggers off: REPLACE would leave no trace.")
    return found


def _wrong_triggers(connection: BaseDatabaseWrapper) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.tgname, t.tgenabled, c.relname, p.proname FROM pg_trigger t"
            " JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid"
            " WHERE c.relnamespace = current_schema()::regnamespace AND NOT t.tgisinternal"
        )
        installed = {name: rest for name, *rest in cursor.fetchall()}
    found = []
    for name, statement in expected(connection).items():
        enabled, table, function = installed.get(name, ("", "", ""))
        if not enabled:
            found.append(f"The audit trigger {name} is missing. {MIGRATE}")
        elif enabled not in "OA":
            found.append(f"The audit trigger {name} on {table} is switched off. {MIGRATE}")
        elif f"ON {table} " not in statement or f"FUNCTION {function}(" not in statement:
            found.append(f"The audit trigger {name} is altered. {MIGRATE}")
    return found


def _wrong_functions(connection: BaseDatabaseWrapper) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname, prosrc FROM pg_proc WHERE pronamespace ="
            " current_schema()::regnamespace AND starts_with(proname, 'audit_')"
        )
        installed = dict(cursor.fetchall())
    return [
        f"The audit function {name} is missing or altered. {MIGRATE}"
        for name, body in postgresql.functions(audited_tables()).items()
        if installed.get(name) != body
    ]
