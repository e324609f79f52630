"""What the lists show of a patient, computed from the Case by the rules."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from hlh_app.accounts.models import Centre
from hlh_app.clinical import tasks as worklist
from hlh_app.clinical.assess import Assessment, assess
from hlh_app.clinical.case import Case, FindingStatus, Moment, Observation
from hlh_app.clinical.handover import handover
from hlh_app.clinical.response_due import next_due
from hlh_app.clinical.response_flags import Flag, FlagKind, flags
from hlh_app.clinical.response_verdict import ResponseVerdict
from hlh_app.clinical.rules import CARDS
from hlh_app.clinical.schedule import WINDOW_DAYS
from hlh_app.clinical.units import canonical
from hlh_app.records import stored_messages, stored_tasks

RULE_VERSIONS = {card.rule: card.version for card in CARDS}
FORM = "2"
"""Of what a summary keeps: another one whenever a key of its tasks or sentences changes."""
SERIES_LENGTH = 24
RESPONSE_DAY = "response_day_"
PENDING = "pending_"


def made_with(centre: Centre) -> dict[str, str]:
    """What an answer rests on beside the record: the version of each rule and the centre's
    settings."""
    settings = {"fever_threshold": f"{centre.fever_threshold:.1f}", "time_zone": centre.time_zone}
    return {**RULE_VERSIONS, **settings}


def kept_with(centre: Centre) -> dict[str, str]:
    """What a summary was made with and the form in which it is kept. Stored with it; where it
    differs now, the summary is out of date and may not even be readable."""
    return made_with(centre) | {"form": FORM}


def columns(
    case: Case,
    centre: Centre,
    as_of: Moment | None,
    now: datetime,
    expected: Mapping[str, date],
) -> dict[str, Any]:
    """Column name → value, as of the patient's last data; blank without any data.

    ``expected``: key of a pending row → the day its result is expected.
    """
    if as_of is None:
        return {}
    assessment = assess(case, as_of, fever_threshold=centre.fever_threshold)
    response = assessment.response
    waiting = _pending(case)
    today = centre.day_of(now)
    return {
        **_diagnosis(assessment),
        **(_response(response) if response else {}),
        **_ferritin(case, as_of),
        "pending_count": len(waiting),
        "tasks": [stored_tasks.stored(task) for task in worklist.tasks(assessment)],
        "handover": [stored_messages.stored(line) for line in handover(assessment, ())],
        **_due(case, today, {waiting[k]: day for k, day in expected.items() if k in waiting}),
    }


def _diagnosis(assessment: Assessment) -> dict[str, Any]:
    readings, score = assessment.hlh2004, assessment.hscore
    now, then = readings.now, readings.at_diagnosis
    return {
        "hlh2004_outcome": now.outcome.value,
        "hlh2004_met": now.count.met if now.count else None,
        "hlh2004_unknown": now.count.unknown if now.count else None,
        "hlh2004_first_met_text": readings.first_met.text if readings.first_met else "",
        "hlh2004_at_diagnosis_met": then.count.met if then and then.count else None,
        "hscore_low": score.points[0] if score.points else None,
        "hscore_high": score.points[1] if score.points else None,
    }


def _response(response: ResponseVerdict) -> dict[str, Any]:
    latest = response.latest
    return {
        "day0": response.day0,
        "response_day": latest.day if latest else None,
        "response_classes": [str(c) for c in latest.possible] if latest else [],
        "response_flags": [_stored(flag) for flag in flags(latest)] if latest else [],
        "best_classes": [str(c) for c in response.best_by_day_56],
    }


def _stored(flag: Flag) -> dict[str, Any]:
    # Rounded down, as the flag's own message is: list and page say the same.
    percent = None if flag.percent is None else str(int(flag.percent))
    return {**asdict(flag), "kind": flag.kind.value, "percent": percent}


def stored_flag(stored: Mapping[str, Any]) -> Flag:
    """The flag that a summary keeps, to be said by ``flag.message``."""
    percent = stored["percent"]
    return Flag(
        FlagKind(stored["kind"]),
        stored["analyte"],
        None if percent is None else Decimal(percent),
        stored["rose"],
        stored["at_least"],
    )


def _ferritin(case: Case, as_of: Moment) -> dict[str, Any]:
    """Newest as reported (comparator, value, unit); the last values in µg/L, oldest first."""
    rows = [row for row in case.observations if row.analyte == "ferritin" and not row.pending]
    rows = [row for row in rows if row.measured_at.seen <= as_of.at]
    rows.sort(key=lambda row: row.measured_at.at)
    return {
        "ferritin_text": _as_reported(rows[-1]) if rows else "",
        "ferritin_series": [_point(row) for row in rows[-SERIES_LENGTH:]],
    }


def _as_reported(row: Observation) -> str:
    return f"{row.comparator or ''}{row.value:f} {row.unit}"


def _point(row: Observation) -> list[str]:
    value = canonical(row.value or Decimal(0), row.unit, "ferritin")
    return [row.measured_at.day.isoformat(), f"{value:.8g}"]


def _pending(case: Case) -> dict[str, str]:
    """Key of a row whose result is still awaited → analyte or finding."""
    waiting = {row.key: row.analyte for row in case.observations if row.pending}
    latest = {row.finding: row for row in sorted(case.findings, key=lambda row: row.on)}
    open_findings = [row for row in latest.values() if row.status is FindingStatus.PENDING]
    return waiting | {row.key: row.finding for row in open_findings}


def _due(case: Case, today: date, expected: Mapping[str, date]) -> dict[str, Any]:
    """The earlier of the next response day and the first awaited result; nothing after death."""
    if any(event.event == "death" and event.on <= today for event in case.events):
        return {"next_due_on": None, "next_due_what": ""}
    response = next_due(case, today)
    due = [(day, PENDING + code) for code, day in expected.items()]
    if response is not None:
        due.append((response.on, f"{RESPONSE_DAY}{response.day}"))
    on, what = min(due, default=(None, ""))
    return {"next_due_on": on, "next_due_what": what}


def has_lapsed(next_due_on: date | None, next_due_what: str, today: date) -> bool:
    """Whether the response day that was due can no longer be measured: another one is due."""
    is_response = next_due_on is not None and next_due_what.startswith(RESPONSE_DAY)
    return bool(is_response and today > next_due_on + timedelta(days=WINDOW_DAYS))
