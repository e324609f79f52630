"""From a patient's results to what the charts draw, on one time axis.

Day N stands at N, whatever the hour: noon of its calendar day is N exactly, so that the day read
off the axis is the day that the rules count. Day 0 is the day of the first dose, without one the
day of the first data.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from hlh_app.charts import DoseMark, Panel, Pending, Point, Reading, Series, TemperatureSeries
from hlh_app.charts.overlay import factor_between
from hlh_app.clinical.analytes import ANALYTES
from hlh_app.clinical.case import Case, Moment, Observation
from hlh_app.clinical.given import is_given
from hlh_app.clinical.therapy import GLUCOCORTICOIDS, RUXOLITINIB
from hlh_app.clinical.transfusions import spoilt_by, spoilt_periods
from hlh_app.clinical.units import canonical
from hlh_app.clinical.windows import visible
from hlh_app.records.models.choices import TemperatureSite

from . import formats, readings

ORDER = (
    "ferritin",
    "scd25",
    "ebv_dna_whole_blood",
    "ebv_dna_plasma",
    "platelets",
    "hemoglobin",
    "wbc",
    "neutrophils",
    "fibrinogen",
    "triglycerides",
    "alt",
    "ast",
    "ldh",
    "bilirubin_total",
    "crp",
    "spleen_thickness",
)
NOT_DRAWN = ("temperature", "weight", "height")
SHARE_OF_A_DAY = 0.998  # keeps midnight within its own day when the axis is rounded


def place(when: Moment, day0: date) -> float:
    """Where a moment stands: days since day 0, noon being the middle of its day."""
    days = float((when.day - day0).days)
    if when.is_date:
        return days
    clock = (when.seen.hour * 60 + when.seen.minute) / 1440
    return days + (clock - 0.5) * SHARE_OF_A_DAY


def panels(case: Case, as_of: Moment, day0: date) -> tuple[Panel, ...]:
    """One panel an analyte and unit family, in clinical order; results awaited are marked."""
    final, pending = visible(case.observations, as_of)
    rows: dict[tuple[str, str], list[Observation]] = defaultdict(list)
    for row in sorted(final, key=lambda row: row.measured_at.at):
        if row.analyte not in NOT_DRAWN:
            rows[row.analyte, _family(row)].append(row)
    awaited: dict[str, list[Observation]] = defaultdict(list)
    for row in pending:
        awaited[row.analyte].append(row)
    periods = spoilt_periods(case.exposures)
    keys = sorted(rows, key=lambda key: (_rank(key[0]), key[1]))
    return tuple(
        _panel(code, rows[code, family], awaited.pop(code, []), day0, periods)
        for code, family in keys
    )


def _family(row: Observation) -> str:
    """Empty for units that convert; another assay's unit is a family of its own."""
    return row.unit if row.unit in ANALYTES[row.analyte].kept_units else ""


def _rank(code: str) -> int:
    codes = (*ORDER, *(code for code in ANALYTES if code not in ORDER))
    return codes.index(code)


def _panel(
    code: str, rows: list[Observation], awaited: list[Observation], day0: date, periods: dict
) -> Panel:
    unit = rows[-1].unit
    by_assay: dict[str, list[Point]] = defaultdict(list)
    for row in rows:
        by_assay[_assay(row, rows)].append(_point(row, unit, day0, periods))
    series = [Series(assay, tuple(points)) for assay, points in by_assay.items()]
    series.sort(key=lambda one: -len(one.points))
    return Panel(
        analyte=code,
        label=readings.analyte(code),
        unit=unit,
        log=ANALYTES[code].log_axis and not unit.startswith("{Log"),
        series=tuple(series),
        pending=tuple(_pending(row, day0) for row in awaited),
    )


def _assay(row: Observation, rows: list[Observation]) -> str:
    """An assay that is not stated joins the only one that is."""
    stated = {other.assay for other in rows if other.assay}
    if len(stated) < 2:
        return next(iter(stated), "")
    return row.assay or _("assay not stated")


def _point(row: Observation, unit: str, day0: date, periods: dict) -> Point:
    factor = factor_between(row.analyte, row.unit, unit)
    scale = Decimal(1) if factor is None else Decimal(factor.numerator) / factor.denominator
    value = row.value * scale if row.value is not None else Decimal(0)
    cause = spoilt_by(row, periods)
    shown = f"{formats.comparator(row.comparator)} {_figures(value)}".strip()
    return Point(
        day=place(row.measured_at, day0),
        when=formats.moment(row.measured_at),
        value=value,
        text=shown,
        comparator=row.comparator,
        low=None if row.low is None else _rounded(row.low * scale),
        high=None if row.high is None else _rounded(row.high * scale),
        flags=(_("after %(what)s") % {"what": cause.drug.replace("_", " ")},) if cause else (),
    )


def _figures(value: Decimal) -> str:
    """As reported; a converted value to five significant figures."""
    return formats.number(_rounded(value))


def _rounded(value: Decimal) -> Decimal:
    if len(value.normalize().as_tuple().digits) <= 6:
        return value
    return value.quantize(Decimal(1).scaleb(value.adjusted() - 4))


def _pending(row: Observation, day0: date) -> Pending:
    return Pending(place(row.measured_at, day0), formats.moment(row.measured_at), row.assay or "")


def temperatures(case: Case, as_of: Moment, day0: date, threshold: Decimal) -> TemperatureSeries:
    rows = [row for row in case.observations if row.analyte == "temperature"]
    final, _awaited = visible(rows, as_of)
    return TemperatureSeries(
        tuple(_reading(row, case, day0) for row in final if row.comparator is None),
        threshold,
        doses(case, as_of, day0),
    )


def _reading(row: Observation, case: Case, day0: date) -> Reading:
    known = row.site in TemperatureSite.values
    return Reading(
        day=place(row.measured_at, day0),
        when=formats.moment(row.measured_at),
        value=round(canonical(row.value or Decimal(0), row.unit, "temperature") or Decimal(0), 2),
        site=str(TemperatureSite(row.site).label).lower() if row.site and known else "",
        antipyretic=bool(row.antipyretic),
        glucocorticoid=_on_glucocorticoid(case, row.measured_at),
    )


def _on_glucocorticoid(case: Case, when: Moment) -> bool:
    return any(row.drug in GLUCOCORTICOIDS and is_given(row, when) for row in case.exposures)


def doses(case: Case, as_of: Moment, day0: date) -> tuple[DoseMark, ...]:
    """Each dose of ruxolitinib from the day it began."""
    rows = [r for r in case.exposures if r.drug == RUXOLITINIB and r.start.seen <= as_of.at]
    rows.sort(key=lambda row: row.start.at)
    return tuple(
        DoseMark(place(row.start, day0), formats.dose(row.dose, row.unit, row.times_per_day))
        for row in rows
    )
