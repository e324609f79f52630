"""What the dose history says of itself."""

from hlh_app.clinical import titration
from hlh_app.clinical.card import Boundary, CardCriterion, RuleCard
from hlh_app.clinical.taper import TAPER_DAYS
from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.clinical.titration import (
    CITATION,
    DAYS_BEFORE_INFUSION,
    RESTART_AFTER_DAYS,
    RULE,
    TITLE,
    VERSION,
)

_HALF = gettext_noop("the last daily dose at most half of the highest")
_WITHIN = gettext_noop("the highest looked for in the {days} days that end with the last dose")
_PAUSE = gettext_noop("begun again more than {days} day after the last dose is a restart")
_INFUSION = gettext_noop("stopped at most {days} day before infusion is stopped for transplant")

CARD = RuleCard(
    rule=RULE, version=VERSION, title=TITLE, citation=CITATION, module=titration.__name__,
    answers=gettext_noop("How was the dose stepped, and was the drug stopped without a taper?"),
    population=gettext_noop("Anybody with a dose of ruxolitinib on record."),
    criteria=(
        CardCriterion(
            id="taper", label=gettext_noop("Tapered"), condition=Message(_HALF),
            citation="our_definition", our_definition=True,
            boundaries=(
                Boundary.ours("half", _HALF),
                Boundary.ours("taper_days", _WITHIN, days=TAPER_DAYS),
            ),
        ),
        CardCriterion(
            id="restart", label=gettext_noop("Restarted"),
            condition=Message(_PAUSE, {"days": RESTART_AFTER_DAYS}),
            citation="our_definition", our_definition=True,
            boundaries=(Boundary.ours("pause", _PAUSE, days=RESTART_AFTER_DAYS),),
        ),
        CardCriterion(
            id="for_transplant", label=gettext_noop("Stopped for transplant"),
            condition=Message(_INFUSION, {"days": DAYS_BEFORE_INFUSION}), citation="wang2020",
            boundaries=(
                Boundary(
                    id="before_infusion", citation="wang2020",
                    condition=Message(_INFUSION, {"days": DAYS_BEFORE_INFUSION}),
                ),
            ),
        ),
    ),
    our_definitions=(
        gettext_noop("What counts as a taper: neither paper nor label gives a schedule for HLH."),
        gettext_noop("mg/kg/day by the weight that was usable when the step began."),
    ),
)  # fmt: skip
