"""The best response by other definitions, one changed at a time."""

from dataclasses import fields

import pytest

from hlh_app.clinical.response import marsh_response
from hlh_app.clinical.response_definitions import IN_USE
from hlh_app.clinical.study.alternatives import ALTERNATIVES, best_by_alternative
from hlh_app.clinical.study.response_facts import response_facts
from hlh_app.clinical.windows import History
from tests.clinical.response_builders import ILL, WELL, at, case_of, drug, lab, labs

CALM = [lab("temperature", day, "36.8") for day in (7, 14)]
BETTER = {**ILL, "ferritin": "1000", "triglycerides": "2.0"}


def changed(*rows, as_of=20):
    """Code → best response in words, of those that differ from the one in use."""
    found = best_by_alternative(History(case_of(CALM, *rows)), at(as_of))
    words = {code: " ".join(classes) for code, classes in found.items()}
    return words["in_use"], {c: w for c, w in words.items() if w != words["in_use"]}


def test_each_changes_one_definition_at_most():
    for one in ALTERNATIVES:
        differ = [
            field.name
            for field in fields(IN_USE)
            if getattr(one.definitions, field.name) != getattr(IN_USE, field.name)
        ]
        expected = 0 if one.code in ("in_use", "scheduled_days") else 1
        assert len(differ) == expected, one.code
    assert len({one.code for one in ALTERNATIVES}) == len(ALTERNATIVES)
    assert len({repr((one.definitions, one.extra_days)) for one in ALTERNATIVES}) == 16


def test_those_in_use_are_those_of_the_study_row():
    case = case_of(CALM, labs(0, ILL), labs(7, WELL), labs(14, BETTER))
    by_rule = response_facts(marsh_response(case, at(60), (7,), of_first_course=True))["best"]
    assert best_by_alternative(History(case), at(60))["in_use"] == by_rule == ("CR",)


@pytest.mark.parametrize(
    ("rows", "in_use", "expected"),
    [
        (
            [labs(0, ILL), labs(14, WELL), lab("temperature", 14, "38.2", clock="09:00")],
            "PR",
            {"febrile_38_3": "CR", "febrile_38_5": "CR"},
        ),
        (
            [labs(0, ILL), labs(14, WELL), lab("temperature", 14, "38.4", clock="09:00")],
            "PR",
            {"febrile_38_5": "CR"},
        ),
        ([labs(0, ILL), labs(7, BETTER), labs(14, ILL)], "PR", {"scheduled_days": "NR"}),
        (
            [labs(0, ILL), labs(14, WELL), drug("platelet_transfusion", 13, 13)],
            "PR CR",
            {"with_spoilt": "CR"},
        ),
        (
            [labs(0, ILL), labs(14, ILL, ferritin="1000")],
            "NR",
            {"one_marker": "PR"},
        ),
        (
            [labs(0, ILL), labs(14, BETTER)],
            "PR",
            {"three_markers": "NR"},
        ),
        (
            [labs(0, ILL), labs(14, ILL, ferritin="1000", alt="30")],
            "PR",
            {"three_markers": "NR", "without_alt": "NR", "without_both": "NR"},
        ),
        (
            [labs(0, ILL), labs(14, ILL, neutrophils="4.0", alt="30")],
            "PR",
            {
                "three_markers": "NR",
                "without_alt": "NR",
                "without_neutrophils": "NR",
                "without_both": "NR",
            },
        ),
        ([labs(0, ILL), labs(12, BETTER)], "PR", {"three_markers": "NR", "window_1": ""}),
        ([labs(0, ILL), labs(19, BETTER)], "", {"window_7": "PR"}),
        (
            [labs(-10, ILL, scd25="-"), lab("scd25", -10, "9000"), labs(14, ILL)],
            "NR PR",
            {"baseline_14": "NR"},
        ),
        (
            [labs(-5, ILL, scd25="-"), lab("scd25", 0, "9000"), labs(14, ILL)],
            "NR",
            {"baseline_3": "NR PR"},
        ),
    ],
)
def test_what_depends_on_which_definition(rows, in_use, expected):
    found, others = changed(rows)
    assert found == in_use
    assert {code: others.get(code, found) for code in expected} == expected


@pytest.mark.parametrize(
    ("age", "in_use", "code", "expected"),
    [(10, "PR", "scd25_7", "NR PR"), (20, "NR PR", "scd25_28", "PR")],
)
def test_how_old_scd25_before_treatment_may_be(age, in_use, code, expected):
    rows = [lab("scd25", -age, "9000"), labs(0, ILL, scd25="-")]
    found, others = changed(rows, labs(14, ILL, scd25="1000", ferritin="1000"))
    assert (found, others[code]) == (in_use, expected)


def test_without_ruxolitinib_there_is_none():
    case = case_of(drug("etoposide", 0), labs(0, ILL), labs(14, WELL), dose=False)
    assert set(best_by_alternative(History(case), at(20)).values()) == {()}
