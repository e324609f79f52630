"""From a verdict to its rule, and from a doubt to its answer."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from hlh_app.clinical import hlh2004
from hlh_app.records.models import Patient

from .children import at, child_on_day_14
from .ward import CODE, Ward

DOUBT = "Hemoglobin 68 g/L was measured after a transfusion."
ANSWER = "The criterion counts the result as reported; the transfusion is named beside it."


@pytest.fixture
def child(transactional_db, monkeypatch, clinician) -> Patient:
    monkeypatch.setattr(timezone, "now", lambda: at(11, 12))
    return child_on_day_14(clinician)


@pytest.fixture
def ward(page, live_server, complaints, axe, child) -> Ward:
    return Ward(page, live_server.url, axe)


def test_a_doubt_is_reported_and_answered(ward, sign_in, child, clinician, reviewer):
    sign_in(clinician)
    ward.page.goto(ward.address + reverse("web:patient", args=[child.pk]))
    read_how_it_is_calculated(ward)
    report_the_doubt(ward, child)
    sign_in(reviewer)
    read_the_report(ward)
    read_the_record_as_it_was(ward)
    answer_and_close(ward)


def read_how_it_is_calculated(ward: Ward) -> None:
    page = ward.page
    page.locator("details.verdict > summary").first.click()
    ward.look()
    page.get_by_role("link", name="How this is calculated").first.click()
    expect(page.get_by_role("heading", name="HLH-2004", level=1)).to_be_visible()
    asked = page.get_by_role("table")
    expect(asked.get_by_role("row", name="Ferritin")).to_contain_text("500")
    expect(page.get_by_text("Henter 2007").first).to_be_visible()
    expect(page.get_by_role("heading", name="What could go wrong")).to_be_visible()
    ward.look()


def report_the_doubt(ward: Ward, child: Patient) -> None:
    """From the verdict, so that the record goes with it."""
    page = ward.page
    page.go_back()
    verdict = page.locator("details.verdict").first
    verdict.locator("summary").click()
    verdict.get_by_role("link", name="report a problem").click()
    expect(page.get_by_role("region", name="Patient", exact=True)).to_contain_text(CODE)
    ward.look()
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_role("alert", name="There is a problem")).to_be_focused()
    ward.look()
    page.get_by_label("What seems wrong").fill(DOUBT)
    page.get_by_role("button", name="Send the report").click()
    ward.says("The report is kept; a reviewer will answer it.")


def read_the_report(ward: Ward) -> None:
    page = ward.page
    page.get_by_role("link", name="How this is calculated").click()
    ward.look()
    page.get_by_role("link", name="Reported problems").click()
    ward.look()
    page.get_by_role("link", name=DOUBT).click()
    for text in ("HLH-2004", f"Version {hlh2004.VERSION}", CODE, DOUBT):
        expect(page.locator("main")).to_contain_text(text)
    ward.look()


def read_the_record_as_it_was(ward: Ward) -> None:
    page = ward.page
    page.get_by_role("link", name="The record as it was reported").click()
    inputs = page.locator("pre")
    for text in ("hlh-case/1", "ferritin", "17090"):
        expect(inputs).to_contain_text(text)
    assert ward.axe() == []
    page.go_back()


def answer_and_close(ward: Ward) -> None:
    page = ward.page
    page.get_by_label("Answer").fill(ANSWER)
    page.get_by_role("button", name="Answer and close").click()
    ward.says("The report is closed with your answer.")
    expect(page.locator("main")).to_contain_text(ANSWER)
    page.goto(ward.address + reverse("web:problems"))
    expect(page.get_by_text("No report is open.")).to_be_visible()
    ward.look()
