"""What Chi 2020 asked about: present, absent or not asked, by hand or by values."""

from dataclasses import replace

import pytest

from hlh_app.clinical.case import ADVERSE_CATEGORIES, AdverseEvent, FindingStatus
from hlh_app.clinical.toxicity import toxicity
from hlh_app.clinical.toxicity_checklist import CATEGORIES, ChecklistState
from hlh_app.clinical.windows import History, View

from .response_builders import at, case_of, course, lab, on

PRESENT, ABSENT, NOT_ASKED = ChecklistState


def present(day, category="headache", **more):
    return AdverseEvent(category, FindingStatus.PRESENT, on(day), "term", 1, "5.0", **more)


def absent(day, category="headache"):
    return AdverseEvent(category, FindingStatus.ABSENT, on(day))


def items(*rows, events=(), as_of=60, **fields):
    case = replace(case_of(*rows, **fields), adverse_events=tuple(events))
    found = toxicity(View(History(case), at(as_of, "23:00"))).checklist
    return {item.category: item for item in found}


def headache(*events, **fields):
    item = items(events=events, **fields)["headache"]
    return item.state, str(item.statement)


def test_the_eight_of_the_paper_in_its_order():
    assert [c.id for c in CATEGORIES] == [c for c in ADVERSE_CATEGORIES if c != "other"]
    found = items()
    assert list(found) == [c.id for c in CATEGORIES]
    assert {item.state for item in found.values()} == {NOT_ASKED}
    assert {str(item.statement) for item in found.values()} == {"not asked"}
    assert {item.citation for item in found.values()} == {"chi2020"}


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([present(3)], (PRESENT, "present since 2020-01-23")),
        ([present(3), present(5)], (PRESENT, "present since 2020-01-23")),
        ([present(3, resolved_on=on(6))], (PRESENT, "present from 2020-01-23 to 2020-01-26")),
        (
            [present(3, resolved_on=on(6)), present(5, resolved_on=on(5))],
            (PRESENT, "present from 2020-01-23 to 2020-01-26"),
        ),
        ([present(3, resolved_on=on(6)), present(8)], (PRESENT, "present since 2020-01-23")),
        (
            [absent(9), present(3)],
            (PRESENT, "present since 2020-01-23, not there when looked for on 2020-01-29"),
        ),
        ([absent(3), present(3)], (PRESENT, "present since 2020-01-23")),
        ([absent(3), absent(9)], (ABSENT, "absent, looked for on 2020-01-29")),
        ([absent(5), present(3), present(8)], (PRESENT, "present since 2020-01-23")),
        ([absent(0)], (ABSENT, "absent, looked for on 2020-01-20")),
        ([absent(-1)], (NOT_ASKED, "not asked")),
        ([present(60)], (PRESENT, "present since 2020-03-20")),
        ([present(-5, resolved_on=on(-1))], (NOT_ASKED, "not asked")),
        ([present(-5, resolved_on=on(0))], (PRESENT, "present from 2020-01-15 to 2020-01-20")),
        ([present(-5)], (PRESENT, "present since 2020-01-15")),
        ([present(61), present(3, category="other")], (NOT_ASKED, "not asked")),
    ],
)
def test_what_a_clinician_recorded(events, expected):
    assert headache(*events) == expected
    assert headache(*reversed(events)) == expected


def test_since_the_first_of_several():
    assert items(events=[present(8), present(3)])["headache"].since == on(3)


def test_without_a_course_everything_recorded_counts():
    assert headache(absent(-30), dose=False) == (ABSENT, "absent, looked for on 2019-12-21")


COUNTS = ("platelets", "neutrophils", "hemoglobin")
WELL = {"platelets": "200", "neutrophils": "4", "hemoglobin": "130"}


def test_a_new_grade_answers_for_cytopenias():
    rows = [lab(code, -1, WELL[code]) for code in COUNTS]
    item = items(rows, lab("platelets", 4, "100"), lab("neutrophils", 3, "1.2"))["cytopenias"]
    assert (item.state, item.by_values, item.since) == (PRESENT, True, on(3))
    assert str(item.statement) == (
        "present by laboratory values since 2020-01-23: a grade that is new"
    )
    assert [row.analyte for row in item.rows] == list(COUNTS)


