"""A reviewer asks about a record, a clinician answers, the reviewer closes."""

from __future__ import annotations

import pytest

from hlh_app.records.models import DataQuery, DataQueryReply, Observation
from hlh_app.records.services.queries import raise_query

pytestmark = pytest.mark.django_db


@pytest.fixture
def ferritin(stored_visit):
    return Observation.objects.get(analyte="ferritin")


@pytest.fixture
def query(ferritin, reviewer):
    return raise_query(actor=reviewer, row=ferritin, field="value", question="Is it 17,090?")


def test_a_reviewer_asks_about_a_field(signed_in, reviewer, ferritin, fill):
    signed_in(reviewer)
    url = f"/queries/new/observation/{ferritin.pk}/"
    response = fill(url, field="measured", question="Morning or evening?")
    query = DataQuery.objects.get()
    assert response.url == f"/queries/{query.pk}/"
    assert (query.field, query.question, query.raised_by) == (
        "measured",
        "Morning or evening?",
        reviewer,
    )


def test_an_empty_question_is_refused(signed_in, reviewer, ferritin, fill):
    signed_in(reviewer)
    page = fill(f"/queries/new/observation/{ferritin.pk}/", question=" ").content.decode()
    assert "Write the question." in page
    assert not DataQuery.objects.exists()


def test_every_field_that_is_offered_is_taken(signed_in, reviewer, patient, stored_visit, client):
    from hlh_app.web.forms.queries import QuestionForm

    rows = [patient, stored_visit, *Observation.objects.all()]
    for row in rows:
        for field, _label in QuestionForm(row=row).fields["field"].choices:
            raise_query(actor=reviewer, row=row, field=field, question="?")


def test_a_query_is_sent_once(signed_in, reviewer, ferritin, client):
    signed_in(reviewer)
    data = {"question": "Why?", "submission": "a" * 32}
    url = f"/queries/new/observation/{ferritin.pk}/"
    assert client.post(url, data).url == client.post(url, data).url
    assert DataQuery.objects.count() == 1


def test_the_list_shows_the_open_queries_of_own_centres(
    signed_in, clinician, stranger, query, client
):
    signed_in(clinician)
    page = client.get("/queries/").content.decode()
    assert "Is it 17,090?" in page
    assert f'href="/queries/{query.pk}/"' in page
    signed_in(stranger)
    assert "No open query." in client.get("/queries/").content.decode()


def test_a_clinician_answers_and_the_reviewer_closes(
    signed_in, clinician, reviewer, query, fill, client
):
    signed_in(clinician)
    url = f"/queries/{query.pk}/"
    assert "Close the query" not in client.get(url).content.decode()
    assert fill(url, text="Yes, repeated.").status_code == 302
    signed_in(reviewer)
    page = client.get(url).content.decode()
    assert "Yes, repeated." in page
    assert client.post(f"{url}close/").status_code == 302
    query.refresh_from_db()
    assert query.status == "closed"
    page = client.get(url).content.decode()
    assert "Closed by Rita Reviewer" in page
    assert "Send the answer" not in page
    assert "No open query." in client.get("/queries/").content.decode()


def test_an_answer_to_a_closed_query_is_refused_in_words(
    signed_in, clinician, reviewer, query, client
):
    signed_in(reviewer)
    client.post(f"/queries/{query.pk}/close/")
    response = client.post(f"/queries/{query.pk}/close/", follow=True)
    assert "closed already" in response.content.decode()
    signed_in(clinician)
    response = client.post(f"/queries/{query.pk}/", {"text": "late"})
    assert "This query is closed." in response.content.decode()
    assert not DataQueryReply.objects.exists()


def test_a_reader_reads_and_does_not_answer(signed_in, reader, query, client):
    signed_in(reader)
    url = f"/queries/{query.pk}/"
    assert "Send the answer" not in client.get(url).content.decode()
    assert client.post(url, {"text": "x"}).status_code == 403
    assert client.post(f"{url}close/").status_code == 403


def test_text_is_shown_as_text(signed_in, clinician, ferritin, reviewer, client):
    query = raise_query(actor=reviewer, row=ferritin, question="<script>alert(1)</script>")
    signed_in(clinician)
    for url in ("/queries/", f"/queries/{query.pk}/"):
        assert "<script>alert" not in client.get(url).content.decode()
