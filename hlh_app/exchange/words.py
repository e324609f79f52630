"""The codes that a case file may use beyond those of the rules themselves."""

from hlh_app.clinical.case import FINDINGS, Sex

FORMAT = "hlh-case/1"
SEXES = tuple(sex.value for sex in Sex)
DATES = ("conventional",)
OBSERVATION_STATUSES = ("final", "pending", "not_done")
FINDING_STATUSES = {
    finding: tuple(status.value for status in statuses) for finding, statuses in FINDINGS.items()
}
FASTING = ("yes", "no", "unknown")
REFERENCE_SOURCES = ("reported", "centre")
SOURCE_KINDS = ("real", "published", "synthetic")
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
LINE_RESULTS = (
    "unknown",
    "no_response",
    "partial",
    "complete",
    "relapse",
    "intolerance",
)
CONSENT_SCOPES = ("treatment", "record")
CONSENT_STATUSES = ("given", "refused", "withdrawn", "pending")
