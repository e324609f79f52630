"""Data review in Django's admin: every table of the centre, to read, filter and follow.

What one person is still typing (UnsavedForm) or has sent without confirming (WaitingImport) is
shown to nobody here.
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
    "trail",
    "visits",
]
