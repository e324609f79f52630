"""The heart of the main job without a mouse: Tab, Enter, Space, arrows and letters alone.

After every key the focus is somewhere, in sight, not under the sticky foot, and marked.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import PASSWORD
from tests.e2e.ward import CODE

FOCUSED = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const box = at.getBoundingClientRect();
  const marked = [at, ...(at.labels || [])].some((part) => {
    const style = getComputedStyle(part);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0)
      || style.boxShadow !== "none";
  });
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  const covered = Boolean(top && top.closest(".sticky-foot") && !at.closest(".sticky-foot"));
  return {
    name: at.id || at.name || at.textContent.trim().slice(0, 40),
    marked,
    covered,
    seen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}"""
MOST_STOPS = 120


class Keyboard:
    """Fingers on the keys, eyes on the focus."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def tab(self) -> str:
        """One stop on: what has the focus, in sight and marked."""
        self.press("Tab")
        found = self.page.evaluate(FOCUSED)
        if found is None:
            return ""
        assert found["seen"], f"{self.page.url}: {found['name']} has the focus out of sight"
        assert not found["covered"], f"{self.page.url}: {found['name']} lies under the foot"
        assert found["marked"], f"{self.page.url}: nothing shows that {found['name']} has the focus"
        return str(found["name"])

    def tab_to(self, name: str) -> None:
        """On to the element with this id, or with this text."""
        passed = []
        for _ in range(MOST_STOPS):
            passed.append(self.tab())
            if passed[-1] == name:
                return
        pytest.fail(f"Tab does not reach {name} on {self.page.url}; it stops at {passed}")

    def write(self, name: str, text: str) -> None:
        self.tab_to(name)
        self.page.keyboard.type(text)

    def choose(self, name: str, label: str) -> None:
        """In a select, its first letters choose."""
        self.write(name, label)
        chosen = self.page.evaluate("document.activeElement.selectedOptions[0].textContent.trim()")
        assert chosen.startswith(label)

    def follow(self, name: str) -> None:
        self.tab_to(name)
        with self.page.expect_navigation():
            self.press("Enter")


@pytest.fixture
def keys(page, live_server, complaints, clinician) -> Keyboard:
    page.goto(live_server.url)
    return Keyboard(page)


def sign_in(keys: Keyboard) -> None:
    keys.write("id_login", "clinician")
    keys.write("id_password", PASSWORD)
    with keys.page.expect_navigation():
        keys.press("Enter")
    expect(keys.page.get_by_role("heading", name="Worklist")).to_be_visible()


def add_patient(keys: Keyboard) -> None:
    keys.follow("Patients")
    keys.follow("Add patient")
    keys.write("id_code", CODE)
    keys.choose("id_sex", "Female")
    keys.write("id_birth_date", "3 Mar 2015")
    with keys.page.expect_navigation():
        keys.press("Enter")
    expect(keys.page.get_by_text("The patient is saved.")).to_be_visible()


def test_the_main_job_by_keyboard_alone(keys):
    page = keys.page
    sign_in(keys)
    add_patient(keys)
    keys.follow("Enter visit")
    keys.tab_to("id_day")
    keys.press("Control+A")
    page.keyboard.type("27-Oct-2024")
    keys.write("id_clock", "08:00")
    keys.write("weight-value", "25.0")
    keys.tab_to("splenomegaly-status")
    keys.press("ArrowRight")
    expect(page.locator("[name=splenomegaly-status][value=present]")).to_be_checked()
    keys.write("t0-clock", "07:00")
    keys.write("t0-value", "39.4")
    keys.write("hemoglobin-value", "68")
    for box, value in (("platelets", "40"), ("wbc", "1.3"), ("neutrophils", "0.4")):
        assert keys.tab() == f"{box}-value"
        page.keyboard.type(value)
    keys.write("ferritin-value", "17090")
    keys.write("fibrinogen-value", "0.9")
    keys.follow("Save the visit")
    expect(page.get_by_text("The visit is saved.")).to_be_visible()
    expect(page.locator(".readings")).to_contain_text("5 of 8")
    open_the_diagnosis(keys)


def open_the_diagnosis(keys: Keyboard) -> None:
    """A verdict opens with Enter; the links of its values are the next stops."""
    opened = keys.page.locator("details.verdict[open]")
    for _ in range(MOST_STOPS):
        keys.tab()
        if keys.page.evaluate("document.activeElement.matches('details.verdict > summary')"):
            keys.press("Enter")
            break
    expect(opened).to_have_count(1)
    expect(opened).to_contain_text("39.4 °C")


def test_the_skip_link_leads_past_the_menu(keys):
    sign_in(keys)
    keys.page.reload()
    assert keys.tab() == "Skip to the content"
    keys.press("Enter")
    expect(keys.page.locator("main")).to_be_focused()


def test_tab_walks_down_the_boxes_and_f2_opens_what_lies_beside(keys):
    page = keys.page
    sign_in(keys)
    add_patient(keys)
    keys.follow("Enter visit")
    keys.tab_to("hemoglobin-value")
    walked = [keys.tab() for _ in range(5)]
    assert walked[:4] == [
        "platelets-value",
        "wbc-value",
        "neutrophils-value",
        "ferritin-value",
    ]
    keys.press("Shift+Tab")
    expect(page.locator("#ferritin-value")).to_be_focused()
    keys.press("F2")
    expect(page.locator("#ferritin-unit")).to_be_focused()
    assert keys.tab() == "ferritin-low"
    keys.press("Escape")
    expect(page.locator("#ferritin-value")).to_be_focused()
    keys.press("ArrowUp")
    expect(page.locator("#neutrophils-value")).to_be_focused()
