"""HLH-2004 and HLH-2024 as printed, in plain booleans, over every completion."""

from __future__ import annotations

from itertools import product
from typing import Any

from . import record
from .completions import OTHER_ASSAY, cells, exceeds, limit, reaches
from .record import Row, either_way, usable, word

FEVER = limit("temperature", cel="38.5")
HEMOGLOBIN, NEWBORN = limit("hemoglobin", gl="90"), limit("hemoglobin", gl="100")
PLATELETS = limit("platelets", count="100")
NEUTROPHILS = limit("neutrophils", count="1")
TRIGLYCERIDES = limit("triglycerides", mmol="3.0", mg="265")
FIBRINOGEN = limit("fibrinogen", gl="1.5", mg="150")
FERRITIN = limit("ferritin", ug="500")
SCD25 = limit("scd25", uml="2400")
SITES = ("marrow", "spleen", "lymph_node", "liver")
IDS = ("fever", "splenomegaly", "cytopenias", "triglycerides_fibrinogen", "hemophagocytosis",
       "nk_activity", "ferritin", "scd25")  # fmt: skip


def items(document: dict[str, Any]) -> dict[str, set[bool]]:
    """What each condition may turn out to be."""

    def any_at_or_above(limit):
        rows = usable(document, limit.analyte)
        return cells(rows, [limit], lambda form: any(reaches(row, limit) for row in form))

    def any_below(limit):
        rows = usable(document, limit.analyte)
        return cells(rows, [limit], lambda form: any(not reaches(row, limit) for row in form))

    low_fibrinogen = cells(
        usable(document, "fibrinogen"), [FIBRINOGEN],
        lambda form: any(not exceeds(row, FIBRINOGEN) for row in form),
    )  # fmt: skip
    return {
        "fever": any_at_or_above(FEVER),
        "splenomegaly": either_way(word(document, "splenomegaly")),
        "hemoglobin": _hemoglobin(document),
        "platelets": any_below(PLATELETS),
        "neutrophils": any_below(NEUTROPHILS),
        "triglycerides": any_at_or_above(TRIGLYCERIDES),
        "fibrinogen": low_fibrinogen,
        "hemophagocytosis": _hemophagocytosis(document),
        "nk_activity": _nk(document),
        "ferritin": any_at_or_above(FERRITIN),
        "scd25": _scd25(document),
    }


def _hemoglobin(document: dict[str, Any]) -> set[bool]:
    born = document["patient"]["birth_date"]

    def low(row: Row) -> bool:
        young = row.day is not None and (row.day - record.date.fromisoformat(born)).days < 28
        return not reaches(row, NEWBORN if young else HEMOGLOBIN)

    rows = usable(document, "hemoglobin")
    return cells(rows, [HEMOGLOBIN, NEWBORN], lambda form: any(low(row) for row in form))


def _hemophagocytosis(document: dict[str, Any]) -> set[bool]:
    said = [word(document, "hemophagocytosis", site) for site in SITES]
    return _any_of([either_way(status) for status in said if status is not None])


def _nk(document: dict[str, Any]) -> set[bool]:
    said = word(document, "nk_activity")
    parts = [] if said is None else [either_way(said)]
    for row in usable(document, "nk_activity"):
        parts.append({True, False} if None in (row.value, row.low) else {row.value < row.low})
    return _any_of(parts)


def _scd25(document: dict[str, Any]) -> set[bool]:
    rows = usable(document, "scd25")
    others = [row for row in rows if row.unit in OTHER_ASSAY["scd25"]]
    said = either_way(word(document, "scd25_elevated"))
    if not rows or (others and len(said) == 1):
        rows = [row for row in rows if row not in others]
        parts = [said]
    else:
        parts = []
    if rows:
        parts.append(cells(rows, [SCD25], lambda form: any(reaches(row, SCD25) for row in form)))
    return _any_of(parts)


def _any_of(parts: list[set[bool]]) -> set[bool]:
    """What "one of them" may be; with nothing to go by, either."""
    return {any(choice) for choice in product(*parts)} if parts else {True, False}


def criteria(
    fever, splenomegaly, hemoglobin, platelets, neutrophils, triglycerides, fibrinogen,
    hemophagocytosis, nk_activity, ferritin, scd25,
) -> dict[str, bool]:  # fmt: skip
    """The printed criteria of one complete case."""
    lineages = [hemoglobin, platelets, neutrophils]
    values = (fever, splenomegaly, sum(lineages) >= 2, triglycerides or fibrinogen,
              hemophagocytosis, nk_activity, ferritin, scd25)  # fmt: skip
    return dict(zip(IDS, values, strict=True))


def possible(document: dict[str, Any], without: tuple[str, ...] = ()) -> dict[str, set[bool]]:
    """Each criterion and "met", as the set over all completions; ``without``: not counted."""
    parts = items(document)
    genes = word(document, "molecular_diagnosis")
    found: dict[str, set[bool]] = {}
    for choice in product(*parts.values()):
        judged = criteria(**dict(zip(parts, choice, strict=True)))
        counted = [held for name, held in judged.items() if name not in without]
        for molecular in {"present": [True], "pending": [True, False]}.get(genes or "", [False]):
            found.setdefault("met", set()).add(molecular or sum(counted) >= 5)
        for name, held in judged.items():
            found.setdefault(name, set()).add(held)
    return found


OUTCOME = {(True,): "met", (False,): "not_met", (False, True): "unknown"}


def in_word(sides: set[bool]) -> str:
    return OUTCOME[tuple(sorted(sides))]


def hlh2004(document: dict[str, Any]) -> dict[str, str]:
    return {name: in_word(sides) for name, sides in possible(document).items()}


def hlh2024(document: dict[str, Any]) -> dict[str, str]:
    found = possible(document, without=("nk_activity",))
    return {name: in_word(sides) for name, sides in found.items() if name != "nk_activity"}
