"""Filling, checking and keeping one row: the one place where clinical rows are written."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Model, Q
from django.utils.translation import gettext as _

from hlh_app.accounts.models import User
from hlh_app.records.models import AuditEntry, Patient, Visit
from hlh_app.records.models.base import ClinicalRow, moment_columns, moments_of
from hlh_app.records.services.errors import ReasonNeeded, Refused, StaleWrite

# Set by the services alone.
_OURS = frozenset(
    {
        "id",
        "version",
        "recorded_at",
        "recorded_by",
        "entered_in_error",
        "error_reason",
        "patient",
        "centre",
        "batch",
        "merged_into",
        "canonical_value",
        "interval_source",
        "implausible_confirmed",
        "content_changed_at",
        "source",
        "citation",
        "conventional_dates",
    }
)


def fill(row: ClinicalRow, values: Mapping[str, Any]) -> None:
    """Set columns and moments by name. TypeError for a name that the caller may not set."""
    allowed = _settable(type(row))
    for name, value in values.items():
        if name not in allowed:
            raise TypeError(f"{type(row).__name__} has no field {name!r} to be entered")
        setattr(row, name, value.strip() if isinstance(value, str) else value)


def _settable(model: type[Model]) -> set[str]:
    columns = {field.name for field in model._meta.concrete_fields}
    return (columns - moment_columns(model) - _OURS) | moments_of(model)


def state(row: Model) -> dict[str, Any]:
    """Every stored column of the row, to see whether anything changed."""
    return {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}


def now_of(row: ClinicalRow, version: int | None, asked: Mapping[str, Any], name: str = "") -> Any:
    """The row as it stands, locked; StaleWrite when it is no longer the version that was read.

    Refused when the patient has no such row.
    """
    rows = type(row)._default_manager.select_for_update(of=("self",)).filter(pk=row.pk)
    current = rows.first() if isinstance(row, Patient) else rows.filter(patient=row.patient).first()
    if current is None:
        raise Refused({name: [_("This patient has no such entry.")]})
    if version == current.version:
        return current
    raise StaleWrite(current, dict(asked), *last_change(current), name)


def last_change(row: ClinicalRow) -> tuple[str, datetime | None]:
    """Who changed the row last and when; of a visit, also what belongs to it."""
    changes = Q(table=row._meta.model_name, row_id=row.pk)
    if isinstance(row, Visit):
        for related in (row.observation_set, row.finding_set, row.adverseevent_set):
            rows = related.values_list("pk", flat=True)
            changes |= Q(table=related.model._meta.model_name, row_id__in=rows)
    last = AuditEntry.objects.filter(changes).first()
    return (last.actor, last.at) if last else ("", None)


def visit_of(row: ClinicalRow) -> Visit | None:
    """The visit a row belongs to: itself, or the one it was entered with."""
    return row if isinstance(row, Visit) else getattr(row, "visit", None)


def require_reason(visit: Visit | None, reason: str) -> None:
    """A change to a signed visit says why."""
    if visit and visit.pk and not reason.strip() and visit.signatures.exists():
        raise ReasonNeeded


def insert(row: ClinicalRow, patient: Patient, actor: User) -> None:
    """Keep a new row under its patient."""
    row.recorded_by = actor
    if not isinstance(row, Patient):
        row.patient = patient
    with _code_still_free(row):
        row.save(force_insert=True)


def update(row: ClinicalRow, before: Mapping[str, Any]) -> bool:
    """Keep a changed row under its next version; False and untouched when nothing differs."""
    after = state(row)
    changed = [name for name, value in after.items() if before[name] != value]
    if not changed:
        return False
    row.version += 1
    with _code_still_free(row):
        row.save(update_fields=[*changed, "version"])
    return True


@contextmanager
def _code_still_free(row: ClinicalRow) -> Iterator[None]:
    """Somebody else may have taken a patient's code after it was checked, and before this."""
    if not isinstance(row, Patient):
        yield
        return
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        same = Patient.objects.filter(centre=row.centre, code=row.code).exclude(pk=row.pk)
        if not same.exists():
            raise
        raise Refused({"code": [_("This code is in use at this centre.")]}) from None
