"""Two records of one girl, HLH-7 and HLH-12, and what tests say about them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps

from hlh_app.records.identity.merging import merge
from hlh_app.records.models import Patient, PatientMerge

# Written by triggers, by the clock, or beside the record.
PASSING = {"version", "content_changed_at"}
NOT_COMPARED = {"AuditEntry", "PatientMerge", "PatientSummary", "NotTheSame"}


@pytest.fixture
def kept(add_patient) -> Patient:
    return add_patient(code="HLH-7")


@pytest.fixture
def gone(add_patient) -> Patient:
    return add_patient(code="HLH-12")


@pytest.fixture
def merged(kept, gone, clinician) -> Callable[..., PatientMerge]:
    """merged(**choices): HLH-12 goes into HLH-7."""

    def go(reason: str = "Entered twice.", **chosen: str) -> PatientMerge:
        made = merge(actor=clinician, kept=kept, gone=gone, chosen=chosen, reason=reason)
        for patient in (kept, gone):
            patient.refresh_from_db()
        return made

    return go


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, but for versions and what the triggers write."""
    found = {}
    for model in apps.get_app_config("records").get_models():
        if model.__name__ not in NOT_COMPARED:
            rows = model._default_manager.order_by("pk").values()
            found[model.__name__] = [
                {name: value for name, value in row.items() if name not in PASSING} for row in rows
            ]
    return found
