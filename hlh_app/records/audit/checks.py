"""``manage.py check --database default`` tells whether the trail can be trusted."""

from typing import Any

from django.core.checks import Error, Tags, Warning, register
from django.db import connections

from hlh_app.records.audit.inspection import rights, wrongs


@register(Tags.database)
def audit_intact(*, databases: list[str] | None = None, **kwargs: Any) -> list[Any]:
    """Errors for triggers that are missing or altered; warnings for rights over the trail."""
    found: list[Any] = []
    for alias in databases or []:
        connection = connections[alias]
        found += [Error(wrong, id="records.E001") for wrong in wrongs(connection)]
        found += [Warning(right, id="records.W001") for right in rights(connection)]
    return found
