"""Data review in Django's admin: every table of the centre, to read, filter and follow.

What one person is still typing (UnsavedForm), has sent without confirming (WaitingImport) or has
asked to be computed (SensitivityRun) is shown to nobody here.
"""

from hlh_app.records.admin import (
    centre_words,
    facts,
    identity,
    imports,
    intervals,
    patients,
    problems,
    results,
    review,
    study,
    trail,
    visits,
)

__all__ = [
    "centre_words",
    "facts",
    "identity",
    "imports",
    "intervals",
    "patients",
    "problems",
    "results",
    "review",
    "study",
    "trail",
    "visits",
]
