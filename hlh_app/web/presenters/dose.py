"""The dose: what two published rules give, side by side with what is being given."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hlh_app.clinical.case import Exposure, Moment
from hlh_app.clinical.dose import DosePair
from hlh_app.clinical.dosing import (
    TIMES_PER_DAY,
    Caution,
    DoseOutcome,
    DoseVerdict,
    Urgency,
    mg_per_kg_per_day,
)
from hlh_app.clinical.therapy import RUXOLITINIB

from . import formats
from .sentences import say
from .verdicts import source
from .words import sentence


@dataclass(frozen=True, slots=True)
class RuleView:
    """``gives``: the dose in words, or why there is none."""

    rule: str
    title: str
    gives: str
    per_kg: str
    words: str
    arithmetic: str
    source: str


@dataclass(frozen=True, slots=True)
class CautionView:
    """``general``: said beside every dose, whoever the patient is. ``weighty``: before the next
    dose. ``minor``: left out where there is little room."""

    text: str
    source: str
    general: bool
    weighty: bool = False
    minor: bool = False


@dataclass(frozen=True, slots=True)
class DoseView:
    """``given`` is empty when no ruxolitinib is given at the moment asked about."""

    given: str
    given_per_kg: str
    rules: tuple[RuleView, ...]
    parting: str
    cautions: tuple[CautionView, ...]
    weight: str
    not_recorded: str


def dose(pair: DosePair, given: Exposure | None, found: Iterable[Caution] = ()) -> DoseView:
    """``found``: what the record gives to weigh, beside what the rules say themselves."""
    rules = (pair.wang2020, pair.chi2020)
    every = [*found, *(caution for rule in rules for caution in rule.cautions)]
    every.sort(key=lambda caution: caution.urgency)
    listed = [caution for caution in every if caution.id != NOT_RECORDED]
    cautions = {say(caution.text): caution for caution in reversed(listed)}
    return DoseView(
        given=formats.dose(given.dose, given.unit, given.times_per_day) if given else "",
        given_per_kg=given_per_kg(pair, given),
        rules=tuple(_rule(rule) for rule in rules),
        parting=say(pair.parting),
        cautions=tuple(_caution(text, row) for text, row in reversed(cautions.items())),
        weight=_weight(pair.wang2020),
        not_recorded=next((say(row.text) for row in every if row.id == NOT_RECORDED), ""),
    )


NOT_RECORDED = "not_recorded"
MINOR = ("triglycerides", "abrupt_stop")
AT_THE_HEAD = ("weight_near_25_kg",)
GENERAL = ("yardstick", "rule_not_order", "unlicensed", "interactions_checked")


def alert(pair: DosePair, found: Iterable[Caution]) -> str:
    """Ruxolitinib with fluconazole. Weight 18 days old at the 25 kg line: weigh again."""
    short = [say(row.alert) for row in found if row.alert is not None]
    for rule in (pair.wang2020, pair.chi2020):
        short += [f"{say(row.text)}." for row in rule.cautions if row.id in AT_THE_HEAD]
    return " ".join(dict.fromkeys(short))


def _caution(text: str, caution: Caution) -> CautionView:
    cited = source(caution.source)
    shown = "" if cited in text else cited
    return CautionView(
        text=sentence(text),
        source=shown,
        general=caution.id in GENERAL,
        weighty=caution.urgency <= Urgency.BEFORE_NEXT_DOSE,
        minor=caution.urgency is Urgency.NOTE and caution.id in MINOR,
    )


def being_given(exposures: list[Exposure]) -> Exposure | None:
    """The ruxolitinib among what is given, None without one."""
    return next((row for row in exposures if row.drug == RUXOLITINIB), None)


def given_per_kg(pair: DosePair, given: Exposure | None) -> str:
    """Of the dose being given, by the weight the rules use; empty where either is not known."""
    weight = pair.wang2020.weight
    if given is None or given.unit != "mg" or not given.dose or not given.times_per_day:
        return ""
    if weight is None:
        return ""
    single = given.dose * given.times_per_day / TIMES_PER_DAY
    return formats.per_kg(mg_per_kg_per_day(single, weight))


def _rule(rule: DoseVerdict) -> RuleView:
    return RuleView(
        rule=rule.rule,
        title=_(rule.title),
        gives=_gives(rule),
        per_kg=formats.per_kg(rule.mg_per_kg_per_day) or _no_per_kg(rule),
        words=say(rule.rule_words),
        arithmetic=say(rule.arithmetic),
        source=f"{source(rule.source)}; {_('rule version')} {rule.version}",
    )


def _no_per_kg(rule: DoseVerdict) -> str:
    return _("not known") if rule.outcome is DoseOutcome.RULE_GIVES else "–"


def _gives(rule: DoseVerdict) -> str:
    if rule.outcome is DoseOutcome.RULE_GIVES:
        return formats.dose(rule.dose_mg, "mg", rule.times_per_day)
    if rule.outcome is DoseOutcome.UNKNOWN:
        return _("Unknown. %(reason)s") % {"reason": say(rule.reason)}
    return say(rule.reason)


def _weight(rule: DoseVerdict) -> str:
    if rule.weight is None:
        problem = say(rule.weight_problem) or _("no weight is recorded")
        return _("No usable weight: %(problem)s. Enter a weight.") % {"problem": problem}
    row = rule.weight.row
    return _("Weight %(kg)s of %(when)s, %(age)s") % {
        "kg": formats.value(row.value, row.unit) if row.value is not None else "",
        "when": formats.moment(row.measured_at),
        "age": formats.days_ago(rule.weight.age_days),
    }


def as_of_text(moment: Moment, is_default: bool) -> str:
    """What the page says about its own moment."""
    if is_default:
        return _("as of the last data, %(moment)s") % {"moment": formats.moment(moment)}
    return _("as of %(moment)s") % {"moment": formats.moment(moment)}
