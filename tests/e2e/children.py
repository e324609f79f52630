"""Children on ruxolitinib, put into the record as a ward would have entered them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal

from hlh_app.accounts.models import User
from hlh_app.clinical.case import Moment
from hlh_app.records.entries import ObservationEntry, VisitEntry
from hlh_app.records.models import Exposure, Observation, Patient
from hlh_app.records.services.patients import create_patient
from hlh_app.records.services.rows import record_row
from hlh_app.records.services.visits import save_visit

from .ward import BEFORE, CODE, DAY_14

UNITS = {
    "weight": "kg",
    "hemoglobin": "g/L",
    "platelets": "10*9/L",
    "wbc": "10*9/L",
    "neutrophils": "10*9/L",
    "ferritin": "ng/mL",
    "triglycerides": "mmol/L",
    "fibrinogen": "g/L",
    "alt": "U/L",
    "temperature": "Cel",
}
WAITING = "HLH-0003"


def at(month: int, day: int, hour: int = 7) -> datetime:
    """That hour of 2024, the year of the two children."""
    return datetime(2024, month, day, hour, tzinfo=UTC)


def child_on_day_14(clinician: User) -> Patient:
    """The girl of 25.0 kg of the main job: all seven tests of day 14 are in, nothing is due."""
    child = _child(clinician, CODE, date(2015, 3, 3))
    enter(clinician, child, at(10, 27), BEFORE | {"temperature": "39.4"}, soluble="21970")
    record_row(
        actor=clinician,
        model=Exposure,
        patient=child,
        drug="ruxolitinib",
        dose=Decimal(5),
        unit="mg",
        times_per_day=Decimal(2),
        started=Moment.timed(at(10, 28)),
    )
    day_14 = DAY_14 | {"temperature": "36.9"}
    enter(clinician, child, at(11, 11), day_14, soluble="4100")
    return child


def child_awaiting_a_result(clinician: User) -> Patient:
    """Not treated yet; sCD25 was expected a week before the visit of day 14."""
    child = _child(clinician, WAITING, date(2020, 6, 9))
    record_row(
        actor=clinician,
        model=Observation,
        patient=child,
        analyte="scd25",
        unit="U/mL",
        value=None,
        status="pending",
        laboratory="Central laboratory",
        assay="Immulite",
        measured=Moment.timed(at(10, 30)),
        expected_on=date(2024, 11, 4),
    )
    return child


def _child(clinician: User, code: str, born: date) -> Patient:
    centre = clinician.memberships.get().centre
    return create_patient(actor=clinician, centre=centre, code=code, sex="female", birth_date=born)


def enter(
    clinician: User, child: Patient, when: datetime, results: Mapping[str, str], soluble: str = ""
) -> None:
    """One visit with these results; ``soluble``: sCD25 in U/mL, which goes with its assay."""
    rows = [
        ObservationEntry(analyte=test, unit=UNITS[test], value=Decimal(value))
        for test, value in results.items()
    ]
    if soluble:
        rows.append(
            ObservationEntry(
                analyte="scd25",
                unit="U/mL",
                value=Decimal(soluble),
                laboratory="Central laboratory",
                assay="Immulite",
            )
        )
    entry = VisitEntry(visited=Moment.timed(when), observations=tuple(rows))
    save_visit(actor=clinician, patient=child, entry=entry)
