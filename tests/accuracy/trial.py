"""The response of the emapalumab trial as its label prints it, over every completion.

One course of 14 days; each of the nine abnormalities known, awaited or missing before and after.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

from .vignettes import AS_OF, Document

F = Fraction
ORDER = ("no_response", "improvement", "partial", "complete")
BEFORE, NOW = AS_OF - timedelta(days=15), AS_OF - timedelta(hours=2)
START = AS_OF - timedelta(days=14)
LIMITS = {"ferritin": ("<", F(2000)), "platelets": (">", F(100)), "neutrophils": (">", F(1)),
          "fibrinogen": (">", F("1.5")), "d_dimer": ("<", F(500))}  # fmt: skip
UNITS = {"ferritin": "ug/L", "platelets": "10*9/L", "neutrophils": "10*9/L", "fibrinogen": "g/L",
         "d_dimer": "ug/L", "scd25": "U/mL"}  # fmt: skip
VALUES = {
    "ferritin": "400 1000 1999 2000 4000 17090",
    "platelets": "20 30 100 101 150 220",
    "neutrophils": "0 0.4 0.6 1 1.01 1.5 3",
    "fibrinogen": "0.6 0.9 1.5 1.51 2.4",
    "d_dimer": "210 499 500 1000 6000",
    "scd25": "400 838 839 1680 4690 9381",
}
SIGNS = ("splenomegaly", "cns_involvement")
STEP, BIG = F(1, 10**6), F(10**7)
HIGH = F(838)
Triple = tuple[bool, bool, bool]


def ward(rule: str, number: int) -> Document:
    random = Random(f"{rule}/{number}")
    complete, lean = random.choice([0.6, 0.85, 1]), random.choice(["better", "any"])
    rows = [_row("hemoglobin", "g/L", Decimal(110), NOW)]
    for analyte in VALUES:
        for at in (BEFORE, NOW):
            if random.random() < complete:
                rows.append(_result(random, analyte, at, lean))
    for at in (BEFORE, NOW - timedelta(days=1)):
        if random.random() < complete:
            value = random.choice(["36.7", "37.9", "36.9", "38", "39.4"])
            rows.append(_row("temperature", "Cel", Decimal(value), at))
    return {
        "format": "hlh-case/1", "id": f"{rule}-{number}", "as_of": AS_OF.isoformat(),
        "patient": {"birth_date": "1999-01-01", "sex": "unknown"}, "observations": rows,
        "findings": [
            {"finding": sign, "status": random.choice(["absent", "absent", "present", "pending"]),
             "on": (at.date()).isoformat()}
            for sign in SIGNS for at in (BEFORE, NOW) if random.random() < complete
        ],
        "exposures": [{"drug": "ruxolitinib", "start": START.isoformat()}], "events": [],
    }  # fmt: skip


def _row(analyte: str, unit: str, value: Decimal | None, at) -> Document:
    row = {"analyte": analyte, "unit": unit, "value": value, "measured_at": at.isoformat()}
    return row if value is not None else {**row, "status": "pending"}


def _result(random: Random, analyte: str, at, lean: str) -> Document:
    values = [Decimal(text) for text in VALUES[analyte].split()]
    if lean == "better":
        falls = analyte in ("ferritin", "d_dimer", "scd25")
        values = values[-3:] if falls == (at == BEFORE) else values[:3]
    value = None if at == NOW and random.random() < 0.07 else random.choice(values)
    row = _row(analyte, UNITS[analyte], value, at)
    return {**row, "high": Decimal(838)} if analyte == "scd25" else row


def _value(document: Document, analyte: str, at) -> Fraction | None:
    for row in document["observations"]:
        if (row["analyte"], row["measured_at"]) == (analyte, at.isoformat()):
            return None if row["value"] is None else F(row["value"])
    return None


def _near(points: Iterable[Fraction]) -> list[Fraction]:
    found = {point + step for point in points for step in (-STEP, F(0), STEP)}
    return sorted(point for point in found if point >= 0)


def _pairs(base: Fraction | None, now: Fraction | None, limit: Fraction):
    """Every pair before and now, on either side of whatever tells them apart."""
    from_now = [] if now is None else [now / 2, now * 2, now * F(2, 3)]
    whole = [F(0), F(1), limit / 2, limit, limit * 2, BIG, *from_now]
    for one in [base] if base is not None else _near(whole):
        sides = [F(0), limit, one / 2, one * 2, one * F(3, 2), BIG * 10]
        for other in [now] if now is not None else _near(sides):
            yield one, other


def level(analyte: str, base: Fraction, now: Fraction) -> Triple:
    """One complete abnormality: normal now, normalized, better by half."""
    relation, limit = LIMITS[analyte]
    if relation == "<":
        was, normal, better = base >= limit, now < limit, now <= base / 2
    else:
        was, normal, better = base <= limit, now > limit, now > 0 and now >= base * F(3, 2)
    return normal, was and normal, was and better


def scd25(base: Fraction, now: Fraction) -> Triple:
    return now <= 2 * base, False, base > HIGH and now <= base / 2


def _signs(document: Document, sign: str) -> set[Triple]:
    before, now = (
        {f["status"] for f in document["findings"]
         if (f["finding"], f["on"]) == (sign, at.date().isoformat())}
        for at in (BEFORE, NOW)
    )  # fmt: skip
    if not now:
        now = before - {"present"}  # 15 days old: present then leaves it open
    sides = [{"present": [True], "absent": [False]}.get(min(w, default=""), [True, False])
             for w in (before, now)]  # fmt: skip
    return _gone(*sides)


def _gone(before: list[bool], now: list[bool]) -> set[Triple]:
    return {(not n, b and not n, b and not n) for b in before for n in now}


def _fever(document: Document) -> set[Triple]:
    found = (_value(document, "temperature", at) for at in (BEFORE, NOW - timedelta(days=1)))
    sides = [[True, False] if value is None else [value >= 38] for value in found]
    return _gone(*sides)


def items(document: Document) -> list[set[Triple]]:
    found = []
    for analyte, (_, limit) in LIMITS.items():
        known = (_value(document, analyte, at) for at in (BEFORE, NOW))
        found.append({level(analyte, *pair) for pair in _pairs(*known, limit)})
    known = (_value(document, "scd25", at) for at in (BEFORE, NOW))
    found.append({scd25(*pair) for pair in _pairs(*known, HIGH)})
    signs = [_signs(document, sign) for sign in SIGNS]
    return [*found, *signs, _fever(document)]


def judged(triples: Iterable[Triple]) -> str:
    """One complete case."""
    normal, normalized, better = zip(*triples, strict=True)
    if all(normal):
        return "complete"
    if sum(normalized) >= 3:
        return "partial"
    return "improvement" if sum(better) >= 3 else "no_response"


def emapalumab2020(document: Document) -> dict[str, Any]:
    """Counts of what is normalized and better are all that the completions differ by."""
    reached: dict[tuple[bool, int, int], list[Triple]] = {(True, 0, 0): []}
    for sides in items(document):
        further: dict[tuple[bool, int, int], list[Triple]] = {}
        for (normal, cleared, better), chosen in reached.items():
            for side in sides:
                key = (normal and side[0], cleared + side[1], better + side[2])
                further[key] = [*chosen, side]
        reached = further
    found = {judged(chosen) for chosen in reached.values()}
    classes = [name for name in ORDER if name in found]
    return {"met": classes[0] if len(classes) == 1 else "unknown", "classes": classes}


def checked(document: Document) -> str:
    """What is surely normal, normalized, better; unknown is no."""
    return judged(tuple(map(min, zip(*sides, strict=True))) for sides in items(document))
