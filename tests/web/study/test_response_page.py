"""The page of response, from nobody to two groups, and its part about other definitions."""

from __future__ import annotations

from functools import partial

import pytest

from hlh_app.statistics.response_drawn import MOST_DRAWN
from tests.statistics.study_rows import cohort

from .pages import pretend
from .response_rows import ADDRESS, FIVE, PARTIAL, TWO, one, rate_row, rows_of, text_of


@pytest.fixture
def shown(open_page):
    return partial(open_page, ADDRESS)


@pytest.fixture
def drawn_of(signed_in, reader, monkeypatch):
    def opened(*rows, **address):
        pretend(monkeypatch, cohort(*rows)[0])
        response = signed_in(reader).get(ADDRESS + "patients/", address)
        assert response.status_code == 200
        return response

    return opened


def test_nobody_is_said_without_an_error(shown):
    told = shown()
    best = rows_of(told.context["page"].best)
    assert best["Overall response (complete or partial)"] == ["–", "25/34 (73.5 %)"]


def test_nobody_is_drawn_without_an_error(drawn_of):
    assert "Nobody in this group was given ruxolitinib." in text_of(drawn_of())


def test_the_drawings_are_a_part_of_the_page_or_a_page(drawn_of, signed_in, reader):
    assert "<html" in text_of(drawn_of(*FIVE))
    part = signed_in(reader).get(ADDRESS + "patients/", headers={"HX-Request": "true"})
    assert "<html" not in text_of(part)


def test_the_page_asks_for_its_parts_with_the_same_groups(shown):
    told = text_of(shown(*FIVE, drawn="100", treatment="any"))
    assert 'hx-get="/cohort/response/patients/?drawn=100&amp;treatment=any"' in told
    assert 'hx-get="/cohort/response/definitions/?treatment=any"' in told


def test_classes_and_rates_beside_wang(shown):
    page = shown(*FIVE).context["page"]
    best = rows_of(page.best)
    assert best["Complete response"] == ["1/5 (20.0 %)", "5/34 (14.7 %)"]
    assert best["Partial response"] == ["1/5 (20.0 %)", "20/34 (58.8 %)"]
    assert best["Not determinable whether a response"][0] == "1/5 (20.0 %)"
    assert best["No response or partial response"][0] == "1/5 (20.0 %)"
    assert "No response or complete response" not in best
    assert best["Overall response of those assessed"][0] == "2/4 (50.0 %)"
    assert best["Overall response, at most"][0] == "4/5 (80.0 %)"
    rate = rate_row(page)
    assert rate[1].note == "5.3–85.3 %"
    assert "of=response/all/rate/a" in rate[1].main.address


def test_wang_is_not_a_target_and_no_class_is_abbreviated(shown):
    told = text_of(shown(*FIVE))
    assert "Haematologica 2020;105(5):e210. Not a target." in told
    assert ">NR<" not in told
    assert "derived, not printed" in told


def test_what_travels_with_a_class_is_said(shown):
    page = shown(*FIVE).context["page"]
    assert rows_of(page.flags)["Platelets worse by 25 % or more and outside normal"] == [
        "1/1 (100.0 %)"
    ]


def test_times_in_weeks_and_days(shown):
    times = rows_of(shown(*FIVE).context["page"].time)
    assert times["Weeks, median (range)"] == ["1.5 (1.0–2.0)", "2 (1–8)"]
    assert times["Days, median (range)"][0] == "10.5 (7.0–14.0)"


def test_open_earlier_days_and_weeks_not_over_are_said(shown):
    early = one("PR", response_day=28, response_maybe_day=14, not_assessed={"56": "upcoming"})
    told = text_of(shown(early))
    assert "in 1 of these responders an earlier day may have been a response" in told
    assert "in 1 the record does not reach day 56 yet" in told


def test_two_groups_name_the_test_and_say_who_has_no_response_by_these_rules(shown):
    other = one(subject__treatment="conventional")
    told = shown(*FIVE, other, **TWO)
    rate = rate_row(told.context["page"])
    assert [cell.main.text for cell in rate[1:4]] == ["2/5 (40.0 %)", "–", "–"]
    assert rate[3].note == "one side holds nobody"
    assert "1 not given ruxolitinib are left out" in text_of(told)


