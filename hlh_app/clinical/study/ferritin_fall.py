"""The best change of ferritin: the lowest value of days 1 to 56 against that before treatment.

Only up to the end of the response assessments (other therapy for failure, conditioning, the last
dose …): what falls after it did not fall on ruxolitinib alone (our definition). A value beyond the
measuring range counts as the limit it states.
"""

from typing import Any

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.clinical.baseline import oldest_days, value_before
from hlh_app.clinical.case import Moment, Observation
from hlh_app.clinical.response_values import response_values
from hlh_app.clinical.schedule import RESPONSE_DAYS
from hlh_app.clinical.study.index import Index
from hlh_app.clinical.units import canonical
from hlh_app.clinical.windows import History

FERRITIN = "ferritin"
LAST_DAY = RESPONSE_DAYS[-1]


def ferritin_facts(history: History, as_of: Moment, index: Index) -> dict[str, Any]:
    """The lowest value, its day, and its change in percent; nothing without a value of each."""
    kept = ANALYTES[FERRITIN].kept_units
    usable = response_values(history, as_of, (FERRITIN,))[FERRITIN].usable
    rows = [row for row in usable if row.unit not in kept]
    before = value_before(rows, index.at, oldest_days(FERRITIN))
    last = _last_day(index)
    later = [row for row in rows if 1 <= index.day(row.measured_at.day) <= last]
    if before is None or not later or not _number(before):
        return {}
    lowest = min(later, key=_number)
    return {
        "ferritin_lowest": _number(lowest),
        "ferritin_lowest_day": index.day(lowest.measured_at.day),
        "ferritin_change": (_number(lowest) / _number(before) - 1) * 100,
    }


def _last_day(index: Index) -> int:
    end = None if index.course is None else index.course.end
    return LAST_DAY if end is None else min(LAST_DAY, index.day(end.on))


def _number(row: Observation) -> float:
    """A usable result has a value; a unit that is kept as it came was left out before."""
    assert row.value is not None
    amount = canonical(row.value, row.unit, row.analyte)
    assert amount is not None
    return float(amount)
