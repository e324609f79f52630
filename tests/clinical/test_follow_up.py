"""The follow-up calendar: its days, what does them, what is next, overdue or over."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from hlh_app.clinical.case import Moment
from hlh_app.clinical.course_cards import FOLLOW_UP
from hlh_app.clinical.follow_up import DueState, follow_up, months_after, within_days
from hlh_app.clinical.windows import History, View
from tests.clinical.response_builders import DAY0, at, case_of, course, happened, on


def judged(*rows, visits=(), as_of="2020-03-01", dose=True):
    """The first dose is on 20-Jan-2020."""
    case = replace(
        case_of(list(rows), dose=dose),
        visits=tuple(Moment.dated(date.fromisoformat(visit)) for visit in visits),
    )
    return follow_up(View(History(case), Moment.dated(date.fromisoformat(as_of))))


def states(found):
    return [str(day.state) for day in found.days]


def test_the_days_of_the_calendar():
    assert [(day.month, day.on.isoformat()) for day in judged().days] == [
        (1, "2020-02-20"), (2, "2020-03-20"), (3, "2020-04-20"), (6, "2020-07-20"),
        (9, "2020-10-20"), (12, "2021-01-20"), (18, "2021-07-20"), (24, "2022-01-20"),
        (30, "2022-07-20"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2020-01-31", 1, "2020-02-29"), ("2019-01-31", 1, "2019-02-28"),
        ("2019-12-31", 2, "2020-02-29"), ("2020-11-30", 1, "2020-12-30"),
        ("2020-12-15", 12, "2021-12-15"), ("2020-06-15", 6, "2020-12-15"),
        ("9999-06-15", 7, "9999-12-31"), ("9999-06-15", 6, "9999-12-15"),
    ],
)  # fmt: skip
def test_calendar_months(day, months, expected):
    assert months_after(date.fromisoformat(day), months) == date.fromisoformat(expected)


def test_done_by_the_nearest_visit_of_its_days():
    found = judged(visits=["2020-02-14", "2020-02-22", "2020-02-17"])
    assert found.days[0].state is DueState.DONE
    assert found.days[0].visit.day == date(2020, 2, 22)


def test_of_two_equally_near_the_earlier():
    found = judged(visits=["2020-02-22", "2020-02-18"])
    assert found.days[0].visit.day == date(2020, 2, 18)


@pytest.mark.parametrize(
    ("as_of", "state"),
    [("2020-03-12", "upcoming"), ("2020-03-13", "due"), ("2020-03-27", "due"),
     ("2020-03-28", "overdue")],
)  # fmt: skip
def test_due_while_a_visit_would_count_then_overdue(as_of, state):
    found = judged(visits=["2020-02-20"], as_of=as_of)
    assert states(found)[:2] == ["done", state]
    assert found.source.key == FOLLOW_UP.citation == "chi2020"


def test_a_later_visit_turns_overdue_into_missed():
    found = judged(visits=["2020-02-20", "2020-04-01"], as_of="2020-04-05")
    assert states(found)[:3] == ["done", "missed", "upcoming"]
    assert found.overdue is None


def test_without_any_visit_on_record_days_gone_by_are_unknown():
    found = judged(as_of="2020-03-22")
    assert states(found)[:3] == ["unknown", "due", "upcoming"]
    assert found.overdue is None


def test_next_and_overdue():
    found = judged(visits=["2020-02-20"], as_of="2020-05-01")
    assert states(found)[:4] == ["done", "overdue", "overdue", "upcoming"]
    assert (found.overdue.month, found.next.month) == (3, 6)
    assert str(found.statement) == "Follow-up of month 3 is overdue: it was to be 2020-04-20."


def test_the_next_in_a_sentence():
    found = judged(visits=["2020-02-20"])
    assert str(found.statement) == (
        "Follow-up of month 2: 2020-03-20 (a visit from 2020-03-13 to 2020-03-27 counts)."
    )


def test_over_after_30_months():
    found = judged(visits=["2022-09-01"], as_of="2022-10-01")
    assert found.next is None
    assert states(found)[-1] == "missed"
    assert str(found.statement) == "The calendar of 30 months is over."


def test_death_ends_it():
    died = happened("death", 90)
    found = judged(died, visits=["2020-02-20"], as_of="2020-06-01")
    assert states(found) == ["done", "missed", *["not_applicable"] * 7]
    assert (found.ended_on, found.next, found.overdue) == (on(90), None, None)
    assert str(found.statement) == "Ended: the patient died on 2020-04-19."
    assert judged(died, visits=["2020-02-20"], as_of="2020-04-18").ended_on is None


def test_death_on_the_last_day_on_which_a_visit_counts_leaves_none_missed():
    found = judged(happened("death", 38), as_of="2020-02-27")
    assert (found.days[0].last_on, found.ended_on) == (on(38), on(38))
    assert states(found) == ["not_applicable"] * 9
    later = judged(happened("death", 39), visits=["2020-02-01"], as_of="2020-03-01")
    assert states(later)[:2] == ["missed", "not_applicable"]


def test_a_visit_of_the_moment_itself_is_seen():
    case = replace(case_of(), visits=(at(31, "10:00"),))
    for clock, state in (("09:59", DueState.DUE), ("10:00", DueState.DONE)):
        found = follow_up(View(History(case), at(31, clock)))
        assert found.days[0].state is state


def test_the_first_three_months_by_the_week_then_by_three():
    assert [within_days(month) for month in (1, 2, 3, 4, 6)] == [7, 7, 7, 21, 21]


def test_without_a_first_dose_there_is_no_calendar():
    found = judged(dose=False)
    assert (found.days, found.next, found.overdue) == ((), None, None)
    assert str(found.statement) == "Not applicable: no ruxolitinib recorded."


def test_a_new_course_starts_a_new_calendar():
    found = judged(course(stop=2), course(start=60), as_of="2020-05-01")
    assert found.day0 == on(60)


def test_the_end_of_the_calendar_of_years():
    case = case_of(course())
    late = replace(case.exposures[0], start=Moment.dated(date(9998, 12, 31)))
    days = follow_up(
        View(History(replace(case, exposures=(late,))), Moment.dated(date(9999, 1, 1)))
    ).days
    assert days[-1].last_on == date.max


@pytest.mark.parametrize("seed", range(40))
def test_nothing_later_no_order_and_no_duplicate_changes_anything(seed):
    rng = random.Random(seed)
    visits = [Moment.dated(DAY0 + timedelta(days=rng.randint(1, 400))) for _ in range(8)]
    moment = at(rng.randint(1, 380), "12:00")
    case = replace(case_of(), visits=tuple(visits))
    answer = follow_up(View(History(case), moment))
    upto = [visit for visit in visits if visit.seen <= moment.at]
    rng.shuffle(visits)
    for other in (upto, visits, visits * 2):
        assert follow_up(View(History(replace(case, visits=tuple(other))), moment)) == answer
