"""Exploring with the pointer and without: a line opens its patient, papers are asked for."""

from __future__ import annotations

import pytest

from tests.statistics.made_patients import made
from tests.web.study.pages import pretend

ROWS = [
    {"series": {"points": {"ferritin": ((-1, 17000.0), (7, 900.0 * n), (28, 400.0))}},
     "subject": {"treatment": "ruxolitinib"}}
    for n in (1, 5)
]  # fmt: skip
PLACE = """() => {
  const gd = document.querySelector("[data-figure=figure-explore]");
  const { xaxis, yaxis, _size: size } = gd._fullLayout;
  const box = gd.getBoundingClientRect();
  return [box.x + size.l + xaxis.d2p(7), box.y + size.t + yaxis.d2p(4500)];
}"""
SHOWN = """() => document.querySelector("[data-figure=figure-explore]").data
  .filter((trace) => trace.meta && trace.meta.overlay && trace.visible).length"""


@pytest.fixture
def explore(visit, sign_in, reader, monkeypatch):
    pretend(monkeypatch, made(*ROWS))
    sign_in(reader)
    page = visit("/cohort/explore/")
    page.wait_for_selector(".js-plotly-plot")
    return page


def opened(page):
    """Whatever patient's page is asked for next; none is there to be shown."""
    page.route("**/patients/*/", lambda route: route.fulfill(body="<title>x</title>"))
    return page.expect_navigation(url="**/patients/2/")


def test_a_click_on_a_line_opens_its_patient(explore):
    across, down = explore.evaluate(PLACE)
    explore.mouse.move(across - 1, down - 1)
    with opened(explore):
        explore.mouse.click(across, down)


def test_the_same_without_a_pointer(explore):
    explore.get_by_text("Patients whose lines are drawn: 2").press("Enter")
    link = explore.get_by_role("link", name="C-001")
    with opened(explore):
        link.press("Enter")


def test_published_groups_and_what_is_wrong_with_them_only_when_asked_for(explore):
    note = explore.locator("[data-overlay-note='chi2020']")
    assert (explore.evaluate(SHOWN), note.is_visible()) == (0, False)
    explore.get_by_label("Published and loaded groups").select_option("chi2020/ruxolitinib")
    assert (explore.evaluate(SHOWN), note.is_visible()) == (2, True)
    assert "not a target" in note.inner_text()
