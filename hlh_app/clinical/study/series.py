"""Every analysed result by day, for the lines of a group: days -14 to 365, canonical units."""

from dataclasses import dataclass

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.clinical.case import Moment
from hlh_app.clinical.response_values import response_values
from hlh_app.clinical.study.index import Index
from hlh_app.clinical.study.said import said
from hlh_app.clinical.study.values import ANALYSED
from hlh_app.clinical.text import gettext_noop
from hlh_app.clinical.units import canonical
from hlh_app.clinical.windows import History

FIRST_DAY, LAST_DAY = -14, 365
DIGITS = 6
Point = tuple[int, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """By analyte (day, value) pairs, oldest first; spoilt values and other assays left out."""

    points: dict[str, tuple[Point, ...]] = said(
        gettext_noop("Results by day"), default_factory=dict
    )


def series(history: History, as_of: Moment, index: Index) -> Series:
    """Of one patient."""
    results = response_values(history, as_of, ANALYSED)
    found = {}
    for analyte in ANALYSED:
        kept = ANALYTES[analyte].kept_units
        points = [
            (index.day(row.measured_at.day), canonical(row.value, row.unit, analyte))
            for row in results[analyte].usable
            if row.value is not None and row.unit not in kept
        ]
        rows = tuple(
            (day, float(f"{value:.{DIGITS}g}"))
            for day, value in points
            if FIRST_DAY <= day <= LAST_DAY and value is not None
        )
        if rows:
            found[analyte] = rows
    return Series(points=found)
