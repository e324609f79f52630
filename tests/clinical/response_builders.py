"""A child on ruxolitinib in few words: days count from the first dose on 20-Jan-2020."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from decimal import Decimal
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
from hlh_app.clinical.response import marsh_response
from hlh_app.clinical.response_verdict import Assessment, ResponseVerdict

DAY0 = date(2020, 1, 20)
UNITS = {
    "scd25": "U/mL",
    "ferritin": "ug/L",
    "triglycerides": "mmol/L",
    "hemoglobin": "g/L",
    "neutrophils": "10*9/L",
    "platelets": "10*9/L",
    "alt": "U/L",
    "temperature": "Cel",
    "fibrinogen": "g/L",
    "d_dimer": "ug/L",
}
LIMITS = {
    "scd25": "840",
    "ferritin": "400",
    "triglycerides": "1.7",
    "hemoglobin": "110",
    "neutrophils": "1.5",
    "platelets": "150",
    "alt": "40",
}
ILL = {
    "scd25": "9000",
    "ferritin": "5000",
    "triglycerides": "4.0",
    "hemoglobin": "80",
    "neutrophils": "0.4",
    "platelets": "30",
    "alt": "500",
}
WELL = {
    "scd25": "600",
    "ferritin": "200",
    "triglycerides": "1.2",
    "hemoglobin": "130",
    "neutrophils": "4.0",
    "platelets": "220",
    "alt": "30",
}
TODDLER = Patient(date(2017, 6, 1), Sex.FEMALE)


def on(number: int) -> date:
    """The calendar day so many days after the first dose."""
    return DAY0 + timedelta(days=number)


def at(number: int, clock: str = "08:00", zone: tzinfo = UTC) -> Moment:
    hour, minute = (int(part) for part in clock.split(":"))
    day = on(number)
    return Moment.timed(datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone))


def lab(analyte: str, number: int, value: str | None, **fields: Any) -> Observation:
    """A result with its limit; ">16500" states its comparator, None is pending."""
    limit = fields.pop("limit", LIMITS.get(analyte))
    side = "low" if analyte in ("hemoglobin", "neutrophils", "platelets") else "high"
    plain = None if value is None else value.lstrip("<>=")
    made = {
        "unit": UNITS[analyte],
        "measured_at": at(number, fields.pop("clock", "08:00")),
        "comparator": None if value is None else value.removesuffix(str(plain)) or None,
        side: None if limit is None else Decimal(limit),
        "pending": value is None,
        **fields,
    }
    return Observation(analyte, None if plain is None else Decimal(plain), **made)


def labs(number: int, values: dict[str, str], **changed: str | None) -> list[Observation]:
    """All of one day; a value changed to "-" is left out, to None is pending."""
    wanted = {**values, **changed}
    return [lab(code, number, value) for code, value in wanted.items() if value != "-"]


def course(stop: int | None = None, start: int = 0, clock: str | None = None) -> Exposure:
    first = Moment.dated(on(start)) if clock is None else at(start, clock)
    return Exposure("ruxolitinib", first, None if stop is None else on(stop))


def drug(name: str, start: int, stop: int | None = None) -> Exposure:
    return Exposure(name, Moment.dated(on(start)), None if stop is None else on(stop))


def found(name: str, number: int, status: str = "present") -> Finding:
    return Finding(name, FindingStatus(status), on(number))


def happened(name: str, number: int) -> Event:
    return Event(name, on(number))


def _flat(rows: Iterable[Any]) -> Iterator[Any]:
    for row in rows:
        yield from _flat(row) if type(row) in (list, tuple) else (row,)


def case_of(*rows: Any, patient: Patient = TODDLER, dose: bool = True) -> Case:
    """A case of any rows, in lists or alone, with ruxolitinib from day 0 unless told otherwise."""
    flat = list(_flat(rows))
    exposures = [r for r in flat if isinstance(r, Exposure)]
    if dose and not any(e.drug == "ruxolitinib" for e in exposures):
        exposures.append(course())
    return Case(
        id="made",
        patient=patient,
        observations=tuple(r for r in flat if isinstance(r, Observation)),
        findings=tuple(r for r in flat if isinstance(r, Finding)),
        exposures=tuple(exposures),
        events=tuple(r for r in flat if isinstance(r, Event)),
    )


def verdict_of(*rows: Any, as_of: Moment | int = 60, **fields: Any) -> ResponseVerdict:
    moment = at(as_of, "23:00") if isinstance(as_of, int) else as_of
    verdict = marsh_response(case_of(*rows, **fields), moment)
    assert verdict is not None
    return verdict


def day14(*rows: Any, **fields: Any) -> Assessment:
    """The assessment of day 14; by default two readings of 36.8 °C around it."""
    calm = [lab("temperature", 13, "36.8"), lab("temperature", 14, "36.8")]
    return verdict_of(list(rows), [] if fields.pop("no_calm", False) else calm, **fields).days[0]


def classes(assessment: Assessment) -> str:
    return " ".join(assessment.possible)
