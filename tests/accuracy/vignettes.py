"""Wards as they are: results pending, never sent, given as a range, in the other unit, too old.

Every vignette is a case document (`hlh-case/1`), made from a seed, at 08:00 on 20-Jan-2020.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from random import Random
from typing import Any

ZONE = timezone(timedelta(hours=8))
TODAY = date(2020, 1, 20)
AS_OF = datetime.combine(TODAY, time(8), ZONE)
Document = dict[str, Any]

# analyte: what a well and an ill patient may have, and each limit from just below to just above
VALUES: dict[str, dict[str, str]] = {
    "temperature": {
        "Cel": "36.6 37.2 37.9 38 38.3 38.4 38.5 39.4 39.5 40.1",
        "[degF]": "98.2 100.3 100.4 101.2 101.3 102.9 103 104",
    },
    "hemoglobin": {"g/L": "61 83 89 90 92 93 99 100 124", "g/dL": "6.4 8.9 9 9.2 9.3 13.1"},
    "platelets": {
        "10*9/L": "12 78 99 100 110 111 181 182 260",
        "/uL": "31000 99999 100000 110000 181001",
    },
    "neutrophils": {"10*9/L": "0.2 0.99 1 1.4 1.5 3.8", "/uL": "340 999 1000 2600"},
    "wbc": {"10*9/L": "1.1 4.9 5 5.1 11.2", "10*3/uL": "0.8 5 5.01"},
    "ferritin": {
        "ug/L": "92 499 500 684 685 1999 2000 6000 6001 17090",
        "ng/mL": "310 499 500 684.5 12000",
        "pmol/L": "1123 1124 4495 33000",
    },
    "triglycerides": {
        "mmol/L": "0.9 1.49 1.5 1.76 1.77 2.99 3 4 4.01 6.2",
        "mg/dL": "88 132.7 156 157 264 265 354 355",
    },
    "fibrinogen": {"g/L": "0.6 1.5 1.51 2.5 2.51 3.6 3.61 4.4", "mg/dL": "90 150 151 250 360 361"},
    "ast": {"U/L": "21 29 30 48 49 310"},
    "scd25": {"U/mL": "640 2399 2400 3900 3901 9381", "pg/mL": "2100 40000"},
    "nk_activity": {"%": "2 9.9 10 17"},
    "ldh": {"U/L": "210 640 2800"},
}
RANGES = {"ferritin": (">", "16500"), "fibrinogen": ("<", "0.6"), "neutrophils": ("<", "0.1"),
          "scd25": ("<", "5000"), "triglycerides": (">", "2"), "platelets": ("<", "120"),
          "ast": ("<", "40"), "hemoglobin": ("<=", "95"), "temperature": (">=", "38"),
          "wbc": ("<", "6")}  # fmt: skip
LOW_IS_ILL = ("hemoglobin", "platelets", "neutrophils", "wbc", "fibrinogen", "nk_activity")
FINDINGS = {
    "splenomegaly": (*["present", "absent"] * 3, "pending", "unknown"),
    "hepatomegaly": (*["present", "absent"] * 3, "unknown"),
    "immunosuppression": (*["absent"] * 4, "present", "unknown"),
    "molecular_diagnosis": (*["absent"] * 8, "pending", "unknown", "unknown", "present"),
    "nk_activity": (*["low", "normal"] * 2, "pending", "unknown"),
    "scd25_elevated": ("present", "absent", "pending"),
    "systemic_jia": (*["present", "suspected"] * 3, "absent", "pending"),
}
SITES = ("marrow", "marrow", "spleen", "lymph_node", "liver")


def ward(rule: str, number: int) -> Document:
    """The vignette of that number for that rule: the same one every time."""
    random = Random(f"{rule}/{number}")
    complete, lean = random.choice([0.4, 0.8, 0.95, 1]), random.choice(["ill", "well"])
    analytes = [analyte for analyte in VALUES if random.random() < complete]
    kinds = [kind for kind in FINDINGS if random.random() < complete]
    if rule == "mas2016" and random.random() < 0.9:
        kinds = [*(kind for kind in kinds if kind != "systemic_jia"), "systemic_jia"]
    return {
        "format": "hlh-case/1",
        "id": f"{rule}-{number}",
        "as_of": AS_OF.isoformat(),
        "patient": {"birth_date": _birth(random).isoformat(), "sex": "unknown"},
        "observations": [row for a in analytes for row in _results(random, a, complete, lean)],
        "findings": [*(_finding(random, kind) for kind in kinds), *_biopsies(random)],
        "exposures": [],
        "events": [],
    }


def _birth(random: Random) -> date:
    newborn = TODAY - timedelta(days=random.choice([20, 28, 31]))
    return random.choice([newborn, *[date(2016, 5, 1)] * 4, date(2006, 2, 1), date(1971, 8, 9)])


def _results(random: Random, analyte: str, complete: float, lean: str) -> list[Document]:
    """One to three results of an analyte, the last of them perhaps still awaited."""
    rows = [_result(random, analyte, complete, lean) for _ in range(random.choice([1, 1, 1, 2, 3]))]
    moments = {row["measured_at"]: row for row in rows}
    return list(moments.values())


def _result(random: Random, analyte: str, complete: float, lean: str) -> Document:
    units = sorted(VALUES[analyte])
    unit = random.choice([*units, *[next(iter(VALUES[analyte]))] * 3])
    text = _value(random, VALUES[analyte][unit].split(), analyte in LOW_IS_ILL, lean)
    row: Document = {"analyte": analyte, "unit": unit, "measured_at": _moment(random)}
    fate = random.random() * (0.6 + 2 * complete * complete)
    if fate < 0.14:
        return {**row, "value": None, "status": "pending"}
    if fate < 0.24 and analyte in RANGES:
        comparator, text = RANGES[analyte]
        row |= {"comparator": comparator, "unit": next(iter(VALUES[analyte]))}
    elif fate < 0.3:
        row["reported_at"] = (AS_OF + timedelta(hours=random.choice([-3, 5]))).isoformat()
    if analyte == "nk_activity" and random.random() < 0.7:
        row["low"] = Decimal(10)
    return {**row, "value": Decimal(text)}


def _value(random: Random, rising: list[str], low_is_ill: bool, lean: str) -> str:
    """Any of the values, or one from the ill or the well end."""
    if random.random() < 0.35:
        return random.choice(rising)
    from_below = low_is_ill == (lean == "ill")
    return random.choice(rising[:2] if from_below else rising[-2:])


def _moment(random: Random) -> str:
    days = random.choice([*range(4), *range(4), *range(4), *range(4), 5, 9, 13, 14, 15, 20, -1])
    if random.random() < 0.06:
        return (TODAY - timedelta(days=days)).isoformat()
    clock = random.choice([time(6, 30), time(7, 59), time(8), time(8, 1)])
    return datetime.combine(TODAY - timedelta(days=days), clock, ZONE).isoformat()


def _finding(random: Random, kind: str) -> Document:
    days = random.choice([0, 1, 3, 8, 14, 15, 29, 30, 31])
    day = TODAY - timedelta(days=days if random.random() < 0.3 else days % 4)
    return {"finding": kind, "status": random.choice(FINDINGS[kind]), "on": day.isoformat()}


def _biopsies(random: Random) -> list[Document]:
    count = random.choice([0, 1, 1, 2])
    words = ("present", "absent", "absent", "absent", "pending", "unknown")
    days = (0, 1, 2, 6, 9, 30, 31)
    return [
        {
            "finding": "hemophagocytosis",
            "site": site,
            "status": random.choice(words),
            "on": (TODAY - timedelta(days=random.choice(days))).isoformat(),
        }
        for site in random.sample(sorted(set(SITES)), count)
    ]
