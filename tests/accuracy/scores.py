"""HScore and MAS in systemic JIA (2016), in plain booleans, over every completion."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

from .completions import Limit, cells, exceeds, limit, reaches
from .record import either_way, usable, word

BANDS = {
    "temperature": (limit("temperature", cel="38.4"), limit("temperature", cel="39.4")),
    "ferritin": (limit("ferritin", ug="2000"), limit("ferritin", ug="6000")),
    "triglycerides": (
        limit("triglycerides", mmol="1.5", mg="132.7"),
        limit("triglycerides", mmol="4.0", mg="354"),
    ),
}
LOW = {
    "hemoglobin": limit("hemoglobin", gl="92"),
    "wbc": limit("wbc", count="5.0"),
    "platelets": limit("platelets", count="110"),
    "fibrinogen": limit("fibrinogen", gl="2.5"),
}
AST = limit("ast", u="30")
MAS_FEVER, MAS_FERRITIN = limit("temperature", cel="38.0"), limit("ferritin", ug="684")
MAS_LOW = (limit("platelets", count="181"), limit("fibrinogen", gl="3.6", mg="360"))
MAS_HIGH = (limit("ast", u="48"), limit("triglycerides", mmol="1.76", mg="156"))
CUT_OFF = 169


def _band(document: dict[str, Any], analyte: str) -> set[int]:
    low, high = BANDS[analyte]

    def band(form):
        if any(exceeds(row, high) for row in form):
            return 2
        return 1 if any(reaches(row, low) for row in form) else 0

    return cells(usable(document, analyte), [low, high], band)


def _any(document: dict[str, Any], limit: Limit, holds: Callable[..., bool]) -> set[bool]:
    rows = usable(document, limit.analyte)
    return cells(rows, [limit], lambda form: any(holds(row, limit) for row in form))


def at_most(row, limit) -> bool:
    return not exceeds(row, limit)


def hscore_items(document: dict[str, Any]) -> dict[str, set[Any]]:
    return {
        "immunosuppression": either_way(word(document, "immunosuppression")),
        "temperature": _band(document, "temperature"),
        "spleen": either_way(word(document, "splenomegaly")),
        "liver": either_way(word(document, "hepatomegaly")),
        **{analyte: _any(document, limit, at_most) for analyte, limit in LOW.items()},
        "ferritin": _band(document, "ferritin"),
        "triglycerides": _band(document, "triglycerides"),
        "ast": _any(document, AST, reaches),
        "marrow": either_way(word(document, "hemophagocytosis", "marrow")),
    }


def points(
    immunosuppression, temperature, spleen, liver, hemoglobin, wbc, platelets, fibrinogen,
    ferritin, triglycerides, ast, marrow,
) -> int:  # fmt: skip
    """The points of one complete case. Bands are 0, 1, 2."""
    total = 18 if immunosuppression else 0
    total += (0, 33, 49)[temperature]
    total += (0, 23, 38)[spleen + liver]
    total += (0, 0, 24, 34)[hemoglobin + wbc + platelets]
    total += (0, 35, 50)[ferritin]
    total += (0, 44, 64)[triglycerides]
    total += 30 if fibrinogen else 0
    total += 19 if ast else 0
    return total + (35 if marrow else 0)


def hscore(document: dict[str, Any]) -> dict[str, Any]:
    parts = hscore_items(document)
    totals = {points(*choice) for choice in product(*parts.values())}
    sides = {total >= CUT_OFF for total in totals}
    word = "unknown" if len(sides) == 2 else "met" if True in sides else "not_met"
    return {"met": word, "low": min(totals), "high": max(totals)}


def mas_items(document: dict[str, Any]) -> dict[str, set[bool]]:
    four = {limit.analyte: _any(document, limit, at_most) for limit in MAS_LOW}
    four |= {limit.analyte: _any(document, limit, exceeds) for limit in MAS_HIGH}
    return {
        "febrile": _any(document, MAS_FEVER, reaches),
        "ferritin": _any(document, MAS_FERRITIN, exceeds),
        **four,
    }


def mas(febrile, ferritin, platelets, fibrinogen, ast, triglycerides) -> str:
    """One complete case with systemic JIA."""
    if not febrile:
        return "not_applicable"
    met = ferritin and platelets + fibrinogen + ast + triglycerides >= 2
    return "met" if met else "not_met"


def mas2016(document: dict[str, Any]) -> dict[str, str]:
    """The set over all completions; "not met" once it fails whatever the temperature."""
    if word(document, "systemic_jia") not in ("present", "suspected"):
        return {"met": "not_applicable"}
    found = {mas(*choice) for choice in product(*mas_items(document).values())}
    if len(found) == 1:
        return {"met": found.pop()}
    return {"met": "unknown" if "met" in found else "not_met"}
