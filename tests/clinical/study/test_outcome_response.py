"""What a study row keeps of the response."""

import pytest

from hlh_app.clinical.response import marsh_response
from hlh_app.clinical.study.facts import study_facts
from hlh_app.clinical.study.response_facts import response_facts
from tests.clinical.response_builders import (
    ILL,
    WELL,
    at,
    case_of,
    course,
    drug,
    happened,
    lab,
    labs,
)

BETTER = {**ILL, "ferritin": "1000", "scd25": "1000"}


def facts(*rows, as_of=60, calm=True):
    """As of the evening of day ``as_of``, with normal temperatures on every assessed day."""
    normal = [lab("temperature", day, "36.8") for day in (7, 14, 28, 42, 56) if calm]
    case = case_of(normal, *rows)
    return response_facts(marsh_response(case, at(as_of, "23:00"), (7,), of_first_course=True))


def test_every_assessed_day_has_its_classes_and_every_other_its_reason():
    found = facts(labs(0, ILL), labs(7, ILL), labs(14, BETTER), labs(42, WELL), as_of=43)
    assert found["classes"] == {"7": ("NR",), "14": ("PR",), "42": ("CR",)}
    assert found["not_assessed"] == {"28": "no_values", "56": "upcoming"}
    assert (found["best"], found["best_day"]) == (("CR",), 42)
    assert (found["response_day"], found["complete_day"]) == (14, 42)
    assert found["response_maybe_day"] is None


def test_the_first_of_equal_days_is_the_day_of_the_best_response():
    found = facts(labs(0, ILL), labs(14, BETTER), labs(28, BETTER))
    assert (found["best"], found["best_day"]) == (("PR",), 14)


def test_of_days_that_are_surely_as_good_the_one_that_may_be_better():
    found = facts(labs(0, ILL), labs(14, BETTER), labs(28, WELL, platelets="-"))
    assert found["classes"] == {"14": ("PR",), "28": ("PR", "CR")}
    assert (found["best"], found["best_day"]) == (("PR", "CR"), 28)
    assert (found["response_day"], found["complete_day"]) == (14, None)


def test_an_earlier_day_that_may_have_been_a_response():
    half = labs(14, ILL, ferritin="1000", scd25="-")
    found = facts(labs(0, ILL), half, labs(28, BETTER))
    assert found["classes"]["14"] == ("NR", "PR")
    assert (found["response_maybe_day"], found["response_day"]) == (14, 28)


def test_never_in_response_but_once_perhaps():
    found = facts(labs(0, ILL), labs(7, ILL), labs(14, ILL, ferritin="1000", scd25="-"))
    assert found["best"] == ("NR", "PR")
    assert (found["response_maybe_day"], found["response_day"]) == (14, None)
    assert found["best_day"] == 14


def test_no_response_at_all():
    found = facts(labs(0, ILL), labs(7, ILL), labs(14, ILL))
    assert (found["best"], found["best_day"], found["flags"]) == (("NR",), 7, ())
    assert found["response_day"] is found["response_maybe_day"] is found["complete_day"] is None


def test_nothing_assessed():
    found = facts(labs(0, ILL), as_of=5)
    assert found["classes"] == {}
    assert found["not_assessed"] == dict.fromkeys(["7", "14", "28", "42", "56"], "upcoming")
    assert (found["best"], found["best_day"], found["flags"]) == ((), None, ())
    assert found["response_day"] is found["response_maybe_day"] is None


def test_what_travels_with_the_class_is_that_of_the_day_of_the_best():
    fell = labs(14, BETTER, platelets="10")
    normal = labs(0, ILL, platelets="120", neutrophils="3.0")
    found = facts(normal, fell, labs(28, ILL), lab("temperature", 14, "38.4"))
    assert found["best_day"] == 14
    assert found["flags"] == (
        "worse:neutrophils",
        "worse:platelets",
        "febrile",
        "normal_at_baseline:neutrophils",
    )


def test_worse_without_a_limit_is_a_flag_of_its_own():
    found = facts(
        labs(0, ILL, alt="-"),
        lab("alt", 0, "100", limit=None),
        labs(14, BETTER, alt="-"),
        lab("alt", 14, "400", limit=None),
    )
    assert "worse_limit_unknown:alt" in found["flags"]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (course(stop=30), (30, "last_dose")),
        (happened("death", 20), (20, "death")),
        (happened("transplant", 41), (41, "transplant")),
        (drug("etoposide", 5), (None, None)),
    ],
)
def test_where_the_assessments_end(row, expected):
    found = facts(labs(0, ILL), row)
    assert (found["course_end_day"], found["course_end"]) == expected


def test_days_after_the_end_are_not_applicable():
    found = facts(labs(0, ILL), labs(14, BETTER), happened("death", 20))
    assert found["not_assessed"]["28"] == found["not_assessed"]["56"] == "not_applicable"


def test_of_two_courses_the_first():
    again = [course(stop=20), course(start=40)]
    case = case_of(again, labs(0, ILL), labs(14, BETTER), labs(40, ILL), labs(54, WELL))
    outcome = study_facts(case, at(60)).outcome
    assert (outcome.best, outcome.response_day) == (("PR",), 14)
    assert (outcome.course_end_day, outcome.course_end) == (20, "last_dose")


def test_conventional_treatment_has_no_response():
    case = case_of(drug("etoposide", 0), labs(0, ILL), labs(14, WELL), dose=False)
    outcome = study_facts(case, at(60)).outcome
    assert (outcome.classes, outcome.not_assessed, outcome.best) == ({}, {}, ())
    assert outcome.best_day is None
