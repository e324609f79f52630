"""What two records hold twice, and where they contradict each other.

A result is in both when test, moment, value and unit are; another row when everything that it says
is. The one of the record that goes is then entered in error. A result that is pending in one and
final in the other is in both too: the pending one goes.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from hlh_app.records.models import (
    AdverseEvent,
    Consent,
    Event,
    Exposure,
    Finding,
    Observation,
    Patient,
    TherapyLine,
)
from hlh_app.records.models.base import ClinicalRow

_COMPARED: dict[type[ClinicalRow], tuple[str, ...]] = {
    Finding: ("finding", "status", "on", "site", "method", "detail", "expected_on"),
    Exposure: (
        *("drug", "dose", "unit", "route", "times_per_day", "started_text", "stopped_on"),
        *("purpose", "stop_reason"),
    ),
    Event: ("event", "on", "detail"),
    AdverseEvent: (
        *("category", "status", "on", "term", "grade", "ctcae", "resolved_on", "relation"),
        "action",
    ),
    TherapyLine: ("line", "regimen", "started_on", "stopped_on", "result"),
    Consent: ("scope", "status", "on", "given_by"),
}


@dataclass(frozen=True, slots=True)
class Double:
    """``row`` is recorded again as ``stands`` and would be entered in error."""

    row: ClinicalRow
    stands: ClinicalRow

    @property
    def table(self) -> str:
        return str(self.row._meta.model_name)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two results of one test at one moment with different values: both stay."""

    kept: Observation
    gone: Observation


@dataclass(frozen=True, slots=True)
class InBoth:
    doubles: tuple[Double, ...]
    contradictions: tuple[Contradiction, ...]


def in_both(kept: Patient, gone: Patient) -> InBoth:
    """Fourteen queries, of two tables' rows each."""
    doubles, contradictions = _results(_standing(Observation, kept), _standing(Observation, gone))
    for model, columns in _COMPARED.items():
        stored = {_say(row, columns): row for row in _standing(model, kept)}
        for row in _standing(model, gone):
            if (stands := stored.get(_say(row, columns))) is not None:
                doubles.append(Double(row, stands))
    return InBoth(tuple(doubles), tuple(contradictions))


def _standing(model: type[ClinicalRow], patient: Patient) -> list[Any]:
    rows = model._default_manager.filter(patient=patient, entered_in_error=False)
    return list(rows.order_by("pk"))


def _say(row: ClinicalRow, columns: Iterable[str]) -> tuple[Any, ...]:
    return tuple(getattr(row, column) for column in columns)


def _results(
    kept: list[Observation], gone: list[Observation]
) -> tuple[list[Double], list[Contradiction]]:
    by_moment: dict[tuple[Any, ...], list[Observation]] = {}
    for row in kept:
        by_moment.setdefault(_when(row), []).append(row)
    doubles: list[Double] = []
    contradictions: list[Contradiction] = []
    for row in gone:
        beside = by_moment.get(_when(row), [])
        found = next(_doubles(row, beside), None)
        if found is not None:
            doubles.append(found)
        elif (other := next((o for o in beside if _contradict(o, row)), None)) is not None:
            contradictions.append(Contradiction(other, row))
    return doubles, contradictions


def _when(row: Observation) -> tuple[Any, ...]:
    """The same moment in any offset; a day without a time is a moment of its own."""
    return row.analyte, row.measured_at, "T" in row.measured_text


def _doubles(row: Observation, beside: list[Observation]) -> Iterator[Double]:
    for other in beside:
        if _value(row) == _value(other):
            yield Double(row, other)
    for other in beside:
        if row.status == "pending" and other.status == "final":
            yield Double(row, other)
        if row.status == "final" and other.status == "pending":
            yield Double(other, row)


def _value(row: Observation) -> tuple[Any, ...]:
    """A convertible value in the unit of the test, any other as reported with its assay."""
    if row.canonical_value is not None:
        return row.status, row.comparator, row.canonical_value
    return row.status, row.comparator, row.value, row.unit, row.assay if row.value else ""


def _contradict(one: Observation, other: Observation) -> bool:
    """Two values that can be compared at all; results of two assays stand side by side."""
    if not one.status == other.status == "final":
        return False
    if one.canonical_value is not None and other.canonical_value is not None:
        return True
    return (one.unit, one.assay) == (other.unit, other.assay)
