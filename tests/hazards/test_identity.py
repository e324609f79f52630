"""Hazards of one person and two: records that were taken for one child's."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from hlh_app.records.cases import build_case
from hlh_app.records.models import Patient
from hlh_app.records.services.patients import create_patient

pytestmark = pytest.mark.django_db


@pytest.mark.hazard("wrong_merge")
def test_two_children_are_told_apart_again(
    patient, stored_visit, centre, signed_in, clinician, fill, client
):
    fields = {"code": "HLH-0070", "sex": "female", "birth_date": date(2015, 3, 3)}
    other = create_patient(actor=clinician, centre=centre, **fields)
    signed_in(clinician)
    cases = [build_case(one) for one in (patient, other)]
    url = reverse("web:merge", args=[other.pk, patient.pk])
    preview = client.get(url).content.decode()
    assert "After the merge" in preview
    assert "(other than now)" in preview
    assert [build_case(one) for one in (patient, other)] == cases  # looked at, nothing done
    refused = fill(url).content.decode()
    assert "Enter why this is one person" in refused
    done = fill(url, reason="Twins taken for one.")
    assert len(build_case(other).observations) == 3
    fill(done.url, reason="They are twins.", two_people="on")
    patients = [Patient.objects.get(pk=one.pk) for one in (patient, other)]
    assert [build_case(one) for one in patients] == cases
    assert "HLH-0070" not in client.get(reverse("web:same-person")).content.decode()
