"""A pasted block is shown beside the record first, kept as a whole after, and undone as a whole."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest

from hlh_app.clinical.case import Moment
from hlh_app.records.entries import ObservationEntry, VisitEntry
from hlh_app.records.models import AuditEntry, CentreWord, ImportBatch, Observation
from hlh_app.records.services.visits import save_visit

from .conftest import VIENNA, form_of
from .paste_blocks import GERMAN, RESULTS, WEEKS

pytestmark = pytest.mark.django_db
SMALL = "Test\t05-Nov-2026\t09-Nov-2026\nFerritin (ng/mL)\t5100\t3900\nALT (U/L)\t160\t110\n"


@pytest.fixture
def url(patient, signed_in, clinician) -> str:
    signed_in(clinician)
    return f"/patients/{patient.pk}/paste/"


@pytest.fixture
def send(fill, url):
    """send(boxes…): the page as it stands, with these boxes changed; ``save``: its own button."""

    def send(again=None, *, save: bool = False, **boxes):
        if save:
            boxes["shown"] = shown(again)
        return fill(url, again=again, **boxes)

    return send


def shown(response) -> str:
    page = response.content.decode()
    return page.split('name="shown" value="')[1].split('"')[0] if 'name="shown"' in page else ""


def said(response) -> str:
    return re.search(r'id="paste-said"[^>]*>([^<]*)<', response.content.decode())[1]


def stored(**wanted) -> list[str]:
    rows = Observation.objects.filter(**wanted).order_by("measured_at", "analyte", "pk")
    return [
        f"{r.analyte} {r.measured_text} {r.comparator}{r.value.normalize():f} {r.unit}"
        for r in rows
    ]


def test_a_block_is_shown_first_and_saved_after(send, client, url, clinician):
    preview = send(text=WEEKS)
    assert said(preview) == f"{RESULTS} results found: {RESULTS} new."
    assert "ask." not in preview.content.decode()
    assert not Observation.objects.exists()
    saved = send(preview, save=True)
    assert saved.status_code == 302
    assert Observation.objects.count() == RESULTS
    assert "ferritin 2026-10-22 17090 ng/mL" in stored()
    trail = AuditEntry.objects.filter(table="observation")
    assert set(trail.values_list("actor", flat=True)) == {clinician.username}
    assert trail.count() == RESULTS
    page = client.get(saved["Location"]).content.decode()
    assert f"{RESULTS} results are saved." in page
    assert f"/imports/{ImportBatch.objects.get().pk}/" in page


def test_the_whole_paste_is_undone(send, client):
    send(send(text=SMALL), save=True)
    batch = ImportBatch.objects.get()
    client.post(f"/imports/{batch.pk}/undo/", {"reason": "Of another child."})
    assert not Observation.objects.filter(entered_in_error=False).exists()
    assert said(send(text=SMALL)) == "4 results found: 4 new."


def test_what_is_recorded_is_said_and_not_written_again(send):
    send(send(text=SMALL), save=True)
    again = send(text=SMALL.replace("3900", "3901"))
    assert said(again) == "4 results found: 3 as recorded, 1 differs."
    assert "The record has 3900 ng/mL" in again.content.decode()
    assert shown(again) == ""


@pytest.mark.parametrize(
    ("choice", "values"), [("correct", ["3901"]), ("add", ["3900", "3901"]), ("", ["3900"])]
)
def test_what_differs_is_left_corrected_or_kept_beside(send, choice, values):
    send(send(text=SMALL), save=True)
    preview = send(text=SMALL.replace("3900", "3901") + "AST (U/L)\t58\t57\n")
    (name,) = [n for n in form_of(preview) if n.startswith("do.")]
    chosen = send(preview, **{name: choice})
    assert send(chosen, save=True).status_code == 302
    rows = Observation.objects.filter(analyte="ferritin", measured_day=date(2026, 11, 9))
    assert sorted(f"{row.value.normalize():f}" for row in rows) == values


def test_the_value_of_a_visit_that_day_is_no_news(send, stored_visit):
    text = "Test\t02-Nov-2026\nFerritin (ng/mL)\t17090\nHemoglobin (g/L)\t83\n"
    preview = send(text=text)
    assert said(preview) == "2 results found: 1 as recorded, 1 differs."
    assert "The record has 82 g/L on this day, 02-Nov-2026 08:00." in preview.content.decode()
    (name,) = [n for n in form_of(preview) if n.startswith("do.")]
    send(send(preview, **{name: "correct"}), save=True)
    assert stored(analyte="hemoglobin") == ["hemoglobin 2026-11-02T08:00:00+01:00 83 g/L"]


def test_an_unusual_value_takes_a_tick(send):
    preview = send(text=SMALL.replace("5100", "510000"))
    assert said(preview) == "4 results found: 3 new, 1 unusual."
    assert "is unusual" in preview.content.decode()
    place = re.search(r'name="(do\.[^"]+)" value="confirm"', preview.content.decode())[1]
    send(send(preview, **{place: "confirm"}), save=True)
    assert Observation.objects.get(value=510000).implausible_confirmed


def test_an_unusual_value_without_a_tick_is_not_saved_and_named(send, client):
    saved = send(send(text=SMALL.replace("5100", "510000")), save=True)
    assert Observation.objects.count() == 3
    page = client.get(saved["Location"]).content.decode()
    assert "Not saved: Ferritin 05-Nov-2026 510000." in page


def test_a_refused_cell_is_typed_anew(send):
    preview = send(text=SMALL.replace("5100", "5l00"))
    assert "1 refused" in said(preview)
    box = re.search(r'name="(cell\.[^"]+)"', preview.content.decode())[1]
    better = send(preview, **{box: "5100"})
    assert said(better) == "4 results found: 4 new."
    send(better, save=True)
    assert "ferritin 2026-11-05 5100 ng/mL" in stored()


def test_a_pending_result_is_answered(send, patient, clinician):
    pending = ObservationEntry(analyte="ferritin", unit="ug/L", status="pending")
    day = Moment.dated(date(2026, 11, 9), VIENNA)
    entry = VisitEntry(visited=day, observations=(pending,))
    save_visit(actor=clinician, patient=patient, entry=entry)
    preview = send(text=SMALL)
    assert said(preview) == "4 results found: 3 new, 1 was pending."
    send(preview, save=True)
    assert Observation.objects.get(measured_day=date(2026, 11, 9), analyte="ferritin").value == 3900


def test_a_german_block_is_asked_about_what_it_leaves_open(send):
    preview = send(text=GERMAN)
    asked = {name for name in form_of(preview) if name.startswith("ask.")}
    page = preview.content.decode()
    assert 'name="ask.unit:scd25"' in page
    assert "Hämoglobin" in page
    assert said(preview).endswith("questions.")
    assert asked <= {"ask.unit:scd25", "ask.year", "ask.decimal", "ask.day_first"}


def test_an_answer_is_read_at_once_and_can_be_changed(send):
    text = "Test\t05-Nov-2026\nFerritin\t5100\n"
    preview = send(text=text)
    assert said(preview).endswith("1 waits for an answer; 1 question.")
    answered = send(preview, **{"ask.unit:ferritin": "ug/L"})
    assert said(answered) == "1 result found: 1 new."
    assert form_of(answered)["ask.unit:ferritin"] == ["ug/L"]
    send(send(answered, **{"ask.unit:ferritin": "pmol/L"}), save=True)
    assert Observation.objects.get().unit == "pmol/L"


def test_answers_belong_to_the_text_they_were_given_for(send):
    answered = send(
        send(text="Test\t05-Nov-2026\nFerritin\t5100\n"), **{"ask.unit:ferritin": "pmol/L"}
    )
    other = send(answered, text="Test\t09-Nov-2026\nFerritin\t3900\n")
    assert said(other).endswith("1 question.")


def test_the_unit_and_the_assay_are_asked_once_and_remembered(send, patient):
    text = "Test\t05-Nov-2026\nsIL-2R\t4820\n"
    preview = send(text=text)
    assert said(preview).endswith("1 waits for an answer; 2 questions.")
    unit = send(preview, **{"ask.unit:scd25": "U/mL"})
    assert said(unit).endswith("1 waits for an answer; 1 question.")
    row = re.search(r'name="(row\.[^"]+)\.laboratory"', unit.content.decode())[1]
    named = send(unit, **{f"{row}.laboratory": "Central", f"{row}.assay": "Immulite"})
    assert said(named) == "1 result found: 1 new."
    send(named, save=True)
    found = Observation.objects.get()
    assert (found.laboratory, found.assay, found.unit) == ("Central", "Immulite", "U/mL")
    (word,) = CentreWord.objects.filter(centre=patient.centre)
    assert (word.analyte, word.unit, word.assay) == ("scd25", "U/mL", "Immulite")
    later = send(text=text.replace("05-Nov", "09-Nov"))
    assert said(later) == "1 result found: 1 new."
    assert "remembered" in later.content.decode()


def test_an_assay_that_is_not_stated_is_said_to_be(send):
    preview = send(text="Test\t05-Nov-2026\nIL-6 (pg/mL)\t48\n")
    assert said(preview).endswith("1 question.")
    row = re.search(r'name="(row\.[^"]+)\.not_stated"', preview.content.decode())[1]
    send(send(preview, **{f"{row}.not_stated": "1"}), save=True)
    assert Observation.objects.get().assay == ""


def test_an_unknown_word_is_given_its_test_and_remembered(send):
    text = SMALL.replace("ALT", "Leberwert X")
    preview = send(text=text)
    assert said(preview) == "2 results found: 2 new."
    page = preview.content.decode()
    assert "2 cells are left out, of no test that is kept here: Leberwert X (U/L)" in page
    assert '<th scope="row">Leberwert X (U/L)</th>' in page
    (row,) = [n for n, v in form_of(preview).items() if n.endswith(".analyte") and v == [""]]
    meant = send(preview, **{row: "alt"})
    assert said(meant) == "4 results found: 4 new."
    send(meant, save=True)
    assert said(send(text=text.replace("110", "111"))).startswith("4 results found: 3 as recorded")


def test_a_word_is_left_out_on_purpose(send):
    preview = send(text=SMALL)
    (row,) = [n for n, v in form_of(preview).items() if v == ["alt"]]
    left = send(preview, **{row: "-"})
    assert said(left) == "2 results found: 2 new."
    send(left, save=True)
    assert set(Observation.objects.values_list("analyte", flat=True)) == {"ferritin"}
    assert (
        said(send(text=SMALL.replace("5100", "5101")))
        == "2 results found: 1 as recorded, 1 differs."
    )


def test_a_record_that_changed_meanwhile_is_shown_again(send, stored_visit):
    text = "Test\t02-Nov-2026 08:00\t05-Nov-2026 08:00\nHemoglobin (g/L)\t82\t88\n"
    preview = send(text=text)
    Observation.objects.filter(analyte="hemoglobin").update(value=Decimal(84), version=2)
    again = send(preview, save=True)
    assert (
        "Nothing is saved: the record, the text or an answer has changed" in again.content.decode()
    )
    assert not ImportBatch.objects.exists()
    assert "1 differs" in said(again)


def test_a_text_that_was_changed_is_not_saved_unseen(send):
    preview = send(text=SMALL)
    again = send(preview, save=True, text=SMALL.replace("5100", "510"))
    assert "Nothing is saved" in again.content.decode()
    assert not Observation.objects.exists()


def test_a_page_sent_twice_is_written_once(send, url, client):
    preview = send(text=SMALL)
    data = form_of(preview) | {"shown": shown(preview)}
    first, second = client.post(url, data), client.post(url, data)
    assert (first.status_code, second.status_code) == (302, 302)
    assert (Observation.objects.count(), ImportBatch.objects.count()) == (4, 1)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "Paste the results first"),
        ("nothing to see", "No results are found."),
        ("x" * 200_001, "Paste at most 200,000 characters"),
        ("a\x00b", "Null characters are not allowed"),
    ],
)
def test_what_is_no_table_is_said_in_words(send, text, told):
    response = send(text=text)
    assert response.status_code == 200
    assert told in response.content.decode()
    assert not Observation.objects.exists()


def test_a_part_of_the_page_is_enough_for_the_browser(client, url):
    part = client.post(url, {"text": SMALL}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert 'hx-swap-oob="innerHTML">4 results found: 4 new.</p>' in part


def test_nothing_is_written_by_looking(send, everything):
    before = everything()
    send(send(text=GERMAN), **{"ask.unit:scd25": "U/mL"})
    assert everything() == before


def test_a_temperature_among_the_tests_is_kept_with_its_time(send):
    send(
        send(text="\t05-Nov-2026 06:00\t05-Nov-2026 14:00\nTemperature (°C)\t38.6\t37.9\n"),
        save=True,
    )
    assert stored() == [
        "temperature 2026-11-05T06:00:00+01:00 38.6 Cel",
        "temperature 2026-11-05T14:00:00+01:00 37.9 Cel",
    ]
