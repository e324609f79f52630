"""Results before treatment and at fixed times after it, in canonical units (our definition).

Before: the last usable result at or before the first dose, at most 7 calendar days old; 14 days
for what is bound to an assay, and for the spleen. Week 1, week 2, month 1: the result nearest day
7, 14 and 30 within 3 days, the earlier on a tie, the last of several on one day. Weeks 2-4: the
first of days 11 to 31 (days 14 to 28 with the same 3 days). After conditioning or transplant no
result counts. Values that a transfusion or G-CSF spoils are passed over. A value beyond the
measuring range ("<0.1") counts as the limit it states, and is marked. Another assay's unit is never
converted and is left out; of a test bound to its assay, results of another assay than that before
treatment are left out too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hlh_app.clinical.analyte_reading import comparable_results
from hlh_app.clinical.analytes import ANALYTES
from hlh_app.clinical.baseline import OLDEST_SCD25_BASELINE_DAYS, oldest_days, value_before
from hlh_app.clinical.case import Moment, Observation
from hlh_app.clinical.response_values import response_values
from hlh_app.clinical.schedule import days_after, nearest
from hlh_app.clinical.study.index import Index
from hlh_app.clinical.study.said import said
from hlh_app.clinical.text import gettext_noop
from hlh_app.clinical.toxicity_chart import counted_until
from hlh_app.clinical.units import canonical
from hlh_app.clinical.windows import History

TIMES = ("before", "week1", "week2", "month1", "weeks2to4")
NOMINAL_DAYS = {"week1": 7, "week2": 14, "month1": 30}
WEEKS_2_TO_4 = (11, 31)
ANALYSED = (
    *("wbc", "neutrophils", "hemoglobin", "platelets"),
    *("ferritin", "scd25", "triglycerides", "fibrinogen"),
    *("alt", "ast", "ldh", "bilirubin_total", "albumin", "creatinine", "crp"),
    *("ebv_dna_whole_blood", "ebv_dna_plasma", "spleen_thickness"),
    *("ifn_gamma", "il_6", "il_10", "il_18", "cxcl9", "ip_10", "mip_1a"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Values:
    """By analyte one number for each of TIMES, None where there is none. ``beyond``: by analyte
    the comparators of the same times, for the few results that carry one."""

    values: dict[str, tuple[float | None, ...]] = said(
        gettext_noop("Results before and after treatment"), default_factory=dict
    )
    beyond: dict[str, tuple[str | None, ...]] = said(
        gettext_noop("Results beyond the measuring range"), default_factory=dict
    )


def values(history: History, as_of: Moment, index: Index) -> Values:
    """Every analysed result of one patient."""
    results = response_values(history, as_of, ANALYSED)
    until = counted_until(history.case, index.day0, as_of)
    found: dict[str, tuple[float | None, ...]] = {}
    beyond: dict[str, tuple[str | None, ...]] = {}
    for analyte in ANALYSED:
        rows = _at_times(analyte, _counted(results[analyte].usable, until), index)
        if any(rows):
            found[analyte] = tuple(_number(row) for row in rows)
        if any(row is not None and row.comparator for row in rows):
            beyond[analyte] = tuple(row.comparator if row else None for row in rows)
    return Values(values=found, beyond=beyond)


def _counted(rows: Sequence[Observation], until: date | None) -> list[Observation]:
    return [
        row
        for row in rows
        if row.unit not in ANALYTES[row.analyte].kept_units
        and (until is None or row.measured_at.day <= until)
    ]


def _at_times(
    analyte: str, rows: list[Observation], index: Index
) -> tuple[Observation | None, ...]:
    """In the order of TIMES."""
    before = value_before(rows, index.at, oldest_before(analyte))
    if before is not None and ANALYTES[analyte].assay_bound:
        rows = [row for row in rows if comparable_results(before, row)]
    nominal = (nearest(rows, days_after(index.day0, n), index.day0) for n in NOMINAL_DAYS.values())
    return (before, *nominal, _first_between(rows, index))


def oldest_before(analyte: str) -> int:
    """How many calendar days old the value before treatment may be."""
    if analyte == "spleen_thickness" or ANALYTES[analyte].assay_bound:
        return OLDEST_SCD25_BASELINE_DAYS
    return oldest_days(analyte)


def _first_between(rows: Sequence[Observation], index: Index) -> Observation | None:
    first, last = WEEKS_2_TO_4
    return next((row for row in rows if first <= index.day(row.measured_at.day) <= last), None)


def _number(row: Observation | None) -> float | None:
    """A usable result has a value; another assay's unit was left out before."""
    if row is None:
        return None
    assert row.value is not None
    amount = canonical(row.value, row.unit, row.analyte)
    assert amount is not None
    return float(amount)
