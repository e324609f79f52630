"""A visit on one screen: entered, judged, corrected, never over somebody else's."""

from __future__ import annotations

from decimal import Decimal

import pytest

from hlh_app.clinical.analytes import ANALYTES, Group
from hlh_app.records.models import Finding, Observation, Visit
from hlh_app.records.services import rows
from hlh_app.records.services.signing import sign_visit
from hlh_app.web.forms.results import unit_choices

from .conftest import form_of

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def new(patient, signed_in, clinician) -> str:
    signed_in(clinician)
    return f"/patients/{patient.pk}/visits/new/"


@pytest.fixture
def stored(stored_visit, patient, signed_in, clinician) -> str:
    signed_in(clinician)
    return f"/patients/{patient.pk}/visits/{stored_visit.pk}/"


class TestTheEmptyForm:
    def test_has_a_line_for_every_test_in_clinical_order(self, new, client):
        boxes = [n for n in form_of(client.get(new)) if n.endswith("-value") and n[:2] != "t0"]
        tests = [name.removesuffix("-value") for name in boxes if name.split("-")[0] in ANALYTES]
        measures = [c for c, a in ANALYTES.items() if a.group == Group.MEASURES]
        others = [c for c, a in ANALYTES.items() if a.group != Group.MEASURES]
        assert tests == [c for c in measures if c != "temperature"] + others

    def test_fills_in_no_value_and_no_finding(self, new, stored_visit, client):
        sent = form_of(client.get(new))
        assert {v for n, [v] in sent.items() if n.endswith(("-value", "-status", "-low"))} == {""}

    def test_shows_the_previous_value_with_its_date_beside_the_box(self, new, stored_visit, client):
        page = client.get(new).content.decode()
        assert "17,090 µg/L, 02-Nov-2026" in page

    def test_preselects_the_usual_unit_but_none_of_an_assay(self, new, client):
        sent = form_of(client.get(new))
        assert sent["hemoglobin-unit"] == ["g/L"]
        bound = [code for code, table in ANALYTES.items() if table.assay_bound]
        assert {sent[f"{code}-unit"][0] for code in bound} == {""}

    def test_shows_the_remembered_interval_but_does_not_send_it(self, new, stored_visit, client):
        response = client.get(new)
        assert "15–400" in response.content.decode()
        assert form_of(response)["ferritin-high"] == [""]

    def test_stays_below_the_number_of_fields_that_is_accepted(self, new, client, settings):
        assert len(form_of(client.get(new))) < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS * 0.8


def test_a_visit_is_saved_with_all_that_was_typed(new, fill, patient):
    response = fill(
        new,
        day="20-Nov-2026",
        clock="06:00",
        label="day 14",
        weight__value="25",
        hemoglobin__value="9.1",
        hemoglobin__unit="g/dL",
        ferritin__value=">16500",
        ferritin__low="15",
        ferritin__high="400",
        neutrophils__value="p",
        neutrophils__expected_on="22-Nov-2026",
        crp__status="not_done",
        crp__missing_reason="clotted",
        scd25__value="2540",
        scd25__unit="U/mL",
        scd25__laboratory="Central",
        scd25__assay="Immulite",
        triglycerides__value="2.1",
        triglycerides__fasting="yes",
        triglycerides__lipid_infusion="no",
        splenomegaly__status="present",
        splenomegaly__detail="3 cm",
        cns_involvement__status="unknown",
        t0__clock="05:30",
        t0__value="38.6",
        t0__site="axillary",
        t0__antipyretic="yes",
        t1__value="101.3",
        t1__unit="[degF]",
    )
    assert response.status_code == 302
    visit = Visit.objects.get()
    assert (visit.visited_text, visit.label) == ("2026-11-20T06:00:00+01:00", "day 14")
    found = {o.analyte: o for o in Observation.objects.exclude(analyte="temperature")}
    assert set(found) == {
        *("weight", "hemoglobin", "ferritin", "neutrophils", "crp", "scd25", "triglycerides")
    }
    assert {o.measured_text for o in found.values()} == {visit.visited_text}
    assert found["hemoglobin"].canonical_value == D(91)
    assert (found["ferritin"].comparator, found["ferritin"].high) == (">", D(400))
    assert found["neutrophils"].status == "pending"
    assert str(found["neutrophils"].expected_on) == "2026-11-22"
    assert (found["crp"].status, found["crp"].missing_reason) == ("not_done", "clotted")
    assert (found["scd25"].laboratory, found["scd25"].assay) == ("Central", "Immulite")
    assert found["triglycerides"].fasting == "yes"
    assert found["triglycerides"].lipid_infusion is False
    first, second = Observation.objects.filter(analyte="temperature").order_by("measured_at")
    assert (first.measured_text, first.site) == ("2026-11-20T05:30:00+01:00", "axillary")
    assert first.antipyretic is True
    assert (second.unit, second.measured_text) == ("[degF]", visit.visited_text)
    assert {(f.finding, f.status, f.detail) for f in Finding.objects.all()} == {
        ("splenomegaly", "present", "3 cm"),
        ("cns_involvement", "unknown", ""),
    }


