"""An assessment as the JSON value that ``manage.py assess`` prints. docs/case-format.md."""

from decimal import Decimal
from typing import Any

from hlh_app.clinical.assess import Assessment
from hlh_app.clinical.dosing import DoseVerdict
from hlh_app.clinical.hlh2004 import Hlh2004
from hlh_app.clinical.response_verdict import Assessment as ResponseDay
from hlh_app.clinical.response_verdict import ResponseVerdict
from hlh_app.clinical.verdict import Verdict

Json = dict[str, Any]


def as_json(assessment: Assessment) -> Json:
    """Every rule's answer under the documented keys, ready for ``json.dumps``."""
    return {
        "id": assessment.case.id,
        "hlh2004": _hlh2004(assessment.hlh2004),
        "hlh2024": _criteria_set(assessment.hlh2024),
        "hscore": _score(assessment.hscore),
        "mas2016": {"outcome": assessment.mas2016.outcome.value},
        "dose": {
            "wang2020": _dose(assessment.dose.wang2020),
            "chi2020": _dose(assessment.dose.chi2020),
        },
        "response": _response(assessment.response),
    }


def _hlh2004(both: Hlh2004) -> Json:
    found = _criteria_set(both.now)
    found["first_met"] = None if both.first_met is None else both.first_met.text
    return found


def _criteria_set(verdict: Verdict) -> Json:
    count = verdict.count
    assert count is not None
    return {
        "outcome": verdict.outcome.value,
        "path": verdict.path,
        "count": {"met": count.met, "not_met": count.not_met, "unknown": count.unknown},
        "criteria": {c.id: c.outcome.value for c in verdict.criteria},
        "pivotal": {
            name: {"if_met": pivot.if_met.value, "if_not_met": pivot.if_not_met.value}
            for name, pivot in verdict.pivotal.items()
        },
    }


def _score(verdict: Verdict) -> Json:
    assert verdict.points is not None
    assert verdict.probability_percent is not None
    low, high = verdict.probability_percent
    return {
        "outcome": verdict.outcome.value,
        "points": {"low": verdict.points[0], "high": verdict.points[1]},
        "probability_percent": {"low": _short(low), "high": _short(high)},
    }


def _dose(verdict: DoseVerdict) -> Json:
    found: Json = {"outcome": verdict.outcome.value, "dose_mg": _short(verdict.dose_mg)}
    if verdict.dose_mg is None:
        return found
    return found | {
        "times_per_day": verdict.times_per_day,
        "mg_per_kg_per_day": _short(verdict.mg_per_kg_per_day),
        "within_ages_studied": verdict.within_ages_studied,
    }


def _response(verdict: ResponseVerdict | None) -> Json | None:
    if verdict is None:
        return None
    return {
        "day0": verdict.day0.isoformat(),
        "assessments": [_day(day) for day in verdict.assessments],
        "best_by_day_56": [best.value for best in verdict.best_by_day_56],
        "first_response_day": verdict.first_response_day,
    }


def _day(day: ResponseDay) -> Json:
    return {
        "day": day.day,
        "possible": [possible.value for possible in day.possible],
        "markers": {code: word.value for code, word in day.markers.items()},
    }


def _short(value: Decimal | None) -> int | float | None:
    """10 stays whole; 0.309 has few enough digits for a float to print them all."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
