"""The follow-up calendar of Chi, preprint 2020: months 1, 2, 3, then every 3 months, after one year
every 6 months, to 30 months.

Our definition: it starts from the first dose of the latest course of ruxolitinib, by calendar
months; where a month has no such day, on its last. A day is done by the nearest visit within 7 days
of it, from month 6 within 21 days. Past that and without a visit it is overdue until somebody sees
the patient, then missed. Without any visit in the record nothing is known of days gone by.
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, date
from enum import StrEnum

from hlh_app.clinical.case import Moment
from hlh_app.clinical.citations import CITATIONS, Citation
from hlh_app.clinical.courses import latest_course
from hlh_app.clinical.events import died_on
from hlh_app.clinical.schedule import days_after
from hlh_app.clinical.text import Message, Value, gettext_noop
from hlh_app.clinical.windows import View

RULE = "follow_up"
VERSION = "1.0.0"
TITLE = gettext_noop("Follow-up calendar")
CITATION = "chi2020"

MONTHS = (1, 2, 3, 6, 9, 12, 18, 24, 30)
EARLY_MONTHS = 3
EARLY_WITHIN_DAYS, LATER_WITHIN_DAYS = 7, 21


class DueState(StrEnum):
    """DUE: its days have come. OVERDUE: they are over and nobody has seen the patient since they
    began. MISSED: somebody has, but later. UNKNOWN: over, and the record holds no visit at all."""

    DONE = "done"
    DUE = "due"
    OVERDUE = "overdue"
    MISSED = "missed"
    UPCOMING = "upcoming"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class FollowUpDay:
    """``month`` after the first dose, ``on`` that day; ``from_on`` to ``last_on`` a visit counts.

    ``visit``: the one that counts. ``state``: as of the moment asked about.
    """

    month: int
    on: date
    from_on: date
    last_on: date
    state: DueState
    visit: Moment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """``days``: all nine, empty without a first dose. ``next``: the first whose days are not over
    and that is not done. ``overdue``: the last one that is. ``ended_on``: death."""

    as_of: Moment
    day0: date | None
    days: tuple[FollowUpDay, ...]
    ended_on: date | None
    statement: Message
    rule: str = RULE
    version: str = VERSION
    title: str = TITLE
    citation: str = CITATION

    @property
    def source(self) -> Citation:
        return CITATIONS[self.citation]

    @property
    def next(self) -> FollowUpDay | None:
        wanted = (DueState.DUE, DueState.UPCOMING)
        return next((day for day in self.days if day.state in wanted), None)

    @property
    def overdue(self) -> FollowUpDay | None:
        late = [day for day in self.days if day.state is DueState.OVERDUE]
        return late[-1] if late else None


_NO_DOSE = Message(gettext_noop("Not applicable: no ruxolitinib recorded."))
_DIED = gettext_noop("Ended: the patient died on {day}.")
_COMPLETE = Message(gettext_noop("The calendar of 30 months is over."))
_NEXT = gettext_noop("Follow-up of month {month}: {on} (a visit from {first} to {last} counts).")
_OVERDUE = gettext_noop("Follow-up of month {month} is overdue: it was to be {on}.")


def follow_up(view: View) -> FollowUp:
    """The calendar of the latest course as it stands at the view's moment."""
    course = latest_course(view.case, view.as_of)
    if course is None:
        return FollowUp(as_of=view.as_of, day0=None, days=(), ended_on=None, statement=_NO_DOSE)
    died = died_on(view.case, view.as_of)
    visits = sorted(_visits(view), key=lambda m: (m.day, m.at, m.text))
    days = tuple(_day(course.day0, month, visits, view.as_of.day, died) for month in MONTHS)
    found = FollowUp(
        as_of=view.as_of, day0=course.day0, days=days, ended_on=died, statement=_COMPLETE
    )
    return FollowUp(
        as_of=view.as_of, day0=course.day0, days=days, ended_on=died, statement=_statement(found)
    )


def _visits(view: View) -> list[Moment]:
    return [visit for visit in view.case.visits if visit.seen <= view.as_of.at]


def months_after(day: date, months: int) -> date:
    """The same day so many calendar months later, or the last day of that month."""
    month = day.month - 1 + months
    year = day.year + month // 12
    if year > MAXYEAR:
        return date.max
    last = monthrange(year, month % 12 + 1)[1]
    return date(year, month % 12 + 1, min(day.day, last))


def within_days(month: int) -> int:
    """How many days before and after a visit still counts."""
    return EARLY_WITHIN_DAYS if month <= EARLY_MONTHS else LATER_WITHIN_DAYS


def _day(
    day0: date, month: int, visits: Sequence[Moment], today: date, died: date | None
) -> FollowUpDay:
    on, within = months_after(day0, month), within_days(month)
    first, last = days_after(on, -within), days_after(on, within)
    counted = [visit for visit in visits if first <= visit.day <= last]
    visit = min(counted, key=lambda v: abs((v.day - on).days), default=None)
    if visit is not None:
        state = DueState.DONE
    elif died is not None and died <= last:
        state = DueState.NOT_APPLICABLE
    else:
        state = _without_visit(first, last, visits, today)
    if died is not None and state is DueState.OVERDUE:
        state = DueState.MISSED
    return FollowUpDay(month, on, first, last, state, visit)


def _without_visit(first: date, last: date, visits: Sequence[Moment], today: date) -> DueState:
    if today < first:
        return DueState.UPCOMING
    if today <= last:
        return DueState.DUE
    if not visits:
        return DueState.UNKNOWN
    return DueState.MISSED if visits[-1].day > last else DueState.OVERDUE


def _statement(found: FollowUp) -> Message:
    if found.ended_on is not None:
        return Message(_DIED, {"day": found.ended_on})
    if found.overdue is not None:
        return _words(_OVERDUE, found.overdue)
    return _COMPLETE if found.next is None else _words(_NEXT, found.next)


def _words(template: str, day: FollowUpDay) -> Message:
    values: dict[str, Value] = {
        "month": day.month,
        "on": day.on,
        "first": day.from_on,
        "last": day.last_on,
    }
    return Message(template, values)
