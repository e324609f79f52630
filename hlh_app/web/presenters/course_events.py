"""Relapse and progression with their reasons; survival with and without censoring at transplant."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hlh_app.clinical.citations import CITATIONS
from hlh_app.clinical.outcome import Outcome
from hlh_app.clinical.relapse import (
    CITATION,
    RULE,
    CourseEvent,
    CourseEvents,
    relapse_and_progression,
)
from hlh_app.clinical.survival import Interval
from hlh_app.web.record import Record

from . import formats, verdicts
from .links import Trail
from .passages import Cell, Passage, Row, grid, outcome_cell, row
from .readings import named
from .sentences import say
from .words import sentence


def events_of(record: Record) -> CourseEvents | None:
    return relapse_and_progression(record.case, record.as_of, record.response, record.history)


def passage(record: Record, trail: Trail) -> Passage:
    events = events_of(record)
    if events is None:
        return Passage(
            id="events",
            title=_("Relapse, progression and survival"),
            sentence=_("No ruxolitinib recorded: nothing is reckoned from a first dose."),
            rule=RULE,
            source=verdicts.source(CITATIONS[CITATION]),
        )
    judged = events.relapse if events.relapse.criteria else events.progression
    return Passage(
        id="events",
        title=_("Relapse, progression and survival"),
        sentence=event_sentence(events),
        alert=Outcome.MET in (events.relapse.outcome, events.progression.outcome),
        rule=RULE,
        source=verdicts.source(CITATIONS[CITATION]),
        lines=_worse(events.progression),
        grids=(
            *grid(_("Relapse and progression"), _event_heads(), _event_rows(events)),
            *grid(_("Survival from the first dose"), _interval_heads(), _interval_rows(events)),
        ),
        criteria_title=_("The signs that were looked at"),
        criteria=tuple(verdicts.criteria(judged.criteria, trail)),
        notes=(_open(),) if events.is_open else (),
    )


def event_sentence(events: CourseEvents) -> str:
    """What happened; else of the two the one that can be said."""
    for event in (events.relapse, events.progression):
        if event.outcome is Outcome.MET:
            return say(event.statement)
    told = events.relapse
    if told.outcome is Outcome.NOT_APPLICABLE:
        told = events.progression
    return say(told.statement)


def _event_heads() -> tuple[str, ...]:
    return (_("Event"), _("Outcome"), _("First on"), _("Reasons"))


def _event_rows(events: CourseEvents) -> list[Row]:
    return [
        _event_row(_("Relapse"), events.relapse),
        _event_row(_("Progression"), events.progression),
    ]


def _event_row(label: str, event: CourseEvent) -> Row:
    reasons = tuple(sentence(say(reason.text)) for reason in event.reasons)
    told = Cell(reasons[0], under=reasons[1:]) if reasons else Cell(say(event.statement))
    on = formats.day(event.on) if event.on is not None else "–"
    return row(label, outcome_cell(event.outcome), on, told)


def _worse(event: CourseEvent) -> tuple[str, ...]:
    if not event.worse:
        return ()
    tests = ", ".join(named(code) for code in event.worse)
    return (
        _("Worse than baseline by 25 %% or more when last assessed: %(tests)s.") % {"tests": tests},
    )


def _interval_heads() -> tuple[str, ...]:
    return (_("Survival"), _("To the event or the last record"), _("Censored at transplant"))


def _interval_rows(events: CourseEvents) -> list[Row]:
    return [
        row(_("Overall"), _interval(events.os), _interval(events.os_to_transplant)),
        row(_("Progression-free"), _interval(events.pfs), _interval(events.pfs_to_transplant)),
    ]


def _interval(found: Interval) -> Cell:
    return Cell(say(found.statement), strong=found.is_event)


def _open() -> str:
    return _(
        "Relapse or progression is open: progression-free survival may turn out to be shorter."
    )
