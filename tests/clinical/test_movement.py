"""Lower or not, whatever the ranges leave open: each answer by itself."""

from decimal import Decimal
from fractions import Fraction

import pytest

from hlh_app.clinical.movement import amount, surely_below, surely_not_below
from tests.clinical.response_builders import lab


def ferritin(value, **fields):
    return lab("ferritin", 0, value, **fields)


@pytest.mark.parametrize(
    ("one", "other", "below", "not_below"),
    [
        ("400", "500", True, False),
        ("500", "500", False, True),
        ("501", "500", False, True),
        ("<500", "500", True, False),
        ("<=500", "500", False, False),
        (">500", "500", False, True),
        (">400", "500", False, False),
        ("400", ">500", True, False),
        ("500", ">500", True, False),
        ("500", ">=500", False, False),
        ("600", ">500", False, False),
    ],
)
def test_surely_below_and_surely_not(one, other, below, not_below):
    assert surely_below(ferritin(one), ferritin(other)) is below
    assert surely_not_below(ferritin(one), ferritin(other)) is not_below


def test_amounts_are_in_the_canonical_unit_but_for_another_assay():
    assert amount(lab("hemoglobin", 0, "8.1", unit="g/dL")) == 81
    other = lab("scd25", 0, "9000.5", unit="pg/mL")
    assert amount(other) == Fraction(Decimal("9000.5"))