def test_why_there_is_no_p_value_is_said(shown):
    told = shown(PARTIAL, PARTIAL, **TWO | {"b-treatment": "any"}).context["page"]
    assert rate_row(told)[3].note == "the same in everybody"
    assert told.time.rows[0][3].note == "the values do not differ"
    assert told.parts.plain.notes == ()


def test_ebv_is_compared_within_the_group(shown):
    without = one("NR", subject__ebv=False)
    notes = shown(PARTIAL, without).context["page"].parts.plain.notes
    assert notes == (
        "Ruxolitinib, EBV-HLH against HLH without EBV: P > 0.999 (Fisher's exact test).",
    )


def test_two_groups_on_ruxolitinib_are_compared_with_the_test_named(shown):
    told = shown(*FIVE, PARTIAL, **TWO | {"b-treatment": "any"})
    row = rate_row(told.context["page"])
    assert [cell.main.text for cell in row[1:4]] == ["3/6 (50.0 %)", "3/6 (50.0 %)", "> 0.999"]
    assert row[3].note == "Fisher's exact test"


def test_days_and_why_there_is_no_class(shown):
    row = one("PR", classes={"14": ["PR"]}, not_assessed={"7": "no_values", "28": "not_applicable"})
    days = rows_of(shown(row).context["page"].days)
    assert days["Partial response"] == ["0", "1", "0", "0", "0"]
    assert days["no values within 3 days"] == ["1", "0", "0", "0", "0"]
    assert days["assessments had ended"] == ["0", "0", "1", "0", "0"]
    assert "day not yet reached" not in days


def test_every_patient_is_drawn_and_those_without_ferritin_are_named(drawn_of):
    fell = one("PR", ferritin_change=-90.0, ferritin_lowest=99.0, ferritin_lowest_day=9)
    told = drawn_of(fell, *FIVE)
    drawn = told.context["drawings"][0]
    assert len(drawn.courses.rows) == 6
    assert drawn.courses.rows[0][0].main.address.startswith("/patients/")
    assert [cell.main.text for cell in drawn.falls.rows[0]] == [
        *("C-000", "Partial response", "990", "99", "9", "−90 %", "–"),
    ]
    assert [code for code, _address in drawn.missing] == [f"C-00{n}" for n in range(1, 6)]
    assert drawn.which.said == ""


def test_doses_and_what_happened_are_said_on_the_marks(drawn_of):
    doses = [[0, 13, 5.0], [14, 40, None]]
    row = one("CR", response_day=14, complete_day=14, relapse_day=60, last_day=90)
    row["care"] |= {"doses": doses, "still_given": True}
    told = drawn_of(row)
    figure = told.context["drawings"][0].swimmer.figure
    said = [text for trace in figure["data"] for text in trace.get("hovertext", trace.get("text"))]
    assert said == [
        "C-000, followed 90 days",
        "C-000, days 0 to 13: ruxolitinib 5 mg a day",
        "C-000, days 14 to 40: ruxolitinib, dose not known",
        "C-000, day 14: first complete response",
        "C-000, day 60: relapse",
        "C-000, followed 90 days",
    ]
    cells = [cell.main.text for cell in told.context["drawings"][0].courses.rows[0]]
    assert cells == ["C-000", "0–13: 5; 14–40: dose not known", "14", "14", "60", *"––––", "90"]


def test_of_many_a_hundred_are_drawn_with_the_ways_to_the_others(drawn_of):
    rows = [one("PR", last_day=1000 - n) for n in range(2 * MOST_DRAWN + 50)]
    told = drawn_of(*rows, drawn="100")
    drawn = told.context["drawings"][0]
    assert drawn.which.said == "Drawn: patients 101 to 200 of 250."
    assert [choice.label for choice in drawn.which.choices] == [
        *("The first 100", "100 before", "100 after"),
    ]
    assert "drawn=200" in drawn.which.choices[2].address
    assert drawn.courses.rows[0][0].main.text == "C-100"
    assert drawn.more_missing == 220
    assert drawn.which_fell.said == ""
    assert drawn_of(*rows, drawn="<x>").context["drawings"][0].which.said.endswith("250.")
