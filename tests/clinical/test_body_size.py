"""Weight, height and body surface of a day: how old they may be at each age."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from hlh_app.clinical.body_size import BodySize, mosteller_m2
from hlh_app.clinical.case import Observation, Patient, Sex
from hlh_app.clinical.dosing import WEIGHT_DAYS, WEIGHT_DAYS_UNDER_2_YEARS
from hlh_app.clinical.windows import History
from tests.clinical.response_builders import at, case_of, on


def size(born, *rows):
    case = replace(case_of(list(rows)), patient=Patient(born, Sex.FEMALE))
    return BodySize(History(case), at(400))


def kg(day):
    return Observation("weight", Decimal("11.5"), "kg", at(day))


def cm(day):
    return Observation("height", Decimal(160), "cm", at(day))


BIRTHDAY = on(300)


@pytest.mark.parametrize(
    ("day", "back", "known"),
    [
        (299, WEIGHT_DAYS_UNDER_2_YEARS, True),
        (299, WEIGHT_DAYS_UNDER_2_YEARS + 1, False),
        (300, WEIGHT_DAYS_UNDER_2_YEARS + 1, True),
        (300, WEIGHT_DAYS, True),
        (300, WEIGHT_DAYS + 1, False),
    ],
)
def test_a_weight_lasts_longer_from_the_second_birthday(day, back, known):
    born = date(BIRTHDAY.year - 2, BIRTHDAY.month, BIRTHDAY.day)
    found = size(born, kg(day - back)).kg_on(on(day))
    assert found == (Fraction("11.5") if known else None)


@pytest.mark.parametrize(
    ("day", "back", "known"),
    [(299, 180, True), (299, 181, False), (300, 180, True), (300, 181, True), (300, 900, True)],
)
def test_a_height_stays_from_the_eighteenth_birthday(day, back, known):
    born = date(BIRTHDAY.year - 18, BIRTHDAY.month, BIRTHDAY.day)
    found = size(born, cm(day - back)).cm_on(on(day))
    assert found == (160 if known else None)


@pytest.mark.parametrize(
    ("day", "back", "known"), [(299, 60, True), (299, 61, False), (300, 61, True)]
)
def test_a_height_lasts_longer_from_the_second_birthday(day, back, known):
    born = date(BIRTHDAY.year - 2, BIRTHDAY.month, BIRTHDAY.day)
    assert size(born, cm(day - back)).cm_on(on(day)) == (160 if known else None)


def test_a_height_stays_all_through_the_nineteenth_year():
    born = date(BIRTHDAY.year - 18, BIRTHDAY.month, BIRTHDAY.day)
    assert size(born, cm(0)).cm_on(BIRTHDAY + timedelta(days=90)) == 160


def test_the_body_surface_has_28_digits():
    found = mosteller_m2(Fraction(100), Fraction(10))
    assert found == Fraction(Decimal("0.5270462766947298886664822574"))
