"""What travels with a response class everywhere: "partial by the letter; platelets fell 75 %".

Any marker, platelets or hemoglobin 25 % or more worse than baseline and outside normal; febrile; a
marker already normal at baseline. Worse without a limit to judge by is flagged as such.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum

from hlh_app.clinical.analyte_reading import AnalyteReading
from hlh_app.clinical.analytes import ANALYTES
from hlh_app.clinical.markers import MARKERS
from hlh_app.clinical.normality import UPPER_LIMIT
from hlh_app.clinical.response_arithmetic import change, scaled_spans
from hlh_app.clinical.response_verdict import Assessment
from hlh_app.clinical.spans import ZERO, Span, times
from hlh_app.clinical.text import Message, gettext_noop

WORSE_PERCENT = Decimal(25)
_HUNDRED = Decimal(100)


class FlagKind(StrEnum):
    WORSE = "worse"
    WORSE_LIMIT_UNKNOWN = "worse_limit_unknown"
    FEBRILE = "febrile"
    NORMAL_AT_BASELINE = "normal_at_baseline"


@dataclass(frozen=True, slots=True)
class Flag:
    """``percent``: how much worse, positive; None where nothing is measured against.

    ``rose``: the worse direction of this analyte. ``at_least``: from an inexact result.
    """

    kind: FlagKind
    analyte: str | None = None
    percent: Decimal | None = None
    rose: bool = False
    at_least: bool = False

    @property
    def message(self) -> Message:
        """A few words to stand behind the class."""
        if self.analyte is None:
            return Message(_TEXT[self.kind])
        values = {"analyte": Message(ANALYTES[self.analyte].label)}
        if self.kind is FlagKind.NORMAL_AT_BASELINE:
            return Message(_TEXT[self.kind], values)
        if self.percent is None:
            return Message(_FROM_ZERO[self.kind], values)
        whole = self.percent.quantize(Decimal(1), rounding=ROUND_DOWN)
        template = _WORSE[self.kind][self.rose, self.at_least]
        return Message(template, {**values, "percent": whole})


_TEXT = {
    FlagKind.FEBRILE: gettext_noop("febrile"),
    FlagKind.NORMAL_AT_BASELINE: gettext_noop("{analyte} already normal at baseline"),
}
_FROM_ZERO = {
    FlagKind.WORSE: gettext_noop("{analyte} rose from zero"),
    FlagKind.WORSE_LIMIT_UNKNOWN: gettext_noop("{analyte} rose from zero, no reference limit"),
}
_WORSE = {
    FlagKind.WORSE: {
        (False, False): gettext_noop("{analyte} fell {percent} %"),
        (False, True): gettext_noop("{analyte} fell at least {percent} %"),
        (True, False): gettext_noop("{analyte} rose {percent} %"),
        (True, True): gettext_noop("{analyte} rose at least {percent} %"),
    },
    FlagKind.WORSE_LIMIT_UNKNOWN: {
        (False, False): gettext_noop("{analyte} fell {percent} %, no reference limit"),
        (False, True): gettext_noop("{analyte} fell at least {percent} %, no reference limit"),
        (True, False): gettext_noop("{analyte} rose {percent} %, no reference limit"),
        (True, True): gettext_noop("{analyte} rose at least {percent} %, no reference limit"),
    },
}


def flags(assessment: Assessment) -> tuple[Flag, ...]:
    """Every flag of one assessed day: what worsened, fever, what was normal from the start."""
    worse = [flag for r in assessment.analytes.values() if (flag := _worse(r)) is not None]
    febrile = assessment.fever is not None and assessment.fever.febrile is True
    return (*worse, *([Flag(FlagKind.FEBRILE)] if febrile else []), *_normal_before(assessment))


def _normal_before(assessment: Assessment) -> Iterator[Flag]:
    for code in MARKERS:
        reading = assessment.analytes.get(code)
        if reading is not None and reading.baseline is not None and reading.baseline.normal:
            yield Flag(FlagKind.NORMAL_AT_BASELINE, code)


def _worse(reading: AnalyteReading) -> Flag | None:
    """Surely 25 % or more worse, and not normal, or not judged for want of a limit."""
    spans = scaled_spans(reading)
    rose = reading.analyte in UPPER_LIMIT
    if spans is None or not (_surely_rose(*spans) if rose else _surely_fell(*spans)):
        return None
    if reading.limit is not None and reading.normal is not False:
        return None
    kind = FlagKind.WORSE_LIMIT_UNKNOWN if reading.limit is None else FlagKind.WORSE
    changed = change(reading)
    if changed is None:
        return Flag(kind, reading.analyte, rose=rose)
    least = changed.percent_low if rose else changed.percent_high
    percent = None if least is None else abs(least)
    return Flag(kind, reading.analyte, percent, rose, at_least=not changed.is_exact)


def _surely_rose(base: Span, now: Span) -> bool:
    if base.high is None or now.low <= base.high:
        return False
    return times(now.low, _HUNDRED) >= times(base.high, _HUNDRED + WORSE_PERCENT)


def _surely_fell(base: Span, now: Span) -> bool:
    if now.high is None or base.low == ZERO:
        return False
    return times(now.high, _HUNDRED) <= times(base.low, _HUNDRED - WORSE_PERCENT)
