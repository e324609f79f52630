"""The verdicts through time: each day as the page of that day shows it."""

from __future__ import annotations

import random
from datetime import timedelta
from decimal import Decimal

import pytest

from hlh_app.clinical.assess import assess
from hlh_app.clinical.case import Moment
from hlh_app.clinical.hlh2004 import hlh2004
from hlh_app.clinical.outcome import Outcome
from hlh_app.clinical.timeline import days_with_data, timeline
from hlh_app.clinical.toxicity_days import grades_by_day
from hlh_app.clinical.windows import History
from tests.clinical.random_cases import random_case
from tests.clinical.response_builders import (
    ILL,
    WELL,
    at,
    case_of,
    course,
    drug,
    found,
    happened,
    lab,
    labs,
    on,
)


def told(*rows, as_of=60, **fields):
    case = case_of(list(rows))
    return timeline(History(case), at(as_of, "20:00"), **fields)


def test_a_day_for_every_kind_of_data_and_no_other():
    rows = [lab("alt", 3, "40"), found("splenomegaly", 5), drug("etoposide", 7)]
    rows += [happened("relapse", 9), lab("scd25", 11, None), lab("alt", 3, "50", clock="20:00")]
    assert [entry.day for entry in told(*rows)] == [on(n) for n in (0, 3, 5, 7, 9, 11)]


def test_what_lies_later_makes_no_day():
    rows = [lab("alt", 31, "40"), found("splenomegaly", 31), drug("etoposide", 31),
            happened("death", 31), lab("alt", 30, "40", clock="20:01")]  # fmt: skip
    assert [entry.day for entry in told(*rows, as_of=30)] == [on(0)]


def test_each_day_is_judged_at_its_end_and_the_last_at_the_moment_asked_about():
    rows = [lab("alt", 3, "40"), lab("alt", 30, "40")]
    days = days_with_data(case_of(rows), at(30, "20:00"))
    assert days[-2:] == [(on(3), Moment.dated(on(3))), (on(30), at(30, "20:00"))]


def test_what_is_of_the_moment_itself_is_seen():
    moment = at(30, "20:00")
    for row in (lab("alt", 30, "40", clock="20:00"), course(start=30, clock="20:00")):
        assert days_with_data(case_of(row), moment)[-1] == (on(30), moment)
    today = [found("splenomegaly", 30), happened("relapse", 30)]
    assert [days_with_data(case_of(row), moment)[-1][0] for row in today] == [on(30)] * 2


def test_a_day_asked_about_to_its_end_is_judged_at_the_moment_asked_about():
    moment = Moment.dated(on(30), text="30-Jan-2020")
    assert days_with_data(case_of(lab("alt", 30, "40")), moment)[-1][1] is moment


def test_the_verdicts_move_with_the_days():
    rows = [labs(0, ILL), labs(14, WELL), lab("temperature", 13, "36.8")]
    rows += [lab("temperature", 0, "39"), lab("fibrinogen", 0, "1.0", unit="g/L", limit=None)]
    first, *_, last = told(*rows)
    assert (first.outcome, first.count.met, first.response_day, first.possible) == (
        Outcome.MET, 5, None, ()
    )  # fmt: skip
    assert (last.response_day, [str(c) for c in last.possible]) == (14, ["CR"])
    assert first.points[0] > last.points[0]
    assert (first.toxicity.grade.low, last.toxicity.grade.high) == (4, 0)


def test_the_fever_threshold_the_window_and_the_version_are_those_of_the_page():
    rows = [lab("temperature", 0, "38.3"), lab("ferritin", 0, "900"), lab("alt", 9, "300")]
    case = case_of(rows)
    history, moment = History(case), at(20)
    assert timeline(history, moment)[0].count.met == 1
    assert timeline(history, moment, fever_cel=Decimal("38.2"))[0].count.met == 2
    assert timeline(history, moment, window_days=5)[1].count.unknown == 8
    assert timeline(history, moment, version="4.03")[1].toxicity.worst.version == "4.03"


