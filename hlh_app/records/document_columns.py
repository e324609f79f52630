"""Which key of a case file is which column, table by table, both ways.

A key that is absent, null or empty is an empty column; an empty column is not written.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from typing import Any

from hlh_app.clinical.case import Moment
from hlh_app.records.case_facts import plain
from hlh_app.records.models import (
    AdverseEvent,
    Consent,
    Event,
    Exposure,
    Finding,
    Observation,
    Patient,
    TherapyLine,
    Visit,
)
from hlh_app.records.models.base import ClinicalRow, moment_from, moments_of
from hlh_app.records.models.choices import IntervalSource, Source

Json = dict[str, Any]

_EVERY_ROW = {"note": "note", "entered_in_error": "error_reason"}
_TABLES: dict[str, tuple[type[ClinicalRow], dict[str, str]]] = {
    "visits": (Visit, {"visited_at": "visited", "label": "label"}),
    "observations": (
        Observation,
        {
            "analyte": "analyte",
            "value": "value",
            "comparator": "comparator",
            "unit": "unit",
            "measured_at": "measured",
            "status": "status",
            "low": "low",
            "high": "high",
            "reference_source": "interval_source",
            "laboratory": "laboratory",
            "assay": "assay",
            "reported_at": "reported",
            "expected_on": "expected_on",
            "missing_reason": "missing_reason",
            "site": "site",
            "fasting": "fasting",
            "antipyretic": "antipyretic",
            "lipid_infusion": "lipid_infusion",
            "confirmed": "implausible_confirmed",
            "visit": "visit",
        },
    ),
    "findings": (
        Finding,
        {
            "finding": "finding",
            "status": "status",
            "on": "on",
            "site": "site",
            "method": "method",
            "detail": "detail",
            "expected_on": "expected_on",
            "visit": "visit",
        },
    ),
    "exposures": (
        Exposure,
        {
            "drug": "drug",
            "dose": "dose",
            "unit": "unit",
            "route": "route",
            "times_per_day": "times_per_day",
            "start": "started",
            "stop": "stopped_on",
            "reason": "reason",
            "purpose": "purpose",
            "stop_reason": "stop_reason",
        },
    ),
    "events": (Event, {"event": "event", "on": "on", "detail": "detail"}),
    "adverse_events": (
        AdverseEvent,
        {
            "category": "category",
            "status": "status",
            "on": "on",
            "term": "term",
            "grade": "grade",
            "ctcae": "ctcae",
            "resolved_on": "resolved_on",
            "relation": "relation",
            "action": "action",
            "visit": "visit",
        },
    ),
    "therapy_lines": (
        TherapyLine,
        {
            "line": "line",
            "regimen": "regimen",
            "start": "started_on",
            "stop": "stopped_on",
            "result": "result",
        },
    ),
    "consents": (
        Consent,
        {"scope": "scope", "status": "status", "on": "on", "given_by": "given_by"},
    ),
}
TABLES: dict[str, tuple[type[ClinicalRow], dict[str, str]]] = {
    key: (model, columns | _EVERY_ROW) for key, (model, columns) in _TABLES.items()
}
# Written even when empty: the format asks for them.
_ALWAYS = {"observations": ("value",)}
SOURCES = {Source.WARD: "real", Source.PUBLISHED: "published", Source.SYNTHETIC: "synthetic"}
_KINDS = {word: source for source, word in SOURCES.items()}
_FASTING = {True: "yes", False: "no", "unknown": ""}
_DAYS = frozenset(
    {"birth_date", "age_on", "on", "expected_on", "stopped_on", "started_on", "resolved_on"}
)
FORMAT = "hlh-case/1"


_PATIENT = {
    "patient": {
        "birth_date": "birth_date",
        "age_years": "age_years",
        "age_on": "age_on",
        "sex": "sex",
        "name": "name",
    },
    "trigger": {"kind": "trigger", "agent": "trigger_agent", "detail": "trigger_detail"},
    "source": {"kind": "source", "citation": "citation"},
}
_TOP = {"id": "code", "course": "course", "donor": "donor", "note": "note"}


def key_of(row: ClinicalRow, column: str) -> str:
    """Where a case file says a column, below the row: ``unit``, or ``patient.sex``."""
    if isinstance(row, Patient):
        parts = {
            f"{part}.{name}": c for part, names in _PATIENT.items() for name, c in names.items()
        }
        columns = _TOP | parts
    else:
        columns = next(columns for model, columns in TABLES.values() if model is type(row))
    return next((key for key, name in columns.items() if name == column), column)


def fill_patient(patient: Patient, document: Mapping[str, Any]) -> None:
    """Set the columns of a patient from a whole case file; the centre is the caller's."""
    for name, column in _TOP.items():
        _set(patient, column, document.get(name))
    for part, columns in _PATIENT.items():
        for name, column in columns.items():
            _set(patient, column, (document.get(part) or {}).get(name))
    patient.conventional_dates = document.get("dates") == "conventional"


def patient_written(patient: Patient) -> Json:
    """The keys of a case file that are about the patient alone."""
    parts = {
        part: {
            name: value
            for name, column in columns.items()
            if (value := _patient_value(patient, column)) is not None or name == "birth_date"
        }
        for part, columns in _PATIENT.items()
    }
    top = {name: _write(getattr(patient, column)) for name, column in _TOP.items()}
    dates = {"dates": "conventional"} if patient.conventional_dates else {}
    return {
        "format": FORMAT,
        "id": top.pop("id"),
        **dates,
        "centre": patient.centre.code,
        **parts,
        **{name: value for name, value in top.items() if value is not None},
    }


def _patient_value(patient: Patient, column: str) -> Any:
    value = getattr(patient, column)
    return SOURCES[value] if column == "source" else _write(value)


def fill(row: ClinicalRow, key: str, written: Mapping[str, Any], zone: tzinfo) -> None:
    """Set the columns of a row from one object of the list ``key``; ``visit`` is the caller's.

    ``zone``: the centre's, in which a bare date is a day.
    """
    _model, columns = TABLES[key]
    for name, column in columns.items():
        if name != "visit":
            _set(row, column, written.get(name), zone)
    row.entered_in_error = bool(row.error_reason)
    if isinstance(row, Observation) and not row.interval_source:
        has_interval = row.low is not None or row.high is not None
        row.interval_source = IntervalSource.REPORTED if has_interval else IntervalSource.NONE


def _set(row: ClinicalRow, column: str, value: Any, zone: tzinfo = UTC) -> None:
    """Text becomes a moment or a day where the column is one; None leaves the column empty."""
    if value is None:
        return
    if column in moments_of(type(row)):
        value = moment_from(value, zone)
    elif column in _DAYS:
        value = date.fromisoformat(value)
    elif column == "source":
        value = _KINDS[value]
    elif column == "fasting":
        value = _FASTING.get(value, value)
    setattr(row, column, value)


def written(row: ClinicalRow, key: str) -> Json:
    """One object of the list ``key``, without its ``visit``."""
    _model, columns = TABLES[key]
    found = {n: _write(getattr(row, c)) for n, c in columns.items() if n != "visit"}
    if not found.get("confirmed"):
        found.pop("confirmed", None)
    always = _ALWAYS.get(key, ())
    return {name: value for name, value in found.items() if name in always or value is not None}


def _write(value: Any) -> Any:
    """Columns that say nothing are left out: None."""
    if isinstance(value, Moment):
        return value.text
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return plain(value)
    return None if isinstance(value, str) and not value.strip() else value
