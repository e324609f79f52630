"""The verdicts through time: what every rule said at the end of each day with data.

Days with data: an observation, a finding, the start of a drug, an event. Each day is judged as the
record stood at its end (the moment asked about, if that comes first), so that choosing it shows the
same on the page: a result reported later is not yet seen. The response is the last assessed
response day of the course of that day.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from hlh_app.clinical import criteria_set, hscore
from hlh_app.clinical.case import Case, Moment
from hlh_app.clinical.completions import Classes
from hlh_app.clinical.ctcae_tables import CURRENT, TERMS
from hlh_app.clinical.hlh_criteria import DEFAULT_FEVER_CEL, hlh_criteria
from hlh_app.clinical.outcome import Outcome
from hlh_app.clinical.response import marsh_response
from hlh_app.clinical.toxicity_days import DayGrade, grades_by_day
from hlh_app.clinical.toxicity_fever import HIGHEST_ALONE
from hlh_app.clinical.verdict import Count
from hlh_app.clinical.windows import WINDOW_DAYS, History, View, known_from


@dataclass(frozen=True, slots=True)
class DayVerdict:
    """One calendar day, judged as of ``as_of``.

    ``outcome``, ``count``: of HLH-2004. ``points``: lowest and highest HScore. ``possible``: the
    classes of response day ``response_day``, both empty before one is assessed. ``toxicity``: the
    worst grade of the day's own values, None without one.
    """

    day: date
    as_of: Moment
    outcome: Outcome
    count: Count
    points: tuple[int, int]
    response_day: int | None
    possible: Classes
    toxicity: DayGrade | None


MOST_DAYS = 200
"""The newest days with data that are told: every day is judged anew, and years of daily values
would keep a page waiting."""


def timeline(
    history: History,
    as_of: Moment,
    window_days: int = WINDOW_DAYS,
    fever_cel: Decimal = DEFAULT_FEVER_CEL,
    version: str = CURRENT,
) -> tuple[DayVerdict, ...]:
    """One entry a day with data up to ``as_of``, the earliest first; at most the newest
    ``MOST_DAYS``."""
    days = days_with_data(history.case, as_of)[-MOST_DAYS:]
    grades = _grades(history, as_of, days, version)
    return tuple(
        _day(View(history, moment, window_days), day, fever_cel, grades.get(day))
        for day, moment in days
    )


def days_with_data(case: Case, as_of: Moment) -> list[tuple[date, Moment]]:
    """Each such day with its end, or with the moment asked about if that comes first."""
    days = {o.measured_at.day for o in case.observations if o.measured_at.seen <= as_of.at}
    days |= {e.start.day for e in case.exposures if e.start.seen <= as_of.at}
    days |= _upto((f.on for f in case.findings), as_of.day)
    days |= _upto((e.on for e in case.events), as_of.day)
    ends = ((day, Moment.dated(day, case.zone)) for day in sorted(days))
    return [(day, end if end.at < as_of.at else as_of) for day, end in ends]


def _grades(
    history: History, as_of: Moment, days: Sequence[tuple[date, Moment]], version: str
) -> dict[date, DayGrade]:
    """The grade of each day as it was known at its end; graded once where nothing came later."""
    grades = {found.day: found for found in grades_by_day(history, as_of, version)}
    awaited = _known_later(history, dict(days))
    for day, end in days:
        found = grades.get(day)
        late = any(drawn <= day and known > end.at for drawn, known in awaited)
        if found is not None and end is not as_of and (late or _may_last(found)):
            then = grades_by_day(history, end, version)
            grades.pop(day)
            grades.update({known.day: known for known in then if known.day == day})
    return grades


def _known_later(history: History, ends: Mapping[date, Moment]) -> list[tuple[date, datetime]]:
    """The graded results that were not yet known at the end of their day: day, known from."""
    rows = (row for analyte in TERMS for row in history.observations.get(analyte, ()))
    known = ((row.measured_at.day, known_from(row)) for row in rows)
    return [(day, since) for day, since in known if day in ends and since > ends[day].at]


def _may_last(found: DayGrade) -> bool:
    """Whether the grade of a high fever still depended on how long it was to last."""
    return any(g.analyte == "temperature" and g.grade.high >= HIGHEST_ALONE for g in found.terms)


def _upto(days: Iterable[date], last: date) -> set[date]:
    return {day for day in days if day <= last}


def _day(view: View, day: date, fever_cel: Decimal, toxicity: DayGrade | None) -> DayVerdict:
    criteria = hlh_criteria(view, fever_cel)
    count = criteria_set.count_of(criteria)
    genes = criteria_set.molecular(view)
    score = hscore.verdict(view)
    response = marsh_response(view.case, view.as_of, history=view.history)
    latest = None if response is None else response.latest
    assert score.points is not None
    return DayVerdict(
        day=day, as_of=view.as_of,
        outcome=criteria_set.outcome_with(count.met, count.unknown, genes), count=count,
        points=score.points,
        response_day=None if latest is None else latest.day,
        possible=() if latest is None else latest.possible, toxicity=toxicity,
    )  # fmt: skip
