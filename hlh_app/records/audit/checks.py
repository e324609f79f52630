"""``manage.py check --database default`` and every migrate say what is wrong with the triggers."""

from typing import Any

from django.core.checks import Tags, Warning, register
from django.db import connections

from hlh_app.records.audit.inspection import wrongs


@register(Tags.database)
def audit_intact(*, databases: list[str] | None = None, **kwargs: Any) -> list[Any]:
    """Warnings, because migrate runs this check too and is what repairs them.

    ``manage.py audit_check`` fails instead.
    """
    return [
        Warning(wrong, id="records.W001")
        for alias in databases or []
        for wrong in wrongs(connections[alias])
    ]
