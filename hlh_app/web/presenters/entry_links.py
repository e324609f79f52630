"""Where a record is corrected, withdrawn or asked about."""

from __future__ import annotations

from django.urls import reverse

KINDS = {
    "exposure": "treatments",
    "finding": "findings",
    "event": "events",
    "adverseevent": "adverse-events",
    "therapyline": "therapy-lines",
    "consent": "consents",
}


def edit_url(patient_pk: int, table: str, row_pk: int) -> str:
    """The form that corrects a record; empty for a table without one."""
    if table == "patient":
        return reverse("web:patient-edit", args=[patient_pk])
    if table in ("visit", "observation"):
        return reverse(f"web:{table}", args=[patient_pk, row_pk])
    if table in KINDS:
        return reverse("web:row-edit", args=[patient_pk, KINDS[table], row_pk])
    return ""


def error_url(patient_pk: int, table: str, row_pk: int) -> str:
    """Where a record is marked as entered in error. A patient is corrected, never withdrawn."""
    if table != "visit" and table != "observation" and table not in KINDS:
        return ""
    return reverse("web:enter-in-error", args=[patient_pk, table, row_pk])
