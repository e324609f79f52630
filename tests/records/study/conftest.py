"""Patients on ruxolitinib, entered through the services."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from hlh_app.records.models import Exposure, Patient
from hlh_app.records.services import patients, rows

from ..factories import moment

FIRST_DOSE = date(2026, 5, 4)


def on(day: int) -> date:
    return FIRST_DOSE + timedelta(days=day)


@pytest.fixture
def enter(clinician, centre) -> Callable[..., Patient]:
    """enter(code, drug="ruxolitinib"): a girl of five, treated from the first dose on; without a
    drug nothing was given."""

    def make(code: str, drug: str = "ruxolitinib", **fields: Any) -> Patient:
        usual = {"centre": centre, "birth_date": date(2021, 5, 1), "sex": "female"}
        made = patients.create_patient(actor=clinician, code=code, **(usual | fields))
        if drug:
            given = {"dose": 5, "unit": "mg", "times_per_day": 2, "started": moment("2026-05-04")}
            rows.record_row(actor=clinician, model=Exposure, patient=made, drug=drug, **given)
        return made

    return make
