"""Every percentage of Wang, Haematologica 2020;105(5):e210, in the order of the letter."""

import pytest

from hlh_app.cohorts import cohort

from .percentages import Printed

TEXT = "text"
PERCENTAGES = [
    Printed(TEXT, "overall response", 25, 34, "73.5"),
    Printed(TEXT, "complete response", 5, 34, "14.7"),
    Printed(TEXT, "partial response", 20, 34, "58.8"),
    Printed(TEXT, "R/R EBV-HLH responding", 17, 25, "68"),
    Printed(TEXT, "afebrile within 24 hours", 30, 34, "88.2"),
    Printed(TEXT, "leukopenia of grade III/IV", 2, 34, "5.9"),
    Printed(TEXT, "thrombocytopenia of grade III/IV", 4, 34, "11.8"),
    Printed(TEXT, "elevated transaminases of grade III/IV", 6, 34, "17.6"),
    Printed(TEXT, "elevated bilirubin of grade III/IV", 3, 34, "8.8"),
    Printed(TEXT, "hypertriglyceridemia of grade III/IV", 1, 34, "2.9"),
    Printed(TEXT, "died", 15, 34, "44.1"),
]
WITHOUT_COUNTS = [("patients who do not respond to current therapies, a citation", "30")]


@pytest.mark.parametrize("row", PERCENTAGES, ids=lambda row: row.what)
def test_follows_from_its_counts_to_the_printed_digit(row):
    assert row.from_counts() == row.text


@pytest.fixture
def number():
    arm = cohort("wang2020").arm("ruxolitinib")
    return lambda code: arm.count(code).numerator


def test_no_fault_is_claimed_where_all_follow():
    assert all(row.is_right() for row in PERCENTAGES)
    assert cohort("wang2020").faults == ()


def test_the_percentages_are_those_of_the_counts_carried():
    held = {(c.numerator, c.denominator) for c in cohort("wang2020").arm("ruxolitinib").counts}
    assert {(row.count, row.of) for row in PERCENTAGES} <= held


def test_the_parts_make_the_whole(number):
    assert number("male") + number("female") == 34
    assert number("complete_response") + number("partial_response") == number("overall_response")
    assert number("overall_response_ebv") + number("overall_response_not_ebv") == 25
    assert number("ruxolitinib_alone") + number("with_glucocorticoid") == 34
    together = number("with_methylprednisolone") + number("with_hydroxychloroquine")
    assert together == number("with_glucocorticoid")


def test_the_responders_not_transplanted_are_no_more_than_the_responders():
    """Relapse is told of 10 EBV-HLH responders without transplant and of 8 without EBV."""
    arm = cohort("wang2020").arm("ruxolitinib")
    ebv, others = arm.count("relapse_ebv"), arm.count("relapse_not_ebv")
    assert ebv.denominator <= arm.count("overall_response_ebv").numerator
    assert others.denominator <= arm.count("overall_response_not_ebv").numerator


def test_the_dose_a_kilogram_is_printed_one_digit_short():
    """ "0.3 mg/kg/day" for 10 mg twice a day at 60 kg is 0.33, which the application says."""
    assert round(10 * 2 / 60, 2) == 0.33
