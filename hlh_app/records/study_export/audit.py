"""Who changed which of the exported rows, when, and which columns; not what stood in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from hlh_app.exchange.study.csv_text import Cell, csv_lines
from hlh_app.exchange.study.explained import Explained
from hlh_app.exchange.study.leaving import Leaver, Leaving
from hlh_app.records.models import AuditEntry
from hlh_app.records.models.choices import AuditAction
from hlh_app.records.study_export.rows import TABLES, parts

HEAD = ("id", "table", "row", "action", "day", "date", "time_utc", "user", "columns")
SAID = {
    "id": "Patient",
    "table": "File in which the row stands; patient: the patient's own record",
    "row": "The row, as in its file",
    "action": "What was done",
    "day": "When, days from day 0",
    "date": "When, calendar date",
    "time_utc": "When, time of day (UTC)",
    "user": "Who: a code of this export, or the user name where asked for",
    "columns": "Which columns changed, joined by |; empty for a new row",
}
FILES = {str(model._meta.model_name): name for name, model in TABLES.items()} | {
    "patient": "patient"
}


def audit_csv(leaving: Leaving) -> Iterator[str]:
    """Every entry of the trail about an exported row, in pieces."""
    return csv_lines(HEAD, _rows(leaving))


def _rows(leaving: Leaving) -> Iterator[list[Cell]]:
    for keys in parts(leaving.subjects.keys):
        entries = AuditEntry.objects.filter(patient_id__in=keys, table__in=FILES)
        for entry in entries.order_by("patient_id", "pk").iterator():
            yield _row(entry, leaving, leaving.leavers[entry.patient_id])


def _row(entry: AuditEntry, leaving: Leaving, leaver: Leaver) -> list[Cell]:
    on = entry.at.date()
    person = entry.actor if leaving.options.people else leaving.names.person(entry.actor)
    return [
        leaver.name,
        FILES[entry.table],
        leaving.names.row(entry.table, entry.row_id),
        entry.action,
        leaver.day(on),
        leaver.calendar(on),
        f"{entry.at:%H:%M:%S}",
        person,
        _changed(entry.old, entry.new),
    ]


def _changed(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> list[str]:
    return sorted(new) if old and new else []


def explained() -> Iterator[Explained]:
    words = tuple((action.value, str(action.label)) for action in AuditAction)
    for name in HEAD:
        kind = "number" if name == "day" else "text"
        yield Explained("audit", name, SAID[name], kind, words=words if name == "action" else ())
