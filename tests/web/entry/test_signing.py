"""What is signed is what was on the page; what came after it shows."""

from __future__ import annotations

import pytest

from hlh_app.records.models import Observation, Signature
from hlh_app.records.services.rows import correct_row

from .conftest import form_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(stored_visit, signed_in, clinician) -> str:
    signed_in(clinician)
    return f"/patients/{stored_visit.patient_id}/visits/{stored_visit.pk}/sign/"


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
