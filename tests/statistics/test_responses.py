"""Responses counted: classes, rates with their intervals, days, flags, two groups."""

from __future__ import annotations

import numpy as np
import pytest

from hlh_app.statistics.comparison import Method, Reason
from hlh_app.statistics.response_classes import CLASSES, by_class, class_codes
from hlh_app.statistics.response_days import DAYS, STATES
from hlh_app.statistics.responses import responses

from .random_cohorts import random_cohort
from .study_rows import by_key, cohort, patient, shown

CR, PR, NR = ("CR",), ("PR",), ("NR",)
AT_LEAST, OPEN = ("PR", "CR"), ("NR", "PR")


def best(possible, **more):
    """``flags``, ``response_day`` … are of the outcome."""
    outcome = {f"outcome__{name}": value for name, value in more.items() if "__" not in name}
    subject = {name: value for name, value in more.items() if "__" in name}
    return patient(outcome__best=list(possible), **outcome, **subject)


SEVEN = [best(CR), best(PR), best(AT_LEAST), best(NR), best(OPEN), best(()), best(PR)]


def test_every_class_by_what_is_possible():
    possible = [CR, PR, AT_LEAST, NR, OPEN, ("NR", "CR"), ("NR", "PR", "CR"), ()]
    assert [CLASSES[code] for code in class_codes(possible)] == list(CLASSES)


def test_a_response_is_partial_or_complete_or_either():
    codes = class_codes(row["outcome"]["best"] for row in SEVEN)
    found = by_class(codes, np.arange(7))
    assert found.responders.tolist() == [0, 1, 2, 6]
    assert found.assessed.tolist() == [0, 1, 2, 3, 4, 6]
    assert found.undecided.tolist() == [4, 5]


def test_rates_of_all_of_the_assessed_and_at_most():
    found = by_key(responses(*cohort(*SEVEN)))
    values = {
        "rate": 4 / 7,
        "assessed_rate": 4 / 6,
        "most_rate": 6 / 7,
        "complete_rate": 1 / 7,
    }
    assert {name: found[f"response/all/{name}/a"].value for name in values} == values
    assert found["response/all/most_rate/a"].who.tolist() == [0, 1, 2, 4, 5, 6]
    low, high = found["response/all/rate_low/a"].value, found["response/all/rate_high/a"].value
    assert (round(low, 6), round(high, 6)) == (0.184052, 0.901012)  # binom.test(4, 7)


def test_every_count_opens_onto_its_patients():
    found = by_key(responses(*cohort(*SEVEN)))
    keys = [f"response/all/{name}/a" for name in ("n", "partial", "not_determinable", "undecided")]
    assert shown(found, *keys) == [(7, list(range(7))), (2, [1, 6]), (1, [4]), (2, [4, 5])]


def test_conventional_treatment_stands_in_no_denominator():
    rows = [*SEVEN, best((), subject__treatment="conventional")]
    found = by_key(responses(*cohort(*rows)))
    assert found["response/all/n/a"].value == 7
    assert shown(found, "response/not_given/n/a") == [(1, [7])]


def test_nobody_has_no_rate_and_no_warning():
    found = by_key(responses(*cohort()))
    assert found["response/all/rate/a"].value is None
    assert found["response/time/median/a"].value is None
    assert found["response/all/n/a"].value == 0


def test_by_ebv_and_by_trigger():
    rows = [
        best(PR, subject__ebv=True, subject__trigger="infection"),
        best(NR, subject__ebv=True, subject__trigger="infection"),
        best(PR, subject__ebv=False, subject__trigger="rheumatic"),
        best(PR, subject__ebv=None, subject__trigger="unknown"),
        best(NR, subject__ebv=None, subject__trigger=None),
    ]
    found = by_key(responses(*cohort(*rows)))
    who = {
        name: found[f"response/{name}/n/a"].who.tolist()
        for name in ("ebv_yes", "ebv_no", "ebv_unknown", "trigger_infection", "trigger_unknown")
    }
    assert who == {
        "ebv_yes": [0, 1],
        "ebv_no": [2],
        "ebv_unknown": [3, 4],
        "trigger_infection": [0, 1],
        "trigger_unknown": [3, 4],
    }
    assert found["response/ebv_yes/rate/a"].value == 0.5
    assert found["response/trigger_malignancy/rate/a"].value is None
    assert found["response/ebv/rate_p/a"].value == pytest.approx(1.0)


