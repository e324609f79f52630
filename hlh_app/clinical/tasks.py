"""The worklist of one patient: what is due, overdue or decisive, each with why.

Nothing is asked of a patient who died. Which results are awaited too long is our definition: one
with an expected day from the day after it, one without from the day on which the reading of 14 days
can no longer use it. A response day shows from three days before it, when values begin to count for
it, until three days after. What may harm stands in the list while the last data are at most as old
as a reading may use, then for 90 days as "nothing recorded since".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.clinical.assess import Assessment
from hlh_app.clinical.case import Case, Finding, FindingStatus, Moment
from hlh_app.clinical.cautions import cautions
from hlh_app.clinical.dosing import Urgency
from hlh_app.clinical.events import died_on
from hlh_app.clinical.fever_back import advice, fever_back
from hlh_app.clinical.finding_labels import FINDING_LABELS
from hlh_app.clinical.given import being_given
from hlh_app.clinical.normality import COMPLETE_NEEDS
from hlh_app.clinical.relapse import relapse_and_progression
from hlh_app.clinical.response_verdict import Assessment as ResponseDay
from hlh_app.clinical.response_verdict import DayState
from hlh_app.clinical.schedule import WINDOW_DAYS as RESPONSE_WINDOW_DAYS
from hlh_app.clinical.schedule import days_after
from hlh_app.clinical.settling import OpenTest, settling_sets
from hlh_app.clinical.task import Task, TaskKind
from hlh_app.clinical.tasks_of_treatment import treatment_tasks
from hlh_app.clinical.text import Message, gettext_noop, listed
from hlh_app.clinical.therapy import RUXOLITINIB
from hlh_app.clinical.windows import History, View, visible

RULE = "worklist"
VERSION = "1.0.0"
AWAITED_TOO_LONG_DAYS = 14
SILENT_DAYS = 90

_SILENT = gettext_noop("nothing recorded since {day}; then: {why}")
_DECIDES = gettext_noop("{test} alone can decide {rule}")
_ONE_DECIDES = gettext_noop("one of these alone can decide {rule}: {tests}")
_AWAITED = gettext_noop("{test} (awaited)")
_AND_MORE = gettext_noop("{first}; {n} more to weigh")
_BESIDE = (Urgency.FIRST, Urgency.BEFORE_NEXT_DOSE)
_TOLD_APART = re.compile("fever_back|stopped_without_taper|.*_(fell|low|low_before|unclear)")
"""Cautions that are a task of their own kind already."""
_LATE = gettext_noop("{test} of {sent} was expected on {expected}")
_LONG = gettext_noop("{test} of {sent} is awaited for more than {days} days")
_RESPONSE = gettext_noop("response day {day}: needs {tests}")
_RESPONSE_ALL = gettext_noop("response day {day}: needs all seven tests")


@dataclass(frozen=True, slots=True)
class Known:
    """What the tasks are made from: the assessment and the same record as rules read it."""

    assessment: Assessment
    view: View

    @property
    def case(self) -> Case:
        return self.assessment.case

    @property
    def as_of(self) -> Moment:
        return self.assessment.as_of


def tasks(assessment: Assessment) -> tuple[Task, ...]:
    """Every task of the patient, the most urgent first.

    As of the moment of the assessment: what was to be done before it is left out, what comes later
    (the next response) is included and shows from its day on.
    """
    case, as_of = assessment.case, assessment.as_of
    if died_on(case, as_of) is not None:
        return ()
    view = View(History(case), as_of, assessment.window_days)
    known = Known(assessment, view)
    found = [*_while_known(known, [task for source in SOURCES for task in source(known)])]
    standing = (task for task in found if task.shows_until is None or task.shows_until >= as_of.day)
    return tuple(sorted(standing, key=lambda task: task.rank(as_of.day)))


def _while_known(known: Known, found: list[Task]) -> Iterator[Task]:
    """What may harm is said of now for as long as a reading can use the last data; after that the
    list says that nothing was recorded since, and what was known then."""
    last_day = days_after(known.as_of.day, known.view.window_days)
    dangers = [task for task in found if task.is_danger]
    yield from (replace(t, shows_until=last_day) if t.is_danger else t for t in found)
    if dangers:
        worst = min(dangers, key=lambda task: task.rank(known.as_of.day))
        why = Message(_SILENT, {"day": known.as_of.day, "why": worst.why})
        yield Task(
            kind=TaskKind.SILENT, why=why, shows_from=days_after(last_day, 1),
            shows_until=days_after(last_day, SILENT_DAYS),
        )  # fmt: skip


def _fever_back(known: Known) -> Iterator[Task]:
    fever_cel = known.assessment.fever_threshold
    back = fever_back(known.case, known.as_of, fever_cel, known.view.history)
    if back is not None:
        yield Task(kind=TaskKind.FEVER_BACK, why=advice(back), shows_from=back.measured_at.day)


def _deciding(known: Known) -> Iterator[Task]:
    """Before the criteria were ever met and before any therapy: each test that alone would settle
    them, in one line."""
    readings = known.assessment.hlh2004
    if readings.at_diagnosis is not None or readings.now.activity is not None:
        return
    alone = [s.tests[0] for s in settling_sets(readings.now, known.view) if len(s.tests) == 1]
    tests = [_named(test) for test in dict.fromkeys(alone)]
    if tests:
        template = _DECIDES if len(tests) == 1 else _ONE_DECIDES
        values = {"test": tests[0], "tests": listed(tests), "rule": Message(readings.now.title)}
        yield Task(
            kind=TaskKind.DECIDING_TEST, why=Message(template, values), shows_from=known.as_of.day
        )


def _named(test: OpenTest) -> Message:
    label = Message(test.label)
    return Message(_AWAITED, {"test": label}) if test.pending else label


def _relapse(known: Known) -> Iterator[Task]:
    found = relapse_and_progression(known.case, known.as_of, known.assessment.response)
    for event in (found.relapse, found.progression) if found else ():
        if event.on is not None:
            yield Task(kind=TaskKind.RELAPSE, why=event.statement, shows_from=event.on)


def _caution(known: Known) -> Iterator[Task]:
    """While ruxolitinib is given: the most urgent line beside the dose, and how many more."""
    if RUXOLITINIB not in {row.drug for row in being_given(known.case, known.as_of)}:
        return
    lines = cautions(known.view, known.assessment.dose, known.assessment.fever_threshold)
    found = [c for c in lines if c.urgency in _BESIDE and not _TOLD_APART.fullmatch(c.id)]
    if found:
        why = found[0].text
        if len(found) > 1:
            why = Message(_AND_MORE, {"first": why, "n": len(found) - 1})
        yield Task(kind=TaskKind.CAUTION, why=why, shows_from=known.as_of.day)


def _pending(known: Known) -> Iterator[Task]:
    _final, awaited = visible(known.case.observations, known.as_of)
    for row in awaited:
        label = Message(ANALYTES[row.analyte].label)
        yield _late(label, row.measured_at.day, row.expected_on)
    for finding in _pending_findings(known):
        yield _late(Message(FINDING_LABELS[finding.finding]), finding.on, finding.expected_on)


def _pending_findings(known: Known) -> Iterator[Finding]:
    """However long ago they were sent."""
    for rows in known.view.history.findings.values():
        seen = [row for row in rows if row.on <= known.as_of.day]
        if seen and seen[-1].status is FindingStatus.PENDING:
            yield seen[-1]


def _late(test: Message, sent: date, expected: date | None) -> Task:
    values: dict[str, Message | date | int] = {"test": test, "sent": sent}
    if expected is not None:
        why = Message(_LATE, {**values, "expected": expected})
        due_on = expected
    else:
        why = Message(_LONG, {**values, "days": AWAITED_TOO_LONG_DAYS})
        due_on = days_after(sent, AWAITED_TOO_LONG_DAYS)
    return Task(kind=TaskKind.PENDING, why=why, shows_from=days_after(due_on, 1), due_on=due_on)


def _responses(known: Known) -> Iterator[Task]:
    response = known.assessment.response
    for day in response.days if response else ():
        needs = [code for code in COMPLETE_NEEDS if code not in day.measured]
        if day.state is not DayState.NOT_APPLICABLE and needs and not day.is_settled:
            yield Task(
                kind=TaskKind.RESPONSE,
                why=_needs(day, needs),
                shows_from=days_after(day.on, -RESPONSE_WINDOW_DAYS),
                due_on=day.on,
                shows_until=days_after(day.on, RESPONSE_WINDOW_DAYS),
            )


def _needs(day: ResponseDay, needs: list[str]) -> Message:
    if len(needs) == len(COMPLETE_NEEDS):
        return Message(_RESPONSE_ALL, {"day": day.day})
    said = listed(Message(ANALYTES[code].label) for code in needs)
    return Message(_RESPONSE, {"day": day.day, "tests": said})


def _of_treatment(known: Known) -> Iterator[Task]:
    yield from treatment_tasks(known.view, known.assessment.fever_threshold)


SOURCES = (_of_treatment, _fever_back, _relapse, _caution, _deciding, _pending, _responses)
