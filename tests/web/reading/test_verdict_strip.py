"""The strip of a patient: the same verdicts as the page gives for that day."""

from __future__ import annotations

import json
import re

import pytest
from django.urls import reverse

from hlh_app.web.presenters.patient_page import patient_page
from hlh_app.web.presenters.trajectories import trajectories
from hlh_app.web.record import read_record
from tests.web.reading.conftest import NOW, child


@pytest.fixture
def strip(keep):
    def make(*rows):
        patient = keep(*rows)
        return trajectories(read_record(patient, {}, NOW)).strip, patient

    return make


def test_a_line_a_day_the_newest_first(strip):
    found, patient = strip(*child())
    assert [line.day for line in found.lines] == ["14", "0", "-1"]
    newest = found.lines[0]
    assert newest.on == "03-Feb-2020"
    assert newest.url == f"/patients/{patient.pk}/?as_of=2020-02-03"
    assert newest.cells[0].endswith("not met")
    assert newest.cells[2] == "Partial response, day 14"


def test_before_the_first_response_there_is_no_mark_of_it(strip):
    found, _patient = strip(*child())
    marks = [t for t in found.figure["data"] if t["yaxis"] == "y3"]
    assert [trace["x"] for trace in marks] == [[14]]
    assert found.lines[1].cells[2] == ""


def test_the_page_of_that_day_says_the_same(strip, signed_in, reader):
    """What is chosen in the strip is what the page then shows."""
    found, patient = strip(*child())
    client = signed_in(reader)
    for line in found.lines:
        answer = client.get(line.url)
        assert answer.status_code == 200
        verdict = answer.context["record"].assessment.hlh2004.now
        assert line.cells[0].startswith(f"{verdict.count.met} met")
        low, high = answer.context["record"].assessment.hscore.points
        assert line.cells[1] in (f"{low}–{high}", str(low))
    assert patient_page(read_record(patient, {}, NOW), []).empty is False


def test_every_mark_has_an_address_on_the_patient_page(strip):
    found, patient = strip(*child())
    addresses = {a for trace in found.figure["data"] for a in trace["customdata"]}
    assert addresses == {line.url for line in found.lines}
    assert all(a.startswith(f"/patients/{patient.pk}/?as_of=2020-") for a in addresses)


def test_it_stands_under_the_trajectories(signed_in, reader, keep):
    patient = keep(*child())
    address = reverse("web:trajectories", args=[patient.pk])
    page = signed_in(reader).get(address).content.decode()
    assert page.index('id="figure-verdicts"') > page.index('id="figure-treatment"')
    figure = re.search(r'id="figure-verdicts" type="application/json">(.*?)</script>', page, re.S)
    assert json.loads(figure[1])["layout"]["title"]["text"] == "Verdicts by day"


def test_without_any_data_nothing_is_said(strip):
    found, _patient = strip()
    assert found.lines == ()


def test_a_very_long_record_says_that_it_is_cut(strip, monkeypatch):
    from hlh_app.clinical import timeline

    whole, _patient = strip(*child())
    assert "Only the newest" not in whole.note
    monkeypatch.setattr(timeline, "MOST_DAYS", 2)
    cut, _patient = strip(*child())
    assert len(cut.lines) == 2
    assert cut.note.startswith("Only the newest 2 days with data. Each day")
