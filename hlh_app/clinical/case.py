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
    expected_on: date | None = None
    reference_source: str | None = None
    antipyretic: bool | None = None
    lipid_infusion: bool | None = None


class Finding(NamedTuple):
    """A statement about the patient on a day. ``expected_on``: when a pending one should come."""

    finding: str
    status: FindingStatus
    on: date
    site: str | None = None
    key: str = ""
    method: str | None = None
    detail: str | None = None
    expected_on: date | None = None


@dataclass(frozen=True, slots=True)
class Exposure:
    """A drug or blood product. ``stop``: the last day on which it was given, None = still given.

    ``purpose``: one of PURPOSES, why it was begun. ``stop_reason``: one of STOP_REASONS.
    """

    drug: str
    start: Moment
    stop: date | None = None
    dose: Decimal | None = None
    unit: str | None = None
    route: str | None = None
    times_per_day: Decimal | None = None
    key: str = ""
    purpose: str | None = None
    stop_reason: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    event: str
    on: date
    key: str = ""


@dataclass(frozen=True, slots=True)
class AdverseEvent:
    """What a clinician looked for or saw, by hand.

    ``category``: one of ADVERSE_CATEGORIES. ``status`` PRESENT or ABSENT (looked for, not there;
    then nothing else is set). ``term`` as the terminology has it. ``grade`` 1-5 in ``ctcae``
    (CTCAE_VERSIONS). ``relation``, ``action``: one of RELATIONS, ACTIONS.
    """

    category: str
    status: FindingStatus
    on: date
    term: str | None = None
    grade: int | None = None
    ctcae: str | None = None
    resolved_on: date | None = None
    relation: str | None = None
    action: str | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class TherapyLine:
    """A line of therapy before or beside ruxolitinib. ``result``: one of LINE_RESULTS."""

    regimen: str
    line: int | None = None
    start: date | None = None
    stop: date | None = None
    result: str | None = None
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
    adverse_events: tuple[AdverseEvent, ...] = ()
    therapy_lines: tuple[TherapyLine, ...] = ()
    visits: tuple[Moment, ...] = ()
    trigger: str | None = None  # one of TRIGGERS
    trigger_agent: str | None = None  # one of TRIGGER_AGENTS
    course: str | None = None  # one of COURSES
    donor: str | None = None  # one of DONORS


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
            "hematologic_malignancy",
            "bacterial_infection",
            "viral_infection",
            "fungal_infection",
            "parasitic_infection",
            "herpes_simplex",
            "tb_skin_test",
            "tb_blood_test",
            "tb_chest_imaging",
            "exome_variant",
            "liver_impairment",
            "dialysis",
            "edema",
            "pregnancy",
            "breast_feeding",
            "survival_over_one_month",
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
    "conditioning",
)
COMPARATORS = ("<", "<=", ">", ">=")
DOSE_UNITS = ("mg", "mg/kg", "mg/m2", "g/kg", "{unit}")

PURPOSES = ("first_line", "failure", "relapse", "conditioning", "prophylaxis", "infection", "other")
STOP_REASONS = ("planned", "failure", "toxicity", "transplant", "infection", "other")
ADVERSE_CATEGORIES = (
    "headache",
    "dizziness",
    "gastrointestinal",
    "infection",
    "cytopenias",
    "liver",
    "kidney",
    "lipids",
    "other",
)
"""The eight that Chi 2020 asked about (section 3.8), and everything else."""
CTCAE_VERSIONS = ("5.0", "4.03")
RELATIONS = ("unrelated", "unlikely", "possible", "probable", "definite")
ACTIONS = ("none", "treated", "dose_reduced", "interrupted", "stopped")
TRIGGERS = (
    "unknown",
    "infection",
    "rheumatic",
    "malignancy",
    "primary",
    "other",
    "none_found",
)
TRIGGER_AGENTS = (
    "ebv",
    "cmv",
    "hepatitis_b",
    "influenza",
    "parainfluenza",
    "leishmania",
    "tuberculosis",
    "other",
)
COURSES = ("unknown", "new", "refractory", "relapsed")
DONORS = ("unknown", "not_sought", "searching", "matched", "none_found")
LINE_RESULTS = ("unknown", "no_response", "partial", "complete", "relapse", "intolerance")
