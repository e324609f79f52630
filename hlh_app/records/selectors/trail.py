"""The audit trail of a record, newest change first."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from hlh_app.records.models import AuditEntry, Patient


def of_row(table: str, pk: int) -> QuerySet[AuditEntry]:
    """Every change of one row; ``table`` is the model's lower-case name."""
    return AuditEntry.objects.filter(table=table, row_id=pk)


def last_of_each(rows: Iterable[tuple[str, int]]) -> dict[tuple[str, int], AuditEntry]:
    """Row (table and primary key) → its last change. One query."""
    wanted = Q()
    for table, pk in set(rows):
        wanted |= Q(table=table, row_id=pk)
    changes = AuditEntry.objects.filter(wanted).order_by("pk") if wanted else ()
    return {(change.table, change.row_id): change for change in changes}


def of_patient(patient: Patient) -> QuerySet[AuditEntry]:
    """Every change of the patient and of all that was recorded, signed or asked about them."""
    return AuditEntry.objects.filter(patient_id=patient.pk).order_by("-at", "-id")