def test_without_a_time_the_visit_is_a_day(new, fill):
    fill(new, day="20/11/2026", ferritin__value="500")
    assert Visit.objects.get().visited_text == "2026-11-20"


def test_a_form_sent_twice_is_one_visit(new, client):
    data = form_of(client.get(new)) | {"ferritin-value": "500"}
    assert client.post(new, data).url == client.post(new, data).url
    assert Visit.objects.count() == 1


def test_a_saved_form_sent_again_with_other_content_is_told_so(new, client):
    """Such as after the browser's way back: the first visit stands, the second is not lost."""
    data = form_of(client.get(new)) | {"ferritin-value": "500"}
    client.post(new, data)
    again = client.post(new, data | {"ferritin-value": "5000"})
    assert again.status_code == 200
    assert "This page was saved before, with other content" in again.content.decode()
    assert form_of(again)["ferritin-value"] == ["5000"]
    assert Observation.objects.get(analyte="ferritin").value == 500


def test_more_lines_for_readings_keep_what_was_typed_and_save_nothing(new, fill):
    response = fill(new, t0__value="38.6", ferritin__value="1,5", more_readings="1")
    sent = form_of(response)
    assert sent["t0-value"] == ["38.6"]
    assert sent["ferritin-value"] == ["1,5"]
    assert "t5-value" in sent
    assert not Visit.objects.exists()


WRONG = [
    ({"ferritin__value": "1,5"}, "Write 1.5 with a point"),
    ({"ferritin__value": "1,709"}, "two ways"),
    ({"ferritin__value": "١٢"}, "digits 0 to 9"),
    ({"ferritin__value": "1e400"}, "is not a number"),
    ({"ferritin__value": "NaN"}, "is not a number"),
    ({"ferritin__value": "9\x005"}, "Null characters are not allowed."),
    ({"ferritin__value": "2000000"}, "Ferritin 2,000,000 µg/L is not possible"),
    ({"neutrophils__value": "45%"}, "absolute"),
    ({"neutrophils__value": "45", "neutrophils__unit": "%"}, "give the absolute count"),
    ({"ferritin__value": "5", "ferritin__unit": "U/L"}, "Choose one of the units"),
    ({"ferritin__value": "5", "ferritin__status": "pending"}, "has no value. Remove one."),
    ({"ferritin__value": "5", "ferritin__low": "9", "ferritin__high": "8"}, "above the upper"),
    ({"ferritin__value": "5", "ferritin__low": "1,5"}, "Write 1.5 with a point"),
    ({"ferritin__status": "not_done"}, "Enter why it was not done."),
    ({"scd25__value": "2540"}, "Choose the unit."),
    ({"scd25__value": "2540", "scd25__unit": "U/mL"}, "Enter laboratory and assay"),
    ({"day": "30-Feb-2026"}, "is not in the calendar"),
    ({"day": ""}, "Enter the date"),
    ({"day": "22-Nov-2026"}, "in the future"),
    ({"day": "1-Mar-2015"}, "before the birth"),
    ({"clock": "6 pm"}, "is not a time"),
    ({"day": "29-Mar-2026", "clock": "02:30"}, "did not exist"),
    ({"t0__value": "102"}, "Temperature 102 °C is not possible"),
    ({"t0__clock": "06:00"}, "Enter the temperature, or empty the time."),
    ({"t0__value": "38", "t0__clock": "x"}, "is not a time"),
    ({"splenomegaly__detail": "3 cm"}, "Say whether it is present or absent."),
    ({"splenomegaly__status": "low"}, "Select a valid choice"),
]


@pytest.mark.parametrize(("boxes", "said"), WRONG)
def test_what_is_wrong_is_said_and_what_was_typed_stays(new, fill, everything, boxes, said):
    before = everything()
    typed = {"day": "20-Nov-2026", "platelets__value": "96", "note": "kept"} | boxes
    response = fill(new, **typed)
    page = response.content.decode()
    assert response.status_code == 200
    assert said in page
    assert "There is a problem" in page
    assert "<title>Error:" in page
    sent = form_of(response)
    kept = {name: sent.get(name.replace("__", "-"), [""])[0] for name in typed}
    refused_choices = {"ferritin__unit", "neutrophils__unit", "splenomegaly__status"}
    same = {n: v for n, v in typed.items() if n not in refused_choices}
    assert {n: kept[n].replace("\ufffd", "\x00") for n in same} == same
    assert everything() == before


