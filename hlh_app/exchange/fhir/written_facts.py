"""Results and findings as FHIR resources."""

import re
from decimal import Decimal

from hlh_app.clinical.analytes import ANALYTES, Group
from hlh_app.clinical.case import Finding, FindingStatus, Moment, Observation
from hlh_app.clinical.finding_labels import FINDING_LABELS
from hlh_app.clinical.unit_names import UNITS
from hlh_app.exchange.fhir import extensions
from hlh_app.exchange.fhir.codes import SNOMED_FINDINGS, TEMPERATURE_SITES
from hlh_app.exchange.fhir.loinc import written_as
from hlh_app.exchange.fhir.shapes import Json
from hlh_app.exchange.fhir.systems import (
    ABSENT_REASON,
    ANALYTE,
    CATEGORY,
    CONDITION_CLINICAL,
    CONDITION_VERIFIED,
    FINDING,
    LOINC,
    SNOMED,
    STATUS,
    UCUM,
)
from hlh_app.exchange.incoming import Act, Incoming

STATUSES = {Act.ADD: "final", Act.CORRECT: "corrected", Act.WITHDRAW: "entered-in-error"}
_WITHOUT_SECONDS = re.compile(r"(T[0-9]{2}:[0-9]{2})(Z|[+-])")
_SITE_CODES = {"tympanic": "42859004", "forehead": "52795006", "oral": "74262004",
               "rectal": "34402009", "axillary": "422543003"}  # fmt: skip
_SNOMED_OF = {
    concept.means[0]: concept for concept in SNOMED_FINDINGS.values() if len(concept.means) == 1
}
_VERIFIED = {
    FindingStatus.PRESENT: "confirmed",
    FindingStatus.ABSENT: "refuted",
    FindingStatus.SUSPECTED: "provisional",
}


def moment_written(moment: Moment) -> str:
    """As it was written, with the seconds that FHIR asks for."""
    return _WITHOUT_SECONDS.sub(r"\1:00\2", moment.text)


def concept(*found: tuple[str, str, str]) -> Json:
    """Codings (system, code, display); the last display is the text."""
    return {
        "coding": [{"system": s, "code": code, "display": display} for s, code, display in found],
        "text": found[-1][2],
    }


def observation_written(row: Observation, entry: Incoming) -> Json:
    found: Json = {
        "resourceType": "Observation",
        "status": "registered" if _is_awaited(row, entry) else STATUSES[entry.act],
        "category": [_category(row)],
        "code": _code(row),
        "effectiveDateTime": moment_written(row.measured_at),
    }
    if row.reported_at is not None and not row.reported_at.is_date:
        found["issued"] = moment_written(row.reported_at)
    _write_value(found, row, entry)
    _write_around(found, row)
    _write_ours(found, row, entry)
    return found


def _is_awaited(row: Observation, entry: Incoming) -> bool:
    return row.pending and entry.act is not Act.WITHDRAW


def _category(row: Observation) -> Json:
    bedside = ANALYTES[row.analyte].group is Group.MEASURES
    code, name = ("vital-signs", "Vital Signs") if bedside else ("laboratory", "Laboratory")
    return {"coding": [{"system": CATEGORY, "code": code, "display": name}]}


def _code(row: Observation) -> Json:
    ours = (ANALYTE, row.analyte, ANALYTES[row.analyte].label)
    loinc = written_as(row.analyte, row.unit)
    return concept((LOINC, loinc.code, loinc.name), ours) if loinc else concept(ours)


def _quantity(number: Decimal, unit: str) -> Json:
    return {"value": number, "unit": UNITS.get(unit, unit), "system": UCUM, "code": unit}


def _write_value(found: Json, row: Observation, entry: Incoming) -> None:
    if row.value is not None:
        quantity = _quantity(row.value, row.unit)
        if row.comparator:
            quantity = {"value": row.value, "comparator": row.comparator, **quantity}
        found["valueQuantity"] = quantity
    elif row.pending:
        found["dataAbsentReason"] = _absent("temp-unknown", "Temporarily Unknown")
    elif entry.missing:
        reason = _absent("not-performed", "Not Performed")
        found["dataAbsentReason"] = {**reason, "text": entry.missing}


