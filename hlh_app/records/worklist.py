"""The worklist: every living patient with something to do today, the most urgent first.

Read from the summaries; what is overdue is reckoned from today at the patient's centre. A summary
that is out of date is worked out anew for the page, up to a number; beyond it the stored one is
shown and says so, until ``manage.py renew`` has run. One that other rules wrote is not read: what
they asked for need not be true any more, and the list says how many such patients it leaves out.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from hlh_app.clinical.task import Task
from hlh_app.clinical.text import Message
from hlh_app.records import stored_messages, stored_tasks, summaries
from hlh_app.records.models import Patient, PatientSummary
from hlh_app.records.models.choices import Source
from hlh_app.records.summary_columns import kept_with

WORKED_OUT_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Entry:
    """One patient with what shows today, the most urgent first, and the handover.

    ``stale``: the summary behind it is out of date and was not worked out anew.
    """

    patient: Patient
    today: date
    tasks: tuple[Task, ...]
    handover: tuple[Message, ...]
    stale: bool


class Worklist(list[Entry]):
    """``left_out``: patients of whom nothing is known that the rules of today would say."""

    left_out: int = 0


def worklist(patients: QuerySet[Patient], now: datetime) -> Worklist:
    """``patients`` with centre and summary joined. Published cases are over: they never show."""
    found = list(patients.exclude(source=Source.PUBLISHED))
    worked_out = _worked_out(found, now)
    entries = [_entry(p, worked_out.get(p.pk), now) for p in found]
    made = Worklist(sorted((entry for entry in entries if entry and entry.tasks), key=_rank))
    made.left_out = entries.count(None)
    return made


def _worked_out(patients: Iterable[Patient], now: datetime) -> dict[int, PatientSummary]:
    """Summaries that may be shown, by patient: the current ones, and the first outdated anew."""
    current, outdated = {}, []
    for patient in patients:
        summary, centre = summaries.summary_of(patient), patient.centre
        if summary and summaries.is_current(summary, centre, centre.day_of(now)):
            current[patient.pk] = summary
        else:
            outdated.append(patient)
    anew = summaries.computed(outdated[:WORKED_OUT_AT_ONCE], now)
    return current | {summary.patient_id: summary for summary in anew}


def _entry(patient: Patient, current: PatientSummary | None, now: datetime) -> Entry | None:
    """None without a summary that the rules of today wrote."""
    summary = current or summaries.summary_of(patient)
    if summary is None or summary.rule_versions != kept_with(patient.centre):
        return None
    today = patient.centre.day_of(now)
    tasks = shown(summary, today)
    handover = summary.handover if tasks else ()
    return Entry(
        patient=patient,
        today=today,
        tasks=tasks,
        handover=tuple(stored_messages.restored(m) for m in handover),
        stale=current is None,
    )


def shown(summary: PatientSummary, today: date) -> tuple[Task, ...]:
    """The tasks of a summary that stand in the list of that day, the most urgent first."""
    tasks = [stored_tasks.restored(task) for task in summary.tasks]
    return tuple(sorted((t for t in tasks if t.shows_on(today)), key=lambda t: t.rank(today)))


def _rank(entry: Entry) -> tuple[tuple[int, int, bool, date], str]:
    return entry.tasks[0].rank(entry.today), entry.patient.code
