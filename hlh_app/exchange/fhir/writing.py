"""A patient's rows as a FHIR R4 Bundle, which :mod:`.reading` reads into the same rows.

Codes are LOINC and SNOMED where the tables have one, and ours beside them. What the record has
and FHIR has no element for stands in extensions of ours. Names are never written.
"""

import re
import uuid
from collections.abc import Iterable, Iterator

from hlh_app.clinical.case import Case, Event, Exposure, Finding, Observation, Patient
from hlh_app.exchange.fhir.shapes import Json
from hlh_app.exchange.fhir.systems import CODE
from hlh_app.exchange.fhir.written_care import event_written, exposure_written
from hlh_app.exchange.fhir.written_facts import finding_written, observation_written
from hlh_app.exchange.incoming import Act, Incoming, Row

_NO_ID = re.compile(r"[^A-Za-z0-9.-]")
_MOST_ID = 64


def write_fhir(code: str, patient: Patient, rows: Iterable[Incoming]) -> Json:
    """The Bundle of the patient with this study code. Numbers in it are Decimal."""
    rows = list(rows)
    died = next((row for row in rows if _is_plain_death(row)), None)
    address = _address(code, 0)
    resources = [_patient(code, patient, died)]
    resources += [_written(row, address) for row in rows if row is not died]
    entries = []
    for number, resource in enumerate(resources):
        kind = resource["resourceType"].lower()
        resource = {
            "resourceType": resource.pop("resourceType"),
            "id": resource.pop("id", f"{kind}-{number}"),
            **resource,
        }
        entries.append({"fullUrl": _address(code, number), "resource": resource})
    return {"resourceType": "Bundle", "type": "collection", "entry": entries}


def rows_of(case: Case) -> Iterator[Incoming]:
    """Every row that rules may know about a patient."""
    facts: tuple[tuple[Row, ...], ...] = (
        case.observations, case.findings, case.exposures, case.events,
    )  # fmt: skip
    for rows in facts:
        yield from (Incoming("", row, case.id) for row in rows)


def _is_plain_death(entry: Incoming) -> bool:
    row = entry.row
    is_death = isinstance(row, Event) and row.event == "death"
    return is_death and entry.act is not Act.WITHDRAW and not entry.note


def _address(code: str, number: int) -> str:
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'urn:hlh-app:{code}#{number}')}"


def _patient(code: str, patient: Patient, died: Incoming | None) -> Json:
    """Without a birth date the age is not written: FHIR has no place for it."""
    found: Json = {
        "resourceType": "Patient",
        "id": _NO_ID.sub("-", code)[:_MOST_ID] or "patient",
        "identifier": [{"system": CODE, "value": code}],
        "gender": patient.sex.value,
    }
    if patient.birth_date is not None:
        found["birthDate"] = patient.birth_date.isoformat()
    if died is not None and isinstance(died.row, Event):
        found["deceasedDateTime"] = died.row.on.isoformat()
    return found


def _written(entry: Incoming, address: str) -> Json:
    row = entry.row
    if isinstance(row, Observation):
        found = observation_written(row, entry)
    elif isinstance(row, Finding):
        found = finding_written(row, entry)
    elif isinstance(row, Exposure):
        found = exposure_written(row, entry)
    else:
        found = event_written(row, entry)
    return {**found, "subject": {"reference": address}}
