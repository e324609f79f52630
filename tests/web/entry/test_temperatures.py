"""The quick page: nothing is written until every line is understood and was looked at."""

from __future__ import annotations

import pytest

from hlh_app.records.models import Observation

from .conftest import form_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(patient, signed_in, clinician) -> str:
    signed_in(clinician)
    return f"/patients/{patient.pk}/temperatures/"


def shown(response) -> str:
    """The value of the button that saves what is shown; empty without one."""
    page = response.content.decode()
    return page.split('name="shown" value="')[1].split('"')[0] if 'name="shown"' in page else ""


def stored() -> list[str]:
    rows = Observation.objects.order_by("measured_at")
    return [f"{r.measured_text[:16]} {r.value:f} {r.unit} {r.site}".strip() for r in rows]


LINES = "20-Nov 06:00 38.6\n10:00 101.3 F axillary\n21-Nov 06:00 37.4"


def test_the_lines_are_shown_first_and_saved_after(url, fill):
    preview = fill(url, lines=LINES)
    page = preview.content.decode()
    assert "20-Nov-2026 06:00" in page
    assert "101.3 °F" in page
    assert "Save 3 readings" in page
    assert not Observation.objects.exists()
    saved = fill(url, again=preview, shown=shown(preview))
    assert saved.status_code == 302
    assert [line[:21] for line in stored()] == [
        "2026-11-20T06:00 38.6",
        "2026-11-20T10:00 101.",
        "2026-11-21T06:00 37.4",
    ]


def test_what_was_changed_after_it_was_shown_is_shown_again(url, fill):
    preview = fill(url, lines=LINES)
    again = fill(url, again=preview, lines=LINES + "\n10:00 39", shown=shown(preview))
    assert "Save 4 readings" in again.content.decode()
    assert not Observation.objects.exists()


def test_one_line_that_is_not_understood_holds_all_back(url, fill):
    response = fill(url, lines=LINES + "\n11:00 38,600")
    page = response.content.decode()
    assert "1 line is not understood" in page
    assert "A comma can be read in two ways" in page
    assert shown(response) == ""
    assert form_of(response)["lines"] == [LINES + "\n11:00 38,600"]


def test_an_unusual_reading_takes_a_tick(url, fill):
    preview = fill(url, lines="20-Nov 06:00 43")
    assert "is unusual" in preview.content.decode()
    refused = fill(url, again=preview, shown=shown(preview))
    assert "Tick the readings" in refused.content.decode()
    assert not Observation.objects.exists()
    tick = fill(url, again=preview, shown=shown(preview), confirmed="1: 20-Nov 06:00 43")
    assert tick.status_code == 302
    assert Observation.objects.get().implausible_confirmed


def test_an_impossible_reading_is_refused(url, fill):
    response = fill(url, lines="20-Nov 06:00 12")
    assert "Temperature 12 °C is not possible" in response.content.decode()
    assert shown(response) == ""


def test_what_is_recorded_already_is_not_written_again(url, fill, stored_visit):
    preview = fill(url, lines="02-Nov-2026 08:00 39.6\n09:00 39")
    page = preview.content.decode()
    assert "recorded already, not written again" in page
    assert "Save 1 reading" in page
    fill(url, again=preview, shown=shown(preview))
    assert Observation.objects.filter(analyte="temperature").count() == 2


def test_another_reading_at_a_recorded_time_is_asked_about(url, fill, stored_visit):
    preview = fill(url, lines="02-Nov-2026 08:00 38.2")
    assert "The record has 39.6 °C at this moment." in preview.content.decode()


def test_a_page_sent_twice_is_written_once(url, client, fill):
    preview = fill(url, lines=LINES)
    data = form_of(preview) | {"shown": shown(preview)}
    client.post(url, data)
    client.post(url, data)
    assert Observation.objects.count() == 3


@pytest.mark.parametrize("lines", ["", " \n ", "x" * 50_000, "20-Nov 06:00 38\x00"])
def test_what_is_no_reading_is_refused(url, fill, lines):
    response = fill(url, lines=lines)
    assert response.status_code == 200
    assert not Observation.objects.exists()


