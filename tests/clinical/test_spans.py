"""The range a result leaves open, and its parts."""

from decimal import Decimal

import pytest

from hlh_app.clinical.spans import (
    ANY,
    Span,
    some_pair_does_not_fall,
    some_pair_falls,
    stated_span,
)
from tests.clinical.response_builders import lab


def span(text):
    """ "[2,5)" read as a range; "∞" is no upper end."""
    low, high = text[1:-1].split(",")
    top = None if high == "∞" else Decimal(high)
    return Span(Decimal(low), top, text[0] == "[", text[-1] == "]")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("500", "[500,500]"),
        ("<500", "[0,500)"),
        ("<=500", "[0,500]"),
        (">500", "(500,∞)"),
        (">=500", "[500,∞)"),
        ("<0", "[0,0]"),
    ],
)
def test_what_a_value_states(value, expected):
    stated = stated_span(lab("ferritin", 0, value))
    assert stated == span(expected)


def test_a_pending_result_may_be_anything():
    assert stated_span(lab("ferritin", 0, None)) == ANY


PARTS = [
    # range, limit, below, at most, above, at least
    ("[2,5]", "1", None, None, "[2,5]", "[2,5]"),
    ("[2,5]", "2", None, "[2,2]", "(2,5]", "[2,5]"),
    ("(2,5]", "2", None, None, "(2,5]", "(2,5]"),
    ("[2,5]", "3", "[2,3)", "[2,3]", "(3,5]", "[3,5]"),
    ("[2,5]", "5", "[2,5)", "[2,5]", None, "[5,5]"),
    ("[2,5)", "5", "[2,5)", "[2,5)", None, None),
    ("[2,5]", "6", "[2,5]", "[2,5]", None, None),
    ("[2,∞)", "3", "[2,3)", "[2,3]", "(3,∞)", "[3,∞)"),
    ("[2,∞)", "1", None, None, "[2,∞)", "[2,∞)"),
]


@pytest.mark.parametrize(("whole", "limit", "below", "at_most", "above", "at_least"), PARTS)
def test_the_parts_on_either_side_of_a_limit(whole, limit, below, at_most, above, at_least):
    parts = {"below": below, "at_most": at_most, "above": above, "at_least": at_least}
    for name, expected in parts.items():
        found = getattr(span(whole), name)(Decimal(limit))
        wanted = None if expected is None else span(expected)
        assert _same(found, wanted), (name, found)


def _same(one, other):
    """Equal, a missing upper end being neither in nor out."""
    if one is None or other is None or one.high is not None:
        return one == other
    return (one.low, one.low_in, one.high) == (other.low, other.low_in, other.high)


def test_products_lose_no_digit():
    long = Decimal("1." + "0" * 60 + "1")
    assert Span(long, long).times(Decimal(3)).low == Decimal("3." + "0" * 60 + "3")
    assert span("(2,∞)").times(Decimal(3)) == span("(6,∞)")
    assert ANY.times(Decimal(1)) is ANY


FALLS = [
    # base, now, some falls, strictly, some does not fall, strictly
    ("[4,4]", "[3,3]", True, True, False, False),
    ("[4,4]", "[4,4]", True, False, False, True),
    ("[4,4]", "[5,5]", False, False, True, True),
    ("[4,4]", "(4,9]", False, False, True, True),
    ("[2,4)", "[4,4]", False, False, True, True),
    ("(4,∞)", "[4,4]", True, True, False, False),
    ("[4,∞)", "[4,4]", True, True, False, True),
    ("[4,4]", "[0,4)", True, True, False, False),
    ("[4,4]", "[0,∞)", True, True, True, True),
    ("[0,0]", "[0,0]", False, False, True, True),
    ("[0,5]", "[0,0]", True, True, True, True),
]


@pytest.mark.parametrize(("base", "now", "falls", "strictly", "stays", "stays_strictly"), FALLS)
def test_whether_some_pair_falls(base, now, falls, strictly, stays, stays_strictly):
    pair = span(base), span(now)
    assert some_pair_falls(*pair) is falls
    assert some_pair_falls(*pair, strict=True) is strictly
    assert some_pair_does_not_fall(*pair) is stays
    assert some_pair_does_not_fall(*pair, strict=True) is stays_strictly
