"""Relapse, progression, overall and progression-free survival: neither paper defines them (ours).

Relapse: after a partial or complete response, by what is dated after it: three or more of eight
signs newly present within 14 days, or new CNS disease, or the clinician says so. Progression:
never in response until then and, from day 14, two or more markers 25 % or more worse than baseline
and outside normal limits, or other HLH therapy begun for failure, or new CNS disease, or the
clinician. After the Histiocyte Society's reactivation rule, which was not read (unverified).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from hlh_app.clinical.case import Case, Moment
from hlh_app.clinical.completions import ResponseClass
from hlh_app.clinical.courses import begun_for_failure
from hlh_app.clinical.events import happened
from hlh_app.clinical.markers import MARKERS
from hlh_app.clinical.newly_present import Sign, cns_sign, eight_signs
from hlh_app.clinical.outcome import Outcome, at_least
from hlh_app.clinical.response_verdict import Assessment, ResponseVerdict
from hlh_app.clinical.schedule import RESPONSE_DAYS, days_after
from hlh_app.clinical.survival import Ended, Interval, interval
from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.clinical.verdict import Criterion
from hlh_app.clinical.windows import WINDOW_DAYS, History
from hlh_app.clinical.worse import is_worse

RULE = "course2020"
VERSION = "1.0.0"
CITATION = "our_definition"
SIGNS_NEEDED = 3
MARKERS_NEEDED = 2
TITLE = gettext_noop("Relapse and progression")


class Why(StrEnum):
    SIGNS = "signs"
    CNS = "cns"
    CLINICIAN = "clinician"
    MARKERS = "markers"
    OTHER_THERAPY = "other_therapy"


_TEXTS = {
    Why.SIGNS: gettext_noop("{n} signs newly present on {on}"),
    Why.CNS: gettext_noop("new CNS disease on {on}"),
    Why.CLINICIAN: gettext_noop("recorded by the clinician on {on}"),
    Why.MARKERS: gettext_noop("{n} markers worse than baseline by 25 % or more on {on}"),
    Why.OTHER_THERAPY: gettext_noop("{drug} begun for failure on {on}"),
}


class Reason(NamedTuple):
    """One thing that makes a relapse or progression, and the day on which it first did."""

    why: Why
    on: date
    text: Message


@dataclass(frozen=True, slots=True)
class CourseEvent:
    """Relapse or progression. ``on``: the first day, None unless met. ``reasons``: by day.

    ``criteria``: the signs, or the markers worse than baseline, on that day, else the last word.
    ``since``: the response a relapse is reckoned from.
    """

    outcome: Outcome
    statement: Message
    reasons: tuple[Reason, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    worse: tuple[str, ...] = ()
    since: date | None = None

    @property
    def on(self) -> date | None:
        met = self.outcome is Outcome.MET
        return min(reason.on for reason in self.reasons) if met else None


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseEvents:
    """All four as of a moment; the survivals with and without censoring at transplant.

    ``is_open``: relapse or progression is not known, so that progression-free survival may turn
    out to be shorter.
    """

    as_of: Moment
    day0: date
    relapse: CourseEvent
    progression: CourseEvent
    os: Interval
    os_to_transplant: Interval
    pfs: Interval
    pfs_to_transplant: Interval
    rule: str = RULE
    version: str = VERSION
    citation: str = CITATION

    @property
    def is_open(self) -> bool:
        return Outcome.UNKNOWN in (self.relapse.outcome, self.progression.outcome)


_NO_RESPONSE = Message(gettext_noop("Not applicable: never in response so far."))
_NOT_ASSESSED = Message(gettext_noop("Not applicable: no response has been assessed."))
_RESPONDED = gettext_noop("Not applicable: in response since {on}, what follows is a relapse.")
_RELAPSE = gettext_noop("Relapse on {on}: {why}.")
_NO_RELAPSE = gettext_noop("No relapse since the response of {since}: {n} of 8 newly present.")
_NO_RELAPSE_IF = gettext_noop(
    "No relapse: whether the day {day} was a response is not known, and {n} of 8 are newly present "
    "since."
)
_OPEN_RELAPSE = gettext_noop(
    "Relapse open: {n} of 8 signs newly present since {since}, {open} not known."
)
_UNSURE = gettext_noop("Relapse open: whether the day {day} was a response is not known.")
_PROGRESSION = gettext_noop("Progression on {on}: {why}.")
_NO_PROGRESSION = Message(gettext_noop("No progression on record."))
_OPEN_PROGRESSION = Message(gettext_noop("Progression open: what is missing could decide it."))


def relapse_and_progression(
    case: Case, as_of: Moment, marsh: ResponseVerdict | None, history: History | None = None
) -> CourseEvents | None:
    """About the course of ``marsh``; None without one."""
    if marsh is None:
        return None
    rows = history or History(case)
    day0 = marsh.day0
    relapse = _relapse(rows, as_of, marsh)
    progression = _progression(rows, as_of, marsh)
    deaths = [(on, Ended.DEATH) for on in happened(case, "death", as_of, day0)]
    worse = ((relapse.on, Ended.RELAPSE), (progression.on, Ended.PROGRESSION))
    ends = [*deaths, *((on, ended) for on, ended in worse if on is not None)]
    return CourseEvents(
        as_of=as_of,
        day0=day0,
        relapse=relapse,
        progression=progression,
        os=interval(case, as_of, day0, deaths, False),
        os_to_transplant=interval(case, as_of, day0, deaths, True),
        pfs=interval(case, as_of, day0, ends, False),
        pfs_to_transplant=interval(case, as_of, day0, ends, True),
    )


def _reason(why: Why, on: date, **values: int | str) -> Reason:
    return Reason(why, on, Message(_TEXTS[why], {"on": on, **values}))


def _by_clinician(history: History, as_of: Moment, day0: date, event: str) -> list[Reason]:
    """The clinician's word counts by itself, after the day of the first dose."""
    days = happened(history.case, event, as_of, days_after(day0, 1))
    return [_reason(Why.CLINICIAN, days[0])] if days else []


