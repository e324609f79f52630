"""What of the course matters at the head of the page: relapse, toxicity, the transplant window."""

from __future__ import annotations

from collections.abc import Iterator

from hlh_app.clinical.outcome import Outcome
from hlh_app.clinical.task import Task, TaskKind
from hlh_app.clinical.tasks_of_treatment import treatment_tasks
from hlh_app.clinical.transplant_window import WindowState, transplant_window
from hlh_app.records import summaries
from hlh_app.records.worklist import shown
from hlh_app.web.record import Record

from .course_events import events_of
from .sentences import say
from .words import sentence

SAID = (TaskKind.FEVER_NEUTROPENIA, TaskKind.SEVERE_TOXICITY)


def urgent_tasks(record: Record) -> dict[TaskKind, Task]:
    """Fever with neutropenia and toxicity of grade 3 or worse, as they stand in the worklist.

    From the patient's summary while it is true; a moment asked about is reckoned anew.
    """
    summary = summaries.summary_of(record.patient)
    centre = record.patient.centre
    if summary and not record.asked and summaries.is_current(summary, centre, record.today):
        found = shown(summary, record.today)
    else:
        found = tuple(treatment_tasks(record.view, centre.fever_threshold))
    return {task.kind: task for task in found if task.kind in SAID}


def urgent_line(tasks: dict[TaskKind, Task]) -> str:
    """Fever with neutropenia goes before everything."""
    task = tasks.get(TaskKind.FEVER_NEUTROPENIA)
    return say(task.why) if task else ""


def course_lines(record: Record, tasks: dict[TaskKind, Task]) -> tuple[str, ...]:
    """Each a sentence; none where nothing asks for attention."""
    return (*_events(record), *_toxicity(tasks), *_window(record))


def _events(record: Record) -> Iterator[str]:
    events = events_of(record)
    for event in (events.relapse, events.progression) if events else ():
        if event.outcome is Outcome.MET:
            yield say(event.statement)


def _toxicity(tasks: dict[TaskKind, Task]) -> Iterator[str]:
    task = tasks.get(TaskKind.SEVERE_TOXICITY)
    if task is not None:
        yield sentence(say(task.why)).rstrip(".") + "."


def _window(record: Record) -> Iterator[str]:
    """In its last two weeks; before them and long after there is nothing to hurry for."""
    found = transplant_window(record.view)
    if found.state is WindowState.CLOSING:
        yield say(found.statement)
