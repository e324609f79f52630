"""The lowest ferritin on ruxolitinib against that before treatment."""

import pytest

from hlh_app.clinical.study.facts import study_facts
from tests.clinical.response_builders import at, case_of, course, drug, happened, lab


def fall(*rows, as_of=100, **more):
    outcome = study_facts(case_of(*rows, **more), at(as_of)).outcome
    change = outcome.ferritin_change
    lowest = (outcome.ferritin_lowest, outcome.ferritin_lowest_day)
    return (*lowest, None if change is None else round(change, 6))


def ferritin(day, value, **fields):
    return lab("ferritin", day, value, **fields)


NONE = (None, None, None)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([ferritin(-2, "4000"), ferritin(5, "2000"), ferritin(9, "1000")], (1000, 9, -75)),
        ([ferritin(0, "4000"), ferritin(5, "6000")], (6000, 5, 50)),
        ([ferritin(0, "4000"), ferritin(9, "1000"), ferritin(12, "1000")], (1000, 9, -75)),
        ([ferritin(-7, "4000"), ferritin(56, "400")], (400, 56, -90)),
        ([ferritin(-8, "4000"), ferritin(56, "400")], NONE),
        ([ferritin(-7, "4000"), ferritin(57, "400")], NONE),
        ([ferritin(0, "0"), ferritin(5, "400")], NONE),
        ([ferritin(5, "400")], NONE),
        ([], NONE),
        ([ferritin(0, "4000"), ferritin(5, None)], NONE),
        ([ferritin(0, ">4000"), ferritin(5, "<400")], (400, 5, -90)),
        ([ferritin(0, "445"), ferritin(5, "500", unit="pmol/L")], (222.5, 5, -50)),
    ],
)
def test_the_lowest_value_of_eight_weeks(rows, expected):
    assert fall(rows) == expected


@pytest.mark.parametrize("end", [course(stop=20), happened("conditioning", 20)])
def test_what_falls_after_the_end_of_the_assessments_does_not_count(end):
    rows = [ferritin(0, "4000"), ferritin(20, "2000"), ferritin(21, "40"), end]
    assert fall(rows) == (2000, 20, -50)


def test_conventional_treatment_has_one_too():
    rows = [drug("etoposide", 0), ferritin(0, "4000"), ferritin(21, "400")]
    assert fall(rows, dose=False) == (400, 21, -90)
