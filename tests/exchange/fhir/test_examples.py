"""HL7's published examples, and a bundle as Synthea writes it."""

from __future__ import annotations

import json

import pytest
from fhir.resources.R4B import get_fhir_model_class

from hlh_app.exchange.fhir.reading import read_fhir

from .documents import EXAMPLES

EXPECTED = {
    "medicationadministration0301": ([], ["0069-2587-10"], []),
    "medicationrequest0301": ([], ["430127000"], []),
    "observation-bloodpressure-dar": ([], ["8480-6", "271649006", "bp-s", "8462-4"], []),
    "observation-f001-glucose": ([], ["15074-8"], []),
    "observation-f202-temperature": ([], [], ["does not say when it was measured"]),
    "synthea-shaped": (
        ["weight", "platelets", "splenomegaly", "ruxolitinib", "platelet_transfusion"],
        ["72166-2"],
        [],
    ),
}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_published_documents_are_read_and_what_is_not_kept_is_said(path):
    found = read_fhir(path.read_bytes())
    rows = list(found.incoming)
    kept = [
        getattr(entry.row, "analyte", None)
        or getattr(entry.row, "finding", None)
        or getattr(entry.row, "drug", None)
        for entry in rows
    ]
    codes = [code.code for code in found.reports.unmapped]
    said = [str(report.message) for report in found.reports.said]
    assert (kept, codes, said) == EXPECTED[path.stem]
    assert len(found.patients) == 1


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_examples_are_fhir(path):
    """So that what is learnt from them is not about a slip in copying."""
    content = json.loads(path.read_text(encoding="utf-8"))
    get_fhir_model_class(content["resourceType"]).model_validate_json(path.read_text())


def test_a_patient_of_synthea_is_known_by_id_with_the_record_number_beside():
    (path,) = (path for path in EXAMPLES if path.stem == "synthea-shaped")
    found = read_fhir(path.read_bytes())
    assert found.patients[0].id == "8f2c1c3e-0000-4000-8000-000000000001"
    assert ("http://hospital.smarthealthit.org", "MR-00017") in found.patients[0].identifiers
    assert {entry.patient for entry in found.incoming} == {found.patients[0].key}
    assert found.reports.unread == {"Encounter": 1, "ImagingStudy": 1}
