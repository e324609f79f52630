"""What was given: ruxolitinib by dose and days, glucocorticoid day by day, counted from day 0.

A day without a record of glucocorticoid up to the last contact is a day without it (our
definition); a day whose dose is not known stays unknown and is never zero. Nothing is given after
the day of death.
"""

from dataclasses import dataclass
from datetime import date

from hlh_app.clinical.body_size import BodySize
from hlh_app.clinical.case import Exposure, Moment
from hlh_app.clinical.daily_dose import daily_mg
from hlh_app.clinical.events import happened
from hlh_app.clinical.glucocorticoid import Glucocorticoid, glucocorticoid
from hlh_app.clinical.study.index import Index
from hlh_app.clinical.study.said import said
from hlh_app.clinical.survival import last_contact
from hlh_app.clinical.text import gettext_noop
from hlh_app.clinical.windows import History, View

FIRST_DAY, LAST_DAY = -7, 90
Span = tuple[int, int, float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Care:
    """``doses``: of ruxolitinib, (first day, last day, mg a day) each; while it is still given the
    last day is that of the last contact, and ``still_given`` says so.

    ``glucocorticoid``: mg methylprednisolone equivalent of each day from day -7 to the last contact
    or day 90, 0 where none was given, None where the dose is not known. ``followed_to``: the last
    of these days.
    """

    doses: tuple[Span, ...] = said(gettext_noop("Ruxolitinib: from day, to day, mg/d"), default=())
    still_given: bool = said(gettext_noop("Ruxolitinib still given"), default=False)
    glucocorticoid: tuple[float | None, ...] = said(
        gettext_noop("Glucocorticoid of each day, methylprednisolone equivalents"),
        "mg/d",
        default=(),
    )
    followed_to: int = said(
        gettext_noop("Last day on which the treatment is known"), "d", default=0
    )


def care(history: History, as_of: Moment, index: Index) -> Care:
    """Of one patient."""
    last = _last_day_of_care(history, as_of, index)
    size = BodySize(history, as_of)
    course = index.course
    rows = () if course is None else course.exposures
    doses = tuple(
        (index.day(row.start.day), _stopped(row.stop, index, last), _mg(row, size))
        for row in rows
        if index.day(row.start.day) <= last
    )
    return Care(
        doses=doses,
        still_given=course is not None and course.last_dose_on is None and course.stop is None,
        glucocorticoid=_by_day(glucocorticoid(View(history, as_of)), index, last),
        followed_to=min(last, LAST_DAY),
    )


def _last_day_of_care(history: History, as_of: Moment, index: Index) -> int:
    """Of the last contact, or of death where a later record stands."""
    died = happened(history.case, "death", as_of, index.day0)
    contact = last_contact(history.case, as_of, index.day0)
    return index.day(min([contact, *died]))


def _stopped(stop: date | None, index: Index, last: int) -> int:
    return last if stop is None else min(index.day(stop), last)


def _mg(row: Exposure, size: BodySize) -> float | None:
    mg = daily_mg(row, size.kg_on(row.start.day))
    return None if mg is None else float(mg)


def _by_day(given: Glucocorticoid, index: Index, last: int) -> tuple[float | None, ...]:
    days = range(FIRST_DAY, min(last, LAST_DAY) + 1)
    by_day = {index.day(day.on): day.mg for day in given.days}
    found = (by_day.get(day, 0) for day in days)
    return tuple(None if mg is None else float(mg) for mg in found)
