"""What the lists show of a patient, computed from the Case by the rules."""

from datetime import datetime
from typing import Any

from hlh_app.accounts.models import Centre
from hlh_app.clinical.case import Case, Moment, Observation
from hlh_app.clinical.units import canonical

SERIES_LENGTH = 24


def rule_versions(centre: Centre) -> dict[str, str]:
    """The version of each rule behind a summary, and the centre's settings that move it."""
    return {"fever_threshold": f"{centre.fever_threshold:.1f}"}


def columns(case: Case, centre: Centre, as_of: Moment | None, now: datetime) -> dict[str, Any]:
    """Column name → value, as of the patient's last data; blank without any data."""
    return {
        **_ferritin(case, as_of),
        "pending_count": sum(row.pending for row in case.observations),
    }


def _ferritin(case: Case, as_of: Moment | None) -> dict[str, Any]:
    """Newest as reported (comparator, value, unit); the last values in µg/L, oldest first."""
    rows = [row for row in case.observations if row.analyte == "ferritin" and not row.pending]
    rows = [row for row in rows if as_of is not None and row.measured_at.seen <= as_of.at]
    rows.sort(key=lambda row: row.measured_at.at)
    return {
        "ferritin_text": _as_reported(rows[-1]) if rows else "",
        "ferritin_series": [_point(row) for row in rows[-SERIES_LENGTH:]],
    }


def _as_reported(row: Observation) -> str:
    return f"{row.comparator or ''}{row.value:f} {row.unit}"


def _point(row: Observation) -> list[str]:
    value = canonical(row.value, row.unit, "ferritin")
    return [row.measured_at.day.isoformat(), f"{value:.8g}"]
