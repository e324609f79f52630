"""FHIR documents by page: whose they are is asked, a record number is never kept, and out again."""

from __future__ import annotations

import json

import pytest
from django.apps import apps
from django.urls import reverse

from hlh_app.records.models import Observation, Patient

from .conftest import bundle, fhir_ferritin, fhir_patient, words

pytestmark = pytest.mark.django_db


def test_an_unknown_patient_is_asked_about_with_those_born_that_day(send, patient):
    page = send(bundle(fhir_patient(), fhir_ferritin()), "bundle.json")
    said = words(page)
    assert "born 03-Mar-2015, female, 1 entry" in said
    assert "Born on the same day: HLH-0007" in said
    assert "MRN-4711" not in page.content.decode()
    assert "Nobody" not in said


def test_and_is_matched(send, answer, confirm, patient):
    send(bundle(fhir_patient(), fhir_ferritin()), "bundle.json")
    page = answer({"who.p1": "is", "code.p1": "HLH-0007"})
    assert "HLH-0007 (p1)" in words(page)
    confirm(page)
    assert Observation.objects.get().patient == patient


def test_or_added_under_a_study_code(send, answer, confirm, everything):
    content = bundle(fhir_patient("p2", "2012-01-02"), fhir_ferritin("p2"))
    before = everything()["Patient"]
    send(content, "bundle.json")
    page = answer({"who.p2": "add", "code.p2": "HLH-0100"})
    assert everything()["Patient"] == before
    assert "Keep 1 entry" in words(page)
    confirm(page)
    added = Patient.objects.get(code="HLH-0100")
    assert (str(added.birth_date), added.sex, added.name) == ("2012-01-02", "female", "")
    assert Observation.objects.get().patient == added
    for model in apps.get_app_config("records").get_models():
        assert "MRN-4711" not in str(list(model._default_manager.values()))


def test_a_code_that_is_taken_is_refused_in_words(send, answer, patient):
    send(bundle(fhir_patient("p2", "2012-01-02"), fhir_ferritin("p2")), "bundle.json")
    page = answer({"who.p2": "add", "code.p2": "HLH-0007"})
    assert "There is a problem" in words(page)
    assert "HLH-0007: This code is in use" in words(page)
    assert Patient.objects.count() == 1


def test_somebody_elses_code_is_not_taken_for_the_patient(send, patient):
    content = bundle(fhir_patient("HLH-0007", "1999-01-01"), fhir_ferritin("HLH-0007"))
    page = words(send(content, "bundle.json"))
    assert "1 of an unknown patient" in page
    assert "The birth date differs" in page


def test_unmapped_codes_and_what_is_not_read_are_listed(send):
    coded = {"code": {"coding": [{"system": "http://loinc.org", "code": "99999-9"}]}}
    unitless = {"valueQuantity": {"value": 5}}
    content = bundle(
        fhir_patient("HLH-0007"),
        fhir_ferritin("HLH-0007", 1, **coded),
        fhir_ferritin("HLH-0007", 2, **unitless),
    )
    page = words(send(content, "bundle.json"))
    assert "99999-9" in page
    assert "without a unit" in page


def test_withdrawn_and_corrected_is_said(send, confirm):
    first = bundle(fhir_patient("HLH-0007"), fhir_ferritin("HLH-0007"))
    confirm(send(first, "first.json"))
    gone = fhir_ferritin("HLH-0007", status="entered-in-error")
    page = send(bundle(fhir_patient("HLH-0007"), gone), "second.json")
    assert "withdrawn by the document" in words(page)


def test_lines_of_json_are_read_too(send):
    lines = [json.dumps(fhir_patient("HLH-0007")), json.dumps(fhir_ferritin("HLH-0007"))]
    page = send("\n".join(lines).encode(), "export.ndjson")
    assert "Keep 1 entry" in words(page)


def test_a_patient_goes_out_and_comes_in_again_as_the_same(send, confirm, ward, patient):
    confirm(send(bundle(fhir_patient("HLH-0007"), fhir_ferritin("HLH-0007")), "bundle.json"))
    out = ward.get(reverse("web:patient-fhir", args=[patient.pk]))
    assert out["Content-Type"] == "application/fhir+json"
    assert "attachment" in out["Content-Disposition"]
    page = send(out.content, "again.json")
    assert "1 in the record already" in words(page)
