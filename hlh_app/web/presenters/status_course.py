"""What of the course matters at the head of the page: relapse, toxicity, the transplant window."""

from __future__ import annotations

from collections.abc import Iterator

from hlh_app.clinical.outcome import Outcome
from hlh_app.clinical.task import Task, TaskKind
from hlh_app.clinical.tasks_of_treatment import treatment_tasks
from hlh_app.records import summaries
from hlh_app.records.worklist import shown
from hlh_app.web.record import Record

from .course_events import events_of
from .parts import part
from .sentences import say
from .words import sentence

AT_THE_HEAD = (TaskKind.SEVERE_TOXICITY, TaskKind.TRANSPLANT_WINDOW)


def urgent_tasks(record: Record) -> dict[TaskKind, Task]:
    """Fever with neutropenia, toxicity and transplant window, as they stand in the worklist.

    Today's from the patient's summary while it is true and can be read; else reckoned anew.
    """
    today = record.as_of.day if record.asked else record.today
    found = part(_stored, record).shown
    if found is None:
        every = treatment_tasks(record.view, record.patient.centre.fever_threshold)
        found = tuple(task for task in every if task.shows_on(today))
    return {task.kind: task for task in found}


def _stored(record: Record) -> tuple[Task, ...] | None:
    summary, centre = summaries.summary_of(record.patient), record.patient.centre
    if record.asked or not summaries.is_current(summary, centre, record.today):
        return None
    return shown(summary, record.today) if summary else None


def urgent_line(tasks: dict[TaskKind, Task]) -> str:
    """Fever with neutropenia goes before everything."""
    task = tasks.get(TaskKind.FEVER_NEUTROPENIA)
    return say(task.why) if task else ""


def course_lines(record: Record, tasks: dict[TaskKind, Task]) -> tuple[str, ...]:
    """Each a sentence; none where nothing asks for attention."""
    said = (tasks[kind].why for kind in AT_THE_HEAD if kind in tasks)
    return (*_events(record), *(sentence(say(why)).rstrip(".") + "." for why in said))


def _events(record: Record) -> Iterator[str]:
    events = events_of(record)
    for event in (events.relapse, events.progression) if events else ():
        if event.outcome is Outcome.MET:
            yield say(event.statement)