def response_dated(day: Assessment) -> date:
    """The later of the day and of its last value: what comes after is no part of it."""
    return day.on if day.fever is None else day.fever.last


def _may_have_responded(day: Assessment) -> bool:
    return any(c is not ResponseClass.NR for c in day.possible)


def _relapse(history: History, as_of: Moment, marsh: ResponseVerdict) -> CourseEvent:
    said = _by_clinician(history, as_of, marsh.day0, "relapse")
    sure = next((day for day in marsh.assessments if day.responded), None)
    unsure = [day for day in _until(marsh.assessments, sure) if _may_have_responded(day)]
    found = None if sure is None else _since(history, as_of, response_dated(sure), said)
    if found is not None and found.outcome is Outcome.MET:
        return found
    if said:
        return _relapsed(said, (), None)
    for day in unsure:
        other = _since(history, as_of, response_dated(day), said)
        if other.outcome is not Outcome.NOT_MET:
            text = Message(_UNSURE, {"day": day.day})
            return CourseEvent(Outcome.UNKNOWN, text, other.reasons, other.criteria, (), day.on)
        found = found or replace(other, statement=_if_response(other, day))
    if found is not None:
        return found
    reason = _NO_RESPONSE if marsh.assessments else _NOT_ASSESSED
    return CourseEvent(Outcome.NOT_APPLICABLE, reason)


def _if_response(found: CourseEvent, day: Assessment) -> Message:
    """Nobody may read that there was a response where that is not known."""
    met, _ = _count(found.criteria[:-1])
    return Message(_NO_RELAPSE_IF, {"day": day.day, "n": met})


def _until(days: Sequence[Assessment], last: Assessment | None) -> Iterator[Assessment]:
    for day in days:
        if day is last:
            return
        yield day


def _since(history: History, as_of: Moment, since: date, said: list[Reason]) -> CourseEvent:
    """Relapse after a response of that day."""
    signs = eight_signs(history, as_of, since)
    cns = cns_sign(history, as_of, since, never_before=True)
    reasons = [*_three_signs(signs), *_new_cns(cns), *said]
    if reasons:
        first = min(reason.on for reason in reasons)
        return _relapsed(reasons, tuple(s.reading(first) for s in (*signs, cns)), since)
    criteria = tuple(sign.reading(as_of.day) for sign in (*signs, cns))
    met, unknown = _count(criteria[:-1])
    outcome = at_least(SIGNS_NEEDED, met, unknown)
    if as_of.day <= since:
        outcome = Outcome.NOT_MET
    elif criteria[-1].outcome is Outcome.UNKNOWN:
        outcome = Outcome.UNKNOWN
    template = _NO_RELAPSE if outcome is Outcome.NOT_MET else _OPEN_RELAPSE
    text = Message(template, {"n": met, "since": since, "open": unknown})
    return CourseEvent(outcome, text, (), criteria, (), since)