def _absent(code: str, display: str) -> Json:
    return {"coding": [{"system": ABSENT_REASON, "code": code, "display": display}]}


def _write_around(found: Json, row: Observation) -> None:
    """Reference interval, laboratory, assay, site."""
    limits = {
        name: _quantity(limit, row.unit)
        for name, limit in (("low", row.low), ("high", row.high))
        if limit is not None
    }
    if limits:
        found["referenceRange"] = [limits]
    if row.laboratory:
        found["performer"] = [{"type": "Organization", "display": row.laboratory}]
    if row.assay:
        found["method"] = {"text": row.assay}
    code = _SITE_CODES.get(row.site or "")
    if code and row.analyte == "temperature" and TEMPERATURE_SITES[code] == row.site:
        found["bodySite"] = {"coding": [{"system": SNOMED, "code": code}]}


def _write_ours(found: Json, row: Observation, entry: Incoming) -> None:
    reported = row.reported_at
    extensions.write(
        found,
        fasting=row.fasting,
        antipyretic=row.antipyretic,
        lipid_infusion=row.lipid_infusion,
        expected_on=row.expected_on,
        reference_source=row.reference_source,
        reported_on=reported.text if reported is not None and reported.is_date else None,
        site=None if "bodySite" in found else row.site,
        unit=row.unit if row.value is None else None,
        was="pending" if row.pending and entry.act is Act.WITHDRAW else None,
        note=entry.note,
    )


def finding_written(row: Finding, entry: Incoming) -> Json:
    """A Condition where the finding has a code of its own and is there or not; else an
    Observation with our answer."""
    wrong_doubt = row.status is FindingStatus.SUSPECTED and entry.act is Act.WITHDRAW
    coded = row.finding in _SNOMED_OF and row.status in _VERIFIED and row.expected_on is None
    found = _condition(row, entry) if coded and not wrong_doubt else _answered(row, entry)
    was_absent = row.status is FindingStatus.ABSENT and entry.act is Act.WITHDRAW
    extensions.write(
        found,
        site=row.site,
        method=row.method,
        detail=row.detail,
        expected_on=row.expected_on,
        was="absent" if was_absent and "verificationStatus" in found else None,
        note=entry.note,
    )
    return found


def _finding_code(row: Finding) -> Json:
    ours = (FINDING, row.finding, FINDING_LABELS[row.finding])
    known = _SNOMED_OF.get(row.finding)
    return concept((SNOMED, known.code, known.name), ours) if known else concept(ours)


def condition_status(code: str, wrong: bool, clinical: str = "active") -> Json:
    """One entered in error has no clinical status; what is refuted is not active."""
    verified = "entered-in-error" if wrong else code
    found: Json = {"verificationStatus": _status(CONDITION_VERIFIED, verified)}
    if verified not in ("entered-in-error", "refuted"):
        found["clinicalStatus"] = _status(CONDITION_CLINICAL, clinical)
    return found


def _status(system: str, code: str) -> Json:
    return {"coding": [{"system": system, "code": code}]}


def _condition(row: Finding, entry: Incoming) -> Json:
    return {
        "resourceType": "Condition",
        **condition_status(_VERIFIED[row.status], entry.act is Act.WITHDRAW),
        "code": _finding_code(row),
        "recordedDate": row.on.isoformat(),
    }


def _answered(row: Finding, entry: Incoming) -> Json:
    awaited = row.status is FindingStatus.PENDING and entry.act is not Act.WITHDRAW
    found: Json = {
        "resourceType": "Observation",
        "status": "registered" if awaited else STATUSES[entry.act],
        "code": _finding_code(row),
        "effectiveDateTime": row.on.isoformat(),
    }
    if not awaited:
        found["valueCodeableConcept"] = {
            "coding": [{"system": STATUS, "code": row.status.value}],
            "text": row.status.value,
        }
    return found
