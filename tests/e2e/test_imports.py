"""A file in the browser: sent, looked at, kept, undone; cancelled in the middle; in two tabs."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from hlh_app.records.imports import keeping
from hlh_app.records.models import ImportBatch, Observation, Patient
from hlh_app.records.services.patients import create_patient
from hlh_app.web import importing, progress

ROWS = 60


@pytest.fixture
def clinic(transactional_db, sign_in, clinician, centre) -> Patient:
    sign_in(clinician)
    born = date(2015, 3, 3)
    return create_patient(
        actor=clinician, centre=centre, code="HLH-0007", sex="female", birth_date=born
    )


@pytest.fixture
def labs(tmp_path) -> Path:
    """ROWS results on days without any, one that cannot be read, and one of nobody known."""
    good = [f"HLH-0007,crp,2024-{1 + n // 28:02}-{1 + n % 28:02},{n + 1},mg/L" for n in range(ROWS)]
    odd = ["HLH-0007,platelets,2024-03-01,x96,10*9/L", "Bed 3,ferritin,2024-03-01,800,ug/L"]
    file = tmp_path / "labs.csv"
    file.write_text("\n".join(["patient,test,date,result,unit", *good, *odd]))
    return file


def send(page: Page, file: Path) -> None:
    page.get_by_label("File", exact=True).set_input_files(file)
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_role("heading", name="Import labs.csv")).to_be_visible()


def results() -> int:
    return Observation.objects.filter(analyte="crp", measured_day__year=2024).count()


def test_from_the_file_to_the_record_and_back(clinic, labs, visit, axe):
    page = visit(reverse("web:imports"))
    send(page, labs)
    expect(page.get_by_role("button", name=f"Keep {ROWS} entries")).to_be_visible()
    assert axe() == []
    page.get_by_label("Whose entries: Bed 3").select_option(label="Leave the entries out")
    expect(page.get_by_text("An answer was changed: check again first.")).to_be_visible()
    expect(page.get_by_role("button", name=f"Keep {ROWS} entries")).to_be_disabled()
    page.get_by_role("button", name="Check again").click()
    expect(page.get_by_text("of an unknown patient")).to_have_count(0)
    assert results() == 0
    page.get_by_role("button", name=f"Keep {ROWS} entries").click()
    expect(page.get_by_text("Rows left over: 1 open")).to_be_visible()
    assert axe() == []
    assert results() == ROWS
    page.get_by_role("link", name="Correct row").click()
    page.get_by_label("Value").fill("96")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("status")).to_contain_text("The row is kept.")
    page.get_by_text("Undo the whole import").click()
    page.get_by_label("Why the whole import is undone").fill("The file of another ward.")
    page.get_by_role("button", name="Undo the import").click()
    expect(page.get_by_text("The file of another ward.")).to_be_visible()
    assert not Observation.objects.filter(batch__isnull=False, entered_in_error=False).exists()


@pytest.fixture
def halfway(monkeypatch) -> threading.Event:
    """The keeping stands still after 20 rows until it is cancelled or let go."""
    go_on = threading.Event()
    monkeypatch.setattr(keeping, "STEP", 20)
    plain = progress.Work.__call__

    def held(work: progress.Work, done: int, total: int | None = None) -> None:
        work.done, work.total = done, total or work.total
        while done == 20 and not go_on.wait(0.02) and not work._cancelled.is_set():
            pass
        plain(work, done, total)

    monkeypatch.setattr(progress.Work, "__call__", held)
    yield go_on
    go_on.set()


def test_cancelled_in_the_middle_nothing_is_kept(clinic, labs, visit, halfway):
    page = visit(reverse("web:imports"))
    send(page, labs)
    page.get_by_role("button", name="Keep").click()
    expect(page.locator("[data-said]")).to_have_text(f"Keeping … 20 of {ROWS + 2} entries")
    assert page.locator("progress").evaluate("bar => [bar.value, bar.max]") == [20, ROWS + 2]
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("alert").filter(has_text="Cancelled.")).to_be_visible()
    assert (results(), ImportBatch.objects.count()) == (0, 0)
    halfway.set()  # the file still waits
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_text("Rows left over: 2 open")).to_be_visible()
    assert results() == ROWS


def test_a_closed_tab_leaves_nothing(clinic, labs, visit, halfway, page, context):
    visit(reverse("web:imports"))
    send(page, labs)
    waiting = page.url
    page.get_by_role("button", name="Keep").click()
    expect(page.locator("[data-said]")).to_contain_text("20 of")
    page.close()
    other = context.new_page()
    other.goto(waiting)
    expect(other.get_by_role("button", name=f"Keep {ROWS} entries")).to_be_visible()
    state = other.request.get(f"{waiting}state/")  # answers when the work has ended
    assert state.text() == ""
    assert (results(), ImportBatch.objects.count()) == (0, 0)


def test_kept_in_two_tabs_it_is_kept_once(clinic, labs, visit, page, context):
    visit(reverse("web:imports"))
    send(page, labs)
    other = context.new_page()
    other.goto(page.url)
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_text("Rows left over: 2 open")).to_be_visible()
    other.get_by_role("button", name="Keep").click()
    expect(other.get_by_text("Rows left over: 2 open")).to_be_visible()
    assert other.url == page.url
    assert (results(), ImportBatch.objects.count()) == (ROWS, 1)


def test_a_large_file_is_read_with_a_word_on_progress(clinic, labs, visit, monkeypatch):
    """Beyond a size the page opens first and reads by itself."""
    monkeypatch.setattr(importing, "AT_ONCE_BYTES", 10)
    page = visit(reverse("web:imports"))
    send(page, labs)
    expect(page.get_by_role("button", name=f"Keep {ROWS} entries")).to_be_visible()


def test_a_file_that_is_too_large_is_not_even_sent(clinic, labs, visit, settings):
    settings.UPLOAD_MEGABYTES = 1
    labs.write_bytes(b"x" * 1_100_000)
    page = visit(reverse("web:imports"))
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    page.get_by_label("File", exact=True).set_input_files(labs)
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_role("alert").filter(has_text="larger than 1 MB")).to_be_visible()
    assert "POST" not in sent


def test_without_scripts_the_same_forms_do(clinic, labs, browser, context, live_server):
    plain = browser.new_context(java_script_enabled=False, storage_state=context.storage_state())
    page = plain.new_page()
    page.goto(live_server.url + reverse("web:imports"))
    send(page, labs)
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_text("Rows left over: 2 open")).to_be_visible()
    assert results() == ROWS
    plain.close()
