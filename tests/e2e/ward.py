"""What a ward does at the screen, step by step; every step ends with a look at the page.

The looks are the point: after each step axe-core finds nothing and the page does not scroll
sideways. Console messages, page errors and policy violations are collected by the conftest.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.conftest import PASSWORD

# A girl of 25.0 kg: the weight at which the two published rules part.
CODE = "HLH-0007"
BORN = "3 Mar 2015"
FIRST_DOSE = "28-Oct-2024"
BEFORE = {
    "weight": "25.0",
    "hemoglobin": "68",
    "platelets": "40",
    "wbc": "1.3",
    "neutrophils": "0.4",
    "ferritin": "17090",
    "triglycerides": "4.2",
    "fibrinogen": "0.9",
    "alt": "520",
}
DAY_14 = {
    "weight": "25.0",
    "hemoglobin": "101",
    "platelets": "96",
    "wbc": "3.1",
    "neutrophils": "1.2",
    "ferritin": "1709",
    "triglycerides": "2.1",
    "fibrinogen": "2.4",
    "alt": "61",
}
NORMAL = {
    "hemoglobin": ("110", "150"),
    "platelets": ("150", "400"),
    "neutrophils": ("1.5", "8"),
    "ferritin": ("15", "400"),
    "triglycerides": ("0.4", "1.7"),
    "alt": ("5", "40"),
}


@dataclass
class Ward:
    """One person at one screen."""

    page: Page
    address: str
    axe: Callable[[], list[str]]

    def look(self) -> None:
        """Nothing for axe, and nothing to scroll sideways for."""
        found = self.axe()
        assert found == [], f"{self.page.url}: {found}"
        width = "document.documentElement.scrollWidth"
        assert self.page.evaluate(f"{width} <= innerWidth"), (
            f"{self.page.url} is {self.page.evaluate(width)} px wide"
        )

    def sign_in(self, username: str) -> None:
        self.page.goto(self.address)
        self.page.get_by_label("Username").fill(username)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()
        expect(self.page.get_by_role("heading", name="Worklist")).to_be_visible()
        self.look()

    def add_patient(self) -> None:
        self.page.get_by_role("link", name="All patients").click()
        self.look()
        self.page.get_by_role("link", name="Add patient").click()
        self.look()
        self.page.get_by_label("Study code").fill(CODE)
        self.page.get_by_label("Sex").select_option(label="Female")
        self.page.get_by_label("Date of birth").fill(BORN)
        self.page.get_by_label("Trigger").select_option(label="Infection")
        self.page.get_by_label("Agent", exact=True).select_option(label="Epstein-Barr virus")
        self.page.get_by_label("At the start of ruxolitinib").select_option(label="Refractory")
        self.save()
        self.says("The patient is saved.")

    def add_treatment(self, drug: str, dose: str, often: str, day: str, clock: str) -> None:
        self.page.get_by_role("link", name="Add treatment").click()
        self.look()
        self.page.get_by_label("Drug or blood product").fill(drug)
        self.page.get_by_label("Dose, each time").fill(dose)
        self.page.get_by_label("Unit", exact=True).select_option(label="mg")
        self.page.get_by_label("Route").select_option(label="By mouth")
        self.page.get_by_label("How often").select_option(label=often)
        self.page.get_by_label("First given").fill(day)
        self.page.get_by_label("At, 24 hours").fill(clock)
        self.save()
        self.says("The treatment is saved.")

    # The visit form ---------------------------------------------------------------------------

    def open_visit(self, day: str, clock: str, label: str) -> None:
        self.page.get_by_role("link", name="Enter visit").first.click()
        self.look()
        self.page.get_by_label(re.compile(r"^\s*Date\W*$")).fill(day)
        self.page.get_by_label("Time, 24 hours").fill(clock)
        self.page.get_by_label("Label").fill(label)

    def type_results(self, results: Mapping[str, str]) -> None:
        for test, value in results.items():
            self.box(test).fill(value)

    def box(self, test: str, part: str = "value") -> Locator:
        return self.page.locator(f"#{test}-{part}")

    def line(self, test: str) -> Locator:
        return self.page.locator(f"[data-line={test}]")

    def print_intervals(self, intervals: Mapping[str, tuple[str, str]]) -> None:
        """The reference intervals as the report prints them, beside each value."""
        for test, (low, high) in intervals.items():
            self.line(test).locator("summary").click()
            self.box(test, "low").fill(low)
            self.box(test, "high").fill(high)

    def type_assay(self, test: str, value: str, unit: str, assay: str, high: str = "") -> None:
        """Laboratory and assay first: results of another assay are never compared."""
        self.line(test).locator("summary").click()
        self.box(test, "laboratory").fill("Central laboratory")
        self.box(test, "assay").fill(assay)
        self.box(test, "unit").select_option(label=unit)
        self.box(test).fill(value)
        if high:
            self.box(test, "high").fill(high)

    def examine(self, finding: str, answer: str) -> None:
        group = self.page.get_by_role("radiogroup", name=finding)
        group.get_by_role("radio", name=answer, exact=True).check()

    def read_thermometer(self, *readings: tuple[str, str]) -> None:
        for number, (clock, celsius) in enumerate(readings):
            self.page.locator(f"#t{number}-clock").fill(clock)
            self.page.locator(f"#t{number}-value").fill(celsius)

    # Everywhere -------------------------------------------------------------------------------

    def save(self) -> None:
        """The page's own Save; the hidden one for Enter is not for the mouse."""
        self.page.locator("button[type=submit].btn-primary:visible").last.click()

    def says(self, text: str) -> None:
        expect(self.page.get_by_role("status").filter(has_text=text)).to_be_visible()
        self.look()

    def open_all(self) -> None:
        """Every verdict opened into its criteria."""
        closed = self.page.locator("details.verdict:not([open]) > summary")
        while closed.count():
            closed.first.click()
        self.look()
