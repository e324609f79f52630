"""The verdicts through time: a strip on the charts' time axis, and the same days as a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from hlh_app.charts import Window, Words
from hlh_app.charts.verdict_strip import Level, StripMark, StripRow, verdict_strip
from hlh_app.clinical.completions import ResponseClass
from hlh_app.clinical.criteria_set import NEEDED
from hlh_app.clinical.hscore import CUT_OFF, outcome_for
from hlh_app.clinical.outcome import Outcome
from hlh_app.clinical.text import gettext_noop
from hlh_app.clinical.timeline import DayVerdict, days_with_data, timeline
from hlh_app.clinical.toxicity_days import SEVERE
from hlh_app.web.record import Record

from . import formats, words

OUTCOME_LEVEL = {
    Outcome.MET: Level.MET,
    Outcome.NOT_MET: Level.NOT_MET,
    Outcome.UNKNOWN: Level.OPEN,
}
SHORT = {
    ResponseClass.CR: gettext_noop("complete"),
    ResponseClass.PR: gettext_noop("partial"),
    ResponseClass.NR: gettext_noop("none"),
}
ID = "figure-verdicts"


@dataclass(frozen=True, slots=True)
class DayLine:
    """One day of the table: its address shows the page as of its end."""

    url: str
    on: str
    day: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VerdictStrip:
    id: str
    title: str
    figure: dict[str, Any]
    heads: tuple[str, ...]
    lines: tuple[DayLine, ...]
    note: str


def strip(record: Record, day0: date, window: Window, drawn_words: Words) -> VerdictStrip:
    """Every day with data up to the moment of the page; the newest first in the table."""
    days = timeline(
        record.history,
        record.as_of,
        fever_cel=record.patient.centre.fever_threshold,
    )
    cut = len(days_with_data(record.case, record.as_of)) > len(days)
    url = reverse("web:patient", args=[record.patient.pk])
    title = _("Verdicts by day")
    return VerdictStrip(
        id=ID,
        title=title,
        figure=verdict_strip(_rows(days, day0, url), window, title, drawn_words),
        heads=(_("Day"), _("HLH-2004"), _("HScore"), _("Response"), _("Worst grade (CTCAE)")),
        lines=tuple(_line(found, day0, url) for found in reversed(days)),
        note=(_("Only the newest %(n)s days with data. ") % {"n": len(days)} if cut else "")
        + _(
            "Each day as the record stood at its end. Once treatment has begun the counts tell "
            "activity, not a diagnosis. Choose a day to see the page as of then. Grades are of all "
            "values of the day, CTCAE v5.0, whether or not they are new."
        ),
    )


def _rows(days: tuple[DayVerdict, ...], day0: date, url: str) -> tuple[StripRow, ...]:
    return (
        _row(_("HLH-2004, criteria met of 8"), CRITERIA, NEEDED, days, day0, url, _of_count),
        _row(_("HScore, points"), POINTS, CUT_OFF, days, day0, url, _of_points),
        _row(_("Response, as last assessed"), _classes(), None, days, day0, url, _of_response),
        _row(_("Worst grade of the day, CTCAE"), GRADES, SEVERE, days, day0, url, _of_toxicity),
    )


CRITERIA = tuple((float(n), str(n)) for n in (0, NEEDED, 8))
POINTS = tuple((float(n), str(n)) for n in (0, CUT_OFF, 337))
GRADES = tuple((float(n), str(n)) for n in (0, SEVERE, 5))


def _classes() -> tuple[tuple[float, str], ...]:
    return tuple((float(n), _(SHORT[one])) for n, one in enumerate(ResponseClass))


Said = tuple[int, int, str, Level]
"""Least, most, in words, and how it is drawn."""


def _row(
    label: str,
    ticks: tuple[tuple[float, str], ...],
    turns_at: float | None,
    days: tuple[DayVerdict, ...],
    day0: date,
    url: str,
    said: Callable[[DayVerdict], Said | None],
) -> StripRow:
    """A mark for each day on which the rule says something."""
    marks = []
    for found in days:
        answer = said(found)
        if answer is not None:
            low, high, text, level = answer
            hover = f"{formats.day(found.day)}: {text}"
            place = (found.day - day0).days
            marks.append(StripMark(place, low, high, hover, level, _address(found, url)))
    return StripRow(label, ticks, turns_at, tuple(marks))


def _address(found: DayVerdict, url: str) -> str:
    return f"{url}?as_of={found.day.isoformat()}"


def _of_count(found: DayVerdict) -> Said:
    met, most = found.count.met, found.count.met + found.count.unknown
    return met, most, _count(found), OUTCOME_LEVEL[found.outcome]


def _of_points(found: DayVerdict) -> Said:
    low, high = found.points
    return low, high, _points(found), OUTCOME_LEVEL[outcome_for(low, high)]


def _of_response(found: DayVerdict) -> Said | None:
    if not found.possible:
        return None
    order = list(ResponseClass)
    places = [order.index(one) for one in found.possible]
    text = words.sentence(words.response_classes(found.possible))
    return min(places), max(places), text, _response_level(found)


def _response_level(found: DayVerdict) -> Level:
    if len(found.possible) != 1:
        return Level.OPEN
    return Level.NOT_MET if found.possible[0] is ResponseClass.NR else Level.GOOD


def _of_toxicity(found: DayVerdict) -> Said | None:
    if found.toxicity is None:
        return None
    low, high = found.toxicity.grade
    settled = Level.MET if low == high else Level.OPEN
    level = Level.ALARM if low >= SEVERE else settled
    return low, high, _("grade %(grade)s") % {"grade": _toxicity(found)}, level


def _count(found: DayVerdict) -> str:
    count = found.count
    if count.unknown:
        return _("%(met)s met, %(open)s open") % {"met": count.met, "open": count.unknown}
    return _("%(met)s met") % {"met": count.met}


def _points(found: DayVerdict) -> str:
    return _range(*found.points)


def _toxicity(found: DayVerdict) -> str:
    return "" if found.toxicity is None else _range(*found.toxicity.grade)


def _range(low: int, high: int) -> str:
    return str(low) if low == high else f"{low}–{high}"


def _line(found: DayVerdict, day0: date, url: str) -> DayLine:
    response = words.sentence(words.response_classes(found.possible)) if found.possible else ""
    if response:
        response = _("%(response)s, day %(day)s") % {
            "response": response,
            "day": found.response_day,
        }
    outcome = words.outcome(found.outcome).word
    return DayLine(
        url=_address(found, url),
        on=formats.day(found.day),
        day=str((found.day - day0).days),
        cells=(f"{_count(found)}, {outcome}", _points(found), response, _toxicity(found)),
    )
