"""What a response carries along: earlier courses, extra days, and figures to be shown."""

from decimal import Decimal

import pytest

from hlh_app.clinical.response import marsh_response
from hlh_app.clinical.response_arithmetic import Change
from tests.clinical.response_builders import ILL, WELL, at, case_of, course, labs, on, verdict_of


@pytest.mark.parametrize(
    ("rows", "first"),
    [
        ([course()], None),
        ([course(stop=10), course(start=40)], on(0)),
        ([course(stop=10), course(start=30, stop=32), course(start=60)], on(0)),
    ],
)
def test_where_the_earliest_course_began_when_it_is_not_this_one(rows, first):
    assert verdict_of(rows, as_of=90).earlier_course_from == first


def test_an_extra_day_is_kept_apart():
    case = case_of(labs(0, ILL), labs(10, WELL), labs(14, WELL))
    verdict = marsh_response(case, at(60), extra_days=(10,))
    assert [day.extra for day in verdict.days] == [False] * len(verdict.days)
    assert [(day.day, day.extra) for day in verdict.extra] == [(10, True)]


def test_a_ratio_is_shown_with_28_digits():
    third = Change(Decimal(3), Decimal(3))
    assert third.fold_low == third.fold_high == Decimal("0." + "3" * 28)
