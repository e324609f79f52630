"""Who changed which of the exported rows, when, and which columns; not what stood in them.

When: the days since the first entry about the patient. Days from day 0 would give the calendar
away, because one known day of entry (that of a large import, that of the export) dates them all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any

from hlh_app.exchange.study.csv_text import Cell, csv_lines
from hlh_app.exchange.study.explained import Explained
from hlh_app.exchange.study.leaving import Leaving
from hlh_app.exchange.study.options import Dates
from hlh_app.records.models import AuditEntry
from hlh_app.records.models.choices import AuditAction
from hlh_app.records.study_export.rows import TABLES, parts

HEAD = ("id", "table", "row", "action", "day", "date", "time_utc", "user", "columns")
SAID = {
    "id": "Patient",
    "table": "File in which the row stands; patient: the patient's own record",
    "row": "The row, as in its file",
    "action": "What was done",
    "day": "When, days since the first entry about the patient",
    "date": "When, calendar date (UTC), where dates leave as recorded",
    "time_utc": "When, time of day (UTC), where dates leave as recorded",
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
        entries = AuditEntry.objects.filter(patient_id__in=keys)
        found = entries.order_by("patient_id", "pk").iterator()
        for _patient, trail in groupby(found, key=attrgetter("patient_id")):
            yield from _of_patient(trail, leaving)


def _of_patient(trail: Iterator[AuditEntry], leaving: Leaving) -> Iterator[list[Cell]]:
    first: date | None = None
    for entry in trail:
        first = first or entry.at.date()
        if entry.table in FILES:
            yield _row(entry, leaving, first)


def _row(entry: AuditEntry, leaving: Leaving, first: date) -> list[Cell]:
    kept, names = leaving.options.dates is Dates.KEPT, leaving.names
    return [
        leaving.leavers[entry.patient_id].name,
        FILES[entry.table],
        names.row(entry.table, entry.row_id),
        entry.action,
        (entry.at.date() - first).days,
        f"{entry.at:%Y-%m-%d}" if kept else "",
        f"{entry.at:%H:%M:%S}" if kept else "",
        entry.actor if leaving.options.people else names.person(entry.actor),
        _changed(entry.old, entry.new),
    ]


def _changed(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> list[str]:
    return sorted(new) if old and new else []


def explained() -> Iterator[Explained]:
    words = tuple((action.value, str(action.label)) for action in AuditAction)
    for name in HEAD:
        kind = "number" if name == "day" else "text"
        yield Explained("audit", name, SAID[name], kind, words=words if name == "action" else ())
