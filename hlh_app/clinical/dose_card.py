"""What the two ruxolitinib rules say of themselves, out of their own ages, weights and doses."""

from types import ModuleType

from hlh_app.clinical import dose_chi2020, dose_wang2020, dosing
from hlh_app.clinical.card import Boundary, CardCriterion, RuleCard
from hlh_app.clinical.text import Message, Value, gettext_noop

_AGE_LABEL = gettext_noop("Ages covered")
_DOSE_LABEL = gettext_noop("Dose, twice a day")
_WEIGHT_LABEL = gettext_noop("Weight")
_STOP_LABEL = gettext_noop("When it no longer applies")
_CAUTION_LABEL = gettext_noop("Cautions beside the dose")

_COVERED = gettext_noop("from the {first} to before the {last} birthday")
_FROM = gettext_noop("from {years} completed years")
_BEFORE = gettext_noop("before {years} completed years")
_STUDIED_FROM = gettext_noop("studied from {years} completed years; younger is said")
_STUDIED_TO = gettext_noop("studied to {years} completed years; older is said")
_WANG = gettext_noop(
    "from {years} years generally {adult} mg; below, {heavier} mg at {line} kg or more and "
    "{lighter} mg under it"
)
_CHI = gettext_noop("{lighter} mg at {line} kg or less, {heavier} mg above")
_WEIGHT_AT_MOST = gettext_noop("at most {days} days old")
_WEIGHT_AT_MOST_UNDER = gettext_noop("at most {days} days old under {years} years")
_WEIGHT = Message(gettext_noop("the latest without a comparator; an old or missing one is unknown"))
_STOP = Message(gettext_noop("death, transplant, or the day before a planned infusion"))
_BEFORE_INFUSION = gettext_noop("until {days} day before the planned infusion")
_CAUTIONS = Message(gettext_noop("a line with its source, never a block"))
_HIGH = gettext_noop("above {limit} mg/kg/day")
_STALE = gettext_noop("weight more than {days} days old under {years} years")
_STALE_NEAR = gettext_noop("weight more than {days} days old near {line} kg")
_NEAR_LOW = gettext_noop("near from {low} kg")
_NEAR_HIGH = gettext_noop("near to {high} kg")


def _source(citation: str, id: str, template: str, **values: Value) -> Boundary:
    return Boundary(
        id=id, condition=Message(template, dict(values)), citation=citation,
        our_definition=citation == "our_definition",
    )  # fmt: skip


def _weight() -> CardCriterion:
    return CardCriterion(
        id="weight", label=_WEIGHT_LABEL, condition=_WEIGHT, citation="our_definition",
        boundaries=(
            Boundary.ours("weight_days", _WEIGHT_AT_MOST, days=dosing.WEIGHT_DAYS),
            Boundary.ours(
                "weight_days_infant", _WEIGHT_AT_MOST_UNDER,
                days=dosing.WEIGHT_DAYS_UNDER_2_YEARS, years=dosing.INFANT_BEFORE_YEARS,
            ),
        ),
        our_definition=True,
    )  # fmt: skip


def _stop(citation: str) -> CardCriterion:
    return CardCriterion(
        id="stop", label=_STOP_LABEL, condition=_STOP, citation=citation,
        boundaries=(
            _source(
                citation, "planned_infusion", _BEFORE_INFUSION, days=dosing.DAYS_BEFORE_INFUSION
            ),
        ),
        our_definition=citation == "our_definition",
    )  # fmt: skip


def _cautions() -> CardCriterion:
    low, high = dosing.NEAR_25_KG
    return CardCriterion(
        id="cautions", label=_CAUTION_LABEL, condition=_CAUTIONS, citation="our_definition",
        boundaries=(
            _source(
                "wang2020", "high_per_kg", _HIGH, limit=dosing.CAUTION_ABOVE_MG_PER_KG_PER_DAY
            ),
            Boundary.ours(
                "stale_weight_days", _STALE,
                days=dosing.CAUTION_DAYS_UNDER_18_YEARS, years=dosing.CHILD_BEFORE_YEARS,
            ),
            Boundary.ours(
                "near_line_days", _STALE_NEAR,
                days=dosing.CAUTION_DAYS_NEAR_25_KG, line=dosing.LINE_KG,
            ),
            Boundary.ours("near_line_low", _NEAR_LOW, low=low),
            Boundary.ours("near_line_high", _NEAR_HIGH, high=high),
        ),
        our_definition=True,
    )  # fmt: skip


