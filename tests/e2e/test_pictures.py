"""The pictures of the README, taken of the synthetic demo patients on a fixed day.

They go into a temporary folder; `make pictures` puts them into docs/pictures.
"""

from __future__ import annotations

import os
import subprocess
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page

from hlh_app.accounts.models import Role, User
from hlh_app.accounts.services import give_role
from hlh_app.records.demo import content
from hlh_app.records.models import Observation, Patient
from hlh_app.records.services.rows import correct_row

from . import imported
from .test_one_person import twice  # noqa: F401

TODAY = date(2026, 6, 1)
NOW = datetime(2026, 6, 1, 8, 30, tzinfo=UTC)
WIDTH = 1280
PASTED = """\
Test\t18-May-2026\t23-May-2026\t27-May-2026\t29-May-2026
Hb (g/dL)\t9.1\t9.3\t9.5\t9.6
Plt (G/L)\t104\t112\t118\t122
Ferritin (ng/mL)\t1,530\t1117\t1,046\t1,008
LDH (U/L)\t462\t417\t\t40000
sIL-2R (U/mL)\t2110\t\t\tpending
"""
MOST_BYTES = 250_000
COLORS = 128


@pytest.fixture
def album(tmp_path) -> Path:
    """Where the pictures go."""
    asked = os.environ.get("PICTURES")
    folder = Path(asked) if asked else tmp_path
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def child(transactional_db, monkeypatch) -> Patient:
    """The synthetic child of 25.0 kg on day 23, and the clock of that day."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    content.fill(TODAY)
    return Patient.objects.get(code="SYN-07")


@pytest.fixture
def ward(child, page, sign_in) -> Page:
    sign_in(User.objects.get(username="clinician"))
    return page


def take(page: Page, file: Path, height: int, top: str = "body") -> None:
    """``height`` px of the page as it is, from an element down."""
    page.set_viewport_size({"width": WIDTH, "height": height})
    page.eval_on_selector(top, "at => scrollTo(0, at.getBoundingClientRect().top + scrollY)")
    page.screenshot(path=file, animations="disabled")
    keep_small(file)


def keep_small(file: Path) -> None:
    """Few colors: a page has no more, and its picture stays small. The rare ones are kept, since
    they are the marks and the warnings."""
    picture = (
        Image.open(file)
        .convert("RGB")
        .quantize(COLORS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    )
    picture.save(file, optimize=True)
    assert file.stat().st_size <= MOST_BYTES


def test_patient(ward, visit, child, album):
    page = visit(reverse("web:patient", args=[child.pk]))
    take(page, album / "patient.png", 1450)


def test_worklist(ward, visit, album):
    page = visit(reverse("web:home"))
    page.get_by_text("Handover").first.click()
    take(page, album / "worklist.png", 760)


def test_safety(ward, visit, child, album):
    take(visit(reverse("web:safety", args=[child.pk])), album / "safety.png", 1300)


def test_rule(ward, visit, album):
    take(visit(reverse("web:rule", args=["hlh2004"])), album / "rule.png", 1200)


def test_verdicts_by_day(ward, visit, child, album):
    page = visit(reverse("web:trajectories", args=[child.pk]))
    strip = page.get_by_role("figure", name="Verdicts by day")
    strip.scroll_into_view_if_needed()
    strip.locator(".js-plotly-plot").wait_for()
    strip.screenshot(path=album / "verdicts.png", animations="disabled")
    keep_small(album / "verdicts.png")


def test_visit(ward, visit, child, album):
    page = visit(reverse("web:visit-new", args=[child.pk]))
    typed = {"weight": "25.4", "hemoglobin": "104", "platelets": "112", "neutrophils": "2.1"}
    typed |= {"wbc": "3.4", "ferritin": "1240", "triglycerides": "31"}
    for test, value in typed.items():
        page.locator(f"#{test}-value").fill(value)
    page.locator("[name=splenomegaly-status][value=absent]").check()
    page.wait_for_selector(".judged-ask")
    take(page, album / "visit.png", 1100)


def test_flowsheet(ward, visit, child, album):
    page = visit(reverse("web:flowsheet", args=[child.pk]))
    for value in ("104", "112", "3.4", "2.1", "1240"):
        page.keyboard.type(value)
        page.keyboard.press("Enter")
    page.locator("#flow-says", has_text="All cells are saved.").wait_for()
    for key in ("ArrowDown", "ArrowUp"):
        page.keyboard.press(key)
    page.locator("tr[data-analyte=ldh] td").last.click()
    page.keyboard.type("40000")
    page.keyboard.press("Enter")
    page.locator(".flow-note.question").wait_for()
    take(page, album / "flowsheet.png", 900)


def test_paste(ward, visit, child, album):
    page = visit(reverse("web:paste", args=[child.pk]))
    page.get_by_label("The block").fill(PASTED)
    page.get_by_label("The block").blur()
    page.wait_for_selector(".paste-preview")
    take(page, album / "paste.png", 1180)


def test_trajectories(ward, visit, child, album):
    page = visit(reverse("web:trajectories", args=[child.pk]))
    page.get_by_label("Published overlay").select_option(index=1)
    page.set_viewport_size({"width": WIDTH, "height": 1500})
    page.wait_for_function(
        "() => [...document.querySelectorAll('[data-figure]')].slice(0, 4)"
        ".every(place => place.dataset.drawn === 'yes')"
    )
    take(page, album / "trajectories.png", 1500)


def test_cohorts(ward, visit, album):
    page = visit(reverse("web:cohorts"))
    chi = page.locator("#chi2020")
    chi.scroll_into_view_if_needed()
    chi.locator("[data-figure]").first.scroll_into_view_if_needed()
    chi.locator(".js-plotly-plot").nth(1).wait_for()
    take(page, album / "cohorts.png", 1500, top="#chi2020")


def test_import(ward, visit, child, album):
    _kept, held = imported.of_clinic(User.objects.get(username="clinician"), child)
    take(visit(reverse("web:import-waiting", args=[held.pk])), album / "import.png", 1250)


def test_merge_of_a_visit(ward, visit, child, album):
    """A colleague corrects two results of a visit while it is open here."""
    ferritin, platelets = (_last(child, analyte) for analyte in ("ferritin", "platelets"))
    page = visit(reverse("web:visit", args=[child.pk, ferritin.visit_id]))
    night = User.objects.create_user("night shift")
    give_role(user=night, centre=child.centre, role=Role.CLINICIAN)
    correct_row(actor=night, row=ferritin, version=ferritin.version, value=Decimal(1030))
    correct_row(actor=night, row=platelets, version=platelets.version, value=Decimal(142))
    page.locator("#ferritin-value").fill("1300")
    page.get_by_role("button", name="Save the correction").last.click()
    page.get_by_role("heading", name="Changed by somebody else meanwhile").wait_for()
    take(page, album / "merge.png", 760)


def _last(patient: Patient, analyte: str) -> Observation:
    return Observation.objects.filter(patient=patient, analyte=analyte).latest("measured_at")


def test_one_person_with_two_records(twice, visit, sign_in, album):  # noqa: F811
    kept, gone = twice
    sign_in(User.objects.get(username="clinician"))
    page = visit(reverse("web:merge", args=[kept.pk, gone.pk]))
    take(page, album / "one-person.png", 870)


def test_summary(ward, child, live_server, album, tmp_path):
    address = live_server.url + reverse("web:summary-pdf", args=[child.pk])
    paper = tmp_path / "summary.pdf"
    paper.write_bytes(ward.request.get(address).body())
    file = album / "summary.png"
    subprocess.run(
        ["pdftoppm", "-png", "-r", "110", "-singlefile", paper, file.with_suffix("")], check=True
    )
    keep_small(file)
