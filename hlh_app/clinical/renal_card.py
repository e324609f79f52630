"""What the rule of the kidneys says of itself."""

from hlh_app.clinical import renal_function
from hlh_app.clinical.body_size import HEIGHT_DAYS, HEIGHT_DAYS_UNDER_2_YEARS
from hlh_app.clinical.card import Boundary, CardCriterion, RuleCard
from hlh_app.clinical.dosing import WEIGHT_DAYS
from hlh_app.clinical.renal_function import (
    ADULT_FROM_YEARS,
    BEDSIDE,
    CITATION,
    COCKCROFT,
    CREATININE,
    CREATININE_DAYS,
    HEIGHT,
    LIMITS,
    RULE,
    TITLE,
    VERSION,
)
from hlh_app.clinical.text import Message, gettext_noop

_BELOW = gettext_noop("below {limit} mL/min")
_FROM_YEARS = gettext_noop("from the {years}th birthday: Cockcroft–Gault; before: bedside Schwartz")
_FROM_ONE = gettext_noop("from the first birthday; before, no formula is used")
_AT_MOST = gettext_noop("{what} at most {days} days old")
_WEIGHT_WORD = Message(gettext_noop("weight"))
_HEIGHT_UNDER_2 = Message(gettext_noop("height under 2 years"))


def _age(id: str, what: Message, days: int) -> Boundary:
    return Boundary.ours(id, _AT_MOST, what=what, days=days)


CARD = RuleCard(
    rule=RULE, version=VERSION, title=TITLE, citation=CITATION, module=renal_function.__name__,
    answers=gettext_noop("How well do the kidneys work, in the classes of the ruxolitinib label?"),
    population=gettext_noop(
        "From the first birthday, with a steady creatinine, not on dialysis."
    ),
    criteria=(
        CardCriterion(
            id="cockcroft_gault", label=gettext_noop("Adults"), condition=COCKCROFT,
            citation="cockcroft1976",
            boundaries=(Boundary.ours("adult", _FROM_YEARS, years=ADULT_FROM_YEARS),),
        ),
        CardCriterion(
            id="bedside_schwartz", label=gettext_noop("Children"), condition=BEDSIDE,
            citation="schwartz2009", boundaries=(Boundary.ours("child", _FROM_ONE),),
        ),
        CardCriterion(
            id="class", label=gettext_noop("Class"), citation=CITATION,
            condition=Message(gettext_noop("below 60, below 30, below 15 mL/min")),
            boundaries=tuple(
                Boundary(
                    id=f"below_{limit}", condition=Message(_BELOW, {"limit": limit}),
                    citation=CITATION,
                )
                for limit in LIMITS
            ),
        ),
        CardCriterion(
            id="age_of_values", label=gettext_noop("Age of the values"),
            condition=Message(gettext_noop("the newest of each, unless too old")),
            citation="our_definition", our_definition=True,
            boundaries=(
                _age("creatinine_days", CREATININE, CREATININE_DAYS),
                _age("height_days", HEIGHT, HEIGHT_DAYS),
                _age("height_days_under_2", _HEIGHT_UNDER_2, HEIGHT_DAYS_UNDER_2_YEARS),
                _age("weight_days", _WEIGHT_WORD, WEIGHT_DAYS),
            ),
        ),
    ),
    our_definitions=(
        gettext_noop("How old creatinine, height and weight may be."),
        gettext_noop("A child's rate per 1.73 m² is read against the label's limits in mL/min."),
        gettext_noop("A creatinine reported as a range is judged by its end."),
        gettext_noop("Which formula from which birthday."),
    ),
    unverified=(gettext_noop("The two formulas: their papers were not read."),),
)  # fmt: skip
