"""Bundles, lines, versions, references; what is no document is refused in words."""

from __future__ import annotations

import json
import tracemalloc
from datetime import timedelta, timezone

import pytest

from hlh_app.exchange.errors import CaseError
from hlh_app.exchange.fhir.reading import read_fhir

from .documents import PATIENT, bundle, lines, observation, read, reading

KINDS = ["collection", "transaction", "batch", "searchset", "history", "message", "document", 7]


@pytest.mark.parametrize("kind", KINDS)
def test_a_bundle_of_any_type_is_read(kind):
    content = json.dumps(bundle(PATIENT, observation(), kind=kind)).encode()
    assert len(list(read_fhir(content).incoming)) == 1


def test_one_resource_and_one_resource_a_line_are_read():
    assert len(list(read_fhir(json.dumps(observation()).encode()).incoming)) == 1
    found = read_fhir(b"\xef\xbb\xbf" + lines(PATIENT, observation(), observation(id="o2")) + b"\n")
    assert [entry.place for entry in found.incoming] == [
        "line 2 (Observation/o1)", "line 3 (Observation/o2)",
    ]  # fmt: skip
    assert [patient.key for patient in found.patients] == ["p1"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"  \n ", "empty"),
        (b"{", "not JSON"),
        (b"\xff\xfe{}", "not UTF-8"),
        (b"[]", "is not a FHIR resource"),
        (b"5", "is not a FHIR resource"),
        (b"{}", "is not a FHIR resource"),
        (b'{"resourceType": 5}', "is not a FHIR resource"),
        (b'{"resourceType": "Bundle", "x": NaN}', "NaN is not a number"),
        (b'{"resourceType": "Bundle", "x": [-Infinity]}', "-Infinity is not a number"),
        (b'{"resourceType": "Bundle", "x": {"a": 1, "a": 2}}', "“a” is given twice"),
        (b'{"resourceType": "Bundle", "resourceType": "Patient"}', "given twice"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"resourceType": "Bundle", "entry": ' + b'[{"a":' * 50_000, "nested too deeply"),
    ],
)
def test_what_is_no_document_is_refused_in_words(content, reason):
    with pytest.raises(CaseError) as refused:
        read_fhir(content)
    assert reason in str(refused.value)


def test_a_bad_line_is_said_and_the_others_are_read():
    content = b"\n".join(
        [
            lines(PATIENT),
            b'{"a": 1, "a": 2}',
            b"{",
            b"\xff",
            b"5",
            b'{"resourceType": "Bundle", "entry": []}',
            b"[" * 100_000,
            lines(observation()),
        ]
    )
    found = read_fhir(content)
    assert [entry.place for entry in found.incoming] == ["line 8 (Observation/o1)"]
    assert [report.place for report in found.reports.said] == [f"line {n}" for n in range(2, 8)]


def test_reading_again_says_the_same():
    found = reading(PATIENT, observation(), observation("9-9", id="o2"), {"resourceType": "Claim"})
    first = (list(found.incoming), found.reports.unmapped.copy(), found.reports.unread.copy())
    assert first == (list(found.incoming), found.reports.unmapped, found.reports.unread)
    assert found.reports.unread == {"Claim": 1}


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ({}, "has no resource"),
        (5, "has no resource"),
        ({"resource": "x"}, "has no resource"),
        ({"request": {"method": "DELETE", "url": "Observation/1"}}, "asks to delete"),
        ({"resource": {"resourceType": "Bundle"}}, "a Bundle within"),
    ],
)
def test_entries_without_a_resource_are_said(entry, reason):
    content = {"resourceType": "Bundle", "entry": [entry, {"resource": observation()}]}
    found = read_fhir(json.dumps(content).encode())
    assert [one.place for one in found.incoming] == ["entry 2 (Observation/o1)"]
    assert reason in str(found.reports.said[0].message)


def version(number, value, **meta):
    known = {} if number is None else {"versionId": str(number)}
    return observation(meta=known | meta, valueQuantity={"value": value, "code": "ng/mL"})


