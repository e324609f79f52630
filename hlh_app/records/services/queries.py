"""Questions of a reviewer about one record, and a clinician's answers."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hlh_app.accounts.models import Role, User
from hlh_app.records.audit import acting
from hlh_app.records.identity.standing import lock_standing
from hlh_app.records.models import DataQuery, DataQueryReply
from hlh_app.records.models.base import ClinicalRow, moments_of
from hlh_app.records.models.choices import QueryStatus
from hlh_app.records.services.change import require
from hlh_app.records.services.errors import Refused
from hlh_app.records.services.free_text import free_text
from hlh_app.records.services.rows import patient_of


def raise_query(*, actor: User, row: ClinicalRow, field: str = "", question: str) -> DataQuery:
    """A reviewer asks about a row, or one field of it. Raises Refused, PermissionDenied."""
    patient = patient_of(row)
    require(actor, patient.centre_id, Role.REVIEWER)
    known = {column.name for column in row._meta.concrete_fields} | moments_of(type(row))
    if field and field not in known:
        raise Refused({"field": [_("This record has no such field.")]})
    with transaction.atomic(), acting(actor):
        lock_standing(patient)
        return DataQuery.objects.create(
            patient=patient,
            table=row._meta.model_name,
            row_id=row.pk,
            field=field,
            question=free_text("question", question),
            raised_by=actor,
        )


def reply(*, actor: User, query: DataQuery, text: str) -> DataQueryReply:
    """A clinician answers, or the reviewer asks further. Raises Refused, PermissionDenied."""
    require(actor, query.patient.centre_id, Role.CLINICIAN, Role.REVIEWER)
    with transaction.atomic(), acting(actor):
        query = _open(query)
        by_reviewer = actor.role_by_centre[query.patient.centre_id] is Role.REVIEWER
        answered = QueryStatus.OPEN if by_reviewer else QueryStatus.ANSWERED
        written = DataQueryReply.objects.create(
            query=query, text=free_text("text", text), written_by=actor
        )
        if query.status != answered:
            query.status = answered
            query.save(update_fields=["status"])
        return written


def close(*, actor: User, query: DataQuery) -> DataQuery:
    """A reviewer closes a query. Raises Refused when it is closed already, PermissionDenied."""
    require(actor, query.patient.centre_id, Role.REVIEWER)
    with transaction.atomic(), acting(actor):
        query = _open(query)
        query.status = QueryStatus.CLOSED
        query.closed_by, query.closed_at = actor, timezone.now()
        query.save(update_fields=["status", "closed_by", "closed_at"])
        return query


def _open(query: DataQuery) -> DataQuery:
    """The query as it stands, locked; Refused when somebody closed it."""
    current = DataQuery.objects.select_for_update(of=("self",)).select_related("patient")
    query = current.get(pk=query.pk)
    if query.status == QueryStatus.CLOSED:
        raise Refused({"": [_("This query is closed.")]})
    return query
