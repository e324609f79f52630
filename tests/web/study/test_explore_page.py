"""The page to explore: one test of groups over time, over what was published."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from hlh_app.charts.study.day_lines import MOST
from hlh_app.cohorts.library import cohort
from hlh_app.web.forms.study.explore import FIRST, ExploreForm
from hlh_app.web.study.loaded import Loaded

ADDRESS = "/cohort/explore/"


def patient(*points, treatment="ruxolitinib", peaks=()):
    results = {"ferritin": points} if points else {}
    return {
        "subject": {"treatment": treatment},
        "series": {"points": results},
        "fever": {"peaks": peaks},
    }


@pytest.fixture
def shown(open_page):
    return lambda *rows, **asked: open_page(ADDRESS, *rows, **asked).context["page"]


def rows_of(table):
    return {row[0].main.text: [cell.main.text for cell in row[1:]] for row in table.rows}


FALL = patient((-1, 17000.0), (7, 900.0), (14, 400.0))


def test_ferritin_over_eight_weeks_is_shown_first(shown):
    told = shown(FALL, patient((-2, 5000.0), (7, 1100.0)), patient())
    assert rows_of(told.spans) == {
        "−7 to −1": ["11,000 (8,000–14,000)"],
        "4 to 10": ["1,000 (950–1,050)"],
        "11 to 17": ["400 (400–400)"],
    }
    assert told.drawing.figure["layout"]["yaxis"]["type"] == "log"
    assert any("1 of 3 without a result" in note for note in told.spans.plain.notes)
    assert "on a log scale" in told.captions[0]


def test_nobody_and_nothing_known(shown):
    assert shown().spans.rows == ()
    assert shown(patient()).spans.rows == ()
    assert shown(patient()).lines == ()


def test_published_groups_can_be_drawn_where_the_test_was_printed(shown):
    told = shown(FALL)
    groups = ["chi2020/ruxolitinib", "chi2020/conventional"]
    assert [one.code for one in told.overlays] == [*groups, "chi2020"]
    assert "not a target" in told.overlays[0].label
    assert "children of 1–6 years" in told.overlays[0].label
    (note,) = told.notes
    assert (note.code, bool(note.faults)) == ("chi2020", True)
    assert (shown(FALL, test="alt").overlays, shown(FALL, test="alt").notes) == ((), ())


def test_a_loaded_cohort_of_another_centre_is_drawn_like_a_published_one(shown, monkeypatch):
    theirs = replace(cohort("chi2020"), code="loaded-7", name="Graz", faults=(), kind="centre")
    row = Loaded(7, theirs, 1, "Rita", datetime(2026, 1, 1, tzinfo=UTC))
    monkeypatch.setattr("hlh_app.web.views.study.explore.loaded", lambda user: (row,))
    told = shown(FALL)
    assert [one.code for one in told.overlays][3:] == [
        *("loaded-7/ruxolitinib", "loaded-7/conventional", "loaded-7"),
    ]
    assert told.overlays[3].label.startswith("Graz, ruxolitinib, n = 11, not a target")
    overlays = {t["meta"].get("overlay") for t in told.drawing.figure["data"] if "meta" in t}
    assert "loaded-7/ruxolitinib" in overlays


@pytest.mark.parametrize("test", ["ferritin", "temperature"])
def test_no_value_ever_stands_beside_wangs_name(shown, signed_in, reader, test):
    shown(FALL)
    text = signed_in(reader).get(ADDRESS, {"test": test}).content.decode()
    assert "Ferritin" in text
    assert "Wang" not in text


def test_temperature_day_by_day(shown):
    told = shown(patient(peaks=(39.0, 38.5)), test="temperature", time="days")
    assert rows_of(told.spans) == {"−3": ["39.0 (39.0–39.0)"], "−2": ["38.5 (38.5–38.5)"]}
    assert "type" not in told.drawing.figure["layout"]["yaxis"]
    assert "day 28" in told.captions[-1]
    assert told.spans.plain.notes == (
        "Of a patient with several results on a day their median counts (our definition).",
    )


def test_a_linear_scale_on_request(shown):
    told = shown(FALL, scale="linear")
    assert "type" not in told.drawing.figure["layout"]["yaxis"]
    assert "on a linear scale" in told.captions[0]


def test_zero_on_a_log_scale_is_said(shown):
    assert any("Zero" in line for line in shown(patient((0, 0.0), (7, 900.0))).captions)


def test_two_groups_share_the_lines_between_them(shown):
    rows = [patient((7, 900.0)) for _ in range(MOST)]
    told = shown(*rows, FALL, compare="1", **{"b-treatment": "any"})
    assert len(told.lines) <= MOST
    assert any("one patient in 3" in line for line in told.captions)
    assert "compare" in dict(told.hidden)


def test_a_span_of_few_is_an_open_mark(shown):
    many = [patient((7, 900.0 + n), (14, 400.0)) for n in range(11)]
    told = shown(*many, patient((7, 900.0), (21, 20_000.0)))
    (few,) = [t for t in told.drawing.figure["data"] if t.get("mode") == "markers"]
    assert (few["x"], few["y"]) == ([21.0], [20000])
    assert any("Open symbols" in line for line in told.captions)


def test_every_line_leads_to_its_patient_and_is_listed(shown):
    told = shown(FALL)
    (line,) = told.lines
    assert (line.results, line.first, line.last) == (3, "17,000 on day −1", "400 on day 14")
    (drawn,) = [t for t in told.drawing.figure["data"] if "follow" in t.get("meta", {})]
    assert drawn["meta"]["follow"] == line.address == "/patients/1/"


class TestForm:
    def test_what_is_not_said_or_said_wrongly_is_as_on_the_first_visit(self):
        for said in ({}, {"test": "x", "time": "y", "scale": "z"}, {"test": ""}):
            form = ExploreForm(said)
            assert (form.code, form.spans, form.log) == ("ferritin", "weeks", True)
            assert form.data == FIRST
            assert not form.errors

    def test_what_is_said_is_kept(self):
        form = ExploreForm({"test": "alt", "time": "year", "scale": "linear"})
        assert (form.code, form.spans, form.log) == ("alt", "year", False)
