"""Where codes come from, as FHIR names code systems. Ours stand where no other code exists."""

LOINC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"
SNOMED = "http://snomed.info/sct"
ICD10 = frozenset(
    {
        "http://hl7.org/fhir/sid/icd-10",
        "http://hl7.org/fhir/sid/icd-10-cm",
        "http://fhir.de/CodeSystem/bfarm/icd-10-gm",
    }
)
ROUTES = "http://terminology.hl7.org/CodeSystem/v3-RouteOfAdministration"
CONDITION_VERIFIED = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
CONDITION_CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical"
ABSENT_REASON = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"

OURS = "urn:hlh-app:"
"""What every system and extension of ours begins with."""
ANALYTE = OURS + "analyte"
FINDING = OURS + "finding"
STATUS = OURS + "status"
EVENT = OURS + "event"
DRUG = OURS + "drug"
CODE = OURS + "code"
"""The system of the study code, as an identifier of a Patient."""