def test_everything_wrong_is_said_at_once_with_links(new, fill):
    response = fill(new, ferritin__value="1,5", platelets__value="9600", t0__value="102")
    page = response.content.decode()
    for box in ("ferritin-value", "platelets-value", "t0-value"):
        assert f'href="#{box}"' in page
        assert f'id="{box}"' in page


class TestUnusual:
    def test_asks_and_writes_nothing(self, new, fill, everything):
        before = everything()
        page = fill(new, ferritin__value="250000", weight__value="250").content.decode()
        assert "Ferritin 250,000 µg/L is unusual" in page
        assert "Weight 250 kg is unusual at the age of 11 years" in page
        assert everything() == before

    def test_is_kept_once_ticked(self, new, fill):
        asked = fill(new, ferritin__value="250000")
        assert fill(new, again=asked, ferritin__confirmed="250000 ug/L").status_code == 302
        assert Observation.objects.get().implausible_confirmed

    def test_a_tick_is_for_this_value_and_unit_alone(self, new, fill):
        asked = fill(new, ferritin__value="250000")
        response = fill(
            new, again=asked, ferritin__confirmed="250000 ug/L", ferritin__value="260000"
        )
        assert "Ferritin 260,000 µg/L is unusual" in response.content.decode()
        assert not Observation.objects.exists()

    def test_a_tick_survives_another_mistake(self, new, fill):
        asked = fill(new, ferritin__value="250000")
        again = fill(new, again=asked, ferritin__confirmed="250000 ug/L", day="x")
        assert form_of(again)["ferritin-confirmed"] == ["250000 ug/L"]


class TestJudge:
    def judge(self, client, patient, line, **typed):
        data = {f"{line}-{name}": value for name, value in typed.items()}
        url = f"/patients/{patient.pk}/judge/{line}/"
        return client.post(url, data | {"day": "20-Nov-2026"})

    @pytest.mark.parametrize(
        ("line", "typed", "said"),
        [
            ("ferritin", {"value": "250000", "unit": "ug/L"}, "is unusual"),
            ("ferritin", {"value": "1,5", "unit": "ug/L"}, "with a point"),
            ("weight", {"value": "250", "unit": "kg"}, "at the age of 11 years"),
            ("t0", {"value": "102", "unit": "Cel"}, "is not possible"),
            ("t-12", {"value": "43", "unit": "Cel"}, "is unusual"),
            ("ferritin-12", {"value": "250000", "unit": "ug/L"}, "is unusual"),
        ],
    )
    def test_says_beside_the_box_what_saving_would_say(
        self, new, client, patient, everything, line, typed, said
    ):
        before = everything()
        response = self.judge(client, patient, line, **typed)
        assert said in response.content.decode()
        assert everything() == before

    @pytest.mark.parametrize("typed", [{}, {"value": "500", "unit": "ug/L"}, {"value": "p"}])
    def test_is_silent_where_nothing_is_wrong(self, new, client, patient, typed):
        response = self.judge(client, patient, "ferritin", **typed)
        assert response.content.strip() == b""

    @pytest.mark.parametrize("line", ["rubbish", "temperature", "t", "tx", "x" * 500])
    def test_knows_its_lines(self, new, client, patient, line):
        status = 200 if line == "t" else 404
        assert self.judge(client, patient, line).status_code == status


class TestCorrection:
    def test_the_form_shows_what_is_stored(self, stored, client):
        sent = form_of(client.get(stored))
        assert (sent["day"], sent["clock"]) == (["02-Nov-2026"], ["08:00"])
        assert sent["ferritin-value"] == ["17090"]
        assert sent["splenomegaly-status"] == ["present"]

    def test_sent_as_it_is_changes_nothing(self, stored, fill, everything):
        before = everything()
        assert fill(stored).status_code == 302
        after = everything()
        for table in ("Visit", "Observation", "Finding", "AuditEntry"):
            assert after[table] == before[table]

    def test_writes_what_was_changed_and_adds_what_is_new(self, stored, fill, stored_visit):
        fill(stored, ferritin__value="1709", platelets__value="96", splenomegaly__status="absent")
        found = {o.analyte: o for o in Observation.objects.all()}
        assert (found["ferritin"].value, found["ferritin"].version) == (D(1709), 2)
        assert found["hemoglobin"].version == 1
        assert found["platelets"].visit == stored_visit
        assert Finding.objects.get().status == "absent"

    def test_another_time_takes_the_rows_along(self, stored, fill):
        assert fill(stored, day="3-Nov-2026", clock="09:00").status_code == 302
        moved = "2026-11-03T09:00:00+01:00"
        texts = dict(Observation.objects.values_list("analyte", "measured_text"))
        assert texts["ferritin"] == texts["hemoglobin"] == Visit.objects.get().visited_text == moved
        assert str(Finding.objects.get().on) == "2026-11-03"

    def test_an_empty_box_of_a_stored_result_is_refused(self, stored, fill):
        page = fill(stored, ferritin__value="").content.decode()
        assert "Enter the value, or mark it pending or not done." in page
        assert Observation.objects.get(analyte="ferritin").value == D(17090)

    def test_of_another_patient_is_not_found(self, stored_visit, signed_in, clinician, client):
        signed_in(clinician)
        assert client.get(f"/patients/999/visits/{stored_visit.pk}/").status_code == 404

    def test_withdrawn_is_not_found(self, stored, stored_visit, clinician, client):
        rows.enter_in_error(actor=clinician, row=stored_visit, version=1, reason="twice")
        assert client.get(stored).status_code == 404


