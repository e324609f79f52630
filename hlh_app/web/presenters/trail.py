"""The trail of a record: who changed what, when, from which value to which, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.apps import apps
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.records.models import AuditEntry, ImportBatch
from hlh_app.records.models.base import ClinicalRow, moment_from
from hlh_app.records.models.choices import AdverseCategory, AuditAction
from hlh_app.records.selectors.merges import codes_of

from . import formats, links, readings
from .words import sentence

BOOKKEEPING = {
    *("id", "version", "recorded_at", "recorded_by_id", "canonical_value", "digest"),
    *("merged_by_id", "said_by_id", "made_by_id"),  # whoever wrote the entry
}
# Columns that name a record of a patient: told by its code, and the row's own only when it moves.
RECORDS = {"patient_id", "merged_into_id", "kept_id", "gone_id", "one_id", "other_id"}
# What undoing a merge needs to know, row by row; the page of the merge tells it in words.
UNTOLD = {"patientmerge": {"moved", "before"}}
DERIVED = ("_at", "_day")
LONGEST = 400


@dataclass(frozen=True, slots=True)
class Change:
    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One change of one row. ``what``: "Ferritin, entered"; ``actor``: the name as it signs in."""

    when: str
    actor: str
    what: str
    reason: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class RowView:
    """One record as it stands: its kind, what it says, and who entered it when."""

    table: str
    pk: int
    title: str
    facts: tuple[tuple[str, str], ...]
    entered: str
    error: str
    links: tuple[Link, ...]
    imported: Link | None = None


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str


def row(record: ClinicalRow, patient_pk: int, can_edit: bool, can_review: bool) -> RowView:
    table = record._meta.model_name or ""
    values = {field.column: getattr(record, field.attname) for field in _columns(type(record))}
    shown = [
        (_label(field, field.column), _shown(field, field.column, values[field.column]))
        for field in _columns(type(record))
        if values[field.column] not in (None, "", False) and not _unshown(field.column, values)
    ]
    return RowView(
        table=table,
        pk=record.pk,
        title=name(table, values),
        facts=tuple(shown),
        entered=_("%(when)s by %(who)s")
        % {"when": formats.clock(record.recorded_at), "who": record.recorded_by or _("unknown")},
        error=record.error_reason if record.entered_in_error else "",
        links=tuple(_row_links(record, table, patient_pk, can_edit, can_review)),
        imported=_imported(getattr(record, "batch", None)),
    )


def _imported(batch: ImportBatch | None) -> Link | None:
    """The paste or file that brought the row."""
    if batch is None:
        return None
    told = {"what": batch, "when": formats.clock(batch.made_at)}
    return Link(_("%(what)s, %(when)s") % told, reverse("web:import", args=[batch.pk]))


def _row_links(
    record: ClinicalRow, table: str, patient_pk: int, can_edit: bool, can_review: bool
) -> Iterator[Link]:
    """What the reader may do with a row that stands: correct, sign, withdraw, ask."""
    if record.entered_in_error:
        return
    if can_edit:
        yield Link(_("Correct"), links.correct(patient_pk, table, record.pk))
        if table == "visit":
            yield Link(_("Sign"), reverse("web:visit-sign", args=[patient_pk, record.pk]))
        if table != "patient":
            withdraw = reverse("web:enter-in-error", args=[patient_pk, table, record.pk])
            yield Link(_("Entered in error …"), withdraw)
    if can_review:
        yield Link(_("Raise a query"), reverse("web:query-new", args=[table, record.pk]))


