"""Milligrams a day of a recorded dose, and that nothing is reckoned from what is not known."""

from decimal import Decimal
from fractions import Fraction

import pytest

from hlh_app.clinical.case import Exposure
from hlh_app.clinical.daily_dose import daily_mg

from .diagnosis_builders import T

KG, M2 = Fraction(20), Fraction(4, 5)


def dose(number, unit, times="2"):
    amount, often = (None if text is None else Decimal(text) for text in (number, times))
    return Exposure("dexamethasone", T, dose=amount, unit=unit, times_per_day=often)


@pytest.mark.parametrize(
    ("unit", "mg"), [("mg", 5), ("mg/kg", 100), ("mg/m2", 4), ("g/kg", None), (None, None)]
)
def test_by_unit(unit, mg):
    assert daily_mg(dose("2.5", unit), KG, M2) == mg


@pytest.mark.parametrize(("unit", "mg"), [("mg", 5), ("mg/kg", None), ("mg/m2", None)])
def test_a_size_that_is_not_known_leaves_the_dose_unknown(unit, mg):
    assert daily_mg(dose("2.5", unit), None) == mg


@pytest.mark.parametrize("row", [dose(None, "mg"), dose("5", "mg", None)])
def test_half_a_dose_is_none(row):
    assert daily_mg(row, KG, M2) is None


def test_none_given_is_zero_and_thirds_are_exact():
    assert daily_mg(dose("0", "mg"), None) == 0
    assert daily_mg(dose("0.1", "mg/kg", "3"), Fraction(1, 3)) == Fraction(1, 10)
