"""Data review in Django's admin: every table of the centre, to read, filter and follow."""

from hlh_app.records.admin import (
    facts,
    intervals,
    patients,
    problems,
    results,
    review,
    trail,
    visits,
)

__all__ = ["facts", "intervals", "patients", "problems", "results", "review", "trail", "visits"]
