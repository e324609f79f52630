"""A patient in few words: days count from the moment asked about, 20-Jan-2020 at 08:00 (+08:00)."""

from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.clinical.case import (
    Case,
    Event,
    Exposure,
    Finding,
    FindingStatus,
    Moment,
    Observation,
    Patient,
    Sex,
)
from hlh_app.clinical.windows import History, View

ZONE = timezone(timedelta(hours=8))
TODAY = date(2020, 1, 20)
CHILD = Patient(date(2012, 6, 1), Sex.FEMALE)
ADULT = Patient(date(1980, 6, 1), Sex.MALE)


def day(number: int) -> date:
    return TODAY + timedelta(days=number)


def at(number: int = 0, clock: str = "08:00") -> Moment:
    """So many days from the moment asked about."""
    return Moment.timed(datetime.combine(day(number), time.fromisoformat(clock), ZONE))


T = at()


def on(number: int) -> Moment:
    """A day known by its date alone."""
    return Moment.dated(day(number), ZONE)


def lab(
    analyte: str,
    value: str | None,
    unit: str | None = None,
    *,
    when: Moment | None = None,
    comparator: str | None = None,
    **more: Any,
) -> Observation:
    """One result, an hour before the moment asked about unless said otherwise; None is pending."""
    return Observation(
        analyte,
        None if value is None else Decimal(value),
        unit or ANALYTES[analyte].unit,
        when or at(0, "07:00"),
        comparator,
        pending=value is None,
        **more,
    )


def found(kind: str, status: str, days: int = 0, site: str | None = None) -> Finding:
    if kind == "hemophagocytosis":
        site = site or "marrow"
    return Finding(kind, FindingStatus(status), day(days), site)


def given(drug: str, start: int, stop: int | None = None) -> Exposure:
    return Exposure(drug, on(start), None if stop is None else day(stop))


def case(*rows: Any, patient: Patient = CHILD) -> Case:
    """Rows of any kind, in any order."""
    return Case(
        "test",
        patient,
        tuple(r for r in rows if isinstance(r, Observation)),
        tuple(r for r in rows if isinstance(r, Finding)),
        tuple(r for r in rows if isinstance(r, Exposure)),
        tuple(r for r in rows if isinstance(r, Event)),
        zone=ZONE,
    )


def view(*rows: Any, patient: Patient = CHILD, as_of: Moment = T, window_days: int = 14) -> View:
    return View(History(case(*rows, patient=patient)), as_of, window_days)


FIVE_MET = (
    lab("temperature", "39.0"),
    lab("ferritin", "12000"),
    lab("platelets", "40"),
    lab("neutrophils", "0.5"),
    lab("fibrinogen", "1.0"),
    found("splenomegaly", "present"),
)
"""Fever, cytopenias, fibrinogen, ferritin, spleen."""
