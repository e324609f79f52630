"""Mutated FHIR documents all the way into the database: kept as a whole or not at all."""

from __future__ import annotations

import random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hlh_app.exchange.errors import CaseError
from hlh_app.records.fhir_documents import Imported, import_fhir
from hlh_app.records.models import (
    Event,
    Exposure,
    Finding,
    ImportBatch,
    LeftOver,
    Observation,
    Patient,
)
from hlh_app.records.services.errors import Refused
from tests.exchange.fhir.mutations import mutated

from .test_fhir_documents import GIRL

pytestmark = pytest.mark.untraced

TABLES = (Observation, Finding, Exposure, Event, Patient, ImportBatch, LeftOver)
EXAMPLES, EACH = 25, 16


def counted() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in TABLES}


@pytest.mark.django_db
def test_mutated_documents_are_kept_wholly_or_not_at_all(clinician, centre, add_patient):
    """400 of them, each in a transaction of its own that is taken back."""
    add_patient(**GIRL)
    kept = []

    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=[*HealthCheck]
    )
    @given(st.integers(0, 2**40))
    def through(seed: int) -> None:
        rng = random.Random(seed)
        for _ in range(EACH):
            content, create = mutated(rng), rng.random() < 0.3
            with transaction.atomic():
                kept.append(_imported(content, create, clinician, centre))
                transaction.set_rollback(True)

    through()
    assert len(kept) >= EXAMPLES * EACH
    assert sum(kept) > len(kept) / 2


def _imported(content: bytes, create: bool, actor, centre) -> bool:
    before = counted()
    try:
        found = import_fhir(
            actor=actor, centre=centre, name="x.json", content=content, create=create
        )
    except (CaseError, Refused):
        assert counted() == before
        return False
    _check(found, before, counted())
    return True


def _check(found: Imported, before: dict[str, int], after: dict[str, int]) -> None:
    """What the batch says is what was written, every value has its unit."""
    counts = found.batch.counts
    rows = sum(after[model.__name__] - before[model.__name__] for model in TABLES[:4])
    assert rows == counts.get("new", 0) + counts.get("added", 0)
    assert after["Patient"] - before["Patient"] == len(found.created)
    assert after["ImportBatch"] - before["ImportBatch"] == 1
    assert not Observation.objects.filter(batch=found.batch, unit="").exists()


@pytest.mark.django_db
def test_what_fails_in_the_middle_leaves_nothing(clinician, centre, add_patient):
    add_patient(**GIRL)
    before = counted()

    def stop(done: int) -> None:
        raise RuntimeError("somebody pulled the plug")

    with pytest.raises(RuntimeError), transaction.atomic():
        import_fhir(
            actor=clinician,
            centre=centre,
            name="x",
            content=mutated(random.Random(5)),
            create=True,
            progress=stop,
        )
    assert counted() == before
