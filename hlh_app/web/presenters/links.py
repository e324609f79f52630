"""Where a value on a page leads: to its own history, and from there to its correction."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse


@dataclass(frozen=True, slots=True)
class Trail:
    """Addresses of one patient's records, reversed once a page."""

    base: str

    @classmethod
    def of(cls, patient_pk: int) -> Trail:
        return cls(reverse("web:patient-trail", args=[patient_pk]))

    def row(self, table: str, pk: int | str) -> str:
        return f"{self.base}{table}/{pk}/"

    def key(self, key: str) -> str:
        """The address behind ``observation:123``; empty for a row that is not in the database."""
        table, colon, pk = key.partition(":")
        return self.row(table, pk) if colon and pk.isdigit() else ""


KINDS = {
    "exposure": "treatments",
    "finding": "findings",
    "event": "events",
    "adverseevent": "adverse-events",
    "therapyline": "therapy-lines",
    "consent": "consents",
}
"""Table → the word for it in the addresses of the small forms."""


def add(patient_pk: int, table: str) -> str:
    """The form for a new row; empty for what is not entered by itself."""
    if table == "visit":
        return reverse("web:visit-new", args=[patient_pk])
    return reverse("web:row-new", args=[patient_pk, KINDS[table]]) if table in KINDS else ""


def correct(patient_pk: int, table: str, row_pk: int) -> str:
    """The form that corrects a row."""
    if table == "patient":
        return reverse("web:patient-edit", args=[patient_pk])
    if table in ("visit", "observation"):
        return reverse(f"web:{table}", args=[patient_pk, row_pk])
    return reverse("web:row-edit", args=[patient_pk, KINDS[table], row_pk])
