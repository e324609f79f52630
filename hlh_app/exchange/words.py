"""The codes that a case file may use beyond those of the rules themselves."""

from hlh_app.clinical.case import (
    COURSES,
    DONORS,
    FINDINGS,
    LINE_RESULTS,
    TRIGGER_AGENTS,
    TRIGGERS,
    Sex,
)

__all__ = ["COURSES", "DONORS", "LINE_RESULTS", "TRIGGERS", "TRIGGER_AGENTS"]

FORMAT = "hlh-case/1"
SEXES = tuple(sex.value for sex in Sex)
DATES = ("conventional",)
OBSERVATION_STATUSES = ("final", "pending", "not_done")
FINDING_STATUSES = {
    finding: tuple(status.value for status in statuses) for finding, statuses in FINDINGS.items()
}
FASTING = ("yes", "no", "unknown")
ADVERSE_STATUSES = ("present", "absent")
REFERENCE_SOURCES = ("reported", "centre")
SOURCE_KINDS = ("real", "published", "synthetic")
CONSENT_SCOPES = ("treatment", "record")
CONSENT_STATUSES = ("given", "refused", "withdrawn", "pending")
