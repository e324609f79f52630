"""Wang's conditions and Chi's work-up: outcome, what the record says, what to record and where."""

from __future__ import annotations

import pytest
from django.urls import reverse

from hlh_app.web.presenters.eligibility_page import eligibility_page
from hlh_app.web.record import read_record
from tests.clinical.response_builders import found
from tests.web.reading.conftest import NOW, child

pytestmark = pytest.mark.django_db
SKIN = found("nonmelanoma_skin_cancer", -1)


@pytest.fixture
def told(keep):
    def tell(*rows, can_edit=True):
        page = eligibility_page(read_record(keep(*rows), {}, NOW), can_edit)
        assert not any(one.failed for one in page.passages)
        return page.lead, *(one.shown for one in page.passages)

    return tell


def row_of(passage, label):
    return next(row for row in passage.grids[0].rows if row[0].text == label)


def test_what_is_unknown_says_what_to_record_and_leads_there(told):
    lead, wang, _chi = told(*child())
    assert lead.startswith("Open: ")
    assert lead.endswith("are met as of 20-Jan-2020, 4 not known.")
    assert "Not known: HLH-94 failed, or relapse after it" in wang.sentence
    line = row_of(wang, "HLH-94 failed, or relapse after it")
    assert line[1].outcome.word == "unknown"
    assert line[3].text.startswith("Enter the lines of therapy")
    assert line[3].url.endswith("/therapy-lines/new/")
    assert row_of(wang, "No uncontrolled infection")[3].url.endswith("/findings/new/")


def test_what_is_met_asks_for_nothing(told):
    _lead, wang, _chi = told(*child())
    line = row_of(wang, "HLH-2004 met at diagnosis")
    assert line[1].outcome.word == "met"
    assert (line[2].text, line[2].under) == ("Met at diagnosis", ("19-Jan-2020",))
    assert (line[3].text, line[3].url) == ("–", "")


def test_what_fails_is_named_and_leads_to_its_row(told):
    _lead, wang, _chi = told(*child(SKIN))
    assert wang.alert
    assert wang.sentence.startswith("Not met: No history of non-melanoma skin cancer.")
    line = row_of(wang, "No history of non-melanoma skin cancer")
    assert line[2].text == "Present"
    assert "/audit/finding/" in line[2].url


def test_the_work_up_of_chi(told):
    _lead, _wang, chi = told(*child(found("viral_infection", -1)))
    assert chi.sentence == "1 of 6 parts of Chi's work-up are on record, 5 are not."
    assert row_of(chi, "Tested for viruses")[1].outcome.word == "met"
    assert "tuberculin skin test" in row_of(chi, "Tuberculosis excluded")[3].text
    assert "our definition" in chi.notes[0]


def test_whoever_only_reads_is_led_to_no_form(told):
    _lead, wang, chi = told(*child(), can_edit=False)
    assert not any(row[3].url for passage in (wang, chi) for row in passage.grids[0].rows)


def test_the_page_as_it_is_sent(signed_in, clinician, reader, keep):
    patient = keep(*child())
    url = reverse("web:eligibility", args=[patient.pk])
    form = reverse("web:row-new", args=[patient.pk, "findings"])
    assert form in signed_in(clinician).get(url).content.decode()
    text = signed_in(reader).get(url).content.decode()
    assert form not in text
    for rule in ("eligibility_wang2020", "workup_chi2020"):
        assert reverse("web:rule", args=[rule]) in text
