"""Hazards of typing: scale, comma, copying, the wrong patient, two people, the same child twice."""

from __future__ import annotations

import pytest
from django.urls import reverse

from hlh_app.records.models import Observation, Patient, Visit
from tests.web.entry.conftest import form_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def new(patient, signed_in, clinician) -> str:
    signed_in(clinician)
    return reverse("web:visit-new", args=[patient.pk])


@pytest.mark.hazard("fahrenheit")
def test_degrees_fahrenheit_are_never_filed_as_celsius(new, fill, patient, client):
    refused = fill(new, t0__value="101.3")
    assert "Temperature 101.3 °C is not possible" in refused.content.decode()
    assert not Observation.objects.exists()
    assert fill(new, t0__value="101.3", t0__unit="[degF]").status_code == 302
    page = client.get(
        reverse("web:criteria", args=[patient.pk, "hlh2004", "now"]), headers={"HX-Request": "true"}
    )
    fever = next(row for row in page.context["verdict"].criteria if row.label == "Fever")
    assert fever.outcome.code == "met"  # 101.3 °F are 38.5 °C, exactly
    assert "101.3 °F" in page.content.decode()


@pytest.mark.hazard("decimal_comma")
def test_a_comma_is_asked_about_and_never_read(new, fill):
    for typed, said in (("1,5", "Write 1.5 with a point"), ("1,709", "two ways")):
        answer = fill(new, ferritin__value=typed)
        assert said in answer.content.decode()
        assert form_of(answer)["ferritin-value"] == [typed]
    assert not Visit.objects.exists()


@pytest.mark.hazard("copy_forward")
def test_a_new_visit_carries_no_value_of_the_last_one(new, stored_visit, client, fill):
    """The last value stands beside the box with its date; nothing of it is sent or stored."""
    page = client.get(new)
    assert "17,090 µg/L, 02-Nov-2026" in page.content.decode()
    typed = {v for name, [v] in form_of(page).items() if name.endswith(("-value", "-status"))}
    assert typed == {""}
    fill(new, platelets__value="96")
    added = Observation.objects.exclude(visit=stored_visit)
    assert [row.analyte for row in added] == ["platelets"]


@pytest.mark.hazard("wrong_patient")
def test_every_page_names_the_patient_and_refuses_anothers_rows(
    new, patient, stored_visit, centre, client, stranger, signed_in
):
    other = Patient.objects.create(
        centre=centre, code="HLH-0008", sex="male", birth_date="2015-03-03"
    )
    for page in ("patient", "labs", "visit-new", "temperatures", "summary"):
        answer = client.get(reverse(f"web:{page}", args=[patient.pk])).content.decode()
        assert "HLH-0007" in answer, page
        assert "HLH-0008" not in answer, page
    moved = reverse("web:visit", args=[other.pk, stored_visit.pk])
    assert client.get(moved).status_code == 404
    assert client.post(moved, {"ferritin-value": "5"}).status_code == 404
    signed_in(stranger)
    assert client.get(reverse("web:patient", args=[patient.pk])).status_code == 404


@pytest.mark.hazard("stale_edit")
def test_nobody_writes_over_what_they_have_not_seen(
    stored_visit, patient, signed_in, clinician, fill, client
):
    signed_in(clinician)
    url = reverse("web:visit", args=[patient.pk, stored_visit.pk])
    opened_before = client.get(url)
    fill(url, ferritin__value="1709")
    answer = fill(url, again=opened_before, ferritin__value="1790")
    page = answer.content.decode()
    assert "Changed by somebody else meanwhile" in page
    assert '<span class="clash-value">1709 µg/L</span>' in page
    assert '<span class="clash-value">1790 µg/L</span>' in page
    assert Observation.objects.get(analyte="ferritin").value == 1709


@pytest.mark.hazard("duplicate_patient")
def test_a_child_who_may_be_in_the_record_is_shown_first(patient, signed_in, clinician, fill):
    signed_in(clinician)
    boxes = {"code": "NEW-1", "sex": "female", "birth_date": "3/3/2015"}
    answer = fill(reverse("web:patient-new"), **boxes).content.decode()
    assert "may be in the record already" in answer
    assert f'href="/patients/{patient.pk}/"' in answer
    assert Patient.objects.count() == 1
