"""Where a course of ruxolitinib begins and what ends it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hlh_app.clinical.case import Exposure
from hlh_app.clinical.courses import (
    CourseEndReason,
    begun_for_failure,
    courses,
    latest_course,
    other_therapies_begun,
)
from tests.clinical.response_builders import at, case_of, course, drug, happened, on


def test_none_before_the_first_dose():
    assert latest_course(case_of(course(start=3)), at(2, "23:59")) is None
    assert latest_course(case_of(dose=False), at(2)) is None
    assert latest_course(case_of(course(start=3)), at(3, "00:00")).day0 == on(3)


def test_a_dose_known_by_its_time_begins_with_that_minute():
    case = case_of(course(clock="10:00"))
    assert latest_course(case, at(0, "09:59")) is None
    assert latest_course(case, at(0, "10:00")).first_dose == at(0, "10:00")


@pytest.mark.parametrize(("pause", "number"), [(1, 1), (13, 1), (14, 1), (15, 2)])
def test_more_than_14_days_without_a_dose_begin_a_new_course(pause, number):
    case = case_of(course(stop=10), course(start=10 + pause))
    found = courses(case, at(60))
    assert len(found) == number
    assert found[-1].day0 == on(10 + pause if number == 2 else 0)
    assert found[-1].last_dose_on is None


def test_the_last_day_is_the_latest_of_overlapping_rows():
    rows = [course(stop=30), course(start=5, stop=10), course(start=40, stop=50)]
    found = courses(case_of(rows), at(60))
    assert [c.last_dose_on for c in found] == [on(50)]


def test_a_row_continues_the_course_before_it_and_no_earlier_one():
    rows = [course(stop=10), course(start=30, stop=40), course(start=45, stop=50)]
    found = courses(case_of(rows), at(60))
    assert [(c.day0, c.last_dose_on) for c in found] == [(on(0), on(10)), (on(30), on(50))]


def test_a_row_still_open_keeps_the_course_whatever_follows():
    found = courses(case_of(course(), course(start=40, stop=45)), at(60))
    assert [(c.day0, c.last_dose_on, c.end) for c in found] == [(on(0), None, None)]


def test_rows_in_any_order_and_other_drugs_aside():
    rows = [course(start=40), drug("etoposide", -9), course(stop=10)]
    assert [c.day0 for c in courses(case_of(rows), at(60))] == [on(0), on(40)]


def test_what_lies_after_the_moment_is_not_seen():
    case = case_of(course(stop=20), course(start=40), happened("death", 50))
    early = latest_course(case, at(19))
    assert (early.day0, early.last_dose_on, early.end) == (on(0), None, None)
    assert latest_course(case, at(20)).end.on == on(20)
    assert latest_course(case, at(40)).day0 == on(40)
    assert latest_course(case, at(49, "23:59")).end is None
    assert latest_course(case, at(50, "00:00")).end.reason is CourseEndReason.DEATH


def test_the_first_end_counts():
    case = case_of(course(stop=30), happened("transplant", 29), happened("death", 40))
    assert latest_course(case, at(60)).end.reason is CourseEndReason.TRANSPLANT
    assert latest_course(case, at(60)).end.on == on(29)


def test_of_two_ends_on_one_day_the_graver_is_named():
    case = case_of(course(stop=30), happened("death", 30))
    assert latest_course(case, at(60)).end.reason is CourseEndReason.DEATH


def test_a_transplant_before_the_course_does_not_end_it():
    case = case_of(course(), happened("transplant", -1), happened("relapse", 3))
    assert latest_course(case, at(60)).end is None
    same_day = case_of(course(), happened("transplant", 0))
    assert latest_course(same_day, at(60)).end.on == on(0)


class TestConditioning:
    def test_the_event_or_a_drug_given_for_it_ends_the_course(self):
        event = latest_course(case_of(course(), happened("conditioning", 20)), at(60))
        assert (event.end.on, event.end.reason) == (on(20), CourseEndReason.CONDITIONING)
        given = replace(drug("busulfan", 21), purpose="conditioning")
        found = latest_course(case_of(course(), given), at(60))
        assert (found.end.on, found.end.reason) == (on(21), CourseEndReason.CONDITIONING)
        assert found.end.drug == "busulfan"

    def test_only_what_lies_in_the_course_and_can_be_seen(self):
        given = replace(drug("busulfan", 21), purpose="conditioning")
        assert latest_course(case_of(course(), given), at(20)).end is None
        assert latest_course(case_of(course(start=22), given), at(60)).end is None
        early = case_of(course(), happened("conditioning", -1))
        assert latest_course(early, at(60)).end is None

    def test_the_drug_itself_is_still_given(self):
        found = latest_course(case_of(course(), happened("conditioning", 20)), at(60))
        assert (found.stop, found.last_dose_on) == (None, None)
        later = case_of(course(), happened("conditioning", 20), happened("transplant", 28))
        assert latest_course(later, at(60)).stop.reason is CourseEndReason.TRANSPLANT
        assert latest_course(later, at(60)).end.reason is CourseEndReason.CONDITIONING


class TestAnotherTherapyForFailure:
    def failure(self, name, start, stop=None):
        return replace(drug(name, start, stop), purpose="failure")

    def test_ends_the_course_on_its_day(self):
        case = case_of(course(), self.failure("emapalumab", 18))
        assert latest_course(case, at(17)).end is None
        end = latest_course(case, at(18)).end
        assert (end.on, end.reason, end.drug) == (
            on(18),
            CourseEndReason.OTHER_THERAPY,
            "emapalumab",
        )
        assert latest_course(case, at(18)).stop is None

    @pytest.mark.parametrize("purpose", [None, "first_line", "infection", "other", "relapse"])
    def test_begun_for_anything_else_it_does_not(self, purpose):
        case = case_of(course(), replace(drug("etoposide", 18), purpose=purpose))
        assert latest_course(case, at(60)).end is None

    def test_ruxolitinib_begun_for_failure_does_not_end_itself(self):
        case = case_of(replace(course(), purpose="failure"), self.failure("ruxolitinib", 8))
        assert latest_course(case, at(60)).end is None

    def test_begun_with_the_first_dose_or_before_it_is_no_failure_of_it(self):
        case = case_of(course(), self.failure("etoposide", 0), self.failure("etoposide", 7))
        assert latest_course(case, at(60)).end is None
        before = [self.failure("etoposide", -5, -5), self.failure("etoposide", 9, 9)]
        assert latest_course(case_of(course(), before), at(60)).end is None

    def test_after_a_pause_it_is_begun_again(self):
        before = [self.failure("etoposide", -6, -6), self.failure("etoposide", 9, 9)]
        case = case_of(course(), before)
        assert latest_course(case, at(60)).end.on == on(9)
        first_line = replace(drug("dexamethasone", -20), purpose="first_line")
        raised = case_of(course(), first_line, self.failure("dexamethasone", 9))
        assert latest_course(raised, at(60)).end.on == on(9)

    def test_the_earliest_of_several_is_named(self):
        rows = [self.failure("etoposide", 12), self.failure("anakinra", 11)]
        case = case_of(course(), rows)
        begun = begun_for_failure(case, at(60), on(0))
        assert [e.drug for e in begun] == ["anakinra", "etoposide"]
        assert latest_course(case, at(60)).end.drug == "anakinra"

    def test_of_ends_on_one_day_the_graver_is_named(self):
        rows = [self.failure("etoposide", 20), happened("conditioning", 20)]
        found = latest_course(case_of(course(stop=20), rows), at(60))
        assert found.end.reason is CourseEndReason.CONDITIONING
        assert found.stop.reason is CourseEndReason.LAST_DOSE
        case = case_of(course(stop=20), self.failure("etoposide", 20))
        assert latest_course(case, at(60)).end.reason is CourseEndReason.OTHER_THERAPY


def test_days_are_counted_from_the_first_dose():
    found = latest_course(case_of(course(start=2)), at(60))
    assert found.day(14) == on(2) + timedelta(days=14)


def test_other_therapies_begin_with_their_first_dose_of_a_course():
    rows = [drug("etoposide", -20, -20), drug("etoposide", -13, -13), drug("etoposide", 4, 4)]
    case = case_of(rows, drug("dexamethasone", -3), drug("entecavir", -3))
    begun = [(e.drug, e.start.day) for e in other_therapies_begun(case, at(60))]
    assert begun == [("dexamethasone", on(-3)), ("etoposide", on(-20)), ("etoposide", on(4))]


@pytest.mark.parametrize("purpose", ["failure", "conditioning"])
def test_another_therapy_counts_from_the_very_minute_it_was_begun(purpose):
    other = Exposure("etoposide", at(18, "10:00"), purpose=purpose)
    case = case_of(course(), other)
    assert latest_course(case, at(18, "09:59")).end is None
    assert latest_course(case, at(18, "10:00")).end.on == on(18)
