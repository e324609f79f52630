"""Imports: those that somebody may see, what each brought, and what it left over."""

from __future__ import annotations

from collections.abc import Mapping

from django.apps import apps
from django.db.models import Count, Q, QuerySet

from hlh_app.accounts.models import READING_ROLES, User
from hlh_app.accounts.selectors import centre_ids_where
from hlh_app.records.models import ImportBatch, LeftOver, Patient
from hlh_app.records.models.choices import LeftOverStatus
from hlh_app.records.models.patient import PatientRow

OPEN_ROWS = Count("left_over", filter=Q(left_over__status=LeftOverStatus.OPEN))


def visible_to(user: User) -> QuerySet[ImportBatch]:
    """Imports into the centres in which the user reads, newest first, with how many rows each has
    left over (``open_rows``)."""
    found = ImportBatch.objects.filter(centre__in=centre_ids_where(user, *READING_ROLES))
    return (
        found.select_related("centre", "patient", "made_by", "undone_by")
        .annotate(open_rows=OPEN_ROWS)
        .order_by("-made_at", "-pk")
    )


def left_over_of(batch: ImportBatch) -> QuerySet[LeftOver]:
    """What an import could not keep, in the order of the file."""
    return batch.left_over.select_related("patient", "closed_by").order_by("pk")


def left_over_visible_to(user: User) -> QuerySet[LeftOver]:
    """Left-over rows of the imports that the user sees."""
    found = LeftOver.objects.filter(batch__centre__in=centre_ids_where(user, *READING_ROLES))
    return found.select_related("batch__centre", "patient", "closed_by")


def patients_of(batch: ImportBatch, most: int = 200) -> list[tuple[Patient, int]]:
    """The patients whose record holds rows of an import, with how many stand."""
    counts: dict[int, int] = {}
    for model in _tables():
        rows = model._default_manager.filter(batch=batch, entered_in_error=False)
        for patient, many in rows.order_by().values_list("patient").annotate(many=Count("pk")):
            counts[patient] = counts.get(patient, 0) + many
    found = Patient.objects.filter(pk__in=counts).order_by("code")[:most]
    return [(patient, counts[patient.pk]) for patient in found]


def _tables() -> list[type[PatientRow]]:
    models = apps.get_app_config("records").get_models()
    return [model for model in models if issubclass(model, PatientRow)]


def codes_of(centre_pk: int) -> Mapping[str, int]:
    """Code → key of a centre's patients."""
    return dict(Patient.objects.filter(centre=centre_pk).values_list("code", "pk"))


def kept_before(patient: Patient, digest: str) -> ImportBatch | None:
    """The import into a patient's record that kept the very same, and stands."""
    return ImportBatch.objects.filter(patient=patient, digest=digest, undone_at=None).first()
