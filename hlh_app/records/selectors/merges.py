"""Merges of records, as pages show them."""

from django.db.models import QuerySet

from hlh_app.records.models import Patient, PatientMerge


def into(patient: Patient) -> QuerySet[PatientMerge]:
    """What was merged into the patient's record, the newest first, undone ones included."""
    found = PatientMerge.objects.filter(kept=patient)
    return found.select_related("gone", "merged_by", "undone_by").order_by("-pk")


def codes_of(keys: set[int]) -> dict[int, str]:
    """Primary key → study code."""
    return dict(Patient.objects.filter(pk__in=keys).values_list("pk", "code")) if keys else {}
