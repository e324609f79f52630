"""The small forms: one set of views over every table."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from hlh_app.records.models import (
    AdverseEvent,
    AuditEntry,
    Consent,
    Event,
    Exposure,
    Finding,
    Observation,
    TherapyLine,
    Visit,
)
from hlh_app.records.services.rows import record_row

from .conftest import form_of

pytestmark = pytest.mark.django_db
D = Decimal

TREATMENT = {
    "drug": "Ruxolitinib",
    "dose": "5",
    "unit": "mg",
    "route": "oral",
    "frequency": "2",
    "started_day": "28-Oct-2026",
    "started_clock": "08:00",
    "treatment_reason": "refractory",
}
FINDING = {
    "finding": "hemophagocytosis",
    "status": "present",
    "on": "9/10/2026",
    "site": "marrow",
    "method": "histology",
}
EVENT = {"event": "transplant_planned", "on": "1-Dec-2026", "detail": "matched sibling"}
ADVERSE = {
    "category": "cytopenias",
    "status": "present",
    "term": "Platelet count decreased",
    "grade": "3",
    "ctcae": "4.03",
    "on": "5-Nov-2026",
    "relation": "possible",
    "action": "dose_reduced",
}
LINE = {"line": "1", "regimen": "HLH-94", "started_on": "1/9/2026", "result": "no_response"}
CONSENT = {"scope": "treatment", "status": "given", "on": "27-Oct-2026", "given_by": "mother"}
KINDS = {
    "treatments": (Exposure, TREATMENT),
    "findings": (Finding, FINDING),
    "events": (Event, EVENT),
    "adverse-events": (AdverseEvent, ADVERSE),
    "therapy-lines": (TherapyLine, LINE),
    "consents": (Consent, CONSENT),
}
EVERY_KIND = pytest.mark.parametrize("kind", list(KINDS))


@pytest.fixture
def new(patient, signed_in, clinician):
    """new(kind): the address of the empty form."""
    signed_in(clinician)
    return lambda kind: f"/patients/{patient.pk}/{kind}/new/"


@pytest.fixture
def add(new, fill):
    """add(kind): one row as in KINDS, and the address of its form."""

    def add(kind: str):
        model, boxes = KINDS[kind]
        response = fill(new(kind), **boxes)
        assert response.status_code == 302
        row = model.objects.latest("pk")
        return row, f"/patients/{row.patient_id}/{kind}/{row.pk}/"

    return add


@EVERY_KIND
def test_a_row_is_added_and_its_form_shows_what_is_stored(add, client, kind):
    row, url = add(kind)
    page = client.get(url)
    assert form_of(page)["version"] == ["1"]
    assert "In the record now" in page.content.decode()
    assert AuditEntry.objects.filter(table=row._meta.model_name, actor="clinician").exists()


@EVERY_KIND
def test_sent_as_it_is_a_form_changes_nothing(add, fill, everything, kind):
    _row, url = add(kind)
    before = everything()
    assert fill(url).status_code == 302
    after = everything()
    for table in before.keys() - {"PatientSummary"}:
        assert after[table] == before[table]


@EVERY_KIND
def test_a_correction_keeps_the_old_value_and_the_reason(add, fill, kind):
    row, url = add(kind)
    assert fill(url, note="seen again", reason="completed").status_code == 302
    row.refresh_from_db()
    assert (row.note, row.version) == ("seen again", 2)
    entry = AuditEntry.objects.filter(table=row._meta.model_name, action="update").first()
    assert (entry.reason, entry.old["note"]) == ("completed", "")


@EVERY_KIND
def test_two_people_see_each_others_change(add, fill, client, kind):
    row, url = add(kind)
    mine = client.get(url)
    fill(url, note="theirs")
    response = fill(url, again=mine, note="mine")
    page = response.content.decode()
    assert '<span class="clash-value">theirs</span>' in page
    assert '<span class="clash-value">mine</span>' in page
    row.refresh_from_db()
    assert row.note == "theirs"
    assert fill(url, again=response, choose__note="mine").status_code == 302
    row.refresh_from_db()
    assert row.note == "mine"


@EVERY_KIND
def test_a_form_sent_twice_adds_one_row(new, client, kind):
    model, boxes = KINDS[kind]
    data = form_of(client.get(new(kind))) | boxes
    client.post(new(kind), data)
    client.post(new(kind), data)
    assert model.objects.count() == 1


@EVERY_KIND
def test_an_empty_form_says_what_to_enter(new, fill, everything, kind):
    boxes = dict.fromkeys(KINDS[kind][1], "")
    before = everything()
    page = fill(new(kind), **boxes).content.decode()
    assert "There is a problem" in page
    assert everything() == before


@EVERY_KIND
def test_another_patients_row_is_not_found(add, client, clinician, centre, kind):
    row, _url = add(kind)
    assert client.get(f"/patients/999/{kind}/{row.pk}/").status_code == 404
    assert client.get(f"/patients/{row.patient_id}/{kind}/{10**30}/").status_code == 404


class TestTreatment:
    def test_keeps_dose_frequency_and_moment(self, add):
        row, _url = add("treatments")
        assert (row.drug, row.dose, row.unit, row.times_per_day) == ("ruxolitinib", D(5), "mg", 2)
        assert row.started_text == "2026-10-28T08:00:00+01:00"
        assert (row.route, row.reason, row.stopped_on) == ("oral", "refractory", None)

    def test_a_blood_product_is_known_by_its_plain_name(self, new, fill):
        fill(new("treatments"), drug="Platelet transfusion", started_day="1/11/2026")
        assert Exposure.objects.get().drug == "platelet_transfusion"

    def test_another_frequency_is_a_number(self, new, fill, client, patient):
        boxes = TREATMENT | {"frequency": "other", "times_per_day": "6"}
        fill(new("treatments"), **boxes)
        row = Exposure.objects.get()
        assert row.times_per_day == 6
        sent = form_of(client.get(f"/patients/{patient.pk}/treatments/{row.pk}/"))
        assert (sent["frequency"], sent["times_per_day"]) == (["other"], ["6"])

    def test_stopping_it_is_a_correction(self, add, fill):
        row, url = add("treatments")
        fill(url, stopped_on="15-Nov-2026", treatment_reason="transplant")
        row.refresh_from_db()
        assert (row.stopped_on, row.reason) == (date(2026, 11, 15), "transplant")
        assert row.started_text == "2026-10-28T08:00:00+01:00"

    @pytest.mark.parametrize(
        ("boxes", "said"),
        [
            ({"dose": "2,5"}, "Write 2.5 with a point"),
            ({"dose": "0"}, "Enter a number above zero."),
            ({"unit": ""}, "Choose the unit of the dose."),
            ({"frequency": "other"}, "Enter how many times a day."),
            ({"times_per_day": "3"}, "empty this box"),
            ({"frequency": "other", "times_per_day": "25"}, "up to 24"),
            ({"stopped_on": "1-Oct-2026"}, "before the start"),
            ({"started_day": "30-Feb-2026"}, "not in the calendar"),
            ({"started_day": "1-Jan-2027"}, "in the future"),
            ({"started_clock": "8 am"}, "is not a time"),
            ({"started_day": "29-Mar-2026", "started_clock": "02:30"}, "did not exist"),
        ],
    )
    def test_what_is_wrong_is_said_and_stays(self, new, fill, boxes, said):
        response = fill(new("treatments"), **TREATMENT | boxes)
        assert said in response.content.decode()
        sent = form_of(response)
        assert {n: sent[n] for n in boxes} == {n: [v] for n, v in boxes.items()}
        assert not Exposure.objects.exists()


def test_a_status_belongs_to_its_finding(new, fill):
    response = fill(new("findings"), **FINDING | {"status": "low"})
    assert "Choose one of" in response.content.decode()
    fill(new("findings"), again=response, finding="nk_activity", status="low", site="")
    assert Finding.objects.get().status == "low"


def test_only_a_planned_transplant_lies_in_the_future(new, fill):
    response = fill(new("events"), **EVENT | {"event": "relapse"})
    assert "in the future" in response.content.decode()


class TestResult:
    @pytest.fixture
    def ferritin(self, stored_visit, signed_in, clinician):
        signed_in(clinician)
        return Observation.objects.get(analyte="ferritin")

    @pytest.fixture
    def url(self, ferritin):
        return f"/patients/{ferritin.patient_id}/observations/{ferritin.pk}/"

    def test_is_corrected(self, ferritin, url, fill):
        assert fill(url, value=">1709", high="300", reason="misread").status_code == 302
        ferritin.refresh_from_db()
        assert (ferritin.value, ferritin.comparator, ferritin.high) == (D(1709), ">", D(300))
        assert ferritin.measured_text == "2026-11-02T08:00:00+01:00"

    def test_an_unusual_value_takes_a_tick_for_this_very_value(self, ferritin, url, fill):
        asked = fill(url, value="250000")
        assert "Ferritin 250,000 µg/L is unusual" in asked.content.decode()
        tick = {"result-confirmed": "250000 ug/L"}
        other = fill(url, again=asked, value="260000", **tick)
        assert "Ferritin 260,000 µg/L is unusual" in other.content.decode()
        assert fill(url, again=asked, **tick).status_code == 302
        ferritin.refresh_from_db()
        assert ferritin.implausible_confirmed

    @pytest.mark.parametrize(
        ("boxes", "said"),
        [
            ({"value": "1,5"}, "Write 1.5 with a point"),
            ({"value": "2000000"}, "is not possible"),
            ({"value": ""}, "Enter the value, or mark it pending"),
            ({"measured_day": "30/2/2026"}, "not in the calendar"),
            ({"measured_day": "1/1/2027"}, "in the future"),
            ({"reported_day": "1/11/2026"}, "not reported before it is measured"),
            ({"low": "500"}, "above the upper"),
        ],
    )
    def test_what_is_wrong_is_said_and_stays(self, ferritin, url, fill, boxes, said):
        response = fill(url, **boxes)
        assert said in response.content.decode()
        sent = form_of(response)
        assert {n: sent[n] for n in boxes} == {n: [v] for n, v in boxes.items()}
        ferritin.refresh_from_db()
        assert ferritin.version == 1

    def test_a_pending_one_is_answered_by_typing_its_value(
        self, patient, clinician, stored_visit, signed_in, fill
    ):
        row = record_row(
            actor=clinician,
            model=Observation,
            patient=patient,
            analyte="scd25",
            unit="U/mL",
            status="pending",
            measured=stored_visit.visited,
            laboratory="Central",
            assay="Immulite",
        )
        signed_in(clinician)
        url = f"/patients/{patient.pk}/observations/{row.pk}/"
        assert fill(url, value="2540", reported_day="5/11/2026").status_code == 302
        row.refresh_from_db()
        assert (row.status, row.value) == ("final", D(2540))
        assert row.reported_text == "2026-11-05"


class TestInError:
    def test_asks_for_a_reason_and_keeps_the_row(self, add, fill):
        row, _url = add("treatments")
        url = f"/patients/{row.patient_id}/enter-in-error/exposure/{row.pk}/"
        asked = fill(url, reason=" ")
        assert "Enter why it was entered in error." in asked.content.decode()
        assert fill(url, again=asked, reason="another patient").status_code == 302
        row.refresh_from_db()
        assert (row.entered_in_error, row.error_reason) == (True, "another patient")

    def test_of_a_visit_takes_its_rows_along_and_says_so(
        self, stored_visit, signed_in, clinician, fill, client
    ):
        signed_in(clinician)
        url = f"/patients/{stored_visit.patient_id}/enter-in-error/visit/{stored_visit.pk}/"
        assert "Its results and findings are marked with it." in client.get(url).content.decode()
        fill(url, reason="twice")
        assert Visit.objects.get().entered_in_error
        assert not Observation.objects.filter(entered_in_error=False).exists()

    def test_what_changed_meanwhile_is_shown_first(self, add, fill, client):
        row, edit = add("events")
        url = f"/patients/{row.patient_id}/enter-in-error/event/{row.pk}/"
        mine = client.get(url)
        fill(edit, detail="haploidentical")
        asked = fill(url, again=mine, reason="wrong")
        page = asked.content.decode()
        assert "changed it meanwhile" in page
        assert "haploidentical" in page
        row.refresh_from_db()
        assert not row.entered_in_error
        assert fill(url, again=asked).status_code == 302

    def test_twice_is_refused_in_words(self, add, fill):
        row, _url = add("events")
        url = f"/patients/{row.patient_id}/enter-in-error/event/{row.pk}/"
        fill(url, reason="wrong")
        assert "already" in fill(url, reason="wrong").content.decode()

    @pytest.mark.parametrize("table", ["patient", "nothing", "auditentry"])
    def test_other_tables_have_no_such_page(self, patient, signed_in, clinician, client, table):
        signed_in(clinician)
        url = f"/patients/{patient.pk}/enter-in-error/{table}/{patient.pk}/"
        assert client.get(url).status_code == 404
