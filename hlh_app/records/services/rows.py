"""Recording, correcting and withdrawing one row of a clinical table.

Moments are passed by their name (``measured=``, ``started=``, ``visited=``, ``reported=``). A
result also takes ``confirmed`` and ``assay_not_stated``. ``reason`` is always the reason for the
change, kept in the trail; the column ``Exposure.reason`` is passed as ``treatment_reason``.
"""

from typing import Any, TypeVar

from django.utils.translation import gettext as _

from hlh_app.accounts.models import User
from hlh_app.records.models import Observation, Patient, Visit
from hlh_app.records.models.base import ClinicalRow
from hlh_app.records.services import saving
from hlh_app.records.services.change import changing
from hlh_app.records.services.drafts import Desk, Draft
from hlh_app.records.services.errors import Refused
from hlh_app.records.services.intervals import Remembered
from hlh_app.records.services.observations import Judged

Row = TypeVar("Row", bound=ClinicalRow)


def record_row(
    *, actor: User, model: type[Row], patient: Patient, reason: str = "", **fields: Any
) -> Row:
    """Keep a new row. Raises Refused, ReasonNeeded, PermissionDenied."""
    with changing(actor=actor, patient=patient, reason=reason) as locked:
        meant = _meant(fields)
        draft = _desk(locked, model, fields.get("analyte"), reason).new(model, fields, meant)
        return _kept(draft, actor)


def correct_row(*, actor: User, row: Row, version: int, reason: str = "", **changes: Any) -> Row:
    """Change a row in place; the old values stay in the trail. Without a difference nothing is
    written. Raises StaleWrite, Refused, ReasonNeeded, PermissionDenied."""
    with changing(actor=actor, patient=patient_of(row), reason=reason) as locked:
        current = saving.now_of(row, version, changes)
        meant = _meant(changes)
        target = locked if isinstance(current, Patient) else current
        analyte = changes.get("analyte") or getattr(current, "analyte", None)
        draft = _desk(locked, type(row), analyte, reason).change(target, changes, meant)
        return _kept(draft, actor)


def enter_in_error(*, actor: User, row: Row, version: int, reason: str) -> Row:
    """Withdraw a row, and with a visit all its rows. It stays visible with the reason.

    Raises StaleWrite, Refused, PermissionDenied; TypeError for a patient.
    """
    if isinstance(row, Patient):
        raise TypeError("a patient is corrected, never withdrawn")
    why = reason.strip()
    with changing(actor=actor, patient=row.patient, reason=why):
        current = saving.now_of(row, version, {"entered_in_error": True})
        if not why:
            raise Refused({"reason": [_("Enter why this was entered in error.")]})
        if current.entered_in_error:
            raise Refused({"": [_("This is marked as entered in error already.")]})
        if isinstance(current, Visit):
            for of_visit in _rows_of(current):
                _withdraw(of_visit, why)
        _withdraw(current, why)
        return current


def patient_of(row: ClinicalRow) -> Patient:
    """The patient whom a clinical row is about."""
    return row if isinstance(row, Patient) else row.patient


def _rows_of(visit: Visit) -> list[ClinicalRow]:
    return [
        row
        for related in (visit.observation_set, visit.finding_set, visit.adverseevent_set)
        for row in related.select_for_update(of=("self",)).filter(entered_in_error=False)
    ]


def _withdraw(row: ClinicalRow, why: str) -> None:
    before = saving.state(row)
    row.entered_in_error, row.error_reason = True, why
    saving.update(row, before)


def _meant(fields: dict[str, Any]) -> Judged:
    """Take what is about the entry, not the row, out of the fields."""
    return Judged(
        confirmed=bool(fields.pop("confirmed", False)),
        assay_not_stated=bool(fields.pop("assay_not_stated", False)),
    )


def _desk(patient: Patient, model: type[ClinicalRow], analyte: str | None, reason: str) -> Desk:
    asked = [analyte] if model is Observation and analyte else []
    return Desk(patient, Remembered.of(patient.centre, asked), reason)


def _kept(draft: Draft, actor: User) -> Any:
    if draft.errors:
        raise Refused(draft.errors)
    return draft.keep(actor)
