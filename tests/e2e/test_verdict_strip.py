"""The verdicts through time: what a day says in the strip, the page as of that day says too."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from .children import at, child_on_day_14
from .ward import Ward

BEFORE_TREATMENT = "27-Oct-2024"


@pytest.fixture
def strip(monkeypatch, page, live_server, complaints, axe, sign_in, clinician) -> Ward:
    """The trajectories of the girl of 25.0 kg, with the strip drawn and in sight."""
    monkeypatch.setattr(timezone, "now", lambda: at(11, 12))
    child = child_on_day_14(clinician)
    sign_in(clinician)
    ward = Ward(page, live_server.url, axe)
    page.goto(ward.address + reverse("web:trajectories", args=[child.pk]))
    figure_of(page).scroll_into_view_if_needed()
    expect(figure_of(page).locator(".js-plotly-plot")).to_be_visible()
    ward.look()
    return ward


def figure_of(page: Page) -> Locator:
    return page.get_by_role("figure", name="Verdicts by day")


def said_in_the_table(page: Page, day: str) -> tuple[str, ...]:
    """Criteria, points, response and grade of that day."""
    row = figure_of(page).get_by_role("row", name=re.compile(f"^{day}"), include_hidden=True)
    return tuple(row.locator("td").all_text_contents())


def check_the_page(ward: Ward, said: tuple[str, ...]) -> None:
    """As of then, with the count and the points that the strip gave for the day."""
    page = ward.page
    expect(page.get_by_text("This page is shown")).to_contain_text(BEFORE_TREATMENT)
    criteria, points, _response, _grade = said
    met = criteria.split()[0]
    now = page.locator(".readings > div", has=page.get_by_role("heading", name="Now"))
    expect(now.locator("details", has_text="HLH-2004")).to_contain_text(f"{met} of 8")
    expect(now.locator("details", has_text="HScore")).to_contain_text(f"{points} points")
    ward.look()


def test_a_day_chosen_with_the_mouse(strip):
    page = strip.page
    said = said_in_the_table(page, BEFORE_TREATMENT)
    box = figure_of(page).locator(".scatterlayer .point").first.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    hover = figure_of(page).locator(".hovertext")
    expect(hover.first).to_contain_text(f"{BEFORE_TREATMENT}: {said[0].rsplit(',', 1)[0]}")
    with page.expect_navigation():
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    check_the_page(strip, said)


def test_a_day_chosen_by_keyboard(strip):
    page = strip.page
    said = said_in_the_table(page, BEFORE_TREATMENT)
    figure_of(page).locator("summary").focus()
    page.keyboard.press("Enter")
    strip.look()
    day = figure_of(page).get_by_role("link", name=BEFORE_TREATMENT)
    for _stop in range(10):
        page.keyboard.press("Tab")
        if day.evaluate("link => link === document.activeElement"):
            break
    expect(day).to_be_focused()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    check_the_page(strip, said)
