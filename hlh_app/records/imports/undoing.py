"""An import taken back as a whole: its rows entered in error, what it changed as it was.

A row that somebody changed since stays as they left it, and is named; not one that another import
changed when that import was undone as well. An interval that no other result prints is forgotten.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from hlh_app.accounts.models import Role, User
from hlh_app.records import summaries
from hlh_app.records.audit import acting
from hlh_app.records.imports.renewing import patients_of
from hlh_app.records.imports.unlearning import forget_intervals
from hlh_app.records.models import (
    Event,
    Exposure,
    Finding,
    ImportBatch,
    ImportedChange,
    LeftOver,
    Observation,
    Patient,
)
from hlh_app.records.models.base import ClinicalRow
from hlh_app.records.models.choices import LeftOverStatus
from hlh_app.records.services.change import REASON_LENGTH, require
from hlh_app.records.services.errors import Refused

BROUGHT = (Observation, Finding, Exposure, Event)
AT_A_TIME = 2_000


@dataclass(slots=True)
class Undone:
    """``left``: rows that somebody changed since, which stay as they are. ``already``: the import
    was undone before, and nothing was done now."""

    batch: ImportBatch
    withdrawn: int = 0
    restored: int = 0
    left: list[ClinicalRow] = field(default_factory=list)
    already: bool = False


def undo(*, actor: User | str, batch: ImportBatch, reason: str) -> Undone:
    """Undo once; a second time nothing is done and ``already`` says so.

    Raises Refused without a reason, PermissionDenied.
    """
    if isinstance(actor, User):
        require(actor, batch.centre_id, Role.CLINICIAN)
    why = reason.strip()
    if not why or len(why) > REASON_LENGTH or "\0" in why:
        raise Refused({"reason": [_("Enter why it is undone, in at most 300 characters.")]})
    with transaction.atomic(), acting(actor, why):
        patients = _locked_patients(batch)
        batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
        done = Undone(batch, already=batch.undone_at is not None)
        if not done.already:
            _take_back(done, why)
            forget_intervals(batch)
            _close(batch, actor if isinstance(actor, User) else None, why)
            if batch.patient_id is not None:
                for patient in patients:
                    summaries.renew(patient)
        return done


def _locked_patients(batch: ImportBatch) -> list[Patient]:
    """Whose rows the import brought or changed, in the order of their keys, as every writer locks
    them."""
    locked = Patient.objects.filter(pk__in=patients_of(batch)).select_for_update(of=("self",))
    return list(locked.select_related("centre").order_by("pk"))


def _changed_rows(batch: ImportBatch) -> dict[str, list[ImportedChange]]:
    found: dict[str, list[ImportedChange]] = {}
    for change in ImportedChange.objects.filter(batch=batch).order_by("pk"):
        found.setdefault(change.table, []).append(change)
    return found


def _take_back(done: Undone, why: str) -> None:
    changed = _changed_rows(done.batch)
    versions = {
        (table, change.row_id): change.version
        for table, changes in changed.items()
        for change in changes
        if not change.before
    }
    for model in BROUGHT:
        _withdraw_all(done, model, versions, why)
    for table, changes in changed.items():
        restore = [change for change in changes if change.before]
        for start in range(0, len(restore), AT_A_TIME):
            _restore(done, apps.get_model("records", table), restore[start : start + AT_A_TIME])


def _withdraw_all(
    done: Undone, model: type[ClinicalRow], versions: dict[tuple[str, int], int], why: str
) -> None:
    """The rows that the import brought and nobody touched since, in one statement."""
    name = str(model._meta.model_name)
    standing = model._default_manager.filter(batch=done.batch, entered_in_error=False)
    touched = list(standing.exclude(version=1).order_by("pk"))
    stood = _as_stood_before(touched, name)
    done.left += [row for row in touched if stood[row.pk] != versions.get((name, row.pk), 1)]
    left = [row.pk for row in done.left if type(row) is model]
    done.withdrawn += standing.exclude(pk__in=left).update(
        entered_in_error=True, error_reason=why, version=F("version") + 1
    )


def _as_stood_before(rows: list[Any], table: str) -> dict[int, int]:
    """Each row's version; of one that undone imports changed and put back, the version before."""
    undone = ImportedChange.objects.filter(
        table=table, row_id__in=[row.pk for row in rows], batch__undone_at__isnull=False
    )
    changes: dict[int, list[ImportedChange]] = {}
    for change in undone.order_by("-version"):
        changes.setdefault(change.row_id, []).append(change)
    return {row.pk: _stood(row, changes.get(row.pk, [])) for row in rows}


def _stood(row: Any, undone: list[ImportedChange]) -> int:
    """``undone``: the newest first. Each that was put back has made two versions."""
    stood: int = row.version
    for number, change in enumerate(undone, start=1):
        before = row.version - 2 * number
        if before == change.version - 1 and _says_so(row, change.before):
            stood = before
    return stood


def _says_so(row: ClinicalRow, before: dict[str, Any]) -> bool:
    columns = {name: _column(row, name) for name in before}
    return bool(before) and all(
        getattr(row, name) == columns[name].to_python(value) for name, value in before.items()
    )


def _restore(done: Undone, model: type[ClinicalRow], changes: list[ImportedChange]) -> None:
    rows = model._default_manager.in_bulk([change.row_id for change in changes])
    stood = _as_stood_before([*rows.values()], str(model._meta.model_name))
    for change in changes:
        row = rows[change.row_id]
        if stood[row.pk] != change.version:
            done.left.append(row)
            continue
        for name, value in change.before.items():
            setattr(row, name, _column(row, name).to_python(value))
        row.version += 1
        row.save(update_fields=[*(_column(row, name).name for name in change.before), "version"])
        done.restored += 1


def _column(row: ClinicalRow, attname: str) -> models.Field[Any, Any]:
    return next(f for f in row._meta.concrete_fields if f.attname == attname)


def _close(batch: ImportBatch, by: User | None, why: str) -> None:
    """What was left over of it is of no more use."""
    now = timezone.now()
    batch.undone_by, batch.undone_at, batch.undo_reason = by, now, why
    batch.save(update_fields=["undone_by", "undone_at", "undo_reason"])
    still_open = LeftOver.objects.filter(batch=batch, status=LeftOverStatus.OPEN)
    still_open.update(status=LeftOverStatus.DROPPED, closed_by=by, closed_at=now)
