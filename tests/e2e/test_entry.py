"""Entering at a desk, on a ward phone, by keyboard alone, and without scripts."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from hlh_app.clinical.case import Moment
from hlh_app.records.entries import ObservationEntry, VisitEntry
from hlh_app.records.models import Observation, Visit
from hlh_app.records.services.patients import create_patient
from hlh_app.records.services.visits import save_visit

PAGES = (
    *("/patients/new/", "/patients/{p}/edit/", "/patients/{p}/visits/new/"),
    *("/patients/{p}/visits/{v}/", "/patients/{p}/visits/{v}/sign/"),
    *(
        "/patients/{p}/temperatures/",
        "/patients/{p}/treatments/new/",
        "/patients/{p}/findings/new/",
    ),
    *("/patients/{p}/observations/{o}/", "/patients/{p}/enter-in-error/visit/{v}/", "/queries/"),
)


@pytest.fixture
def stored(live_server, centre, clinician) -> Visit:
    patient = create_patient(
        actor=clinician, centre=centre, code="HLH-7", sex="female", birth_date=date(2015, 3, 3)
    )
    rows = tuple(
        ObservationEntry(analyte=code, value=Decimal(value), unit=unit)
        for code, value, unit in (("ferritin", "17090", "ug/L"), ("temperature", "39.6", "Cel"))
    )
    at = Moment.timed(datetime(2024, 11, 2, 8, tzinfo=UTC))
    return save_visit(
        actor=clinician, patient=patient, entry=VisitEntry(visited=at, observations=rows)
    )


@pytest.fixture
def new_visit(visit, sign_in, clinician, stored):
    sign_in(clinician)
    return lambda: visit(f"/patients/{stored.patient_id}/visits/new/")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 768, 390])
def test_the_pages_are_accessible_and_fit(
    visit, axe, sign_in, clinician, stored, page, width, scheme
):
    sign_in(clinician)
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    ferritin = Observation.objects.get(analyte="ferritin")
    for path in PAGES:
        visit(path.format(p=stored.patient_id, v=stored.pk, o=ferritin.pk))
        assert axe() == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_what_is_typed_is_judged_at_once_and_kept_when_refused(new_visit, axe):
    page = new_visit()
    # Tall enough that the foot covers no box: what lies under it is scrolled to, not clicked.
    page.set_viewport_size({"width": 1280, "height": 3200})
    page.get_by_label("Date", exact=False).first.fill("3/4/2024")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Read as 03-Apr-2024.")).to_be_visible()
    page.fill("#ferritin-value", "250000")
    page.fill("#hemoglobin-value", "9,1")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Ferritin 250,000 µg/L is unusual")).to_be_visible()
    expect(page.get_by_text("Write 9.1 with a point")).to_be_visible()
    expect(page.locator("#foot-says")).to_have_text(
        "Saving writes: 2 results; 2 to confirm or correct"
    )
    assert axe() == []
    page.get_by_role("button", name="Save the visit").click()
    summary = page.get_by_role("alert", name="There is a problem")
    expect(summary).to_be_focused()
    expect(page.locator("#hemoglobin-value")).to_have_value("9,1")
    assert axe() == []
    summary.get_by_role("link", name="Hemoglobin").click()
    expect(page.locator("#hemoglobin-value")).to_be_focused()


def test_a_visit_by_keyboard_alone(new_visit):
    page = new_visit()
    page.focus("#hemoglobin-value")
    for value in ("91", "96", "2.4", "1.1"):
        page.keyboard.type(value)
        page.keyboard.press("Tab")
    expect(page.locator("#ferritin-value")).to_be_focused()
    page.keyboard.type("1709")
    page.keyboard.press("F2")
    expect(page.locator("#ferritin-unit")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#ferritin-value")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator("#neutrophils-value")).to_be_focused()
    page.focus("#sodium-value")
    page.keyboard.type("138")
    page.get_by_role("button", name="Save the visit").last.press("Enter")
    expect(page.get_by_text("The visit is saved.")).to_be_visible()
    values = dict(Observation.objects.order_by("pk").values_list("analyte", "value"))
    assert values["neutrophils"] == Decimal("1.1")
    assert values["ferritin"] == Decimal(1709)


def test_a_tick_makes_tab_stop_at_units_too(new_visit):
    page = new_visit()
    page.get_by_label("Tab stops at units too").check()
    page.focus("#hemoglobin-value")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_a_visit_without_scripts(browser, live_server, clinician, stored, client):
    client.force_login(clinician)
    context = browser.new_context(java_script_enabled=False)
    cookie = next(iter(client.cookies.values()))
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/patients/{stored.patient_id}/visits/new/")
    page.fill("#id_day", "20-Nov-2024")
    page.fill("#ferritin-value", "250000")
    page.press("#ferritin-value", "Enter")
    page.check("#ferritin-confirmed")
    page.get_by_role("button", name="Save the visit").last.click()
    expect(page.get_by_text("The visit is saved.")).to_be_visible()
    context.close()
    assert Observation.objects.filter(implausible_confirmed=True).exists()
