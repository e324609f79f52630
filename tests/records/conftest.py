"""Rows written straight into the tables, without the services: what a test of the tables needs."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from hlh_app.records.models import Observation, Patient, Visit
from hlh_app.records.models.base import ClinicalRow
from hlh_app.records.services import rows

from .factories import WHEN as MORNING
from .factories import moment

_codes = itertools.count(1)


@pytest.fixture
def add_patient(centre) -> Callable[..., Patient]:
    """add_patient(**fields): a girl of 11 in the first centre unless said otherwise."""

    def add(**fields: Any) -> Patient:
        usual = {
            "centre": centre,
            "code": f"HLH-{next(_codes):04}",
            "birth_date": date(2015, 3, 3),
            "sex": "female",
        }
        return Patient.objects.create(**(usual | fields))

    return add


@pytest.fixture
def add_visit() -> Callable[..., Visit]:
    """add_visit(patient, when="2026-11-02T08:00:00+01:00", **fields)"""

    def add(patient: Patient, when: str = MORNING, **fields: Any) -> Visit:
        visit = Visit(patient=patient, **fields)
        visit.visited = moment(when)
        visit.save()
        return visit

    return add


@pytest.fixture
def add_result() -> Callable[..., Observation]:
    """add_result(patient, analyte="ferritin", value="1709", when=…, **fields)"""

    def add(
        patient: Patient,
        analyte: str = "ferritin",
        value: str | None = "1709",
        when: str = MORNING,
        **fields: Any,
    ) -> Observation:
        usual = {"unit": "ng/mL", "value": None if value is None else Decimal(value)}
        result = Observation(patient=patient, analyte=analyte, **(usual | fields))
        result.measured = moment(when)
        result.save()
        return result

    return add


@pytest.fixture
def patient(add_patient) -> Patient:
    return add_patient()


@pytest.fixture
def visit(patient, add_visit) -> Visit:
    return add_visit(patient)


@pytest.fixture
def result(patient, visit, add_result) -> Observation:
    return add_result(patient, visit=visit)


@pytest.fixture
def record(clinician, patient) -> Callable[..., ClinicalRow]:
    """record(model, **fields): a clinician enters a row about ``patient``."""

    def make(model: type[ClinicalRow], **fields: Any) -> ClinicalRow:
        return rows.record_row(actor=clinician, model=model, patient=patient, **fields)

    return make
