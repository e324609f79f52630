"""Small FHIR documents, and what is read of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hlh_app.clinical.case import Moment
from hlh_app.exchange.fhir.reading import FhirReading, read_fhir
from hlh_app.exchange.incoming import Incoming

EXAMPLES = sorted((Path(__file__).parent / "examples").glob("*.json"))
Json = dict[str, Any]
LOINC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"
SNOMED = "http://snomed.info/sct"
WHEN = "2026-11-02T08:00:00+01:00"
PATIENT: Json = {
    "resourceType": "Patient",
    "id": "p1",
    "birthDate": "2021-05-01",
    "gender": "female",
}
SUBJECT = {"reference": "Patient/p1"}


def concept(code: str, system: str = LOINC, display: str = "") -> Json:
    return {"coding": [{"system": system, "code": code, "display": display or code}]}


def quantity(value: Any, code: str | None = "ng/mL", **more: Any) -> Json:
    coded = {} if code is None else {"system": UCUM, "code": code}
    return {"value": value, **coded, **more}


def observation(code: Any = "2276-4", **fields: Any) -> Json:
    """A ferritin of 1,709 ng/mL unless said otherwise; None takes a field out."""
    usual = {
        "resourceType": "Observation",
        "id": "o1",
        "status": "final",
        "code": concept(code) if isinstance(code, str) else code,
        "subject": SUBJECT,
        "effectiveDateTime": WHEN,
        "valueQuantity": quantity(1709),
    }
    return {key: value for key, value in (usual | fields).items() if value is not None}


def answered(code: Json, **value: Any) -> Json:
    return observation(code, **({"valueQuantity": None} | value))


def condition(code: Json, **fields: Any) -> Json:
    usual = {
        "resourceType": "Condition",
        "id": "c1",
        "clinicalStatus": concept(
            "active", "http://terminology.hl7.org/CodeSystem/condition-clinical"
        ),
        "verificationStatus": concept(
            "confirmed", "http://terminology.hl7.org/CodeSystem/condition-ver-status"
        ),
        "code": code,
        "subject": SUBJECT,
        "onsetDateTime": "2026-11-02",
    }
    return {key: value for key, value in (usual | fields).items() if value is not None}


def statement(drug: str = "ruxolitinib 5 MG Oral Tablet", **fields: Any) -> Json:
    usual = {
        "resourceType": "MedicationStatement",
        "id": "m1",
        "status": "active",
        "medicationCodeableConcept": {"text": drug},
        "subject": SUBJECT,
        "effectivePeriod": {"start": WHEN},
    }
    return {key: value for key, value in (usual | fields).items() if value is not None}


def bundle(*resources: Json, kind: str = "collection") -> Json:
    return {
        "resourceType": "Bundle",
        "type": kind,
        "entry": [{"resource": resource} for resource in resources],
    }


def lines(*resources: Json) -> bytes:
    return b"\n".join(json.dumps(resource).encode() for resource in resources)


def reading(*resources: Json) -> FhirReading:
    return read_fhir(json.dumps(bundle(*resources)).encode())


def read(*resources: Json) -> tuple[list[Incoming], list[str]]:
    """The rows, and in words what is not kept; codes that are not known as ``code``."""
    found = reading(*resources)
    rows = list(found.incoming)
    said = [str(report.message) for report in found.reports.said]
    return rows, said + [code.code for code in found.reports.unmapped]


def one(*resources: Json) -> Incoming:
    """The one row, of which everything is kept."""
    rows, said = read(*resources)
    assert said == []
    assert len(rows) == 1
    return rows[0]


def refused(*resources: Json) -> str:
    """Why nothing is kept."""
    rows, said = read(*resources)
    assert rows == []
    assert len(said) == 1
    return said[0]


def columns(row: Any) -> tuple[Any, ...]:
    """A row without the reader's key; moments by what they are, not by how they are written."""
    values = (
        row._asdict() if hasattr(row, "_asdict") else {n: getattr(row, n) for n in row.__slots__}
    )
    return (type(row).__name__, *((n, _plain(v)) for n, v in values.items() if n != "key"))


def _plain(value: Any) -> Any:
    return (value.at, value.day, value.is_date) if isinstance(value, Moment) else value
