"""CTCAE v5.0 and v4.03 grades of one result, as printed, over every completion."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

from .completions import STEP
from .vignettes import AS_OF, Document

F = Fraction
FALLING = {
    ("wbc", "10*9/L"): "3.0 2.0 1.0", ("wbc", "/uL"): "3000 2000 1000",
    ("neutrophils", "10*9/L"): "1.5 1.0 0.5", ("platelets", "10*9/L"): "75 50 25",
    ("hemoglobin", "g/L"): "100 80", ("hemoglobin", "g/dL"): "10 8",
}  # fmt: skip
LOWEST = {"wbc": "4", "neutrophils": "1.8", "platelets": "150", "hemoglobin": "110"}
TIMES = {"alt": "1 3 5 20", "ast": "1 3 5 20", "bilirubin_total": "1 1.5 3 10"}
TIMES_BASELINE = {"alt": "1.5 3 5 20", "ast": "1.5 3 5 20", "bilirubin_total": "1 1.5 3 10"}
HIGHEST = {"alt": "40", "ast": "40", "bilirubin_total": "21"}
FIXED = {
    ("triglycerides", "mg/dL"): "150 300 500 1000", ("temperature", "Cel"): "38.0 39.0 40.0",
    ("triglycerides", "mmol/L"): "1.71 3.42 5.7 11.4",
}  # fmt: skip
UNITS = {"alt": "U/L", "ast": "U/L", "bilirubin_total": "umol/L"}
BEFORE, NOW = AS_OF - timedelta(days=9), AS_OF - timedelta(days=2)


def ward(rule: str, number: int) -> Document:
    """A result after the first dose, on an edge more often than not, and perhaps a baseline."""
    random = Random(f"{rule}/{number}")
    analyte, unit = random.choice([*FALLING, *FIXED, *UNITS.items(), *UNITS.items()])
    rows = []
    if analyte in UNITS and random.random() < 0.75:
        rows.append(_row(random, analyte, unit, BEFORE, None))
    base = None if not rows else F(rows[0]["value"])
    rows.append(_row(random, analyte, unit, NOW, base))
    return {
        "format": "hlh-case/1", "id": f"{rule}-{number}", "as_of": AS_OF.isoformat(),
        "patient": {"birth_date": "1999-01-01", "sex": "unknown"}, "observations": rows,
        "findings": [], "exposures": [], "events": [],
    }  # fmt: skip


def _row(random: Random, analyte: str, unit: str, at, base: Fraction | None) -> Document:
    edges = _cuts(analyte, unit)
    if analyte in TIMES:
        whole = F(HIGHEST[analyte]) if base is None or random.random() < 0.5 else base
        edges = [cut * whole for cut in edges]
    if base is None and at == BEFORE:
        edges = [F(HIGHEST[analyte]) * F(n) for n in ("0.5", "1", "1.1", "7.5")]
    step = F(1, 100) if max(edges) < 100 else F(1)
    value = max(F(0), random.choice(edges) + random.choice([-step, F(0), step]))
    row = {"analyte": analyte, "unit": unit, "measured_at": at.isoformat(),
           "value": Decimal(value.numerator) / Decimal(value.denominator)}  # fmt: skip
    if at == NOW and random.random() < 0.12:
        row["comparator"] = random.choice(["<", "<=", ">", ">="]) if value > 0 else ">="
    limits = {"low": LOWEST.get(analyte), "high": HIGHEST.get(analyte)}
    if random.random() < 0.75 and unit not in ("/uL", "g/dL"):
        row |= {end: Decimal(text) for end, text in limits.items() if text}
    return row


def _cuts(analyte: str, unit: str) -> list[Fraction]:
    table = FALLING.get((analyte, unit)) or FIXED.get((analyte, unit)) or TIMES[analyte]
    return [F(text) for text in table.split()]


def falling(value: Fraction, cuts: list[Fraction], limit: Fraction) -> int:
    """<LLN-3.0 / <3.0-2.0 / <2.0-1.0 / <1.0; below a cut the cut decides, by the letter."""
    below = sum(value < cut for cut in cuts)
    return 1 + below if below else int(value < limit)


def rising(value: Fraction, cuts: list[Fraction], first_included: bool) -> int:
    """150-300 / >300-500 / >500-1000 / >1000; "> 1 x ULN" leaves its first cut out."""
    first = value >= cuts[0] if first_included else value > cuts[0]
    return (1 + sum(value > cut for cut in cuts[1:])) if first else 0


def grade(analyte: str, unit: str, value: Fraction, limit: Fraction, base: Fraction | None) -> int:
    """One complete result; ``base``: an abnormal baseline, from which v5.0 counts, else None."""
    if (analyte, unit) in FALLING:
        return falling(value, _cuts(analyte, unit), limit)
    if (analyte, unit) in FIXED:
        return rising(value, _cuts(analyte, unit), True)
    if base is None:
        return rising(value, [limit * F(n) for n in TIMES[analyte].split()], False)
    multiples = [base * F(n) for n in TIMES_BASELINE[analyte].split()]
    return rising(value, multiples, analyte != "bilirubin_total")


def _near(points: Iterable[Fraction]) -> list[Fraction]:
    return sorted({p + s for p in points for s in (-STEP, F(0), STEP) if p + s > 0})


def _values(row: Document, more: list[Fraction]) -> list[Fraction]:
    value, how = F(row["value"]), row.get("comparator")
    if how is None:
        return [value]
    edges = {value, F(0), value * 100 + 100_000, *more}
    kept = {"<": lambda v: v < value, "<=": lambda v: v <= value,
            ">": lambda v: v > value, ">=": lambda v: v >= value}[how]  # fmt: skip
    return [v for v in [F(0), *_near(edges)] if kept(v)]


def ctcae(document: Document) -> dict[str, Any]:
    """Grades of the last result in both versions: from the lowest to the highest possible."""
    *before, now = document["observations"]
    found = [_possible(now, before, version) for version in ("5.0", "4.03")]
    settled = [str(min(grades)) if len(grades) == 1 else "unknown" for grades in found]
    return {"met": settled[0], "v4.03": settled[1], "ends": [(min(g), max(g)) for g in found]}


def _possible(now: Document, before: list[Document], version: str) -> set[int]:
    analyte, unit = now["analyte"], now["unit"]
    stated, cuts = F(now["value"]), [*_cuts(analyte, unit), F(2), F(15)]
    limits = _limits(now, cuts)
    found = set()
    for limit in limits:
        for base in _bases(analyte, version, before, stated, limit):
            edges = [cut * whole for cut in cuts for whole in {F(1), limit, base or limit}]
            for value in _values(now, edges):
                found.add(grade(analyte, unit, value, limit, base))
    return found


def _limits(now: Document, cuts: list[Fraction]) -> list[Fraction]:
    own = now.get("low") or now.get("high")
    if own is not None:
        return [F(own)]
    stated = F(now["value"])
    return _near([*cuts, stated, *(stated / cut for cut in cuts), F(10**7)])


def _bases(
    analyte: str, version: str, before: list[Document], stated: Fraction, limit: Fraction
) -> list[Fraction | None]:
    """Abnormal baselines, None for a normal one: judged by the limit that came with it."""
    if version == "4.03" or analyte not in TIMES:
        return [None]
    if not before:
        ratios = [F(n) for n in TIMES_BASELINE[analyte].split()]
        edges = _near([limit, *(stated / ratio for ratio in ratios), F(10**7)])
        return [None, *(base for base in edges if base > limit)]
    value, own = F(before[0]["value"]), before[0].get("high")
    if own is None:
        return [None, value]
    return [None if value <= F(own) else value]


def checked(document: Document) -> str:
    """v5.0 with what is missing taken for normal, and a range for the number it states."""
    *before, now = document["observations"]
    analyte, unit = now["analyte"], now["unit"]
    limit = now.get("low") or now.get("high")
    if limit is None and (analyte, unit) not in FIXED:
        return "0"
    base = F(before[0]["value"]) if before else F(0)
    abnormal = analyte in TIMES and base > F(limit)
    return str(grade(analyte, unit, F(now["value"]), F(limit or 0), base if abnormal else None))
