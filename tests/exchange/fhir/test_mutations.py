"""Ten thousand bundles that went wrong: none raises anything but a refusal in words, and nothing
is kept that the record does not know, or a value without its unit."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.clinical.case import EVENTS, FINDINGS, Event, Exposure, Finding, Observation
from hlh_app.exchange.errors import CaseError
from hlh_app.exchange.fhir.reading import FhirReading, read_fhir

from .mutations import mutated

pytestmark = pytest.mark.untraced

EXAMPLES, EACH = 100, 100


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(st.integers(0, 2**40))
def test_mutated_bundles_are_read_or_refused(seed):
    rng = random.Random(seed)
    for _ in range(EACH):
        found = _read(mutated(rng))
        if found is None:
            continue
        for entry in found.incoming:
            assert entry.patient
            assert len(entry.place) <= 90
            _check(entry.row)
        assert all(str(report.message) for report in found.reports.said)
        assert all(isinstance(patient.key, str) for patient in found.patients)


def _read(content: bytes) -> FhirReading | None:
    try:
        return read_fhir(content)
    except CaseError:
        return None


def _check(row) -> None:
    if isinstance(row, Observation):
        assert row.unit in ANALYTES[row.analyte].units
        assert row.value is None or (type(row.value) is Decimal and row.value.is_finite())
        assert not (row.pending and row.value is not None)
    elif isinstance(row, Finding):
        assert row.status in FINDINGS[row.finding]
    elif isinstance(row, Exposure):
        assert row.drug
        assert row.stop is None or row.stop >= row.start.day
        assert (row.dose is None) == (row.unit is None)
    else:
        assert isinstance(row, Event)
        assert row.event in EVENTS
