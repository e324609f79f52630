"""Questions on records and their answers, as they are read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from hlh_app.records.models import DataQuery, DataQueryReply
from hlh_app.records.models.base import ClinicalRow
from hlh_app.records.models.choices import QueryStatus

from . import formats, trail
from .entry_links import edit_url
from .entry_pages import stored_row


@dataclass(frozen=True, slots=True)
class QueryLine:
    """One query of the list."""

    url: str
    patient: str
    patient_url: str
    what: str
    question: str
    status: str
    raised: str
    answers: str


@dataclass(frozen=True, slots=True)
class Said:
    """The question, an answer, or a further question."""

    who: str
    when: str
    text: str


@dataclass(frozen=True, slots=True)
class QueryPage:
    title: str
    patient: str
    patient_url: str
    field: str
    status: str
    said: list[Said]
    stored: trail.RowView | None
    edit_url: str
    closed: str


def lines(queries: Iterable[DataQuery]) -> list[QueryLine]:
    """Oldest first, as they come."""
    return [_line(query) for query in queries]


def _line(query: DataQuery) -> QueryLine:
    return QueryLine(
        url=reverse("web:query", args=[query.pk]),
        patient=query.patient.code,
        patient_url=_patient_url(query),
        what=_about(query),
        question=query.question,
        status=str(QueryStatus(query.status).label),
        raised=formats.clock(query.raised_at),
        answers=formats.number(len(query.replies.all())),
    )


def _about(query: DataQuery) -> str:
    kind = trail.kind(query.table)
    return f"{kind}: {query.field.replace('_', ' ')}" if query.field else kind


def query_page(
    query: DataQuery,
    replies: Iterable[DataQueryReply],
    row: ClinicalRow | None,
    *,
    can_edit: bool,
) -> QueryPage:
    """``row``: the record as it stands."""
    first = Said(_name(query.raised_by), formats.clock(query.raised_at), query.question)
    told = [Said(_name(r.written_by), formats.clock(r.written_at), r.text) for r in replies]
    return QueryPage(
        title=_("Query: %(about)s") % {"about": _about(query)},
        patient=query.patient.code,
        patient_url=_patient_url(query),
        field=query.field,
        status=str(QueryStatus(query.status).label),
        said=[first, *told],
        stored=stored_row(row) if row else None,
        edit_url=edit_url(query.patient_id, query.table, query.row_id) if can_edit else "",
        closed=_closed(query),
    )


def _closed(query: DataQuery) -> str:
    if query.closed_at is None:
        return ""
    words = {"who": _name(query.closed_by), "when": formats.clock(query.closed_at)}
    return _("Closed by %(who)s, %(when)s.") % words


def _name(user: object) -> str:
    return str(user) if user else _("a rule")


def _patient_url(query: DataQuery) -> str:
    return reverse("web:patient", args=[query.patient_id])
