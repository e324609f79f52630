"""The five markers of a partial response, and when each has improved (Marsh 2013).

sCD25: baseline ÷ now > 1.5. Ferritin and triglycerides: fall ≥ 25 %. Neutrophils: rise ≥ 100 % and
now > 0.5 from a baseline < 0.5, now > 2.0 from a baseline of 0.5-2.0 ×10⁹/L, not evaluable above.
ALT: fall ≥ 50 % from a baseline > 400 U/L, not evaluable otherwise. Counting these five, where the
criteria say "symptoms and laboratory markers", is our reading.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache

from hlh_app.clinical.spans import Span, some_pair_does_not_fall, some_pair_falls
from hlh_app.clinical.units import exact, from_canonical

MARKERS = ("scd25", "ferritin", "triglycerides", "neutrophils", "alt")


class MarkerWord(StrEnum):
    IMPROVED = "improved"
    NOT_IMPROVED = "not_improved"
    NOT_EVALUABLE = "not_evaluable"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class FallRule:
    """Improved when ``times_now`` × now <= ``times_base`` × baseline (< when ``strict``).

    ``base_above``: evaluable only from a baseline above this, in the canonical unit.
    """

    times_now: Decimal
    times_base: Decimal
    strict: bool = False
    base_above: Decimal | None = None


@dataclass(frozen=True, slots=True)
class NeutrophilBand:
    """Baselines that need a doubling to more than ``now_above``, in the canonical unit."""

    base_from: Decimal
    base_to: Decimal
    base_to_in: bool
    now_above: Decimal


FALL_RULES: Mapping[str, FallRule] = {
    "scd25": FallRule(Decimal(3), Decimal(2), strict=True),
    "ferritin": FallRule(Decimal(4), Decimal(3)),
    "triglycerides": FallRule(Decimal(4), Decimal(3)),
    "alt": FallRule(Decimal(2), Decimal(1), base_above=Decimal(400)),
}
NEUTROPHIL_BANDS = (
    NeutrophilBand(Decimal(0), Decimal("0.5"), False, Decimal("0.5")),
    NeutrophilBand(Decimal("0.5"), Decimal("2.0"), True, Decimal("2.0")),
)
NEUTROPHIL_RISE = Decimal(2)
NEUTROPHILS_EVALUABLE_TO = NEUTROPHIL_BANDS[-1].base_to

_IMPROVED = frozenset({MarkerWord.IMPROVED})
_NOT_IMPROVED = frozenset({MarkerWord.NOT_IMPROVED})
_EITHER = _IMPROVED | _NOT_IMPROVED
_NOT_EVALUABLE = frozenset({MarkerWord.NOT_EVALUABLE})
NO_WORDS: frozenset[MarkerWord] = frozenset()
_BY_ANSWER = {
    (True, True): _EITHER,
    (True, False): _IMPROVED,
    (False, True): _NOT_IMPROVED,
    (False, False): NO_WORDS,
}


@cache
def in_unit(analyte: str, threshold: Decimal, unit: str) -> Decimal:
    """A threshold of the canonical unit in ``unit``: neutrophils 0.5 ×10⁹/L are 500 /uL.

    ValueError for a unit in which it is no finite decimal: none of these analytes has one.
    """
    limit = from_canonical(threshold, unit, analyte)
    if limit is None:
        raise ValueError(f"{analyte}: {threshold} has no decimal in {unit}")
    return limit


@cache
def scales(analyte: str, base_unit: str, now_unit: str) -> tuple[Decimal, Decimal]:
    """Whole numbers that bring baseline and now to one scale exactly.

    ValueError for units that do not compare: sCD25 in pg/mL compares only with itself.
    """
    if base_unit == now_unit:
        return Decimal(1), Decimal(1)
    base, now = exact(Decimal(1), base_unit, analyte), exact(Decimal(1), now_unit, analyte)
    if base is None or now is None:
        raise ValueError(f"{analyte}: {base_unit} and {now_unit} do not compare")
    return (
        Decimal(base.numerator * now.denominator),
        Decimal(now.numerator * base.denominator),
    )


def possible_words(
    analyte: str, base: Span, base_unit: str, now: Span, now_unit: str
) -> frozenset[MarkerWord]:
    """What some baseline and some present value in these ranges would give.

    The units compare. Ranges are in their own units, and so are the thresholds.
    """
    if analyte == "neutrophils":
        return _neutrophil_words(base, base_unit, now, now_unit)
    rule = FALL_RULES[analyte]
    if rule.base_above is None:
        return _fall_words(rule, _scaled(analyte, base, base_unit, now, now_unit))
    threshold = in_unit(analyte, rule.base_above, base_unit)
    words = _NOT_EVALUABLE if base.at_most(threshold) else NO_WORDS
    evaluable = base.above(threshold)
    if evaluable is None:
        return words
    return words | _fall_words(rule, _scaled(analyte, evaluable, base_unit, now, now_unit))


def _scaled(
    analyte: str, base: Span, base_unit: str, now: Span, now_unit: str
) -> tuple[Span, Span]:
    of_base, of_now = scales(analyte, base_unit, now_unit)
    return base.times(of_base), now.times(of_now)


def _fall_words(rule: FallRule, spans: tuple[Span, Span]) -> frozenset[MarkerWord]:
    base, now = spans[0].times(rule.times_base), spans[1].times(rule.times_now)
    return _BY_ANSWER[
        some_pair_falls(base, now, rule.strict), some_pair_does_not_fall(base, now, rule.strict)
    ]


def _neutrophil_words(
    base: Span, base_unit: str, now: Span, now_unit: str
) -> frozenset[MarkerWord]:
    words = NO_WORDS
    if base.above(in_unit("neutrophils", NEUTROPHILS_EVALUABLE_TO, base_unit)):
        words = _NOT_EVALUABLE
    for band in NEUTROPHIL_BANDS:
        part = base_in_band(band, base, base_unit)
        if part is not None:
            now_above = in_unit("neutrophils", band.now_above, now_unit)
            scaled = _scaled("neutrophils", part, base_unit, now, now_unit)
            words |= _rise_words(scaled, now, now_above)
    return words


def base_in_band(band: NeutrophilBand, base: Span, unit: str) -> Span | None:
    """The part of a range of baselines, in ``unit``, that lies in the band; None without one."""
    part = base.at_least(in_unit("neutrophils", band.base_from, unit))
    if part is None:
        return None
    base_to = in_unit("neutrophils", band.base_to, unit)
    return part.at_most(base_to) if band.base_to_in else part.below(base_to)


def _rise_words(scaled: tuple[Span, Span], now: Span, now_above: Decimal) -> frozenset[MarkerWord]:
    """Doubled and above the threshold: both conditions only become truer as now rises."""
    doubled, risen = scaled[0].times(NEUTROPHIL_RISE), scaled[1]
    exceeds = now.above(now_above) is not None
    may_rise = exceeds and _some_reaches(doubled, risen)
    may_not = now.at_most(now_above) is not None or _some_stays_below(doubled, risen)
    return _BY_ANSWER[may_rise, may_not]


def _some_reaches(doubled: Span, now: Span) -> bool:
    """Whether some now >= some doubled baseline."""
    if now.high is None or now.high > doubled.low:
        return True
    return now.high == doubled.low and now.high_in and doubled.low_in


def _some_stays_below(doubled: Span, now: Span) -> bool:
    """Whether some now < some doubled baseline."""
    return doubled.high is None or now.low < doubled.high
