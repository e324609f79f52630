"""What a page says while it keeps what is typed, when it asks before it goes, and how two people
merge: looked at as everybody sees it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from hlh_app.accounts.models import Role
from hlh_app.clinical.case import Moment
from hlh_app.records.entries import FindingEntry, ObservationEntry, VisitEntry
from hlh_app.records.models import Finding, Observation, Visit
from hlh_app.records.services.patients import create_patient
from hlh_app.records.services.rows import correct_row
from hlh_app.records.services.visits import save_visit

SIZES = [(1280, "light"), (768, "dark"), (390, "light")]


@pytest.fixture
def stored(live_server, centre, clinician) -> Visit:
    patient = create_patient(
        actor=clinician, centre=centre, code="HLH-7", sex="female", birth_date=date(2015, 3, 3)
    )
    rows = tuple(
        ObservationEntry(analyte=code, value=Decimal(value), unit=unit)
        for code, value, unit in (("ferritin", "17090", "ug/L"), ("hemoglobin", "82", "g/L"))
    )
    return save_visit(
        actor=clinician,
        patient=patient,
        entry=VisitEntry(
            visited=Moment.timed(datetime(2024, 11, 2, 8, tzinfo=UTC)),
            observations=rows,
            findings=(FindingEntry(finding="splenomegaly", status="present"),),
        ),
    )


@pytest.fixture
def form(visit, sign_in, clinician, stored) -> Page:
    sign_in(clinician)
    return visit(f"/patients/{stored.patient_id}/visits/{stored.pk}/")


def state(page: Page):
    return page.locator(".keep-state")


def asked_before_leaving(page: Page) -> bool:
    """Whether the browser would ask: what the page answers to the question."""
    return page.evaluate(
        "() => { const asked = new Event('beforeunload', {cancelable: true});"
        " dispatchEvent(asked); return asked.defaultPrevented; }"
    )


def test_kept_is_said_and_never_saved(form, axe):
    form.fill("#ferritin-value", "1709")
    expect(state(form)).to_contain_text("Kept as typed")
    expect(state(form)).to_contain_text("not saved yet")
    assert axe() == []
    form.reload()
    expect(form.get_by_text("Restored what you typed at")).to_be_visible()
    expect(form.locator("#ferritin-value")).to_have_value("1709")
    assert axe() == []
    # The address of the page is all that the browser's storage holds (htmx puts it there).
    stored = form.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "ferritin" not in stored
    assert "1709" not in stored
    assert Observation.objects.get(analyte="ferritin").value == 17090


def test_it_asks_before_leaving_only_while_something_differs_and_is_not_kept(form, context):
    assert not asked_before_leaving(form)
    form.route("**/unsaved/", lambda route: route.abort())
    form.fill("#ferritin-value", "1709")
    assert asked_before_leaving(form)
    form.fill("#ferritin-value", "17090")
    assert not asked_before_leaving(form)
    form.unroute("**/unsaved/")
    form.fill("#ferritin-value", "1709")
    expect(state(form)).to_contain_text("Kept as typed")
    assert not asked_before_leaving(form)


@pytest.fixture
def complaints(complaints) -> list[str]:
    """A message that does not arrive is told by the browser as well; here that is meant."""
    yield complaints
    complaints[:] = [said for said in complaints if "ERR_FAILED" not in said]


def test_without_scripts_it_is_restored_too(browser, live_server, clinician, stored, client):
    client.force_login(clinician)
    cookie = next(iter(client.cookies.values()))
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page = context.new_page()
    address = f"{live_server.url}/patients/{stored.patient_id}/visits/new/"
    page.goto(address)
    page.fill("#ferritin-value", "1,5")
    page.get_by_role("button", name="Save the visit").last.click()
    expect(page.get_by_text("There is a problem")).to_be_visible()
    page.goto(address)
    expect(page.locator("#ferritin-value")).to_have_value("1,5")
    page.get_by_role("button", name="Throw it away").click()
    expect(page.locator("#ferritin-value")).to_have_value("")
    context.close()


@pytest.fixture
def met(form, make_user, centre) -> Page:
    """Another person corrected ferritin, spleen and hemoglobin; this one ferritin and spleen."""
    night = make_user(Role.CLINICIAN, centre, username="night")
    ferritin = Observation.objects.get(analyte="ferritin")
    hemoglobin = Observation.objects.get(analyte="hemoglobin")
    spleen = Finding.objects.get()
    correct_row(actor=night, row=ferritin, version=1, value=Decimal(1240))
    correct_row(actor=night, row=hemoglobin, version=1, value=Decimal(91))
    correct_row(actor=night, row=spleen, version=1, status="absent")
    form.fill("#ferritin-value", "1420")
    form.fill("#splenomegaly-detail", "2 cm")
    form.get_by_role("button", name="Save the correction").last.click()
    expect(form.get_by_role("heading", name="Changed by somebody else meanwhile")).to_be_visible()
    return form


def test_the_merge_view_is_accessible_and_fits(met, axe):
    for width, scheme in SIZES:
        met.set_viewport_size({"width": width, "height": 900})
        met.emulate_media(color_scheme=scheme)
        assert axe() == [], (width, scheme)
        assert met.evaluate("document.documentElement.scrollWidth <= innerWidth"), width


def test_two_people_merge_by_keyboard_alone(met):
    ferritin = met.get_by_role("group", name="Ferritin", exact=True)
    expect(ferritin).to_contain_text("17090 µg/L")
    ferritin.get_by_role("radio", name="1240 µg/L").focus()
    met.keyboard.press("ArrowRight")
    expect(ferritin.get_by_role("radio", name="1420 µg/L")).to_be_checked()
    met.get_by_role("group", name="Spleen enlarged").get_by_role("radio", name="Absent").focus()
    met.keyboard.press("Space")
    expect(met.get_by_text("Merged by itself")).to_be_visible()
    met.get_by_role("button", name="Save as chosen").press("Enter")
    expect(met.get_by_text("The visit is corrected.")).to_be_visible()
    values = dict(Observation.objects.values_list("analyte", "value"))
    assert (values["ferritin"], values["hemoglobin"]) == (1420, 91)
    assert Finding.objects.get().status == "absent"
