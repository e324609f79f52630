"""One part of the rows of a few patients, stored or computed, of nobody else's."""

from __future__ import annotations

import json

import pytest

from hlh_app.records.models import Patient, StudyRow
from hlh_app.records.selectors.study_parts import part_of
from hlh_app.records.study_rows import renew_rows
from tests.records.factories import PatientFactory

from .test_sensitivity import given, result  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def patients(centre, given):  # noqa: F811
    found = [given(PatientFactory(centre=centre)) for _ in range(2)]
    renew_rows()
    return found


def points(text):
    return json.loads(text)["points"]["ferritin"]


def test_what_is_stored_and_true_is_read(patients, reader):
    one, other = patients
    StudyRow.objects.filter(patient=one).update(series='{"points": {"ferritin": [[1, 2.0]]}}')
    found = part_of(reader, [one.pk], "series")
    assert {key: points(text) for key, text in found.items()} == {one.pk: [[1, 2.0]]}
    assert set(part_of(reader, [one.pk, other.pk], "series")) == {one.pk, other.pk}


def test_what_is_out_of_date_is_computed(patients, reader, clinician):
    one, other = patients
    result(clinician, one, "ferritin", "333", "2026-01-26T08:00:00+01:00")
    found = part_of(reader, [one.pk, other.pk], "series")
    assert points(found[one.pk]) == [[0, 4000.0], [14, 1000.0], [21, 333.0]]
    assert points(found[other.pk]) == [[0, 4000.0], [14, 1000.0]]


def test_nobody_and_nobody_elses(patients, reader, other_centre):
    stranger = PatientFactory(centre=other_centre)
    assert part_of(reader, [], "series") == {}
    assert part_of(reader, [stranger.pk], "series") == {}
    assert Patient.objects.count() == 3
