"""How the patient responded by the Marsh criteria: the words a study row keeps of a verdict."""

from collections.abc import Sequence
from typing import Any

from hlh_app.clinical.completions import ORDER, ResponseClass, best_of
from hlh_app.clinical.response_flags import Flag, flags
from hlh_app.clinical.response_verdict import Assessment, ResponseVerdict


def response_facts(marsh: ResponseVerdict) -> dict[str, Any]:
    """The response part of a patient's outcome, days beside the schedule included."""
    days = sorted((*marsh.days, *marsh.extra), key=lambda day: day.day)
    assessed = [day for day in days if day.is_assessed]
    best = best_of([day.possible for day in assessed])
    best_day = _best(assessed)
    end = marsh.course.end
    return {
        "classes": {str(day.day): tuple(map(str, day.possible)) for day in assessed},
        "not_assessed": {str(day.day): day.state.value for day in days if not day.is_assessed},
        "best": tuple(map(str, best)),
        "best_day": None if best_day is None else best_day.day,
        "flags": () if best_day is None else tuple(flag_word(flag) for flag in flags(best_day)),
        "response_day": next((day.day for day in assessed if day.responded), None),
        "response_maybe_day": _maybe_before(assessed),
        "complete_day": next((day.day for day in assessed if _is_complete(day)), None),
        "course_end_day": None if end is None else (end.on - marsh.day0).days,
        "course_end": None if end is None else end.reason.value,
    }


def flag_word(flag: Flag) -> str:
    """ "worse:platelets", "febrile": what it is, and of which result where it is of one."""
    return flag.kind.value if flag.analyte is None else f"{flag.kind.value}:{flag.analyte}"


def _best(assessed: Sequence[Assessment]) -> Assessment | None:
    """The day whose class is surely highest, of equals the one that may be higher, then the first.

    Its flags are what must be said of the best response.
    """
    return max(assessed, key=_rank, default=None)


def _rank(day: Assessment) -> tuple[int, int, int]:
    return ORDER.index(day.possible[0]), ORDER.index(day.possible[-1]), -day.day


def _is_complete(day: Assessment) -> bool:
    return day.possible == (ResponseClass.CR,)


def _maybe_before(assessed: Sequence[Assessment]) -> int | None:
    """The first day that may have been a response, where no earlier day surely was one."""
    first = next((day for day in assessed if day.possible != (ResponseClass.NR,)), None)
    return None if first is None or first.responded else first.day