def _relapsed(
    reasons: Sequence[Reason], criteria: tuple[Criterion, ...], since: date | None
) -> CourseEvent:
    ordered = tuple(sorted(reasons, key=lambda r: r.on))
    text = Message(_RELAPSE, {"on": ordered[0].on, "why": ordered[0].text})
    return CourseEvent(Outcome.MET, text, ordered, criteria, (), since)


def _count(criteria: Sequence[Criterion]) -> tuple[int, int]:
    outcomes = [criterion.outcome for criterion in criteria]
    return outcomes.count(Outcome.MET), outcomes.count(Outcome.UNKNOWN)


def _three_signs(signs: Sequence[Sign]) -> list[Reason]:
    """The first day by which three are surely newly present within 14 days."""
    new = [sign.new_days() for sign in signs]
    for day in sorted({day for days in new for day in days}):
        n = sum(any(0 <= (day - one).days < WINDOW_DAYS for one in days) for days in new)
        if n >= SIGNS_NEEDED:
            return [_reason(Why.SIGNS, day, n=n)]
    return []


def _new_cns(cns: Sign) -> list[Reason]:
    days = cns.new_days()
    return [_reason(Why.CNS, days[0])] if days else []


def _progression(history: History, as_of: Moment, marsh: ResponseVerdict) -> CourseEvent:
    day0 = marsh.day0
    begun = begun_for_failure(history.case, as_of, day0)
    cns = cns_sign(history, as_of, day0, never_before=False)
    dated = [
        *_worse_markers(marsh),
        *(_reason(Why.OTHER_THERAPY, e.start.day, drug=e.drug.replace("_", " ")) for e in begun),
        *_new_cns(cns),
    ]
    judged = [(reason, _never_in_response(marsh, reason.on)) for reason in dated]
    reasons = [reason for reason, never in judged if never]
    reasons += _by_clinician(history, as_of, day0, "progression")
    days = _before_response(marsh)
    worse = tuple(_worse(days[-1], True)) if days else ()
    if reasons:
        ordered = tuple(sorted(reasons, key=lambda r: r.on))
        text = Message(_PROGRESSION, {"on": ordered[0].on, "why": ordered[0].text})
        return CourseEvent(Outcome.MET, text, ordered, (), worse)
    sure = next((day for day in marsh.assessments if day.responded), None)
    if sure is not None:
        return CourseEvent(Outcome.NOT_APPLICABLE, Message(_RESPONDED, {"on": sure.on}))
    last = cns.reading(as_of.day)
    is_open = any(never is None for _, never in judged) or last.outcome is Outcome.UNKNOWN
    if is_open or _markers_are_open(marsh, days):
        return CourseEvent(Outcome.UNKNOWN, _OPEN_PROGRESSION, (), (last,), worse)
    return CourseEvent(Outcome.NOT_MET, _NO_PROGRESSION, (), (last,), worse)


def _before_response(marsh: ResponseVerdict) -> list[Assessment]:
    """The assessed days up to the first sure response."""
    sure = next((day for day in marsh.assessments if day.responded), None)
    return list(_until(marsh.assessments, sure))


def _never_in_response(marsh: ResponseVerdict, on: date) -> bool | None:
    """Whether no assessment up to that day was a response; None while one may have been."""
    days = [day for day in marsh.assessments if day.on <= on]
    if any(day.responded for day in days):
        return False
    return None if any(_may_have_responded(day) for day in days) else True


def _worse(day: Assessment, state: bool | None) -> Iterator[str]:
    return (code for code in MARKERS if is_worse(day.analytes[code]) is state)


def _worse_markers(marsh: ResponseVerdict) -> Iterator[Reason]:
    """Every assessed day on which enough markers are surely worse."""
    for day in _before_response(marsh):
        n = len(tuple(_worse(day, True)))
        if n >= MARKERS_NEEDED:
            yield _reason(Why.MARKERS, day.on, n=n)


def _markers_are_open(marsh: ResponseVerdict, days: Sequence[Assessment]) -> bool:
    """By the latest assessed day; a day 14 that passed without values leaves it open."""
    if not days:
        return marsh.as_of.day >= marsh.course.day(RESPONSE_DAYS[0])
    n, unknown = (len(tuple(_worse(days[-1], state))) for state in (True, None))
    return at_least(MARKERS_NEEDED, n, unknown) is Outcome.UNKNOWN
