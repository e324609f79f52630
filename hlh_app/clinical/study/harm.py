"""Toxicity of the first course of ruxolitinib by the highest new grade, CTCAE v5.0 and v4.03.

Counted are results after the first dose up to the first dose of another course, or up to the day of
conditioning or transplant. New: the grade is higher than that before the first dose. A grade that
is open is kept as the lowest and the highest that it may be. What is still awaited says nothing.
The two versions differ in ALT, AST and bilirubin alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from hlh_app.clinical.case import AdverseEvent, Case, FindingStatus, Moment, Observation
from hlh_app.clinical.courses import Course, courses
from hlh_app.clinical.ctcae import NONE, Grade, worst_of
from hlh_app.clinical.ctcae_tables import CURRENT, TABLES
from hlh_app.clinical.schedule import days_after
from hlh_app.clinical.study.said import said
from hlh_app.clinical.text import gettext_noop
from hlh_app.clinical.toxicity_chart import CourseBefore, Graded, ToxicityChart, counted_until
from hlh_app.clinical.windows import History, is_pending

OLDER = "4.03"
DIFFERENT = tuple(
    analyte for analyte, term in TABLES[CURRENT].items() if term != TABLES[OLDER][analyte]
)
Term = tuple[int | None, int | None, int, int, int, int]
_ENDING = frozenset({"conditioning", "transplant", "death"})
Event = tuple[str, str | None, int | None, int, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Harm:
    """``terms``: by analyte measured after the first dose the grade before it, the worst since and
    the worst new one, each as the lowest and the highest that it may be; before: None without a
    value, worst new: 0 without a new one. ``terms_v4``: of the analytes that v4.03 grades
    otherwise. ``events``: (category, term, grade, day, action) of each from day 0 on."""

    ctcae: str = said(gettext_noop("CTCAE version"), default=CURRENT)
    terms: dict[str, Term] = said(
        gettext_noop("Grade before, worst grade since and worst new grade by term"),
        default_factory=dict,
    )
    terms_v4: dict[str, Term] = said(
        gettext_noop("The same by CTCAE v4.03 where it grades otherwise"), default_factory=dict
    )
    events: tuple[Event, ...] = said(gettext_noop("Events entered by hand"), default=())
    stopped_for_toxicity: bool | None = said(
        gettext_noop("Ruxolitinib stopped for toxicity"),
        note=gettext_noop(
            "By the reason recorded with the last dose of the first course. Without a reason: yes "
            "where an event was entered as a cause to stop, no where conditioning, transplant or "
            "death came by the next day, else not known (our definition)."
        ),
    )


def harm(history: History, as_of: Moment) -> Harm:
    """Of one patient; empty without a dose of ruxolitinib."""
    given = courses(history.case, as_of)
    if not given:
        return Harm()
    second = given[1].day0 if len(given) > 1 else None
    history = decisive(history, as_of, given)
    chart = ToxicityChart(history, as_of)
    first = chart.befores[0]
    events = _events(history.case.adverse_events, first, second, as_of.day)
    return Harm(
        terms=terms_of(chart),
        terms_v4=terms_of(ToxicityChart(history, as_of, OLDER, DIFFERENT)),
        events=events,
        stopped_for_toxicity=_stopped_for_toxicity(history.case, first.course, events),
    )


def decisive(history: History, as_of: Moment, given: Sequence[Course]) -> History:
    """The same with those results only that can be the worst of the first course, which saves most
    of the grading: of results with one unit and one interval the worse has the higher grade. Those
    near a first dose are all kept, as are readings of the temperature: how long a fever lasted is
    told by the readings around it."""
    near = {days_after(course.day0, days) for course in given[:2] for days in (-1, 0, 1)}
    last = [course.day0 for course in given[1:2]] + [
        counted_until(history.case, given[0].day0, as_of)
    ]
    until = min((day for day in last if day is not None), default=date.max)
    kept = list(history.observations.get("temperature", ()))
    for analyte, term in TABLES[CURRENT].items():
        worst: dict[tuple[object, ...], Observation] = {}
        for row in history.observations.get(analyte, ()) if analyte != "temperature" else ():
            day = row.measured_at.day
            if day <= given[0].day0 or day in near or row.comparator or not _seen(row, as_of):
                kept.append(row)
            elif day <= until:
                place = (row.unit, row.low, row.high)
                worst[place] = _worse(worst.get(place, row), row, term.falls)
        kept += worst.values()
    return History(replace(history.case, observations=tuple(kept)))


def _seen(row: Observation, as_of: Moment) -> bool:
    return row.measured_at.seen <= as_of.at and not is_pending(row, as_of)


def _worse(one: Observation, other: Observation, falls: bool) -> Observation:
    assert one.value is not None
    assert other.value is not None
    return other if (other.value < one.value) is falls else one


def terms_of(chart: ToxicityChart) -> dict[str, Term]:
    """Of the first course of a chart that has one."""
    first = chart.befores[0]
    found = {}
    for analyte in chart.terms:
        rows = chart.graded[analyte]
        since = [g for g in rows if g.counted and g.course_day0 == first.course.day0]
        if since:
            found[analyte] = _term(first.grades.get(analyte), since)
    return found


def _term(before: Graded | None, since: Sequence[Graded]) -> Term:
    was = (None, None) if before is None else tuple(before.grade)
    worst = worst_of(*(graded.grade for graded in since))
    new = worst_of(*(_new(graded) for graded in since))
    return (*was, *worst, *new)


def _new(graded: Graded) -> Grade:
    """The grade as far as it is higher than before."""
    if graded.new is None:
        return Grade(0, graded.grade.high)
    return graded.grade if graded.new else NONE


def _events(
    entered: Iterable[AdverseEvent], first: CourseBefore, second: date | None, last: date
) -> tuple[Event, ...]:
    """Those that began in the course, by day; as far as results are counted."""
    day0 = first.course.day0
    until = min(day for day in (last, first.until) if day is not None)
    seen = [
        event
        for event in entered
        if event.status is FindingStatus.PRESENT
        and day0 <= event.on <= until
        and (second is None or event.on < second)
    ]
    seen.sort(key=lambda e: (e.on, e.category, e.term or "", e.grade or 0, e.key))
    return tuple((e.category, e.term, e.grade, (e.on - day0).days, e.action) for e in seen)


def _stopped_for_toxicity(case: Case, course: Course, events: Sequence[Event]) -> bool | None:
    """False while it is given."""
    last = course.last_dose_on
    if last is None:
        return False
    reasons = {row.stop_reason for row in course.exposures if row.stop == last}
    if "toxicity" in reasons:
        return True
    if None not in reasons:
        return False
    if any(action == "stopped" for *_event, action in events):
        return True
    ended = any(e.event in _ENDING and last <= e.on <= days_after(last, 1) for e in case.events)
    return False if ended else None
