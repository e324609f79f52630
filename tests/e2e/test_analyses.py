"""A researcher's way through the analyses: two groups, a number, its patients, a paper's files.

What axe says of each of these pages is asked in test_every_page.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from hlh_app.accounts.models import User
from hlh_app.records import sensitivity
from hlh_app.records.demo.papers import cohorts
from hlh_app.records.models import StudyExport
from hlh_app.records.services.sensitivity import begin
from hlh_app.records.study_rows import renew_rows

CHILDREN = cohorts.COHORTS[1]


@pytest.fixture
def researcher(transactional_db) -> User:
    """With the 11 children on ruxolitinib and the 11 on conventional treatment."""
    cohorts._fill(CHILDREN)
    renew_rows()
    return User.objects.get(username=cohorts.RESEARCHER)


@pytest.fixture
def begun(monkeypatch) -> list[tuple]:
    """What the background was asked to compute, done by the test when it likes."""
    found: list[tuple] = []
    monkeypatch.setitem(begin.__kwdefaults__, "work", lambda *what: found.append(what))
    return found


def tab(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Analyses").get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Our patients: {name}")
    assert "b-treatment=conventional" in page.url


def test_from_two_groups_to_the_files_of_a_paper(researcher, visit, sign_in, begun):
    sign_in(researcher)
    page = visit(reverse("web:study"))
    page.get_by_role("link", name="Ruxolitinib against conventional", exact=True).click()
    expect(page.locator(".study-groups")).to_contain_text("Conventional treatment, n = 11")
    expect(page.locator("body")).to_contain_text("Of 22 patients: 22 synthetic, not real.")
    a_number_and_its_patients(page)
    other_definitions(page, begun)
    what_leaves(page)
    assert [(row.kind, row.patients) for row in StudyExport.objects.all()] == [("patient rows", 22)]


def a_number_and_its_patients(page: Page) -> None:
    """From the mean ferritin of one group to a child's own page, and back."""
    tab(page, "Tables")
    page.get_by_role("link", name="Table 2: ").last.click()
    table = page.get_by_role("table").first
    expect(table).to_contain_text("17,090.0 ± 17,585.9")
    table.get_by_role("link", name="17,090.0").first.click()
    expect(page.locator("main")).to_contain_text("11 patients behind this number.")
    code = page.locator(".study-people th a").first
    name = code.inner_text()
    code.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    page.go_back()
    page.go_back()


def other_definitions(page: Page, begun: list[tuple]) -> None:
    """Begun, seen to go on, and answered without loading the page again."""
    tab(page, "Response")
    page.get_by_role("button", name="Assess 11 patients by every definition").click()
    expect(page.locator("progress")).to_have_attribute("max", "11")
    expect(page.locator("main")).to_contain_text("0 of 11 patients assessed by every definition.")
    sensitivity.compute(*begun[0])
    expect(page.locator("#sensitivity table").first).to_contain_text("From 38.5 °C")
    assert "/cohort/response/?" in page.url


def what_leaves(page: Page) -> None:
    tab(page, "Publish")
    with page.expect_download() as taken:
        page.get_by_role("button", name="Download the study export").click()
    with ZipFile(Path(taken.value.path())) as archive:
        names = {name.rpartition("/")[2] for name in archive.namelist()}
    assert {"patients.csv", "results.csv", "codebook.html", "figures.csv", "analysis.R"} <= names
    with page.expect_download() as taken:
        page.get_by_role("link", name="with all tables as DOCX").click()
    with ZipFile(BytesIO(Path(taken.value.path()).read_bytes())) as document:
        text = document.read("word/document.xml").decode()
    assert "17,090.0 ± 17,585.9" in text
    assert "Kaplan" in text
