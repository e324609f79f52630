"""What stands around a form: its title, its button, the row as it is stored, the way back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from hlh_app.records.models import Observation, Patient
from hlh_app.records.models.base import ClinicalRow
from hlh_app.records.services.rows import patient_of
from hlh_app.web.forms.adverse import TERMS
from hlh_app.web.forms.treatment import KNOWN_DRUGS

from . import people, trail
from .entry_links import edit_url, error_url


@dataclass(frozen=True, slots=True)
class Page:
    """``stored``: the row as it stands, or None. ``warning``: what the button does, if it must be
    said first."""

    title: str
    save: str
    back: str
    stored: trail.RowView | None = None
    error_url: str = ""
    warning: str = ""
    drugs: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Likely:
    """Somebody who may be the patient that is being added."""

    pk: int
    code: str
    born: str
    sex: str
    centre: str


def likely(patients: Iterable[Patient], today: date) -> list[Likely]:
    return [
        Likely(p.pk, p.code, people.born(p, today), people.sex(p.sex), p.centre.code)
        for p in patients
    ]


def patient_page(patient: Patient | None) -> Page:
    """Adding a patient, or correcting one."""
    if patient is None:
        back = reverse("web:patients")
        return Page(_("Add a patient"), _("Save the patient"), back)
    return Page(
        title=_("Correct the patient %(code)s") % {"code": patient.code},
        save=_("Save the correction"),
        back=_back(patient),
    )


def stored_row(row: ClinicalRow) -> trail.RowView:
    """What the record says now, without the ways on from it."""
    return trail.row(row, patient_of(row).pk, can_edit=False, can_review=False)


def adding(patient: Patient, kind: Any) -> Page:
    """A new row of a small form."""
    return Page(str(kind.new), _("Save"), _back(patient), **_offered(kind.table))


def correcting(patient: Patient, row: ClinicalRow, title: str) -> Page:
    """A stored row, with what it says now."""
    table = str(row._meta.model_name)
    return Page(
        title=title,
        save=_("Save the correction"),
        back=_back(patient),
        stored=stored_row(row),
        error_url="" if row.entered_in_error else error_url(patient.pk, table, row.pk),
        **_offered(table),
    )


def correct_result(row: Observation) -> str:
    return _("Correct a result: %(test)s") % {"test": stored_row(row).title}


def withdrawing(patient: Patient, row: ClinicalRow) -> Page:
    """What will be marked as entered in error."""
    stored = stored_row(row)
    whole = _("Its results and findings are marked with it.") if stored.table == "visit" else ""
    return Page(
        title=_("Enter in error: %(what)s") % {"what": stored.title},
        save=_("Mark as entered in error"),
        back=edit_url(patient.pk, stored.table, stored.pk) or _back(patient),
        stored=stored,
        warning=" ".join(
            part
            for part in (
                _("It stays in the record with your reason; no rule uses it any more."),
                whole,
            )
            if part
        ),
    )


def asking(patient: Patient, row: ClinicalRow) -> Page:
    """A reviewer's question about a record."""
    stored = stored_row(row)
    return Page(
        title=_("Ask about: %(what)s") % {"what": stored.title},
        save=_("Raise the query"),
        back=_back(patient),
        stored=stored,
    )


def checklist_page(patient: Patient) -> Page:
    """The eight questions."""
    return Page(
        title=_("Symptom checklist of %(code)s") % {"code": patient.code},
        save=_("Save the answers"),
        back=_back(patient),
        terms=TERMS,
    )


def _back(patient: Patient) -> str:
    return reverse("web:patient", args=[patient.pk])


def _offered(table: str) -> dict[str, tuple[str, ...]]:
    """What is offered while a name is typed."""
    if table == "exposure":
        return {"drugs": tuple(name.replace("_", " ") for name in KNOWN_DRUGS)}
    return {"terms": TERMS} if table == "adverseevent" else {}
