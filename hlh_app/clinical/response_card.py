"""What the Marsh criteria say of themselves, out of the numbers with which a response is judged."""

from collections.abc import Iterator
from decimal import Decimal

from hlh_app.clinical import response
from hlh_app.clinical.analytes import ANALYTES
from hlh_app.clinical.card import Boundary, CardCriterion, RuleCard
from hlh_app.clinical.completions import PARTIAL_NEEDS_MARKERS
from hlh_app.clinical.markers import (
    FALL_RULES,
    MARKERS,
    NEUTROPHIL_BANDS,
    NEUTROPHIL_RISE,
    NEUTROPHILS_EVALUABLE_TO,
)
from hlh_app.clinical.response_practice_card import practice
from hlh_app.clinical.response_verdict import RULE, VERSION
from hlh_app.clinical.text import Message, gettext_noop

CITATION = "marsh2013"
TITLE = gettext_noop("Response (Marsh)")

_FOLD = gettext_noop("baseline ÷ now > {fold}")
_FALL = gettext_noop("a fall of {percent} % or more")
_RISE = gettext_noop("a rise of {percent} % or more")
_BASE_ABOVE = gettext_noop("evaluable from a baseline > {limit} U/L")
_LOW_BAND = gettext_noop("a baseline < {low}: now > {low}; from {low} ×10⁹/L: the next band")
_HIGH_BAND = gettext_noop("a baseline ≤ {high} ×10⁹/L; not evaluable above")
_NOW_ABOVE = gettext_noop("now > {limit} ×10⁹/L")
_NEUTROPHILS = Message(
    gettext_noop("a doubling, to a value that depends on the band of the baseline")
)
_FALLS = Message(gettext_noop("a fall from a baseline that is high enough"))
_COMPLETE_LABEL = gettext_noop("Complete response")
_PARTIAL_LABEL = gettext_noop("Partial response")
_NONE_LABEL = gettext_noop("No response")
_COMPLETE = Message(
    gettext_noop(
        "sCD25, ferritin, triglycerides, hemoglobin, neutrophils, platelets and ALT all known and "
        "normal, not febrile, spleen and CNS not abnormal"
    )
)
_UPPER = gettext_noop("sCD25, ferritin, triglycerides, ALT: at most the upper limit")
_LOWER = gettext_noop("hemoglobin, neutrophils, platelets: at least the lower limit")
_PARTIAL = gettext_noop("not complete, and {n} or more of the five markers improved")
_NONE = Message(gettext_noop("neither complete nor partial"))


def _source(id: str, template: str, **values: Decimal | int) -> Boundary:
    return Boundary(id=id, condition=Message(template, dict(values)), citation=CITATION)


def _percent_fallen(code: str) -> Decimal:
    rule = FALL_RULES[code]
    return 100 - 100 * rule.times_base / rule.times_now


def _marker(code: str) -> CardCriterion:
    if code == "neutrophils":
        return _neutrophils()
    rule = FALL_RULES[code]
    if rule.strict:
        change = _source(code, _FOLD, fold=rule.times_now / rule.times_base)
    else:
        change = _source(code, _FALL, percent=_percent_fallen(code))
    condition, limits = change.condition, [change]
    if rule.base_above is not None:
        condition = _FALLS
        limits.append(_source(f"{code}_baseline", _BASE_ABOVE, limit=rule.base_above))
    return CardCriterion(
        id=code, label=ANALYTES[code].label, condition=condition, citation=CITATION,
        boundaries=tuple(limits),
    )  # fmt: skip


def _neutrophils() -> CardCriterion:
    low, high = NEUTROPHIL_BANDS
    return CardCriterion(
        id="neutrophils", label=ANALYTES["neutrophils"].label, condition=_NEUTROPHILS,
        citation=CITATION,
        boundaries=(
            _source("neutrophils_rise", _RISE, percent=100 * (NEUTROPHIL_RISE - 1)),
            _source("neutrophils_low_band", _LOW_BAND, low=low.base_to),
            _source("neutrophils_low_now", _NOW_ABOVE, limit=low.now_above),
            _source("neutrophils_high_band", _HIGH_BAND, high=NEUTROPHILS_EVALUABLE_TO),
            _source("neutrophils_high_now", _NOW_ABOVE, limit=high.now_above),
        ),
    )  # fmt: skip


def _classes() -> Iterator[CardCriterion]:
    yield CardCriterion(
        id="complete", label=_COMPLETE_LABEL, condition=_COMPLETE, citation=CITATION,
        boundaries=(_source("upper_limit", _UPPER), _source("lower_limit", _LOWER)),
    )  # fmt: skip
    partial = Message(_PARTIAL, {"n": PARTIAL_NEEDS_MARKERS})
    yield CardCriterion(
        id="partial", label=_PARTIAL_LABEL, condition=partial, citation=CITATION,
        boundaries=(
            Boundary(id="markers_improved", condition=partial, citation=CITATION),
        ),
    )  # fmt: skip
    yield CardCriterion(id="none", label=_NONE_LABEL, condition=_NONE, citation=CITATION)


CARD = RuleCard(
    rule=RULE,
    version=VERSION,
    title=TITLE,
    citation=CITATION,
    module=response.__name__,
    answers=gettext_noop(
        "Which response to ruxolitinib has been reached on days 14, 28, 42 and 56: complete, "
        "partial, none, or a set of classes while something is missing?"
    ),
    population=gettext_noop(
        "Anybody on a course of ruxolitinib. Made for salvage therapy with alemtuzumab; Wang 2020 "
        "judged 34 patients on ruxolitinib by it."
    ),
    criteria=(*_classes(), *(_marker(code) for code in MARKERS), *practice()),
    our_definitions=(
        gettext_noop(
            "Counting these five markers for a partial response: the text says “symptoms and "
            "laboratory markers”."
        ),
        gettext_noop(
            "What is missing gives the set of classes that some completion would give; one class "
            "means settled."
        ),
        gettext_noop(
            "The numbers are read as the same group registered them (NCT02862054); Wang 2020 "
            "cites the paper of 2013 without restating it."
        ),
        gettext_noop("Baseline, assessment days, fever, spleen and CNS, spoilt values and flags."),
    ),
)
