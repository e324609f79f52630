"""What is due today, as a ward works it off: the most urgent first, gone once it is done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, expect

from hlh_app.records.models import Patient

from .children import WAITING, at, child_awaiting_a_result, child_on_day_14, enter
from .ward import CODE, Ward

Clock = Callable[[datetime], None]


@pytest.fixture
def clock(monkeypatch) -> Clock:
    def say(now: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: now)

    say(at(11, 12, 10))
    return say


@pytest.fixture
def child(transactional_db, clock, clinician) -> Patient:
    """She stands beside a child whose result is late."""
    child_awaiting_a_result(clinician)
    return child_on_day_14(clinician)


@pytest.fixture
def ward(page, live_server, complaints, axe, child) -> Ward:
    return Ward(page, live_server.url, axe)


def lines(ward: Ward) -> Locator:
    return ward.page.locator(".work-line")


def go_home(ward: Ward) -> None:
    ward.page.get_by_role("link", name="Worklist").click()
    expect(ward.page.get_by_role("heading", name="Worklist")).to_be_visible()
    ward.look()


def test_fever_with_neutropenia_until_it_is_over(ward, context, clock):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    ward.sign_in("clinician")
    expect(lines(ward)).to_have_count(1)
    expect(lines(ward)).to_contain_text(WAITING)
    enter_fever_and_a_low_count(ward)
    she_stands_first(ward)
    copy_the_handover(ward)
    clock(at(11, 15, 10))
    ward.sign_in("clinician")  # nobody stays signed in for three days
    see_her_and_enter_the_visit(ward)
    go_home(ward)
    expect(lines(ward)).to_have_count(1)
    expect(lines(ward)).to_contain_text(WAITING)


def enter_fever_and_a_low_count(ward: Ward) -> None:
    ward.page.get_by_role("link", name="All patients").click()
    ward.page.get_by_role("link", name=CODE).click()
    ward.open_visit("12-Nov-2024", "09:00", "called in")
    ward.read_thermometer(("08:30", "39.2"))
    ward.type_results({"neutrophils": "0.4"})
    ward.look()
    ward.save()
    ward.says("The visit is saved.")
    state = ward.page.get_by_role("region", name="State")
    expect(state).to_contain_text("Look for infection now.")


def she_stands_first(ward: Ward) -> None:
    go_home(ward)
    expect(lines(ward)).to_have_count(2)
    first = lines(ward).first
    for text in (
        *(CODE, "9y 8m", "Fever with neutropenia", "See the patient now"),
        "neutrophils 0.4 ×10⁹/L",
    ):
        expect(first).to_contain_text(text)
    expect(lines(ward).nth(1)).to_contain_text("overdue by 8 days")


def copy_the_handover(ward: Ward) -> None:
    """What lies on the clipboard is what is to be read."""
    first = lines(ward).first
    first.get_by_text("Handover").click()
    ward.look()
    first.get_by_role("button", name="Copy").click()
    expect(first.get_by_text("Copied.")).to_be_visible()
    ward.look()
    copied = ward.page.evaluate("navigator.clipboard.readText()")
    assert copied == first.locator("[data-copy-text]").text_content()
    for text in (CODE, "Ruxolitinib 5 mg twice a day, day 15", "Fever with neutropenia"):
        assert text in copied, copied


def see_her_and_enter_the_visit(ward: Ward) -> None:
    ward.page.get_by_role("link", name="See the patient now").click()
    ward.look()
    ward.open_visit("15-Nov-2024", "09:00", "well again")
    ward.read_thermometer(("08:30", "36.8"))
    ward.type_results({"neutrophils": "1.6"})
    ward.save()
    ward.says("The visit is saved.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_list_on_a_phone(ward, sign_in, child, clinician, scheme):
    """At the bed: who, why and what to do in sight, nothing to scroll sideways for."""
    enter(clinician, child, at(11, 12, 8), {"temperature": "39.2", "neutrophils": "0.4"})
    page = ward.page
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(color_scheme=scheme)
    sign_in(clinician)
    page.goto(ward.address)
    first = lines(ward).first
    expect(first.get_by_text("Fever with neutropenia", exact=True)).to_be_in_viewport()
    expect(first.get_by_role("link", name="See the patient now")).to_be_in_viewport()
    ward.look()
    first.get_by_text("Handover").click()
    expect(first.get_by_role("button", name="Copy")).to_be_visible()
    ward.look()
    first.get_by_role("link", name=CODE).click()
    expect(page.get_by_role("region", name="Patient", exact=True)).to_contain_text(CODE)
