"""The Case: everything the rules may know about one patient, as one immutable value.

Who the patient is, what was observed, found and given, and what happened. Readers (case files,
the database) build it in one place each; every rule takes it with a moment and returns a verdict.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

_DAY_END = timedelta(days=1) - timedelta(microseconds=1)


class Sex(StrEnum):
    FEMALE = "female"
    MALE = "male"
    UNKNOWN = "unknown"


class FindingStatus(StrEnum):
    PRESENT = "present"
    ABSENT = "absent"
    PENDING = "pending"
    UNKNOWN = "unknown"
    SUSPECTED = "suspected"  # systemic_jia only
    LOW = "low"  # nk_activity only: low or absent by the laboratory's reference
    NORMAL = "normal"  # nk_activity only


class Moment(NamedTuple):
    """A point in a patient's time, known to the minute or by its date only.

    ``seen``: visible from this instant. ``at``: what it counts as (for a date, the end of that
    day). ``day``: the calendar day in its own offset. ``text``: as written.
    """

    seen: datetime
    at: datetime
    day: date
    text: str
    is_date: bool = False

    @classmethod
    def timed(cls, at: datetime, text: str | None = None) -> "Moment":
        """A moment with its offset; ValueError without one."""
        if at.tzinfo is None:
            raise ValueError(f"{at} carries no offset")
        return cls(at, at, at.date(), text or at.isoformat())

    @classmethod
    def dated(cls, day: date, zone: tzinfo = UTC, text: str | None = None) -> "Moment":
        """A day: seen from its start, counted as its end, in ``zone``."""
        start = datetime(day.year, day.month, day.day, tzinfo=zone)
        return cls(start, start + _DAY_END, day, text or day.isoformat(), is_date=True)


@dataclass(frozen=True, slots=True)
class Patient:
    """``birth_date`` or, when only an age was printed, ``age_years`` completed on ``age_on``."""

    birth_date: date | None
    sex: Sex
    age_years: int | None = None
    age_on: date | None = None


class Observation(NamedTuple):
    """One measured value in the unit in which it was reported.

    ``value`` None is a pending result. ``low``, ``high``: the interval by which the laboratory
    judged it, in the same unit.
    """

    analyte: str
    value: Decimal | None
    unit: str
    measured_at: Moment
    comparator: str | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    pending: bool = False
    reported_at: Moment | None = None
    laboratory: str | None = None
    assay: str | None = None
    site: str | None = None
    fasting: str | None = None
    key: str = ""  # what the reader calls this row, so that a page can link to it


class Finding(NamedTuple):
    finding: str
    status: FindingStatus
    on: date
    site: str | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Exposure:
    """A drug or blood product. ``stop``: the last day on which it was given, None = still given."""

    drug: str
    start: Moment
    stop: date | None = None
    dose: Decimal | None = None
    unit: str | None = None
    route: str | None = None
    times_per_day: Decimal | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    event: str
    on: date
    key: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    id: str
    patient: Patient
    observations: tuple[Observation, ...] = ()
    findings: tuple[Finding, ...] = ()
    exposures: tuple[Exposure, ...] = ()
    events: tuple[Event, ...] = ()
    as_of: Moment | None = None
    conventional_dates: bool = False
    zone: tzinfo = field(default=UTC)


FINDINGS: dict[str, tuple[FindingStatus, ...]] = {
    **dict.fromkeys(
        (
            "splenomegaly",
            "hepatomegaly",
            "hemophagocytosis",
            "molecular_diagnosis",
            "immunosuppression",
            "fever",
            "cns_involvement",
            "hemorrhage",
            "active_arthritis",
            "malignancy",
            "uncontrolled_infection",
            "nonmelanoma_skin_cancer",
            "tuberculosis",
            "hepatitis_b",
            "herpes_zoster",
            "ebv_infection",
            "scd25_elevated",
        ),
        (
            FindingStatus.PRESENT,
            FindingStatus.ABSENT,
            FindingStatus.PENDING,
            FindingStatus.UNKNOWN,
        ),
    ),
    "systemic_jia": (
        FindingStatus.PRESENT,
        FindingStatus.SUSPECTED,
        FindingStatus.ABSENT,
        FindingStatus.PENDING,
        FindingStatus.UNKNOWN,
    ),
    "nk_activity": (
        FindingStatus.LOW,
        FindingStatus.NORMAL,
        FindingStatus.PENDING,
        FindingStatus.UNKNOWN,
    ),
}
HEMOPHAGOCYTOSIS_SITES = ("marrow", "spleen", "lymph_node", "liver")
EVENTS = (
    "death",
    "transplant",
    "transplant_planned",
    "relapse",
    "progression",
    "last_contact",
    "onset",
)
COMPARATORS = ("<", "<=", ">", ">=")
DOSE_UNITS = ("mg", "mg/kg", "mg/m2", "g/kg", "{unit}")
