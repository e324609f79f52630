"""Treatments and events as FHIR resources."""

from decimal import Decimal
from fractions import Fraction

from hlh_app.clinical.case import Event, Exposure
from hlh_app.exchange.fhir import extensions
from hlh_app.exchange.fhir.codes import ROUTE_WORDS, SNOMED_PROCEDURES
from hlh_app.exchange.fhir.shapes import Json
from hlh_app.exchange.fhir.systems import DRUG, EVENT, SNOMED, UCUM
from hlh_app.exchange.fhir.written_facts import concept, condition_status, moment_written
from hlh_app.exchange.incoming import Act, Incoming

PROCEDURES = ("transplant", "conditioning", "transplant_planned")
CLINICAL = {"relapse": "relapse"}
_SNOMED_OF = {done.event: done for done in reversed([*SNOMED_PROCEDURES.values()]) if done.event}


def exposure_written(row: Exposure, entry: Incoming) -> Json:
    status = "active" if row.stop is None else "completed"
    period = {"start": moment_written(row.start)}
    if row.stop is not None:
        period["end"] = row.stop.isoformat()
    found: Json = {
        "resourceType": "MedicationStatement",
        "status": "entered-in-error" if entry.act is Act.WITHDRAW else status,
        "medicationCodeableConcept": concept((DRUG, row.drug, row.drug)),
        "effectivePeriod": period,
    }
    dosage = _dosage(row)
    if dosage:
        found["dosage"] = [dosage]
    known = row.route in ROUTE_WORDS.values()
    extensions.write(
        found,
        route=None if known else row.route,
        purpose=row.purpose,
        stop_reason=row.stop_reason,
        note=entry.note,
    )
    return found


def _dosage(row: Exposure) -> Json:
    found: Json = {}
    if row.times_per_day is not None:
        often = Fraction(row.times_per_day)
        found["timing"] = {
            "repeat": {
                "frequency": often.numerator,
                "period": Decimal(often.denominator),
                "periodUnit": "d",
            }
        }
    if row.route in ROUTE_WORDS.values():
        found["route"] = {"text": row.route}
    if row.dose is not None and row.unit:
        dose = {"value": row.dose, "unit": row.unit, "system": UCUM, "code": row.unit}
        found["doseAndRate"] = [{"doseQuantity": dose}]
    return found


def event_written(row: Event, entry: Incoming) -> Json:
    """A Procedure, a Condition, or for the last contact an Observation."""
    wrong = entry.act is Act.WITHDRAW
    if row.event in PROCEDURES:
        found = _procedure(row, wrong)
    elif row.event == "last_contact":
        found = {
            "resourceType": "Observation",
            "status": "entered-in-error" if wrong else "final",
            "code": _code(row),
            "effectiveDateTime": row.on.isoformat(),
        }
    else:
        found = {
            "resourceType": "Condition",
            **condition_status("confirmed", wrong, CLINICAL.get(row.event, "active")),
            "code": _code(row),
            "recordedDate": row.on.isoformat(),
        }
    extensions.write(found, note=entry.note)
    return found


def _code(row: Event) -> Json:
    ours = (EVENT, row.event, row.event.replace("_", " "))
    known = _SNOMED_OF.get(row.event)
    return concept((SNOMED, known.code, known.name), ours) if known else concept(ours)


def _procedure(row: Event, wrong: bool) -> Json:
    status = "preparation" if row.event == "transplant_planned" else "completed"
    return {
        "resourceType": "Procedure",
        "status": "entered-in-error" if wrong else status,
        "code": _code(row),
        "performedDateTime": row.on.isoformat(),
    }
