"""The worklist: one line a patient, why it is here, what to do, and the handover to copy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hlh_app.clinical.handover import TASKS_SAID
from hlh_app.clinical.task import ACTIONS, LABELS, Task, TaskKind
from hlh_app.records.models import Patient
from hlh_app.records.worklist import Entry

from . import formats
from .people import age_on, sex, source_mark, trigger
from .sentences import say, say_all
from .words import inside, sentence

URGENT = (TaskKind.FEVER_NEUTROPENIA, TaskKind.FEVER_BACK)
ENTERS = {
    TaskKind.RESPONSE: "web:visit-new",
    TaskKind.FOLLOW_UP: "web:visit-new",
    TaskKind.PENDING: "web:visit-new",
    TaskKind.DECIDING_TEST: "web:visit-new",
}
"""Where the one action leads; to the patient for all others, and for whoever only reads."""


@dataclass(frozen=True, slots=True)
class TaskLine:
    """``label`` is the kind, ``when`` its due day in words, empty for what has none."""

    label: str
    why: str
    when: str
    overdue: bool


@dataclass(frozen=True, slots=True)
class WorkLine:
    """``first``: the most urgent task; ``others`` stand below it. ``todo``: the one action."""

    url: str
    code: str
    name: str
    who: str
    mark: str
    first: TaskLine
    others: tuple[TaskLine, ...]
    todo: str
    todo_url: str
    urgent: bool
    handover: str
    stale: bool


def lines(entries: Iterable[Entry]) -> tuple[WorkLine, ...]:
    return tuple(_line(entry) for entry in entries)


def _line(entry: Entry) -> WorkLine:
    patient, first = entry.patient, entry.tasks[0]
    url = reverse("web:patient", args=[patient.pk])
    return WorkLine(
        url=url,
        code=patient.code,
        name=patient.name,
        who=_who(patient, entry.today),
        mark=source_mark(patient.source),
        first=task_line(first, entry.today),
        others=tuple(task_line(task, entry.today) for task in entry.tasks[1:]),
        todo=_(ACTIONS[first.kind]),
        todo_url=_action_url(first, patient, url),
        urgent=first.kind in URGENT,
        handover=handover_text(patient, entry),
        stale=entry.stale,
    )


def _who(patient: Patient, today: date) -> str:
    illness = trigger(patient.trigger, patient.trigger_agent, patient.trigger_detail)
    told = _("trigger: %(trigger)s") % {"trigger": inside(illness)}
    return f"{age_on(patient, today)} · {sex(patient.sex)} · {told}"


def _action_url(task: Task, patient: Patient, url: str) -> str:
    name = ENTERS.get(task.kind)
    return reverse(name, args=[patient.pk]) if name else url


def task_line(task: Task, today: date) -> TaskLine:
    """The label stands before the reason, which then need not begin with it."""
    label = _(LABELS[task.kind])
    return TaskLine(
        label=label,
        why=sentence(say(task.why).removeprefix(f"{label}: ")),
        when=_when(task, today),
        overdue=task.is_overdue(today),
    )


def _when(task: Task, today: date) -> str:
    """Overdue by 3 days; due today; due 25-Nov-2026."""
    if task.due_on is None:
        return ""
    days = (today - task.due_on).days
    if days > 0:
        return ngettext("overdue by %(n)s day", "overdue by %(n)s days", days) % {"n": days}
    if days == 0:
        return _("due today")
    return _("due %(day)s") % {"day": formats.day(task.due_on)}


def handover_text(patient: Patient, entry: Entry) -> str:
    """One paragraph for the handover sheet: who, what may harm today, the state, what is to do."""
    name = f" {patient.name}" if patient.name else ""
    who = f"{patient.code}{name}: {_who(patient, entry.today)}."
    tasks = entry.tasks[:TASKS_SAID]
    danger = [_as_sentence(task) for task in tasks if task.is_danger]
    state = [sentence(line) for line in say_all(entry.handover)]
    to_do = [_as_sentence(task) for task in tasks if not task.is_danger]
    return " ".join([who, *danger, *state, *to_do])


def _as_sentence(task: Task) -> str:
    return sentence(say(task.why)).rstrip(".") + "."
