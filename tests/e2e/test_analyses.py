"""Groups chosen at the screen: from one group to two and to matched ones, saved and opened again;
and rows that are out of date, brought up to date while the page is read."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import expect

from hlh_app.accounts.models import User
from hlh_app.records.demo import scale
from hlh_app.records.models import StudyRow
from hlh_app.records.selectors import study
from hlh_app.records.study_rows import renew_rows
from hlh_app.web.study import reuse

TODAY = date(2026, 6, 1)


@pytest.fixture
def ward(transactional_db):
    reuse.forget()
    scale.fill(13, 260, TODAY)
    return User.objects.get(username="clinician")


def test_two_groups_matched_saved_and_opened_again(ward, page, visit, sign_in, axe):
    renew_rows()
    sign_in(ward)
    visit("/cohort/")
    page.get_by_label("Compare with a second group").check()
    page.get_by_role("button", name="Show").click()
    page.get_by_role("group", name="Group A").get_by_label("Sex").select_option(label="Female")
    page.get_by_role("group", name="Group B").get_by_label("Sex").select_option(label="Male")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".study-groups")).to_contain_text("Ruxolitinib, female")
    page.get_by_label("Save this definition as").fill("Girls and boys")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").filter(has_text="Saved as Girls and boys.")).to_be_visible()
    page.get_by_role("link", name="Tables").click()
    expect(page.locator(".study-groups")).to_contain_text("Ruxolitinib, male")
    visit("/cohort/")
    page.get_by_role("link", name="Girls and boys").click()
    expect(page.get_by_role("group", name="Group B").get_by_label("Sex")).to_have_value("male")
    assert axe() == []
    page.locator(".study-flows a").first.click()
    expect(page.get_by_role("heading", level=2)).to_contain_text("Number of patients: Female")


def test_what_waits_is_brought_up_to_date_and_shown(ward, page, visit, sign_in, monkeypatch):
    monkeypatch.setattr(study, "MOST_COMPUTED", 2)
    sign_in(ward)
    visit("/cohort/?treatment=any")
    expect(page.locator("[data-renew]")).to_have_count(0)
    expect(page.locator(".study-n")).to_have_text(
        f"n = {StudyRow.objects.filter(treated=True).count()}"
    )
    assert study.outdated(ward) == []


def test_what_was_computed_for_the_page_is_stored_in_silence(ward, page, visit, sign_in):
    sign_in(ward)
    with page.expect_response("**/cohort/renew/") as renewed:
        visit("/cohort/?treatment=any")
    assert renewed.value.finished() is None
    assert StudyRow.objects.count() == 13