def test_whose_eight_weeks_are_not_over():
    rows = [best(PR, not_assessed={"56": "upcoming"}), best(PR, not_assessed={"56": "no_values"})]
    assert shown(by_key(responses(*cohort(*rows))), "response/ongoing/n/a") == [(1, [0])]


def test_the_days_of_the_first_sure_response():
    rows = [
        best(PR, response_day=7),
        best(PR, response_day=28, response_maybe_day=14),
        best(CR, response_day=14),
        best(OPEN, response_maybe_day=14),
    ]
    found = by_key(responses(*cohort(*rows)))
    names = ("n", "median", "min", "max", "median_weeks", "earlier")
    assert [found[f"response/time/{name}/a"].value for name in names] == [3, 14, 7, 28, 2, 1]
    assert found["response/time/q3/a"].value == 21
    assert found["response/time/median/a"].who.tolist() == [0, 1, 2]
    assert found["response/time/earlier/a"].who.tolist() == [1]


def test_every_day_has_its_classes_and_why_there_is_none():
    rows = [
        best(PR, classes={"7": ["NR"], "14": ["PR"]}, not_assessed={"28": "no_values"}),
        best(NR, classes={"7": ["NR"], "14": ["NR"]}, not_assessed={"28": "not_applicable"}),
        best((), classes={}, not_assessed={"7": "upcoming", "28": "upcoming"}),
    ]
    found = by_key(responses(*cohort(*rows)))
    assert shown(found, "response/day14/partial/a", "response/day7/none/a") == [
        (1, [0]),
        (2, [0, 1]),
    ]
    assert [found[f"response/day28/{state}/a"].who.tolist() for state in STATES] == [[0], [2], [1]]
    assert found["response/day14/rate/a"].value == 0.5
    assert found["response/day56/rate/a"].value is None
    assert DAYS == (7, 14, 28, 42, 56)


def test_what_travels_with_a_class_is_counted_by_class():
    rows = [
        best(PR, flags=["worse:platelets", "febrile"]),
        best(PR, flags=["worse:platelets"]),
        best(NR, flags=["febrile"]),
        best(CR),
    ]
    found = by_key(responses(*cohort(*rows)))
    flags = {key: figure.who.tolist() for key, figure in found.items() if "_with/" in key}
    assert flags == {
        "response/partial_with/worse_platelets/a": [0, 1],
        "response/partial_with/febrile/a": [0],
        "response/none_with/febrile/a": [2],
    }


def test_two_groups_by_fisher_while_few_are_expected():
    found = responses(*cohort(*[best(PR, response_day=7)] * 4, *[best(NR)] * 4, b=4))
    assert found.compared["all"].method is Method.FISHER
    assert by_key(found)["response/all/rate_p/ab"].value == pytest.approx(2 / 70)
    assert found.complete.reason is Reason.ONE_CATEGORY
    assert found.time.reason is Reason.NOBODY


def test_two_groups_by_chi_square_when_enough_are_expected():
    rows = [*[best(PR)] * 8, *[best(NR)] * 12, *[best(PR)] * 12, *[best(NR)] * 8]
    found = responses(*cohort(*rows, b=20))
    assert found.compared["all"].method is Method.CHI_SQUARE
    assert found.compared["all"].statistic == pytest.approx(1.6)


def test_times_of_two_groups_by_ranks():
    rows = [best(PR, response_day=day) for day in (7, 14, 28, 42)]
    found = by_key(responses(*cohort(*rows, b=2)))
    assert found["response/time/p/ab"].value == pytest.approx(1 / 3)


def test_one_group_is_compared_with_nothing():
    found = responses(*cohort(*SEVEN))
    assert (found.compared, found.complete, found.time) == ({}, None, None)


@pytest.mark.parametrize("seed", range(12))
def test_classes_add_up_in_any_cohort(seed):
    subjects, groups = random_cohort(seed)
    found = by_key(responses(subjects, groups))
    for group in groups:
        n = found[f"response/all/n/{group.code}"].value
        assert n == sum(found[f"response/all/{name}/{group.code}"].value for name in CLASSES)
        for day in DAYS:
            parts = [f"response/day{day}/{name}/{group.code}" for name in CLASSES]
            assert n == sum(found[key].value for key in parts)
