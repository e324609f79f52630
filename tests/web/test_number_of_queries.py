"""A page asks the database the same number of times, however much there is to show."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from hlh_app.accounts.models import User
from hlh_app.records.demo import scale
from hlh_app.records.models import Observation, Patient
from hlh_app.records.study_rows import renew_rows

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)
PAGES = [
    *("patient", "labs", "trajectories", "summary", "patient-trail", "visit-new", "flowsheet"),
    *("course", "safety", "eligibility", "handover"),
    *("temperatures", "paste"),
]


@pytest.fixture
def asked(client, django_assert_max_num_queries):
    """asked(address): how many queries the page takes, for a clinician of the centre."""

    def count(address: str) -> int:
        client.force_login(User.objects.get(username="clinician"))
        with django_assert_max_num_queries(60) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    return count


OF_GROUPS = [
    *("study", "study-tables", "study-response", "study-fever", "study-survival"),
    *("study-safety", "study-benchmark", "study-explore", "study-publish", "study-sensitivity"),
    "study-response-patients",
]


def patient_with(results: int) -> Patient:
    """One more patient of the same course, with so many results."""
    scale.fill(1, results, TODAY)
    patient = Patient.objects.latest("pk")
    assert Observation.objects.filter(patient=patient).count() == results
    return patient


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_one_patient(page, asked):
    few, many = patient_with(10), patient_with(500)
    first = asked(reverse(f"web:{page}", args=[few.pk]))
    assert asked(reverse(f"web:{page}", args=[many.pk])) == first


def test_the_list_of_patients(asked):
    patient_with(10)
    first = asked(reverse("web:patients"))
    for _ in range(3):
        patient_with(500)
    assert asked(reverse("web:patients")) == first


def test_the_list_of_patients_whose_summaries_are_out_of_date(asked):
    scale.fill(2, 20, TODAY)
    Patient.objects.update(donor="searching")  # the trigger marks the summaries
    first = asked(reverse("web:patients"))
    scale.fill(2, 600, TODAY)
    Patient.objects.update(donor="unknown")
    assert asked(reverse("web:patients")) == first


def test_the_preview_of_a_merge(asked):
    few, many = patient_with(10), patient_with(500)
    address = reverse("web:merge", args=[patient_with(10).pk, few.pk])
    first = asked(address)
    assert asked(reverse("web:merge", args=[patient_with(500).pk, many.pk])) == first


def test_the_likely_pairs_of_a_centre(asked):
    patient_with(10)
    first = asked(reverse("web:same-person"))
    for _ in range(3):
        patient_with(50)
    assert asked(reverse("web:same-person")) == first


@pytest.mark.parametrize("page", [*OF_GROUPS, "study-patients"])
def test_a_page_about_groups(page, asked):
    address = reverse(f"web:{page}") + "?treatment=any&of=cohort/n/a"
    patient_with(10)
    renew_rows()
    first = asked(address)
    for _ in range(3):
        patient_with(200)
    renew_rows()
    assert asked(address) == first


def test_a_page_about_groups_whose_rows_are_out_of_date(asked):
    address = reverse("web:study") + "?treatment=any"
    scale.fill(2, 20, TODAY)
    Patient.objects.update(donor="searching")
    first = asked(address)
    scale.fill(2, 100, TODAY)
    Patient.objects.update(donor="unknown")
    assert asked(address) == first
