"""Relapse, progression, transplant, death and survival of one patient, from day 0.

Of the first course of ruxolitinib: death, relapse and transplant count whenever they come, also in
a later course. A response counts from the first assessed day that surely is one, day 7 included.
"""

from dataclasses import replace
from datetime import date
from typing import Any

from hlh_app.clinical.case import Moment
from hlh_app.clinical.courses import begun_for_failure
from hlh_app.clinical.ebv_trend import ebv_trends
from hlh_app.clinical.events import happened
from hlh_app.clinical.movement import Trend, compared
from hlh_app.clinical.relapse import CourseEvents, relapse_and_progression
from hlh_app.clinical.response_verdict import ResponseVerdict
from hlh_app.clinical.study.index import Index
from hlh_app.clinical.survival import Ended, Interval, interval, last_contact
from hlh_app.clinical.windows import History


def survival_facts(history: History, as_of: Moment, index: Index) -> dict[str, Any]:
    """Death, transplant and overall survival, whatever the treatment."""
    case, day0 = history.case, index.day0
    deaths = happened(case, "death", as_of, day0)
    transplants = happened(case, "transplant", as_of, day0)
    ends = [(on, Ended.DEATH) for on in deaths]
    last = min([last_contact(case, as_of, day0), *deaths])
    return {
        "transplant_day": _first_day(index, transplants),
        "death_day": _first_day(index, deaths),
        "last_day": index.day(last),
        **_ended("os", interval(case, as_of, day0, ends, False)),
        **_ended("os_transplant", interval(case, as_of, day0, ends, True)),
    }


def _first_day(index: Index, days: list[date]) -> int | None:
    return index.day(days[0]) if days else None


def _ended(name: str, span: Interval) -> dict[str, Any]:
    return {f"{name}_days": span.days, f"{name}_ended": span.ended.value}


def course_facts(
    history: History, as_of: Moment, index: Index, marsh: ResponseVerdict
) -> dict[str, Any]:
    """What followed the first dose of ruxolitinib, by the rules of relapse and progression."""
    seen = with_early_response(marsh)
    events = relapse_and_progression(history.case, as_of, seen, history)
    assert events is not None
    failed = begun_for_failure(history.case, as_of, index.day0)
    relapse_on, progression_on = events.relapse.on, events.progression.on
    return {
        "failure_day": index.day(failed[0].start.day) if failed else None,
        "relapse": events.relapse.outcome.value,
        "relapse_day": None if relapse_on is None else index.day(relapse_on),
        "progression": events.progression.outcome.value,
        "progression_day": None if progression_on is None else index.day(progression_on),
        **_ended("pfs", events.pfs),
        **_ended("pfs_transplant", events.pfs_to_transplant),
        "pfs_open": events.is_open,
        **_since_response(history, as_of, seen, events),
        "ebv_rose_before_relapse": (
            None if relapse_on is None else rose_before(history, as_of, index, relapse_on)
        ),
    }


def with_early_response(marsh: ResponseVerdict) -> ResponseVerdict:
    """A sure response on a day beside the schedule counts as the first one."""
    early = tuple(day for day in marsh.extra if day.responded)
    days = tuple(sorted((*early, *marsh.days), key=lambda day: day.day))
    return replace(marsh, days=days)


def _since_response(
    history: History, as_of: Moment, marsh: ResponseVerdict, events: CourseEvents
) -> dict[str, Any]:
    """From the first sure response to the first of relapse, death and transplant.

    Of two on one day the first in this order is named. A relapse that the clinician recorded on an
    earlier day counts on the day of the response.
    """
    since = next((day.on for day in marsh.assessments if day.responded), None)
    if since is None:
        return {}
    case, relapse_on = history.case, events.relapse.on
    ends = [] if relapse_on is None else [(max(relapse_on, since), Ended.RELAPSE)]
    ends += [(on, Ended.DEATH) for on in happened(case, "death", as_of, since)]
    ends += [(on, Ended.TRANSPLANT) for on in happened(case, "transplant", as_of, since)]
    ends = ends or [(last_contact(case, as_of, since), Ended.LAST_CONTACT)]
    on, ended = min(ends, key=lambda end: end[0])
    return {"response_to_days": (on - since).days, "response_to_ended": ended.value}


def rose_before(history: History, as_of: Moment, index: Index, relapse_on: date) -> bool | None:
    """Whether any EBV-DNA rose; None where no sample, unit and assay can say.

    The last result after day 0 and up to the day of the relapse, against the one before it.
    """
    answers = set()
    for trend in ebv_trends(history, as_of, None):
        rows = [row for row in trend.rows if row.measured_at.day <= relapse_on]
        if len(rows) > 1 and rows[-1].measured_at.day > index.day0:
            answers.add(compared(rows[-1], rows[-2]))
    if Trend.RISING in answers:
        return True
    return False if answers and Trend.UNKNOWN not in answers else None
