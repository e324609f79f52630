"""What may harm: grades with their values, events by hand, symptoms, kidney, cautions."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from hlh_app.clinical.case import Observation
from hlh_app.records import models
from hlh_app.web.presenters.safety_page import safety_page
from hlh_app.web.record import read_record
from tests.clinical.response_builders import at, drug, found, lab
from tests.web.reading.conftest import NOW, child, texts

pytestmark = pytest.mark.django_db
TOXIC = (lab("platelets", 10, "15"), lab("alt", 10, "900"))
HEIGHT = Observation("height", Decimal(98), "cm", at(13))
CREATININE = Observation("creatinine", Decimal(80), "umol/L", at(13))


@pytest.fixture
def told(keep):
    """told(patient or rows): the passages by name; "page" is all of it."""

    def tell(*rows, patient=None, version="", **asked):
        page = safety_page(read_record(patient or keep(*rows), asked, NOW), version)
        assert not any(one.failed for one in page.account.passages)
        return {one.shown.id: one.shown for one in page.account.passages} | {"page": page}

    return tell


def event(patient, **columns):
    usual = {"category": "headache", "status": "present", "on": date(2020, 1, 25)}
    return models.AdverseEvent.objects.create(patient=patient, **(usual | columns))


class TestToxicity:
    def test_the_highest_new_grade_stands_first_with_all_three_values(self, told):
        found_ = told(*child(), *TOXIC)
        lead = found_["page"].account.lead
        assert lead.startswith("Worst new toxicity: grade 4, Platelets 15 ×10⁹/L on 30-Jan-2020")
        term, new, worst, before, last = found_["toxicity"].grids[0].rows[0]
        assert term.under == ("Platelet count decreased",)
        assert (new.text, new.under, new.strong) == ("new", ("since 30-Jan-2020",), True)
        assert (worst.text, worst.under[0]) == ("Grade 4", "15 ×10⁹/L, 30-Jan-2020")
        assert before.under[0].endswith("19-Jan-2020")
        assert last.under[0].endswith("03-Feb-2020")
        assert found_["toxicity"].alert
        assert "platelets" in found_["toxicity"].sentence

    def test_the_address_chooses_the_version(self, told):
        page = told(*child(), version="4.03")["page"]
        assert "CTCAE v4.03" in page.account.lead
        assert [(v.name, v.url) for v in page.versions] == [
            ("CTCAE v5.0", "?ctcae=5.0"), ("CTCAE v4.03", "")
        ]  # fmt: skip
        assert page.refused == ""

    def test_the_version_keeps_the_moment(self, told):
        page = told(*child(), as_of="2020-01-25")["page"]
        assert [v.url for v in page.versions] == ["", "?as_of=2020-01-25&ctcae=4.03"]

    def test_another_version_is_refused_and_the_current_one_shown(self, told):
        page = told(*child(), version="3.0" + "x" * 100)["page"]
        assert page.refused == "3.0" + "x" * 17
        assert "CTCAE v5.0" in page.account.lead

    def test_what_was_never_measured_is_named(self, told):
        toxicity = told(*child())["toxicity"]
        assert "No value on record: Leukocytes" in texts(toxicity.notes)
        assert "Leukocytes" not in [row[0].text for row in toxicity.grids[0].rows]

    def test_nothing_is_new_without_ruxolitinib(self, told):
        toxicity = told(lab("platelets", 0, "20"))["toxicity"]
        assert toxicity.sentence == "No dose of ruxolitinib is on record: nothing is new."
        assert not toxicity.alert


class TestEvents:
    def test_grade_relation_and_action(self, told, keep):
        patient = keep(*child())
        event(patient, term="Migraine", grade=3, ctcae="5.0", relation="possible", action="stopped")
        passage = told(patient=patient)["adverse-events"]
        assert passage.sentence == "1 event recorded; going on: migraine."
        row = passage.grids[0].rows[0]
        assert row[0].under == ("Headache", "began after the first dose")
        assert [cell.text for cell in row] == [
            "Migraine", "grade 3", "25-Jan-2020", "not resolved", "Possible", "Stopped"
        ]  # fmt: skip
        assert row[1].under == ("CTCAE v5.0",)
        assert row[1].strong

    def test_what_is_not_stated_is_said_so(self, told, keep):
        patient = keep(*child())
        event(patient, resolved_on=date(2020, 1, 27))
        passage = told(patient=patient)["adverse-events"]
        assert passage.sentence == "1 event recorded, none going on."
        assert [cell.text for cell in passage.grids[0].rows[0]] == [
            "Headache", "not graded", "25-Jan-2020", "27-Jan-2020", "Not stated", "Not stated"
        ]  # fmt: skip

    def test_nobody_asked_is_not_none(self, told):
        assert told(*child())["adverse-events"].sentence.startswith("Nobody recorded")


class TestSymptoms:
    def test_not_asked_is_never_absent(self, told, keep):
        patient = keep(*child())
        event(patient)
        event(patient, category="dizziness", status="absent")
        passage = told(patient=patient)["symptoms"]
        assert passage.sentence.startswith("Seen: headache")
        assert "Not asked, so not known: gastrointestinal reactions" in passage.sentence
        answers = {row[0].text: row[1].text for row in passage.grids[0].rows}
        assert answers["Headache"] == "present"
        assert answers["Dizziness"] == "absent"
        assert answers["Infection"] == "not asked"


class TestKidney:
    def test_the_formula_and_what_went_into_it(self, told):
        kidney = told(*child(), HEIGHT, CREATININE)["kidney"]
        assert kidney.sentence.startswith("44.7 mL/min/1.73 m² (bedside Schwartz, unverified)")
        assert kidney.alert
        assert [row[1].text for row in kidney.grids[0].rows] == ["80 µmol/L", "98 cm"]
        assert kidney.lines[0].startswith("Formula: filtration rate by bedside Schwartz")
        assert kidney.notes[0].endswith("Dialysis is not recorded.")

    def test_dialysis_on_record_is_not_called_missing(self, told):
        rows = (HEIGHT, CREATININE, found("dialysis", 1, "absent"))
        assert "not recorded" not in told(*child(), *rows)["kidney"].notes[0]

    def test_unknown_is_no_alarm(self, told):
        kidney = told(*child())["kidney"]
        assert kidney.sentence == "Kidney function is not known: no creatinine is recorded."
        assert not kidney.alert


class TestCautions:
    def test_the_most_urgent_first_each_once_with_its_source(self, told):
        passage = told(*child(drug("fluconazole", -1, None)))["cautions"]
        rows = passage.grids[0].rows
        assert rows[0][0].text == "Before the next dose"
        assert "fluconazole" in rows[0][1].text
        assert all(row[2].text for row in rows)
        said = [row[1].text for row in rows]
        assert len(said) == len(set(said))
        assert passage.alert
        assert "to read before the next dose" in passage.sentence

    def test_without_anything_urgent_what_is_not_recorded_is_pointed_at(self, told):
        passage = told(*child())["cautions"]
        assert passage.sentence.endswith("read what is not recorded.")
        assert not passage.alert


def test_fever_with_neutropenia_goes_before_everything(told):
    rows = [row for row in child() if getattr(row, "analyte", "") != "neutrophils"]
    hot = lab("temperature", 14, "39.2", clock="20:00")
    lead = told(*rows, lab("neutrophils", 14, "0.3"), hot)["page"].account.lead
    assert lead.startswith("Fever with neutropenia: neutrophils 0.3")


def test_the_page_as_it_is_sent(signed_in, reader, clinician, keep):
    patient = keep(*child())
    url = reverse("web:safety", args=[patient.pk])
    add = reverse("web:row-new", args=[patient.pk, "adverse-events"])
    assert add in signed_in(clinician).get(url).content.decode()
    text = signed_in(reader).get(url, {"ctcae": "<b>"}).content.decode()
    assert add not in text
    assert "There is no version “&lt;b&gt;” here" in text
    for rule in ("ctcae", "renal", "dose_cautions"):
        assert reverse("web:rule", args=[rule]) in text


def test_grades_that_fail_leave_the_kidney(signed_in, reader, keep, monkeypatch):
    monkeypatch.setattr("hlh_app.web.presenters.safety_page.toxicity", lambda *_args: 1 // 0)
    url = reverse("web:safety", args=[keep(*child()).pk])
    text = signed_in(reader).get(url).content.decode()
    assert text.count("could not be shown") == 1
    assert "Kidney function" in text
