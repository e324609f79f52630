"""The next response day that is due, reckoned from a date that the caller gives."""

from dataclasses import dataclass
from datetime import date

from hlh_app.clinical.case import Case, Moment
from hlh_app.clinical.normality import COMPLETE_NEEDS
from hlh_app.clinical.response import marsh_response
from hlh_app.clinical.response_verdict import Assessment, DayState
from hlh_app.clinical.schedule import WINDOW_DAYS, days_after


@dataclass(frozen=True, slots=True)
class ResponseDue:
    """``needs``: analytes still without a usable value; ``awaited`` of them pending.

    ``last_on``: the last day whose values can still stand for it. ``overdue``: the day has passed.
    """

    day: int
    on: date
    last_on: date
    needs: tuple[str, ...]
    awaited: tuple[str, ...]
    overdue: bool


def next_due(case: Case, today: date) -> ResponseDue | None:
    """The first response day of the latest course that still wants values; None without one.

    A day whose window of three days has passed can no longer be measured and is not due; nor is
    one that is settled already, or that comes after the end of the course.
    """
    as_of = Moment.dated(today, case.zone)
    verdict = marsh_response(case, as_of)
    if verdict is None:
        return None
    found = (_due(assessment, today) for assessment in verdict.days)
    return next((due for due in found if due is not None), None)


def _due(assessment: Assessment, today: date) -> ResponseDue | None:
    last_on = days_after(assessment.on, WINDOW_DAYS)
    needs = tuple(code for code in COMPLETE_NEEDS if code not in assessment.measured)
    closed = assessment.state is DayState.NOT_APPLICABLE or today > last_on
    if closed or not needs or assessment.is_settled:
        return None
    pending = {row.analyte for row in assessment.awaited}
    return ResponseDue(
        day=assessment.day,
        on=assessment.on,
        last_on=last_on,
        needs=needs,
        awaited=tuple(code for code in needs if code in pending),
        overdue=today > assessment.on,
    )
