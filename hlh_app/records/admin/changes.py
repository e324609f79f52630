"""An audit entry in words: which field went from what to what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from hlh_app.records.admin import words
from hlh_app.records.models import AuditEntry
from hlh_app.records.models.base import moment_from
from hlh_app.records.models.choices import AuditAction

# Told by other columns, or by the entry itself.
SILENT = {"id", "version", "recorded_at", "recorded_by_id", "canonical_value", "digest"}
NOTHING = "–"
LONGEST = 200


@dataclass(frozen=True)
class Change:
    """One field of one entry. ``old`` and ``new`` are words; NOTHING when empty."""

    label: str
    old: str
    new: str


def changes(entry: AuditEntry) -> list[Change]:
    """The fields of an entry in the order of the model; of a new row, those that hold something."""
    model = model_of(entry.table)
    old, new = entry.old or {}, entry.new or {}
    found = []
    for column in _columns(model, {**old, **new}):
        if column == "patient_id" and entry.action != AuditAction.UPDATE:
            continue  # whose the row is; told when it moves
        if entry.action == AuditAction.INSERT and _unmarked(model, column, new):
            continue
        was, became = _shown(model, column, old), _shown(model, column, new)
        if was != became:
            found.append(Change(_label(model, column), was, became))
    return found


def _unmarked(model: type[models.Model] | None, column: str, new: dict[str, Any]) -> bool:
    """A mark that was never set is no news."""
    return isinstance(_field(model, column), models.BooleanField) and not new.get(column)


def model_of(table: str) -> type[models.Model] | None:
    """The model that an entry's table names; None when it is gone."""
    for label in ("records", "accounts"):
        try:
            return apps.get_model(label, table)
        except LookupError:
            continue
    return None


def _columns(model: type[models.Model] | None, held: dict[str, Any]) -> Iterator[str]:
    order = [f.column for f in model._meta.concrete_fields] if model else []
    for column in [c for c in order if c in held] + [c for c in held if c not in order]:
        if column not in SILENT and not _told_by_text(column, held):
            yield column


def _told_by_text(column: str, held: dict[str, Any]) -> bool:
    """``measured_at`` and ``measured_day`` are both in ``measured_text``."""
    stem, _sep, last = column.rpartition("_")
    return last in ("at", "day") and f"{stem}_text" in held


def _label(model: type[models.Model] | None, column: str) -> str:
    field = _field(model, column)
    if field is not None and column.endswith("_text"):
        sibling = _field(model, f"{column.removesuffix('_text')}_at")
        field = sibling or field
    label = str(field.verbose_name) if field is not None else column.replace("_", " ")
    return label[:1].upper() + label[1:]


def _field(model: type[models.Model] | None, column: str) -> models.Field[Any, Any] | None:
    fields = model._meta.concrete_fields if model else ()
    return next((field for field in fields if field.column == column), None)


def _shown(model: type[models.Model] | None, column: str, held: dict[str, Any]) -> str:
    value, field = held.get(column), _field(model, column)
    if value in (None, "") or field is None:
        return NOTHING if value in (None, "") else str(value)
    if column.endswith("_text"):
        return _moment(str(value))
    if column == "analyte":
        return words.analyte(str(value))
    try:
        return _words(field, value) or NOTHING
    except (ValidationError, ValueError, TypeError):
        return str(value)


def _words(field: models.Field[Any, Any], value: Any) -> str:
    if isinstance(field, models.ForeignKey | models.JSONField):
        return str(value)[:LONGEST]
    if isinstance(field, models.BooleanField):
        return _("yes") if value else _("no")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.DateTimeField):
        return words.instant(_aware(value))
    if isinstance(field, models.DateField):
        return words.day(date.fromisoformat(value))
    if isinstance(field, models.DecimalField | models.IntegerField):
        return words.figure(value)
    return str(value)


def _aware(value: str) -> datetime:
    """As the engines write it: with an offset, or UTC without one."""
    text = value if value.endswith("Z") or "+" in value else f"{value}+00:00"
    return datetime.fromisoformat(text)


def _moment(text: str) -> str:
    try:
        return words.moment(moment_from(text, UTC))
    except ValueError:
        return text
