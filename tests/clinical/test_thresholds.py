"""A limit in the unit reported, and comparators as the ranges they state."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, strategies

from hlh_app.clinical.thresholds import Threshold, any_true
from hlh_app.clinical.units import exact

from .diagnosis_builders import lab

D = Decimal
AT_LEAST = Threshold("ferritin", ">=", D(500))
ABOVE = Threshold("ferritin", ">", D(684))
AT_MOST = Threshold("fibrinogen", "<=", D("1.5"))
BELOW = Threshold("platelets", "<", D(100))


@pytest.mark.parametrize(
    ("threshold", "below", "equal", "above"),
    [
        (AT_LEAST, (499, False), (500, True), (501, True)),
        (ABOVE, (683, False), (684, False), (685, True)),
        (AT_MOST, ("1.49", True), ("1.5", True), ("1.51", False)),
        (BELOW, (99, True), (100, False), (101, False)),
    ],
)
def test_just_below_at_and_just_above(threshold, below, equal, above):
    for value, expected in (below, equal, above):
        assert threshold.holds(lab(threshold.analyte, str(value))) is expected


@pytest.mark.parametrize(
    ("comparator", "value", "at_least", "above"),
    [
        (">", "499", None, None),
        (">", "500", True, True),
        (">", "16500", True, True),
        (">=", "499", None, None),
        (">=", "500", True, None),
        (">=", "501", True, True),
        ("<", "500", False, False),
        ("<", "501", None, None),
        ("<", "2000", None, None),
        ("<=", "499", False, False),
        ("<=", "500", None, False),
        ("<=", "501", None, None),
    ],
)
def test_comparators_are_ranges(comparator, value, at_least, above):
    row = lab("ferritin", value, comparator=comparator)
    assert Threshold("ferritin", ">=", D(500)).holds(row) is at_least
    assert Threshold("ferritin", ">", D(500)).holds(row) is above
    negated = {True: False, False: True, None: None}
    assert Threshold("ferritin", "<", D(500)).holds(row) is negated[at_least]
    assert Threshold("ferritin", "<=", D(500)).holds(row) is negated[above]


def test_the_published_limit_of_the_reported_unit():
    """265 mg/dL ÷ 88.57 is 2.99 mmol/L, and meets HLH-2004 all the same."""
    threshold = Threshold("triglycerides", ">=", D("3.0"), (("mg/dL", D(265)),))
    assert threshold.holds(lab("triglycerides", "265", "mg/dL")) is True
    assert threshold.holds(lab("triglycerides", "264.9", "mg/dL")) is False
    assert threshold.holds(lab("triglycerides", "2.99", "mmol/L")) is False
    assert str(threshold.in_words("mg/dL")) == "Triglycerides ≥ 265 mg/dL"
    assert str(threshold.in_words()) == "Triglycerides ≥ 3.0 mmol/L"


def test_a_unit_without_a_decimal_limit_is_multiplied_exactly():
    """90 g/L is 5.590062… mmol/L of hemoglobin."""
    threshold = Threshold("hemoglobin", "<", D(90))
    assert threshold.holds(lab("hemoglobin", "5.5900621118012422360248447", "mmol/L")) is True
    assert threshold.holds(lab("hemoglobin", "5.5900621118012422360248448", "mmol/L")) is False
    assert str(threshold.in_words("mmol/L")) == "Hemoglobin < 90 g/L"


def test_fahrenheit_is_never_rounded():
    threshold = Threshold("temperature", ">=", D("38.5"))
    assert threshold.holds(lab("temperature", "101.3", "[degF]")) is True
    assert (
        threshold.holds(lab("temperature", "101.2999999999999999999999999999", "[degF]")) is False
    )


def test_more_digits_than_a_float_holds():
    row = lab("ferritin", "499.9999999999999999999999999999999999999999")
    assert AT_LEAST.holds(row) is False


def test_pending_and_other_assays_settle_nothing():
    threshold = Threshold("scd25", ">=", D(2400))
    assert threshold.holds(lab("scd25", None)) is None
    assert threshold.holds(lab("scd25", "30000", "pg/mL")) is None


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ([], None),
        ([True], True),
        ([False], False),
        ([None], None),
        ([False, None], None),
        ([False, False], False),
        ([None, True], True),
        ([False, True, None], True),
    ],
)
def test_any_true(states, expected):
    assert any_true(states) is expected


@given(
    strategies.sampled_from(["g/L", "g/dL", "mmol/L"]),
    strategies.decimals(D("0.5"), D(300), places=4),
    strategies.sampled_from([">=", ">", "<=", "<"]),
)
def test_every_unit_compares_as_its_exact_value(unit, value, relation):
    threshold = Threshold("hemoglobin", relation, D(90))
    true = exact(value, unit, "hemoglobin")
    assert true is not None
    limit = Fraction(90)
    expected = {
        ">=": true >= limit,
        ">": true > limit,
        "<=": true <= limit,
        "<": true < limit,
    }[relation]
    assert threshold.holds(lab("hemoglobin", str(value), unit)) is expected


@pytest.mark.parametrize(
    ("threshold", "words"),
    [
        (AT_LEAST, "Ferritin ≥ 500 ug/L"),
        (ABOVE, "Ferritin > 684 ug/L"),
        (AT_MOST, "Fibrinogen ≤ 1.5 g/L"),
        (BELOW, "Platelets < 100 10*9/L"),
    ],
)
def test_each_relation_in_words(threshold, words):
    assert str(threshold.in_words()) == words


def test_two_of_one_analyte_relation_and_limit_are_one():
    again = Threshold("ferritin", ">=", D(500))
    assert (again, hash(again)) == (AT_LEAST, hash(AT_LEAST))
    assert len({again, AT_LEAST, ABOVE}) == 2
    assert "_by_unit" not in repr(again)
