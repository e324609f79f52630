"""Whether a result is lower or higher than an earlier one, whatever its range leaves open.

Exact across units that convert. A result in another assay's unit is taken as printed; the caller
compares it within that unit alone.
"""

from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from hlh_app.clinical.case import Observation
from hlh_app.clinical.spans import stated_span
from hlh_app.clinical.units import exact


class Trend(StrEnum):
    """UNKNOWN: one value alone, or ranges that leave it open."""

    RISING = "rising"
    FALLING = "falling"
    LEVEL = "level"
    UNKNOWN = "unknown"


def amount(row: Observation) -> Fraction:
    """The value of a row that has one, in the canonical unit unless another assay's."""
    assert row.value is not None
    return _canonical(row, row.value)


def _canonical(row: Observation, value: Decimal) -> Fraction:
    found = exact(value, row.unit, row.analyte)
    return Fraction(value) if found is None else found


def surely_below(one: Observation, other: Observation) -> bool:
    """Whether every value of one range lies below every value of the other."""
    low, high = stated_span(other), stated_span(one)
    if high.high is None:
        return False
    top, bottom = _canonical(one, high.high), _canonical(other, low.low)
    return top < bottom or (top == bottom and not (high.high_in and low.low_in))


def surely_not_below(one: Observation, other: Observation) -> bool:
    """Whether no value of one range lies below a value of the other."""
    above, below = stated_span(one), stated_span(other)
    return below.high is not None and _canonical(one, above.low) >= _canonical(other, below.high)


def is_lower(now: Observation, before: Observation) -> bool | None:
    """Surely lower, surely not, or not known (None)."""
    if surely_below(now, before):
        return True
    return False if surely_not_below(now, before) else None


def compared(now: Observation, before: Observation) -> Trend:
    """How a value stands to an earlier one."""
    if surely_below(now, before):
        return Trend.FALLING
    if surely_below(before, now):
        return Trend.RISING
    level = surely_not_below(now, before) and surely_not_below(before, now)
    return Trend.LEVEL if level else Trend.UNKNOWN
