"""The day from which a patient is analysed (our definition).

The first dose of the first course of ruxolitinib; for a patient never given ruxolitinib the first
dose of any other treatment of HLH ("conventional", as the controls of Chi 2020). Days are counted
from it: day 0 is its calendar day.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hlh_app.clinical.case import Case, Moment
from hlh_app.clinical.courses import Course, courses
from hlh_app.clinical.therapy import first_therapy


class Treatment(StrEnum):
    RUXOLITINIB = "ruxolitinib"
    CONVENTIONAL = "conventional"


@dataclass(frozen=True, slots=True)
class Index:
    """``at``: the first dose. ``course``: of ruxolitinib, None for conventional treatment."""

    treatment: Treatment
    drug: str
    at: Moment
    course: Course | None = None

    @property
    def day0(self) -> date:
        return self.at.day

    def day(self, on: date) -> int:
        """Calendar days from day 0."""
        return (on - self.day0).days


def index_of(case: Case, as_of: Moment) -> Index | None:
    """Where the patient's analysis begins; None before any treatment of HLH."""
    given = courses(case, as_of)
    if given:
        first = given[0]
        return Index(Treatment.RUXOLITINIB, "ruxolitinib", first.first_dose, first)
    other = first_therapy(case, as_of)
    return None if other is None else Index(Treatment.CONVENTIONAL, other.drug, other.start)
