"""The day from which a patient is analysed."""

from datetime import timedelta

from hlh_app.clinical.case import Moment
from hlh_app.clinical.study.index import Treatment, index_of
from tests.clinical.response_builders import DAY0, at, case_of, course, drug, labs, on

LATE = at(300)


def test_the_first_dose_of_the_first_course_of_ruxolitinib():
    two = case_of(course(stop=10), course(start=60), drug("dexamethasone", -9))
    index = index_of(two, LATE)
    assert (index.treatment, index.drug, index.day0) == (Treatment.RUXOLITINIB, "ruxolitinib", DAY0)
    assert index.course.first_dose == Moment.dated(DAY0)
    assert [row.stop for row in index.course.exposures] == [on(10)]


def test_ruxolitinib_counts_however_late_it_came():
    index = index_of(case_of(course(start=90), drug("etoposide", 0)), LATE)
    assert (index.treatment, index.day0) == (Treatment.RUXOLITINIB, on(90))


def test_a_control_begins_with_the_first_treatment_of_hlh():
    case = case_of(
        drug("etoposide", 4), drug("dexamethasone", 2), drug("fluconazole", 0), dose=False
    )
    index = index_of(case, LATE)
    assert (index.treatment, index.drug) == (Treatment.CONVENTIONAL, "dexamethasone")
    assert (index.day0, index.course) == (on(2), None)


def test_nothing_before_any_treatment():
    assert index_of(case_of(labs(0, {"ferritin": "500"}), dose=False), LATE) is None


def test_a_dose_after_the_moment_has_not_been_given():
    case = case_of(course(start=20), drug("dexamethasone", 0))
    assert index_of(case, at(10)).treatment is Treatment.CONVENTIONAL
    assert index_of(case_of(course(start=20)), at(10)) is None


def test_days_are_counted_by_the_calendar():
    index = index_of(case_of(course(clock="23:30")), LATE)
    assert index.at == at(0, "23:30")
    assert [index.day(DAY0 + timedelta(days=n)) for n in (-1, 0, 31)] == [-1, 0, 31]
