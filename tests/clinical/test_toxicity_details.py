"""Orders, edges and remarks of the toxicity table, each by its literal answer."""

from dataclasses import replace
from decimal import Decimal

import pytest

from hlh_app.clinical.case import Exposure, Observation
from hlh_app.clinical.ctcae import Grade
from hlh_app.clinical.toxicity_days import worst_now
from hlh_app.clinical.toxicity_results import in_order
from hlh_app.clinical.toxicity_terms import by_new_grade
from hlh_app.clinical.windows import History, View

from .response_builders import at, case_of, course, drug, lab, on
from .test_toxicity import said, table


@pytest.mark.parametrize(
    ("new", "since", "expected"),
    [
        (True, Grade(2, 4), (0, -2, -4, 2)),
        (None, Grade(1, 3), (1, -1, -3, 2)),
        (False, Grade(3, 3), (2, -3, -3, 2)),
        (None, None, (1, 0, 0, 2)),
    ],
)
def test_the_order_new_then_open_then_the_highest_grade(new, since, expected):
    row = replace(table().row("platelets"), new=new, since=since)
    assert by_new_grade(row) == expected


def test_of_equal_sure_grades_the_one_that_may_be_higher_comes_first():
    found = table(
        lab("neutrophils", -1, "4"), lab("neutrophils", 5, "1.2"),
        lab("platelets", -1, "200"), lab("platelets", 5, "<75"),
        lab("hemoglobin", -1, "130"), lab("hemoglobin", 5, "<100"),
    )  # fmt: skip
    assert [(row.analyte, row.since) for row in found.rows[:3]] == [
        ("platelets", (2, 4)),
        ("hemoglobin", (2, 3)),
        ("neutrophils", (2, 2)),
    ]


def test_the_later_of_two_transfusions_is_the_grade_before():
    given = [drug("red_cell_transfusion", day) for day in (-2, -6, -1, -4)]
    assert table(given).row("hemoglobin").before.day == on(-1)


def test_after_a_dated_dose_what_came_after_the_baseline_of_that_day():
    rows = (lab("platelets", 0, "60", clock="06:00"), lab("platelets", 0, "30", clock="06:00"))
    row = table(*rows).row("platelets")
    assert (row.before.grade, row.measured_since) == ((3, 3), 0)


def test_a_value_of_the_first_day_without_one_before_counts_after_it():
    given = drug("platelet_transfusion", 0)
    row = table(lab("platelets", 0, "30"), given).row("platelets")
    assert (row.before, row.measured_since) == (None, 1)


def test_with_a_baseline_of_an_earlier_day_a_spoilt_value_of_the_first_day_is_after_it():
    given = Exposure("platelet_transfusion", at(0, "06:00"))
    row = table(lab("platelets", -1, "60"), given, lab("platelets", 0, "30")).row("platelets")
    assert (row.before.day, row.since, row.measured_since) == (on(-1), (3, 3), 1)


def test_a_value_at_the_very_opening_of_the_window_is_not_of_now():
    def now(clock):
        case = case_of(lab("platelets", 3, "30", clock=clock))
        return worst_now(View(History(case), at(10, "23:00"), window_days=7))

    assert now("23:00") is None
    assert now("23:01").grade == (3, 3)


def test_without_a_limit_before_with_one_whatever_the_order_of_entry():
    bare = lab("platelets", 5, "60", limit=None)._replace(key="b")
    with_zero = lab("platelets", 5, "60", limit="0")._replace(key="a")
    for rows in ([bare, with_zero], [with_zero, bare]):
        assert [row.key for row in in_order(rows)] == ["b", "a"]


def test_by_size_in_one_unit():
    rows = [lab("platelets", 5, value)._replace(key=value) for value in ("60", "9", "100")]
    assert [row.key for row in in_order(rows)] == ["9", "60", "100"]


def test_a_result_still_awaited_is_shown_without_its_value():
    (row,) = table(lab("platelets", 5, "<10", reported_at=at(8)), as_of=7).row("platelets").awaited
    assert (row.pending, row.value, row.comparator) == (True, None, None)


@pytest.mark.parametrize(
    ("value", "limit", "literal"),
    [("1.0", "1.0", True), ("0.99", "1.0", False), ("4", "1.5", False), ("1.6", "2.0", False)],
)
def test_by_the_letter_from_the_lower_limit_up(value, limit, literal):
    row = table(lab("neutrophils", 3, value, limit=limit)).row("neutrophils")
    words = "by the letter of the terminology: not below the laboratory's lower limit"
    assert said(row.worst_since) == [words] * literal


def test_a_lower_limit_says_nothing_of_a_term_that_rises():
    row = table(lab("alt", -1, "30"), lab("alt", 3, "130", low=Decimal(5))).row("alt")
    assert (row.since, said(row.worst_since)) == ((2, 2), [])


def test_a_dose_and_a_reading_of_one_minute():
    row = table(lab("platelets", 0, "30", clock="20:00"), course(clock="20:00")).row("platelets")
    assert (row.before.grade, row.since) == ((3, 3), None)


@pytest.mark.parametrize(
    ("day", "clock", "grade"), [(-1, "20:01", 3), (-1, "20:00", 1), (-1, "19:31", 1)]
)
def test_the_24_hours_up_to_the_baseline_are_open_at_their_beginning(day, clock, grade):
    rows = [
        lab("temperature", -2, "37.0", clock="20:00"),
        lab("temperature", day, "40.4", clock=clock),
        lab("temperature", -1, "38.5", clock="23:00"),
        lab("temperature", 0, "37.2", clock="20:00"),
    ]
    row = table(rows, course(clock="20:30")).row("temperature")
    assert row.before.grade.low == grade


class TestABaselineStillAwaited:
    """It may come back abnormal by its own limit, and the value after it be more than that."""

    def bilirubin(self, value: str | None, high: str | None = "20"):
        limit = None if high is None else Decimal(high)
        found = None if value is None else Decimal(value)
        before = Observation("bilirubin_total", found, "umol/L", at(-1), high=limit)
        after = Observation("bilirubin_total", Decimal("1.2"), "mg/dL", at(5), high=Decimal("1.2"))
        return table(before._replace(pending=value is None), after).row("bilirubin_total")

    def test_a_grade_that_it_could_make_new_is_open_until_it_comes(self):
        assert (self.bilirubin("20.1").new, self.bilirubin("20.1").since) == (True, (1, 1))
        assert self.bilirubin("19").new is False
        awaited = self.bilirubin(None)
        assert (awaited.before, awaited.new, awaited.since) == (None, None, (0, 1))

    def test_without_a_limit_of_its_own_it_is_taken_by_that_of_the_later_value(self):
        assert self.bilirubin(None, high=None).since == (0, 0)
