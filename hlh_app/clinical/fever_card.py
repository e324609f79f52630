"""What the course of fever, and fever with neutropenia, say of themselves."""

from dataclasses import replace
from datetime import timedelta

from hlh_app.clinical import fever_back, fever_episodes, fever_neutropenia, low_neutrophils
from hlh_app.clinical.card import Boundary, CardCriterion, RuleCard
from hlh_app.clinical.defervescence import BEFORE_DOSE
from hlh_app.clinical.fever_runs import AFEBRILE_FOR
from hlh_app.clinical.text import Message, gettext_noop

_HOUR = timedelta(hours=1)
_FEVER_LABEL = gettext_noop("Fever")
_FEVER = Message(
    gettext_noop("one high reading or two lower ones, until afebrile again; 38.5 can be changed")
)
_CLOCK_LABEL = gettext_noop("Defervescence clock")
_CLOCK = Message(
    gettext_noop("runs only if febrile before the first dose; to the first afebrile day after it")
)
_BEFORE = gettext_noop("a reading ≥ 38.0 °C in the {n} hours before the first dose")
_OPEN_LABEL = gettext_noop("Not known whether over")
_OPEN = Message(gettext_noop("a fever is ongoing while its last reading ≥ 38.0 °C is recent"))
_OPEN_HOURS = gettext_noop("known to be ongoing less than {n} hours after its last reading")
_NOW = Message(
    gettext_noop(
        "a fever that is not over, or fever recorded as present today or yesterday; without it a "
        "recent reading excludes fever"
    )
)
_NOW_HOURS = gettext_noop("its last reading ≥ 38.0 °C at most {n} hours ago")
_CALM_HOURS = gettext_noop("excluded by a reading at most {n} hours ago")
_COUNT_LABEL = gettext_noop("Neutropenia")
_COUNT = Message(gettext_noop("the latest count: low, or less low and falling"))
_COUNT_DAYS = gettext_noop("the latest count at most {n} calendar days old")
_FALLING = gettext_noop("falling: lower than the count before it")


def _afebrile_and_fever() -> tuple[CardCriterion, CardCriterion]:
    """As fever back has them: the same limits, described once."""
    afebrile, back = fever_back.CARD.criteria
    return afebrile, replace(back, id="fever", label=_FEVER_LABEL, condition=_FEVER)


COURSE = RuleCard(
    rule=fever_episodes.RULE,
    version=fever_episodes.VERSION,
    title=fever_episodes.TITLE,
    citation=fever_episodes.CITATION,
    module=fever_episodes.__name__,
    answers=gettext_noop(
        "When did fever begin, peak, leave and come back, and how long after the first dose?"
    ),
    population=gettext_noop("Anybody with temperatures; the clock: on a course of ruxolitinib."),
    criteria=(
        *_afebrile_and_fever(),
        CardCriterion.ours("clock", _CLOCK_LABEL, _CLOCK,
              Boundary.ours("before_dose", _BEFORE, n=BEFORE_DOSE // _HOUR)),
        CardCriterion.ours("open", _OPEN_LABEL, _OPEN,
              Boundary.ours("ongoing", _OPEN_HOURS, n=AFEBRILE_FOR // _HOUR)),
    ),
    our_definitions=(
        gettext_noop(
            "The whole rule. Wang 2020: 30 of all 34 afebrile within 24 hours, how many were "
            "febrile is not stated. Chi 2020: normal “after 2 days” in the text, 3 days in the "
            "legends, and four of the 11 were already afebrile."
        ),
        gettext_noop(
            "A first dose known by its date only: the earliest reading of that day still counts "
            "as before it, and calendar days are told instead of hours."
        ),
        gettext_noop(
            "Fever came back, or did not: not said to have stayed away after a gap over 12 hours."
        ),
    ),
)  # fmt: skip

NEUTROPENIA = RuleCard(
    rule=fever_neutropenia.RULE,
    version=fever_neutropenia.VERSION,
    title=fever_neutropenia.TITLE,
    citation=fever_neutropenia.CITATION,
    module=fever_neutropenia.__name__,
    answers=gettext_noop("Is there fever now, with low neutrophils?"),
    population=gettext_noop("Anybody, on ruxolitinib or not; it comes first in the worklist."),
    criteria=(
        CardCriterion.ours("fever", _FEVER_LABEL, _NOW,
              Boundary.ours("fever_hours", _NOW_HOURS, n=fever_neutropenia.FEVER_WITHIN // _HOUR),
              Boundary.ours("calm_hours", _CALM_HOURS, n=fever_neutropenia.CALM_WITHIN // _HOUR)),
        CardCriterion.ours("neutropenia", _COUNT_LABEL, _COUNT,
              Boundary.of(low_neutrophils.LOW, "our_definition", "low"),
              Boundary.of(low_neutrophils.LOW_IF_FALLING, "our_definition", "low_if_falling"),
              Boundary.ours("falling", _FALLING),
              Boundary.ours("count_days", _COUNT_DAYS, n=low_neutrophils.COUNT_DAYS)),
    ),
    our_definitions=(
        gettext_noop("What counts as fever now, as the count that decides, and as falling."),
        gettext_noop(
            "The latest count of the last 14 days; an old or superseded one leaves it open, but a "
            "low one keeps it urgent."
        ),
        gettext_noop(
            "Urgent though not certain: fever with a count that may be low, and one reading of "
            "38.0 °C or more, not yet a fever, with a low count."
        ),
    ),
)  # fmt: skip
