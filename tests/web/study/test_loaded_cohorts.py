"""A cohort file goes to another centre: written, read, drawn, withdrawn."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from hlh_app.accounts.models import Role
from hlh_app.records.models import LoadedCohort, StudyExport
from hlh_app.web.forms.study.taking_out import LARGEST_COHORT_FILE
from hlh_app.web.study import taking_out
from tests.statistics.random_cohorts import random_cohort

from .pages import pretend

pytestmark = pytest.mark.django_db
LOAD, FILE, COHORTS = "/cohort/load/", "/cohort/publish/cohort-file/", "/cohorts/"
LARGE = next(s for s in range(200) if len(random_cohort(s)[1]) == 1 and random_cohort(s)[0].n > 30)


@pytest.fixture
def written(signed_in, reader, centre, monkeypatch) -> str:
    """The file of a large cohort, taken by a reader: it holds no patients."""
    subjects = random_cohort(LARGE)[0]
    subjects.centres = [centre.pk] * subjects.n
    pretend(monkeypatch, subjects)
    taken = []

    def take_out(**given):
        taken.append(given)
        return real(**given | {"patients": dict.fromkeys(given["patients"], centre.pk)})

    real = taking_out.study_exports.take_out
    monkeypatch.setattr(taking_out.study_exports, "take_out", take_out)
    client = signed_in(reader)
    response = client.post(f"{FILE}?source=all&treatment=any", {"name": "Vienna <b>"})
    text = b"".join(response.streaming_content).decode()
    assert StudyExport.objects.get().kind == "aggregates"
    assert json.loads(text)["code"] in response["Content-Disposition"]
    return text


def sent(client, text, name="cohort.json"):
    content = text if isinstance(text, bytes) else text.encode()
    return client.post(LOAD, {"file": SimpleUploadedFile(name, content)})


@pytest.fixture
def elsewhere(make_user, other_centre, client):
    """A clinician of another centre, signed in."""
    user = make_user(Role.CLINICIAN, other_centre)
    client.force_login(user)
    return client


def test_another_centre_loads_and_draws_it(written, elsewhere, signed_in, clinician):
    response = sent(elsewhere, written)
    assert response["Location"].endswith("/cohorts/#loaded")
    row = LoadedCohort.objects.get()
    assert (row.name, row.centre.code, row.content) == ("Vienna <b>", "TYO", written)
    page = elsewhere.get(COHORTS).content.decode()
    assert "Vienna &lt;b&gt;" in page
    assert "Vienna <b>" not in page
    assert f'id="loaded-{row.pk}"' in page
    assert f'id="figure-loaded-{row.pk}-' in page
    assert "not a target" in page
    assert "Withdrawn" not in page
    assert f"loaded-{row.pk}" not in signed_in(clinician).get(COHORTS).content.decode()


def test_twice_is_said(written, elsewhere):
    sent(elsewhere, written)
    response = sent(elsewhere, written)
    assert response.status_code == 422
    assert "loaded already" in response.content.decode()
    assert LoadedCohort.objects.count() == 1


def test_withdrawn_it_is_drawn_no_more_and_may_be_loaded_anew(written, elsewhere):
    sent(elsewhere, written)
    row = LoadedCohort.objects.get()
    elsewhere.post(reverse("web:study-withdraw-loaded", args=[row.pk]))
    assert f"loaded-{row.pk}" not in elsewhere.get(COHORTS).content.decode()
    sent(elsewhere, written)
    assert LoadedCohort.objects.filter(withdrawn_at=None).count() == 1


def changed(text, **fields):
    return json.dumps(json.loads(text) | fields)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"kind": "published"}, "$.kind"),
        ({"name": "Wang 2020"}, "$.name"),
        ({"name": "x" * 201}, "$.name"),
        ({"code": "chi2020"}, "$.code"),
        ({"code": "x" * 61}, "$.code"),
        ({"format": "hlh-cohort/2"}, "$.format"),
        ({"patients": []}, "$.patients: unknown key"),
    ],
)
def test_what_is_refused_says_where_and_why(written, elsewhere, fields, reason):
    response = sent(elsewhere, changed(written, **fields))
    assert response.status_code == 422
    assert reason in response.content.decode().replace("&#x27;", "'")
    assert LoadedCohort.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"\xff\xfe\x00", "not text in UTF-8"),
        (b"[1, 2", "not JSON"),
        (b" " * (LARGEST_COHORT_FILE + 1), "larger than 2 MB"),
    ],
)
def test_what_is_no_cohort_file(elsewhere, content, reason):
    response = sent(elsewhere, content)
    assert response.status_code == 422
    assert reason in response.content.decode()


def test_a_reader_looks_and_does_not_load(written, signed_in, reader):
    client = signed_in(reader)
    assert "Load</button>" not in client.get(COHORTS).content.decode()
    assert sent(client, written).status_code == 403


def test_a_file_that_a_later_version_cannot_read_is_passed_over(elsewhere, other_centre):
    user = elsewhere.get("/").wsgi_request.user
    made = {"centre": other_centre, "loaded_by": user, "code": "x", "name": "Old"}
    row = LoadedCohort.objects.create(content="{}", **made)
    assert f"loaded-{row.pk}" not in elsewhere.get(COHORTS).content.decode()


@pytest.mark.parametrize("name", ["", "x" * 121])
def test_a_cohort_file_needs_a_name(signed_in, reader, monkeypatch, name):
    pretend(monkeypatch, random_cohort(LARGE)[0])
    response = signed_in(reader).post(f"{FILE}?source=all&treatment=any", {"name": name})
    assert response.status_code == 422


def test_of_few_there_is_no_cohort_file(signed_in, reader):
    response = signed_in(reader).post(FILE, {"name": "Vienna"})
    assert response.status_code == 422
    assert StudyExport.objects.count() == 0


def test_only_those_of_the_centre_withdraw(written, elsewhere, signed_in, make_user, other_centre):
    sent(elsewhere, written)
    address = reverse("web:study-withdraw-loaded", args=[LoadedCohort.objects.get().pk])
    for role, status in ((Role.MANAGER, 404), (Role.READER, 403), (Role.REVIEWER, 302)):
        client = signed_in(make_user(role, other_centre))
        assert client.post(address).status_code == status
    assert signed_in(make_user(Role.REVIEWER, other_centre)).post(address).status_code == 302
    gone = reverse("web:study-withdraw-loaded", args=[999])
    assert client.post(gone).status_code == 404
    assert LoadedCohort.objects.get().withdrawn_at is not None
