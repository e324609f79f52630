"""What both published ruxolitinib rules share: the weight they may use, when no rule applies,
the arithmetic, and the lines printed beside a dose.

A dose is "what the rule gives", never an order. Our definition: a rule that needs a weight, and
mg/kg/day at any age, refuse one older than 90 days (30 under 2 years).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import IntEnum, StrEnum
from fractions import Fraction

from hlh_app.clinical.case import Case, Event, Observation
from hlh_app.clinical.citations import CITATIONS, Citation
from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.clinical.thresholds import Threshold
from hlh_app.clinical.units import canonical, exact
from hlh_app.clinical.windows import View, visible

D = Decimal
TIMES_PER_DAY = 2
FROM_YEARS = 1
WEIGHT_DAYS = 90
WEIGHT_DAYS_UNDER_2_YEARS = 30
INFANT_BEFORE_YEARS = 2
CHILD_BEFORE_YEARS = 18
DAYS_BEFORE_INFUSION = 1
CAUTION_DAYS_UNDER_18_YEARS = 14
CAUTION_DAYS_NEAR_25_KG = 3
NEAR_25_KG = (D("22.5"), D("27.5"))
CAUTION_ABOVE_MG_PER_KG_PER_DAY = D("0.6")
SOLUTION_MG_PER_ML = D(5)
TABLETS_MG = (D(5), D(10), D(15), D(20), D(25))
LINE_KG = D(25)
FROM_25_KG = Threshold("weight", ">=", LINE_KG)
ABOVE_25_KG = Threshold("weight", ">", LINE_KG)
_THREE_DECIMALS = D("0.001")
_BEFORE_INFUSION = timedelta(days=DAYS_BEFORE_INFUSION)


class DoseOutcome(StrEnum):
    RULE_GIVES = "rule_gives"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Weight:
    """The weight a rule may use. ``kg`` to 28 digits; ``age_days`` by calendar days."""

    row: Observation
    kg: Decimal
    age_days: int

    @property
    def exact_kg(self) -> Fraction:
        assert self.row.value is not None
        kg = exact(self.row.value, self.row.unit, "weight")
        assert kg is not None
        return kg


class Urgency(IntEnum):
    """How soon a line beside a dose wants to be read; the lowest first."""

    FIRST = 0
    BEFORE_NEXT_DOSE = 1
    WATCH = 2
    NOT_RECORDED = 3
    NOTE = 4


@dataclass(frozen=True, slots=True)
class Caution:
    """One line beside a dose, with its source; never a block.

    ``alert``: the same in a few words, where it belongs at the head of the page as well.
    """

    id: str
    text: Message
    citation: str
    urgency: Urgency = Urgency.NOTE
    alert: Message | None = None

    @property
    def source(self) -> Citation:
        return CITATIONS[self.citation]


@dataclass(frozen=True, slots=True, kw_only=True)
class DoseVerdict:
    """What one rule gives. ``dose_mg`` is a single dose, given ``times_per_day``.

    ``reason``: why unknown or not applicable. ``weight``: the one used, None without a usable one;
    ``weight_problem`` says why there is none. ``arithmetic``: the dose, the day and mg/kg/day.
    """

    rule: str
    version: str
    title: str
    citation: str
    outcome: DoseOutcome
    age_years: int
    dose_mg: Decimal | None = None
    times_per_day: int | None = None
    mg_per_kg_per_day: Decimal | None = None
    within_ages_studied: bool | None = None
    weight: Weight | None = None
    weight_problem: Message | None = None
    reason: Message | None = None
    rule_words: Message | None = None
    arithmetic: Message | None = None
    cautions: tuple[Caution, ...] = ()

    @property
    def source(self) -> Citation:
        return CITATIONS[self.citation]


_NO_WEIGHT = Message(gettext_noop("no weight is recorded"))
_ONLY_RANGES = Message(gettext_noop("every weight carries a comparator"))
_OLD_WEIGHT = gettext_noop(
    "the last weight, {value} {unit} on {day}, is {age} days old; at most {limit} are allowed "
    "(our definition)"
)
_TWO_WEIGHTS = gettext_noop("two different weights are recorded for {moment}")


def usable_weight(view: View, age_years: int) -> Weight | Message:
    """The latest weight without a comparator, not too old; else why there is none."""
    final, _ = visible(view.history.observations.get("weight", ()), view.as_of)
    rows = [row for row in final if row.comparator is None]
    if not rows:
        return _ONLY_RANGES if final else _NO_WEIGHT
    latest = rows[-1]
    assert latest.value is not None
    if len({_kg(row) for row in rows if row.measured_at.at == latest.measured_at.at}) > 1:
        return Message(_TWO_WEIGHTS, {"moment": latest.measured_at})
    age_days = (view.as_of.day - latest.measured_at.day).days
    limit = WEIGHT_DAYS_UNDER_2_YEARS if age_years < INFANT_BEFORE_YEARS else WEIGHT_DAYS
    if age_days > limit:
        return Message(
            _OLD_WEIGHT,
            {
                "value": latest.value,
                "unit": latest.unit,
                "day": latest.measured_at.day,
                "age": age_days,
                "limit": limit,
            },
        )
    return Weight(latest, _kg(latest), age_days)


def _kg(row: Observation) -> Decimal:
    assert row.value is not None
    kg = canonical(row.value, row.unit, "weight")
    assert kg is not None
    return kg


_TOO_YOUNG = Message(gettext_noop("Not applicable before the first birthday."))
_TOO_YOUNG_OURS = Message(
    gettext_noop("Not applicable before the first birthday (our definition).")
)
_TOO_OLD = gettext_noop("Not applicable from the {years}th birthday.")
_TOO_OLD_OURS = gettext_noop("Not applicable from the {years}th birthday (our definition).")
_DIED = gettext_noop("Not applicable: the patient died on {day}.")
_TRANSPLANTED = gettext_noop("Not applicable: stem cells were infused on {day}.")
_TRANSPLANT_PLANNED = gettext_noop(
    "Not applicable from the day before stem-cell infusion, planned for {day}."
)


def why_not_applicable(
    case: Case, day: date, age_years: int, before_years: int, *, ours: bool = False
) -> Message | None:
    """Death, transplant (from the day before a planned one), or an age the rule does not cover.

    ``ours``: the ages are our definition, not the paper's, and the reason says so.
    """
    return _stopped_by_event(case.events, day) or _outside(age_years, before_years, ours)


def _outside(age_years: int, before_years: int, ours: bool) -> Message | None:
    if age_years < FROM_YEARS:
        return _TOO_YOUNG_OURS if ours else _TOO_YOUNG
    if age_years >= before_years:
        return Message(_TOO_OLD_OURS if ours else _TOO_OLD, {"years": before_years})
    return None


def _stopped_by_event(events: Iterable[Event], day: date) -> Message | None:
    for event in events:
        if event.event == "death" and event.on <= day:
            return Message(_DIED, {"day": event.on})
        if event.event == "transplant" and event.on <= day:
            return Message(_TRANSPLANTED, {"day": event.on})
        if event.event == "transplant_planned" and event.on - _BEFORE_INFUSION <= day:
            return Message(_TRANSPLANT_PLANNED, {"day": event.on})
    return None


def mg_per_kg_per_day(dose_mg: Decimal, weight: Weight) -> Decimal:
    """Rounded to three decimals, from the exact quotient."""
    return (dose_mg * TIMES_PER_DAY / weight.kg).quantize(_THREE_DECIMALS)


_WITH_WEIGHT = gettext_noop(
    "{dose} mg × {times} = {daily} mg a day; ÷ {weight} kg = {per_kg} mg/kg/day"
)
_WITHOUT_WEIGHT = gettext_noop(
    "{dose} mg × {times} = {daily} mg a day; mg/kg/day not known: {problem}"
)


def arithmetic(dose_mg: Decimal, weight: Weight | Message) -> Message:
    """How mg/kg/day comes about, or why there is none."""
    values: dict[str, Decimal | int] = {
        "dose": dose_mg,
        "times": TIMES_PER_DAY,
        "daily": dose_mg * TIMES_PER_DAY,
    }
    if isinstance(weight, Message):
        return Message(_WITHOUT_WEIGHT, {**values, "problem": weight})
    per_kg = mg_per_kg_per_day(dose_mg, weight)
    return Message(_WITH_WEIGHT, {**values, "weight": weight.kg, "per_kg": per_kg})


_STALE = gettext_noop("Weight {age} days old: weigh again (caution after {limit} days)")
_NEAR_LINE = gettext_noop("Weight {age} days old at the 25 kg line: weigh again")
_HIGH = gettext_noop("{per_kg} mg/kg/day is above 0.6, twice Wang's own yardstick")
_NOT_A_TABLET = gettext_noop(
    "{dose} mg is not a tablet strength: {volume} mL of the 5 mg/mL solution"
)
_UNLICENSED = Message(gettext_noop("Ruxolitinib is not licensed for HLH"))
_RULE_NOT_ORDER = Message(gettext_noop("What the rule gives, never an order"))
_YARDSTICK = Message(
    gettext_noop(
        "Wang's own yardstick: 10 mg twice a day at an average of 60 kg, printed as 0.3 mg/kg/day "
        "(= 0.33)"
    )
)


def cautions_for(dose_mg: Decimal, weight: Weight | Message, age_years: int) -> tuple[Caution, ...]:
    """The lines that depend on dose, age and weight alone."""
    found = [*_weight_cautions(weight, age_years)] if isinstance(weight, Weight) else []
    if isinstance(weight, Weight) and _exceeds(dose_mg, weight):
        per_kg = mg_per_kg_per_day(dose_mg, weight)
        found.append(Caution("high_per_kg", Message(_HIGH, {"per_kg": per_kg}), "wang2020"))
    if dose_mg not in TABLETS_MG:
        volume = dose_mg / SOLUTION_MG_PER_ML
        text = Message(_NOT_A_TABLET, {"dose": dose_mg, "volume": volume})
        found.append(Caution("not_a_tablet_strength", text, "product"))
    return (
        *found,
        Caution("yardstick", _YARDSTICK, "wang2020"),
        Caution("rule_not_order", _RULE_NOT_ORDER, "our_definition"),
        Caution("unlicensed", _UNLICENSED, "our_definition"),
    )


def _exceeds(dose_mg: Decimal, weight: Weight) -> bool:
    limit = Fraction(CAUTION_ABOVE_MG_PER_KG_PER_DAY) * weight.exact_kg
    return Fraction(dose_mg) * TIMES_PER_DAY > limit


def _weight_cautions(weight: Weight, age_years: int) -> list[Caution]:
    low, high = NEAR_25_KG
    if weight.age_days > CAUTION_DAYS_NEAR_25_KG and low <= weight.kg <= high:
        text = Message(_NEAR_LINE, {"age": weight.age_days})
        return [Caution("weight_near_25_kg", text, "our_definition")]
    if weight.age_days > CAUTION_DAYS_UNDER_18_YEARS and age_years < CHILD_BEFORE_YEARS:
        values = {"age": weight.age_days, "limit": CAUTION_DAYS_UNDER_18_YEARS}
        return [Caution("stale_weight", Message(_STALE, dict(values)), "our_definition")]
    return []
