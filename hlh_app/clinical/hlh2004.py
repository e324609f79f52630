"""HLH-2004: a molecular diagnosis consistent with HLH, or at least five of eight criteria.

Population: written for children under 18 years, used at all ages. Limits: criteria met is not a
diagnosis; other causes are to be excluded. Henter, Pediatr Blood Cancer 2007;48:124
(10.1002/pbc.21039). Which values count, and the two readings "at diagnosis" and "now", are our
definition.
"""

from dataclasses import dataclass
from decimal import Decimal

from hlh_app.clinical import criteria_set, hlh_card
from hlh_app.clinical.card import RuleCard
from hlh_app.clinical.case import Case, Moment
from hlh_app.clinical.first_met import first_met
from hlh_app.clinical.hlh_criteria import DEFAULT_FEVER_CEL, hlh_criteria
from hlh_app.clinical.outcome import Outcome
from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.clinical.therapy import first_therapy
from hlh_app.clinical.verdict import Count, Criterion, Verdict
from hlh_app.clinical.windows import WINDOW_DAYS, History, View

RULE = "hlh2004"
VERSION = "1.0.0"
TITLE = gettext_noop("HLH-2004")
CITATION = "henter2007"

ACTIVITY = Message(
    gettext_noop("activity, not a diagnosis: {drug} was begun on {start}"),
)
EXCLUDE = Message(
    gettext_noop(
        "Criteria met is not a diagnosis: exclude lymphoma, sepsis, leishmaniasis and other causes."
    )
)
WINDOW_NOTE = gettext_noop(
    "Values measured in the {days} days before count, the worst of each (our definition)."
)
_BY_CRITERIA = gettext_noop("{met} of {total} criteria are met; {needed} are needed.")
_BY_GENES = gettext_noop(
    "Met by a molecular diagnosis: predisposition, not proof of active HLH. "
    "{met} of {total} criteria are met, {unknown} unknown."
)
_NOT_MET = gettext_noop(
    "{met} of {total} criteria are met and {unknown} unknown: {needed} cannot be reached."
)
_FEWER_NOW = gettext_noop("Fewer than {needed} now: {met} of {total} are met, {unknown} unknown.")
_OPEN = gettext_noop(
    "Open: {met} of {total} criteria are met, {unknown} unknown; {needed} are needed."
)
_OPEN_GENES = gettext_noop(
    "Open: {met} of {total} criteria are met, {unknown} unknown; the molecular result is pending."
)

CARD = RuleCard(
    rule=RULE,
    version=VERSION,
    title=TITLE,
    citation=CITATION,
    module=__name__,
    answers=gettext_noop(
        "Are the HLH-2004 criteria met: a molecular diagnosis, or at least five of eight?"
    ),
    population=gettext_noop(
        "Written for children under 18 years, used at all ages. Criteria met is not a diagnosis: "
        "lymphoma, sepsis, leishmaniasis and other causes are to be excluded."
    ),
    criteria=hlh_card.criteria_of(8, CITATION),
    our_definitions=(
        *hlh_card.OUR_DEFINITIONS,
        gettext_noop("Hemophagocytosis in the liver counts, as in later tables."),
    ),
)


@dataclass(frozen=True, slots=True)
class Hlh2004:
    """Two readings, never mixed. ``now``: as of the moment asked about. ``at_diagnosis``: as of
    the first moment at which the criteria held, None if they never did. ``first_met``: that
    moment, the ``measured_at`` of an observation."""

    now: Verdict
    at_diagnosis: Verdict | None
    first_met: Moment | None


def hlh2004(
    case: Case,
    as_of: Moment,
    window_days: int = WINDOW_DAYS,
    fever_cel: Decimal = DEFAULT_FEVER_CEL,
) -> Hlh2004:
    """Both readings as of ``as_of``."""
    view = View(History(case), as_of, window_days)
    return both_readings(view, hlh_criteria(view, fever_cel), fever_cel)


def both_readings(view: View, criteria: tuple[Criterion, ...], fever_cel: Decimal) -> Hlh2004:
    """As :func:`hlh2004`, on criteria already judged for ``view``."""
    now = verdict(view, criteria, fever_cel)
    found = first_met(view, fever_cel)
    if found is None:
        return Hlh2004(now, None, None)
    moment, as_written = found
    if moment == view.as_of:
        return Hlh2004(now, now, as_written)
    then = View(view.history, moment, view.window_days)
    return Hlh2004(now, verdict(then, hlh_criteria(then, fever_cel), fever_cel), as_written)


def verdict(view: View, criteria: tuple[Criterion, ...], fever_cel: Decimal) -> Verdict:
    """One reading as of the view's moment."""
    genes = criteria_set.molecular(view)
    count = criteria_set.count_of(criteria)
    outcome = criteria_set.outcome_with(count.met, count.unknown, genes)
    questions = criteria_set.open_questions(criteria, count, genes)
    therapy = first_therapy(view.case, view.as_of)
    path = criteria_set.path_of(count, genes)
    activity = None
    if therapy is not None:
        activity = Message(ACTIVITY.template, {"drug": therapy.drug, "start": therapy.start})
    return Verdict(
        rule=RULE,
        version=VERSION,
        title=TITLE,
        citation=CITATION,
        outcome=outcome,
        as_of=view.as_of,
        window_days=view.window_days,
        statement=statement(outcome, path, count, genes.pending, activity is not None),
        criteria=criteria,
        molecular=genes.criterion,
        count=count,
        path=path,
        pivotal=criteria_set.pivots(questions),
        open_questions=questions,
        settled_by=settled_by(outcome, count, genes),
        fever_threshold=fever_cel,
        activity=activity,
        notes=notes(view, outcome),
    )


def settled_by(outcome: Outcome, count: Count, genes: criteria_set.Molecular) -> Message | None:
    """How many open criteria would settle it; None when settled or waiting for genes alone."""
    if outcome is not Outcome.UNKNOWN or genes.pending:
        return None
    return criteria_set.settled_by(count)


def statement(
    outcome: Outcome, path: str | None, count: Count, genes_pending: bool, treated: bool
) -> Message:
    """The verdict in one sentence. Once treatment has begun a negative is "fewer than 5 now"."""
    values: dict[str, int] = {
        "met": count.met,
        "total": count.total,
        "unknown": count.unknown,
        "needed": criteria_set.NEEDED,
    }
    if outcome is Outcome.MET:
        template = _BY_CRITERIA if path == "criteria" else _BY_GENES
    elif outcome is Outcome.NOT_MET:
        template = _FEWER_NOW if treated else _NOT_MET
    else:
        template = _OPEN_GENES if genes_pending else _OPEN
    return Message(template, dict(values))


def notes(view: View, outcome: Outcome) -> tuple[Message, ...]:
    """What is printed below: the window, and that criteria met is not a diagnosis."""
    window = Message(WINDOW_NOTE, {"days": view.window_days})
    return (EXCLUDE, window) if outcome is Outcome.MET else (window,)
