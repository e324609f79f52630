"""The unit and reference interval that a laboratory prints, remembered; the value never is.

Remembered from entry for a centre, laboratory, analyte, assay, sex and age band. The bands are our
definition: a laboratory's own bands are not known from one result, and an interval printed for a
toddler must not judge an adult. A manager may set an interval with other ages; entry does not
overwrite it, and it is looked up first.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from hlh_app.accounts.models import Centre
from hlh_app.clinical.analytes import ANALYTES, Group
from hlh_app.records.models import Observation, Patient, ReferenceInterval
from hlh_app.records.models.choices import IntervalSource

# First and last day (exclusive) of the ages for which a remembered interval is used.
AGE_BANDS = ((0, 28), (28, 366), (366, 1096), (1096, 2922), (2922, 5114), (5114, 6575))
ADULT = (6575, 55000)


def age_days(patient: Patient, on: date) -> int | None:
    """Age on a day, from the birth date or from completed years; None before birth."""
    if patient.birth_date:
        days = (on - patient.birth_date).days
    elif patient.age_years is not None and patient.age_on:
        days = int(patient.age_years * 365.25) + (on - patient.age_on).days
    else:
        return None
    return days if days >= 0 else None


def band(age: int) -> tuple[int, int]:
    """The age band, in days, that an age belongs to."""
    return next((b for b in AGE_BANDS if b[0] <= age < b[1]), ADULT)


@dataclass(frozen=True)
class Remembered:
    """The intervals of one centre for some analytes, read with one query."""

    rows: tuple[ReferenceInterval, ...]

    @classmethod
    def of(cls, centre: Centre, analytes: Iterable[str]) -> "Remembered":
        found = ReferenceInterval.objects.filter(
            centre=centre, analyte__in=ANALYTES.keys() & set(analytes)
        )
        return cls(tuple(found))

    def for_result(self, row: Observation, patient: Patient) -> ReferenceInterval | None:
        """The interval for this laboratory, assay, unit, age and sex; a manager's first, then the
        one for the sex."""
        age = age_days(patient, row.measured.day)
        if age is None:
            return None
        fitting = [kept for kept in self.rows if _fits(kept, row, patient, age)]
        return max(fitting, key=lambda kept: (kept.configured, bool(kept.sex)), default=None)


def _fits(kept: ReferenceInterval, row: Observation, patient: Patient, age: int) -> bool:
    return (
        kept.analyte == row.analyte
        and kept.unit == row.unit
        and _same(kept.laboratory, row.laboratory)
        and _same(kept.assay, row.assay)
        and kept.sex in ("", patient.sex)
        and kept.from_age_days <= age < kept.to_age_days
        and not (kept.low is None and kept.high is None)
    )


def _same(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()


_JUDGED_BY = ("analyte", "unit", "laboratory", "assay", "measured_day", "low", "high")


def write_beside(
    row: Observation, patient: Patient, remembered: Remembered, before: Mapping[str, Any] | None
) -> None:
    """Write the interval by which the result is judged into the row: its own, else the remembered
    one of its laboratory, else none. A correction of something else (``before``: the row as it
    was) leaves the interval alone."""
    if before and all(before[name] == getattr(row, name) for name in _JUDGED_BY):
        return
    untouched = before and (before["low"], before["high"]) == (row.low, row.high)
    if untouched and before["interval_source"] == IntervalSource.CENTRE:
        row.low = row.high = None  # remembered for what the row was before
    if row.low is not None or row.high is not None:
        row.interval_source = IntervalSource.REPORTED
        return
    kept = remembered.for_result(row, patient)
    row.low, row.high = (kept.low, kept.high) if kept else (None, None)
    row.interval_source = IntervalSource.CENTRE if kept else IntervalSource.NONE


def remember(row: Observation, patient: Patient) -> None:
    """Remember unit and interval of a result for the next entry.

    A unit without an interval is remembered only while nothing better is known.
    """
    age = age_days(patient, row.measured.day)
    if age is None or row.interval_source == IntervalSource.CENTRE:
        return
    start, end = band(age)
    key = {
        "centre": patient.centre,
        "laboratory": row.laboratory.strip(),
        "analyte": row.analyte,
        "assay": row.assay.strip(),
        "sex": patient.sex if patient.sex != "unknown" else "",
        "from_age_days": start,
    }
    printed = (row.unit, *kept_limits(row.analyte, row.low, row.high))
    kept = ReferenceInterval.objects.filter(**key).first()
    if kept is None:
        ReferenceInterval.objects.create(
            **key, to_age_days=end, unit=row.unit, low=printed[1], high=printed[2]
        )
    elif is_news(kept, printed):
        kept.unit, kept.low, kept.high = printed
        kept.save(update_fields=["unit", "low", "high", "updated_at"])


def kept_limits(
    analyte: str, low: Decimal | None, high: Decimal | None
) -> tuple[Decimal | None, Decimal | None]:
    """No interval is remembered for what is measured at the bedside."""
    bedside = ANALYTES[analyte].group is Group.MEASURES
    return (None, None) if bedside else (low, high)


def is_news(kept: ReferenceInterval, printed: tuple[str, Decimal | None, Decimal | None]) -> bool:
    """Whether a printed unit with its limits replaces what is remembered."""
    if kept.configured or (kept.unit, kept.low, kept.high) == printed:
        return False
    says_interval = printed[1] is not None or printed[2] is not None
    return says_interval or (kept.low is None and kept.high is None)
