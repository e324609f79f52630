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
