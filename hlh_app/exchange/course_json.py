"""The course after the first dose in JSON: the other response, relapse, progression, survival."""

from typing import Any

from hlh_app.clinical.emapalumab_response import EmapalumabVerdict, TrialDay
from hlh_app.clinical.relapse import CourseEvent, CourseEvents
from hlh_app.clinical.survival import Interval

Json = dict[str, Any]


def emapalumab(found: EmapalumabVerdict | None) -> Json | None:
    """The assessed days; None without a first dose."""
    if found is None:
        return None
    return {
        "day0": found.day0.isoformat(),
        "assessments": [_day(day) for day in found.days if day.possible],
    }


def _day(day: TrialDay) -> Json:
    return {
        "day": day.day,
        "possible": [one.value for one in day.possible],
        "normal": {item.id: item.outcome.value for item in day.items},
    }


def course(found: CourseEvents | None) -> Json | None:
    """Relapse, progression and both survivals; None without a first dose."""
    if found is None:
        return None
    return {
        "relapse": _event(found.relapse),
        "progression": _event(found.progression),
        "os": _interval(found.os),
        "os_to_transplant": _interval(found.os_to_transplant),
        "pfs": _interval(found.pfs),
        "pfs_to_transplant": _interval(found.pfs_to_transplant),
        "pfs_open": found.is_open,
    }


def _event(event: CourseEvent) -> Json:
    return {
        "outcome": event.outcome.value,
        "on": None if event.on is None else event.on.isoformat(),
        "reasons": [reason.why.value for reason in event.reasons],
        "statement": str(event.statement),
    }


def _interval(found: Interval) -> Json:
    return {
        "days": found.days,
        "on": found.on.isoformat(),
        "event": found.is_event,
        "ended": found.ended.value,
    }
