"""Adverse events: the form of one, and the eight questions of the checklist."""

from __future__ import annotations

from datetime import date

import pytest

from hlh_app.clinical.case import ADVERSE_CATEGORIES, FINDINGS
from hlh_app.clinical.drugs import DRUGS
from hlh_app.records.models import AdverseEvent, AuditEntry, Exposure, Finding
from hlh_app.web.forms.adverse import ASKED
from hlh_app.web.forms.findings import GROUPS
from hlh_app.web.forms.treatment import KNOWN_DRUGS

from .conftest import form_of

pytestmark = pytest.mark.django_db
SEEN = {
    "category": "liver",
    "status": "present",
    "term": "Alanine aminotransferase increased",
    "grade": "3",
    "ctcae": "4.03",
    "on": "5-Nov-2026",
}


@pytest.fixture
def url(patient, signed_in, clinician) -> str:
    signed_in(clinician)
    return f"/patients/{patient.pk}/symptoms/"


@pytest.fixture
def new(patient, signed_in, clinician) -> str:
    signed_in(clinician)
    return f"/patients/{patient.pk}/adverse-events/new/"


def stored() -> list[tuple[str, str, str]]:
    rows = AdverseEvent.objects.order_by("pk")
    return [(row.category, row.status, row.term) for row in rows]


class TestOne:
    def test_is_kept_with_grade_and_version(self, new, fill):
        boxes = SEEN | {"resolved_on": "9-Nov-2026", "relation": "possible", "action": "treated"}
        assert fill(new, **boxes).status_code == 302
        row = AdverseEvent.objects.get()
        assert (row.category, row.term, row.grade, row.ctcae) == (
            "liver",
            "Alanine aminotransferase increased",
            3,
            "4.03",
        )
        assert (row.on, row.resolved_on) == (date(2026, 11, 5), date(2026, 11, 9))
        assert (row.relation, row.action) == ("possible", "treated")

    def test_the_newest_version_is_chosen_unless_another_is(self, new, fill, client):
        assert form_of(client.get(new))["ctcae"] == ["5.0"]
        fill(new, **{k: v for k, v in SEEN.items() if k != "ctcae"})
        assert AdverseEvent.objects.get().ctcae == "5.0"

    def test_without_a_grade_there_is_no_version(self, new, fill):
        fill(new, **SEEN | {"grade": ""})
        row = AdverseEvent.objects.get()
        assert (row.grade, row.ctcae) == (None, "")

    def test_a_grade_may_be_taken_away_and_given_again(self, new, fill, patient):
        fill(new, **SEEN)
        row = AdverseEvent.objects.get()
        page = f"/patients/{patient.pk}/adverse-events/{row.pk}/"
        assert fill(page, grade="").status_code == 302
        row.refresh_from_db()
        assert (row.grade, row.ctcae) == (None, "")
        assert fill(page, grade="2").status_code == 302
        row.refresh_from_db()
        assert (row.grade, row.ctcae) == (2, "5.0")

    def test_another_version_alone_keeps_the_grade(self, new, fill, patient):
        fill(new, **SEEN)
        row = AdverseEvent.objects.get()
        fill(f"/patients/{patient.pk}/adverse-events/{row.pk}/", ctcae="5.0")
        row.refresh_from_db()
        assert (row.grade, row.ctcae) == (3, "5.0")

    @pytest.mark.parametrize(
        ("boxes", "said"),
        [
            ({"category": ""}, "Choose the category."),
            ({"category": "other", "term": ""}, "Enter what was seen, as a term."),
            ({"status": "absent"}, "Leave this empty: it is recorded as absent."),
            ({"resolved_on": "4-Nov-2026"}, "before the start"),
            ({"on": "1-Jan-2027"}, "in the future"),
            ({"on": "1-Jan-2015"}, "before the birth"),
            ({"grade": "6"}, "6"),
        ],
    )
    def test_what_is_wrong_is_said_and_stays(self, new, fill, boxes, said):
        response = fill(new, **SEEN | boxes)
        assert said in response.content.decode()
        sent = form_of(response)
        kept = {name: value for name, value in boxes.items() if name != "grade"}
        assert {n: sent[n] for n in kept} == {n: [v] for n, v in kept.items()}
        assert not AdverseEvent.objects.exists()

    def test_terms_are_offered_while_one_is_typed(self, new, client):
        page = client.get(new).content.decode()
        assert '<option value="Platelet count decreased">' in page

    def test_it_stands_on_the_patients_page(self, new, fill, client, patient):
        fill(new, **SEEN)
        page = client.get(f"/patients/{patient.pk}/").content.decode()
        assert "Liver: alanine aminotransferase increased, grade 3 (CTCAE v4.03)" in page
        assert new in page


