"""The handover of one patient as the worklist has it, as of the moment of the page."""

from __future__ import annotations

from hlh_app.clinical.handover import handover as sentences
from hlh_app.clinical.tasks import tasks
from hlh_app.records.worklist import Entry
from hlh_app.web.record import Record

from .worklist import handover_text


def handover(record: Record) -> str:
    """One paragraph: who, the state, what is to do on the day asked about, else today."""
    today = record.as_of.day if record.asked else record.today
    due = tuple(task for task in tasks(record.assessment) if task.shows_on(today))
    entry = Entry(
        patient=record.patient,
        today=today,
        tasks=tuple(sorted(due, key=lambda task: task.rank(today))),
        handover=sentences(record.assessment, ()),
        stale=False,
    )
    return handover_text(record.patient, entry)
