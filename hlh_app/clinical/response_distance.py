"""How far each Marsh marker is from counting, in the unit reported: target and present value.

All five markers are listed, also those that have improved and those that cannot: why there is no
target is said. Beside it the target of normality, which a complete response asks for.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from hlh_app.clinical.analyte_reading import AnalyteReading
from hlh_app.clinical.analytes import ANALYTES
from hlh_app.clinical.case import Observation
from hlh_app.clinical.markers import MARKERS, MarkerWord
from hlh_app.clinical.normality import COMPLETE_NEEDS
from hlh_app.clinical.response_arithmetic import Target, improvement_target, normal_target
from hlh_app.clinical.response_verdict import Assessment
from hlh_app.clinical.text import Message, Value, gettext_noop
from hlh_app.clinical.units import EXACT

_NEEDS = gettext_noop("{analyte} {now} {unit}, needs {relation} {target} {unit}")
_NEEDS_NO_VALUE = gettext_noop("{analyte} not known, needs {relation} {target} {unit}")
_REACHED = gettext_noop("{analyte} {now} {unit}, improved ({relation} {target} {unit})")
_NOT_EVALUABLE = gettext_noop("{analyte}: not evaluable from its baseline")
_NO_BASELINE = gettext_noop("{analyte}: no baseline to compare with")
_OTHER_ASSAY = gettext_noop("{analyte}: another unit or assay than at baseline, not compared")
_NO_TARGET = gettext_noop("{analyte}: no value surely counts as improved from this baseline")

_FALLING = ("≤", "<")
_SHOWN = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Distance:
    """One analyte. ``word`` None for hemoglobin and platelets, which have no rule of improvement.

    ``now``: the value of the day. ``improvement``, ``normal``: targets in the unit of that value,
    None where there is none. ``to_improvement``, ``to_normal``: how much is still missing,
    positive, zero when there; None unless there is a target and an exact value.
    """

    code: str
    word: MarkerWord | None
    now: Observation | None
    improvement: Target | None
    normal: Target | None
    reading: AnalyteReading

    @property
    def to_improvement(self) -> Decimal | None:
        return _missing(self.now, self.improvement)

    @property
    def to_normal(self) -> Decimal | None:
        return _missing(self.now, self.normal)

    @property
    def statement(self) -> Message:
        """Target and present value, or why there is no target."""
        values: dict[str, Value] = {"analyte": Message(ANALYTES[self.code].label)}
        target = self.improvement
        if target is None:
            return Message(self._why_none(), values)
        values |= {"relation": target.relation, "target": _shown(target), "unit": target.unit}
        if self.now is None or self.now.value is None:
            return Message(_NEEDS_NO_VALUE, values)
        values["now"] = (self.now.comparator or "") + format(self.now.value, "f")
        return Message(_REACHED if self.word is MarkerWord.IMPROVED else _NEEDS, values)

    def _why_none(self) -> str:
        if self.reading.baseline is None:
            return _NO_BASELINE
        if not self.reading.comparable:
            return _OTHER_ASSAY
        return _NOT_EVALUABLE if self.word is MarkerWord.NOT_EVALUABLE else _NO_TARGET


def distances(assessment: Assessment) -> tuple[Distance, ...]:
    """The five markers in their order, then hemoglobin and platelets; empty unless assessed."""
    return tuple(_distances(assessment)) if assessment.is_assessed else ()


def _distances(assessment: Assessment) -> Iterator[Distance]:
    for code in (*MARKERS, *(c for c in COMPLETE_NEEDS if c not in MARKERS)):
        reading = assessment.analytes[code]
        yield Distance(
            code, reading.word, reading.now, improvement_target(reading), normal_target(reading),
            reading,
        )  # fmt: skip


def _shown(target: Target) -> Decimal:
    """To two digits, never beyond the target itself: a value that reaches it counts."""
    falls = target.relation in _FALLING
    rounded = target.value.quantize(_SHOWN, ROUND_FLOOR if falls else ROUND_CEILING)
    return rounded if rounded != rounded.to_integral_value() else rounded.quantize(Decimal(1))


def _missing(now: Observation | None, target: Target | None) -> Decimal | None:
    """How much must still be gained or lost to the target."""
    if now is None or now.value is None or now.comparator or target is None:
        return None
    falls = target.relation in _FALLING
    high, low = (now.value, target.value) if falls else (target.value, now.value)
    return max(EXACT.subtract(high, low), Decimal(0))
