"""Temperatures already recorded, so that a chart pasted twice is not written twice."""

from collections.abc import Iterable
from datetime import datetime

from hlh_app.records.models import Observation, Patient


def recorded_at(patient: Patient, instants: Iterable[datetime]) -> dict[datetime, Observation]:
    """Instant → the reading stored for it, of the span of the given instants. One query."""
    wanted = list(instants)
    if not wanted:
        return {}
    stored = Observation.objects.filter(
        patient=patient,
        analyte="temperature",
        status="final",
        entered_in_error=False,
        measured_at__range=(min(wanted), max(wanted)),
    )
    return {row.measured_at: row for row in stored}
