"""A reviewer asks and closes, a clinician answers."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from hlh_app.accounts.models import Role
from hlh_app.records.models import AuditEntry, DataQuery, Observation
from hlh_app.records.selectors import queries as selectors
from hlh_app.records.services import queries, rows
from hlh_app.records.services.errors import Refused

from .factories import PatientFactory, moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(clinician, centre):
    return rows.record_row(
        actor=clinician,
        model=Observation,
        patient=PatientFactory(centre=centre),
        analyte="alt",
        unit="U/L",
        value=40,
        measured=moment(),
    )


@pytest.fixture
def query(reviewer, row):
    return queries.raise_query(actor=reviewer, row=row, field="measured", question="Which day?")


def test_from_question_to_close(query, row, clinician, reviewer):
    assert (query.table, query.row_id, query.patient) == ("observation", row.pk, row.patient)
    assert (query.status, query.raised_by) == ("open", reviewer)
    queries.reply(actor=clinician, query=query, text="The second.")
    query.refresh_from_db()
    assert query.status == "answered"
    queries.reply(actor=reviewer, query=query, text="Of which month?")
    query.refresh_from_db()
    assert query.status == "open"
    queries.reply(actor=clinician, query=query, text="November.")
    closed = queries.close(actor=reviewer, query=query)
    assert (closed.status, closed.closed_by) == ("closed", reviewer)
    assert closed.closed_at is not None
    written = [(reply.written_by, reply.text) for reply in query.replies.all()]
    assert [who for who, _text in written] == [clinician, reviewer, clinician]
    assert AuditEntry.objects.filter(table="dataquery", actor="reviewer").exists()
    for again in (
        lambda: queries.close(actor=reviewer, query=query),
        lambda: queries.reply(actor=clinician, query=query, text="?"),
    ):
        with pytest.raises(Refused):
            again()


def test_each_role_does_its_own_part_only(
    query, row, clinician, reviewer, reader, manager, superuser, make_user, other_centre
):
    strangers = [make_user(role, other_centre) for role in (Role.CLINICIAN, Role.REVIEWER)]
    nobody = (reader, manager, superuser, *strangers)
    for actor in (clinician, *nobody):
        with pytest.raises(PermissionDenied):
            queries.raise_query(actor=actor, row=row, question="?")
        with pytest.raises(PermissionDenied):
            queries.close(actor=actor, query=query)
    for actor in nobody:
        with pytest.raises(PermissionDenied):
            queries.reply(actor=actor, query=query, text="!")
    assert DataQuery.objects.count() == 1


@pytest.mark.parametrize("text", ["", "   ", "x" * 5001, "a\0b"])
def test_an_empty_or_endless_text_is_refused(row, query, reviewer, clinician, text):
    with pytest.raises(Refused):
        queries.raise_query(actor=reviewer, row=row, question=text)
    with pytest.raises(Refused):
        queries.reply(actor=clinician, query=query, text=text)


def test_a_field_must_exist(row, reviewer):
    with pytest.raises(Refused) as refused:
        queries.raise_query(actor=reviewer, row=row, field="mood", question="?")
    assert "field" in refused.value.errors
    assert queries.raise_query(actor=reviewer, row=row.patient, question="?").table == "patient"


def test_readers_see_the_queries_of_their_centre_only(
    query, row, reader, clinician, reviewer, manager, make_user, other_centre
):
    stranger = make_user(Role.READER, other_centre)
    assert list(selectors.open_for(reader)) == [query]
    assert list(selectors.open_for(stranger)) == []
    assert list(selectors.open_for(manager)) == []
    assert list(selectors.of_row(row)) == [query]
    assert list(selectors.of_patient(row.patient)) == [query]
    queries.close(actor=reviewer, query=query)
    assert list(selectors.open_for(reader)) == []
    assert list(selectors.visible_to(reader)) == [query]
