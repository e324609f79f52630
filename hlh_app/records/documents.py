"""Case files in and out of the database, without loss.

What is exported and loaded again gives the same rows of every clinical table and the same
verdicts. ``recorded_at`` and ``recorded_by`` are the moment and the user of the loading.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction

from hlh_app.accounts.models import Centre, Role, User
from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.exchange.case_file import read_document, write_document
from hlh_app.exchange.errors import CaseError
from hlh_app.records import summaries
from hlh_app.records.audit import acting
from hlh_app.records.document_columns import (
    TABLES,
    Json,
    fill,
    fill_patient,
    key_of,
    patient_written,
    written,
)
from hlh_app.records.models import Observation, Patient, Visit
from hlh_app.records.models.base import ClinicalRow, moment_columns
from hlh_app.records.services.change import require
from hlh_app.records.services.checks import MOST_DIGITS, is_kept_exactly
from hlh_app.records.services.observations import standard_value

_EXISTS = gettext_noop("the centre {centre} has a patient {code} already")
_NO_NAMES = gettext_noop("the centre {centre} records no names: remove it")
_NOT_KEPT = gettext_noop("cannot be kept: {reason}")
_DIGITS = gettext_noop("has more than {most} digits, which a database does not keep exactly")
_LINKS = {"patient", "visit", "recorded_by", "centre"}
AT_A_TIME = 1000
Rows = dict[str, list[ClinicalRow]]


def load_document(text: str | bytes, *, centre: Centre, actor: User, reason: str = "") -> Patient:
    """Keep the patient of a case file in a centre, in one transaction.

    Raises CaseError, with the JSON path, for a file that is wrong or cannot be kept and for a
    patient whom the centre has already; PermissionDenied. Nothing is written then.
    """
    require(actor, centre.pk, Role.CLINICIAN)
    document = read_document(text)
    patient, rows = rows_of(document.data, centre)
    with transaction.atomic(), acting(actor, reason):
        if Patient.objects.filter(centre=centre, code=patient.code).exists():
            raise CaseError("$.id", Message(_EXISTS, {"centre": centre.code, "code": patient.code}))
        insert([(patient, rows)], actor)
        summaries.renew(patient)
    return patient


def export_document(patient: Patient) -> str:
    """The patient's case file. Eight queries."""
    return write_document(document_of(patient))


def document_of(patient: Patient) -> Json:
    """The patient as a case file's JSON value, rows in the order in which they were kept."""
    rows = {
        key: list(model._default_manager.filter(patient=patient).order_by("pk"))
        for key, (model, _columns) in TABLES.items()
    }
    visit_ids = {visit.pk: f"v{n}" for n, visit in enumerate(rows["visits"], start=1)}
    return {
        **patient_written(patient),
        **{key: [_row_written(row, key, visit_ids) for row in rows[key]] for key in TABLES},
    }


def _row_written(row: ClinicalRow, key: str, visit_ids: Mapping[int, str]) -> Json:
    if isinstance(row, Visit):
        return {"id": visit_ids[row.pk], **written(row, key)}
    visit_id = getattr(row, "visit_id", None)
    return written(row, key) | ({"visit": visit_ids[visit_id]} if visit_id else {})


def rows_of(data: Json, centre: Centre) -> tuple[Patient, Rows]:
    """A validated case file as rows that are not kept yet. CaseError for what no column holds."""
    patient = Patient(centre=centre)
    fill_patient(patient, data)
    _check(patient, "$")
    if patient.name and not centre.names_enabled:
        raise CaseError("$.patient.name", Message(_NO_NAMES, {"centre": centre.code}))
    rows: Rows = {key: [] for key in TABLES}
    visits: dict[str, Visit] = {}
    zone = ZoneInfo(centre.time_zone)
    for key, (model, _columns) in TABLES.items():
        for number, entry in enumerate(data.get(key) or []):
            path = f"$.{key}[{number}]"
            row = model()
            row.patient = patient
            fill(row, key, entry, zone)
            _link(row, entry, visits)
            _check(row, path)
            if isinstance(row, Observation):
                row.canonical_value = standard_value(row)
            rows[key].append(row)
    return patient, rows


def _link(row: ClinicalRow, entry: Json, visits: dict[str, Visit]) -> None:
    """Visits stand first in TABLES, and a checked file names only visits that it has."""
    if isinstance(row, Visit):
        visits[entry["id"]] = row
    elif entry.get("visit") is not None:
        row.visit = visits[entry["visit"]]


def _check(row: ClinicalRow, path: str) -> None:
    """What the columns themselves ask: lengths, words, digits."""
    for column in row._meta.concrete_fields:
        value = getattr(row, column.attname)
        if isinstance(value, Decimal) and not is_kept_exactly(value):
            where = f"{path}.{key_of(row, column.name)}"
            raise CaseError(where, Message(_DIGITS, {"most": MOST_DIGITS}))
    try:
        row.clean_fields(exclude=_LINKS | moment_columns(type(row)))
    except ValidationError as refused:
        column, messages = next(iter(refused.message_dict.items()))
        reason = {"reason": " ".join(messages)}
        raise CaseError(f"{path}.{key_of(row, column)}", Message(_NOT_KEPT, reason)) from None


def insert(kept: Iterable[tuple[Patient, Rows]], actor: User) -> None:
    """Write patients with all their rows, in order: one statement a table and batch."""
    kept = list(kept)
    _write_all(Patient, [patient for patient, _rows in kept], actor)
    for key, (model, _columns) in TABLES.items():
        _write_all(model, [row for _patient, rows in kept for row in rows[key]], actor)


def _write_all(model: type[ClinicalRow], rows: list[Any], actor: User) -> None:
    for row in rows:
        row.recorded_by = actor
        for link in ("patient", "visit"):
            if getattr(row, link, None) is not None:
                setattr(row, link, getattr(row, link))  # what it belongs to has its number now
    model._default_manager.bulk_create(rows, batch_size=AT_A_TIME)
