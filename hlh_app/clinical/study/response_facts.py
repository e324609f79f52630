"""How the patient responded by the Marsh criteria: the words a study row keeps of a verdict."""

from typing import Any

from hlh_app.clinical.completions import ResponseClass, best_of
from hlh_app.clinical.response_flags import flags
from hlh_app.clinical.response_verdict import Assessment, ResponseVerdict


def response_facts(marsh: ResponseVerdict) -> dict[str, Any]:
    assessed = sorted(
        (day for day in (*marsh.days, *marsh.extra) if day.is_assessed), key=lambda day: day.day
    )
    best = best_of([day.possible for day in assessed])
    end = marsh.course.end
    return {
        "classes": {str(day.day): tuple(map(str, day.possible)) for day in assessed},
        "flags": tuple(sorted({flag.kind.value for day in assessed[-1:] for flag in flags(day)})),
        "best": tuple(map(str, best)),
        "response_day": next((day.day for day in assessed if day.responded), None),
        "complete_day": next((day.day for day in assessed if _is_complete(day)), None),
        "course_end_day": None if end is None else (end.on - marsh.day0).days,
        "course_end": None if end is None else end.reason.value,
    }


def _is_complete(day: Assessment) -> bool:
    return day.possible == (ResponseClass.CR,)