def test_a_molecular_diagnosis_counts():
    case = case_of(found("molecular_diagnosis", 1))
    entry = timeline(History(case), at(5))[-1]
    assert (entry.outcome, entry.count.met) == (Outcome.MET, 0)


def test_without_data_there_are_no_days():
    case = case_of(dose=False)
    assert timeline(History(case), at(5)) == ()


# ---- what was not yet known on the day


def test_a_result_reported_later_changes_no_day_before_its_report():
    late = lab("neutrophils", 2, "0.2")._replace(reported_at=at(4))
    rows = [lab("platelets", 2, "60"), late, lab("platelets", 5, "80")]
    known, then = told(*rows)[-1], told(*rows)[1]
    assert then.day == on(2)
    assert (then.toxicity.grade.high, then.toxicity.worst.analyte) == (2, "platelets")
    assert known.count == told(*rows[:2], lab("platelets", 5, "80"))[-1].count
    without = told(lab("platelets", 2, "60"), lab("neutrophils", 2, None))[1]
    assert (then.count, then.points) == (without.count, without.points)


def test_a_day_whose_only_result_came_later_has_no_grade_yet():
    late = lab("platelets", 2, "20")._replace(reported_at=at(4))
    entry = told(late)[-1]
    assert (entry.day, entry.toxicity) == (on(2), None)


def test_a_high_fever_is_graded_by_what_was_known_then():
    hot = [lab("temperature", 1, "40.5", clock="20:00")]
    hot += [lab("temperature", 2, "40.6", clock=clock) for clock in ("06:00", "16:00")]
    hot += [lab("temperature", 3, "40.6", clock="02:00")]
    case = case_of(hot, lab("temperature", 1, "37", clock="18:00"))
    history = History(case)
    first = timeline(history, at(4))[1].toxicity
    assert first == grades_by_day(history, Moment.dated(on(1)))[-1]
    assert first != next(d for d in grades_by_day(history, at(4)) if d.day == on(1))


@pytest.mark.parametrize("seed", range(40))
def test_every_day_is_what_the_page_of_that_day_shows(seed):
    """All rules at once as of each moment, on cases that crowd around every edge."""
    case = random_case(random.Random(seed))
    history = History(case)
    for entry in timeline(history, case.as_of):
        page = assess(case, entry.as_of)
        assert (entry.outcome, entry.count) == (page.hlh2004.now.outcome, page.hlh2004.now.count)
        assert entry.points == page.hscore.points
        latest = page.response.latest if page.response else None
        shown = (latest.day, latest.possible) if latest else (None, ())
        assert (entry.response_day, entry.possible) == shown
        graded = [g for g in grades_by_day(history, entry.as_of) if g.day == entry.day]
        assert [entry.toxicity] == (graded or [None])


@pytest.mark.parametrize("seed", range(20))
def test_nothing_later_and_no_order_changes_any_day(seed):
    rng = random.Random(seed)
    rows = [lab(code, day, rng.choice([ILL[code], WELL[code], None]))
            for code in ILL for day in (0, 5, 14, 20, 28)]  # fmt: skip
    case = case_of(rows, course(clock="08:00"))
    whole = timeline(History(case), at(40))
    part = timeline(History(case), at(20, "23:00"))
    assert [e for e in whole if e.day < on(20)] == [e for e in part if e.day < on(20)]
    rng.shuffle(rows)
    assert timeline(History(case_of(rows, course(clock="08:00"))), at(40)) == whole


def test_it_agrees_with_the_first_moment_at_which_the_criteria_were_met():
    rows = [lab("temperature", 0, "39"), labs(2, ILL), found("splenomegaly", 4)]
    case = case_of(rows)
    met = [entry.day for entry in timeline(History(case), at(10)) if entry.outcome is Outcome.MET]
    assert met[0] == hlh2004(case, at(10)).first_met.day
    assert met[-1] - met[0] < timedelta(days=10)


def test_only_the_newest_days_are_told_of_a_very_long_record():
    """Every day is judged anew: years of daily values would keep a page waiting."""
    found_days = told(*[lab("ferritin", -n, "900") for n in range(205)], as_of=1)
    assert len(found_days) == 200
    assert found_days[-1].day == on(0)
