"""How rows are written down does not matter: their order, repeats, units, offsets."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hlh_app.clinical.case import Case

from .diagnosis_builders import T
from .law_cases import answers, law_case, law_cases, moved, verdicts
from .test_diagnosis_laws import UNITS_WITHOUT_A_LIMIT_OF_THEIR_OWN, _in_other_unit

_FAST = settings(max_examples=50, deadline=None)
LISTS = ("observations", "findings", "exposures", "events")


@_FAST
@given(law_cases(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter_to_any_rule(whole: Case, random: Random):
    shuffled = {name: _shuffled(random, getattr(whole, name)) for name in LISTS}
    assert answers(replace(whole, **shuffled)) == answers(whole)


def _shuffled(random: Random, rows):
    return tuple(random.sample(rows, len(rows)))


@_FAST
@given(law_cases())
def test_exact_duplicates_do_not_matter_to_any_rule(whole: Case):
    twice = {name: getattr(whole, name) * 2 for name in LISTS}
    assert answers(replace(whole, **twice)) == answers(whole)


@_FAST
@given(law_cases(), st.sampled_from(UNITS_WITHOUT_A_LIMIT_OF_THEIR_OWN))
def test_equivalent_units_do_not_matter_to_any_rule(whole: Case, units):
    """Limits that come with a result move with it."""
    analyte, one, other = units
    rows = tuple(
        _told_in(row, other) if (row.analyte, row.unit) == (analyte, one) else row
        for row in whole.observations
    )
    assert answers(replace(whole, observations=rows)) == answers(whole)


def _told_in(row, unit):
    told = _in_other_unit(row, unit)
    if told is None:
        return row
    limits = {
        end: _in_other_unit(row._replace(value=getattr(row, end)), unit).value
        for end in ("low", "high")
        if getattr(row, end) is not None
    }
    return told._replace(**limits)


@_FAST
@given(law_cases(), st.integers(-7, 5))
def test_offsets_that_keep_the_day_do_not_matter_to_any_rule(whole: Case, hours: int):
    rows = tuple(
        row._replace(
            measured_at=moved(row.measured_at, hours),
            reported_at=row.reported_at and moved(row.reported_at, hours),
        )
        for row in whole.observations
    )
    drugs = tuple(replace(drug, start=moved(drug.start, hours)) for drug in whole.exposures)
    told = replace(whole, observations=rows, exposures=drugs)
    assert answers(told, moved(T, hours)) == answers(whole)


def test_an_offset_is_really_moved():
    assert moved(T, -3).at == T.at
    assert moved(T, -3).at.utcoffset() != T.at.utcoffset()
    assert moved(T, 6) is not T
    assert moved(T, -9) is T, "it would be the day before"


@pytest.mark.parametrize("rule", ["hlh2004", "hlh2024", "hscore", "mas2016", "ms2019", "mh2017",
                                  "ohi2022"])  # fmt: skip
def test_the_cases_reach_every_outcome(rule):
    random = Random(2)
    reached = {str(verdicts(law_case(random))[rule].outcome) for _ in range(500)}
    sure = {"met", "unknown"} if rule == "ms2019" else {"met", "not_met", "unknown"}
    assert sure <= reached, "a missing value of the MS score may be enormous: never surely below"


def test_the_cases_reach_doses_responses_and_grades():
    random = Random(3)
    every = [answers(law_case(random)) for _ in range(150)]
    assert {one["dose_chi2020"][0] for one in every} == {"rule_gives", "unknown", "not_applicable"}
    assert {word for one in every for word in possible(one["marsh2013"])} == {"NR", "PR", "CR"}
    assert {row[4] for one in every for row in one["ctcae"]} == {True, False, None}


def possible(document) -> set[str]:
    days = (document or {"assessments": []})["assessments"]
    return {word for one in days for word in one["possible"]}
