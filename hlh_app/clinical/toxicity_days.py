"""The worst grade of each day with data, of now, and what is grade 3 or worse, for lists."""

from dataclasses import dataclass
from datetime import date

from hlh_app.clinical import toxicity_wording
from hlh_app.clinical.case import AdverseEvent, FindingStatus, Moment
from hlh_app.clinical.ctcae import Grade, worst_of
from hlh_app.clinical.ctcae_tables import CURRENT, TERMS
from hlh_app.clinical.text import Message
from hlh_app.clinical.toxicity_chart import Graded, ToxicityChart, worst
from hlh_app.clinical.windows import History, View

SEVERE = 3


@dataclass(frozen=True, slots=True)
class DayGrade:
    """One local calendar day with at least one graded value.

    ``grade``: the highest over all terms, open as far as a value is. ``worst``: the value behind
    it. ``new``: the worst value whose grade is surely higher than before the first dose.
    ``new_open``: of some value it is not known. ``terms``: the worst of each term, the order of the
    table. Events entered by hand are not among them.
    """

    day: date
    grade: Grade
    worst: Graded
    new: Graded | None
    new_open: bool
    terms: tuple[Graded, ...]


@dataclass(frozen=True, slots=True)
class Severe:
    """A grade of 3 or more, by a value or by hand. ``sure`` False: it may be lower."""

    label: str
    grade: Grade
    day: date
    sure: bool
    statement: Message
    graded: Graded | None = None
    event: AdverseEvent | None = None


def grades_by_day(
    history: History, as_of: Moment, version: str = CURRENT, chart: ToxicityChart | None = None
) -> tuple[DayGrade, ...]:
    """Every day with a graded value up to ``as_of``, the earliest first."""
    chart = chart or ToxicityChart(history, as_of, version)
    days: dict[date, list[Graded]] = {}
    for analyte in TERMS:
        for graded in chart.graded[analyte]:
            days.setdefault(graded.day, []).append(graded)
    return tuple(_day(day, days[day]) for day in sorted(days))


def _day(day: date, graded: list[Graded]) -> DayGrade:
    found = worst(graded)
    assert found is not None
    return DayGrade(
        day=day,
        grade=worst_of(*(g.grade for g in graded)),
        worst=found,
        new=worst(g for g in graded if g.new),
        new_open=any(g.counted and g.new is None for g in graded),
        terms=tuple(_by_term(graded).values()),
    )


def _by_term(graded: list[Graded]) -> dict[str, Graded]:
    terms: dict[str, list[Graded]] = {}
    for one in graded:
        terms.setdefault(one.analyte, []).append(one)
    return {analyte: found for analyte, rows in terms.items() if (found := worst(rows))}


def _last_days(view: View, chart: ToxicityChart) -> list[Graded]:
    """The worst grade of the last day of each term, within the view's window."""
    last = []
    for analyte in TERMS:
        rows = [g for g in chart.graded[analyte] if g.at.at > view.opens]
        found = worst(g for g in rows if g.day == rows[-1].day)
        last += [] if found is None else [found]
    return last


def worst_now(
    view: View, version: str = CURRENT, chart: ToxicityChart | None = None
) -> Graded | None:
    """The worst of the last known grades of every term; None when nothing was measured."""
    chart = chart or ToxicityChart(view.history, view.as_of, version)
    return worst(_last_days(view, chart))


def grade3_or_worse(
    view: View, version: str = CURRENT, chart: ToxicityChart | None = None
) -> tuple[Severe, ...]:
    """What is grade 3 or worse now, by the last value of each term or by hand, the worst first.

    A value that is grade 3 by the laboratory's limit is listed as not sure when only the baseline
    is missing; one that may be anything for want of a limit is not listed.
    """
    chart = chart or ToxicityChart(view.history, view.as_of, version)
    found = [_severe(g) for g in _last_days(view, chart) if _is_severe(g)]
    found += [_by_hand(e) for e in view.case.adverse_events if is_severe_now(e, view.as_of)]
    return tuple(sorted(found, key=lambda s: (-s.grade.low, -s.grade.high, s.day, s.label)))


def _is_severe(graded: Graded) -> bool:
    if graded.grade.low >= SEVERE:
        return True
    limits = graded.row is not None and (graded.row.low is not None or graded.row.high is not None)
    return limits and graded.grade.high >= SEVERE


def _severe(graded: Graded) -> Severe:
    return Severe(
        toxicity_wording.label(graded.analyte),
        graded.grade,
        graded.day,
        graded.grade.low >= SEVERE,
        toxicity_wording.on_a_day(graded),
        graded=graded,
    )


def is_severe_now(event: AdverseEvent, as_of: Moment) -> bool:
    """Whether an event entered by hand is of grade 3 or worse and goes on."""
    present = event.status is FindingStatus.PRESENT and event.on <= as_of.day
    over = event.resolved_on is not None and event.resolved_on <= as_of.day
    return present and not over and event.grade is not None and event.grade >= SEVERE


def _by_hand(event: AdverseEvent) -> Severe:
    assert event.grade is not None
    grade = Grade(event.grade, event.grade)
    words = toxicity_wording.by_hand(event)
    return Severe(event.term or event.category, grade, event.on, True, words, event=event)
