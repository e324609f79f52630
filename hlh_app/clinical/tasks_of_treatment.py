"""Tasks that come from the treatment: danger first, then stops, the transplant window, follow-up.

How long a stop without taper, a passed window, and toxicity after the last dose stay in the list is
our definition: two weeks, the length of a reading. A follow-up day gives way to the next one.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import zip_longest

from hlh_app.clinical.courses import latest_course
from hlh_app.clinical.fever_neutropenia import fever_neutropenia
from hlh_app.clinical.follow_up import DueState, FollowUpDay, follow_up
from hlh_app.clinical.glucocorticoid import glucocorticoid
from hlh_app.clinical.outcome import Outcome
from hlh_app.clinical.schedule import days_after
from hlh_app.clinical.task import Task, TaskKind
from hlh_app.clinical.text import Message, Value, gettext_noop
from hlh_app.clinical.titration import StopKind, titration
from hlh_app.clinical.toxicity_days import Severe, grade3_or_worse
from hlh_app.clinical.transplant_window import (
    CLOSING_DAYS,
    WINDOW_DAYS,
    WindowState,
    transplant_window,
)
from hlh_app.clinical.windows import View

STAYS_DAYS = 14

_AND_MORE = gettext_noop("{worst}; {n} more of grade 3 or worse")
_AS_BEFORE = gettext_noop("{worst}; not higher than before the first dose")
_STEROID = gettext_noop("glucocorticoid stopped without taper, last given {day} (our definition)")
_RUXOLITINIB = gettext_noop("ruxolitinib: {how}")
_WINDOW = gettext_noop(
    "8 weeks from the first dose end on {until}: transplant within them if a donor matches"
)
_VISIT = gettext_noop("follow-up of month {month}: a visit from {first} to {last} counts")


def treatment_tasks(view: View, fever_cel: Decimal) -> Iterator[Task]:
    """Nothing but fever with neutropenia before the first dose of ruxolitinib."""
    yield from _fever_with_neutropenia(view, fever_cel)
    course = latest_course(view.case, view.as_of)
    if course is not None:
        if course.stop is None or (view.as_of.day - course.stop.on).days <= STAYS_DAYS:
            yield from _severe(view)
        yield from _stops(view)
        yield from _window(view)
        yield from _follow_up(view)


def _fever_with_neutropenia(view: View, fever_cel: Decimal) -> Iterator[Task]:
    found = fever_neutropenia(view, fever_cel)
    if found.is_urgent or found.outcome is Outcome.MET:
        yield Task(kind=TaskKind.FEVER_NEUTROPENIA, why=found.statement, shows_from=view.as_of.day)


def _severe(view: View) -> Iterator[Task]:
    sure = [found for found in grade3_or_worse(view) if found.sure]
    if sure:
        sure.sort(key=_is_as_before)  # stable: the worst stays first among the new ones
        why = sure[0].statement
        if _is_as_before(sure[0]):
            why = Message(_AS_BEFORE, {"worst": why})
        if len(sure) > 1:
            why = Message(_AND_MORE, {"worst": why, "n": len(sure) - 1})
        grade = max(found.grade.low for found in sure)
        yield Task(kind=TaskKind.SEVERE_TOXICITY, why=why, shows_from=sure[0].day, grade=grade)


def _is_as_before(found: Severe) -> bool:
    return found.graded is not None and found.graded.new is False


def _stops(view: View) -> Iterator[Task]:
    # The stop itself may be the last thing recorded: nothing later would ever ask again.
    drug = titration(view, last_day_over=True).stop
    if drug is not None and drug.kind is StopKind.WITHOUT_TAPER:
        yield _stop(Message(_RUXOLITINIB, {"how": drug.statement}), drug.on)
    steroid = glucocorticoid(view).stop
    if steroid is not None and steroid.without_taper is Outcome.MET:
        yield _stop(Message(_STEROID, {"day": steroid.last_on}), steroid.last_on)


def _stop(why: Message, on: date) -> Task:
    return Task(
        kind=TaskKind.STOPPED_WITHOUT_TAPER,
        why=why,
        shows_from=days_after(on, 1),
        shows_until=days_after(on, STAYS_DAYS),
    )


_OPEN_WINDOW = (WindowState.RUNNING, WindowState.CLOSING, WindowState.PASSED)


def _window(view: View) -> Iterator[Task]:
    found = transplant_window(view)
    if found.state in _OPEN_WINDOW and found.day0 is not None and found.until is not None:
        yield Task(
            kind=TaskKind.TRANSPLANT_WINDOW,
            why=Message(_WINDOW, {"until": found.until}),
            shows_from=days_after(found.day0, WINDOW_DAYS - CLOSING_DAYS),
            due_on=found.until,
            shows_until=days_after(found.until, STAYS_DAYS),
        )


_OPEN_DAY = (DueState.DUE, DueState.OVERDUE, DueState.UPCOMING, DueState.UNKNOWN)


def _follow_up(view: View) -> Iterator[Task]:
    days = follow_up(view).days
    for day, following in zip_longest(days, days[1:]):
        if day.state in _OPEN_DAY:
            yield _visit(day, following)


def _visit(day: FollowUpDay, following: FollowUpDay | None) -> Task:
    told: dict[str, Value] = {"month": day.month, "first": day.from_on, "last": day.last_on}
    return Task(
        kind=TaskKind.FOLLOW_UP,
        why=Message(_VISIT, told),
        shows_from=day.from_on,
        due_on=day.last_on,
        shows_until=None if following is None else days_after(following.from_on, -1),
    )
