"""A reviewer follows a wrong value to its trail, at a desk and on a phone."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from hlh_app.clinical.case import Moment
from hlh_app.records.audit import acting
from hlh_app.records.models import Observation, Patient

pytestmark = pytest.mark.django_db(transaction=True)
LIST = "/admin/records/observation/"


@pytest.fixture
def result(centre, clinician) -> Observation:
    with acting(clinician):
        patient = Patient.objects.create(
            centre=centre, code="HLH-0007", birth_date=date(2015, 3, 3), sex="female"
        )
        row = Observation(patient=patient, analyte="ferritin", value=17090, unit="ng/mL")
        row.measured = Moment.timed(datetime(2026, 11, 2, 8, tzinfo=UTC))
        row.save()
    with acting(clinician, "read from the wrong line"):
        row.value = Decimal("1709")
        row.save()
    return row


@pytest.mark.parametrize("width", [1280, 390])
def test_from_the_list_to_the_trail(visit, sign_in, axe, reviewer, result, width):
    sign_in(reviewer)
    page = visit(LIST)
    page.set_viewport_size({"width": width, "height": 900})
    assert axe() == []
    page.get_by_role("link", name="Ferritin").first.click()
    page.get_by_role("heading", name="Audit trail, newest first").wait_for()
    trail = page.locator(".trail").inner_text()
    assert "17,090 → 1,709" in trail
    assert "read from the wrong line" in trail
    assert axe() == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    visit("/admin/records/auditentry/")
    assert axe() == []
