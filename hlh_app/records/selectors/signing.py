"""What was signed, and what has changed since."""

from datetime import datetime

from django.db.models import Q, QuerySet

from hlh_app.records.models import (
    AdverseEvent,
    AuditEntry,
    Finding,
    Observation,
    Signature,
    Visit,
)


def signatures(visit: Visit) -> QuerySet[Signature]:
    """Newest first, with who signed."""
    return visit.signatures.select_related("signed_by")


def changes_since(visit: Visit, moment: datetime) -> QuerySet[AuditEntry]:
    """Changes of the visit and of its rows after a moment, those entered in error included."""
    own = Q(table="visit", row_id=visit.pk)
    for model in (Observation, Finding, AdverseEvent):
        rows = model.objects.filter(visit=visit).values("pk")
        own |= Q(table=model._meta.model_name, row_id__in=rows)
    return AuditEntry.objects.filter(own, patient_id=visit.patient_id, at__gt=moment)