def test_no_more_lines_than_can_be_looked_at(url, fill, monkeypatch):
    monkeypatch.setattr("hlh_app.web.forms.temperatures.MOST_READINGS", 2)
    assert "at most 20,000 readings" in fill(url, lines=LINES).content.decode()


CHART = "Datum;Uhrzeit;Temp;Messort\n" + "\n".join(
    f"{1 + n // 4:02}.10.2026;{n % 4 * 6:02}:00;38,{n % 10};Ohr" for n in range(80)
)


def test_a_chart_of_many_readings_is_summarized_and_saved_whole(url, fill):
    preview = fill(url, lines=CHART)
    page = preview.content.decode()
    assert "80 new" in page
    assert "01-Oct-2026 00:00" in page
    assert "38.9 °C, 18-Oct-2026 06:00" in page
    assert "Tympanic 80" in page
    assert page.count("<tr>") == 0
    saved = fill(url, again=preview, shown=shown(preview))
    assert saved.status_code == 302
    assert Observation.objects.filter(batch__source="temperatures").count() == 80
    assert stored()[0].startswith("2026-10-01T00:00 38.0")


def test_the_whole_chart_is_undone(url, fill, client):
    preview = fill(url, lines=CHART)
    saved = fill(url, again=preview, shown=shown(preview))
    page = client.get(saved["Location"]).content.decode()
    assert "80 results are saved." in page
    batch = Observation.objects.first().batch
    undo = page.split('80 results are saved. <a href="')[1].split('"')[0]
    assert undo == f"/imports/{batch.pk}/"
    client.post(f"{undo}undo/", {"reason": "Another patient's chart."})
    assert set(Observation.objects.values_list("entered_in_error", "error_reason")) == {
        (True, "Another patient's chart.")
    }


def test_what_a_chart_leaves_open_is_asked_and_answered(url, fill):
    chart = "Date,Time,Temp\n03/10/2026,22:00,38.1\n,02:00,38.4"
    asked = fill(url, lines=chart)
    page = asked.content.decode()
    assert "Which number of a date is the day?" in page
    assert shown(asked) == ""
    half = fill(url, again=asked, **{"ask.order": "day"})
    assert "A time goes back, and no date stands with it." in half.content.decode()
    whole = fill(url, again=half, **{"ask.back": "next"})
    assert form_of(whole)["ask.order"] == ["day"]
    fill(url, again=whole, shown=shown(whole))
    assert [line[:16] for line in stored()] == ["2026-10-03T22:00", "2026-10-04T02:00"]


def test_lines_that_are_not_understood_are_left_out_on_purpose(url, fill, client):
    preview = fill(url, lines=LINES + "\n11:00 none", leave_out="1")
    assert "Save 3 readings" in preview.content.decode()
    saved = fill(url, again=preview, shown=shown(preview))
    assert Observation.objects.count() == 3
    assert "Not saved: line 4." in client.get(saved["Location"]).content.decode()


def test_what_differs_and_is_not_ticked_is_left_out_on_purpose(url, fill, stored_visit):
    preview = fill(url, lines="02-Nov-2026 08:00 38.2\n09:00 39")
    refused = fill(url, again=preview, shown=shown(preview))
    assert "Tick the readings" in refused.content.decode()
    saved = fill(url, again=preview, shown=shown(preview), leave_out="1")
    assert saved.status_code == 302
    values = Observation.objects.filter(analyte="temperature").values_list("value", flat=True)
    assert sorted(map(float, values)) == [39.0, 39.6]


def test_a_record_that_changed_meanwhile_is_shown_again(url, fill, stored_visit):
    preview = fill(url, lines="02-Nov-2026 08:00 38.2")
    Observation.objects.filter(analyte="temperature").update(value="38.2", version=2)
    again = fill(url, again=preview, shown=shown(preview))
    assert "recorded already, not written again" in again.content.decode()
    assert Observation.objects.filter(analyte="temperature").count() == 1
