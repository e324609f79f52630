"""Banner, and the sections below the verdicts: visits, findings, treatments and the rest."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from hlh_app.clinical.case import Exposure
from hlh_app.records import models
from hlh_app.records.cases import build_case
from hlh_app.records.selectors.rows import beside_the_case
from hlh_app.web.presenters import links, people
from hlh_app.web.presenters.banner import banner, given, short_banner
from hlh_app.web.presenters.sections import changed_since_signed, sections
from hlh_app.web.presenters.status import ended_line, findings_line
from tests.clinical.response_builders import at, case_of, drug, found, happened, on
from tests.web.reading.conftest import child, dose, weight


def facts(patient, as_of=20):
    return banner(patient, build_case(patient), at(as_of)).facts


def section(patient, table, as_of=90):
    made = sections(beside_the_case(patient), [], patient.pk, at(as_of))
    return next(one for one in made if one.table == table)


class TestBanner:
    def test_the_illness(self, keep):
        patient = keep(
            trigger="infection",
            trigger_agent="ebv",
            course="refractory",
            donor="searching",
            name="Ada",
        )
        assert facts(patient)[0] == (
            "Trigger: Infection: Epstein-Barr virus · Refractory · donor: searching"
        )
        assert short_banner(patient).identity[:2] == (patient.code, "Ada")

    def test_no_ruxolitinib_is_said(self, keep):
        assert facts(keep(weight(0, "16.2")))[1] == "No ruxolitinib recorded"

    def test_ruxolitinib_that_was_stopped(self, keep):
        assert facts(keep(dose(stop=10)))[1] == (
            "ruxolitinib stopped, last given 30-Jan-2020; first dose 20-Jan-2020, day 20"
        )

    def test_other_drugs_with_their_dose(self, keep):
        steroid = Exposure("methylprednisolone", at(1), None, Decimal(8), "mg", "oral", Decimal(1))
        assert facts(keep(dose(), steroid, drug("entecavir", 2)))[-1] == (
            "Also given: entecavir · methylprednisolone 8 mg once a day"
        )

    def test_a_transfusion_is_not_something_being_given(self):
        case = case_of(drug("platelet_transfusion", 1), drug("entecavir", 1), dose=False)
        assert [row.drug for row in given(case, at(3))] == ["entecavir"]

    def test_after_death_nothing_is_being_given(self, keep):
        steroid = drug("methylprednisolone", 1)
        assert given(case_of(steroid, happened("death", 5)), at(7)) == []
        assert given(case_of(steroid, happened("death", 5)), at(4)) != []
        patient = keep(dose(), steroid, happened("death", 5))
        assert facts(patient)[1:] == (
            "ruxolitinib stopped, last given 25-Jan-2020; first dose 20-Jan-2020, day 20",
        )

    @pytest.mark.parametrize(
        ("agent", "detail", "text"),
        [
            ("tuberculosis", "miliary", "Trigger: Infection: Tuberculosis, miliary"),
            ("other", "Babesia", "Trigger: Infection: Babesia"),
            ("other", "", "Trigger: Infection: Other agent"),
            ("", "Babesia", "Trigger: Infection: Babesia"),
        ],
    )
    def test_the_agent_is_not_hidden_by_its_detail(self, keep, agent, detail, text):
        told = {"trigger_agent": agent, "trigger_detail": detail}
        assert facts(keep(trigger="infection", **told))[0] == text

    def test_a_missing_weight_is_said(self, keep):
        patient = keep(dose())
        assert banner(patient, build_case(patient), at(1)).identity[-1] == "Weight not recorded"

    def test_published_without_dates(self, keep):
        patient = keep(source="published", citation="A 2020.", conventional_dates=True)
        shown = short_banner(patient)
        assert shown.kind == "published"
        assert shown.source.startswith("A 2020. Printed without dates")


class TestAge:
    def test_from_a_printed_age(self):
        patient = models.Patient(age_years=36, age_on=date(2020, 1, 1), sex="male")
        assert people.age_on(patient, date(2022, 12, 31)) == "about 38y"
        assert people.age_on(patient, date(2019, 1, 1)) == "about 36y"
        assert people.born(patient, date(2020, 1, 1)) == "Date of birth not recorded (about 36y)"

    def test_without_either(self):
        assert people.age_on(models.Patient(), date(2020, 1, 1)) == "age not recorded"


class TestSections:
    def test_each_says_what_to_do_when_it_is_empty(self, keep):
        made = sections(beside_the_case(patient := keep()), [], patient.pk, at(0))
        assert [one.table for one in made] == [
            "exposure",
            "visit",
            "finding",
            "event",
            "adverseevent",
            "therapyline",
            "consent",
            "query",
        ]
        assert all(one.empty for one in made)
        assert all(one.add_url for one in made if one.table != "query")

    def test_treatments_newest_first_with_their_span(self, keep):
        patient = keep(dose("2.5", 0, stop=9), dose("5", 10), drug("etoposide", 3, 3))
        whats = [item.what for item in section(patient, "exposure").items]
        assert whats == [
            "ruxolitinib 5 mg twice a day",
            "etoposide",
            "ruxolitinib 2.5 mg twice a day",
        ]
        assert section(patient, "exposure").items[0].when.endswith("still given")

    def test_nothing_begun_later_is_shown(self, keep):
        patient = keep(
            dose("5", 10, clock=None), found("splenomegaly", 10), happened("relapse", 10)
        )
        for table in ("exposure", "finding", "event"):
            assert section(patient, table, as_of=9).items == ()
            assert len(section(patient, table, as_of=10).items) == 1

    def test_a_planned_transplant_is_always_shown(self, keep):
        patient = keep(happened("transplant_planned", 30))
        assert section(patient, "event", as_of=1).items[0].what == "Stem-cell transplant planned"

    def test_findings_with_site_method_and_detail(self, keep):
        patient = keep()
        models.Finding.objects.create(
            patient=patient,
            finding="hemophagocytosis",
            status="present",
            on=on(1),
            site="marrow",
            method="histology",
            detail="aspirate",
            expected_on=on(2),
            note="seen twice",
        )
        item = section(patient, "finding").items[0]
        assert item.what == "Hemophagocytosis: present, marrow"
        assert item.details == (
            "aspirate or biopsy",
            "aspirate",
            "expected 22-Jan-2020",
            "seen twice",
        )

    def test_earlier_lines_and_consents(self, keep):
        patient = keep()
        models.TherapyLine.objects.create(
            patient=patient, line=1, regimen="HLH-94", started_on=on(-40), stopped_on=on(-10),
            result="no_response",
        )  # fmt: skip
        models.TherapyLine.objects.create(patient=patient, line=2, regimen="DEP")
        models.Consent.objects.create(
            patient=patient, scope="treatment", status="given", on=on(0), given_by="mother"
        )
        first, second = section(patient, "therapyline").items
        assert (first.what, first.when) == ("1. HLH-94", "11-Dec-2019 to 10-Jan-2020")
        assert first.details == ("result: no response",)
        assert second.when == "start not recorded"
        consent = section(patient, "consent").items[0]
        assert consent.what == "Ruxolitinib outside its license: given"
        assert consent.details == ("by mother",)

    def test_adverse_events_with_grade_span_and_what_was_done(self, keep):
        patient = keep()
        models.AdverseEvent.objects.create(
            patient=patient, category="cytopenias", status="present", on=on(3), term="Anemia",
            grade=2, ctcae="5.0", resolved_on=on(6), relation="possible", action="dose_reduced",
        )  # fmt: skip
        models.AdverseEvent.objects.create(
            patient=patient, category="liver", status="present", on=on(4)
        )
        models.AdverseEvent.objects.create(
            patient=patient, category="headache", status="absent", on=on(5)
        )
        headache, liver, anemia = section(patient, "adverseevent").items
        assert (headache.what, headache.when) == ("Headache: looked for, absent", "25-Jan-2020")
        assert (liver.what, liver.when) == ("Liver", "from 24-Jan-2020, not resolved")
        assert anemia.what == "Cytopenias: anemia, grade 2 (CTCAE v5.0)"
        assert anemia.when == "23-Jan-2020 to 26-Jan-2020"
        assert anemia.details == ("relation: possible", "action: dose reduced")
        assert len(section(patient, "adverseevent", as_of=3).items) == 1

    def test_rows_in_error_are_marked_with_the_reason(self, keep):
        patient = keep(found("splenomegaly", 1))
        models.Finding.objects.filter(patient=patient).update(
            entered_in_error=True, error_reason="another patient's"
        )
        assert section(patient, "finding").items[0].error == "another patient's"

    def test_a_signed_visit_that_was_changed_says_so(self):
        signed = datetime(2020, 1, 20, 9, tzinfo=UTC)
        visit = models.Visit(content_changed_at=signed + timedelta(minutes=1))
        assert changed_since_signed(visit) == ""
        visit.signed_at = signed
        assert changed_since_signed(visit) == "changed since signed"
        visit.content_changed_at = signed
        assert changed_since_signed(visit) == ""

    def test_visits_say_whether_they_are_signed(self, keep, clinician):
        patient = keep()
        visit = models.Visit(patient=patient, label="Day 14")
        visit.visited = at(14)
        visit.save()
        assert section(patient, "visit").items[0].details == ("not signed",)

    def test_queries_lead_to_their_page(self, keep, reviewer):
        patient = keep()
        query = models.DataQuery.objects.create(
            patient=patient,
            table="patient",
            row_id=patient.pk,
            question="Sure?",
            raised_by=reviewer,
        )
        made = sections(beside_the_case(patient), [query], patient.pk, at(0))
        assert made[-1].items[0].url == reverse("web:query", args=[query.pk])
        assert made[-1].items[0].details == ("open", "Rita Reviewer")


def test_each_table_has_its_form():
    assert links.add(7, "query") == ""
    assert links.add(7, "exposure") == "/patients/7/treatments/new/"
    assert links.add(7, "adverseevent") == "/patients/7/adverse-events/new/"
    assert links.correct(7, "visit", 3) == "/patients/7/visits/3/"
    assert links.correct(7, "consent", 3) == "/patients/7/consents/3/"
    assert links.correct(7, "patient", 7) == "/patients/7/edit/"


def test_the_last_findings_in_one_line():
    case = case_of(found("splenomegaly", 1), found("splenomegaly", 3, "absent"))
    assert findings_line(case, at(2)) == (
        "Splenomegaly present (21-Jan) · CNS involvement not recorded · hemorrhage not recorded"
        " · uncontrolled infection not recorded"
    )
    assert findings_line(case, at(3)).startswith("Splenomegaly absent (23-Jan)")


@pytest.mark.parametrize("as_of", [19, 20])
def test_what_ended_the_course(as_of):
    case = case_of(*child(happened("transplant", 20), happened("death", 30)))
    said = "Stem-cell transplant 09-Feb-2020." if as_of == 20 else ""
    assert ended_line(case, at(as_of)) == said
