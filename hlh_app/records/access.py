"""Which patient somebody may open, correct or question. Every page asks here first.

What is not the user's to see does not exist for them: 404. What they may see and not do is refused.
"""

from __future__ import annotations

from typing import NoReturn

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from hlh_app.accounts.models import READING_ROLES, Role, User
from hlh_app.accounts.selectors import centre_ids_where, role_in
from hlh_app.records.identity.standing import standing, where_it_went
from hlh_app.records.models import (
    AdverseEvent,
    Consent,
    DataQuery,
    Event,
    Exposure,
    Finding,
    Observation,
    Patient,
    PatientMerge,
    TherapyLine,
    Visit,
)
from hlh_app.records.models.base import ClinicalRow

AnyUser = User | AnonymousUser
ROW_TABLES: dict[str, type[ClinicalRow]] = {
    str(model._meta.model_name): model
    for model in (Visit, Observation, Finding, Exposure, Event, AdverseEvent, TherapyLine, Consent)
}
TABLES: dict[str, type[ClinicalRow]] = {"patient": Patient} | ROW_TABLES


class MergedAway(Http404):
    """The record was merged into another, of the same centre. Pages lead there."""

    def __init__(self, gone: Patient, kept: Patient) -> None:
        super().__init__(where_it_went(gone))
        self.gone, self.kept = gone, kept


def patient_for(user: AnyUser, pk: int) -> Patient:
    """The patient with centre and summary, if the user reads clinical pages of the centre.

    Raises Http404 otherwise, as for a patient that does not exist; MergedAway when the record was
    merged into another.
    """
    patient = patient_or_merged(user, pk)
    if patient.merged_into_id is not None:
        raise MergedAway(patient, standing(patient))
    return patient


def patient_or_merged(user: AnyUser, pk: int) -> Patient:
    """As :func:`patient_for`, also of a record that was merged into another: its trail is read
    where it was written."""
    return _patients(user).filter(pk=pk).first() or _not_found()


def patient_to_edit(user: AnyUser, pk: int) -> Patient:
    """The patient, for a clinician of the centre. PermissionDenied for its other readers."""
    patient = patient_for(user, pk)
    if not can_edit(user, patient):
        raise PermissionDenied(_("Only a clinician of the centre may change its records."))
    return patient


def patient_to_review(user: AnyUser, pk: int) -> Patient:
    """The patient, for a reviewer of the centre. PermissionDenied for its other readers."""
    patient = patient_for(user, pk)
    if not can_review(user, patient):
        raise PermissionDenied(_("Only a reviewer of the centre may question its records."))
    return patient


def row_for(user: AnyUser, table: str, pk: int, patient: Patient | None = None) -> ClinicalRow:
    """A row of a clinical table with its patient; of ``patient`` alone when one is given.

    Raises Http404 for an unknown table, another centre's row or another patient's.
    """
    if table == "patient":
        row = patient if patient and patient.pk == pk else patient_for(user, pk)
        return row if patient in (None, row) else _not_found()
    if patient is not None and patient.merged_into_id is not None:
        raise MergedAway(patient, standing(patient))  # its rows are there
    if table not in ROW_TABLES:
        _not_found()
    rows = ROW_TABLES[table]._default_manager.filter(pk=pk, patient__in=_patients(user))
    if patient is not None:
        rows = rows.filter(patient=patient)
    return rows.select_related("patient__centre", "recorded_by").first() or _not_found()


def query_for(user: AnyUser, pk: int) -> DataQuery:
    """A query on a record of a centre whose clinical pages the user reads. Http404 otherwise."""
    query = DataQuery.objects.filter(pk=pk, patient__in=_patients(user))
    return query.select_related("patient__centre", "raised_by", "closed_by").first() or _not_found()


def merge_for(user: AnyUser, pk: int, patient: Patient) -> PatientMerge:
    """A merge of another record into the patient's, undone or not. Http404 otherwise."""
    made = PatientMerge.objects.filter(pk=pk, kept=patient, kept__in=_patients(user))
    people = ("kept__centre", "gone__centre", "merged_by", "undone_by")
    return made.select_related(*people).first() or _not_found()


def can_edit(user: AnyUser, patient: Patient) -> bool:
    """Whether the user is a clinician of the patient's centre."""
    return role_in(user, patient.centre_id) == Role.CLINICIAN


def can_review(user: AnyUser, patient: Patient) -> bool:
    """Whether the user is a reviewer of the patient's centre."""
    return role_in(user, patient.centre_id) == Role.REVIEWER


def _patients(user: AnyUser) -> QuerySet[Patient]:
    centres = centre_ids_where(user, *READING_ROLES)
    found = Patient.objects.filter(centre__in=centres).select_related("centre", "summary")
    return found.defer("summary__handover", "summary__ferritin_series")


def _not_found() -> NoReturn:
    raise Http404(_("There is no such record, or it belongs to another centre."))
