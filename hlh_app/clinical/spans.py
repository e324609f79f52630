"""The range of values that a result leaves open.

">16500" is anything above 16,500, "<2000" anything from zero to below 2,000, a pending or missing
result anything from zero on. Questions about two results are answered for every pair of values in
their ranges, from the ends alone.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from hlh_app.clinical.case import Observation
from hlh_app.clinical.units import EXACT

ZERO = Decimal(0)
times = EXACT.multiply


@dataclass(frozen=True, slots=True)
class Span:
    """From ``low`` to ``high`` (None: no upper end); ``low_in``, ``high_in``: the end belongs."""

    low: Decimal
    high: Decimal | None
    low_in: bool = True
    high_in: bool = True

    def below(self, limit: Decimal) -> "Span | None":
        """The part < ``limit``, None when empty."""
        if self.low >= limit:
            return None
        if self.high is None or self.high >= limit:
            return Span(self.low, limit, self.low_in, False)
        return self

    def at_most(self, limit: Decimal) -> "Span | None":
        """The part <= ``limit``, None when empty."""
        if self.low > limit or (self.low == limit and not self.low_in):
            return None
        if self.high is None or self.high > limit:
            return Span(self.low, limit, self.low_in, True)
        return self

    def above(self, limit: Decimal) -> "Span | None":
        """The part > ``limit``, None when empty."""
        if self.high is not None and self.high <= limit:
            return None
        if self.low <= limit:
            return Span(limit, self.high, False, self.high_in)
        return self

    def at_least(self, limit: Decimal) -> "Span | None":
        """The part >= ``limit``, None when empty."""
        if self.high is not None and (
            self.high < limit or (self.high == limit and not self.high_in)
        ):
            return None
        if self.low < limit:
            return Span(limit, self.high, True, self.high_in)
        return self

    def times(self, factor: Decimal) -> "Span":
        """Every value times a positive whole number, exactly."""
        if factor == 1:
            return self
        high = None if self.high is None else times(self.high, factor)
        return Span(times(self.low, factor), high, self.low_in, self.high_in)


ANY = Span(ZERO, None)

_STATED: Mapping[str | None, Callable[[Decimal], Span]] = {
    None: lambda value: Span(value, value),
    # Nothing measured here lies below zero, so "<0" can only be read as zero itself.
    "<": lambda value: Span(ZERO, value, True, False) if value > 0 else Span(ZERO, ZERO),
    "<=": lambda value: Span(ZERO, value),
    ">": lambda value: Span(value, None, False, False),
    ">=": lambda value: Span(value, None, True, False),
}


def stated_span(observation: Observation) -> Span:
    """What a reported value says, in its own unit; anything at all for one without a value."""
    if observation.value is None:
        return ANY
    return _STATED[observation.comparator](observation.value)


def some_pair_falls(base: Span, now: Span, strict: bool = False) -> bool:
    """Whether some now <= some base (< when ``strict``); a base of zero cannot fall."""
    if base.high is None or now.low < base.high:
        return True
    return not strict and now.low == base.high and now.low_in and base.high_in and base.high > ZERO


def some_pair_does_not_fall(base: Span, now: Span, strict: bool = False) -> bool:
    """Whether some now > some base (>= when ``strict``), or both are zero."""
    if now.high is None or now.high > base.low:
        return True
    touching = now.high == base.low and now.high_in and base.low_in
    return touching and (strict or base.low == ZERO)
