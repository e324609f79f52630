"""Data queries: what is open for somebody, and what belongs to a record."""

from django.db.models import QuerySet

from hlh_app.accounts.models import READING_ROLES, User
from hlh_app.accounts.selectors import centre_ids_where
from hlh_app.records.models import DataQuery, DataQueryReply, Patient
from hlh_app.records.models.base import ClinicalRow
from hlh_app.records.models.choices import QueryStatus


def visible_to(user: User) -> QuerySet[DataQuery]:
    """Queries on patients of the centres in which the user reads, with their replies."""
    return (
        DataQuery.objects.filter(patient__centre__in=centre_ids_where(user, *READING_ROLES))
        .select_related("patient__centre", "raised_by", "closed_by")
        .prefetch_related("replies__written_by")
    )


def open_for(user: User) -> QuerySet[DataQuery]:
    """Those not closed yet, oldest first."""
    return visible_to(user).exclude(status=QueryStatus.CLOSED).order_by("raised_at")


def of_patient(patient: Patient) -> QuerySet[DataQuery]:
    """A patient's queries with their replies."""
    return (
        DataQuery.objects.filter(patient=patient)
        .select_related("raised_by", "closed_by")
        .prefetch_related("replies__written_by")
    )


def of_row(row: ClinicalRow) -> QuerySet[DataQuery]:
    """The queries on one record."""
    return DataQuery.objects.filter(table=row._meta.model_name, row_id=row.pk)


def replies(query: DataQuery) -> QuerySet[DataQueryReply]:
    """The answers to one query, in order, with who wrote them."""
    return query.replies.select_related("written_by")
