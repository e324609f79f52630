"""A week of labs out of the clipboard: pasted, looked at, saved. Counted and timed."""

from __future__ import annotations

import time
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from hlh_app.records.models import AuditEntry, CentreWord, Observation, Patient
from hlh_app.records.services.patients import create_patient
from tests.web.entry.paste_blocks import GERMAN, RESULTS, WEEKS

MOST_ACTIONS, MOST_SECONDS = 3, 8
COUNTING = """
globalThis.actions = 0;
for (const kind of ["paste", "click", "change"])
  addEventListener(kind, (event) => { if (event.isTrusted) globalThis.actions += 1; }, true);
addEventListener("keydown", (event) => {
  if (event.isTrusted && !event.ctrlKey && event.key !== "Control") globalThis.actions += 1;
}, true);
"""


@pytest.fixture
def patient(live_server, centre, clinician) -> Patient:
    return create_patient(
        actor=clinician, centre=centre, code="HLH-7", sex="female", birth_date=date(2015, 3, 3)
    )


@pytest.fixture
def on_clipboard(context, live_server):
    """on_clipboard(page, text): as if it had been copied from a spreadsheet."""
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=live_server.url)
    return lambda page, text: page.evaluate("text => navigator.clipboard.writeText(text)", text)


@pytest.fixture
def paste_page(visit, sign_in, clinician, patient):
    sign_in(clinician)
    return lambda: visit(f"/patients/{patient.pk}/paste/")


def fits(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_twelve_labs_on_nine_dates(paste_page, on_clipboard, context, axe, capsys):
    context.add_init_script(COUNTING)
    page = paste_page()
    on_clipboard(page, WEEKS)
    begun = time.perf_counter()
    page.keyboard.press("Control+V")
    expect(page.get_by_role("status")).to_contain_text(f"{RESULTS} results found: {RESULTS} new.")
    looked = time.perf_counter()
    actions = page.evaluate("actions") + 1  # and the click that follows
    page.get_by_role("button", name=f"Save {RESULTS} results").click()
    expect(page.get_by_text(f"{RESULTS} results are saved.")).to_be_visible()
    saved = time.perf_counter()
    assert Observation.objects.count() == RESULTS
    assert AuditEntry.objects.filter(table="observation").count() == RESULTS
    with capsys.disabled():
        print(
            f"\n12 labs × 9 dates: {actions} actions; shown after {looked - begun:.1f} s, "
            f"saved after {saved - begun:.1f} s"
        )
    assert actions <= MOST_ACTIONS
    assert saved - begun < MOST_SECONDS
    page.get_by_role("link", name="Look at it or undo it").click()
    page.locator("details.undo summary").click()
    page.get_by_label("Why").fill("Of another child.")
    page.get_by_role("button", name="Undo").last.click()
    expect(page.get_by_role("status").first).to_be_visible()
    assert not Observation.objects.filter(entered_in_error=False).exists()


def test_a_german_block_by_keyboard(paste_page, on_clipboard, axe):
    page = paste_page()
    on_clipboard(page, GERMAN)
    page.keyboard.press("Control+V")
    said = page.locator("#paste-said")
    expect(said).to_contain_text("18 results found")
    expect(said).to_contain_text("question")
    assert axe() == []
    page.get_by_role("radio", name="a decimal point").focus()
    page.keyboard.press("ArrowRight")  # a comma
    expect(said).to_have_text("18 results found: 15 new, 3 wait for an answer; 2 questions.")
    expect(page.get_by_role("radio", name="a decimal comma")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")  # U/mL
    expect(said).to_contain_text("1 question.")
    page.get_by_label("laboratory").first.fill("Zentrallabor")
    page.keyboard.press("Tab")
    page.keyboard.type("Immulite 2000")
    page.keyboard.press("Tab")
    expect(said).to_have_text("18 results found: 18 new.")
    assert axe() == []
    page.get_by_role("button", name="Save 18 results").press("Enter")
    expect(page.get_by_text("18 results are saved.")).to_be_visible()
    found = Observation.objects.get(analyte="scd25", measured_day=date(2026, 11, 3))
    assert (found.value, found.unit, found.assay) == (4820, "U/mL", "Immulite 2000")
    assert CentreWord.objects.get().analyte == "scd25"


WRONG = WEEKS.replace("17090", "17o90").replace("\t68\t", "\t680\t").replace("\t101\n", "\t1O1\n")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_preview_is_accessible_and_fits(paste_page, on_clipboard, axe, page, scheme):
    page.emulate_media(color_scheme=scheme)
    paste_page()
    on_clipboard(page, WRONG)
    page.keyboard.press("Control+V")
    expect(page.get_by_role("heading", name="To look at")).to_be_visible()
    page.locator(".paste-tests summary").click()
    for width in (1280, 768, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert axe() == [], width
        assert fits(page), width
    page.get_by_role("link", name="17o90").click()
    expect(page.locator(".look:has-text('17o90') input")).to_be_focused()
    page.keyboard.type("17090")
    page.keyboard.press("Tab")
    expect(page.locator("#paste-said")).to_contain_text("106 new, 2 refused")


def test_without_scripts(browser, live_server, clinician, patient, client):
    client.force_login(clinician)
    context = browser.new_context(java_script_enabled=False)
    cookie = next(iter(client.cookies.values()))
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/patients/{patient.pk}/paste/")
    page.get_by_label("The block").fill("Test\t05-Nov-2026\nFerritin\t5100\n")
    page.get_by_role("button", name="Show what was read").last.click()
    page.get_by_label("µg/L", exact=True).check()
    page.get_by_role("button", name="Show what was read").last.click()
    page.get_by_role("button", name="Save 1 result").click()
    expect(page.get_by_text("1 result is saved.")).to_be_visible()
    context.close()
    assert Observation.objects.get().unit == "ug/L"
