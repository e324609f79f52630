"""Toxicity of the first course: grade before, worst since, worst new, in both versions."""

import random
from dataclasses import replace
from datetime import timedelta, timezone

import pytest

from hlh_app.clinical.case import AdverseEvent, Exposure, FindingStatus, Moment
from hlh_app.clinical.courses import courses
from hlh_app.clinical.ctcae_tables import TERMS
from hlh_app.clinical.study.harm import DIFFERENT, decisive, harm, terms_of
from hlh_app.clinical.toxicity_chart import ToxicityChart
from hlh_app.clinical.windows import History
from tests.clinical.response_builders import at, case_of, course, drug, happened, lab, on
from tests.clinical.toxicity_cases import random_case


def of(*rows, as_of=200, events=()):
    case = replace(case_of(*rows), adverse_events=tuple(events))
    return harm(History(case), at(as_of, "23:00"))


def counts(*values, limit="1.8"):
    return [lab("neutrophils", day, value, limit=limit) for day, value in values]


def event(day, category="infection", **more):
    return AdverseEvent(category, FindingStatus.PRESENT, on(day), **more)


def given(stop, reason=None, start=0):
    return Exposure("ruxolitinib", Moment.dated(on(start)), on(stop), stop_reason=reason)


def test_before_since_and_new():
    assert of(*counts((-1, "1.6"), (5, "0.8"), (9, "1.2"))).terms == {
        "neutrophils": (1, 1, 3, 3, 3, 3)
    }


def test_what_is_no_worse_than_before_is_not_new():
    assert of(*counts((-1, "0.6"), (5, "0.8"))).terms["neutrophils"] == (3, 3, 3, 3, 0, 0)


def test_without_a_value_before_a_grade_may_be_new_and_grade_0_is_not():
    assert of(*counts((5, "0.8"), (6, "1.2"))).terms["neutrophils"] == (None, None, 3, 3, 0, 3)
    assert of(*counts((5, "3"))).terms["neutrophils"] == (None, None, 0, 0, 0, 0)


def test_without_a_limit_the_grade_is_open():
    found = of(*counts((-1, "1.6"), (5, "1.7"), limit=None)).terms["neutrophils"]
    assert found == (0, 1, 0, 1, 0, 1)


def test_a_sure_new_grade_stands_beside_one_that_is_open():
    rows = [*counts((-1, "3"), (5, "1.2")), *counts((6, "1.7"), limit=None)]
    assert of(*rows).terms["neutrophils"] == (0, 0, 2, 2, 2, 2)


def test_what_was_not_measured_after_the_first_dose_is_not_there():
    assert of(*counts((-1, "1.6"))).terms == {}


def test_the_two_versions_part_where_the_value_before_was_abnormal():
    assert set(DIFFERENT) == {"alt", "ast", "bilirubin_total"}
    found = of(lab("alt", -1, "300"), lab("alt", 5, "1000"), *counts((5, "0.8")))
    assert found.ctcae == "5.0"
    assert found.terms["alt"] == (0, 0, 2, 2, 2, 2)
    assert found.terms_v4 == {"alt": (3, 3, 4, 4, 4, 4)}


def test_the_first_course_counts_up_to_the_second():
    rows = [*counts((-1, "3"), (5, "1.2"), (60, "0.4")), given(20), given(90, start=50)]
    assert of(*rows).terms["neutrophils"] == (0, 0, 2, 2, 2, 2)
    late = [event(30, term="x"), event(60, term="y")]
    assert [row[1] for row in of(*rows, events=late).events] == ["x"]


def test_nothing_counts_after_conditioning_or_transplant():
    rows = [*counts((-1, "3"), (5, "1.2"), (30, "0.1")), happened("transplant", 20)]
    found = of(*rows, events=[event(20, term="on the day"), event(21, term="after")])
    assert found.terms["neutrophils"] == (0, 0, 2, 2, 2, 2)
    assert [row[1] for row in found.events] == ["on the day"]


def test_a_red_cell_transfusion_is_grade_3_of_anemia():
    found = of(drug("red_cell_transfusion", 5, 5), lab("hemoglobin", -1, "130"))
    assert found.terms["hemoglobin"] == (0, 0, 3, 3, 3, 3)


