"""The arithmetic behind each marker: the change from baseline, and what it would take.

Percentages and targets are for display, to 28 digits; every comparison is made elsewhere on exact
numbers. A result with a comparator gives a range: from ">16500" to 12,000 is a fall of at least
27 %.
"""

from dataclasses import dataclass
from decimal import Context, Decimal

from hlh_app.clinical.analyte_reading import AnalyteReading
from hlh_app.clinical.markers import (
    FALL_RULES,
    NEUTROPHIL_BANDS,
    NEUTROPHIL_RISE,
    NEUTROPHILS_EVALUABLE_TO,
    base_in_band,
    in_unit,
    scales,
)
from hlh_app.clinical.normality import Limit
from hlh_app.clinical.spans import ZERO, Span, stated_span
from hlh_app.clinical.text import Message, gettext_noop

_DISPLAY = Context(prec=28)
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Change:
    """now ÷ baseline from ``ratio_low`` to ``ratio_high``; None: no upper end."""

    ratio_low: Decimal
    ratio_high: Decimal | None

    @property
    def is_exact(self) -> bool:
        return self.ratio_low == self.ratio_high

    @property
    def percent_low(self) -> Decimal:
        """The largest fall, negative, or the smallest rise, in %."""
        return (self.ratio_low - 1) * _HUNDRED

    @property
    def percent_high(self) -> Decimal | None:
        """The smallest fall, negative, or the largest rise, in %; None: no upper end."""
        return None if self.ratio_high is None else (self.ratio_high - 1) * _HUNDRED

    @property
    def fold_low(self) -> Decimal | None:
        """The smallest baseline ÷ now; None when now may be beyond any value."""
        return None if self.ratio_high is None else _inverse(self.ratio_high)

    @property
    def fold_high(self) -> Decimal | None:
        """The largest baseline ÷ now; None when now may be zero."""
        return _inverse(self.ratio_low)


@dataclass(frozen=True, slots=True)
class Target:
    """A value to reach, in ``unit``; ``relation`` one of ≤ < ≥ >. ``limit``: of normality."""

    relation: str
    value: Decimal
    unit: str
    limit: Limit | None = None


def _inverse(ratio: Decimal) -> Decimal | None:
    return None if ratio == ZERO else _DISPLAY.divide(Decimal(1), ratio)


def scaled_spans(reading: AnalyteReading) -> tuple[Span, Span] | None:
    """Baseline and present value on one scale, exactly; None unless both are there and compare."""
    if reading.baseline is None or reading.now is None or not reading.comparable:
        return None
    base, now = reading.baseline.observation, reading.now
    of_base, of_now = scales(reading.analyte, base.unit, now.unit)
    return stated_span(base).times(of_base), stated_span(now).times(of_now)


def change(reading: AnalyteReading) -> Change | None:
    """From baseline to the present value; None without either, or from a baseline of zero."""
    spans = scaled_spans(reading)
    if spans is None or spans[0].high == ZERO:
        return None
    base, now = spans
    low = ZERO if base.high is None else _DISPLAY.divide(now.low, base.high)
    if now.high is None or base.low == ZERO:
        return Change(low, None)
    return Change(low, _DISPLAY.divide(now.high, base.low))


def normal_target(reading: AnalyteReading) -> Target | None:
    """What is needed to be normal, by the limit of the result; None without one."""
    limit = reading.limit
    if limit is None:
        return None
    return Target("≤" if limit.is_upper else "≥", limit.value, limit.unit, limit)


def improvement_target(reading: AnalyteReading) -> Target | None:
    """What surely counts as improved from this baseline, in the unit of the present result.

    None without a comparable baseline, for one that is not or not surely evaluable, and for
    hemoglobin and platelets, which have no rule.
    """
    if reading.baseline is None or not reading.comparable or reading.word is None:
        return None
    base, row = reading.baseline.observation, reading.row
    unit = base.unit if row is None else row.unit
    if reading.analyte == "neutrophils":
        return _rise_target(stated_span(base), base.unit, unit)
    return _fall_target(reading.analyte, stated_span(base), base.unit, unit)


def _fall_target(analyte: str, base: Span, base_unit: str, unit: str) -> Target | None:
    rule = FALL_RULES[analyte]
    if base.low == ZERO:
        return None
    if rule.base_above is not None and base.at_most(in_unit(analyte, rule.base_above, base_unit)):
        return None
    of_base, of_now = scales(analyte, base_unit, unit)
    value = _DISPLAY.divide(base.low * of_base * rule.times_base, rule.times_now * of_now)
    return Target("<" if rule.strict else "≤", value, unit)


def _rise_target(base: Span, base_unit: str, unit: str) -> Target | None:
    band = next((b for b in NEUTROPHIL_BANDS if base_in_band(b, base, base_unit) == base), None)
    if band is None or base.high is None:
        return None
    of_base, of_now = scales("neutrophils", base_unit, unit)
    doubled = _DISPLAY.divide(base.high * of_base * NEUTROPHIL_RISE, of_now)
    above = in_unit("neutrophils", band.now_above, unit)
    return Target("≥", doubled, unit) if doubled > above else Target(">", above, unit)


_FALL_TEXT = {
    "scd25": gettext_noop("Improved when baseline ÷ now is more than 1.5."),
    "ferritin": gettext_noop("Improved by a fall of 25 % or more."),
    "triglycerides": gettext_noop("Improved by a fall of 25 % or more."),
    "alt": gettext_noop(
        "Improved by a fall of 50 % or more from a baseline above {threshold} {unit}; "
        "not evaluable otherwise."
    ),
}
_RISE_TEXT = gettext_noop(
    "Improved by a rise of 100 % or more to above {low} {unit} from a baseline below {low}, to "
    "above {high} from a baseline of {low} to {high}; not evaluable from a higher one."
)
_NO_RULE_TEXT = gettext_noop("No rule of improvement; counts for a complete response alone.")


def rule_text(reading: AnalyteReading) -> Message:
    """The rule of this marker in words, its thresholds in the unit of the present result."""
    base = None if reading.baseline is None else reading.baseline.observation
    row = reading.row or base
    if reading.analyte == "neutrophils":
        unit = "10*9/L" if row is None else row.unit
        low = in_unit("neutrophils", NEUTROPHIL_BANDS[0].base_to, unit)
        high = in_unit("neutrophils", NEUTROPHILS_EVALUABLE_TO, unit)
        return Message(_RISE_TEXT, {"low": low, "high": high, "unit": unit})
    rule = FALL_RULES.get(reading.analyte)
    if rule is None:
        return Message(_NO_RULE_TEXT)
    text = _FALL_TEXT[reading.analyte]
    if rule.base_above is None:
        return Message(text)
    return Message(text, {"threshold": rule.base_above, "unit": "U/L"})
