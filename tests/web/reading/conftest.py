"""Patients of the reading pages: a child whose illness and response are told in a few rows."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from hlh_app.clinical.case import Case, Exposure, Moment, Observation
from hlh_app.records import models, summaries
from hlh_app.records.models.base import ClinicalRow
from tests.clinical.response_builders import ILL, WELL, at, case_of, found, lab, labs, on

NOW = datetime(2020, 2, 4, 9, 0, tzinfo=UTC)
BORN = date(2017, 6, 1)
_codes = itertools.count(1)


def dose(
    mg: str = "2.5", start: int = 0, clock: str | None = "10:00", stop: int | None = None
) -> Exposure:
    first = at(start, clock) if clock else Moment.dated(on(start))
    last = None if stop is None else on(stop)
    return Exposure("ruxolitinib", first, last, Decimal(mg), "mg", "oral", Decimal(2))


def weight(number: int, kilograms: str) -> Observation:
    return Observation("weight", Decimal(kilograms), "kg", at(number))


def child(*more: Any) -> list[Any]:
    """Ill at day -1, better at day 14: partial response, ferritin and ALT above normal."""
    better = labs(14, WELL, ferritin="1000", alt="60")
    rows = [weight(-1, "16.2"), weight(14, "16.5"), labs(-1, ILL), better, dose()]
    fever = [lab("temperature", -1, "39.4"), lab("temperature", 14, "36.8")]
    return [*rows, fever, found("splenomegaly", -1), found("splenomegaly", 14, "absent"), *more]


@pytest.fixture
def keep(centre) -> Callable[..., models.Patient]:
    """keep(*rows, code=…, **columns): the rows of a case, written straight into the tables."""

    def write(*rows: Any, **columns: Any) -> models.Patient:
        usual = {"code": f"R-{next(_codes):04}", "birth_date": BORN, "sex": "female"}
        patient = models.Patient.objects.create(centre=centre, **(usual | columns))
        _write(patient, case_of(list(rows), dose=False))
        patient = models.Patient.objects.select_related("centre").get(pk=patient.pk)
        summaries.renew(patient, NOW)
        return models.Patient.objects.select_related("centre", "summary").get(pk=patient.pk)

    return write


def _write(patient: models.Patient, case: Case) -> None:
    for row in case.observations:
        fields = {"comparator": row.comparator or "", "assay": row.assay or ""}
        _save(
            models.Observation(
                patient=patient,
                analyte=row.analyte,
                value=row.value,
                unit=row.unit,
                low=row.low,
                high=row.high,
                status="final" if row.value is not None else "pending",
                canonical_value=row.value,
                **fields,
            ),
            measured=row.measured_at,
            reported=row.reported_at,
        )
    for one in case.findings:
        models.Finding.objects.create(
            patient=patient, finding=one.finding, status=one.status, on=one.on, site=one.site or ""
        )
    for given in case.exposures:
        exposure = models.Exposure(
            patient=patient,
            drug=given.drug,
            dose=given.dose,
            unit=given.unit or "",
            route=given.route or "",
            times_per_day=given.times_per_day,
            stopped_on=given.stop,
        )
        _save(exposure, started=given.start)
    for event in case.events:
        models.Event.objects.create(patient=patient, event=event.event, on=event.on)


def _save(row: ClinicalRow, **moments: Moment | None) -> None:
    for name, moment in moments.items():
        setattr(row, name, moment)
    row.save()


@pytest.fixture
def at_noon(monkeypatch) -> Callable[[datetime], None]:
    """at_noon(now): what the pages take for now."""

    def freeze(now: datetime = NOW) -> None:
        monkeypatch.setattr("django.utils.timezone.now", lambda: now)

    return freeze


def days_later(days: int) -> datetime:
    return NOW + timedelta(days=days)


def texts(parts: Iterable[Any]) -> str:
    return " | ".join(str(part) for part in parts)
