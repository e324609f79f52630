"""The one bridge from rows to the Case. A fixed number of queries for any number of patients.

Rows entered in error and tests not done are left out: no rule sees them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from operator import attrgetter
from typing import Any

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
from hlh_app.records import models
from hlh_app.records.models.base import moment_from
from hlh_app.records.selectors.rows import PatientRows

_OBSERVATION = [
    "pk",
    "analyte",
    "value",
    "unit",
    "measured_text",
    "comparator",
    "low",
    "high",
    "status",
    "reported_text",
    "laboratory",
    "assay",
    "site",
    "fasting",
]
ONE = Decimal(1)
_FINDING = ["pk", "finding", "status", "on", "site"]
_EVENT = ["pk", "event", "on"]
_EXPOSURE = ["pk", "drug", "started_text", "stopped_on", "dose", "unit", "route", "times_per_day"]


def build_case(patient: models.Patient, beside: PatientRows | None = None) -> Case:
    """Everything the rules may know about one patient. Four queries, or one with the rows
    ``beside`` the results that a page has in hand."""
    if beside is None:
        return build_cases([patient])[patient.pk]
    return _case(
        patient,
        _observations([patient.pk])[patient.pk],
        _columns(beside.findings, _FINDING),
        _columns(beside.exposures, _EXPOSURE),
        _columns(beside.events, _EVENT),
    )


def _columns(rows: Iterable[Any], names: list[str]) -> list[Any]:
    """As a query for these columns gives them, in its order."""
    standing = sorted((row for row in rows if not row.entered_in_error), key=attrgetter("pk"))
    return [attrgetter(*names)(row) for row in standing]


def build_cases(patients: Iterable[models.Patient]) -> dict[int, Case]:
    """Primary key → case, four queries in all."""
    patients = list(patients)
    keys = [patient.pk for patient in patients]
    observations = _observations(keys)
    findings = _by_patient(models.Finding.objects, keys, _FINDING)
    exposures = _by_patient(models.Exposure.objects, keys, _EXPOSURE)
    events = _by_patient(models.Event.objects, keys, _EVENT)
    return {
        patient.pk: _case(
            patient,
            observations[patient.pk],
            findings[patient.pk],
            exposures[patient.pk],
            events[patient.pk],
        )
        for patient in patients
    }


def _observations(keys: list[int]) -> defaultdict[int, list[Any]]:
    done = models.Observation.objects.exclude(status="not_done")
    return _by_patient(done, keys, _OBSERVATION)


def _by_patient(rows: Any, keys: list[int], columns: list[str]) -> defaultdict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    of_these = rows.filter(patient__in=keys, entered_in_error=False)
    for patient_id, *values in of_these.order_by("pk").values_list("patient_id", *columns):
        found[patient_id].append(values)
    return found


def _case(
    patient: models.Patient,
    observations: list[Any],
    findings: list[Any],
    exposures: list[Any],
    events: list[Any],
) -> Case:
    zone = zone_of(values[4] for values in observations)
    return Case(
        id=patient.code,
        patient=Patient(patient.birth_date, Sex(patient.sex), patient.age_years, patient.age_on),
        observations=tuple(_observation(values, zone) for values in observations),
        findings=tuple(_finding(*values) for values in findings),
        exposures=tuple(_exposure(values, zone) for values in exposures),
        events=tuple(Event(event, on, f"event:{pk}") for pk, event, on in events),
        conventional_dates=patient.conventional_dates,
        zone=zone,
    )


def zone_of(measured_texts: Iterable[str]) -> tzinfo:
    """The offset at which bare dates are counted: the first timed observation's, else UTC."""
    timed = next((text for text in measured_texts if "T" in text), None)
    offset = datetime.fromisoformat(timed).tzinfo if timed else None
    return offset or UTC


def _observation(values: list[Any], zone: tzinfo) -> Observation:
    (
        pk,
        analyte,
        value,
        unit,
        measured,
        comparator,
        low,
        high,
        status,
        reported,
        laboratory,
        assay,
        site,
        fasting,
    ) = values
    return Observation(
        analyte,
        plain(value),
        unit,
        moment_from(measured, zone),
        comparator or None,
        plain(low),
        plain(high),
        status == "pending",
        moment_from(reported, zone) if reported else None,
        laboratory or None,
        assay or None,
        site or None,
        fasting or None,
        f"observation:{pk}",
    )


def plain(number: Decimal | None) -> Decimal | None:
    """A stored number without the zeros that its column added."""
    if number is None:
        return None
    shorter = number.normalize()
    return shorter if shorter.as_tuple().exponent <= 0 else shorter.quantize(ONE)


def _finding(pk: int, finding: str, status: str, on: date, site: str) -> Finding:
    where = site or ("marrow" if finding == "hemophagocytosis" else None)
    return Finding(finding, FindingStatus(status), on, where, f"finding:{pk}")


def _exposure(values: list[Any], zone: tzinfo) -> Exposure:
    pk, drug, started, stopped_on, dose, unit, route, times_per_day = values
    return Exposure(
        drug,
        moment_from(started, zone),
        stopped_on,
        plain(dose),
        unit or None,
        route or None,
        plain(times_per_day),
        f"exposure:{pk}",
    )


def last_data(case: Case, now: datetime) -> Moment | None:
    """The moment of the patient's last data that does not lie after ``now``; None without any.

    On its day the last time that is known: everything known by that day alone is seen by then.
    """
    seen = [moment for moment in _moments(case) if moment.seen <= now]
    if not seen:
        return None
    last = max(seen, key=lambda moment: moment.at)
    timed = [moment for moment in seen if moment.day == last.day and not moment.is_date]
    return max(timed, key=lambda moment: moment.at, default=last)


def _moments(case: Case) -> Iterator[Moment]:
    yield from (row.measured_at for row in case.observations)
    yield from (row.start for row in case.exposures)
    days = {row.on for row in (*case.findings, *case.events)}
    days |= {row.stop for row in case.exposures if row.stop}
    yield from (Moment.dated(day, case.zone) for day in days)
