"""FHIR Observations a second on one core, from bytes to rows that were checked as typed ones are.

A Bundle, and the same resources one a line: laboratory results as a hospital's server writes them,
each with category, LOINC code, UCUM unit, reference interval, times and references. Read, and then
judged by the checks that stand before the record (units, limits, days, plausibility). Beside it
fhir.resources parses the same Bundle into its models and checks nothing else. Processor time, the
best of three runs. `make bench`, or `python -m tests.performance.bench_fhir`.
"""

from __future__ import annotations

import gc
import json
import os
import time
from collections.abc import Callable
from datetime import date
from typing import Any

MANY, FEW, RUNS, GOAL = 20_000, 4_000, 3, 20_000
TESTS = (
    ("2276-4", "Ferritin [Mass/volume] in Serum or Plasma", "ng/mL", 1709),
    ("777-3", "Platelets [#/volume] in Blood by Automated count", "10*3/uL", 80.5),
    ("718-7", "Hemoglobin [Mass/volume] in Blood", "g/dL", 9.1),
    ("2571-8", "Triglyceride [Mass/volume] in Serum or Plasma", "mg/dL", 265),
    (
        "3255-7",
        "Fibrinogen [Mass/volume] in Platelet poor plasma by Coagulation assay",
        "mg/dL",
        140,
    ),
    (
        "1742-6",
        "Alanine aminotransferase [Enzymatic activity/volume] in Serum or Plasma",
        "U/L",
        88,
    ),
)
CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"


def quantity(value: float, unit: str) -> dict[str, Any]:
    return {"value": value, "unit": unit, "system": "http://unitsofmeasure.org", "code": unit}


def observation(number: int) -> dict[str, Any]:
    code, name, unit, value = TESTS[number % len(TESTS)]
    day, hour, minute = number % 20 + 1, number // 20 % 24, number // 480 % 60
    when = f"2025-11-{day:02}T{hour:02}:{minute:02}:00+01:00"
    return {
        "resourceType": "Observation",
        "id": f"o{number}",
        "meta": {"versionId": "1", "lastUpdated": "2025-12-01T08:00:00Z"},
        "status": "final",
        "category": [{"coding": [{"system": CATEGORY, "code": "laboratory"}]}],
        "code": {"coding": [{"system": "http://loinc.org", "code": code, "display": name}]},
        "subject": {"reference": "Patient/p1"},
        "encounter": {"reference": "Encounter/e1"},
        "effectiveDateTime": when,
        "issued": when.replace(":00+", ":30.250+"),
        "valueQuantity": quantity(value, unit),
        "referenceRange": [{"low": quantity(value / 2, unit), "high": quantity(value * 2, unit)}],
    }


PATIENT = {"resourceType": "Patient", "id": "p1", "birthDate": "2021-05-01", "gender": "female"}


def as_bundle(many: int) -> bytes:
    resources = [PATIENT, *(observation(number) for number in range(many))]
    entries = [
        {"fullUrl": f"http://a.example/fhir/{one['resourceType']}/{one['id']}", "resource": one}
        for one in resources
    ]
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": entries}
    return json.dumps(bundle).encode()


def as_lines(many: int) -> bytes:
    return b"\n".join(json.dumps(observation(number)).encode() for number in range(many))


def best(work: Callable[[], None]) -> float:
    """Seconds of processor time of the quickest run."""
    found = []
    for _ in range(RUNS):
        gc.collect()
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return min(found)


def reader(content: bytes, *, judged: bool) -> Callable[[], None]:
    from hlh_app.accounts.models import Centre
    from hlh_app.exchange.fhir.reading import read_fhir
    from hlh_app.records.imports.judging import Judge
    from hlh_app.records.imports.people import Person
    from hlh_app.records.models import Patient

    centre = Centre(code="VIE", time_zone="Europe/Vienna")
    person = Person(
        Patient(code="p1", birth_date=date(2021, 5, 1), sex="female", centre=centre), centre
    )

    def read() -> None:
        judge = Judge(centre)
        rows = 0
        for entry in read_fhir(content).incoming:
            rows += 1
            if judged:
                assert not judge.result(entry, person).refused
        assert rows == MANY

    return read


def test_fhir() -> None:
    """Printed, not judged: a figure depends on what else the machine does."""
    from fhir.resources.R4B.bundle import Bundle

    bundle, small = as_bundle(MANY), as_bundle(FEW)
    works = (
        ("read, a Bundle", MANY, reader(bundle, judged=False)),
        ("read, one a line", MANY, reader(as_lines(MANY), judged=False)),
        ("read and checked, a Bundle", MANY, reader(bundle, judged=True)),
        ("read and checked, one a line", MANY, reader(as_lines(MANY), judged=True)),
        ("fhir.resources, a Bundle", FEW, lambda: Bundle.model_validate_json(small)),
    )
    print(f"\nFHIR Observations of {len(bundle) // MANY} bytes, a second (goal {GOAL:,}):")
    for name, many, work in works:
        print(f"  {name:30} {many / best(work):>8,.0f}")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hlh_app.config.settings")
    import django

    django.setup()
    test_fhir()
