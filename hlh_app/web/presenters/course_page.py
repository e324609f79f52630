"""The course of one patient: response twice, relapse, survival, fever, doses, what is next."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hlh_app.clinical.outcome import Outcome
from hlh_app.web.record import Record

from . import course_events, course_fever, course_response, course_transplant, course_treatment
from .links import Trail
from .parts import part
from .passages import Account, moment_line
from .sentences import say
from .status import ended_line, response_line

PASSAGES = (
    course_response.passage,
    course_events.passage,
    course_fever.passage,
    course_treatment.doses,
    course_treatment.steroids,
    course_transplant.window,
    course_transplant.calendar,
)


def course_page(record: Record) -> Account:
    trail = Trail.of(record.patient.pk)
    return Account(
        title=_("Course"),
        moment=moment_line(record),
        lead=part(_lead, record).shown or "",
        passages=tuple(part(build, record, trail) for build in PASSAGES),
    )


def _lead(record: Record) -> str:
    """The response; relapse or progression goes before it."""
    told = response_line(record.response)
    ended = ended_line(record.case, record.as_of)
    told = f"{ended} {told}" if ended else told
    events = course_events.events_of(record)
    for event in (events.relapse, events.progression) if events else ():
        if event.outcome is Outcome.MET:
            return f"{say(event.statement)} {told}"
    return told
