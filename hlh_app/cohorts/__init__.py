"""Groups of patients as they were published, and the one file format that carries them."""

from hlh_app.cohorts.library import cohort, load_cohorts
from hlh_app.cohorts.model import (
    Arm,
    Cohort,
    Comparison,
    ReportedCount,
    ReportedMean,
    ReportedSummary,
    Source,
    Statement,
)
from hlh_app.cohorts.reading import CohortFileError, read_cohort

__all__ = [
    "Arm",
    "Cohort",
    "CohortFileError",
    "Comparison",
    "ReportedCount",
    "ReportedMean",
    "ReportedSummary",
    "Source",
    "Statement",
    "cohort",
    "load_cohorts",
    "read_cohort",
]
