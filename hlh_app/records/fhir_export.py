"""A patient of the database as a FHIR Bundle: results, findings, treatments, events, with what was
entered in error marked as such. Visits, lines of therapy, adverse events and consents stand in the
case file alone."""

from collections.abc import Iterator
from datetime import UTC
from typing import Any

from hlh_app.clinical.case import Event as EventFact
from hlh_app.clinical.case import Patient as PatientFact
from hlh_app.clinical.case import Sex
from hlh_app.exchange import json_text
from hlh_app.exchange.fhir.writing import write_fhir
from hlh_app.exchange.incoming import Act, Incoming, Row
from hlh_app.records import case_facts
from hlh_app.records.cases import OBSERVATION
from hlh_app.records.models import Event, Exposure, Finding, Observation, Patient

FINDING = ("pk", "finding", "status", "on", "site", "method", "detail", "expected_on")
EXPOSURE = (
    *("pk", "drug", "started_text", "stopped_on", "dose", "unit", "route"),
    *("times_per_day", "purpose", "stop_reason"),
)


def fhir_of(patient: Patient) -> str:
    """The Bundle's text. Four queries."""
    who = PatientFact(patient.birth_date, Sex(patient.sex))
    bundle = write_fhir(patient.code, who, _rows(patient))
    return json_text.dump(bundle, indent=1) + "\n"


def _rows(patient: Patient) -> Iterator[Incoming]:
    for model in (Observation, Finding, Exposure, Event):
        for row in model.objects.filter(patient=patient).order_by("pk"):
            yield _entry(row, patient.code)


def _entry(row: Any, code: str) -> Incoming:
    act = Act.WITHDRAW if row.entered_in_error else Act.ADD
    missing = row.missing_reason if getattr(row, "status", "") == "not_done" else ""
    return Incoming("", _fact(row), code, act, missing, row.note)


def _fact(row: Any) -> Row:
    if isinstance(row, Observation):
        return case_facts.observation([getattr(row, name) for name in OBSERVATION], UTC)
    if isinstance(row, Finding):
        return case_facts.finding(*(getattr(row, name) for name in FINDING))
    if isinstance(row, Exposure):
        return case_facts.exposure([getattr(row, name) for name in EXPOSURE], UTC)
    return EventFact(row.event, row.on)
