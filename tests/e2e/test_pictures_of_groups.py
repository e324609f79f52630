"""The pictures of the guide to analyses, taken of the two synthetic cohorts on a fixed day.

They go into a temporary folder; `make pictures` puts them into docs/pictures, that of the DOCX
page too where LibreOffice can draw it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from hlh_app.accounts.models import User
from hlh_app.records.demo.papers import cohorts

from .test_pictures import NOW, album, keep_small, take  # noqa: F401

ONE, TWO = (cohort.definition for cohort in cohorts.COHORTS)
PHONE = {"width": 390, "height": 900}


@pytest.fixture
def analyses(transactional_db, monkeypatch, sign_in, visit) -> Callable[..., Page]:
    """analyses("survival", ONE, …): that page of the researcher, with its drawings."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    cohorts.fill()
    sign_in(User.objects.get(username=cohorts.RESEARCHER))

    def opened(name: str, definition: str, more: str = "", height: int = 1000) -> Page:
        address = reverse(f"web:study{name and '-'}{name}")
        page = visit(f"{address}?{definition}{more}")
        page.set_viewport_size({"width": 1280, "height": height})
        for drawing in page.locator("[data-figure]").all():
            drawing.scroll_into_view_if_needed()
        page.wait_for_function(
            "() => [...document.querySelectorAll('[data-figure]')]"
            ".every(place => place.dataset.drawn === 'yes')"
        )
        return page

    return opened


@pytest.mark.untraced
def test_pictures_of_groups(analyses, album):  # noqa: F811
    take(analyses("", TWO), album / "cohort.png", 1250)
    take(analyses("tables", TWO, "&table=chi"), album / "table2.png", 1100)
    take(analyses("response", ONE), album / "response.png", 1150)
    take(analyses("response-patients", ONE), album / "swimmer.png", 1150)
    take(analyses("survival", ONE), album / "survival.png", 1150)
    take(analyses("benchmark", ONE), album / "benchmark.png", 1150)
    explored(analyses("explore", TWO), album / "explore.png")
    page = analyses("publish", TWO)
    take(page, album / "publish.png", 1100, top=".study-text h3 ~ h3")
    printed(page, album / "docx.png")
    page = analyses("", ONE)
    page.set_viewport_size(PHONE)
    page.screenshot(path=album / "cohort-phone.png", animations="disabled")
    keep_small(album / "cohort-phone.png")


def explored(page: Page, file: Path) -> None:
    """With one published group over ours."""
    page.get_by_label("Published and loaded groups").select_option("chi2020/ruxolitinib")
    page.mouse.move(0, 0)
    take(page, file, 1050)


def printed(page: Page, file: Path) -> None:
    """The first page of Table 2 as DOCX. LibreOffice takes seconds: only when pictures are made."""
    if not os.environ.get("PICTURES") or not shutil.which("soffice"):
        return
    row = page.get_by_role("row").filter(has_text="Table 2: before, one week, one month")
    with page.expect_download() as taken:
        row.get_by_role("link").first.click()
    folder = Path(taken.value.path()).parent
    document = folder / "table.docx"
    taken.value.save_as(document)
    convert = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, document]
    subprocess.run(convert, check=True, capture_output=True)
    paper = document.with_suffix(".pdf")
    draw = ["pdftoppm", "-png", "-r", "90", "-singlefile", paper, file.with_suffix("")]
    subprocess.run(draw, check=True)
    keep_small(file)
