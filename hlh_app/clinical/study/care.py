"""What was given: ruxolitinib by dose and days, glucocorticoid day by day, counted from day 0."""

from dataclasses import dataclass
from datetime import date

from hlh_app.clinical.body_size import BodySize
from hlh_app.clinical.case import Exposure, Moment
from hlh_app.clinical.daily_dose import daily_mg
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
    or day 90, 0 where none was given, None where the dose is not known.
    """

    doses: tuple[Span, ...] = said(gettext_noop("Ruxolitinib: from day, to day, mg/d"), default=())
    still_given: bool = said(gettext_noop("Ruxolitinib still given"), default=False)
    glucocorticoid: tuple[float | None, ...] = said(
        gettext_noop("Glucocorticoid of each day, methylprednisolone equivalents"),
        "mg/d",
        default=(),
    )


def care(history: History, as_of: Moment, index: Index) -> Care:
    """Of one patient."""
    last_on = last_contact(history.case, as_of, index.day0)
    last = index.day(last_on)
    size = BodySize(history, as_of)
    course = index.course
    rows = () if course is None else course.exposures
    doses = tuple(
        (index.day(row.start.day), _last_day(row.stop, index, last), _mg(row, size)) for row in rows
    )
    return Care(
        doses=doses,
        still_given=course is not None and course.last_dose_on is None and course.stop is None,
        glucocorticoid=_by_day(glucocorticoid(View(history, as_of)), index, last),
    )


def _last_day(stop: date | None, index: Index, last: int) -> int:
    return last if stop is None else min(index.day(stop), last)


def _mg(row: Exposure, size: BodySize) -> float | None:
    mg = daily_mg(row, size.kg_on(row.start.day))
    return None if mg is None else float(mg)


def _by_day(given: Glucocorticoid, index: Index, last: int) -> tuple[float | None, ...]:
    by_day = {index.day(day.on): day.mg for day in given.days}
    if not by_day:
        return ()
    days = range(FIRST_DAY, min(last, LAST_DAY) + 1)
    found = (by_day.get(day, 0) for day in days)
    return tuple(None if mg is None else float(mg) for mg in found)