class TestChecklist:
    def test_eight_questions_none_asked_yet(self, url, client):
        sent = form_of(client.get(url))
        assert sent["on"] == ["21-Nov-2026"]
        assert {code: sent[code] for code in ASKED} == {code: [""] for code in ASKED}
        assert (*ASKED, "other") == ADVERSE_CATEGORIES

    def test_one_save_keeps_what_was_asked_and_nothing_else(self, url, fill):
        boxes = {"headache": "absent", "gastrointestinal": "present"}
        boxes["gastrointestinal-term"] = "Vomiting"
        assert fill(url, on="20-Nov-2026", **boxes).status_code == 302
        assert stored() == [
            ("headache", "absent", ""),
            ("gastrointestinal", "present", "Vomiting"),
        ]
        assert {row.on for row in AdverseEvent.objects.all()} == {date(2026, 11, 20)}
        entries = AuditEntry.objects.filter(table="adverseevent", actor="clinician")
        assert entries.count() == 2

    def test_all_eight(self, url, fill):
        fill(url, **dict.fromkeys(ASKED, "absent"))
        assert stored() == [(code, "absent", "") for code in ASKED]

    def test_sent_twice_it_is_written_once(self, url, client):
        data = form_of(client.get(url)) | {"kidney": "absent"}
        assert client.post(url, data).status_code == 302
        assert client.post(url, data).status_code == 302
        assert len(stored()) == 1

    def test_the_same_answer_of_the_day_is_not_kept_again(self, url, fill):
        fill(url, kidney="absent")
        assert fill(url, kidney="absent", liver="absent").status_code == 302
        assert stored() == [("kidney", "absent", ""), ("liver", "absent", "")]
        again = fill(url, kidney="absent")
        assert "recorded for that day already" in again.content.decode()
        assert fill(url, kidney="present").status_code == 302

    @pytest.mark.parametrize(
        ("boxes", "said"),
        [
            ({}, "Answer at least one question."),
            ({"on": "", "liver": "absent"}, "Enter the date"),
            ({"on": "1-Jan-2027", "liver": "absent"}, "in the future"),
            ({"on": "1-Jan-2014", "liver": "absent"}, "before the birth"),
            ({"liver": "absent", "liver-term": "raised"}, "Say that it is present"),
            ({"liver-term": "raised"}, "Say that it is present"),
            ({"liver": "perhaps"}, "perhaps"),
            ({"liver": "present", "liver-term": "x" * 121}, "120"),
        ],
    )
    def test_nothing_is_kept_unless_everything_can_be(self, url, fill, boxes, said):
        response = fill(url, headache="present", **boxes) if boxes else fill(url)
        assert response.status_code == 200
        assert said in response.content.decode()
        assert stored() == []

    def test_it_is_reached_from_the_patients_page(self, url, client, patient):
        assert url in client.get(f"/patients/{patient.pk}/").content.decode()


class TestTreatments:
    def test_purpose_and_why_it_was_stopped(self, url, fill, client, patient):
        new = f"/patients/{patient.pk}/treatments/new/"
        boxes = {"drug": "Etoposide", "started_day": "1/9/2026", "purpose": "first_line"}
        fill(new, **boxes, stopped_on="1/10/2026", stop_reason="failure")
        row = Exposure.objects.get()
        assert (row.drug, row.purpose, row.stop_reason) == ("etoposide", "first_line", "failure")
        page = client.get(f"/patients/{patient.pk}/").content.decode()
        assert "for: first-line treatment of HLH" in page
        assert "stopped: no response" in page

    def test_what_is_still_given_was_not_stopped(self, url, fill, patient):
        new = f"/patients/{patient.pk}/treatments/new/"
        boxes = {"drug": "etoposide", "started_day": "1/9/2026", "stop_reason": "toxicity"}
        assert "Enter the last day" in fill(new, **boxes).content.decode()
        assert not Exposure.objects.exists()

    def test_every_drug_that_a_rule_knows_is_offered(self, url, client, patient):
        page = client.get(f"/patients/{patient.pk}/treatments/new/").content.decode()
        for name in ("fluconazole", "rifampicin", "clarithromycin", "ruxolitinib"):
            assert f'<option value="{name}">' in page
        assert {name for names in DRUGS.values() for name in names} <= set(KNOWN_DRUGS)


class TestFindings:
    def test_each_stands_in_one_group(self):
        named = [code for _title, codes in GROUPS for code in codes]
        assert sorted(named) == sorted(FINDINGS)

    def test_the_groups_are_shown_and_a_new_one_is_kept(self, url, fill, client, patient):
        new = f"/patients/{patient.pk}/findings/new/"
        page = client.get(new).content.decode()
        assert '<optgroup label="Tuberculosis">' in page
        fill(new, finding="tb_blood_test", status="absent", on="2/11/2026")
        assert Finding.objects.get().finding == "tb_blood_test"

    def test_two_people_see_the_names_of_grouped_findings(self, url, fill, client, patient):
        new = f"/patients/{patient.pk}/findings/new/"
        fill(new, finding="edema", status="absent", on="2-Nov-2026")
        row = Finding.objects.get()
        page = f"/patients/{patient.pk}/findings/{row.pk}/"
        mine = client.get(page)
        fill(page, finding="dialysis")
        clash = fill(page, again=mine, finding="pregnancy").content.decode()
        assert '<span class="clash-value">Dialysis' in clash
        assert '<span class="clash-value">Pregnancy' in clash
