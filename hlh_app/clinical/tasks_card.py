"""What the worklist says of itself: its order, and how long each kind of task stands in it."""

from hlh_app.clinical import tasks, tasks_of_treatment
from hlh_app.clinical.card import Boundary, CardCriterion, RuleCard
from hlh_app.clinical.schedule import WINDOW_DAYS as RESPONSE_WINDOW_DAYS
from hlh_app.clinical.task import LABELS
from hlh_app.clinical.text import Message, gettext_noop, listed
from hlh_app.clinical.windows import WINDOW_DAYS

TITLE = gettext_noop("Worklist")
_ORDER_LABEL = gettext_noop("Order")
_DANGER_LABEL = gettext_noop("What may harm today")
_DANGER = Message(
    gettext_noop(
        "stands while a reading can use the last data, then as nothing recorded since; nothing is "
        "asked of a patient who died"
    )
)
_KNOWN = gettext_noop("until {days} days after the last data")
_SILENT = gettext_noop("as nothing recorded since for {days} days more")
_AWAITED_LABEL = gettext_noop("Result awaited")
_AWAITED = Message(gettext_noop("a result that is pending past its day, however long ago sent"))
_EXPECTED = Message(gettext_noop("from the day after the one on which it was expected"))
_LONG = gettext_noop("without such a day: from the day after {days} days")
_RESPONSE_LABEL = gettext_noop("Response")
_RESPONSE = Message(gettext_noop("a response day that wants values and is not settled"))
_FROM = gettext_noop("from {days} days before the day")
_UNTIL = gettext_noop("until {days} days after it")
_STOP_LABEL = gettext_noop("Stops, the transplant window, toxicity")
_STOP = Message(
    gettext_noop("a stop without taper, a window that has passed, toxicity after the last dose")
)
_STAYS = gettext_noop("until {days} days after it")

CARD = RuleCard(
    rule=tasks.RULE,
    version=tasks.VERSION,
    title=TITLE,
    citation="our_definition",
    module=tasks.__name__,
    answers=gettext_noop("What is due, overdue or decisive today, and for whom first?"),
    population=gettext_noop("Every living patient of the center; published cases never show."),
    criteria=(
        CardCriterion.ours(
            "order", _ORDER_LABEL, listed(Message(label) for label in LABELS.values())
        ),
        CardCriterion.ours(
            "danger", _DANGER_LABEL, _DANGER,
            Boundary.ours("known_days", _KNOWN, days=WINDOW_DAYS),
            Boundary.ours("silent_days", _SILENT, days=tasks.SILENT_DAYS),
        ),
        CardCriterion.ours(
            "awaited", _AWAITED_LABEL, _AWAITED,
            Boundary(id="expected", condition=_EXPECTED, citation="our_definition"),
            Boundary.ours("awaited_days", _LONG, days=tasks.AWAITED_TOO_LONG_DAYS),
        ),
        CardCriterion.ours(
            "response", _RESPONSE_LABEL, _RESPONSE,
            Boundary.ours("response_from", _FROM, days=RESPONSE_WINDOW_DAYS),
            Boundary.ours("response_until", _UNTIL, days=RESPONSE_WINDOW_DAYS),
        ),
        CardCriterion.ours(
            "stays", _STOP_LABEL, _STOP,
            Boundary.ours("stays_days", _STAYS, days=tasks_of_treatment.STAYS_DAYS),
        ),
    ),
    our_definitions=(
        gettext_noop("The order of the kinds: what may harm today, then what can be repaired."),
        gettext_noop("Of two of one kind the graver first, then what is overdue, then by the day."),
        gettext_noop("A test that decides HLH-2004 is asked for before any therapy alone."),
    ),
)  # fmt: skip
