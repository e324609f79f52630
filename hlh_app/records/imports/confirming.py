"""What waited is kept, once, as its sender was shown it; or a left-over row is, typed anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from hlh_app.accounts.models import Role, User
from hlh_app.accounts.selectors import role_in
from hlh_app.records.audit import acting
from hlh_app.records.imports import keeping, renewing
from hlh_app.records.imports.checking import (
    Answers,
    choices_of,
    matched,
    new_patients,
    seen_in,
    wanted,
)
from hlh_app.records.imports.opening import Opened
from hlh_app.records.imports.words import remember
from hlh_app.records.models import ImportBatch, LeftOver, Observation, Patient, WaitingImport
from hlh_app.records.models.choices import LeftOverStatus
from hlh_app.records.services.change import require
from hlh_app.records.services.errors import Refused
from hlh_app.records.services.rows import record_row

KEPT = "kept"
Progress = Callable[[int], None]


def kept_before(waiting: WaitingImport) -> ImportBatch | None:
    """What became of it, when it was confirmed already."""
    pk = waiting.choices.get(KEPT)
    return ImportBatch.objects.filter(pk=pk).first() if pk else None


def settled(waiting: WaitingImport) -> ImportBatch | None:
    """What became of it, once whoever is keeping it at this moment has ended; None: it waits."""
    with transaction.atomic():
        held = WaitingImport.objects.select_for_update(of=("self",)).filter(pk=waiting.pk).first()
        return kept_before(held) if held else None


def same_before(waiting: WaitingImport, digest: str) -> ImportBatch | None:
    """The import that kept the same file, meant the same way, in this centre; not one undone."""
    found = ImportBatch.objects.filter(
        centre=waiting.centre, patient=waiting.patient, digest=digest, undone_at=None
    )
    return found.select_related("made_by").first()


def digest_of(content: bytes, boxes: Mapping[str, Any]) -> str:
    """Of the file and of how it was meant."""
    return keeping.digest_of(content, sorted(boxes.items()))


def keep_waiting(
    *,
    actor: User,
    waiting: WaitingImport,
    opened: Opened,
    answers: Answers,
    digest: str,
    progress: Progress | None = None,
    kept: Callable[[ImportBatch], None] = lambda batch: None,
) -> ImportBatch:
    """Keep it as a whole and forget the file; a second time the same import is given back.

    ``kept`` is told once it is certain, before the lists are brought up to date. Raises Refused,
    PermissionDenied, Http404 when it was thrown away meanwhile.
    """
    with transaction.atomic():
        held = WaitingImport.objects.select_for_update(of=("self",)).filter(pk=waiting.pk).first()
        if held is None:
            raise Http404(_("This import is not waiting any more."))
        if (before := kept_before(held)) is not None:
            return before
        batch = _keep(actor, waiting, opened, answers, digest, progress)
        held.choices, held.content = {KEPT: batch.pk}, b""
        held.save(update_fields=["choices", "content"])
    kept(batch)
    renewing.renew_patients_of(batch)
    return batch


def _keep(
    actor: User,
    waiting: WaitingImport,
    opened: Opened,
    answers: Answers,
    digest: str,
    progress: Progress | None,
) -> ImportBatch:
    patients = None
    if waiting.patient is None:
        new_patients(actor, waiting.centre, opened, answers)
        patients = matched(waiting.centre, opened, answers)
    if answers.means.words:
        remember(waiting.centre, answers.means.words, actor=actor)
    return keeping.keep(
        actor=actor,
        centre=waiting.centre,
        patient=waiting.patient,
        source=waiting.source,
        name=waiting.name,
        digest=digest,
        patients=patients,
        incoming=list(wanted(opened.entries, answers)),
        choices=choices_of(waiting.choices["report"], answers),
        seen=seen_in(waiting.choices["report"]),
        left_over=list(wanted(opened.left, answers)),
        progress=progress,
    )


def keep_left_over(*, actor: User, left: LeftOver, patient: Patient, **fields: Any) -> Observation:
    """A row that was left over is kept as it was typed anew, through the checks of every result,
    and is left over no more. Raises Refused, PermissionDenied."""
    with transaction.atomic():
        current = _open(actor, left)
        if patient.centre_id != current.batch.centre_id:
            raise Refused({"patient": [_("This patient belongs to another centre.")]})
        row = record_row(actor=actor, model=Observation, patient=patient, **fields)
        _close(actor, current, LeftOverStatus.KEPT, patient)
        return row


def leave_out(*, actor: User, left: LeftOver) -> None:
    """A row that was left over is not wanted. Raises Refused, PermissionDenied."""
    with transaction.atomic():
        _close(actor, _open(actor, left), LeftOverStatus.DROPPED, left.patient)


def _open(actor: User, left: LeftOver) -> LeftOver:
    require(actor, left.batch.centre_id, Role.CLINICIAN)
    current = (
        LeftOver.objects.select_for_update(of=("self",)).select_related("batch").get(pk=left.pk)
    )
    if current.status != LeftOverStatus.OPEN:
        raise Refused({"": [_("Somebody has decided about this row already.")]})
    return current


def _close(actor: User, left: LeftOver, status: LeftOverStatus, patient: Patient | None) -> None:
    left.status, left.patient = status, patient
    left.closed_by, left.closed_at = actor, timezone.now()
    with acting(actor):
        left.save(update_fields=["status", "patient", "closed_by", "closed_at"])


def may_act(actor: User, batch: ImportBatch) -> bool:
    """Whether the actor may undo the import and decide about what it left over."""
    return role_in(actor, batch.centre_id) == Role.CLINICIAN


def require_clinician(actor: User, batch: ImportBatch) -> None:
    """Raise PermissionDenied unless :func:`may_act`."""
    if not may_act(actor, batch):
        raise PermissionDenied(_("Only a clinician of the centre may change what was imported."))
