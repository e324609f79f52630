"""Whose courses and ferritin are drawn, in which order."""

from __future__ import annotations

import json
from math import isnan

import pytest

from hlh_app.statistics.response_drawn import MOST_DRAWN, courses, falls, paths

from .study_rows import cohort, patient


def one(last=100, **outcome):
    facts = {f"outcome__{name}": value for name, value in outcome.items() if "__" not in name}
    return patient(outcome__last_day=last, **facts)


def drawn(rows, start=0):
    subjects, (group,) = cohort(*rows)
    return courses(subjects, group, start)


def test_the_longest_followed_are_drawn_first():
    part = drawn([one(10), one(300), one(300), patient(subject__treatment="conventional"), one(50)])
    assert [course.row for course in part.drawn] == [1, 2, 4, 0]
    assert (part.start, part.total) == (0, 4)


def test_a_course_says_what_happened_when():
    row = one(90, response_day=14, complete_day=28, death_day=90, transplant_day=60)
    row["care"] |= {"doses": [[0, 20, 5.0], [21, 59, None]], "still_given": True}
    found = drawn([row]).drawn[0]
    assert found.marks == {"response": 14, "complete": 28, "transplant": 60, "death": 90}
    assert found.doses == ((0, 20, 5.0), (21, 59, None))
    assert (found.alive, found.still_given, found.last_day) == (False, True, 90)


@pytest.mark.parametrize(
    ("start", "first", "n"),
    [(0, 0, 100), (99, 0, 100), (100, 100, 100), (250, 200, 50), (900, 200, 50), (-3, 0, 100)],
)
def test_of_many_a_hundred_are_drawn(start, first, n):
    part = drawn([one(1000 - number) for number in range(250)], start)
    assert (part.start, len(part.drawn), part.total) == (first, n, 250)
    assert part.drawn[0].row == first
    assert MOST_DRAWN == 100


def test_nobody_is_drawn_of_nobody():
    assert drawn([]).drawn == ()
    assert drawn([], 300).start == 0


def fell(change, lowest=100.0, best=("PR",)):
    return one(
        ferritin_change=change, ferritin_lowest=lowest, ferritin_lowest_day=9, best=list(best)
    )


def test_the_greatest_rise_comes_first_and_those_without_a_pair_are_missing():
    subjects, (group,) = cohort(fell(-90.0), fell(50.0), one(), fell(-25.0, best=()))
    found = falls(subjects, group)
    assert [fall.row for fall in found.part.drawn] == [1, 3, 0]
    assert found.missing.tolist() == [2]
    last = found.part.drawn[-1]
    assert (round(last.before, 6), last.lowest, last.lowest_day) == (1000, 100, 9)
    assert (round(last.ratio, 6), last.best) == (0.1, "partial")
    assert found.part.drawn[1].best == "unassessed"


def test_a_path_starts_from_no_change_and_stays_in_eight_weeks():
    subjects, (group,) = cohort(fell(-90.0), fell(-50.0))
    shown = falls(subjects, group).part.drawn
    points = [[-3, 1000.0], [0, 1000.0], [9, 100.0], [56, 500.0], [57, 1.0]]
    texts = {0: json.dumps({"points": {"ferritin": points}})}
    found = paths(shown, texts)
    assert [path.row for path in found] == [1, 0]
    assert found[0].points == ((0, 1.0),)
    assert [(day, round(ratio, 6)) for day, ratio in found[1].points] == [
        *((0, 1.0), (9, 0.1), (56, 0.5)),
    ]


def test_what_fell_to_nothing_has_no_value_before_it_to_reckon_from():
    subjects, (group,) = cohort(fell(-100.0, 0.0))
    found = falls(subjects, group).part.drawn
    assert isnan(found[0].before)
    texts = {0: json.dumps({"points": {"ferritin": [[9, 0.0]]}})}
    assert paths(found, texts)[0].points == ((0, 1.0),)
