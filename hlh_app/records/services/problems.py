"""A doubt about a calculation, kept with what the rule saw, and the answer to it."""

from json import loads
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hlh_app.accounts.models import READING_ROLES, Role, User
from hlh_app.clinical.case import Moment
from hlh_app.exchange.json_text import dump
from hlh_app.records.audit import acting
from hlh_app.records.documents import document_of
from hlh_app.records.identity.standing import lock_standing
from hlh_app.records.models import Patient, ProblemReport
from hlh_app.records.models.choices import ProblemStatus
from hlh_app.records.services.change import require
from hlh_app.records.services.errors import Refused
from hlh_app.records.services.free_text import free_text


def report_problem(
    *,
    actor: User,
    patient: Patient | None,
    rule: str,
    version: object,
    as_of: Moment | None,
    text: str,
) -> ProblemReport:
    """Keep a doubt about ``rule`` in its ``version``, as of a moment of a patient or about the
    rule itself. Whoever reads the patient may report. Raises Refused, PermissionDenied."""
    if patient is not None:
        require(actor, patient.centre_id, *READING_ROLES)
    elif not actor.is_active:
        raise PermissionDenied
    kept = free_text("text", text)
    with transaction.atomic(), acting(actor):
        if patient is not None:
            lock_standing(patient)
        return ProblemReport.objects.create(
            patient=patient,
            rule=rule,
            rule_version=str(version),
            as_of_text=as_of.text if as_of else "",
            inputs=_inputs(patient) if patient else None,
            text=kept,
            reported_by=actor,
        )


def close_problem(*, actor: User, report: ProblemReport, answer: str) -> ProblemReport:
    """A reviewer of the patient's centre answers; without a patient a superuser does. Raises
    Refused (no answer, or closed already), PermissionDenied."""
    require_reviewer(actor, report)
    kept = free_text("answer", answer)
    with transaction.atomic(), acting(actor):
        current = ProblemReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
        if current.status == ProblemStatus.CLOSED:
            raise Refused({"": [_("This report is closed already.")]})
        current.status, current.answer = ProblemStatus.CLOSED, kept
        current.closed_by, current.closed_at = actor, timezone.now()
        current.save(update_fields=["status", "answer", "closed_by", "closed_at"])
        return current


def require_reviewer(actor: User, report: ProblemReport) -> None:
    """Raise PermissionDenied unless the actor may answer the report."""
    if report.patient is not None:
        require(actor, report.patient.centre_id, Role.REVIEWER)
    elif not (actor.is_active and actor.is_superuser):
        raise PermissionDenied(_("Only an administrator of the installation may answer this."))


def may_close(actor: User, report: ProblemReport) -> bool:
    """Whether :func:`close_problem` would let the actor answer."""
    try:
        require_reviewer(actor, report)
    except PermissionDenied:
        return False
    return True


def _inputs(patient: Patient) -> Any:
    """The case file as it stands, decimals as numbers."""
    return loads(dump(document_of(patient)))