def test_absent_only_when_every_value_is_there_and_none_is_new():
    rows = [lab(code, day, WELL[code]) for code in COUNTS for day in (-1, 5)]
    item = items(rows, lab("platelets", 9, "200"))["cytopenias"]
    assert (item.state, item.by_values, item.absent_on) == (ABSENT, True, on(5))
    assert str(item.statement) == "absent by laboratory values up to 2020-01-25: no new grade"
    partly = items([row for row in rows if row.analyte != "hemoglobin"])["cytopenias"]
    assert (partly.state, partly.by_values) == (NOT_ASKED, False)
    assert str(partly.statement) == "not asked; laboratory values leave it open"


def test_a_grade_that_was_there_before_is_not_a_reaction():
    rows = [lab(code, day, "0.4" if code == "neutrophils" else WELL[code])
            for code in COUNTS for day in (-1, 5)]  # fmt: skip
    assert items(rows)["cytopenias"].state is ABSENT


def test_the_clinician_comes_first_and_a_contradiction_is_said():
    rows = [lab("triglycerides", -1, "1.0"), lab("triglycerides", 5, "6")]
    by_values = items(rows)["lipids"]
    assert (by_values.state, by_values.since) == (PRESENT, on(5))
    assert "cholesterol" in str(by_values.notes[0])
    by_hand = items(rows, events=[absent(6, "lipids")])["lipids"]
    assert (by_hand.state, by_hand.by_values, by_hand.since) == (ABSENT, False, None)
    assert [str(note) for note in by_hand.notes] == [
        "recorded as absent, but a laboratory value has a grade that is new"
    ]
    assert items(rows, events=[present(6, "lipids")])["lipids"].notes == ()
    assert items(rows[:1], events=[absent(6, "lipids")])["lipids"].notes == ()


def test_the_kidney_shows_what_is_recorded_and_no_grade():
    rows = [
        lab("alt", day, value, unit="umol/L", clock=clock)._replace(analyte="creatinine")
        for day, clock, value in ((-3, "08:00", "40"), (-1, "08:00", "45"), (5, "08:00", "90"))
    ]
    item = items(rows)["kidney"]
    assert item.state is NOT_ASKED
    assert [row.value for row in item.creatinine] == [45, 90]
    assert str(item.statement) == (
        "not asked; creatinine 90 umol/L on 2020-01-25, which is not graded here"
    )
    assert [row.value for row in items(rows[:2], course(start=0))["kidney"].creatinine] == [45]
    assert [row.value for row in items(rows, dose=False)["kidney"].creatinine] == [90]
    assert items(rows, events=[absent(6, "kidney")])["kidney"].state is ABSENT


def creatinine(day, value, clock="08:00"):
    return lab("alt", day, value, unit="umol/L", clock=clock)._replace(analyte="creatinine")


def shown(*rows, **fields):
    return [row.value for row in items(*rows, **fields)["kidney"].creatinine]


def test_the_kidney_shows_the_last_before_the_dose_and_the_last_of_all():
    rows = [
        creatinine(day, value) for day, value in ((-5, "40"), (-3, "41"), (-1, "42"), (5, "90"))
    ]
    assert shown(rows) == [42, 90]


def test_a_creatinine_at_the_minute_of_the_dose_is_before_it():
    rows = [creatinine(-1, "42"), creatinine(0, "43", "20:00"), creatinine(5, "90")]
    assert shown(rows, course(clock="20:00")) == [43, 90]
    assert shown(rows, course(clock="19:59")) == [42, 90]


def test_of_two_at_one_minute_the_higher_is_shown_whatever_its_limits():
    rows = [creatinine(5, "90")._replace(high=None), creatinine(5, "70")]
    assert shown(rows) == shown(rows[::-1]) == [90]
