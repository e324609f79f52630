"""The results a response may use: final, visible, and not spoilt by transfusion or G-CSF."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hlh_app.clinical.case import Exposure, Moment, Observation
from hlh_app.clinical.transfusions import SpoiltPeriod, spoilt_by, spoilt_periods
from hlh_app.clinical.windows import History, visible


@dataclass(frozen=True, slots=True)
class Spoilt:
    """A value that is passed over, and what spoilt it."""

    observation: Observation
    cause: Exposure


@dataclass(frozen=True, slots=True)
class AnalyteResults:
    """One analyte, each list oldest first."""

    usable: tuple[Observation, ...] = ()
    pending: tuple[Observation, ...] = ()
    spoilt: tuple[Spoilt, ...] = ()


def response_values(
    history: History, as_of: Moment, analytes: Iterable[str], part_spoilt: bool = True
) -> dict[str, AnalyteResults]:
    """What each analyte offers to baseline and assessments as of a moment; without
    ``part_spoilt`` as if no transfusion or G-CSF spoilt anything."""
    exposures = [e for e in history.case.exposures if e.start.seen <= as_of.at]
    periods = spoilt_periods(exposures) if part_spoilt else {}
    return {
        analyte: _results(*visible(history.observations.get(analyte, ()), as_of), periods)
        for analyte in analytes
    }


def _results(
    final: list[Observation],
    pending: list[Observation],
    periods: Mapping[str, list[SpoiltPeriod]],
) -> AnalyteResults:
    usable, spoilt = _part(final, periods)
    awaited = [_not_yet_known(row) for row in pending]
    return AnalyteResults(usable, _part(awaited, periods)[0], spoilt)


def _not_yet_known(row: Observation) -> Observation:
    """A result reported only later, as it stood before: without its value."""
    if row.value is None:
        return row
    return row._replace(value=None, comparator=None, pending=True)


def _part(
    rows: list[Observation], periods: Mapping[str, list[SpoiltPeriod]]
) -> tuple[tuple[Observation, ...], tuple[Spoilt, ...]]:
    if not rows or rows[0].analyte not in periods:
        return tuple(rows), ()
    causes = [(row, spoilt_by(row, periods)) for row in rows]
    usable = tuple(row for row, cause in causes if cause is None)
    return usable, tuple(Spoilt(row, cause) for row, cause in causes if cause is not None)
