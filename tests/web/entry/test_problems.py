"""A reported calculation is read by the ward and answered by its reviewer."""

from __future__ import annotations

import pytest

from hlh_app.clinical import hlh2004
from hlh_app.records.models import ProblemReport
from hlh_app.records.services.problems import report_problem

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(patient, clinician, stored_visit):
    return report_problem(
        actor=clinician,
        patient=patient,
        rule="hlh2004",
        version=hlh2004.VERSION,
        as_of=stored_visit.visited,
        text="The spleen was examined twice.",
    )


@pytest.fixture
def url(report) -> str:
    return f"/problems/{report.pk}/"


def test_it_says_what_of_which_rule_and_as_of_when(url, report, signed_in, clinician, client):
    signed_in(clinician)
    page = client.get(url).content.decode()
    assert "The spleen was examined twice." in page
    assert "HLH-2004" in page
    assert f"Version {hlh2004.VERSION}" in page
    assert "02-Nov-2026 08:00" in page
    assert "Answer and close" not in page
    assert url in client.get("/problems/").content.decode()


def test_the_reviewer_answers_and_it_leaves_the_list(
    url, report, signed_in, reviewer, fill, client
):
    signed_in(reviewer)
    assert fill(url, text="The later one counts.").status_code == 302
    report.refresh_from_db()
    assert (report.status, report.answer) == ("closed", "The later one counts.")
    page = client.get(url).content.decode()
    assert "The later one counts." in page
    assert "Answer and close" not in page
    assert "No report is open." in client.get("/problems/").content.decode()
    assert "closed already" in client.post(url, {"text": "Again."}).content.decode()


def test_an_empty_answer_closes_nothing(url, report, signed_in, reviewer, fill):
    signed_in(reviewer)
    assert "Write the answer." in fill(url, text=" ").content.decode()
    assert ProblemReport.objects.get().status == "open"


def test_a_rule_that_changed_since_is_told(url, report, signed_in, reviewer, client):
    ProblemReport.objects.update(rule_version="0.9")
    signed_in(reviewer)
    page = client.get(url).content.decode()
    assert "Version 0.9" in page
    assert f"now {hlh2004.VERSION}" in page
    ProblemReport.objects.update(rule="gone")
    assert "Report on gone" in client.get(url).content.decode()


def test_another_centre_sees_none(url, signed_in, stranger, client):
    signed_in(stranger)
    assert client.get(url).status_code == 404
    assert url not in client.get("/problems/").content.decode()


def test_a_doubt_about_a_rule_is_answered_by_a_superuser(
    clinician, superuser, reviewer, signed_in, fill, client
):
    asked = report_problem(
        actor=clinician, patient=None, rule="hscore", version="1", as_of=None, text="Why 169?"
    )
    url = f"/problems/{asked.pk}/"
    signed_in(reviewer)
    assert client.get(url).status_code == 404
    signed_in(clinician)
    assert "Why 169?" in client.get(url).content.decode()
    assert client.post(url, {"text": "!"}).status_code == 403
    signed_in(superuser)
    assert fill(url, text="The published cut-off.").status_code == 302


def test_the_reviewer_finds_the_record_as_it_was_reported(
    url, report, signed_in, reviewer, clinician, client
):
    inputs = f"/admin/records/problemreport/{report.pk}/change/"
    signed_in(clinician)
    assert inputs not in client.get(url).content.decode()
    signed_in(reviewer)
    assert inputs in client.get(url).content.decode()
    assert "hlh-case/1" in client.get(inputs).content.decode()


def test_a_report_on_a_rule_alone_has_no_record(client, signed_in, superuser):
    report = report_problem(
        actor=superuser, patient=None, rule="hlh2004", version=1, as_of=None, text="A typo."
    )
    signed_in(superuser)
    page = client.get(f"/problems/{report.pk}/").content.decode()
    assert "The record as it was reported" not in page
