"""Codes beside those of the laboratory: findings, procedures, answers, sites, routes.

Each was looked up in published value sets and concept maps. What is not here is reported.
"""

from collections.abc import Mapping
from typing import NamedTuple

from hlh_app.exchange.fhir.systems import ICD10, SNOMED


class Concept(NamedTuple):
    code: str
    name: str
    means: tuple[str, ...]


SNOMED_FINDINGS: Mapping[str, Concept] = {
    concept.code: concept
    for concept in (
        Concept("16294009", "Splenomegaly", ("splenomegaly",)),
        Concept("80515008", "Hepatomegaly", ("hepatomegaly",)),
        Concept("66071002", "Viral hepatitis type B", ("hepatitis_b",)),
        Concept("4740000", "Herpes zoster", ("herpes_zoster",)),
        Concept("88594005", "Herpes simplex", ("herpes_simplex",)),
        Concept("363346000", "Malignant neoplastic disease", ("malignancy",)),
        Concept("56717001", "Tuberculosis", ("tuberculosis",)),
        Concept("201796004", "Systemic onset juvenile chronic arthritis", ("systemic_jia",)),
        Concept("77386006", "Pregnant", ("pregnancy",)),
    )
}

ICD10_FINDINGS: Mapping[str, Concept] = {
    concept.code: concept
    for concept in (
        Concept("R16.0", "Hepatomegaly, not elsewhere classified", ("hepatomegaly",)),
        Concept("R16.1", "Splenomegaly, not elsewhere classified", ("splenomegaly",)),
        Concept(
            "R16.2",
            "Hepatomegaly with splenomegaly, not elsewhere classified",
            ("hepatomegaly", "splenomegaly"),
        ),
        Concept("B27.0", "Gammaherpesviral mononucleosis", ("ebv_infection",)),
        Concept("B16", "Acute hepatitis B", ("hepatitis_b",)),
        Concept("B18.0", "Chronic viral hepatitis B with delta-agent", ("hepatitis_b",)),
        Concept("B18.1", "Chronic viral hepatitis B without delta-agent", ("hepatitis_b",)),
        Concept("B02", "Zoster", ("herpes_zoster",)),
        Concept("B00", "Herpesviral [herpes simplex] infections", ("herpes_simplex",)),
        Concept("M08.2", "Juvenile arthritis with systemic onset", ("systemic_jia",)),
        *(
            Concept(f"A{number}", "Tuberculosis", ("tuberculosis",))
            for number in (15, 16, 17, 18, 19)
        ),
        *(
            Concept(f"C{number}", "Malignant neoplasm", ("malignancy", "hematologic_malignancy"))
            for number in (81, 82, 83, 84, 85, 86, 88, 90, 91, 92, 93, 94, 95)
        ),
        Concept(
            "C44", "Other malignant neoplasms of skin", ("malignancy", "nonmelanoma_skin_cancer")
        ),
    )
}
"""A category stands for its subdivisions: R16.1 is looked up as it is, B16.9 as B16."""


def findings_of(system: str, code: str) -> tuple[str, ...]:
    """What a code of a condition says, () for one that is not in the tables."""
    if system == SNOMED:
        found = SNOMED_FINDINGS.get(code)
    elif system in ICD10:
        found = _of_icd10(code)
    else:
        found = None
    return found.means if found else ()


def _of_icd10(code: str) -> Concept | None:
    plain = code.strip().upper()
    shorter = (plain[:length] for length in range(len(plain), 2, -1))
    return next((ICD10_FINDINGS[part] for part in shorter if part in ICD10_FINDINGS), None)


class Done(NamedTuple):
    """A procedure as the record has it: an event, or a blood product as if it were a drug."""

    code: str
    name: str
    event: str = ""
    drug: str = ""
    finding: str = ""


SNOMED_PROCEDURES: Mapping[str, Done] = {
    done.code: done
    for done in (
        Done("234336002", "Hemopoietic stem cell transplant", event="transplant"),
        Done("23719005", "Transplantation of bone marrow", event="transplant"),
        Done("12719002", "Platelet transfusion", drug="platelet_transfusion"),
        Done("116863004", "Transfusion of red blood cells", drug="red_cell_transfusion"),
        Done("302497006", "Hemodialysis", finding="dialysis"),
    )
}

SNOMED_ANSWERS: Mapping[str, str] = {
    "52101004": "present",  # Present
    "2667000": "absent",  # Absent
    "10828004": "present",  # Positive
    "260385009": "absent",  # Negative
    "373066001": "present",  # Yes
    "373067005": "absent",  # No
    "75540009": "raised",  # High
    "17621005": "normal",  # Normal
    "62482003": "low",  # Low
}
ANSWERS: Mapping[str, str] = {
    **dict.fromkeys(("present", "positive", "yes"), "present"),
    **dict.fromkeys(("absent", "negative", "no"), "absent"),
    **dict.fromkeys(("raised", "elevated", "high", "increased"), "raised"),
    **dict.fromkeys(("not raised", "not elevated", "not increased"), "not raised"),
    **dict.fromkeys(("low", "decreased", "reduced"), "low"),
    "normal": "normal",
}
"""An answer written out, in small letters and nothing beside it."""

STATUS_OF: Mapping[str, Mapping[str, str]] = {
    "scd25_elevated": {
        "raised": "present",
        "present": "present",
        "normal": "absent",
        "not raised": "absent",
        "absent": "absent",
    },
    "nk_activity": {"low": "low", "absent": "low", "normal": "normal"},
}
"""What an answer means for the findings that have their own words."""
AS_SAID: Mapping[str, str] = {"present": "present", "absent": "absent"}

TEMPERATURE_SITES: Mapping[str, str] = {
    "117590005": "tympanic",  # Ear structure
    "42859004": "tympanic",  # Tympanic membrane structure
    "52795006": "forehead",  # Forehead structure
    "74262004": "oral",  # Oral cavity structure
    "34402009": "rectal",  # Rectum structure
    "422543003": "axillary",  # Structure of axillary fossa
    "89837001": "other",  # Urinary bladder structure
    "71836000": "other",  # Nasopharyngeal structure
}
TEMPERATURE_METHODS: Mapping[str, str] = {"89003005": "oral"}  # Oral temperature taking

SNOMED_ROUTES: Mapping[str, str] = {
    "26643006": "oral",
    "47625008": "intravenous",
    "34206005": "subcutaneous",
    "78421000": "intramuscular",
    "72607000": "intrathecal",
}
HL7_ROUTES: Mapping[str, str] = {"PO": "oral", "IM": "intramuscular", "IV": "intravenous"}
ROUTE_WORDS: Mapping[str, str] = {
    **dict.fromkeys(("oral", "po", "by mouth", "oral route"), "oral"),
    **dict.fromkeys(("intravenous", "iv", "intravenous route"), "intravenous"),
    **dict.fromkeys(("subcutaneous", "sc", "subcutaneous route"), "subcutaneous"),
    **dict.fromkeys(("intramuscular", "im", "intramuscular route"), "intramuscular"),
    **dict.fromkeys(("intrathecal", "intrathecal route"), "intrathecal"),
    "enteral tube": "enteral_tube",
    "enteral_tube": "enteral_tube",
}
