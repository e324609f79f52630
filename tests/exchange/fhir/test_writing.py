"""What is written is FHIR R4, and is read into the same rows."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from fhir.resources.R4B.bundle import Bundle

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.clinical.case import (
    EVENTS,
    FINDINGS,
    Event,
    Exposure,
    Finding,
    FindingStatus,
    Moment,
    Observation,
    Patient,
    Sex,
)
from hlh_app.exchange import json_text
from hlh_app.exchange.fhir.reading import read_fhir
from hlh_app.exchange.fhir.writing import rows_of, write_fhir
from hlh_app.exchange.incoming import Act, Incoming
from tests.clinical.random_cases import random_case

from .documents import WHEN, columns

GIRL = Patient(date(2021, 5, 1), Sex.FEMALE)
DAY = date(2026, 11, 2)


def moment(text: str = WHEN) -> Moment:
    if "T" in text:
        return Moment.timed(datetime.fromisoformat(text), text)
    return Moment.dated(date.fromisoformat(text), UTC, text)


def written(rows, code="HLH-0001", patient=GIRL) -> bytes:
    return json_text.dump(write_fhir(code, patient, rows)).encode()


def in_and_out(rows) -> list[Incoming]:
    """Written, validated as FHIR, and read again with nothing left out."""
    content = written(rows)
    Bundle.model_validate_json(content)
    found = read_fhir(content)
    read = list(found.incoming)
    assert found.reports.said == []
    assert found.reports.unmapped == {}
    return read


def told(entry: Incoming):
    return (columns(entry.row), entry.act, entry.missing, entry.note)


@pytest.mark.parametrize("seed", range(60))
def test_random_cases_are_read_into_the_same_rows(seed):
    case = random_case(random.Random(seed))
    content = written(rows_of(case), patient=case.patient)
    if seed < 12:
        Bundle.model_validate_json(content)
    found = read_fhir(content, case.zone)
    assert sorted(repr(columns(entry.row)) for entry in found.incoming) == sorted(
        repr(columns(entry.row)) for entry in rows_of(case)
    )
    assert found.reports.said == []


def test_every_analyte_in_every_unit_and_status():
    rows = []
    for analyte in ANALYTES.values():
        for unit in analyte.units:
            row = Observation(analyte.code, Decimal("37.50"), unit, moment(), ">", Decimal(1))
            rows.append(Incoming("", row))
            empty = row._replace(value=None, comparator=None)
            rows.append(Incoming("", empty._replace(pending=True, expected_on=DAY)))
            rows.append(Incoming("", empty, missing="clotted"))
            rows.append(Incoming("", row, act=Act.CORRECT))
            rows.append(Incoming("", row, act=Act.WITHDRAW, note="of somebody else"))
            rows.append(Incoming("", empty._replace(pending=True), act=Act.WITHDRAW))
    assert [told(entry) for entry in in_and_out(rows)] == [told(entry) for entry in rows]


def test_what_stands_around_a_result():
    sites = ("axillary", "oral", "tympanic", "rectal", "forehead", "other", None)
    rows = [
        Incoming("", Observation("temperature", Decimal("38.5"), "Cel", moment(), site=site,
                                 antipyretic=site == "oral"))
        for site in sites
    ]  # fmt: skip
    rows += [
        Incoming("", row, note="a note")
        for row in (
            Observation(
                "triglycerides", Decimal("4.1"), "mmol/L", moment("2026-11-02"),
                low=Decimal("0.4"), high=Decimal("1.7"), reported_at=moment("2026-11-03"),
                laboratory="Central", assay="GPO", fasting="yes", lipid_infusion=False,
                reference_source="centre",
            ),
            Observation("scd25", Decimal(900), "U/mL", moment(), reported_at=moment()),
        )
    ]  # fmt: skip
    assert [told(entry) for entry in in_and_out(rows)] == [told(entry) for entry in rows]


def test_every_finding_in_every_status():
    rows = []
    for finding, statuses in FINDINGS.items():
        for status in statuses:
            site = "liver" if finding == "hemophagocytosis" else None
            pending = status is FindingStatus.PENDING
            row = Finding(finding, status, DAY, site, "", "ultrasound", "a detail",
                          DAY if pending else None)  # fmt: skip
            rows += [Incoming("", row, note="n"), Incoming("", row, act=Act.WITHDRAW)]
    assert [told(entry) for entry in in_and_out(rows)] == [told(entry) for entry in rows]


@pytest.mark.parametrize("act", [Act.ADD, Act.WITHDRAW])
def test_every_event(act):
    rows = [Incoming("", Event(event, DAY), act=act, note="n") for event in EVENTS]
    assert [told(entry) for entry in in_and_out(rows)] == [told(entry) for entry in rows]


def test_a_death_is_the_patients():
    (entry,) = in_and_out([Incoming("", Event("death", DAY))])
    assert entry.row == Event("death", DAY)
    assert b'"deceasedDateTime": "2026-11-02"' in written([entry])


@pytest.mark.parametrize("times", [None, "1", "2", "0.5", "0.3333", "2.75", "24"])
@pytest.mark.parametrize("unit", [None, "mg", "mg/kg", "mg/m2", "g/kg", "{unit}"])
def test_treatments(times, unit):
    row = Exposure(
        "an unknown drug", moment(), DAY, Decimal("2.5") if unit else None, unit, "oral",
        Decimal(times) if times else None, "", "failure", "planned",
    )  # fmt: skip
    rows = [
        Incoming("", row, note="n"),
        Incoming("", Exposure("ruxolitinib", moment("2026-11-02"), route="by pump")),
        Incoming("", row, act=Act.WITHDRAW),
    ]
    assert [told(entry) for entry in in_and_out(rows)] == [told(entry) for entry in rows]


def test_the_patient_goes_under_the_study_code_and_without_a_name():
    code = "Ä 17/№3"
    found = read_fhir(written([], code=code))
    (patient,) = found.patients
    assert patient.identifiers == (("urn:hlh-app:code", code),)
    assert (patient.birth_date, patient.sex, patient.id) == (date(2021, 5, 1), "female", "--17--3")
    Bundle.model_validate_json(written([], code=code, patient=Patient(None, Sex.UNKNOWN, 3, DAY)))


def test_seconds_that_fhir_asks_for_are_added():
    row = Observation("ferritin", Decimal(5), "ng/mL", moment("2026-11-02T08:00+01:00"))
    (entry,) = in_and_out([Incoming("", row)])
    assert entry.row.measured_at.at == row.measured_at.at


def test_the_same_record_is_written_the_same_twice():
    rows = list(rows_of(random_case(random.Random(3))))
    assert written(rows) == written(rows)
