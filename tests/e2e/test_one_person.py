"""Two records of one child, found, looked at and merged with the keyboard alone."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from hlh_app.accounts.models import User
from hlh_app.records.demo import content
from hlh_app.records.documents import export_document, load_document
from hlh_app.records.models import Patient, PatientMerge

TODAY = date(2026, 6, 1)


@pytest.fixture
def twice(transactional_db, monkeypatch) -> tuple[Patient, Patient]:
    """The child of 25.0 kg, entered again on a second admission with another birth date."""
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 6, 1, 8, 30, tzinfo=UTC))
    content.fill(TODAY)
    kept = Patient.objects.select_related("centre").get(code="SYN-07")
    again = json.loads(export_document(kept))
    born = kept.birth_date.replace(year=kept.birth_date.year + 1)
    again |= {"id": "syn 7", "visits": [], "exposures": [], "donor": "matched"}
    again["patient"]["birth_date"] = born.isoformat()
    for key in ("observations", "findings", "adverse_events"):
        again[key] = [{k: v for k, v in row.items() if k != "visit"} for row in again.get(key, [])]
    for row in again["observations"]:
        if row["analyte"] == "ast" and row.get("value"):
            row["value"] *= 2
    clinician = User.objects.get(username="clinician")
    return kept, load_document(json.dumps(again), centre=kept.centre, actor=clinician)


def test_are_merged_by_keyboard_and_what_was_typed_goes_along(
    twice, visit, sign_in, axe, context, live_server, page
):
    kept, gone = twice
    born = kept.birth_date
    sign_in(User.objects.get(username="clinician"))
    beside = context.new_page()  # somebody types about the record that goes
    beside.goto(live_server.url + reverse("web:row-new", args=[gone.pk, "events"]))
    beside.fill("[name=detail]", "typed while it was merged")
    visit(reverse("web:same-person"))
    page.get_by_role("link", name="Look at both SYN-07, syn 7").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Merge syn 7 into SYN-07?").wait_for()
    assert axe() == []
    page.locator("[name=stands_birth]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")  # the second of two: the donor of the record that goes
    page.locator("[name=reason]").focus()
    page.keyboard.type("A second admission.")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="syn 7, merged into SYN-07").wait_for()
    kept.refresh_from_db()
    assert (kept.birth_date, kept.donor) == (born, "matched")
    assert PatientMerge.objects.get().gone_id == gone.pk
    beside.get_by_role("button", name="Save", exact=True).click()
    beside.wait_for_url(f"**{reverse('web:row-new', args=[kept.pk, 'events'])}*")
    assert beside.locator("[name=detail]").input_value() == "typed while it was merged"
    visit(reverse("web:patient", args=[gone.pk]))
    assert page.get_by_text("The record of syn 7 was merged into this one.").is_visible()
