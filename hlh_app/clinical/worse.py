"""Whether a marker is 25 % or more worse than baseline and outside normal: yes, no, or open."""

from decimal import Decimal

from hlh_app.clinical.analyte_reading import AnalyteReading
from hlh_app.clinical.normality import UPPER_LIMIT
from hlh_app.clinical.response_arithmetic import scaled_spans
from hlh_app.clinical.spans import ZERO, Span

_THREE, _FOUR, _FIVE = Decimal(3), Decimal(4), Decimal(5)


def is_worse(reading: AnalyteReading) -> bool | None:
    """None while what is missing, inexact or without a limit could still decide it."""
    if reading.normal is True:
        return False
    spans = scaled_spans(reading)
    if spans is None:
        return None
    rises = reading.analyte in UPPER_LIMIT
    worse, not_worse = _rose(*spans) if rises else _fell(*spans)
    if not worse:
        return False
    return True if reading.normal is False and not not_worse else None


def _rose(base: Span, now: Span) -> tuple[bool, bool]:
    """Whether some pair of values rose by a quarter or more, and whether some pair did not.

    A rise from zero counts, zero that stays zero does not.
    """
    present = now.above(ZERO)
    low, high = base.times(_FIVE), now.times(_FOUR)
    some = present is not None and some_at_most(low, present.times(_FOUR))
    return some, some_below(high, low) or _both_zero(base, now)


def _fell(base: Span, now: Span) -> tuple[bool, bool]:
    """Whether some pair fell by a quarter or more, and whether some pair did not."""
    present = base.above(ZERO)
    low, high = now.times(_FOUR), base.times(_THREE)
    some = present is not None and some_at_most(low, present.times(_THREE))
    return some, some_below(high, low) or _both_zero(base, now)


def _both_zero(base: Span, now: Span) -> bool:
    return base.at_most(ZERO) is not None and now.at_most(ZERO) is not None


def some_at_most(one: Span, other: Span) -> bool:
    """Whether some value of one range is at most some value of the other."""
    if some_below(one, other):
        return True
    return one.low == other.high and one.low_in and other.high_in


def some_below(one: Span, other: Span) -> bool:
    """Whether some value of one range is below some value of the other."""
    return other.high is None or one.low < other.high
