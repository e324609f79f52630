"""What the cautions beside the dose say of themselves."""

from hlh_app.clinical import cautions
from hlh_app.clinical.card import Boundary, CardCriterion, RuleCard
from hlh_app.clinical.caution_counts import NEUTROPHILS_DOWN, NEUTROPHILS_HOLD, PLATELETS_DOWN
from hlh_app.clinical.caution_drugs import FLUCONAZOLE_MG_A_DAY
from hlh_app.clinical.caution_findings import (
    ASKED_BEFORE_YEARS,
    ASKED_FROM_YEARS,
    FINDING_CAUTIONS,
)
from hlh_app.clinical.dosing import CAUTION_ABOVE_MG_PER_KG_PER_DAY
from hlh_app.clinical.drugs import DRUGS, DrugClass
from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.clinical.toxicity_days import SEVERE

LABEL = cautions.CITATION
_FLUCONAZOLE = gettext_noop("fluconazole above {mg} mg a day")
_FROM = gettext_noop("from the {years}th birthday")
_BEFORE = gettext_noop("before the {years}th birthday")
_PER_KG = gettext_noop("ruxolitinib above {limit} mg/kg/day, by the weight that may be used")
_STOPPED = gettext_noop("told through the {days}th day after the last dose")
_DRUGS = gettext_noop("{drugs}")
_CLASS_LABELS = {
    DrugClass.STRONG_CYP3A4_INHIBITOR: gettext_noop("Strong CYP3A4 inhibitors"),
    DrugClass.WEAKER_AZOLE: gettext_noop("A weaker azole"),
    DrugClass.CYP3A4_INDUCER: gettext_noop("CYP3A4 inducers"),
    DrugClass.PNEUMOCYSTIS_PROPHYLAXIS: gettext_noop("Pneumocystis prophylaxis"),
    DrugClass.FUNGAL_PROPHYLAXIS: gettext_noop("Fungal prophylaxis"),
    DrugClass.HEPATITIS_B_ANTIVIRAL: gettext_noop("Antivirals against hepatitis B"),
}
_OURS = (
    DrugClass.PNEUMOCYSTIS_PROPHYLAXIS,
    DrugClass.FUNGAL_PROPHYLAXIS,
    DrugClass.HEPATITIS_B_ANTIVIRAL,
)


def _drugs(kind: DrugClass, label: str) -> CardCriterion:
    ours = kind in _OURS
    return CardCriterion(
        id=kind.value, label=label, our_definition=ours,
        condition=Message(_DRUGS, {"drugs": ", ".join(DRUGS[kind])}),
        citation="our_definition" if ours else "cyp3a4_table",
    )  # fmt: skip


_SEVERE = gettext_noop("going on, of grade {grade} or worse")

CARD = RuleCard(
    rule=cautions.RULE, version=cautions.VERSION, title=cautions.TITLE, citation=LABEL,
    module=cautions.__name__,
    answers=gettext_noop("What on record must be weighed beside the dose, most urgent first?"),
    population=gettext_noop(
        "Anybody for whom a dose rule applies or who is given ruxolitinib. Never a block."
    ),
    criteria=(
        CardCriterion(
            id="fluconazole", label=gettext_noop("Fluconazole"), citation=LABEL,
            condition=Message(_FLUCONAZOLE, {"mg": FLUCONAZOLE_MG_A_DAY}),
            boundaries=(
                Boundary(
                    id="fluconazole", citation=LABEL,
                    condition=Message(_FLUCONAZOLE, {"mg": FLUCONAZOLE_MG_A_DAY}),
                ),
            ),
        ),
        *(_drugs(kind, label) for kind, label in _CLASS_LABELS.items()),
        CardCriterion(
            id="counts", label=gettext_noop("Counts that fall on treatment"), citation=LABEL,
            condition=Message(gettext_noop("low now, and not so before the first dose or since")),
            boundaries=(
                Boundary.of(PLATELETS_DOWN, LABEL),
                Boundary.of(NEUTROPHILS_DOWN, LABEL, "neutrophils_down"),
                Boundary.of(NEUTROPHILS_HOLD, LABEL, "neutrophils_hold"),
            ),
        ),
        *(
            CardCriterion(id=kind, label=row.name.template, condition=row.present,
                          citation=row.citation)
            for kind, row in FINDING_CAUTIONS.items()
        ),
        CardCriterion(
            id="infection_by_hand", label=gettext_noop("Infection recorded as adverse event"),
            condition=Message(_SEVERE, {"grade": SEVERE}), citation="our_definition",
            our_definition=True,
            boundaries=(Boundary.ours("infection_grade", _SEVERE, grade=SEVERE),),
        ),
        CardCriterion(
            id="asked_for_pregnancy", label=gettext_noop("Pregnancy asked for"),
            condition=Message(gettext_noop("women, and patients whose sex is not recorded")),
            citation="our_definition", our_definition=True,
            boundaries=(
                Boundary.ours("pregnancy_from", _FROM, years=ASKED_FROM_YEARS),
                Boundary.ours("pregnancy_before", _BEFORE, years=ASKED_BEFORE_YEARS),
            ),
        ),
        CardCriterion(
            id="given", label=gettext_noop("The dose as given"), citation="wang2020",
            condition=Message(_PER_KG, {"limit": CAUTION_ABOVE_MG_PER_KG_PER_DAY}),
            boundaries=(
                Boundary(
                    id="given_per_kg", citation="wang2020",
                    condition=Message(_PER_KG, {"limit": CAUTION_ABOVE_MG_PER_KG_PER_DAY}),
                ),
            ),
        ),
        CardCriterion(
            id="stopped", label=gettext_noop("Stopped without a taper"),
            condition=Message(_STOPPED, {"days": cautions.STOP_DAYS}),
            citation="our_definition", our_definition=True,
            boundaries=(Boundary.ours("stop_days", _STOPPED, days=cautions.STOP_DAYS),),
        ),
    ),
    our_definitions=(
        gettext_noop("The newest blood count of the window, against the baseline of the response."),
        gettext_noop("A drug counts while it is given; what was stopped before the day does not."),
        gettext_noop("Which drugs count as prophylaxis, and that silence about it is told."),
        gettext_noop("What is not recorded is named in one line and never taken for absent."),
        gettext_noop("Dexamethasone, a weaker inducer that most patients have, is not counted."),
        gettext_noop("The kidney's classes are those of the rule of kidney function."),
    ),
    unverified=(gettext_noop("The list of CYP3A4 drugs was read in a copy."),),
)  # fmt: skip
