"""The way in, as every user walks it."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.conftest import PASSWORD

SIZES = {"desk": (1280, 900), "tablet": (768, 1024), "ward phone": (390, 844)}


@pytest.fixture(params=SIZES)
def size(request, page) -> str:
    width, height = SIZES[request.param]
    page.set_viewport_size({"width": width, "height": height})
    return request.param


@pytest.fixture(params=["light", "dark"])
def scheme(request, page) -> str:
    page.emulate_media(color_scheme=request.param)
    return request.param


def fits(page) -> bool:
    """No sideways scrolling of the whole page."""
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_sign_in_and_look_at_the_first_page(visit, axe, clinician, size, scheme):
    page = visit("/")
    expect(page).to_have_title("Sign in · HLH")
    assert axe() == []
    assert fits(page)
    page.get_by_label("Username").fill("clinician")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()
    expect(page.get_by_text("Clara Clinician")).to_be_visible()
    assert axe() == []
    assert fits(page)


def test_a_wrong_password_is_said_at_the_top_and_takes_the_focus(visit, axe, clinician):
    page = visit("/accounts/login/")
    page.get_by_label("Username").fill("clinician")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_title("Error: Sign in · HLH")
    summary = page.get_by_role("alert", name="There is a problem")
    expect(summary).to_be_focused()
    expect(page.get_by_label("Username")).to_have_value("clinician")
    assert axe() == []


def test_the_account_pages_are_accessible(visit, axe, sign_in, clinician, scheme):
    sign_in(clinician)
    for name in ("account_change_password", "mfa_index", "account_logout", "account_email"):
        visit(reverse(name))
        assert axe() == [], name


def test_a_second_factor_can_be_set_up(visit, axe, sign_in, clinician):
    sign_in(clinician)
    page = visit(reverse("mfa_activate_totp"))
    assert axe() == []
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("heading", name="Activate Authenticator App")).to_be_visible()
    assert page.locator("img").first.evaluate("(image) => image.naturalWidth > 0")
    assert axe() == []


def test_the_keyboard_reaches_the_content_first(visit, sign_in, clinician):
    sign_in(clinician)
    page = visit("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_signing_out_leaves_nothing_behind(visit, sign_in, clinician):
    sign_in(clinician)
    page = visit("/")
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_title("Sign in · HLH")
    page.go_back()
    expect(page).to_have_title("Sign in · HLH")