class TestTwoPeople:
    def test_the_same_box_is_shown_side_by_side_and_nothing_is_lost(self, stored, fill, client):
        mine = client.get(stored)
        fill(stored, ferritin__value="1709")
        response = fill(stored, again=mine, ferritin__value="1790", platelets__value="96")
        page = response.content.decode()
        assert "Changed by somebody else meanwhile" in page
        assert '<span class="clash-value">1709 µg/L</span>' in page
        assert '<span class="clash-value">1790 µg/L</span>' in page
        sent = form_of(response)
        assert (sent["ferritin-value"], sent["platelets-value"]) == (["1790"], ["96"])
        assert Observation.objects.get(analyte="ferritin").value == D(1709)
        unanswered = fill(stored, again=response)
        assert "choose below what counts" in unanswered.content.decode()
        assert Observation.objects.get(analyte="ferritin").value == D(1709)
        saved = fill(stored, again=unanswered, ferritin__choose__value="mine")
        assert saved.status_code == 302
        assert Observation.objects.get(analyte="ferritin").value == D(1790)

    def test_the_record_s_side_can_be_chosen_and_the_rest_is_saved(self, stored, fill, client):
        mine = client.get(stored)
        fill(stored, ferritin__value="1709")
        asked = fill(stored, again=mine, ferritin__value="1790", platelets__value="96")
        fill(stored, again=asked, ferritin__choose__value="theirs")
        values = dict(Observation.objects.values_list("analyte", "value"))
        assert (values["ferritin"], values["platelets"]) == (D(1709), D(96))

    def test_different_boxes_merge(self, stored, fill, client):
        mine = client.get(stored)
        fill(stored, hemoglobin__value="91")
        assert fill(stored, again=mine, ferritin__value="1709").status_code == 302
        values = dict(Observation.objects.values_list("analyte", "value"))
        assert (values["hemoglobin"], values["ferritin"]) == (D(91), D(1709))

    def test_a_result_that_both_add_is_asked_about(self, stored, fill, client):
        mine = client.get(stored)
        fill(stored, platelets__value="96")
        response = fill(stored, again=mine, platelets__value="69")
        assert "Changed by somebody else meanwhile" in response.content.decode()
        assert Observation.objects.get(analyte="platelets").value == D(96)

    def test_a_result_withdrawn_meanwhile_is_not_written_again(
        self, stored, fill, client, clinician
    ):
        mine = client.get(stored)
        row = Observation.objects.get(analyte="ferritin")
        rows.enter_in_error(actor=clinician, row=row, version=1, reason="wrong patient")
        response = fill(stored, again=mine, ferritin__value="1709")
        assert "Typed by you, as a new entry" in response.content.decode()
        assert not Observation.objects.filter(analyte="ferritin", entered_in_error=False).exists()
        assert fill(stored, again=mine, hemoglobin__value="91").status_code == 302
        assert not Observation.objects.filter(analyte="ferritin", entered_in_error=False).exists()


def test_a_signed_visit_asks_for_a_reason(stored, stored_visit, fill, clinician, everything):
    sign_visit(actor=clinician, visit=stored_visit, version=1)
    before = everything()["Observation"]
    asked = fill(stored, ferritin__value="1709")
    assert "This visit is signed. Enter why it is changed." in asked.content.decode()
    assert everything()["Observation"] == before
    assert fill(stored, again=asked, reason="misread").status_code == 302
    assert Observation.objects.get(analyte="ferritin").value == D(1709)


def test_every_test_can_be_entered_in_each_of_its_units():
    for code, table in ANALYTES.items():
        offered = [unit for unit, _name in unit_choices(code) if unit]
        assert tuple(offered) == table.units
