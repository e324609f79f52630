"""Cautions beside the dose: what the record says that a prescriber must weigh, most urgent first.

Each line has its source and what to do in words the source supports; none ever blocks. The label
of ruxolitinib is written for other diseases: "no rule is for HLH". What is not recorded is said to
be so and never taken for safe. Nothing is said after death, nor where neither rule applies and no
ruxolitinib is given.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

from hlh_app.clinical.case import Exposure
from hlh_app.clinical.caution_counts import falling_counts, without_count
from hlh_app.clinical.caution_drugs import (
    antivirals,
    interactions,
    ruxolitinib_given,
    without_prophylaxis,
)
from hlh_app.clinical.caution_findings import by_hand, from_findings, not_recorded
from hlh_app.clinical.caution_organs import from_organs, organs_not_recorded
from hlh_app.clinical.daily_dose import daily_mg
from hlh_app.clinical.dose import DosePair
from hlh_app.clinical.dosing import (
    CAUTION_ABOVE_MG_PER_KG_PER_DAY,
    Caution,
    DoseOutcome,
    Urgency,
    Weight,
)
from hlh_app.clinical.events import died_on
from hlh_app.clinical.fever_back import advice, fever_back
from hlh_app.clinical.given import being_given
from hlh_app.clinical.hlh_criteria import DEFAULT_FEVER_CEL
from hlh_app.clinical.text import Message, gettext_noop, listed
from hlh_app.clinical.therapy import RUXOLITINIB
from hlh_app.clinical.titration import STOP_WORDS, StopKind, titration
from hlh_app.clinical.windows import View

RULE = "dose_cautions"
VERSION = "1.0.0"
TITLE = gettext_noop("Cautions beside the dose")
CITATION = "ruxolitinib_label"
STOP_DAYS = 14

_NOT_RECORDED = gettext_noop(
    "Not recorded, so not known to be safe: {what}. Ask, test, and record each"
)
_COUNT = Message(gettext_noop("platelets and neutrophils in the days before"))
_WEIGHT = gettext_noop("a usable weight ({problem})")
_HIGH = gettext_noop(
    "Ruxolitinib as given is {per_kg} mg/kg/day, above 0.6, twice Wang's own yardstick"
)
_THREE_DECIMALS = Decimal("0.001")
_NO_ABRUPT_STOP = Message(
    gettext_noop(
        "Do not stop ruxolitinib at once, unless for low counts: the label warns of a rebound and "
        "has it tapered"
    )
)
_STOPPED = gettext_noop(
    "{told} Watch for a rebound: the label has illness between treated and restarting considered"
)


_STOPPED_FOR = gettext_noop(
    "{told} The reason recorded: {why}. Watch for a rebound; the label warns of it"
)
_HELD_FOR = ("toxicity", "infection")
"""Reasons beside which "restarting considered" would mislead."""


def cautions(
    view: View, pair: DosePair, fever_cel: Decimal = DEFAULT_FEVER_CEL
) -> tuple[Caution, ...]:
    """Every line as of the view's moment; ``pair``: the dose rules at the same moment."""
    given = being_given(view.case, view.as_of)
    is_given = ruxolitinib_given(given)
    if not _asked(view, pair, is_given):
        return ()
    found = [
        *_fever(view, fever_cel),
        *_high_as_given(given, pair.wang2020.weight),
        *interactions(given, pair.wang2020.weight, is_given),
        *from_organs(view, is_given),
        *falling_counts(view, is_given),
        *from_findings(view, antivirals(given)),
        *by_hand(view),
        *_stopping(view, is_given),
        _open(view, pair, without_prophylaxis(given)),
    ]
    return tuple(sorted((row for row in found if row), key=lambda row: row.urgency))


def _asked(view: View, pair: DosePair, is_given: bool) -> bool:
    if died_on(view.case, view.as_of) is not None:
        return False
    outcomes = {pair.wang2020.outcome, pair.chi2020.outcome}
    return is_given or outcomes != {DoseOutcome.NOT_APPLICABLE}


def _fever(view: View, fever_cel: Decimal) -> Iterator[Caution]:
    back = fever_back(view.case, view.as_of, fever_cel, view.history)
    if back is not None:
        yield Caution("fever_back", advice(back), "wang2020", Urgency.FIRST)


def _high_as_given(given: Iterable[Exposure], weight: Weight | None) -> Iterator[Caution]:
    """Of the dose that is given, whatever the rules give; the one begun last."""
    rows = [row for row in given if row.drug == RUXOLITINIB]
    if not rows or weight is None:
        return
    daily = daily_mg(rows[-1], weight.exact_kg)
    if daily is not None and daily > Fraction(CAUTION_ABOVE_MG_PER_KG_PER_DAY) * weight.exact_kg:
        per_kg = Decimal(daily.numerator) / Decimal(daily.denominator) / weight.kg
        text = Message(_HIGH, {"per_kg": per_kg.quantize(_THREE_DECIMALS)})
        yield Caution("given_high_per_kg", text, "wang2020", Urgency.WATCH)


def _stopping(view: View, is_given: bool) -> Iterator[Caution]:
    if is_given:
        yield Caution("abrupt_stop", _NO_ABRUPT_STOP, CITATION, Urgency.NOTE)
        return
    stop = titration(view).stop
    if stop is None or stop.kind not in (StopKind.WITHOUT_TAPER, StopKind.UNKNOWN):
        return
    if (view.as_of.day - stop.on).days <= STOP_DAYS:
        text = Message(_STOPPED, {"told": stop.statement})
        if stop.reason in _HELD_FOR:
            text = Message(_STOPPED_FOR, {"told": stop.statement, "why": STOP_WORDS[stop.reason]})
        yield Caution("stopped_without_taper", text, CITATION, Urgency.BEFORE_NEXT_DOSE)


def _open(view: View, pair: DosePair, prophylaxis: list[Message]) -> Caution | None:
    """The one line that names everything the record leaves open."""
    names = [*not_recorded(view), *organs_not_recorded(view)]
    if without_count(view):
        names.append(_COUNT)
    if pair.wang2020.weight_problem is not None:
        names.append(Message(_WEIGHT, {"problem": pair.wang2020.weight_problem}))
    names += prophylaxis
    if not names:
        return None
    text = Message(_NOT_RECORDED, {"what": listed(names)})
    return Caution("not_recorded", text, "our_definition", Urgency.NOT_RECORDED)