def _columns(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    return list(model._meta.concrete_fields)


def _unshown(column: str, values: dict[str, Any]) -> bool:
    """Besides bookkeeping what stands elsewhere on the page: whose it is, that and why it is in
    error."""
    elsewhere = {"entered_in_error", "error_reason", "batch_id", *RECORDS}
    return _hidden(column, set(values)) or column in elsewhere


def entries(trail: Iterable[AuditEntry]) -> tuple[Entry, ...]:
    """In the order in which they come. A change stores only what changed, so that its row is
    named after the entry that stored it whole, where that is among them."""
    held = list(trail)
    codes = codes_of(_records_in(held))
    names: dict[tuple[str, int], str] = {}
    for row in held:
        whole = row.new if row.action == AuditAction.INSERT else row.old
        if row.action != AuditAction.UPDATE:
            names[row.table, row.row_id] = name(row.table, whole or {})
    return tuple(
        _entry(row, names.get((row.table, row.row_id)) or kind(row.table), codes) for row in held
    )


def _records_in(held: list[AuditEntry]) -> set[int]:
    """Primary keys of the patients whose codes are told."""
    stored = [part for row in held for part in (row.old or {}, row.new or {}) if _tells(row)]
    return {part[name] for part in stored for name in RECORDS & part.keys() if part[name]}


def _tells(row: AuditEntry) -> bool:
    """Whether an entry names another record than the one of its own row."""
    return row.action == AuditAction.UPDATE or row.table in ("patientmerge", "notthesame")


def _entry(row: AuditEntry, about: str, codes: Mapping[int, str]) -> Entry:
    action = str(AuditAction(row.action).label)
    return Entry(
        when=formats.clock(row.at),
        actor=row.actor,
        what=f"{about}: {action[:1].lower()}{action[1:]}",
        reason=row.reason,
        changes=tuple(_changes(row, codes)),
    )


def name(table: str, values: dict[str, Any]) -> str:
    """What the row is about: the test, the finding or the drug, else the kind of row."""
    if values.get("analyte") in ANALYTES:
        return readings.analyte(values["analyte"])
    if values.get("finding"):
        return readings.finding(str(values["finding"]))
    if values.get("category") in AdverseCategory.values:
        return str(values.get("term") or AdverseCategory(values["category"]).label)
    told = values.get("drug") or values.get("event") or values.get("regimen")
    return sentence(str(told).replace("_", " ")) if told else kind(table)


def kind(table: str) -> str:
    """The model's own name for one of its rows."""
    model = _model(table)
    return sentence(str(model._meta.verbose_name)) if model else sentence(table)


def _model(table: str) -> type[models.Model] | None:
    try:
        return apps.get_model("records", table)
    except LookupError:
        return None


def _changes(row: AuditEntry, codes: Mapping[int, str]) -> Iterator[Change]:
    old, new = row.old or {}, row.new or {}
    model = _model(row.table)
    for key in dict.fromkeys([*new, *old]):
        before, after = old.get(key), new.get(key)
        field = _field(model, key)
        if _same(field, before, after) or _is_untold(row, key, {*new, *old}):
            continue
        if key in RECORDS:
            before, after = (codes.get(pk, pk) for pk in (before, after))
        yield Change(_label(field, key), _shown(field, key, before), _shown(field, key, after))


def _is_untold(row: AuditEntry, key: str, keys: set[str]) -> bool:
    if key in UNTOLD.get(row.table, ()):
        return True
    own = key in RECORDS and not _tells(row)
    return own or _hidden(key, keys)


def _same(field: models.Field[Any, Any] | None, before: Any, after: Any) -> bool:
    """Nothing is nothing, whether empty or absent; a mark that was never set is not news."""
    if isinstance(field, models.BooleanField) and before is None and not after:
        return True
    return (before in (None, "") and after in (None, "")) or before == after


def _hidden(key: str, keys: set[str]) -> bool:
    """Bookkeeping, and columns that follow from the moment's text."""
    moment = key.removesuffix("_at").removesuffix("_day")
    return key in BOOKKEEPING or (key.endswith(DERIVED) and f"{moment}_text" in keys)


def _field(model: type[models.Model] | None, key: str) -> models.Field[Any, Any] | None:
    if model is None:
        return None
    return next((f for f in model._meta.concrete_fields if key in (f.name, f.column)), None)


def _label(field: models.Field[Any, Any] | None, key: str) -> str:
    if field is None:
        return sentence(key.replace("_", " "))
    if key.endswith("_text"):
        field = _field(field.model, f"{key.removesuffix('_text')}_at") or field
    return sentence(str(field.verbose_name))


def _shown(field: models.Field[Any, Any] | None, key: str, stored: Any) -> str:
    if stored is None or stored == "":
        return _("Not recorded")
    if key == "analyte" and stored in ANALYTES:
        return readings.analyte(stored)
    if key == "unit":
        return formats.unit(str(stored))
    if field is not None and field.choices:
        return str(dict(field.flatchoices).get(stored, stored))
    return _typed(field, key, stored)[:LONGEST]


def _typed(field: models.Field[Any, Any] | None, key: str, stored: Any) -> str:
    try:
        if isinstance(field, models.DecimalField):
            return formats.number(Decimal(str(stored)))
        if isinstance(field, models.BooleanField):
            return _("yes") if stored else _("no")
        if isinstance(field, models.DateTimeField):
            return formats.clock(_aware(datetime.fromisoformat(str(stored))))
        if isinstance(field, models.DateField):
            return formats.day(date.fromisoformat(str(stored)))
        if key.endswith("_text"):
            return formats.moment(moment_from(str(stored), UTC))
    except (ValueError, InvalidOperation):
        pass
    return str(stored)


def _aware(at: datetime) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=UTC)
