"""Fever that comes back on ruxolitinib (our definition).

Afebrile: over at least 24 hours three readings or more, no gap over 12 hours, all below 38.0 °C.
Back: after that one reading of 38.5 °C or more, or two of 38.0 °C or more at least an hour apart,
until afebrile again. Asked only while ruxolitinib is given. Infection comes first: Wang 2020 saw a
lung infection grow worse in 3 of 34 and a urinary infection in 1.
"""

from datetime import timedelta
from decimal import Decimal

from hlh_app.clinical.card import Boundary, CardCriterion, RuleCard
from hlh_app.clinical.case import Case, Moment, Observation
from hlh_app.clinical.courses import Course, CourseEndReason, latest_course
from hlh_app.clinical.fever_runs import (
    AFEBRILE_FOR,
    AFEBRILE_READINGS,
    APART,
    FEBRILE,
    LONGEST_GAP,
    fever_runs,
    temperatures,
)
from hlh_app.clinical.hlh_criteria import DEFAULT_FEVER_CEL, fever_threshold
from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.clinical.windows import History

RULE = "fever_back"
VERSION = "1.0.0"
TITLE = gettext_noop("Fever back on ruxolitinib")
CITATION = "our_definition"

ADVICE = gettext_noop(
    "Fever is back on ruxolitinib since {when}: look for infection before raising the dose."
)

_AFEBRILE_LABEL = gettext_noop("Afebrile")
_BACK_LABEL = gettext_noop("Fever back")
_AFEBRILE = Message(gettext_noop("readings below the fever limit, long and often enough"))
_BACK = Message(gettext_noop("after an afebrile stretch, one high reading or two lower ones"))
_HOURS = timedelta(hours=1)

CARD = RuleCard(
    rule=RULE,
    version=VERSION,
    title=TITLE,
    citation=CITATION,
    module=__name__,
    answers=gettext_noop("Has fever come back while ruxolitinib is given?"),
    population=gettext_noop(
        "Anybody on a course of ruxolitinib. The answer is followed by “look for infection "
        "before raising the dose”: Wang 2020 saw a lung infection grow worse in 3 of 34."
    ),
    criteria=(
        CardCriterion(
            id="afebrile", label=_AFEBRILE_LABEL, condition=_AFEBRILE, citation=CITATION,
            boundaries=(
                Boundary.ours(
                    "afebrile_below", gettext_noop("every reading < {limit} °C"),
                    limit=FEBRILE.limit,
                ),
                Boundary.ours(
                    "afebrile_readings", gettext_noop("at least {n} readings"),
                    n=AFEBRILE_READINGS,
                ),
                Boundary.ours(
                    "afebrile_hours", gettext_noop("over at least {n} hours"),
                    n=AFEBRILE_FOR // _HOURS,
                ),
                Boundary.ours(
                    "gap_hours", gettext_noop("no gap over {n} hours"), n=LONGEST_GAP // _HOURS
                ),
            ),
            our_definition=True,
        ),
        CardCriterion(
            id="back", label=_BACK_LABEL, condition=_BACK, citation=CITATION,
            boundaries=(
                Boundary.ours(
                    "one_reading", gettext_noop("one reading ≥ {limit} °C"),
                    limit=DEFAULT_FEVER_CEL,
                ),
                Boundary.ours(
                    "two_readings", gettext_noop("or two readings ≥ {limit} °C"),
                    limit=FEBRILE.limit,
                ),
                Boundary.ours(
                    "apart_hours", gettext_noop("the two at least {n} hour apart"),
                    n=APART // _HOURS,
                ),
            ),
            our_definition=True,
        ),
    ),
    our_definitions=(
        gettext_noop("The whole rule: the papers do not say when fever has come back."),
    ),
)  # fmt: skip


def fever_back(
    case: Case,
    as_of: Moment,
    fever_cel: Decimal = DEFAULT_FEVER_CEL,
    history: History | None = None,
) -> Observation | None:
    """The reading with which fever came back in the course being given; None when it did not."""
    course = latest_course(case, as_of)
    if course is None or _is_over(course, as_of):
        return None
    since = course.first_dose.seen
    readings = temperatures(history or History(case), as_of)
    on_course = (row for row in readings if row.measured_at.seen >= since)
    spells = fever_runs(on_course, fever_threshold(fever_cel)).spells
    return spells[-1].onset if spells and spells[-1].is_back else None


def _is_over(course: Course, as_of: Moment) -> bool:
    """On the day of the last dose the drug is still on board, unless the patient died."""
    end = course.stop
    if end is None:
        return False
    return end.on < as_of.day or end.reason is not CourseEndReason.LAST_DOSE


def advice(reading: Observation) -> Message:
    """What is said before anything else."""
    return Message(ADVICE, {"when": reading.measured_at})
