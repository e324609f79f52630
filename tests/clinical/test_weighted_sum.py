"""Ranges of weighted values: which ends belong to them."""

from decimal import Decimal

import pytest

from hlh_app.clinical.spans import Span
from hlh_app.clinical.weighted_sum import highest, total, weighted


def span(low, high, low_in=True, high_in=True):
    return Span(Decimal(low), Decimal(high), low_in, high_in)


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([span(1, 5, low_in=False), span(0, 4)], span(1, 5, low_in=False)),
        ([span(1, 5), span(0, 4, low_in=False)], span(1, 5)),
        ([span(1, 5), span(1, 4, low_in=False)], span(1, 5, low_in=False)),
        ([span(1, 5, high_in=False), span(1, 5)], span(1, 5)),
        ([span(1, 5, high_in=False), span(1, 4)], span(1, 5, high_in=False)),
    ],
)
def test_the_highest_of_ranges_has_the_ends_that_a_highest_can_have(spans, expected):
    assert highest(spans) == expected
    assert highest(spans[::-1]) == expected


def test_a_negative_weight_turns_a_range_round():
    half_open = span(1, 3, low_in=False)
    assert weighted(half_open, Decimal(2)) == span(2, 6, low_in=False)
    assert weighted(half_open, Decimal(-2)) == span(-6, -2, high_in=False)


def test_a_sum_has_an_end_only_where_every_range_has_it():
    assert total([span(1, 3), span(2, 4, low_in=False)]) == span(3, 7, low_in=False)
    assert total([span(1, 3, high_in=False), span(2, 4)]) == span(3, 7, high_in=False)
