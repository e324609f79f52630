"""Ruxolitinib by Chi, preprint 2020 (10.21203/rs.3.rs-78746/v1).

From the first to before the 18th birthday (our definition; studied at 1–6 years, the rule borrowed
from graft-versus-host disease, Spoerl 2014): 2.5 mg twice a day at 25 kg or less, 5 mg above. A
missing or old weight leaves it unknown.
"""

from decimal import Decimal

from hlh_app.clinical.ages import completed_years
from hlh_app.clinical.case import Case, Moment
from hlh_app.clinical.dosing import (
    ABOVE_25_KG,
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
RULE = "dose_chi2020"
VERSION = "1.0.0"
TITLE = gettext_noop("Chi 2020 preprint")
CITATION = "chi2020"
BEFORE_YEARS = 18
STUDIED_YEARS = (1, 6)
LIGHTER_DOSE_MG, HEAVIER_DOSE_MG = D("2.5"), D(5)

_LIGHTER = Message(gettext_noop("25 kg or less: 2.5 mg twice a day"))
_HEAVIER = Message(gettext_noop("above 25 kg: 5 mg twice a day"))
_NEEDS_WEIGHT = gettext_noop("The rule needs a weight: {problem}.")
_OLDER = Message(gettext_noop("older than the children studied, who were 1 to 6 years"))
_BORROWED = Message(gettext_noop("borrowed from graft-versus-host disease (Spoerl 2014)"))


def dose_chi2020(case: Case, as_of: Moment) -> DoseVerdict:
    """What the rule gives as of ``as_of``."""
    view = View(History(case), as_of)
    age_years = completed_years(case.patient, as_of.day)
    return verdict(view, age_years, usable_weight(view, age_years))


def verdict(view: View, age_years: int, weight: Weight | Message) -> DoseVerdict:
    """As :func:`dose_chi2020`, with age and weight at hand."""
    reason = why_not_applicable(view.case, view.as_of.day, age_years, BEFORE_YEARS, ours=True)
    if reason is not None:
        return _without_dose(DoseOutcome.NOT_APPLICABLE, age_years, weight, reason)
    if isinstance(weight, Message):
        reason = Message(_NEEDS_WEIGHT, {"problem": weight})
        return _without_dose(DoseOutcome.UNKNOWN, age_years, weight, reason)
    heavier = ABOVE_25_KG.holds(weight.row)
    dose_mg = HEAVIER_DOSE_MG if heavier else LIGHTER_DOSE_MG
    studied = age_years <= STUDIED_YEARS[1]
    older = () if studied else (Caution("older_than_studied", _OLDER, CITATION),)
    borrowed = Caution("borrowed_rule", _BORROWED, "spoerl2014")
    return DoseVerdict(
        rule=RULE, version=VERSION, title=TITLE, citation=CITATION,
        outcome=DoseOutcome.RULE_GIVES, age_years=age_years, dose_mg=dose_mg,
        times_per_day=TIMES_PER_DAY, mg_per_kg_per_day=mg_per_kg_per_day(dose_mg, weight),
        within_ages_studied=studied, weight=weight, rule_words=_HEAVIER if heavier else _LIGHTER,
        arithmetic=arithmetic(dose_mg, weight),
        cautions=(*older, *cautions_for(dose_mg, weight, age_years), borrowed),
    )  # fmt: skip


def _without_dose(
    outcome: DoseOutcome, age_years: int, weight: Weight | Message, reason: Message
) -> DoseVerdict:
    return DoseVerdict(
        rule=RULE, version=VERSION, title=TITLE, citation=CITATION, outcome=outcome,
        age_years=age_years, reason=reason,
        weight=weight if isinstance(weight, Weight) else None,
        weight_problem=weight if isinstance(weight, Message) else None,
    )  # fmt: skip
