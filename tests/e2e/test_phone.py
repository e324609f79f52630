"""The heart of the main job on a ward phone, 390 px wide: nothing scrolls sideways."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.ward import BEFORE, CODE, DAY_14, FIRST_DOSE, Ward


@pytest.fixture
def ward(page, live_server, complaints, axe, clinician) -> Ward:
    page.set_viewport_size({"width": 390, "height": 844})
    return Ward(page, live_server.url, axe)


def test_the_main_job_on_a_phone(ward):
    page = ward.page
    ward.sign_in("clinician")
    ward.add_patient()
    ward.open_visit("27-Oct-2024", "08:00", "before the first dose")
    ward.read_thermometer(("07:00", "39.4"))
    ward.examine("Spleen enlarged", "Present")
    ward.type_results(BEFORE)
    ward.type_assay("scd25", "21970", "U/mL", "Immulite")
    ward.look()
    ward.save()
    ward.says("The visit is saved.")
    expect(page.locator(".readings")).to_contain_text("6 of 8")
    ward.add_treatment("ruxolitinib", "5", "twice a day", FIRST_DOSE, "08:00")
    ward.open_visit("11-Nov-2024", "08:00", "day 14")
    ward.type_results(DAY_14)
    ward.save()
    ward.says("The visit is saved.")
    banner = page.get_by_role("region", name="Patient", exact=True)
    expect(banner).to_contain_text(CODE)
    dose = page.get_by_role("region", name="Ruxolitinib dose")
    expect(dose.get_by_role("row", name=re.compile("Wang 2020"))).to_contain_text(
        "5 mg twice a day"
    )
    expect(dose.get_by_role("row", name=re.compile("Chi 2020"))).to_contain_text(
        "2.5 mg twice a day"
    )
    response = page.locator("section[aria-labelledby=response-title]")
    expect(response).to_contain_text("partial response")
    page.get_by_role("heading", name="Trajectories").scroll_into_view_if_needed()
    expect(page.locator(".js-plotly-plot").first).to_be_visible()
    ward.look()
