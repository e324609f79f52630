"""Whether a result lies on the stated side of a published limit, in the unit it was reported in.

A comparator is the range it states: ">16500" is at least 500, "<2000" may or may not be. A limit
printed by the source for a unit is used for that unit (265 mg/dL, not 3.0 × 88.57). Elsewhere the
limit is moved to the reported unit when that is exact, else the value is multiplied exactly.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.clinical.case import Observation
from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.clinical.units import EXACT, factor, from_canonical

Relation = Literal[">=", ">", "<=", "<"]
_SYMBOL = {">=": "≥", ">": ">", "<=": "≤", "<": "<"}
_WORDS = gettext_noop("{analyte} {relation} {limit} {unit}")


@dataclass(frozen=True, slots=True)
class Threshold:
    """``limit`` in the analyte's canonical unit; ``published`` limits in other units.

    ``words``: the condition in each unit, ready to print.
    """

    analyte: str
    relation: Relation
    limit: Decimal
    published: tuple[tuple[str, Decimal], ...] = ()
    words: dict[str, Message] = field(default_factory=dict, compare=False)
    _by_unit: dict[str, tuple[Decimal | None, Decimal]] = field(
        default_factory=dict, compare=False, repr=False
    )

    def __post_init__(self) -> None:
        analyte = ANALYTES[self.analyte]
        printed = dict(self.published)
        for unit in (analyte.unit, *analyte.conversions):
            limit = printed.get(unit) or from_canonical(self.limit, unit, self.analyte)
            if limit is None:
                self._by_unit[unit] = (factor(unit, self.analyte), self.limit)
            else:
                self._by_unit[unit] = (None, limit)
                self.words[unit] = self._say(limit, unit)

    def _say(self, limit: Decimal, unit: str) -> Message:
        return Message(
            _WORDS,
            {
                "analyte": Message(ANALYTES[self.analyte].label),
                "relation": _SYMBOL[self.relation],
                "limit": limit,
                "unit": unit,
            },
        )

    def in_words(self, unit: str | None = None) -> Message:
        """The condition in ``unit`` where its limit is a decimal, else in the canonical unit."""
        canonical_words = self.words[ANALYTES[self.analyte].unit]
        return canonical_words if unit is None else self.words.get(unit, canonical_words)

    def holds(self, row: Observation) -> bool | None:
        """True or False when the result settles it; None when pending, of another assay's unit,
        or a range that contains the limit. The row must be of this threshold's analyte."""
        value = row.value
        entry = self._by_unit.get(row.unit)
        if value is None or entry is None:
            return None
        multiplier, limit = entry
        if multiplier is not None:
            value = EXACT.multiply(value, multiplier)
        if self.relation == ">=":
            return _at_least(value, row.comparator, limit)
        if self.relation == ">":
            return _above(value, row.comparator, limit)
        held = _above if self.relation == "<=" else _at_least
        return _negated(held(value, row.comparator, limit))


def _at_least(value: Decimal, comparator: str | None, limit: Decimal) -> bool | None:
    if comparator is None:
        return value >= limit
    if comparator[0] == ">":
        return True if value >= limit else None
    below = value <= limit if comparator == "<" else value < limit
    return False if below else None


def _above(value: Decimal, comparator: str | None, limit: Decimal) -> bool | None:
    if comparator is None:
        return value > limit
    if comparator[0] == "<":
        return False if value <= limit else None
    above = value >= limit if comparator == ">" else value > limit
    return True if above else None


def _negated(state: bool | None) -> bool | None:
    return None if state is None else not state


def any_true(states: Iterable[bool | None]) -> bool | None:
    """Whether one of them is true: None while one could be, and when there are none."""
    answer: bool | None = None
    empty = True
    open_ = False
    for state in states:
        if state:
            return True
        empty = False
        open_ = open_ or state is None
    if not empty and not open_:
        answer = False
    return answer
