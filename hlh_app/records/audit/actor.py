"""Who writes, and why: told to the database for the length of one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction

LONGEST_REASON = 300


class AuditMissingError(RuntimeError):
    """The audit triggers are not installed: nothing may be written."""


@contextmanager
def acting(actor: Any, reason: str = "", *, using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Everything written inside is recorded as done by ``actor`` for ``reason``, or not at all.

    ``actor`` is a user, or the name of a command such as ``"command:load_case"``. The block is one
    transaction (a savepoint inside another): an error undoes what was written and who wrote it
    together. Blocks nest; an inner one without a reason keeps the outer one's when the actor is
    the same. Raises ValueError without an actor's name or with too long a reason.
    """
    name = actor if isinstance(actor, str) else (actor.get_username() if actor else "")
    if not name:
        raise ValueError("Say who is writing: the trail needs a name.")
    if len(reason) > LONGEST_REASON:
        raise ValueError(f"A reason has at most {LONGEST_REASON} characters.")
    with transaction.atomic(using=using):
        before = _current(using)
        _set(using, name, reason or (before[1] if before[0] == name else ""))
        yield
        # Only here: after an error the rollback restores what stood before.
        _set(using, *before)


def _current(using: str) -> tuple[str, str]:
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT coalesce(current_setting('hlh.actor', true), ''),"
                " coalesce(current_setting('hlh.reason', true), '')"
            )
        else:
            _refuse_without_triggers(cursor)
            cursor.execute("SELECT actor, reason FROM records_audit_actor")
        actor, reason = cursor.fetchone()
        return actor, reason


def _set(using: str, actor: str, reason: str) -> None:
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT set_config('hlh.actor', %s, true), set_config('hlh.reason', %s, true)",
                [actor, reason],
            )
        else:
            cursor.execute(
                "UPDATE records_audit_actor SET actor = %s, reason = %s", [actor, reason]
            )


def _refuse_without_triggers(cursor: Any) -> None:
    """SQLite is without triggers while a migration alters tables, and after one that failed."""
    cursor.execute("SELECT 1 FROM sqlite_master WHERE type = 'trigger' AND name GLOB 'audit_*'")
    if cursor.fetchone() is None:
        raise AuditMissingError("The audit triggers are not installed: run manage.py migrate.")
