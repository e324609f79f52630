"""Cautions from what else is given: interacting drugs, and prophylaxis that is not on record.

The label avoids fluconazole above 200 mg a day and lowers the dose at 200 mg or less and with
strong CYP3A4 inhibitors; none of it is a rule for HLH. A drug stopped before the day asked about
is not counted, though some act for days or weeks after (our definition).
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

from hlh_app.clinical.case import Exposure
from hlh_app.clinical.daily_dose import daily_mg
from hlh_app.clinical.dosing import Caution, Urgency, Weight
from hlh_app.clinical.drugs import DRUGS, DrugClass, classes_of, generic_names
from hlh_app.clinical.text import Message, gettext_noop, listed
from hlh_app.clinical.therapy import RUXOLITINIB

FLUCONAZOLE_MG_A_DAY = 200
LABEL = "ruxolitinib_label"

_STRONG = gettext_noop(
    "Ruxolitinib with {drug}, a strong CYP3A4 inhibitor: the label lowers the dose and has the "
    "blood count watched more often; no rule is for HLH"
)
_ABOVE = gettext_noop(
    "Ruxolitinib with fluconazole above 200 mg a day ({mg} mg): the label says avoid; no rule is "
    "for HLH"
)
_UP_TO = gettext_noop(
    "Ruxolitinib with fluconazole, {mg} mg a day: the label lowers the dose at 200 mg or less; no "
    "rule is for HLH"
)
_NO_DOSE = gettext_noop(
    "Ruxolitinib with fluconazole, its dose a day not known: the label says avoid above 200 mg a "
    "day and lowers the dose at 200 mg or less; no rule is for HLH. Record its dose"
)
_WEAKER = gettext_noop(
    "Ruxolitinib with {drug}, a weaker CYP3A4 inhibitor: the label has the blood count watched "
    "more often"
)
_INDUCER = gettext_noop(
    "Ruxolitinib with {drug}, a CYP3A4 inducer: less ruxolitinib may reach the blood; watch "
    "whether it still works. No rule is for HLH"
)
_ALERT = gettext_noop("Ruxolitinib with {drug}.")
_DRUG = gettext_noop("{drug}")
_CHECKED = Message(
    gettext_noop(
        "Interactions are recognised by generic name for strong CYP3A4 inhibitors, azoles and "
        "inducers alone: any other drug was not checked, nor one stopped before this day"
    )
)
PROPHYLAXIS = {
    DrugClass.PNEUMOCYSTIS_PROPHYLAXIS: Message(gettext_noop("Pneumocystis prophylaxis")),
    DrugClass.FUNGAL_PROPHYLAXIS: Message(gettext_noop("fungal prophylaxis")),
}
_TEMPLATES = {
    DrugClass.STRONG_CYP3A4_INHIBITOR: (_STRONG, Urgency.BEFORE_NEXT_DOSE),
    DrugClass.WEAKER_AZOLE: (_WEAKER, Urgency.WATCH),
    DrugClass.CYP3A4_INDUCER: (_INDUCER, Urgency.WATCH),
}


def interactions(
    given: Iterable[Exposure], weight: Weight | None, is_given: bool
) -> Iterator[Caution]:
    """One line a drug. ``is_given``: ruxolitinib is, so that the page's head says so too."""
    rows = list(given)
    for kind, (template, urgency) in _TEMPLATES.items():
        drugs = {name for row in rows for name in generic_names(row.drug) if name in DRUGS[kind]}
        for drug in sorted(drugs):
            yield Caution(
                kind.value, Message(template, {"drug": drug}), LABEL, urgency,
                _alert(drug) if is_given else None,
            )  # fmt: skip
    found = [row for row in rows if DrugClass.FLUCONAZOLE in classes_of(row.drug)]
    if found:
        yield _fluconazole(found, weight, is_given)
    yield Caution("interactions_checked", _CHECKED, "our_definition", Urgency.NOTE)


def _alert(drug: str) -> Message:
    return Message(_ALERT, {"drug": drug})


def _fluconazole(rows: list[Exposure], weight: Weight | None, is_given: bool) -> Caution:
    kg = None if weight is None else weight.exact_kg
    amounts = [daily_mg(row, kg) for row in rows]
    known = sum((amount for amount in amounts if amount is not None), Fraction(0))
    alert = _alert("fluconazole") if is_given else None
    if known > FLUCONAZOLE_MG_A_DAY:
        text, urgency = Message(_ABOVE, {"mg": _exactly(known)}), Urgency.FIRST
    elif None in amounts:
        text, urgency = Message(_NO_DOSE), Urgency.BEFORE_NEXT_DOSE
    else:
        text, urgency = Message(_UP_TO, {"mg": _exactly(known)}), Urgency.BEFORE_NEXT_DOSE
    return Caution("fluconazole", text, LABEL, urgency, alert)


def _exactly(mg: Fraction) -> Decimal:
    """As it comes out, never rounded onto 200."""
    return (Decimal(mg.numerator) / Decimal(mg.denominator)).normalize()


def without_prophylaxis(given: Iterable[Exposure]) -> list[Message]:
    """What of the two no recorded drug can stand for."""
    kinds = {kind for row in given for kind in classes_of(row.drug)}
    return [words for kind, words in PROPHYLAXIS.items() if kind not in kinds]


def antivirals(given: Iterable[Exposure]) -> Message | None:
    """The antivirals against hepatitis B being given, None without one."""
    members = DRUGS[DrugClass.HEPATITIS_B_ANTIVIRAL]
    names = {name for row in given for name in generic_names(row.drug) if name in members}
    return listed(Message(_DRUG, {"drug": name}) for name in sorted(names)) if names else None


def ruxolitinib_given(given: Iterable[Exposure]) -> bool:
    return any(row.drug == RUXOLITINIB for row in given)
