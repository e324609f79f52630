"""The audit trail of a record, newest change first."""

from django.db.models import QuerySet

from hlh_app.records.models import AuditEntry, Patient


def of_row(table: str, pk: int) -> QuerySet[AuditEntry]:
    """Every change of one row; ``table`` is the model's lower-case name."""
    return AuditEntry.objects.filter(table=table, row_id=pk)


def of_patient(patient: Patient) -> QuerySet[AuditEntry]:
    """Every change of the patient and of all that was recorded, signed or asked about them."""
    return AuditEntry.objects.filter(patient_id=patient.pk).order_by("-at", "-id")