def _ages(rule: ModuleType, ages_from: str) -> CardCriterion:
    """``ages_from``: what says which ages are covered; the ages studied are the paper's."""
    youngest, oldest = rule.STUDIED_YEARS
    values: dict[str, Value] = {"first": f"{dosing.FROM_YEARS}st", "last": f"{rule.BEFORE_YEARS}th"}
    studied = [_source(rule.CITATION, "studied_to", _STUDIED_TO, years=oldest)]
    if youngest > dosing.FROM_YEARS:
        studied.insert(0, _source(rule.CITATION, "studied_from", _STUDIED_FROM, years=youngest))
    return CardCriterion(
        id="ages", label=_AGE_LABEL, condition=Message(_COVERED, values),
        citation=ages_from,
        boundaries=(
            _source(ages_from, "from_years", _FROM, years=dosing.FROM_YEARS),
            _source(ages_from, "before_years", _BEFORE, years=rule.BEFORE_YEARS),
            *studied,
        ),
        our_definition=ages_from == "our_definition",
    )  # fmt: skip


def _wang_dose() -> CardCriterion:
    wang = dose_wang2020
    values: dict[str, Value] = {
        "years": wang.ADULT_DOSE_FROM_YEARS, "adult": wang.ADULT_DOSE_MG,
        "heavier": wang.HEAVIER_DOSE_MG, "lighter": wang.LIGHTER_DOSE_MG, "line": dosing.LINE_KG,
    }  # fmt: skip
    return CardCriterion(
        id="dose", label=_DOSE_LABEL, condition=Message(_WANG, values),
        citation=wang.CITATION,
        boundaries=(
            Boundary.of(dosing.FROM_25_KG, wang.CITATION),
            _source(wang.CITATION, "adult_dose", _FROM, years=wang.ADULT_DOSE_FROM_YEARS),
        ),
    )  # fmt: skip


def _chi_dose() -> CardCriterion:
    chi = dose_chi2020
    values: dict[str, Value] = {
        "heavier": chi.HEAVIER_DOSE_MG, "lighter": chi.LIGHTER_DOSE_MG, "line": dosing.LINE_KG,
    }  # fmt: skip
    return CardCriterion(
        id="dose", label=_DOSE_LABEL, condition=Message(_CHI, values), citation=chi.CITATION,
        boundaries=(Boundary.of(dosing.ABOVE_25_KG, chi.CITATION),),
    )  # fmt: skip


_ANSWERS = gettext_noop(
    "What does this published rule give for age and weight? Always shown beside the other rule, "
    "never an order."
)
_OURS = (
    gettext_noop("How old a weight may be, and when a caution stands beside it."),
    gettext_noop("A missing or old weight that the rule needs leaves the dose unknown."),
)

WANG = RuleCard(
    rule=dose_wang2020.RULE,
    version=dose_wang2020.VERSION,
    title=gettext_noop("Ruxolitinib dose, Wang 2020"),
    citation=dose_wang2020.CITATION,
    module=dose_wang2020.__name__,
    answers=_ANSWERS,
    population=gettext_noop(
        "Relapsed or refractory HLH; 34 patients of 2 to 70 years. Ruxolitinib is not licensed "
        "for HLH."
    ),
    criteria=(_ages(dose_wang2020, "wang2020"), _wang_dose(), _weight(), _stop("wang2020"),
              _cautions()),
    our_definitions=_OURS,
)  # fmt: skip

CHI = RuleCard(
    rule=dose_chi2020.RULE,
    version=dose_chi2020.VERSION,
    title=gettext_noop("Ruxolitinib dose, Chi 2020 preprint"),
    citation=dose_chi2020.CITATION,
    module=dose_chi2020.__name__,
    answers=_ANSWERS,
    population=gettext_noop(
        "Children with secondary HLH; 11 of 1 to 6 years. The rule is borrowed from "
        "graft-versus-host disease. Ruxolitinib is not licensed for HLH."
    ),
    criteria=(_ages(dose_chi2020, "our_definition"), _chi_dose(), _weight(),
              _stop("our_definition"), _cautions()),
    our_definitions=(
        *_OURS,
        gettext_noop("The ages covered: from the first to before the 18th birthday."),
    ),
    unverified=(
        gettext_noop("The rule is the preprint's; of the version of record the abstract was read."),
    ),
)  # fmt: skip
