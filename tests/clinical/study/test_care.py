"""What was given, day by day, for an analysis of a group."""

from dataclasses import replace
from decimal import Decimal

from hlh_app.clinical.case import Exposure, Moment, Observation
from hlh_app.clinical.study.care import FIRST_DAY, LAST_DAY, Care, care
from hlh_app.clinical.study.index import index_of
from hlh_app.clinical.windows import History
from tests.clinical.response_builders import (
    WELL,
    at,
    case_of,
    course,
    drug,
    found,
    happened,
    labs,
    on,
)


def facts(*rows, as_of=10, **more) -> Care:
    case, moment = case_of(*rows, **more), at(as_of, "20:00")
    index = index_of(case, moment)
    assert index is not None
    return care(History(case), moment, index)


def given(name, first, last=None, dose="8", unit="mg", times="1", **more):
    amount = None if dose is None else Decimal(dose)
    return replace(drug(name, first, last), dose=amount, unit=unit,
                   times_per_day=Decimal(times), **more)  # fmt: skip


def weight(day, kg):
    return Observation("weight", Decimal(kg), "kg", at(day))


def by_day(told: Care) -> dict[int, float | None]:
    return dict(enumerate(told.glucocorticoid, start=FIRST_DAY))


def steroid(*rows, **more):
    return by_day(facts(*(given("methylprednisolone", *row) for row in rows), **more))


class TestRuxolitinib:
    def test_each_dose_from_its_first_day_to_its_last(self):
        rows = [given("ruxolitinib", 0, 3, "2.5", times="2"), given("ruxolitinib", 4, None, "5")]
        told = facts(*rows, labs(9, WELL))
        assert told.doses == ((0, 3, 5.0), (4, 9, 5.0))
        assert told.still_given is True

    def test_stopped_and_stopped_only_later(self):
        assert facts(course(stop=4), labs(9, WELL)).still_given is False
        later = facts(course(stop=4), as_of=2)
        assert (later.doses, later.followed_to) == (((0, 0, None),), 0)

    def test_a_dose_by_weight_needs_the_weight_of_its_first_day(self):
        row = given("ruxolitinib", 0, 2, "0.2", "mg/kg", "2")
        assert facts(row, weight(-1, "25")).doses == ((0, 2, 10.0),)
        assert facts(row).doses == ((0, 2, None),)

    def test_nothing_is_begun_after_the_day_of_death(self):
        rows = [course(stop=2), course(start=8), happened("death", 5)]
        told = facts(*rows)
        assert [dose[:2] for dose in told.doses] == [(0, 2)]
        assert facts(course(), happened("death", 5)).doses == ((0, 5, None),)

    def test_conventional_treatment_has_none(self):
        told = facts(drug("etoposide", 0), labs(9, WELL), dose=False)
        assert (told.doses, told.still_given, told.followed_to) == ((), False, 9)


class TestGlucocorticoid:
    def test_every_day_from_day_7_before_to_the_last_record_none_being_zero(self):
        told = facts(given("methylprednisolone", -1, 1, "16"), labs(3, WELL))
        assert by_day(told) == {
            **dict.fromkeys(range(-7, -1), 0.0), -1: 16.0, 0: 16.0, 1: 16.0, 2: 0.0, 3: 0.0,
        }  # fmt: skip
        assert told.followed_to == 3

    def test_without_any_every_day_is_zero(self):
        told = facts(labs(2, WELL))
        assert told.glucocorticoid == (0.0,) * 10

    def test_in_methylprednisolone_equivalents_whatever_the_drug(self):
        told = facts(given("dexamethasone", 0, 0, "3"), given("prednisone", 0, 0, "5"))
        assert by_day(told)[0] == 20.0

    def test_by_weight(self):
        row = given("methylprednisolone", 0, 1, "2", "mg/kg")
        assert by_day(facts(row, weight(0, "15")))[1] == 30.0

    def test_a_dose_that_is_not_known_is_never_zero(self):
        days = steroid((0, 1, None), (1, 2, "8"))
        assert (days[0], days[1], days[2]) == (None, 8.0, 8.0)
        assert by_day(facts(given("methylprednisolone", 0, 1, "2", "mg/kg")))[0] is None

    def test_what_is_given_intrathecally_does_not_count(self):
        told = facts(given("dexamethasone", 0, 2, "10", route="intrathecal"))
        assert set(told.glucocorticoid) == {0.0}

    def test_still_given_counts_up_to_the_last_record(self):
        days = steroid((0,), (9, 9, "16"))
        assert (days[8], days[9], max(days)) == (8.0, 24.0, 9)

    def test_to_the_day_of_death_even_if_something_was_recorded_later(self):
        told = facts(given("prednisone", 0), happened("death", 4), found("hemophagocytosis", 6))
        assert (told.followed_to, max(by_day(told))) == (4, 4)
        assert by_day(told)[4] == 6.4

    def test_to_day_90_at_most(self):
        told = facts(given("prednisone", 0), labs(200, WELL), as_of=300)
        assert (told.followed_to, len(told.glucocorticoid)) == (LAST_DAY, LAST_DAY - FIRST_DAY + 1)

    def test_what_was_stopped_before_day_7_before_is_not_seen(self):
        assert set(steroid((-30, -8))) == set(range(-7, 1))
        assert set(steroid((-30, -8)).values()) == {0.0}

    def test_a_date_alone_for_the_first_dose_is_day_0(self):
        row = Exposure("prednisone", Moment.dated(on(0)), on(0), Decimal(5), "mg",
                       times_per_day=Decimal(1))  # fmt: skip
        assert by_day(facts(row, dose=False))[0] == 4.0
