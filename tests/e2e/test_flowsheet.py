"""Typing into the flowsheet by keyboard: few keys, nothing guessed, nothing lost.

Where the network is taken away the browser itself complains; there the page is opened without the
fixture that forbids complaints.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from hlh_app.accounts.models import Role
from hlh_app.clinical.case import Moment
from hlh_app.records.models import Observation
from hlh_app.records.services.patients import create_patient
from hlh_app.records.services.rows import correct_row, record_row

VIENNA = timezone(timedelta(hours=1))
# In the order of the page.
SIXTEEN = {
    **{"hemoglobin": "101", "platelets": "96", "wbc": "3.1", "neutrophils": "1.2"},
    **{"ferritin": "1709", "triglycerides": "2.1", "ldh": "417", "crp": "12", "esr": "16"},
    **{"fibrinogen": "2.4", "alt": "61", "ast": "48", "bilirubin_total": "14"},
    **{"albumin": "38", "creatinine": "42", "sodium": "138"},
}
MOST_KEYS_BESIDE_DIGITS = 20
MOST_STOPS = 40


@pytest.fixture
def patient(transactional_db, centre, clinician):
    return create_patient(
        **{"actor": clinician, "centre": centre, "code": "HLH-0007", "sex": "female"},
        birth_date=date(2015, 3, 3),
    )


@pytest.fixture
def address(patient) -> str:
    return reverse("web:flowsheet", args=[patient.pk])


@pytest.fixture
def sheet(address, page, live_server, sign_in, clinician) -> Page:
    """The page, without an ear for complaints."""
    sign_in(clinician)
    page.goto(live_server.url + address)
    expect(page.locator("#flow td:focus")).to_have_count(1)
    return page


@pytest.fixture
def quiet(complaints, sheet) -> Page:
    """The page, and the browser has nothing to complain about."""
    return sheet


def cell(page: Page, analyte: str, column: int = -1) -> Locator:
    return page.locator(f"tr[data-analyte={analyte}] td").nth(column)


def says(page: Page, text: str) -> None:
    expect(page.locator("#flow-says")).to_contain_text(text)


def keys(page: Page, text: str, *pressed: str) -> None:
    page.keyboard.type(text)
    for key in pressed:
        page.keyboard.press(key)


def stored() -> dict[str, Decimal | None]:
    rows = Observation.objects.filter(entered_in_error=False)
    return {row.analyte: row.value for row in rows}


def test_sixteen_labs_take_few_keys_beside_their_digits(quiet):
    page = quiet
    page.evaluate("pressed = []; addEventListener('keydown', (e) => pressed.push(e.key), true)")
    for value in SIXTEEN.values():
        keys(page, value, "Enter")
    says(page, "All cells are saved.")
    assert stored() == {code: Decimal(value) for code, value in SIXTEEN.items()}
    pressed = page.evaluate("pressed")
    beside = [key for key in pressed if not key.isdigit()]  # the points are counted as well
    assert len(pressed) - len(beside) == sum(c.isdigit() for v in SIXTEEN.values() for c in v)
    assert len(beside) <= MOST_KEYS_BESIDE_DIGITS, beside
    page.reload()
    expect(cell(page, "ferritin")).to_have_text("1,709")


def test_a_journey_by_keyboard_alone(patient, visit, sign_in, clinician, axe):
    sign_in(clinician)
    page = visit(reverse("web:patient", args=[patient.pk]))
    for _stop in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Flowsheet":
            break
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(cell(page, "hemoglobin")).to_be_focused()
    keys(page, "", "Insert")
    keys(page, "3/4/2026 06:00", "Enter")
    expect(page.get_by_role("button", name="03-Apr-2026 06:00")).to_be_focused()
    keys(page, "", "Tab", "Enter")
    expect(page.locator("th.here[data-column]")).to_contain_text("04-Mar 2026")
    keys(page, ">16500", "Tab", "Shift+Tab")
    expect(cell(page, "hemoglobin", 0)).to_have_attribute("data-state", "refused")
    keys(page, "", "Escape")
    expect(cell(page, "hemoglobin", 0)).to_have_text("")
    keys(page, "8.2 g/dL", "ArrowDown")
    keys(page, "p", "ArrowUp")
    expect(cell(page, "hemoglobin", 0)).to_contain_text("8.2 g/dL")
    expect(cell(page, "platelets", 0)).to_have_text("pending")
    keys(page, "", "F2")
    expect(page.locator(".flow-note")).to_contain_text("was 8.2 g/dL")
    keys(page, "9", "Escape")
    expect(cell(page, "hemoglobin", 0)).to_contain_text("8.2 g/dL")
    keys(page, "", "Delete")
    keys(page, "Wrong tube.", "Enter")
    expect(cell(page, "hemoglobin", 0)).to_have_text("")
    keys(page, "", "Control+z")
    expect(cell(page, "hemoglobin", 0)).to_contain_text("8.2 g/dL")
    keys(page, "", "Control+End", "Control+Home", "End", "Home", "PageDown", "PageUp")
    expect(cell(page, "weight", 0)).to_be_focused()
    assert axe() == []
    assert stored() == {"hemoglobin": Decimal("8.2"), "platelets": None}


def test_an_unusual_value_is_confirmed_in_place_and_no_digit_slips_in(quiet):
    page = quiet
    keys(page, "9", "Enter")
    note = page.locator(".flow-note")
    expect(note).to_contain_text("impossible")
    expect(cell(page, "hemoglobin")).to_have_attribute("data-state", "refused")
    keys(page, "96", "Enter")
    keys(page, "31", "Enter")  # nothing of the next cells is written into this one
    expect(cell(page, "hemoglobin")).to_have_attribute("data-state", "refused")
    keys(page, "", "F2")
    keys(page, "25", "Enter")
    expect(note).to_contain_text("unusual")
    keys(page, "96", "Enter")  # meant for the next cell: neither written here nor a confirmation
    expect(note).to_contain_text("unusual")
    assert stored() == {}
    keys(page, "", "Enter")
    expect(cell(page, "hemoglobin")).to_have_text("25 !")
    expect(cell(page, "platelets")).to_be_focused()
    assert stored() == {"hemoglobin": Decimal(25)}


def test_an_assay_is_stated_once_a_row(quiet):
    page = quiet
    cell(page, "scd25").click()
    keys(page, "5400", "Enter")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Laboratory", exact=True).fill("Central")
    dialog.get_by_label("Assay", exact=True).fill("ELISA")
    expect(dialog.get_by_label("Unit")).to_have_value("")
    dialog.get_by_label("Unit").select_option("U/mL")
    keys(page, "", "Enter")
    expect(cell(page, "scd25")).to_contain_text("5,400 U/mL")
    expect(page.locator("tr[data-analyte=scd25] .flow-stated")).to_have_text("Central, ELISA, U/mL")
    keys(page, "", "Insert")
    keys(page, "yesterday", "Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    keys(page, "", "ArrowUp")
    cell(page, "scd25", 0).click()
    keys(page, "6100", "Enter")
    says(page, "All cells are saved.")
    rows = Observation.objects.order_by("value")
    assert [(row.value, row.assay) for row in rows] == [(5400, "ELISA"), (6100, "ELISA")]


# Nothing is lost ---------------------------------------------------------------------------------


def test_without_the_network_cells_wait_and_all_arrive(sheet, context):
    page = sheet
    keys(page, "101", "Enter")
    says(page, "All cells are saved.")
    context.set_offline(True)
    for value in ("96", "3.1", "1.2"):
        keys(page, value, "Enter")
    says(page, "3 waiting for the network, kept in this page")
    expect(cell(page, "wbc")).to_have_attribute("data-state", "waiting")
    expect(cell(page, "wbc")).to_contain_text("3.1")
    assert stored() == {"hemoglobin": Decimal(101)}
    assert asks_before_leaving(page)
    context.set_offline(False)
    says(page, "All cells are saved.")
    assert stored() == {
        **{"hemoglobin": Decimal(101), "platelets": Decimal(96)},
        **{"wbc": Decimal("3.1"), "neutrophils": Decimal("1.2")},
    }
    assert not asks_before_leaving(page)


def asks_before_leaving(page: Page) -> bool:
    event = "new Event('beforeunload', {cancelable: true})"
    return bool(page.evaluate(f"!window.dispatchEvent({event})"))


def test_an_answer_that_was_lost_writes_nothing_twice(sheet):
    page = sheet
    answers: list[int] = []

    def lose(route) -> None:
        answers.append(route.fetch().status)
        route.abort() if len(answers) == 1 else route.continue_()

    page.route("**/flowsheet/cell/", lose)
    keys(page, "101", "Enter")
    says(page, "All cells are saved.")
    assert len(answers) >= 2
    assert Observation.objects.count() == 1


def test_signed_out_in_between_it_is_sent_after_the_same_person_signed_in(
    sheet, context, sign_in, clinician, centre, make_user
):
    page = sheet
    context.clear_cookies()
    keys(page, "101", "Enter")
    says(page, "You are signed out.")
    sign_in(make_user(Role.CLINICIAN, centre))
    page.evaluate("dispatchEvent(new Event('focus'))")
    says(page, "Somebody else is signed in.")
    assert stored() == {}
    sign_in(clinician)
    page.evaluate("dispatchEvent(new Event('focus'))")
    says(page, "All cells are saved.")
    assert stored() == {"hemoglobin": Decimal(101)}


def test_two_tabs_in_one_cell_show_both(quiet, context, live_server, address):
    page, other = quiet, context.new_page()
    other.goto(live_server.url + address)
    expect(cell(other, "hemoglobin")).to_be_focused()
    keys(other, "90", "Enter")
    says(other, "All cells are saved.")
    keys(page, "101", "Enter", "ArrowUp")
    expect(cell(page, "hemoglobin")).to_have_attribute("data-state", "conflict")
    keys(page, "", "Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("90 g/L")
    expect(dialog).to_contain_text("101")
    assert stored() == {"hemoglobin": Decimal(90)}
    dialog.get_by_role("button", name="Write mine").click()
    says(page, "All cells are saved.")
    assert stored() == {"hemoglobin": Decimal(101)}
    keys(other, "", "ArrowUp", "F2")
    keys(other, "95", "Enter", "ArrowUp")
    expect(cell(other, "hemoglobin")).to_have_attribute("data-state", "conflict")
    keys(other, "", "Enter")
    other.get_by_role("button", name="Leave the record").click()
    expect(cell(other, "hemoglobin")).to_contain_text("101")
    says(other, "All cells are saved.")


def test_undo_takes_back_ones_own_and_no_one_elses(quiet, clinician, make_user, centre):
    page = quiet
    keys(page, "101", "Enter")
    keys(page, "96", "Enter")
    says(page, "All cells are saved.")
    colleague = make_user(Role.CLINICIAN, centre)
    row = Observation.objects.get(analyte="hemoglobin")
    correct_row(actor=colleague, row=row, version=1, value=Decimal(99))
    page.get_by_role("button", name="Undo").click()
    expect(cell(page, "platelets")).to_have_text("")
    cell(page, "platelets").press("Control+z")
    expect(cell(page, "hemoglobin")).to_have_attribute("data-state", "conflict")
    assert stored() == {"hemoglobin": Decimal(99)}


def test_a_refused_cell_holds_nothing_back_and_is_found_again(quiet):
    page = quiet
    keys(page, "hundred", "Enter")
    keys(page, "96", "Enter")
    says(page, "1 saved · 1 to be answered")
    keys(page, "", "F8")
    expect(cell(page, "hemoglobin")).to_be_focused()
    expect(cell(page, "hemoglobin")).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".flow-note")).to_contain_text("hundred")
    assert asks_before_leaving(page)
    keys(page, "101", "Enter")
    says(page, "All cells are saved.")
    assert stored() == {"hemoglobin": Decimal(101), "platelets": Decimal(96)}


# Others ------------------------------------------------------------------------------------------


@pytest.fixture
def ferritins(patient, clinician) -> Callable[[], None]:
    for day in (2, 9):
        record_row(
            **{"actor": clinician, "model": Observation, "patient": patient},
            **{"analyte": "ferritin", "unit": "ug/L", "value": Decimal(1000 * day)},
            measured=Moment.timed(datetime(2025, 11, day, 8, tzinfo=VIENNA)),
        )


def test_who_reads_moves_and_types_nothing(ferritins, address, visit, sign_in, make_user, centre):
    sign_in(make_user(Role.READER, centre))
    page = visit(address)
    cell(page, "ferritin").locator("xpath=.").focus()
    page.locator("#flow td[tabindex='0']").focus()
    keys(page, "5", "ArrowLeft", "Delete")
    expect(page.locator("#flow input")).to_have_count(0)
    assert page.get_by_role("button", name="Undo").count() == 0
    assert stored() == {"ferritin": Decimal(9000)}


def test_on_a_phone_one_date_at_a_time(ferritins, address, visit, page, sign_in, clinician, axe):
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(clinician)
    visit(address)
    box = cell(page, "ferritin").bounding_box()
    before = cell(page, "ferritin", -2).bounding_box()
    head = page.locator("tr[data-analyte=ferritin] th").bounding_box()
    assert box["x"] >= head["x"] + head["width"] - 1
    assert box["x"] + box["width"] <= 391
    assert before["x"] + before["width"] <= head["x"] + head["width"] + 1, "two dates in sight"
    assert box["height"] >= 40
    cell(page, "ferritin").click()
    cell(page, "ferritin").click()
    expect(page.locator(".flow-note")).to_contain_text("before: 9,000 µg/L, 09-Nov-2025 08:00")
    keys(page, "1709", "Enter")
    says(page, "All cells are saved.")
    assert axe() == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
