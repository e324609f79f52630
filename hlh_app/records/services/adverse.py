"""The symptom checklist: several categories asked about on one day, kept together or not at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from hlh_app.accounts.models import User
from hlh_app.records.models import AdverseEvent, Patient
from hlh_app.records.services.change import changing
from hlh_app.records.services.drafts import Desk
from hlh_app.records.services.errors import Errors, Refused
from hlh_app.records.services.intervals import Remembered


@dataclass(frozen=True, slots=True)
class Answer:
    """``status``: present or absent. ``term``: what was seen, of what is present."""

    status: str
    term: str = ""


def record_checklist(
    *, actor: User, patient: Patient, on: date, answers: Mapping[str, Answer]
) -> Patient:
    """Keep one adverse event row a category that was asked about. A category that has the same
    answer on that day already is left alone. Raises Refused (keys: the categories, or ``on``),
    PermissionDenied."""
    with changing(actor=actor, patient=patient) as locked:
        desk = Desk(locked, Remembered.of(locked.centre, []))
        errors: Errors = {}
        drafts = []
        for category, answer in answers.items():
            if _is_kept(locked, on, category, answer):
                continue
            values = {"category": category, "status": answer.status, "on": on, "term": answer.term}
            draft = desk.new(AdverseEvent, values)
            errors |= {("on" if n == "on" else category): m for n, m in draft.errors.items()}
            drafts.append(draft)
        if errors:
            raise Refused(errors)
        if not drafts:
            raise Refused({"": [_("These answers are recorded for that day already.")]})
        for draft in drafts:
            draft.keep(actor)
        return locked


def _is_kept(patient: Patient, on: date, category: str, answer: Answer) -> bool:
    same = AdverseEvent.objects.filter(
        patient=patient, on=on, category=category, status=answer.status, entered_in_error=False
    )
    return (same.filter(term=answer.term) if answer.term else same).exists()
