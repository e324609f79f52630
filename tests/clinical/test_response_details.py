"""What a response carries along: earlier courses, extra days, and figures to be shown."""

from decimal import Decimal

import pytest

from hlh_app.clinical.case import Exposure
from hlh_app.clinical.response import marsh_response
from hlh_app.clinical.response_arithmetic import Change
from hlh_app.clinical.response_needs import Need
from hlh_app.clinical.response_verdict import Assessment, DayState
from tests.clinical.response_builders import (
    ILL,
    WELL,
    at,
    case_of,
    course,
    day14,
    lab,
    labs,
    on,
    verdict_of,
)


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


def test_what_is_needed_is_not_open_unless_said():
    assert Need("fever").is_open is False


@pytest.mark.parametrize(("clock", "used"), [("08:00", False), ("08:01", True)])
def test_a_transfusion_spoils_from_its_very_minute(clock, used):
    row = lab("hemoglobin", 14, "120")
    verdict = verdict_of(row, Exposure("red_cell_transfusion", at(14, clock)), as_of=at(14))
    assert (verdict.days[0].measured == ("hemoglobin",)) is used


def test_a_day_says_whether_its_class_is_settled_and_what_was_not_examined():
    settled = day14(labs(0, ILL), labs(14, WELL))
    assert (settled.is_settled, settled.is_assessed, settled.extra) == (True, True, False)
    assert settled.not_examined == ("splenomegaly", "cns_involvement")
    open_ = day14(labs(0, ILL), labs(14, WELL, platelets=None))
    assert (open_.is_settled, open_.is_assessed) == (False, True)
    assert Assessment(14, on(14), DayState.UPCOMING).extra is False
