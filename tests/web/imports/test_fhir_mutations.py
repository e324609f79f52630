"""Mutated FHIR documents through the pages: sent, looked at, kept; no page breaks, and what is
refused or only looked at writes nothing."""

from __future__ import annotations

import random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hlh_app.records.models import (
    Event,
    Exposure,
    Finding,
    ImportBatch,
    Observation,
    Patient,
    WaitingImport,
)

from ...exchange.fhir.mutations import mutated
from ...records.test_fhir_documents import GIRL

pytestmark = pytest.mark.django_db
EXAMPLES, EACH = 12, 5
ROWS = (Observation, Finding, Exposure, Event)


def counted() -> list[int]:
    return [model.objects.count() for model in (*ROWS, ImportBatch)]


def test_mutated_documents_break_no_page(ward, send, confirm, centre):
    """60 of them, each as a file of its own, taken back before the next."""
    Patient.objects.create(centre=centre, **GIRL)
    ward.raise_request_exception = False
    kept = []

    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=[*HealthCheck]
    )
    @given(st.integers(0, 2**40))
    def through(seed: int) -> None:
        rng = random.Random(seed)
        for _ in range(EACH):
            with transaction.atomic():
                kept.append(_through(mutated(rng), send, confirm))
                transaction.set_rollback(True)

    through()
    assert sum(kept) > len(kept) / 4


def _through(content: bytes, send, confirm) -> bool:
    before, waiting = counted(), WaitingImport.objects.count()
    page = send(content, "bundle.json")
    assert page.status_code == 200
    assert counted() == before
    if WaitingImport.objects.count() == waiting or b'name="shown"' not in page.content:
        return False
    page = confirm(page)
    assert page.status_code == 200
    after = counted()
    assert after[-1] - before[-1] in (0, 1)
    if after[-1] == before[-1]:
        assert after == before
    return after != before
