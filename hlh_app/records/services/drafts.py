"""A row as it would become: filled and judged, not yet kept.

All rows of a form are drafted first, so that every refusal is told at once and nothing is written
unless everything can be.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from hlh_app.accounts.models import User
from hlh_app.records.models import Exposure, Observation, Patient, Visit
from hlh_app.records.models.base import ClinicalRow
from hlh_app.records.services import checks, saving
from hlh_app.records.services.errors import Errors
from hlh_app.records.services.intervals import Remembered, remember
from hlh_app.records.services.observations import AS_ENTERED, Judged, pending_for, prepare


@dataclass
class Draft:
    """``before`` is the stored state of a row that exists, None for a new one."""

    row: ClinicalRow
    patient: Patient
    before: dict[str, Any] | None = None
    errors: Errors = field(default_factory=dict)

    @property
    def changed(self) -> bool:
        return self.before is None or saving.state(self.row) != self.before

    def keep(self, actor: User) -> ClinicalRow:
        """Write the row; what did not change is left alone."""
        if self.before is None:
            saving.insert(self.row, self.patient, actor)
        elif not saving.update(self.row, self.before):
            return self.row
        if isinstance(self.row, Observation):
            remember(self.row, self.patient)
        return self.row


@dataclass(frozen=True)
class Desk:
    """Where drafts of one patient's rows are made; ``remembered`` is read once for all."""

    patient: Patient
    remembered: Remembered
    reason: str = ""

    def new(
        self, model: type[ClinicalRow], values: Mapping[str, Any], meant: Judged = AS_ENTERED
    ) -> Draft:
        """A new row; a result that answers a pending one becomes the correction of that row."""
        row = model(patient=self.patient)
        saving.fill(row, _columns(model, values))
        waiting = pending_for(row, self.patient) if isinstance(row, Observation) else None
        if waiting is not None:
            return self.change(waiting, _answer(row, waiting, values), meant)
        return self._judged(Draft(row, self.patient), meant)

    def change(
        self, row: ClinicalRow, values: Mapping[str, Any], meant: Judged = AS_ENTERED
    ) -> Draft:
        """A stored row with new values. ReasonNeeded when its visit is signed."""
        before = saving.state(row)
        saving.fill(row, _columns(type(row), values))
        draft = Draft(row, self.patient, before)
        if row.entered_in_error:
            draft.errors = {"": [_("This entry was entered in error and is not changed any more.")]}
            return draft
        return self._judged(draft, meant)

    def _judged(self, draft: Draft, meant: Judged) -> Draft:
        row = draft.row
        if isinstance(row, Observation):
            draft.errors = prepare(row, self.patient, meant, self.remembered, draft.before)
        else:
            draft.errors = checks.problems(row, self.patient)
        visit = saving.visit_of(row)
        if visit and visit.patient_id != self.patient.pk:
            draft.errors["visit"] = [_("This visit is another patient's.")]
        if not draft.errors and draft.changed and draft.patient.pk:
            saving.require_reason(visit if isinstance(visit, Visit) else None, self.reason)
        return draft


def _answer(row: Observation, waiting: Observation, values: Mapping[str, Any]) -> dict[str, Any]:
    """What a result says, written into the row that waits for it: the visit and the time that the
    row has stay."""
    stays = {"visit"} if waiting.visit_id is not None else set()
    if row.measured.is_date and not waiting.measured.is_date:
        stays.add("measured")
    return {name: value for name, value in values.items() if name not in stays}


def _columns(model: type[ClinicalRow], values: Mapping[str, Any]) -> dict[str, Any]:
    """The reason for a treatment under its column's name."""
    columns = dict(values)
    if model is Exposure and "treatment_reason" in columns:
        columns["reason"] = columns.pop("treatment_reason")
    if model is Exposure and "drug" in columns:
        columns["drug"] = columns["drug"].strip().lower()
    return columns
