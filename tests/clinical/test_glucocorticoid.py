"""Glucocorticoid in methylprednisolone equivalents: by day, in all, and how it ended."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from hlh_app.clinical.body_size import BodySize, mosteller_m2
from hlh_app.clinical.case import Exposure, Moment, Observation, Patient, Sex
from hlh_app.clinical.course_cards import GLUCOCORTICOID
from hlh_app.clinical.glucocorticoid import glucocorticoid, methylprednisolone_mg, rounded
from hlh_app.clinical.outcome import Outcome
from hlh_app.clinical.windows import History, View
from tests.clinical.response_builders import at, case_of, happened, on

ADULT = Patient(date(1980, 1, 1), Sex.FEMALE)


def steroid(first, last=None, dose="8", unit="mg", drug="methylprednisolone", times="1", **more):
    return Exposure(
        drug, Moment.dated(on(first)), None if last is None else on(last),
        None if dose is None else Decimal(dose), unit, more.pop("route", "oral"),
        None if times is None else Decimal(times), **more,
    )  # fmt: skip


def size(analyte, value, unit, day=0, **more):
    return Observation(analyte, Decimal(value), unit, at(day), **more)


def judged(*rows, as_of=10, **fields):
    return glucocorticoid(View(History(case_of(list(rows), **fields)), at(as_of, "20:00")))


@pytest.mark.parametrize(
    ("drug", "mg"),
    [("methylprednisolone", "4"), ("prednisone", "5"), ("prednisolone", "5"),
     ("hydrocortisone", "20"), ("dexamethasone", "0.75")],
)  # fmt: skip
def test_so_much_is_as_much_as_4_mg_of_methylprednisolone(drug, mg):
    assert methylprednisolone_mg(drug, Fraction(mg)) == 4
    assert judged(steroid(0, 0, mg, drug=drug)).total_mg == 4


def test_what_has_no_equivalent_is_refused():
    with pytest.raises(KeyError):
        methylprednisolone_mg("fluticasone", Fraction(1))


def test_every_calendar_day_counts_whole_up_to_the_day_asked_about():
    found = judged(steroid(0, dose="4", times="2"), as_of=2)
    assert [(day.on, day.mg) for day in found.days] == [(on(n), 8) for n in range(3)]
    assert (found.total_mg, found.unknown_days) == (24, 0)
    assert found.now == found.days[-1]
    assert found.source.key == GLUCOCORTICOID.citation


def test_drugs_side_by_side_add_up():
    found = judged(steroid(0, 3), steroid(2, 5, "10", drug="prednisone"))
    assert [day.mg for day in found.days] == [8, 8, 16, 16, 8, 8]


def test_on_the_day_of_a_new_dose_of_one_drug_the_earlier_does_not_count():
    found = judged(steroid(0, 2, "16"), steroid(2, 4, "8"))
    assert [day.mg for day in found.days] == [16, 16, 8, 8, 8]
    longer = judged(steroid(0, 3, "16"), steroid(2, 4, "8"))
    assert [day.mg for day in longer.days] == [16, 16, 24, 24, 8]


def test_another_drug_begun_on_the_last_day_of_one_adds():
    found = judged(steroid(0, 2), steroid(2, 3, "10", drug="prednisone"))
    assert [day.mg for day in found.days] == [8, 8, 16, 8]


@pytest.mark.parametrize(
    "row",
    [steroid(0, 1, times=None), steroid(0, 1, dose=None), steroid(0, 1, unit="{unit}"),
     steroid(0, 1, unit=None), steroid(0, 1, unit="mg/kg"), steroid(0, 1, unit="mg/m2")],
)  # fmt: skip
def test_a_dose_that_is_not_known_is_never_zero(row):
    found = judged(row, steroid(1, 2, "10", drug="prednisone"))
    assert [(day.mg, day.known_mg) for day in found.days] == [(None, 0), (None, 8), (8, 8)]
    assert (found.total_mg, found.unknown_days) == (16, 2)
    assert found.days[0].unknown == (row,)
    assert "Of 2 days the dose is not known: the total is at least this." in str(found.statement)


def test_by_kilogram_with_the_weight_of_that_day():
    rows = [size("weight", "20", "kg", -1), size("weight", "22000", "g", 2)]
    found = judged(*rows, steroid(0, 3, "1", "mg/kg"))
    assert [day.mg for day in found.days] == [20, 20, 22, 22]
    assert [day.mg_per_kg for day in found.days] == [1, 1, 1, 1]


def test_a_weight_of_later_does_not_count():
    found = judged(size("weight", "20", "kg", 1), steroid(0, 1, "1", "mg/kg"))
    assert [day.mg for day in found.days] == [None, 20]


def test_by_square_meter():
    rows = [size("weight", "25", "kg"), size("height", "1.44", "m")]
    assert judged(*rows, steroid(0, 0, "10", "mg/m2")).total_mg == 10
    assert mosteller_m2(Fraction(180), Fraction(80)) == 2
    assert judged(size("height", "144", "cm"), steroid(0, 0, "10", "mg/m2")).unknown_days == 1


def test_an_adults_height_stays():
    rows = [size("weight", "25", "kg"), size("height", "144", "cm", -5000)]
    assert judged(*rows, steroid(0, 0, "10", "mg/m2"), patient=ADULT).total_mg == 10
    assert judged(*rows, steroid(0, 0, "10", "mg/m2")).unknown_days == 1


def test_weights_that_settle_nothing():
    def kg(*rows):
        return BodySize(History(case_of(list(rows))), at(5)).kg_on(on(5))

    plain = size("weight", "20", "kg")
    assert kg(plain, size("weight", "30", "kg", comparator=">")) == 20
    assert kg(plain, size("weight", "21", "kg")) is None
    assert kg(plain, size("weight", "20000", "g")) == 20
    assert kg(plain, plain._replace(value=None, pending=True, measured_at=at(1))) == 20
    assert kg() is None


def test_intrathecal_doses_are_listed_and_not_added():
    lumbar = steroid(0, 0, "5", drug="dexamethasone", route="intrathecal")
    found = judged(lumbar, steroid(0, 0, route="intravenous"))
    assert (found.total_mg, found.not_added) == (8, (lumbar,))


def test_other_drugs_are_none():
    found = judged(steroid(0, drug="etoposide"))
    assert (found.days, found.now, found.stop) == ((), None, None)
    assert str(found.statement) == "No glucocorticoid recorded."


def test_from_the_first_dose_of_ruxolitinib():
    found = judged(steroid(-2, 1), steroid(2, 2, None))
    assert (found.total_mg, found.since_day0_mg) == (32, 16)
    assert (found.unknown_days, found.unknown_days_since_day0) == (1, 1)
    assert judged(steroid(-2, 1), dose=False).since_day0_mg is None


def test_nothing_is_given_after_death():
    found = judged(steroid(0), happened("death", 2))
    assert (len(found.days), found.now, found.stop) == (3, None, None)


@pytest.mark.parametrize(
    ("rows", "starts"),
    [
        ([steroid(0)], "8.0 mg methylprednisolone equivalent a day now. 24.0 mg in all on 3 days."),
        ([steroid(0), size("weight", "16", "kg")], "8.0 mg methylprednisolone equivalent a day now "
                                                   "(0.50 mg/kg)."),
        ([steroid(0, times=None)], "Glucocorticoid is given now; the dose is not known. 0.0 mg"),
        ([steroid(0, 1)], "No glucocorticoid since 2020-01-21, in methylprednisolone"),
    ],
)  # fmt: skip
def test_the_sentence(rows, starts):
    said = str(judged(*rows, as_of=2).statement)
    assert said.startswith(starts)


# ---- the end


def test_stopped_suddenly_after_weeks():
    stop = judged(steroid(-30, 5)).stop
    assert (stop.last_on, stop.days, stop.without_taper) == (on(5), 36, Outcome.MET)


def test_tapered():
    assert judged(steroid(-30, 0, "16"), steroid(1, 5)).stop.without_taper is Outcome.NOT_MET


def test_a_change_of_drug_is_not_a_stop():
    assert judged(steroid(-30, 5), steroid(6, drug="prednisone")).stop is None


def test_a_stop_of_today_is_seen_and_one_of_tomorrow_is_not():
    assert judged(steroid(-30, 10)).stop.last_on == on(10)
    assert judged(steroid(-30, 11)).stop is None


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([steroid(-30, 4), steroid(5, 5, times=None)], Outcome.UNKNOWN),
        ([steroid(-30, 1, times=None), steroid(2, 5)], Outcome.UNKNOWN),
        ([steroid(0, 5, times=None)], Outcome.NOT_MET),
    ],
)
def test_without_the_doses_it_is_not_known(rows, expected):
    assert judged(*rows).stop.without_taper is expected


# ---- what must hold always


def random_rows(rng):
    drugs = ["methylprednisolone", "prednisone", "dexamethasone", "hydrocortisone"]
    rows = []
    for _ in range(rng.randint(1, 6)):
        first = rng.randint(-20, 15)
        last = rng.choice([None, first, first + 3, first + 12])
        unit = rng.choice(["mg", "mg", "mg/kg", "mg/m2"])
        rows.append(steroid(first, last, rng.choice(["1", "8", None]), unit, rng.choice(drugs)))
    return [*rows, size("weight", "20", "kg", -3), size("height", "100", "cm", 2)]


@pytest.mark.parametrize("seed", range(60))
def test_nothing_later_no_order_and_no_duplicate_changes_anything(seed):
    rng = random.Random(seed)
    rows = random_rows(rng)
    answer = judged(*rows)
    known = []
    for row in rows:
        if isinstance(row, Exposure):
            if row.start.day > on(10):
                continue
            row = replace(row, stop=None) if row.stop and row.stop > on(10) else row
        known.append(row)
    numbers = ("total_mg", "unknown_days", "stop", "statement", "since_day0_mg")
    for other in (judged(*known), judged(*rng.sample(rows, len(rows))), judged(*rows, *rows)):
        assert [getattr(other, n) for n in numbers] == [getattr(answer, n) for n in numbers]
        assert [day.mg for day in other.days] == [day.mg for day in answer.days]


@pytest.mark.parametrize("seed", range(30))
def test_the_total_is_the_sum_of_rows_when_none_touch(seed):
    rng = random.Random(seed)
    rows, total = [], Fraction(0)
    for number in range(4):
        dose, days = rng.randint(1, 40), rng.randint(1, 4)
        rows.append(steroid(number * 5 - 12, number * 5 - 13 + days, str(dose)))
        total += dose * days
    assert judged(*rows).total_mg == total


@pytest.mark.parametrize(
    ("number", "places", "printed"),
    [(Fraction(160, 3), 1, "53.3"), (Fraction(1, 20), 1, "0.1"), (Fraction(1, 8), 2, "0.13")],
)
def test_rounding_to_print(number, places, printed):
    assert str(rounded(number, places)) == printed


@pytest.mark.parametrize(("clock", "mg"), [("20:00", 8), ("20:01", None)])
def test_what_begins_at_the_moment_asked_about_is_seen(clock, mg):
    found = judged(replace(steroid(10), start=at(10, clock)))
    assert [day.mg for day in found.days] == ([] if mg is None else [mg])
