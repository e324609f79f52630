"""One stored row as the fact that the rules read: empty columns become None."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from typing import Any

from hlh_app.clinical.case import (
    AdverseEvent,
    Exposure,
    Finding,
    FindingStatus,
    Observation,
    TherapyLine,
)
from hlh_app.records.models.base import moment_from

ONE = Decimal(1)


def zone_of(measured_texts: Iterable[str]) -> tzinfo:
    """The offset at which bare dates are counted: the first timed observation's, else UTC."""
    timed = next((text for text in measured_texts if "T" in text), None)
    offset = datetime.fromisoformat(timed).tzinfo if timed else None
    return offset or UTC


def observation(values: list[Any], zone: tzinfo) -> Observation:
    """From the columns in the order of ``cases.OBSERVATION``."""
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
        *further,
    ) = values
    expected_on, source, antipyretic, lipid_infusion = further
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
        expected_on,
        source or None,
        antipyretic,
        lipid_infusion,
    )


def plain(number: Decimal | None) -> Decimal | None:
    """A stored number without the zeros that its column added."""
    if number is None:
        return None
    shorter = number.normalize()
    return shorter if shorter.as_tuple().exponent <= 0 else shorter.quantize(ONE)


def finding(
    pk: int,
    finding: str,
    status: str,
    on: date,
    site: str,
    method: str,
    detail: str,
    expected_on: date | None,
) -> Finding:
    """Hemophagocytosis without a site is of the marrow."""
    where = site or ("marrow" if finding == "hemophagocytosis" else None)
    return Finding(
        finding,
        FindingStatus(status),
        on,
        where,
        f"finding:{pk}",
        method or None,
        detail or None,
        expected_on,
    )


def exposure(values: list[Any], zone: tzinfo) -> Exposure:
    """A drug or blood product; its start is a moment in ``zone`` when it is a bare date."""
    pk, drug, started, stopped_on, dose, unit, route, times_per_day, purpose, stop_reason = values
    return Exposure(
        drug,
        moment_from(started, zone),
        stopped_on,
        plain(dose),
        unit or None,
        route or None,
        plain(times_per_day),
        f"exposure:{pk}",
        purpose or None,
        stop_reason or None,
    )


def adverse_event(
    pk: int,
    category: str,
    status: str,
    on: date,
    term: str,
    grade: int | None,
    ctcae: str,
    resolved_on: date | None,
    *said: str,
) -> AdverseEvent:
    """``said``: relation and action."""
    relation, action = said
    return AdverseEvent(
        category,
        FindingStatus(status),
        on,
        term or None,
        grade,
        ctcae or None,
        resolved_on,
        relation or None,
        action or None,
        f"adverseevent:{pk}",
    )


def therapy_line(
    pk: int, regimen: str, line: int, started: date | None, stopped: date | None, result: str
) -> TherapyLine:
    """A line of therapy as the rules read it."""
    return TherapyLine(regimen, line, started, stopped, result, f"therapyline:{pk}")
