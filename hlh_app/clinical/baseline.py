"""The value from which a response is reckoned (our definition).

The last usable value at or before the first dose, at most 7 local calendar days old, sCD25 14.
When the first dose is known by its date only: the earliest value of that day if there is one, else
the last before that day.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hlh_app.clinical.case import Exposure, Moment, Observation, Patient
from hlh_app.clinical.normality import Limit, limit_of, normality
from hlh_app.clinical.spans import stated_span

OLDEST_BASELINE_DAYS = 7
OLDEST_SCD25_BASELINE_DAYS = 14


@dataclass(frozen=True, slots=True)
class Baseline:
    """``age_days``: local calendar days before the first dose. ``normal`` None: not known.

    ``limit``: the limit by which it was judged. ``begun_between``: other HLH therapy begun between
    this value and the first dose, a caution.
    """

    observation: Observation
    age_days: int
    limit: Limit | None
    normal: bool | None
    begun_between: tuple[Exposure, ...] = ()


def oldest_days(analyte: str) -> int:
    """How many local calendar days old a baseline of this analyte may be."""
    return OLDEST_SCD25_BASELINE_DAYS if analyte == "scd25" else OLDEST_BASELINE_DAYS


def baseline_value(
    rows: Sequence[Observation], first_dose: Moment, oldest: int | None = None
) -> Observation | None:
    """The baseline among the values of one analyte, oldest first; None without one."""
    if not rows:
        return None
    return value_before(
        rows, first_dose, oldest_days(rows[0].analyte) if oldest is None else oldest
    )


def value_before(
    rows: Sequence[Observation], first_dose: Moment, oldest: int
) -> Observation | None:
    """The same, with the number of days that it may be old given."""
    recent = [row for row in rows if age_days(row, first_dose) <= oldest]
    if not first_dose.is_date:
        before = [row for row in recent if row.measured_at.at <= first_dose.at]
    else:
        same_day = [row for row in recent if row.measured_at.day == first_dose.day]
        if same_day:
            return same_day[0]
        before = [row for row in recent if row.measured_at.day < first_dose.day]
    return before[-1] if before else None


def age_days(observation: Observation, first_dose: Moment) -> int:
    return (first_dose.day - observation.measured_at.day).days


def baseline_of(
    rows: Sequence[Observation],
    first_dose: Moment,
    patient: Patient,
    others_begun: Iterable[Exposure] = (),
    oldest: int | None = None,
) -> Baseline | None:
    """The baseline with its age, its limit and its cautions. ``oldest``: how many days old it may
    be, where that is not ``oldest_days``."""
    chosen = baseline_value(rows, first_dose, oldest)
    if chosen is None:
        return None
    limit = limit_of(chosen, patient)
    begun = tuple(e for e in others_begun if _between(e.start, chosen.measured_at, first_dose))
    normal = normality(stated_span(chosen), limit)
    return Baseline(chosen, age_days(chosen, first_dose), limit, normal, begun)


def _between(begun: Moment, measured: Moment, first_dose: Moment) -> bool:
    """Both ends included; where a time is not known, by calendar day."""
    if begun.is_date or measured.is_date:
        after = begun.day >= measured.day
    else:
        after = begun.at >= measured.at
    if begun.is_date or first_dose.is_date:
        return after and begun.day <= first_dose.day
    return after and begun.at <= first_dose.at
