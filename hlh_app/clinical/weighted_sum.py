"""Ranges of a sum of weighted values, exactly: each term from its lowest to its highest.

Every range here has both ends, because a missing value lies within what the record accepts.
"""

from collections.abc import Sequence
from decimal import Decimal

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.clinical.case import Observation
from hlh_app.clinical.spans import ZERO, Span, stated_span
from hlh_app.clinical.units import EXACT, factor


def accepted(analyte: str) -> Span:
    """Every value the record accepts, in the canonical unit."""
    return Span(*ANALYTES[analyte].possible)


def measured(row: Observation) -> Span:
    """What a reported value says, in the canonical unit, closed off by what is accepted."""
    stated = stated_span(row)
    if row.unit != ANALYTES[row.analyte].unit:
        stated = stated.times(factor(row.unit, row.analyte))
    if stated.high is not None:
        return stated
    highest = max(high_of(accepted(row.analyte)), stated.low)
    return Span(stated.low, highest, stated.low_in)


def weighted(span: Span, weight: Decimal) -> Span:
    """Every value times a weight, which turns the range round when it is negative."""
    low, high = EXACT.multiply(span.low, weight), EXACT.multiply(high_of(span), weight)
    if weight > 0:
        return Span(low, high, span.low_in, span.high_in)
    return Span(high, low, span.high_in, span.low_in)


def high_of(span: Span) -> Decimal:
    """The upper end; ValueError for a range without one."""
    if span.high is None:
        raise ValueError("a range without an upper end cannot be summed")
    return span.high


def highest(spans: Sequence[Span]) -> Span:
    """Every highest value that these ranges allow."""
    low, high = max(s.low for s in spans), max(high_of(s) for s in spans)
    low_in = all(s.low_in for s in spans if s.low == low)
    return Span(low, high, low_in, any(s.high_in for s in spans if s.high == high))


def total(spans: Sequence[Span]) -> Span:
    """Every sum that these ranges allow."""
    low = high = ZERO
    for span in spans:
        low, high = EXACT.add(low, span.low), EXACT.add(high, high_of(span))
    return Span(low, high, all(s.low_in for s in spans), all(s.high_in for s in spans))


def is_open(span: Span) -> bool:
    """Whether more than one value is possible."""
    return span.low != span.high


def top(span: Span) -> Span:
    """The upper end alone, belonging to the range or not as before."""
    return Span(high_of(span), span.high, span.high_in, span.high_in)


def bottom(span: Span) -> Span:
    """The lower end alone, belonging to the range or not as before."""
    return Span(span.low, span.low, span.low_in, span.low_in)


def ends(span: Span) -> tuple[Decimal, Decimal]:
    """Lowest and highest, without trailing zeros."""
    return span.low.normalize(EXACT), high_of(span).normalize(EXACT)
