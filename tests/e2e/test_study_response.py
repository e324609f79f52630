"""The drawings of response with the pointer, and other definitions computed while one waits."""

from __future__ import annotations

from datetime import date

import pytest

from hlh_app.accounts.models import User
from hlh_app.records import sensitivity
from hlh_app.records.demo import scale
from hlh_app.records.models import SensitivityRun
from hlh_app.records.services.sensitivity import begin
from hlh_app.records.study_rows import renew_rows
from tests.statistics.study_rows import cohort, patient
from tests.web.study.pages import pretend

PLACE = """() => {
  const gd = document.querySelector("[data-figure=figure-swimmer-a]");
  const { xaxis, yaxis, _size: size } = gd._fullLayout;
  const box = gd.getBoundingClientRect();
  return [box.x + size.l + xaxis.d2p(200), box.y + size.t + yaxis.d2p(1)];
}"""
WEEKS = "document.querySelector('[data-figure=figure-swimmer-a]').layout.xaxis.ticktext.length"


def course(last, **outcome):
    facts = {f"outcome__{name}": value for name, value in outcome.items()}
    return patient(outcome__last_day=last, outcome__best=["PR"], **facts)


@pytest.fixture
def swimmers(visit, sign_in, reader, monkeypatch):
    pretend(monkeypatch, cohort(course(400), course(300, response_day=14, relapse_day=90))[0])
    sign_in(reader)
    page = visit("/cohort/response/")
    page.locator("#patients").scroll_into_view_if_needed()
    page.locator("[data-figure=figure-swimmer-a]").scroll_into_view_if_needed()
    page.wait_for_selector("[data-figure=figure-swimmer-a].js-plotly-plot")
    return page


def test_a_click_on_a_bar_opens_its_patient_and_a_button_shows_eight_weeks(swimmers):
    swimmers.get_by_role("button", name="8 weeks").click()
    assert swimmers.evaluate(WEEKS) == 9
    swimmers.get_by_role("button", name="All").click()
    across, down = swimmers.evaluate(PLACE)
    swimmers.mouse.move(across - 1, down)
    swimmers.route("**/patients/*/", lambda route: route.fulfill(body="<title>x</title>"))
    with swimmers.expect_navigation(url="**/patients/2/"):
        swimmers.mouse.click(across, down)


def test_the_same_without_a_pointer(swimmers):
    swimmers.get_by_text("The same days as a table").press("Enter")
    swimmers.route("**/patients/*/", lambda route: route.fulfill(body="<title>x</title>"))
    with swimmers.expect_navigation(url="**/patients/2/"):
        swimmers.get_by_role("link", name="C-001").first.press("Enter")


def test_other_definitions_are_computed_while_the_page_waits(
    visit, sign_in, monkeypatch, transactional_db, axe
):
    """Begun, seen to go on, and answered on the same page without loading it again."""
    scale.fill(3, 300, date(2026, 6, 1))
    renew_rows()
    begun = []
    monkeypatch.setitem(begin.__kwdefaults__, "work", lambda *what: begun.append(what))
    sign_in(User.objects.get(username="clinician"))
    page = visit("/cohort/response/?treatment=any")
    page.get_by_role("button", name="by every definition").click()
    page.get_by_text("0 of 3 patients assessed by every definition.").wait_for()
    assert axe() == []
    sensitivity.compute(*begun[0])
    page.get_by_text("The rate of response by other definitions:").first.wait_for()
    assert SensitivityRun.objects.get().done == 3
    assert axe() == []
