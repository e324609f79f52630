"""Whether a result is normal, by which limit, and where that limit comes from.

Normal is at most the upper limit for sCD25, ferritin, triglycerides and ALT, at least the lower
limit for hemoglobin, neutrophils and platelets: by the interval that came with the result, else by
a shipped default with its printed source, else unknown. The only shipped default is that of sCD25
in U/mL by age (Immulite; Seattle Children's catalogue): never one adult limit for toddlers.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from hlh_app.clinical.ages import completed_years
from hlh_app.clinical.case import Observation, Patient
from hlh_app.clinical.spans import Span

UPPER_LIMIT = ("scd25", "ferritin", "triglycerides", "alt")
LOWER_LIMIT = ("hemoglobin", "neutrophils", "platelets")
COMPLETE_NEEDS = (
    "scd25",
    "ferritin",
    "triglycerides",
    "hemoglobin",
    "neutrophils",
    "platelets",
    "alt",
)


class LimitSource(StrEnum):
    OWN = "own"
    SHIPPED_DEFAULT = "shipped_default"


@dataclass(frozen=True, slots=True)
class Limit:
    """The end of the reference interval that decides, in the result's own unit."""

    value: Decimal
    unit: str
    is_upper: bool
    source: LimitSource


@dataclass(frozen=True, slots=True)
class ShippedInterval:
    """sCD25 in U/mL before the birthday ``before_years`` (None: at every later age)."""

    before_years: int | None
    low: Decimal
    high: Decimal


SHIPPED_SCD25_UNIT = "U/mL"
SHIPPED_SCD25_CITATION = "seattle_scd25"
SHIPPED_SCD25 = (
    ShippedInterval(3, Decimal(398), Decimal(1940)),
    ShippedInterval(8, Decimal(144), Decimal(1329)),
    ShippedInterval(None, Decimal(137), Decimal(838)),
)


def shipped_scd25(patient: Patient, on: date) -> ShippedInterval | None:
    """The shipped interval for the age on the day of the sample; None when the age is unknown."""
    if patient.birth_date is None and (patient.age_years is None or patient.age_on is None):
        return None
    years = completed_years(patient, on)
    return next(
        row for row in SHIPPED_SCD25 if row.before_years is None or years < row.before_years
    )


def limit_of(observation: Observation, patient: Patient) -> Limit | None:
    """The limit by which this result, pending or not, is judged; None when there is none."""
    is_upper = observation.analyte in UPPER_LIMIT
    own = observation.high if is_upper else observation.low
    if own is not None:
        return Limit(own, observation.unit, is_upper, LimitSource.OWN)
    if observation.analyte != "scd25" or observation.unit != SHIPPED_SCD25_UNIT:
        return None
    shipped = shipped_scd25(patient, observation.measured_at.day)
    if shipped is None:
        return None
    return Limit(shipped.high, observation.unit, True, LimitSource.SHIPPED_DEFAULT)


def split_by_normality(span: Span, limit: Limit) -> tuple[tuple[bool, Span], ...]:
    """The normal and the abnormal part of a range, those that are not empty."""
    if limit.is_upper:
        normal, abnormal = span.at_most(limit.value), span.above(limit.value)
    else:
        normal, abnormal = span.at_least(limit.value), span.below(limit.value)
    parts = ((True, normal), (False, abnormal))
    return tuple((is_normal, part) for is_normal, part in parts if part is not None)


def normality(span: Span, limit: Limit | None) -> bool | None:
    """Normal, not normal, or None: not known."""
    if limit is None:
        return None
    parts = split_by_normality(span, limit)
    return parts[0][0] if len(parts) == 1 else None
