"""What is signed is what was on the page; what came after it shows."""

from __future__ import annotations

from datetime import datetime

import pytest

from hlh_app.clinical.case import Moment
from hlh_app.records.entries import VisitEntry
from hlh_app.records.models import Observation, Signature
from hlh_app.records.services.rows import correct_row
from hlh_app.records.services.visits import save_visit

from .conftest import VIENNA, form_of, observed

pytestmark = pytest.mark.django_db


@pytest.fixture
def _on_a_fixed_day() -> None:
    """The database dates the changes, so the clock must be its own."""


@pytest.fixture
def visit(patient, clinician):
    """A visit of 2020, whatever today is."""
    at = Moment.timed(datetime(2020, 11, 2, 8, tzinfo=VIENNA))
    ferritin = observed("ferritin", "17090", "ug/L")
    entry = VisitEntry(visited=at, observations=(ferritin,))
    return save_visit(actor=clinician, patient=patient, entry=entry)


@pytest.fixture
def url(visit, signed_in, clinician) -> str:
    signed_in(clinician)
    return f"/patients/{visit.patient_id}/visits/{visit.pk}/sign/"


@pytest.fixture
def correct(clinician):
    """correct(value): somebody else corrects the ferritin."""

    def correct(value: int) -> None:
        row = Observation.objects.get(analyte="ferritin")
        correct_row(actor=clinician, row=row, version=row.version, reason="misread", value=value)

    return correct


def test_the_page_shows_what_will_be_signed(url, client):
    page = client.get(url).content.decode()
    assert "Not signed yet." in page
    assert "17,090 µg/L" in page
    assert "HLH-2004" in page
    assert "Sign the visit" in page


def test_a_clinician_signs(url, fill, client):
    assert fill(url).status_code == 302
    signature = Signature.objects.get()
    assert signature.signed_by.username == "clinician"
    page = client.get(url).content.decode()
    assert "Signed by Clara Clinician" in page
    assert "Sign again" not in page
    assert "Changed since signed" not in page


def test_what_was_changed_since_is_shown_and_may_be_signed_again(url, fill, client, correct):
    fill(url)
    correct(1709)
    page = client.get(url).content.decode()
    assert "Changed since signed" in page
    assert "<del>17,090" in page
    assert "misread" in page
    assert fill(url).status_code == 302
    assert Signature.objects.count() == 2


def test_what_changed_after_the_page_was_shown_is_not_signed_unseen(url, fill, client, correct):
    shown = client.get(url)
    correct(1709)
    response = fill(url, again=shown)
    page = response.content.decode()
    assert "was changed after this page was shown" in page
    assert "1,709 µg/L" in page
    assert not Signature.objects.exists()
    assert fill(url, again=response).status_code == 302


def test_a_second_click_does_not_sign_twice(url, client):
    data = form_of(client.get(url))
    client.post(url, data)
    response = client.post(url, data)
    assert response.status_code == 200
    assert "signed and has not changed since" in response.content.decode()
    assert Signature.objects.count() == 1
