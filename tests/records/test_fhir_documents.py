"""FHIR documents into the database and out again: whose rows they are, and what is left out."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command

from hlh_app.exchange.errors import CaseError
from hlh_app.exchange.fhir.reading import read_fhir
from hlh_app.records.fhir_documents import Matching, import_fhir, open_fhir, people
from hlh_app.records.fhir_export import fhir_of
from hlh_app.records.imports.undoing import undo
from hlh_app.records.models import (
    AuditEntry,
    Event,
    Exposure,
    Finding,
    ImportBatch,
    LeftOver,
    Observation,
    Patient,
)
from hlh_app.records.services.errors import Refused
from tests.exchange.fhir.documents import (
    PATIENT,
    SNOMED,
    bundle,
    concept,
    condition,
    observation,
    quantity,
    statement,
)

GIRL = {"code": "p1", "birth_date": date(2021, 5, 1), "sex": "female"}
WARD = {"system": "urn:ward", "value": "HLH-7"}


def document(*resources, patient=PATIENT) -> bytes:
    return json.dumps(bundle(patient, *(resources or (observation(),)))).encode()


@pytest.fixture
def girl(add_patient) -> Patient:
    return add_patient(**GIRL)


@pytest.fixture
def bring(clinician, centre):
    def make(content: bytes, **asked):
        return import_fhir(actor=clinician, centre=centre, name="a.json", content=content, **asked)

    return make


def test_the_rows_of_a_known_patient_are_kept_with_one_entry_each_in_the_trail(girl, bring):
    before = AuditEntry.objects.count()
    spleen = condition(concept("16294009", SNOMED))
    found = bring(document(observation(), spleen, statement(), PATIENT | {"id": "p2"}))
    result = Observation.objects.get(patient=girl)
    assert (result.value, result.unit, result.measured_text) == (
        Decimal(1709), "ng/mL", "2026-11-02T08:00:00+01:00",
    )  # fmt: skip
    assert Finding.objects.get(patient=girl).finding == "splenomegaly"
    assert Exposure.objects.get(patient=girl).drug == "ruxolitinib"
    assert {row.batch for row in (result, Finding.objects.get())} == {found.batch}
    tables = list(AuditEntry.objects.all()[: AuditEntry.objects.count() - before])
    assert sorted(entry.table for entry in tables if entry.table in ("observation", "finding")) == [
        "finding", "observation",
    ]  # fmt: skip


def test_the_same_document_twice_changes_nothing(girl, bring):
    first = bring(document())
    assert bring(document()).batch == first.batch
    assert Observation.objects.count() == 1


def test_an_import_is_undone_as_a_whole(girl, bring, clinician):
    found = bring(document(observation(), statement()))
    undo(actor=clinician, batch=found.batch, reason="of another patient")
    assert Observation.objects.get().entered_in_error
    assert Exposure.objects.get().entered_in_error


def test_a_later_document_answers_corrects_and_takes_back(girl, bring):
    bring(document(observation(status="registered", valueQuantity=None)))
    assert Observation.objects.get().status == "pending"
    bring(document(observation(status="preliminary")))
    assert Observation.objects.get().value is None
    bring(document(observation()))
    assert (Observation.objects.get().status, Observation.objects.get().value) == ("final", 1709)
    bring(document(observation(status="corrected", valueQuantity=quantity(1790))))
    assert Observation.objects.get().value == 1790
    bring(document(observation(status="entered-in-error", valueQuantity=quantity(1790))))
    assert Observation.objects.get().entered_in_error


def test_what_was_not_done_is_kept_with_its_reason(girl, bring):
    reason = {"dataAbsentReason": {"text": "clotted"}, "valueQuantity": None}
    bring(document(observation(**reason)))
    row = Observation.objects.get()
    assert (row.status, row.missing_reason, row.value) == ("not_done", "clotted", None)


def test_rows_of_strangers_are_counted_and_nowhere_kept(girl, bring):
    other = observation(id="o9", subject={"reference": "Patient/MRN-4711"})
    found = bring(document(observation(), other))
    assert found.strangers == {"MRN-4711": 1}
    assert Observation.objects.count() == 1
    kept = json.dumps(list(LeftOver.objects.values("place", "found", "reason")))
    kept += json.dumps(list(AuditEntry.objects.values_list("new", flat=True)), default=str)
    assert "MRN-4711" not in kept


def test_what_cannot_be_read_of_a_known_patient_is_left_over(girl, bring):
    bring(document(observation(valueQuantity={"value": 5})))
    left = LeftOver.objects.get()
    assert (left.place, left.reason, left.patient) == (
        "entry 2 (Observation/o1)", "has a value without a unit", girl,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "why"),
    [({"birthDate": "2020-05-01"}, "birth date differs"), ({"birthDate": "2020"}, "birth date"),
     ({"gender": "male"}, "sex differs")],
)  # fmt: skip
def test_somebody_else_with_the_same_code_is_not_that_patient(girl, bring, centre, fields, why):
    content = document(patient=PATIENT | fields)
    found = bring(content)
    assert Observation.objects.count() == 0
    assert why in found.people[0].why_not
    assert not found.people[0].can_be_created


def test_what_is_not_whole_contradicts_nothing(girl, bring):
    bring(document(patient=PATIENT | {"birthDate": "2021", "gender": "unknown"}))
    assert Observation.objects.count() == 1


def test_ways_to_say_which_study_code_is_meant(add_patient, centre):
    ward = add_patient(**GIRL | {"code": "HLH-7"})
    reading = open_fhir(document(patient=PATIENT | {"identifier": [WARD]}), centre)
    found = {
        "id": people(reading, centre)[0],
        "identifier": people(reading, centre, Matching(system="urn:ward"))[0],
        "list": people(reading, centre, Matching(codes={"p1": "HLH-7"}))[0],
        "other": people(reading, centre, Matching(system="urn:other"))[0],
    }
    assert {name: (one.code, one.patient) for name, one in found.items()} == {
        "id": ("p1", None),
        "identifier": ("HLH-7", ward),
        "list": ("HLH-7", ward),
        "other": ("", None),
    }
    assert {name for name, one in found.items() if one.can_be_created} == {"id"}


def test_a_new_patient_needs_to_be_asked_for_and_known_well_enough(bring):
    assert bring(document()).created == []
    assert Patient.objects.count() == 0
    assert bring(document(patient=PATIENT | {"birthDate": "2021"}), create=True).created == []
    (patient,) = bring(document(), create=True).created
    assert (patient.code, patient.birth_date, patient.sex) == ("p1", date(2021, 5, 1), "female")
    assert patient.name == ""
    assert Observation.objects.get().patient == patient


def test_a_refusal_leaves_nothing_behind(bring, reader, centre):
    unborn = document(patient=PATIENT | {"birthDate": "2031-05-01"})
    for content, expected in ((unborn, Refused), (b"{", CaseError)):
        with pytest.raises(expected):
            bring(content, create=True)
    with pytest.raises(PermissionDenied):
        import_fhir(actor=reader, centre=centre, name="", content=document(), create=True)
    assert (Patient.objects.count(), ImportBatch.objects.count()) == (0, 0)


def test_a_patient_goes_out_and_comes_in_again(girl, bring, add_patient, record):
    rows = [
        observation(referenceRange=[{"high": quantity(400)}], method={"text": "ECLIA"}),
        observation("777-3", id="o2", valueQuantity=quantity(80, "10*9/L", comparator="<")),
        observation("718-7", id="o3", status="registered", valueQuantity=None),
        observation("751-8", id="o4", valueQuantity=None, dataAbsentReason={"text": "clotted"}),
        condition(concept("16294009", SNOMED)),
        statement(),
    ]
    bring(document(*rows, patient=PATIENT | {"deceasedDateTime": "2026-11-09"}))
    out = fhir_of(girl)
    twin = add_patient(**GIRL | {"code": "twin"})
    bring(out.encode(), matching=Matching(codes={"p1": "twin"}))
    for model in (Observation, Finding, Exposure, Event):
        first, second = (
            [_columns(row) for row in model.objects.filter(patient=who).order_by("pk")]
            for who in (girl, twin)
        )
        assert first
        assert first == second


def _columns(row) -> dict[str, object]:
    left_out = ("id", "patient_id", "batch_id", "recorded_at", "version")
    columns = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
    return {name: value for name, value in columns.items() if name not in left_out}


def test_going_out_and_in_at_home_changes_nothing(girl, bring):
    bring(document(observation(), statement(), condition(concept("16294009", SNOMED))))
    counts = bring(fhir_of(girl).encode()).batch.counts
    assert counts.get("same") == 3
    assert not {"new", "differs", "corrected"} & {name for name, n in counts.items() if n}


def test_what_was_entered_in_error_goes_out_marked(girl, bring, clinician):
    found = bring(document())
    undo(actor=clinician, batch=found.batch, reason="x")
    (entry,) = read_fhir(fhir_of(girl).encode()).incoming
    assert entry.act == "withdraw"


def test_an_export_takes_four_queries(girl, bring, django_assert_num_queries):
    bring(document(observation(), statement()))
    with django_assert_num_queries(4):
        fhir_of(girl)


def run(*asked: str) -> str:
    out = StringIO()
    call_command(*asked, stdout=out)
    return out.getvalue()


def test_the_commands(girl, clinician, centre, tmp_path):
    source = tmp_path / "bundle.json"
    source.write_bytes(document(observation(), observation("9-9", id="o2"), {"resourceType": "X"}))
    asked = ("import_fhir", str(source), "--actor", "clinician", "--centre", "VIE")
    assert "1 rows are read. Nothing was written." in run(*asked, "--dry-run")
    assert Observation.objects.count() == 0
    told = run(*asked)
    assert "Code not known here, 1 times: 9-9 (http://loinc.org 9-9)" in told
    assert "Not read, 1 times: X" in told
    assert Observation.objects.count() == 1
    out = run("export_fhir", "p1", "--centre", "VIE")
    assert json.loads(out)["type"] == "collection"


def test_the_command_matches_by_a_list_and_creates_when_asked(clinician, centre, tmp_path):
    source, codes = tmp_path / "bundle.json", tmp_path / "codes.csv"
    source.write_bytes(document(patient=PATIENT | {"identifier": [WARD]}))
    codes.write_text("id,code\np1,HLH-1\n")
    asked = ("import_fhir", str(source), "--actor", "clinician")
    assert "Not matched: p1 (code HLH-1)" in run(*asked, "--patient-code", str(codes))
    run(*asked, "--patient-code", str(codes), "--create")
    run(*asked, "--patient-code", "identifier:urn:ward", "--create")
    assert [patient.code for patient in Patient.objects.all()] == ["HLH-1", "HLH-7"]


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        (["--actor", "nobody"], "There is no user"),
        (["--actor", "reader"], "is not a clinician"),
        (["--actor", "clinician", "--patient-code", "/nowhere.csv"], "No such file"),
    ],
)
def test_the_command_refuses_in_words(clinician, reader, tmp_path, asked, reason):
    source = tmp_path / "bundle.json"
    source.write_bytes(document())
    with pytest.raises(CommandError, match=reason):
        run("import_fhir", str(source), *asked)
    source.write_bytes(b"{")
    with pytest.raises(CommandError, match="Nothing was kept"):
        run("import_fhir", str(source), "--actor", "clinician")
    with pytest.raises(CommandError, match="has no patient"):
        run("export_fhir", "nobody")
