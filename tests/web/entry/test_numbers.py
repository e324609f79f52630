"""A result is read as it is printed; a comma is never guessed at."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from hlh_app.web.forms.numbers import NumberField, Typed, plain, read_number, read_typed


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("17090", Typed(Decimal(17090))),
        (" 0.42 ", Typed(Decimal("0.42"))),
        (".5", Typed(Decimal("0.5"))),
        ("12.", Typed(Decimal(12))),
        ("0012", Typed(Decimal(12))),
        ("<0.1", Typed(Decimal("0.1"), "<")),
        ("> 16500", Typed(Decimal(16500), ">")),
        ("≥ 5", Typed(Decimal(5), ">=")),
        ("<=5", Typed(Decimal(5), "<=")),
        ("≤5", Typed(Decimal(5), "<=")),
        ("p", Typed(None, pending=True)),
        ("Pending", Typed(None, pending=True)),
    ],
)
def test_results_are_read_as_printed(text, typed):
    assert read_typed(text) == typed


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1,5", "Write 1.5 with a point"),
        ("1,709", "two ways: write 1709, or 1.709 with a point"),
        ("1,234,567", "two ways: write 1234567"),
        ("1,234.5", "is not a number"),
        ("<1,5", "Write 1.5 with a point"),
        ("١٢٣", "digits 0 to 9"),
        ("１２", "digits 0 to 9"),
        ("²", "digits 0 to 9"),
        ("1e400", "is not a number"),
        ("1e5", "is not a number"),
        ("NaN", "is not a number"),
        ("Infinity", "is not a number"),
        ("-inf", "below zero"),
        ("-1", "below zero"),
        ("45%", "absolute"),
        ("4.2 mmol/L", "is not a number"),
        ("1.2.3", "is not a number"),
        ("<", "is not a number"),
        ("<<1", "is not a number"),
        ("1_000", "is not a number"),
        ("0x10", "is not a number"),
        ("1" * 17, "too many digits"),
        ("0.123456789", "too many digits"),
        ("9" * 5000, "too many digits"),
    ],
)
def test_what_could_be_misread_is_refused_with_what_to_type(text, said):
    with pytest.raises(ValidationError) as refused:
        read_typed(text)
    assert said in " ".join(refused.value.messages)


def test_the_largest_number_a_column_holds_is_read():
    assert read_number("1" * 16 + "." + "1" * 8) == Decimal("1" * 16 + "." + "1" * 8)


@pytest.mark.parametrize(
    ("value", "typed"), [("5.000000", "5"), ("0.420", "0.42"), ("1E+3", "1000"), ("100", "100")]
)
def test_a_stored_number_is_shown_as_it_would_be_typed(value, typed):
    assert plain(Decimal(value)) == typed
    assert NumberField().prepare_value(Decimal(value)) == typed


def test_a_dose_is_above_zero():
    with pytest.raises(ValidationError, match="above zero"):
        NumberField(positive=True).clean("0")
    assert NumberField(required=False).clean("") is None
