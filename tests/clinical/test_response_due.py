"""What is due is reckoned from the day given, never from a clock."""

from hlh_app.clinical.response_due import next_due
from tests.clinical.response_builders import (
    ILL,
    WELL,
    case_of,
    course,
    happened,
    lab,
    labs,
    on,
)


def due(*rows, today, **fields):
    found = next_due(case_of(*rows, **fields), on(today))
    return None if found is None else (found.day, found.overdue)


def test_the_next_day_of_the_schedule():
    assert due(labs(0, ILL), today=0) == (14, False)
    assert due(labs(0, ILL), today=14) == (14, False)
    assert due(labs(0, ILL), today=15) == (14, True)
    assert due(labs(0, ILL), today=17) == (14, True)
    assert due(labs(0, ILL), today=18) == (28, False)


def test_a_day_that_is_settled_or_fully_measured_is_done():
    calm = lab("temperature", 14, "36.8")
    assert due(labs(0, ILL), labs(14, WELL), calm, today=14) == (28, False)
    measured = [lab(code, 14, value, limit=None) for code, value in WELL.items()]
    assert due(labs(0, ILL), measured, today=15) == (28, False)


def test_a_day_measured_early_is_done_before_it_comes():
    assert due(labs(0, ILL), labs(12, WELL), today=12) == (28, False)
    assert due(labs(0, ILL), labs(10, WELL), today=12) == (14, False)


def test_what_it_still_needs_and_what_is_awaited():
    case = case_of(labs(0, ILL), labs(12, WELL, alt=None, platelets="-"))
    found = next_due(case, on(13))
    assert (found.needs, found.awaited) == (("platelets", "alt"), ("alt",))
    assert (found.on, found.last_on) == (on(14), on(17))


def test_nothing_is_due_without_a_course_or_after_its_end():
    assert due(labs(0, ILL), course(start=5), today=4) is None
    assert due(dose=False, today=4) is None
    assert due(course(stop=30), today=32) is None
    assert due(course(stop=30), happened("death", 20), today=15) == (14, True)
    assert due(course(), happened("death", 20), today=20) is None
    assert due(course(), today=59) == (56, True)
    assert due(course(), today=60) is None
