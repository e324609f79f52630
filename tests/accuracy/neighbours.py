"""MS and MH scores and OHI index, transcribed as printed, over every completion."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import product
from random import Random
from typing import Any

from . import vignettes
from .completions import STEP, cells, exceeds, limit
from .doses import age
from .record import Row, either_way, usable, word
from .vignettes import TODAY, Document

F = Fraction
WORDS = {
    "cns_involvement": ("present", *["absent"] * 5, "pending"),
    "hemorrhage": ("present", *["absent"] * 5, "unknown"),
    "active_arthritis": (*["present"] * 3, "absent", "absent", "pending"),
    "hematologic_malignancy": (*["present"] * 9, "absent", "pending"),
    "systemic_jia": (*["present"] * 6, "suspected", "absent"),
}
NUMBERS = {
    "neutrophils": "0.9 1.39 1.4 1.41 6", "fibrinogen": "1.2 1.31 1.32 4.9 5.6",
    "platelets": "40 78 79 480 610", "hemoglobin": "70 83 84 120",
    "scd25": "800 3899 3900 3901 9000", "ferritin": "300 999 1000 1001 8000",
}  # fmt: skip
MS_LABS = {
    "platelets": (F("-0.003"), F(0), F(5000)),
    "ldh": (F("0.001"), F(0), F(100_000)),
    "fibrinogen": (F("-0.004") * 100, F(0), F(30)),
    "ferritin": (F("0.0001"), F(0), F(1_000_000)),
}
"""For each of the first unit; and the least and most that the record accepts."""
TO_FIRST = {"/uL": F(1, 1000), "mg/dL": F(1, 100), "pmol/L": F(445, 1000)}
MS_FINDINGS = {"cns_involvement": F("2.44"), "hemorrhage": F("1.54"),
               "active_arthritis": F("-1.30")}  # fmt: skip
MH = (
    (limit("neutrophils", count="1.4"), 37),
    (limit("fibrinogen", gl="1.31", mg="131"), 15),
    (limit("platelets", count="78"), 11),
    (limit("hemoglobin", gl="83"), 11),
)
OHI = (limit("scd25", uml="3900"), limit("ferritin", ug="1000"))


def ward(rule: str, number: int) -> Document:
    """A ward of the diagnostic rules, with what these three ask besides."""
    random = Random(f"{rule}/{number}/more")
    document = vignettes.ward(rule, number)
    kinds = [kind for kind in WORDS if random.random() < 0.93]
    rows = [row for row in document["findings"] if row["finding"] not in WORDS]
    document["findings"] = [*rows, *(_word(random, kind) for kind in kinds)]
    for row in document["observations"]:
        first = next(iter(vignettes.VALUES[row["analyte"]]))
        plain = row["unit"] == first and "comparator" not in row and row["value"] is not None
        if plain and row["analyte"] in NUMBERS and random.random() < 0.6:
            row["value"] = Decimal(random.choice(NUMBERS[row["analyte"]].split()))
    document["patient"]["birth_date"] = _birth(random, rule).isoformat()
    if random.random() < 0.5:
        document["events"] = [_onset(random, document)]
    return document


def _word(random: Random, kind: str) -> Document:
    day = TODAY - timedelta(days=random.choice([0, 2, 9, 40]))
    return {"finding": kind, "status": random.choice(WORDS[kind]), "on": day.isoformat()}


def _birth(random: Random, rule: str) -> date:
    if rule == "ohi2022" and random.random() < 0.93:
        return random.choice(
            [date(1958, 3, 3), date(1990, 3, 3), date(2002, 1, 20), date(2002, 1, 21)]
        )
    young = TODAY - timedelta(days=random.choice([400, 583, 584, 585, 620, 700]))
    return random.choice([young, young, date(2016, 5, 1), date(2009, 7, 7)])


def _onset(random: Random, document: Document) -> Document:
    born = date.fromisoformat(document["patient"]["birth_date"])
    days = [d for d in (100, 584, 585, 900) if born + timedelta(days=d) <= TODAY]
    on = born + timedelta(days=random.choice(days)) if days else TODAY
    return {"event": "onset", "on": on.isoformat()}


def _has_jia(document: Document) -> bool:
    return word(document, "systemic_jia") in ("present", "suspected")


def _from_sides(sides: set[bool]) -> str:
    if len(sides) == 2:
        return "unknown"
    return "met" if True in sides else "not_met"


def _ends(rows: list[Row], analyte: str) -> list[set[Fraction]]:
    """For each row the least and the most it may be, in the first unit; one row when missing."""
    _, least, most = MS_LABS[analyte]
    missing = {least, most}
    return [missing if row.value is None else _of(row, least, most) for row in rows] or [missing]


def _of(row: Row, least: Fraction, most: Fraction) -> set[Fraction]:
    value = row.value * TO_FIRST.get(row.unit, F(1))
    if row.comparator is None:
        return {value}
    step = STEP if row.comparator in "<>" else F(0)
    return {least, value - step} if row.comparator[0] == "<" else {value + step, max(most, value)}


def ms(findings: dict[str, bool], labs: dict[str, Fraction]) -> Fraction:
    """The sum of one complete case, platelets ×10⁹/L, fibrinogen g/L."""
    points = sum(MS_FINDINGS[kind] for kind, present in findings.items() if present)
    return points + sum(MS_LABS[analyte][0] * value for analyte, value in labs.items())


def ms2019(document: Document) -> dict[str, str]:
    """Of several values the one that raises the sum most."""
    if not _has_jia(document):
        return {"met": "not_applicable"}
    labs = {}
    for analyte, (weight, *_) in MS_LABS.items():
        choices = product(*_ends(usable(document, analyte), analyte))
        labs[analyte] = {max(choice, key=lambda v: weight * v) for choice in choices}
    sides = [either_way(word(document, kind)) for kind in MS_FINDINGS]
    found = {
        ms(dict(zip(MS_FINDINGS, f, strict=True)), dict(zip(labs, v, strict=True))) >= F("-2.1")
        for f in product(*sides)
        for v in product(*labs.values())
    }
    return {"met": _from_sides(found)}


def _onset_sides(document: Document) -> set[bool]:
    """At most 1.6 years, of 365.25 days, at the first onset; without one, while that young."""
    born = date.fromisoformat(document["patient"]["birth_date"])
    days = [date.fromisoformat(e["on"]) for e in document["events"] if e["event"] == "onset"]
    days = [day for day in days if day <= TODAY]
    longest = F("1.6") * F("365.25")
    if days:
        return {(min(days) - born).days <= longest}
    return {True} if (TODAY - born).days <= longest else {True, False}


def _mh_applies(document: Document) -> bool:
    genes = word(document, "molecular_diagnosis") == "present"
    return _has_jia(document) or (genes and age(document) < 18)


def mh2017(document: Document) -> dict[str, Any]:
    if not _mh_applies(document):
        return {"met": "not_applicable"}
    parts = [({0, 37} if len(s) == 2 else {37 * (True in s)}) for s in [_onset_sides(document)]]
    spleen = either_way(word(document, "splenomegaly"))
    parts.append({12 * side for side in spleen})
    for one, points in MH:
        low = cells(
            usable(document, one.analyte), [one],
            lambda form, one=one: any(not exceeds(row, one) for row in form),
        )  # fmt: skip
        parts.append({points * side for side in low})
    totals = {sum(choice) for choice in product(*parts)}
    met = _from_sides({total >= 60 for total in totals})
    return {"met": met, "low": min(totals), "high": max(totals)}


def ohi2022(document: Document) -> dict[str, str]:
    if word(document, "hematologic_malignancy") != "present" or age(document) < 18:
        return {"met": "not_applicable"}
    above = [
        cells(
            usable(document, one.analyte), [one],
            lambda form, one=one: any(exceeds(row, one) for row in form),
        )
        for one in OHI
    ]  # fmt: skip
    return {"met": _from_sides({all(choice) for choice in product(*above)})}


def checked_ms2019(document: Document) -> str:
    """A box is ticked when it surely holds; a missing number is taken for nothing."""
    kinds = {kind: either_way(word(document, kind)) == {True} for kind in MS_FINDINGS}
    labs = {}
    for analyte, (weight, *_) in MS_LABS.items():
        known = [next(iter(e)) for e in _ends(usable(document, analyte), analyte) if len(e) == 1]
        labs[analyte] = max(known, key=lambda v, weight=weight: weight * v, default=F(0))
    complete = all(usable(document, analyte) for analyte in MS_LABS)
    met = _has_jia(document) and complete and ms(kinds, labs) >= F("-2.1")
    return "met" if met else "not_met"


def checked_mh2017(document: Document) -> str:
    found = mh2017(document)
    return "met" if found.get("low", 0) >= 60 else "not_met"


def checked_ohi2022(document: Document) -> str:
    return "met" if ohi2022(document)["met"] == "met" else "not_met"
