"""What was being given at an earlier moment, as known at a later one."""

from dataclasses import replace

from hlh_app.clinical.case import Moment
from hlh_app.clinical.given import given_at
from tests.clinical.response_builders import at, case_of, drug, on

TODAY = Moment.dated(on(5))


def names(*rows, moment=TODAY, as_of=TODAY):
    found = given_at(case_of(list(rows)), moment, as_of, ("dexamethasone", "prednisone"))
    return [(row.drug, row.start.day) for row in found]


def test_from_the_first_dose_to_the_day_of_the_last():
    rows = [drug("dexamethasone", 1, 5), drug("prednisone", 2, 4), drug("etoposide", 1)]
    assert names(*rows) == [("dexamethasone", on(1))]


def test_the_earliest_first_and_of_one_start_by_name():
    rows = [drug("prednisone", 3), drug("dexamethasone", 4), drug("dexamethasone", 3)]
    expected = [("dexamethasone", on(3)), ("prednisone", on(3)), ("dexamethasone", on(4))]
    assert names(*rows) == names(*rows[::-1]) == expected


def test_a_dose_of_that_day_is_seen_from_its_own_minute():
    given = replace(drug("prednisone", 5), start=at(5, "10:00"))
    assert names(given, as_of=at(5, "09:59")) == []
    assert names(given, as_of=at(5, "10:00")) == [("prednisone", on(5))]
    assert names(given, moment=at(5, "09:00"), as_of=at(5, "12:00")) == []