@pytest.mark.parametrize("as_lines", [False, True])
@pytest.mark.parametrize(
    ("versions", "kept"),
    [
        ([version(1, 5), version(3, 7), version(2, 6)], [7]),
        ([version(9, 5), version(10, 6)], [6]),
        ([version(1, 5), version(1, 5)], [5]),
        ([version(1, 5), version(2, 6), version(2, 6)], [6]),
        ([version(1, 5), version(1, 6)], []),
        ([version(None, 5), version(None, 6)], []),
        ([version("a", 5), version("b", 6)], []),
        ([version("9" * 5000, 5), version(1, 6)], []),
        (
            [
                version(None, 5, lastUpdated="2026-11-02T08:00:00Z"),
                version(None, 6, lastUpdated="2026-11-02T08:30:00+01:00"),
            ],
            [5],
        ),
    ],
)
def test_the_newest_version_counts_or_none(versions, kept, as_lines):
    content = lines(*versions) if as_lines else json.dumps(bundle(*versions)).encode()
    found = read_fhir(content)
    assert [entry.row.value for entry in found.incoming] == kept
    assert len(found.reports.said) == len(versions) - len(kept)


A, B = "http://a.example/fhir", "http://b.example/fhir"


def addressed(base, resource):
    return {"fullUrl": f"{base}/{resource['resourceType']}/{resource['id']}", "resource": resource}


def test_equal_ids_on_two_servers_are_two_patients():
    content = {
        "resourceType": "Bundle",
        "entry": [
            addressed(A, PATIENT),
            addressed(B, PATIENT | {"birthDate": "2010-01-01"}),
            *(
                addressed(base, observation(subject={"reference": f"{base}/Patient/p1"}))
                for base in (A, B, "http://c.example")
            ),
        ],
    }
    found = read_fhir(json.dumps(content).encode())
    keys = [entry.patient for entry in found.incoming]
    assert keys == ["p1", f"{B}/Patient/p1", "http://c.example/Patient/p1"]
    assert [patient.key for patient in found.patients] == keys
    assert [patient.birth_date and patient.birth_date.year for patient in found.patients] == [
        2021, 2010, None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "reference",
    ["Patient/p1", "Patient/p1/_history/3", "http://x.example/Patient/p1", "urn:uuid:17"],
)
def test_ways_to_refer_to_one_patient(reference):
    content = {
        "resourceType": "Bundle",
        "entry": [
            {"fullUrl": "urn:uuid:17", "resource": PATIENT},
            {"resource": observation(subject={"reference": reference})},
        ],
    }
    assert [entry.patient for entry in read_fhir(json.dumps(content).encode()).incoming] == ["p1"]


def test_a_patient_by_identifier_or_inside_the_resource():
    named = {"system": "urn:mrn", "value": "17"}
    patient = PATIENT | {"identifier": [named]}
    by_identifier = observation(subject={"identifier": named})
    inside = observation(
        id="o2",
        subject={"reference": "#me"},
        contained=[{"resourceType": "Patient", "id": "me", "identifier": [named]}],
    )
    rows, said = read(patient, by_identifier, inside)
    assert [entry.patient for entry in rows] == ["p1", "p1"]
    assert said == []
    rows, said = read(by_identifier, observation(id="o3", subject={"reference": "#nobody"}))
    assert [entry.patient for entry in rows] == ["urn:mrn|17"]
    assert "who is not there" in said[0]


def test_rows_inside_another_resource_are_said_and_not_read():
    report = {"resourceType": "DiagnosticReport", "contained": [observation()]}
    rows, said = read(report)
    assert rows == []
    assert said == ["has a resource of the kind Observation inside, which is not read"]


def test_names_of_people_are_nowhere_in_what_is_read():
    patient = PATIENT | {
        "name": [{"family": "Secretname", "given": ["Secretname"]}],
        "text": {"div": "Secretname"},
        "contact": [{"name": {"text": "Secretname"}}],
    }
    row = observation(
        subject={"reference": "Patient/p1", "display": "Secretname"},
        performer=[{"reference": "Practitioner/1", "display": "Secretname"}],
        note=[{"text": "Secretname"}],
    )
    found = reading(patient, row)
    assert "Secretname" not in repr((list(found.incoming), found.patients, found.reports))


def test_a_date_is_a_day_of_the_zone():
    tokyo = timezone(timedelta(hours=9))
    found = read_fhir(json.dumps(observation(effectiveDateTime="2026-11-02")).encode(), tokyo)
    (entry,) = found.incoming
    assert entry.row.measured_at.seen.isoformat() == "2026-11-02T00:00:00+09:00"


def test_lines_are_read_in_little_memory():
    """Beside the content: a thousand times as many rows do not take a thousand times as much."""

    def peak(rows: int) -> int:
        content = lines(*(observation(id=f"o{number}") for number in range(rows)))
        tracemalloc.start()
        for _entry in read_fhir(content).incoming:
            pass
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    assert peak(3000) - peak(30) < 3000 * 200
