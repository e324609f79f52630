"""Both published ruxolitinib rules as printed, over every completion of a missing weight."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random

from .vignettes import AS_OF, TODAY, Document

KG = {"kg": Fraction(1), "g": Fraction(1, 1000), "[lb_av]": Fraction("0.45359237")}
WEIGHTS = {"kg": "9.4 16.2 24.9 25 25.1 41 60", "g": "24999 25000 25001", "[lb_av]": "55 55.2 120"}
AGES = (0, 1, 1, 2, 5, 6, 7, 13, 13, 14, 14, 16, 17, 18, 30, 70, 74, 75)


def ward(rule: str, number: int) -> Document:
    """A patient near a birthday, with weights of any age, and perhaps an event."""
    random = Random(f"{rule}/{number}")
    years = random.choice(AGES)
    birthday = TODAY + timedelta(days=random.choice([-200, -30, -1, 0, 1, 90]))
    born = birthday.replace(year=birthday.year - years - (birthday > TODAY))
    rows = {r["measured_at"]: r for r in (_weight(random) for _ in range(random.choice([0, 1, 2])))}
    events = [_event(random)] if random.random() < 0.15 else []
    return {
        "format": "hlh-case/1", "id": f"{rule}-{number}", "as_of": AS_OF.isoformat(),
        "patient": {"birth_date": min(born, TODAY).isoformat(), "sex": "unknown"},
        "observations": [r for r in rows.values() if r["measured_at"][:10] >= born.isoformat()],
        "findings": [], "exposures": [], "events": events,
    }  # fmt: skip


def _weight(random: Random) -> Document:
    unit = random.choice(["kg", "kg", "kg", "g", "[lb_av]"])
    days = random.choice([0, 1, 4, 15, 29, 30, 31, 89, 90, 91, 200, -1])
    row = {
        "analyte": "weight", "unit": unit,
        "value": Decimal(random.choice(WEIGHTS[unit].split())),
        "measured_at": (AS_OF - timedelta(days=days, minutes=5)).isoformat(),
    }  # fmt: skip
    return {**row, "comparator": "<"} if random.random() < 0.05 else row


def _event(random: Random) -> Document:
    kind = random.choice(["death", "transplant", "transplant_planned", "last_contact"])
    day = TODAY + timedelta(days=random.choice([-3, 0, 1, 2]))
    return {"event": kind, "on": day.isoformat()}


def age(document: Document) -> int:
    born = date.fromisoformat(document["patient"]["birth_date"])
    return TODAY.year - born.year - ((TODAY.month, TODAY.day) < (born.month, born.day))


def weights(document: Document, oldest: int | None = None) -> list[Fraction]:
    """The latest weight when it may be used; else one on either side of the limit, and at it."""
    seen = [
        (datetime.fromisoformat(row["measured_at"]), Fraction(row["value"]) * KG[row["unit"]])
        for row in document["observations"]
        if datetime.fromisoformat(row["measured_at"]) <= AS_OF and "comparator" not in row
    ]
    limit = oldest or (30 if age(document) < 2 else 90)
    if seen and (TODAY - max(seen)[0].date()).days <= limit:
        return [max(seen)[1]]
    return [Fraction(24), Fraction(25), Fraction(26)]


def stopped(document: Document) -> bool:
    for event in document["events"]:
        day = date.fromisoformat(event["on"])
        if event["event"] in ("death", "transplant") and day <= TODAY:
            return True
        if event["event"] == "transplant_planned" and day - timedelta(days=1) <= TODAY:
            return True
    return False


def wang(years: int, kg: Fraction) -> str:
    if years < 1 or years >= 75:
        return "not_applicable"
    if years >= 14:
        return "10"
    return "5" if kg >= 25 else "2.5"


def chi(years: int, kg: Fraction) -> str:
    if years < 1 or years >= 18:
        return "not_applicable"
    return "2.5" if kg <= 25 else "5"


def _over_all(document: Document, rule) -> dict[str, str]:
    if stopped(document):
        return {"met": "not_applicable"}
    found = {rule(age(document), kg) for kg in weights(document)}
    return {"met": found.pop() if len(found) == 1 else "unknown"}


def dose_wang2020(document: Document) -> dict[str, str]:
    return _over_all(document, wang)


def dose_chi2020(document: Document) -> dict[str, str]:
    return _over_all(document, chi)
