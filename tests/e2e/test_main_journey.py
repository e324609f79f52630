"""The main job as the protocol tells it, from an empty record to the page for the chart."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.ward import BEFORE, CODE, DAY_14, FIRST_DOSE, NORMAL, Ward

RECEPTOR = "sCD25 (soluble IL-2 receptor)"


@pytest.fixture
def ward(page, live_server, complaints, axe, clinician) -> Ward:
    return Ward(page, live_server.url, axe)


def test_the_main_job(ward, tmp_path):
    ward.sign_in("clinician")
    ward.add_patient()
    expect(ward.page.get_by_text("No data yet.", exact=True)).to_be_visible()
    enter_visit_before(ward)
    read_the_diagnosis(ward)
    ward.add_treatment("ruxolitinib", "5", "twice a day", FIRST_DOSE, "08:00")
    enter_visit_on_day_14(ward)
    read_both_rules(ward)
    read_the_response(ward)
    switch_the_published_overlay_on(ward)
    print_the_page_for_the_chart(ward, tmp_path)
    sign_the_visit(ward)
    correct_what_was_signed(ward)


def enter_visit_before(ward: Ward) -> None:
    ward.open_visit("27-Oct-2024", "08:00", "before the first dose")
    ward.read_thermometer(("07:00", "39.4"), ("07:45", "38.9"))
    ward.examine("Spleen enlarged", "Present")
    ward.examine("CNS involvement", "Absent")
    ward.type_results(BEFORE)
    ward.print_intervals(NORMAL)
    ward.type_assay("scd25", "21970", "U/mL", "Immulite", high="838")
    ward.type_assay("nk_activity", "p", "%", "Chromium release")
    ward.box("nk_activity", "expected_on").fill("18-Nov-2024")
    ward.look()
    ward.save()
    ward.says("The visit is saved.")


def enter_visit_on_day_14(ward: Ward) -> None:
    ward.open_visit("11-Nov-2024", "08:00", "day 14")
    ward.read_thermometer(("07:30", "36.9"))
    ward.examine("Spleen enlarged", "Absent")
    expect(ward.line("ferritin")).to_contain_text("17,090")
    expect(ward.box("ferritin")).to_have_value("")
    ward.type_results(DAY_14)
    ward.type_assay("scd25", "4100", "U/mL", "Immulite")
    ward.look()
    ward.save()
    ward.says("The visit is saved.")


def read_the_diagnosis(ward: Ward) -> None:
    page = ward.page
    banner = page.get_by_role("region", name="Patient", exact=True)
    expect(banner).to_contain_text(CODE)
    expect(banner).to_contain_text("Born 03-Mar-2015")
    expect(banner).to_contain_text("Female")
    expect(banner).to_contain_text("25 kg")
    expect(page.locator(".readings")).to_contain_text("6 of 8")
    ward.open_all()
    at_diagnosis = page.locator("details.verdict").first
    for text in ("39.4 °C", "17,090", "21,970", "0.9", "≥ 500", "Henter"):
        expect(at_diagnosis).to_contain_text(text)


def read_both_rules(ward: Ward) -> None:
    dose = ward.page.get_by_role("region", name="Ruxolitinib dose")
    wang = dose.get_by_role("row", name=re.compile("Wang 2020"))
    chi = dose.get_by_role("row", name=re.compile("Chi 2020"))
    expect(wang).to_contain_text("5 mg twice a day")
    expect(wang).to_contain_text("0.4 mg/kg/day")
    expect(chi).to_contain_text("2.5 mg twice a day")
    expect(chi).to_contain_text("0.2 mg/kg/day")
    expect(dose.locator(".parting")).to_contain_text(
        "They part at 25.0 kg under 14 years: Wang gives 5 mg, Chi 2.5 mg twice a day."
    )
    expect(dose.get_by_role("row", name=re.compile("Being given"))).to_contain_text(
        "5 mg twice a day"
    )


def read_the_response(ward: Ward) -> None:
    table = ward.page.locator("section[aria-labelledby=response-title]")
    expect(table).to_contain_text("Day 14")
    expect(table).to_contain_text("partial response")
    ferritin = table.get_by_role("row", name=re.compile("^Ferritin"))
    for text in ("17,090", "1,709", "90 %", "improved", "400"):
        expect(ferritin).to_contain_text(text)
    receptor = table.get_by_role("row", name=re.compile("sCD25"))
    for text in ("21,970", "4,100", "5.36", "improved"):
        expect(receptor).to_contain_text(text)
    state = ward.page.get_by_role("region", name="State")
    expect(state).to_contain_text("Partial response on day 14")
    expect(state).to_contain_text("platelets 96")


def switch_the_published_overlay_on(ward: Ward) -> None:
    page = ward.page
    page.get_by_role("heading", name="Trajectories").scroll_into_view_if_needed()
    ferritin = page.get_by_role("figure", name="Ferritin")
    ferritin.scroll_into_view_if_needed()
    plot = ferritin.locator(".js-plotly-plot")
    expect(plot).to_be_visible()
    label = "Chi 2020, ruxolitinib, n = 11, not a target"
    expect(ferritin).not_to_contain_text(label)
    page.get_by_label("Published overlay").select_option(index=1)
    expect(plot.locator(".legend")).to_contain_text(label)
    ward.look()


def print_the_page_for_the_chart(ward: Ward, folder: Path) -> None:
    """The same numbers on paper as on the screen."""
    page = ward.page
    page.get_by_role("link", name="Response summary").click()
    ward.look()
    screen = page.locator("body").inner_text()
    address = page.get_by_role("link", name="PDF").get_attribute("href")
    answer = page.request.get(ward.address + str(address))
    assert answer.headers["content-type"] == "application/pdf"
    paper = read_pdf(answer.body(), folder)
    for text in (
        *(CODE, "Born 03-Mar-2015", "25 kg"),
        *("6 of 8", "5 mg twice a day", "2.5 mg twice a day", "0.4 mg/kg/day", "0.2 mg/kg/day"),
        *("Partial response", "17,090", "1,709", "21,970", "4,100"),
        "Decision support, to be checked",
    ):
        assert text in as_one_line(screen), f"{text} is not on the screen"
        assert text in paper, f"{text} is not on paper"
    assert "page 1 of 1" in paper.lower()
    assert "Clara Clinician" in paper


def sign_the_visit(ward: Ward) -> None:
    page = ward.page
    page.get_by_role("link", name="Back to the patient").click()
    visits(ward).get_by_role("link", name="day 14").click()
    ward.look()
    page.get_by_role("link", name="Sign").first.click()
    expect(page.get_by_text("Not signed yet.")).to_be_visible()
    ward.look()
    page.get_by_role("button", name="Sign the visit").click()
    ward.says("The visit is signed.")


def correct_what_was_signed(ward: Ward) -> None:
    """Without a reason nothing is written and what was typed is kept."""
    page, why = ward.page, "Read from the wrong line of the report"
    page.get_by_role("link", name="Correct the visit").click()
    ward.box("hemoglobin").fill("104")
    ward.save()
    expect(page.get_by_role("alert", name="There is a problem")).to_be_focused()
    expect(ward.box("hemoglobin")).to_have_value("104")
    ward.look()
    page.get_by_label("Why it is changed").fill(why)
    ward.save()
    ward.says("The visit is corrected.")
    expect(visits(ward)).to_contain_text("changed since signed")
    visits(ward).get_by_role("link", name="day 14").click()
    page.get_by_role("link", name="Sign").first.click()
    changed = page.locator("section", has=page.get_by_role("heading", name="Changed since signed"))
    for text in ("101", "104", why, "clinician"):
        expect(changed).to_contain_text(text)
    ward.look()


def visits(ward: Ward) -> Locator:
    return ward.page.locator("section[aria-labelledby=visit-title]")


def read_pdf(content: bytes, folder: Path) -> str:
    """The words of a PDF of one page, as a reader of paper has them."""
    file = folder / "summary.pdf"
    file.write_bytes(content)
    run = subprocess.run(
        ["pdftotext", "-layout", str(file), "-"], capture_output=True, check=True, text=True
    )
    assert run.stdout.count("\f") == 1
    return as_one_line(run.stdout)


def as_one_line(text: str) -> str:
    return " ".join(text.split())
