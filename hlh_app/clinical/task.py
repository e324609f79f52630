"""One thing to do about a patient, with why: a line of the worklist.

A task says from which day it shows, when it is due and until when it can still be done; whether it
is overdue is for whoever knows what day it is. The order of the kinds is their urgency (our
definition): what may harm today before what can be repaired, and that before what is due.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hlh_app.clinical.text import Message, gettext_noop


class TaskKind(StrEnum):
    """Most urgent first."""

    FEVER_NEUTROPENIA = "fever_neutropenia"
    FEVER_BACK = "fever_back"
    RELAPSE = "relapse"
    SEVERE_TOXICITY = "severe_toxicity"
    CAUTION = "caution"
    STOPPED_WITHOUT_TAPER = "stopped_without_taper"
    TRANSPLANT_WINDOW = "transplant_window"
    DECIDING_TEST = "deciding_test"
    PENDING = "pending"
    RESPONSE = "response"
    FOLLOW_UP = "follow_up"
    SILENT = "silent"


URGENCY = {kind: rank for rank, kind in enumerate(TaskKind)}

LABELS = {
    TaskKind.FEVER_NEUTROPENIA: gettext_noop("Fever with neutropenia"),
    TaskKind.FEVER_BACK: gettext_noop("Fever back on ruxolitinib"),
    TaskKind.RELAPSE: gettext_noop("Relapse or progression"),
    TaskKind.CAUTION: gettext_noop("Caution beside the dose"),
    TaskKind.SEVERE_TOXICITY: gettext_noop("Toxicity of grade 3 or worse"),
    TaskKind.STOPPED_WITHOUT_TAPER: gettext_noop("Stopped without taper"),
    TaskKind.TRANSPLANT_WINDOW: gettext_noop("Transplant window"),
    TaskKind.DECIDING_TEST: gettext_noop("Test that decides"),
    TaskKind.PENDING: gettext_noop("Result awaited"),
    TaskKind.RESPONSE: gettext_noop("Response"),
    TaskKind.FOLLOW_UP: gettext_noop("Follow-up"),
    TaskKind.SILENT: gettext_noop("Nothing recorded"),
}

ACTIONS = {
    TaskKind.FEVER_NEUTROPENIA: gettext_noop("See the patient now"),
    TaskKind.FEVER_BACK: gettext_noop("Look for infection before raising the dose"),
    TaskKind.RELAPSE: gettext_noop("Review the treatment"),
    TaskKind.CAUTION: gettext_noop("Review the dose and what stands beside it"),
    TaskKind.SEVERE_TOXICITY: gettext_noop("Review toxicity and dose"),
    TaskKind.STOPPED_WITHOUT_TAPER: gettext_noop("Confirm the stop, watch for rebound"),
    TaskKind.TRANSPLANT_WINDOW: gettext_noop("Decide about transplantation"),
    TaskKind.DECIDING_TEST: gettext_noop("Enter or send the test"),
    TaskKind.PENDING: gettext_noop("Ask the laboratory, enter the result"),
    TaskKind.RESPONSE: gettext_noop("Enter the visit"),
    TaskKind.FOLLOW_UP: gettext_noop("Enter the visit"),
    TaskKind.SILENT: gettext_noop("Find out how the patient is, and record it"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """``why`` in words. ``shows_from``, ``shows_until``: the days on which it stands in the list,
    both included, None without an end. ``due_on``: the day after which it is overdue. ``grade``:
    of two of one kind the higher comes first."""

    kind: TaskKind
    why: Message
    shows_from: date
    due_on: date | None = None
    shows_until: date | None = None
    grade: int = 0

    @property
    def is_danger(self) -> bool:
        """What may harm today, to be said before the state of the patient."""
        return URGENCY[self.kind] <= URGENCY[TaskKind.CAUTION]

    def shows_on(self, day: date) -> bool:
        return self.shows_from <= day and (self.shows_until is None or day <= self.shows_until)

    def is_overdue(self, day: date) -> bool:
        return self.due_on is not None and self.due_on < day

    def rank(self, day: date) -> tuple[int, int, bool, date]:
        """Sorts a list of tasks as it is printed on ``day``, the most urgent first."""
        late = self.is_overdue(day)
        return URGENCY[self.kind], -self.grade, not late, self.due_on or self.shows_from
