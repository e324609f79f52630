"""Ruxolitinib by Wang, Haematologica 2020;105(5):e210.

From the first to before the 75th birthday (studied at 2–70 years): from 14 years generally 10 mg
twice a day, no weight stated; under 14 years 5 mg at 25 kg or more and 2.5 mg below. A missing or
old weight leaves it unknown under 14 years.
"""

from decimal import Decimal

from hlh_app.clinical.ages import completed_years
from hlh_app.clinical.case import Case, Moment
from hlh_app.clinical.dosing import (
    FROM_25_KG,
    TIMES_PER_DAY,
    Caution,
    DoseOutcome,
    DoseVerdict,
    Weight,
    arithmetic,
    cautions_for,
    mg_per_kg_per_day,
    usable_weight,
    why_not_applicable,
)
from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.clinical.windows import History, View

D = Decimal
RULE = "dose_wang2020"
VERSION = "1.0.0"
TITLE = gettext_noop("Wang 2020")
CITATION = "wang2020"
BEFORE_YEARS = 75
STUDIED_YEARS = (2, 70)
ADULT_DOSE_FROM_YEARS = 14
ADULT_DOSE_MG, HEAVIER_DOSE_MG, LIGHTER_DOSE_MG = D(10), D(5), D("2.5")

_ADULT = Message(gettext_noop("14 years or older: generally 10 mg twice a day, no weight stated"))
_HEAVIER = Message(gettext_noop("under 14 years, 25 kg or more: 5 mg twice a day"))
_LIGHTER = Message(gettext_noop("under 14 years, below 25 kg: 2.5 mg twice a day"))
_NEEDS_WEIGHT = gettext_noop("Under 14 years the rule needs a weight: {problem}.")
_OUTSIDE = Message(gettext_noop("outside the ages studied, 2 to 70 years"))


def dose_wang2020(case: Case, as_of: Moment) -> DoseVerdict:
    """What the rule gives as of ``as_of``."""
    view = View(History(case), as_of)
    age_years = completed_years(case.patient, as_of.day)
    return verdict(view, age_years, usable_weight(view, age_years))


def verdict(view: View, age_years: int, weight: Weight | Message) -> DoseVerdict:
    """As :func:`dose_wang2020`, with age and weight at hand."""
    reason = why_not_applicable(view.case, view.as_of.day, age_years, BEFORE_YEARS)
    if reason is not None:
        return _without_dose(DoseOutcome.NOT_APPLICABLE, age_years, weight, reason)
    if age_years < ADULT_DOSE_FROM_YEARS and isinstance(weight, Message):
        reason = Message(_NEEDS_WEIGHT, {"problem": weight})
        return _without_dose(DoseOutcome.UNKNOWN, age_years, weight, reason)
    dose_mg, words = _dose(age_years, weight)
    studied = STUDIED_YEARS[0] <= age_years <= STUDIED_YEARS[1]
    outside = () if studied else (Caution("outside_ages_studied", _OUTSIDE, CITATION),)
    known = weight if isinstance(weight, Weight) else None
    return DoseVerdict(
        rule=RULE, version=VERSION, title=TITLE, citation=CITATION,
        outcome=DoseOutcome.RULE_GIVES, age_years=age_years, dose_mg=dose_mg,
        times_per_day=TIMES_PER_DAY,
        mg_per_kg_per_day=None if known is None else mg_per_kg_per_day(dose_mg, known),
        within_ages_studied=studied, weight=known,
        weight_problem=weight if isinstance(weight, Message) else None, rule_words=words,
        arithmetic=arithmetic(dose_mg, weight),
        cautions=(*outside, *cautions_for(dose_mg, weight, age_years)),
    )  # fmt: skip


def _dose(age_years: int, weight: Weight | Message) -> tuple[Decimal, Message]:
    """The dose and the rule's own words for it. Under 14 years the weight must be known."""
    if age_years >= ADULT_DOSE_FROM_YEARS or isinstance(weight, Message):
        return ADULT_DOSE_MG, _ADULT
    if FROM_25_KG.holds(weight.row):
        return HEAVIER_DOSE_MG, _HEAVIER
    return LIGHTER_DOSE_MG, _LIGHTER


def _without_dose(
    outcome: DoseOutcome, age_years: int, weight: Weight | Message, reason: Message
) -> DoseVerdict:
    return DoseVerdict(
        rule=RULE, version=VERSION, title=TITLE, citation=CITATION, outcome=outcome,
        age_years=age_years, reason=reason,
        weight=weight if isinstance(weight, Weight) else None,
        weight_problem=weight if isinstance(weight, Message) else None,
    )  # fmt: skip
