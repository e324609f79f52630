"""The page of temperature and glucocorticoid, from nobody to two groups."""

from __future__ import annotations

from functools import partial

import pytest

from hlh_app.charts.study.day_lines import MOST
from hlh_app.statistics.glucocorticoid_by_day import glucocorticoid_by_day
from hlh_app.web.presenters.study.glucocorticoid_tables import design_table
from tests.statistics.made_patients import made, one

ADDRESS = "/cohort/fever/"
TWO = {"compare": "1", "b-treatment": "conventional"}


def patient(treatment="ruxolitinib", **fever):
    doses = {"glucocorticoid": (0.0,) * 7 + (8.0,) * 57, "followed_to": 56}
    subject = {"treatment": treatment, "weight_kg": 20.0}
    return {"subject": subject, "fever": fever, "care": doses}


def ill(hours, treatment="ruxolitinib", **more):
    peaks = (39.5, 39.0, 38.9, 38.5 + hours / 100, 37.0)
    facts = {"state": "afebrile", "afebrile_hours": hours, "afebrile_days": int(hours // 24),
             "within_24_h": hours <= 24, "came_back": "not_met", "peaks": peaks}  # fmt: skip
    return patient(treatment, febrile_before=True, **{**facts, **more})


SIX = [ill(8.0), ill(20.0), ill(50.0, came_back="met", back_days=4)]
SIX += [ill(60.0, "conventional"), ill(70.0, "conventional"), ill(90.0, "conventional")]


@pytest.fixture
def shown(open_page):
    return partial(open_page, ADDRESS)


def rows_of(table):
    """The first cell of each row → the texts of the others."""
    return {row[0].main.text: [cell.main.text for cell in row[1:]] for row in table.rows}


def text_of(response):
    return " ".join(response.content.decode().split())


def test_nobody_is_said_without_an_error(shown):
    told = shown()
    assert "Nobody known to have been febrile" in text_of(told)
    assert rows_of(told.context["page"].peaks_table) == {}


def test_one_patient_and_all_missing(shown):
    assert rows_of(shown(ill(8.0)).context["page"].peaks_table)["−3"][:2] == ["39.5 ± –", "39.5"]
    told = shown(patient())
    assert (
        rows_of(told.context["page"].left)["Febrile in the 24 hours before the first dose"][0]
        == "–"
    )


def test_afebrile_within_24_hours_beside_wang(shown):
    told = shown(*SIX)
    row = next(row for row in told.context["page"].left.rows if row[0].note == "of all patients")
    assert row[1].main.text == "2/3 (66.7 %)"
    assert [part.text for part in row[1].more] == ["95 % interval 9.4–99.2 %", "unknown 0"]
    assert "Wang 2020, ruxolitinib: 30/34 (88.2 %)" in row[2].main.text
    assert "how many were febrile before is not stated" in row[2].main.text
    assert "of=fever/within24/yes/a" in row[1].main.address


def test_what_chi_printed_stands_beside_fever_seen_again(shown):
    left = shown(*SIX).context["page"].left
    text = rows_of(left)["Fever seen again after the afebrile day"]
    assert text[0] == "1/3 (33.3 %)"
    assert "Chi 2020, ruxolitinib: 1/11" in text[1]
    assert "Chi 2020, conventional: 8/11" in text[1]
    assert rows_of(left)["Calendar days until fever was back"][0] == "4.0 (4–4)"
    assert any("after 3 days in the legends" in note for note in left.plain.notes)


def test_by_hours_unless_calendar_days_are_asked_for(shown):
    hours, days = shown(*SIX), shown(*SIX, clock="days")
    assert "Afebrile by 24 h" in rows_of(hours.context["page"].curve_table)
    assert "Afebrile by day 2" in rows_of(days.context["page"].curve_table)
    assert [choice.is_current for choice in days.context["page"].clocks] == [False, True]
    assert "clock=days" in hours.context["page"].clocks[1].address


def test_who_has_no_hour_of_the_first_dose_is_said(shown):
    notes = shown(ill(8.0), ill(8.0, afebrile_hours=None)).context["page"].curve_table.plain.notes
    assert "known by its date only: 1." in notes[1]


def test_never_afebrile_is_censored_and_a_median_may_not_be_reached(shown):
    still = patient(febrile_before=True, state="febrile", open_hours=40.0, open_days=1)
    told = rows_of(shown(still).context["page"].curve_table)
    assert told["Not seen to become afebrile (censored)"] == ["1"]
    assert told["Median time"] == ["not reached"]
    assert told["Afebrile by 72 h"] == ["–"]


def test_an_interval_without_an_upper_end_says_so(shown):
    table = shown(ill(8.0), ill(20.0), ill(50.0)).context["page"].curve_table
    assert rows_of(table)["Median time"][0] == "20.0 (8.0 to not reached)"


def test_two_groups_are_tested_day_by_day_and_the_number_of_tests_is_said(shown):
    table = shown(*SIX, **TWO).context["page"].peaks_table
    assert len(table.plain.heads) == 1 + 2 * 4 + 3
    assert rows_of(table)["−1"][-1] == "0.24 (before treatment)"
    assert any("Days tested: 1;" in note for note in table.plain.notes)


def test_two_groups_have_a_log_rank_test_beneath_the_curve(shown):
    told = shown(*SIX, **TWO).context["page"]
    assert told.curve_table.rows[-1][0].note == "Log-rank test"
    assert told.curve.figure["layout"]["showlegend"] is True


def test_every_line_leads_to_its_patient_and_is_listed(shown):
    told = shown(*SIX, treatment="any").context["page"]
    drawn = [
        t["meta"]["follow"] for t in told.peaks.figure["data"] if "follow" in t.get("meta", {})
    ]
    assert drawn == [line.address for line in told.lines]
    assert (told.lines[0].first, told.lines[0].results) == ("39.5 on day −3", 5)
    assert told.which.startswith("Every patient")


def test_of_many_only_some_lines_are_drawn_and_it_is_said_which(shown):
    told = shown(*(ill(8.0) for _ in range(MOST + 1))).context["page"]
    assert len(told.lines) == 76
    assert "one patient in 2" in told.which


class TestGlucocorticoid:
    def test_by_week_and_every_day(self, shown):
        told = shown(*SIX).context["page"]
        assert list(rows_of(told.doses_table)) == ["−7", *map(str, range(0, 57, 7))]
        every = shown(*SIX, doses="days").context["page"]
        assert len(rows_of(every.doses_table)) == 64
        assert [choice.is_current for choice in every.dose_days] == [False, True]
        assert rows_of(told.doses_table)["0"] == ["8.0 ± 0.0"]

    def test_what_is_not_known_is_said(self, shown):
        row = patient()
        row["care"] = {"glucocorticoid": (0.0,) * 8 + (None,) * 2 + (8.0,) * 54, "followed_to": 56}
        row["subject"]["weight_kg"] = None
        light = patient()
        light["subject"]["weight_kg"] = None
        rows = (row, light, {"subject": row["subject"]})
        told = shown(*rows, doses="days").context["page"]
        (first, *_), *_rest = [row[1:] for row in told.totals.rows]
        assert [part.text for part in first.more][1:] == [
            "n 1", "not followed so long 1", "dose unknown 1 (2 days)",
        ]  # fmt: skip
        weight = told.totals.rows[1][1]
        assert weight.more[-1].text == "weight unknown 1"
        day1 = next(row for row in told.doses_table.rows if row[0].main.text == "1")
        assert day1[1].more[-1].text == "dose unknown 1"

    def test_f_stands_with_its_degrees_of_freedom(self):
        rows = [patient(), patient(), patient()]
        for row, dose in zip(rows, (40.0, 24.0, 8.0), strict=True):
            days = (dose,) * 28 + (dose / 2,) * 20 + (dose - 7,) * 16
            row["care"] = {"glucocorticoid": days, "followed_to": 60}
        subjects = made(*rows)
        table = design_table(glucocorticoid_by_day(subjects, one(subjects)))
        assert table.rows[0][1].text.startswith("F(2, 4) = ")

    def test_chis_analysis_is_not_ours_and_both_are_shown(self, shown):
        told = shown(*SIX, **TWO).context["page"]
        assert rows_of(told.design)["Group"][-1] == "F 29.756, P < 0.001"
        assert any("degrees of freedom before correction" in n for n in told.design.plain.notes)
        assert any("Our substitute" in note for note in told.design.plain.notes)
        assert any("Not computed" in note for note in told.design.plain.notes)
        assert "Mann–Whitney" in told.totals.plain.notes[0]
        assert "17/34" in told.doses_table.plain.notes[1]
