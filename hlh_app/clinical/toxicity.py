"""Toxicity by the highest new grade: higher after the first dose than before it, both shown.

CTCAE v5.0, or v4.03 when asked; the version stands with every grade. Events that a clinician
graded by hand, and the symptoms Chi 2020 asked about (section 3.8), stand beside the values.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hlh_app.clinical import toxicity_wording
from hlh_app.clinical.case import AdverseEvent, FindingStatus, Moment
from hlh_app.clinical.citations import CITATIONS, Citation
from hlh_app.clinical.ctcae import RULE, VERSION, worst_of
from hlh_app.clinical.ctcae_tables import CITATION_OF, CURRENT, TABLES, TERMS
from hlh_app.clinical.text import Message
from hlh_app.clinical.toxicity_chart import CourseBefore, Graded, ToxicityChart, worst
from hlh_app.clinical.toxicity_checklist import ChecklistItem, checklist
from hlh_app.clinical.toxicity_days import (
    DayGrade,
    Severe,
    grade3_or_worse,
    grades_by_day,
    worst_now,
)
from hlh_app.clinical.toxicity_terms import TermRow, by_new_grade
from hlh_app.clinical.windows import View

__all__ = [
    "ChecklistItem",
    "ClinicalEvent",
    "DayGrade",
    "Graded",
    "Severe",
    "TermRow",
    "Toxicity",
    "grade3_or_worse",
    "grades_by_day",
    "toxicity",
    "worst_now",
]


@dataclass(frozen=True, slots=True)
class ClinicalEvent:
    """An event entered by hand, as seen at a moment.

    ``new``: it began on or after the day of the first dose; None without a first dose. ``ongoing``:
    not resolved by then.
    """

    event: AdverseEvent
    new: bool | None
    ongoing: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Toxicity:
    """The latest course as of a moment, in one version of the terminology.

    ``first_dose`` None: no course has begun, and nothing is new. ``until``: the day of conditioning
    or transplant, after which values do not count. ``rows``: every term, the highest new grade
    first. ``not_known``: the terms of which it is open whether they are new.
    """

    ctcae: str
    as_of: Moment
    first_dose: Moment | None
    until: date | None
    rows: tuple[TermRow, ...]
    events: tuple[ClinicalEvent, ...]
    checklist: tuple[ChecklistItem, ...]
    statement: Message
    notes: tuple[Message, ...] = ()
    rule: str = RULE
    version: str = VERSION

    @property
    def citation(self) -> str:
        return CITATION_OF[self.ctcae]

    @property
    def source(self) -> Citation:
        return CITATIONS[self.citation]

    @property
    def worst_new(self) -> TermRow | None:
        """The term with the highest new grade; None when none is surely new."""
        return next((row for row in self.rows if row.new), None)

    @property
    def not_known(self) -> tuple[TermRow, ...]:
        return tuple(row for row in self.rows if row.new is None)

    def row(self, analyte: str) -> TermRow:
        """The row of that analyte; StopIteration when it is not graded."""
        return next(row for row in self.rows if row.analyte == analyte)


def toxicity(view: View, version: str = CURRENT, chart: ToxicityChart | None = None) -> Toxicity:
    """The table as of the view's moment; ValueError for a version that is not known.

    ``chart``: when the grades of that moment and version were already reckoned.
    """
    chart = chart or ToxicityChart(view.history, view.as_of, version)
    latest = chart.befores[-1] if chart.befores else None
    rows = tuple(sorted((_term(chart, analyte, latest) for analyte in TERMS), key=by_new_grade))
    first = None if latest is None else latest.course.first_dose
    until = None if latest is None else latest.until
    return Toxicity(
        ctcae=chart.version,
        as_of=view.as_of,
        first_dose=first,
        until=until,
        rows=rows,
        events=_events(view, first),
        checklist=checklist(view, first, rows),
        statement=toxicity_wording.statement(chart.version, first, rows),
        notes=toxicity_wording.notes(chart.version, until),
    )


def _term(chart: ToxicityChart, analyte: str, latest: CourseBefore | None) -> TermRow:
    graded = chart.graded[analyte]
    since = [g for g in graded if latest is not None and _in_course(g, latest)]
    before = [g for g in graded if latest is None or not _in_course(g, latest)]
    counted = [g for g in since if g.counted]
    return TermRow(
        analyte=analyte,
        name=TABLES[chart.version][analyte].name,
        ctcae=chart.version,
        before=None if latest is None else latest.grades.get(analyte),
        worst_before=worst(before),
        worst_since=worst(counted),
        since=worst_of(*(g.grade for g in counted)) if counted else None,
        new=_any_new(counted, latest is not None and chart.awaits(analyte, latest)),
        new_since=next((g.day for g in counted if g.new), None),
        last=graded[-1] if graded else None,
        measured_since=len(counted),
        awaited=chart.awaited[analyte],
    )


def _in_course(graded: Graded, latest: CourseBefore) -> bool:
    """After the first dose of the latest course, not only of an earlier one."""
    return graded.course_day0 == latest.course.day0


def _any_new(counted: Sequence[Graded], awaits: bool) -> bool | None:
    words = {g.new for g in counted}
    if True in words:
        return True
    return None if awaits or None in words or not words else False


def _events(view: View, first: Moment | None) -> tuple[ClinicalEvent, ...]:
    """Those present, by day; an event looked for and absent is in the checklist alone."""
    seen = [
        e
        for e in view.case.adverse_events
        if e.status is FindingStatus.PRESENT and e.on <= view.as_of.day
    ]
    seen.sort(key=lambda e: (e.on, e.category, e.term or "", e.grade or 0, e.key))
    return tuple(
        ClinicalEvent(e, None if first is None else e.on >= first.day, _ongoing(e, view.as_of.day))
        for e in seen
    )


def _ongoing(event: AdverseEvent, day: date) -> bool:
    return event.resolved_on is None or event.resolved_on > day