def test_events_from_day_0_on_by_day():
    seen = [
        event(9, term="Lung infection", grade=3, action="treated"),
        event(0, "headache"),
        event(-1, "headache", term="earlier"),
        event(300, term="after the data"),
        AdverseEvent("liver", FindingStatus.ABSENT, on(5)),
    ]
    assert of(events=seen).events == (
        ("headache", None, None, 0, None),
        ("infection", "Lung infection", 3, 9, "treated"),
    )


@pytest.mark.parametrize(
    ("rows", "stopped"),
    [
        ([course()], False),
        ([given(20, "toxicity")], True),
        ([given(20, "planned")], False),
        ([given(20)], None),
        ([given(20), happened("death", 20)], False),
        ([given(20), happened("transplant", 21)], False),
        ([given(20), happened("conditioning", 21)], False),
        ([given(20), happened("transplant", 22)], None),
        ([given(20), happened("relapse", 20)], None),
        ([given(20, "toxicity"), happened("transplant", 21)], True),
        ([given(10, "toxicity"), given(20, "planned", start=11)], False),
        ([given(20, "planned"), given(90, "toxicity", start=60)], False),
        ([given(300, "toxicity")], False),
    ],
)
def test_stopped_for_toxicity_by_the_last_dose_of_the_first_course(rows, stopped):
    assert of(*rows).stopped_for_toxicity is stopped


@pytest.mark.parametrize(
    ("rows", "stopped"),
    [
        ([given(20)], True),
        ([given(20), happened("death", 21)], True),
        ([given(20, "planned")], False),
        ([course()], False),
    ],
)
def test_without_a_reason_an_event_that_was_a_cause_to_stop_tells(rows, stopped):
    events = [event(18, "liver", action="stopped"), event(19, action="treated")]
    assert of(*rows, events=events).stopped_for_toxicity is stopped
    assert of(*rows, events=events[1:]).stopped_for_toxicity is not True


CASES = 250


def with_two_courses(rng):
    """A random case; in half of them with a second course, and results long after."""
    case = random_case(rng)
    later = [
        row._replace(
            measured_at=Moment.timed(row.measured_at.at + timedelta(days=days)), reported_at=None
        )
        for row in case.observations
        for days in (rng.choice((28, 29, 30, 30, 31, 32)),)
    ]
    exposures = case.exposures
    if rng.random() < 0.5:
        first, *others = exposures
        stopped = replace(first, stop=on(9), stop_reason=None)
        second = Exposure("ruxolitinib", Moment.timed(at(30, "12:00").at))
        exposures = (stopped, second, *others)
    return replace(case, observations=(*case.observations, *later), exposures=exposures)


def test_the_results_that_can_be_the_worst_give_what_all_give():
    fewer = 0
    for seed in range(CASES):
        rng = random.Random(seed)
        case = with_two_courses(rng)
        moment = at(rng.choice((4, 10, 30, 60)), "12:00")
        history = History(case)
        part = (
            decisive(history, moment, courses(case, moment)) if courses(case, moment) else history
        )
        for version, terms in (("5.0", TERMS), ("4.03", DIFFERENT)):
            full = ToxicityChart(history, moment, version, terms)
            if full.befores:
                less = ToxicityChart(part, moment, version, terms)
                assert terms_of(full) == terms_of(less), (seed, version)
        fewer += len(part.case.observations) < len(case.observations)
    assert fewer > CASES / 3


def test_the_day_of_a_second_course_counts_up_to_its_first_dose():
    second = Exposure("ruxolitinib", at(30, "12:00"))
    rows = [
        *counts((-1, "3"), (30, "1.2")),
        lab("neutrophils", 30, "0.1", clock="20:00", limit="1.8"),
    ]
    assert of(*rows, given(9), second).terms["neutrophils"] == (0, 0, 2, 2, 2, 2)


def test_a_result_of_the_next_calendar_day_elsewhere_may_be_that_before():
    east = at(1, "06:00", timezone(timedelta(hours=8)))
    rows = [
        lab("neutrophils", 1, "3", measured_at=east, limit="1.8"),
        lab("neutrophils", 5, "0.8", limit="1.8"),
    ]
    assert of(*rows, course(clock="23:30")).terms["neutrophils"] == (0, 0, 3, 3, 3, 3)


def test_without_ruxolitinib_there_is_nothing():
    case = case_of(*counts((5, "0.1")), drug("etoposide", 0), dose=False)
    found = harm(History(case), at(60))
    assert (found.terms, found.terms_v4, found.events) == ({}, {}, ())
    assert found.stopped_for_toxicity is None
