"""A row in words, for its page: what it says first, who recorded it last."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from hlh_app.accounts.models import Centre, User
from hlh_app.records.admin import words
from hlh_app.records.models import Patient, Visit

BOOKKEEPING = (
    "entered_in_error",
    "error_reason",
    "note",
    "recorded_by",
    "recorded_at",
    "version",
)
FIRST = ("patient", "visit")


@dataclass(frozen=True)
class Shown:
    """One field. ``text`` is empty when nothing was recorded."""

    label: str
    text: str
    address: str = ""
    document: bool = False


def in_words(row: models.Model) -> list[Shown]:
    """Every field of a row; the three columns of a moment are one."""
    names = [f.name for f in row._meta.concrete_fields if not _is_id(f)]
    moments = {n.removesuffix("_text") for n in names if _is_moment(row, n)}
    last = [name for name in BOOKKEEPING if name in names]
    first = [name for name in FIRST if name in names]
    middle = [name for name in names if name not in (*first, *last)]
    found = []
    for name in (*first, *middle, *last):
        stem, _sep, suffix = name.rpartition("_")
        if stem in moments and suffix in ("day", "text"):
            continue
        moment = stem if stem in moments else ""
        found.append(_shown(row, row._meta.get_field(name), moment))
    return found


def _is_id(field: models.Field[Any, Any]) -> bool:
    return field.primary_key and field.remote_field is None


def _is_moment(row: models.Model, name: str) -> bool:
    return name.endswith("_text") and hasattr(type(row), name.removesuffix("_text"))


def _shown(row: models.Model, field: Any, moment: str) -> Shown:
    label = str(field.verbose_name)
    label = label[:1].upper() + label[1:]
    if moment:
        return Shown(label, words.moment(getattr(row, moment)))
    value = getattr(row, field.name)
    if isinstance(field, models.JSONField):
        text = json.dumps(value, indent=1, ensure_ascii=False)
        return Shown(label, text, document=True)
    return Shown(label, _text(row, field, value), _address(value))


def _text(row: models.Model, field: Any, value: Any) -> str:
    if value in (None, ""):
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field.name == "analyte":
        return words.analyte(value)
    if field.choices:
        return str(row._get_FIELD_display(field))  # type: ignore[attr-defined]
    if isinstance(field, models.DecimalField):
        return words.figure(value)
    if isinstance(value, datetime):
        return words.instant(value)
    return words.day(value) if isinstance(field, models.DateField) else _related(value)


def _related(value: Any) -> str:
    if isinstance(value, User):
        return value.username
    if isinstance(value, Visit):
        return words.moment(value.visited)
    return value.code if isinstance(value, Patient | Centre) else str(value)


def _address(value: Any) -> str:
    """Of another record of the patient; accounts are not a reviewer's to open."""
    if not isinstance(value, models.Model) or isinstance(value, User | Centre):
        return ""
    return words.record_page(str(value._meta.model_name), value.pk)
