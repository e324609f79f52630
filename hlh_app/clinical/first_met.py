"""The first moment at which HLH-2004 was met: the reading "at diagnosis" (our definition).

The moments tried are those of the observations, in time order, each as the record stood then: a
result reported later is not yet seen. Every value is judged once, as the span of time in which it
makes its criterion hold; a moment from which five are out of reach is passed over unjudged.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

from hlh_app.clinical import hlh_criteria as hlh
from hlh_app.clinical.case import FindingStatus, Moment, Observation
from hlh_app.clinical.criteria_set import MOLECULAR, NEEDED
from hlh_app.clinical.outcome import Outcome
from hlh_app.clinical.verdict import Criterion
from hlh_app.clinical.windows import History, View, known_from

Span = tuple[datetime, datetime]
_BY_STATEMENT: tuple[tuple[str, Callable[[View], Criterion]], ...] = (
    ("splenomegaly", hlh.splenomegaly),
    ("hemophagocytosis", hlh.hemophagocytosis),
    ("nk_activity", hlh.nk_activity),
)


def first_met(view: View, fever_cel: Decimal) -> tuple[Moment, Moment] | None:
    """The earliest moment up to the view's as of which HLH-2004 was met.

    Two forms: the moment to judge by (a day that is not over ends at the moment asked about) and
    the ``measured_at`` as written. None when it never was.
    """
    history = view.history
    spans = _Spans(history, view.window_days, fever_cel)
    statements = [judge for kind, judge in _BY_STATEMENT if _has_any(history, kind)]
    if "scd25_elevated" in history.findings:
        statements.append(hlh.scd25)
    else:
        spans.count_scd25()
    has_genes = MOLECULAR in history.findings
    if not has_genes and spans.reach() + len(statements) < NEEDED:
        return None
    for written in _moments(history, view.as_of):
        moment = written
        if written.at > view.as_of.at:
            moment = written._replace(at=view.as_of.at)
        met = spans.met_at(moment.at)
        if not has_genes and met + len(statements) < NEEDED:
            continue
        then = View(history, moment, view.window_days)
        if _met_by_genes(then) or _reaches(then, met, statements):
            return moment, written
    return None


def _has_any(history: History, kind: str) -> bool:
    return kind in history.findings or kind in history.observations


def _moments(history: History, as_of: Moment) -> list[Moment]:
    seen: dict[tuple[datetime, date], Moment] = {}
    for rows in history.observations.values():
        for row in rows:
            moment = row.measured_at
            if moment.seen <= as_of.at:
                same = seen.setdefault((moment.at, moment.day), moment)
                if moment.text < same.text:
                    seen[moment.at, moment.day] = moment
    return [seen[key] for key in sorted(seen)]


def _met_by_genes(view: View) -> bool:
    return view.finding(MOLECULAR).status is FindingStatus.PRESENT


def _reaches(view: View, met: int, statements: list[Callable[[View], Criterion]]) -> bool:
    for left, judge in zip(range(len(statements), 0, -1), statements, strict=True):
        if met >= NEEDED or met + left < NEEDED:
            break
        met += judge(view).outcome is Outcome.MET
    return met >= NEEDED


class _Spans:
    """When values make the criteria hold that are judged by values alone."""

    def __init__(self, history: History, window_days: int, fever_cel: Decimal) -> None:
        self._history = history
        self._window = timedelta(days=window_days)
        birth = history.case.patient.birth_date
        self._either = [
            self._of("temperature", hlh.fever_threshold(fever_cel).holds),
            self._of("ferritin", hlh.FERRITIN.holds),
            self._of("triglycerides", hlh.TRIGLYCERIDES.holds)
            + self._of("fibrinogen", hlh.FIBRINOGEN.holds),
        ]
        self._lineages = [
            self._of("platelets", hlh.PLATELETS.holds),
            self._of("neutrophils", hlh.NEUTROPHILS.holds),
            self._of("hemoglobin", lambda row: hlh.hemoglobin_threshold(row, birth).holds(row)),
        ]

    def count_scd25(self) -> None:
        """Count sCD25 by its values alone: no bare statement can stand for them."""
        self._either.append(self._of("scd25", hlh.SCD25.holds))

    def _of(self, analyte: str, holds: Callable[[Observation], bool | None]) -> list[Span]:
        return [
            (known_from(row), row.measured_at.at + self._window)
            for row in self._history.observations.get(analyte, ())
            if row.value is not None and holds(row)
        ]

    def reach(self) -> int:
        """How many criteria hold at some time."""
        lineages = sum(bool(spans) for spans in self._lineages)
        return sum(bool(spans) for spans in self._either) + (lineages >= hlh.LINEAGES_NEEDED)

    def met_at(self, at: datetime) -> int:
        """How many criteria hold at ``at``."""
        lineages = sum(_covered(spans, at) for spans in self._lineages)
        either = sum(_covered(spans, at) for spans in self._either)
        return either + (lineages >= hlh.LINEAGES_NEEDED)


def _covered(spans: list[Span], at: datetime) -> bool:
    # A loop, asked many thousand times a case: a generator would double it.
    for opens, closes in spans:  # noqa: SIM110
        if opens <= at < closes:
            return True
    return False
