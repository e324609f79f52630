"""Cases and their response, computed independently from the printed rules; a small reader."""

import json
from datetime import date, datetime, timezone, tzinfo
from decimal import Decimal
from pathlib import Path
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
from hlh_app.clinical.response_verdict import ResponseVerdict

VECTORS = Path(__file__).parent / "vectors" / "response.jsonl"


def read_vectors() -> list[dict[str, Any]]:
    lines = VECTORS.read_text(encoding="utf-8").splitlines()
    return [json.loads(line, parse_float=Decimal, parse_int=Decimal) for line in lines]


def moment(text: str, zone: tzinfo) -> Moment:
    if len(text) == 10:
        return Moment.dated(date.fromisoformat(text), zone, text)
    return Moment.timed(datetime.fromisoformat(text), text)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def to_case(document: dict[str, Any]) -> Case:
    """The document as a Case; the offset of the first timed observation is the case's zone."""
    timed = (o["measured_at"] for o in document["observations"] if len(o["measured_at"]) > 10)
    offset = next((datetime.fromisoformat(text).utcoffset() for text in timed), None)
    zone = timezone.utc if offset is None else timezone(offset)  # noqa: UP017
    patient = document["patient"]
    return Case(
        id=document["id"],
        patient=Patient(_day(patient["birth_date"]), Sex(patient["sex"])),
        observations=tuple(_observation(o, zone) for o in document["observations"]),
        findings=tuple(
            Finding(f["finding"], FindingStatus(f["status"]), date.fromisoformat(f["on"]))
            for f in document["findings"]
        ),
        exposures=tuple(
            Exposure(e["drug"], moment(e["start"], zone), _day(e.get("stop")))
            for e in document["exposures"]
        ),
        events=tuple(Event(e["event"], date.fromisoformat(e["on"])) for e in document["events"]),
        as_of=moment(document["as_of"], zone),
        zone=zone,
    )


def _observation(row: dict[str, Any], zone: tzinfo) -> Observation:
    reported = row.get("reported_at")
    return Observation(
        analyte=row["analyte"],
        value=row["value"],
        unit=row["unit"],
        measured_at=moment(row["measured_at"], zone),
        comparator=row.get("comparator"),
        low=row.get("low"),
        high=row.get("high"),
        pending=row.get("status") == "pending",
        reported_at=None if reported is None else moment(reported, zone),
        assay=row.get("assay"),
    )


def as_document(verdict: ResponseVerdict | None) -> dict[str, Any] | None:
    """The verdict in the words of the vectors."""
    if verdict is None:
        return None
    return {
        "day0": verdict.day0.isoformat(),
        "assessments": [
            {"day": a.day, "possible": list(a.possible), "markers": a.markers}
            for a in verdict.assessments
        ],
        "best_by_day_56": list(verdict.best_by_day_56),
        "first_response_day": verdict.first_response_day,
    }
