"""The response by brute force: try every completion on a grid fine enough to miss none.

Written from the printed rules alone; shares nothing with the rule module but the Case itself. All
arithmetic in fractions of the canonical unit.
"""

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise, product

from hlh_app.clinical.case import Case, Exposure, Finding, Moment, Observation

SEVEN = ("scd25", "ferritin", "triglycerides", "hemoglobin", "neutrophils", "platelets", "alt")
FIVE = ("scd25", "ferritin", "triglycerides", "neutrophils", "alt")
HIGH_IS_BAD = ("scd25", "ferritin", "triglycerides", "alt")
FACTORS = {
    "mg/dL": Fraction(100, 8857),
    "g/dL": Fraction(10),
    "/uL": Fraction(1, 1000),
    "pmol/L": Fraction(445, 1000),
}
OTHER_ASSAYS = ("pg/mL", "ng/mL", "ng/L")
RATIOS = [Fraction(1, 2), Fraction(2, 3), Fraction(3, 4), Fraction(2)]
BIG = Fraction(10**9)


def oracle(case: Case, as_of: Moment):
    found = course(case, as_of)
    if found is None:
        return None
    first, end = found
    days = [d for d in (14, 28, 42, 56) if d_on(first, d) <= as_of.day]
    days = [d for d in days if end is None or d_on(first, d) <= end]
    assessed = [a for d in days if (a := assess(case, as_of, first, d)) is not None]
    sets = [set(a["possible"]) for a in assessed]
    best = {max(pick, key=["NR", "PR", "CR"].index) for pick in product(*sets)} if sets else set()
    sure = [a["day"] for a in assessed if not {"NR"} & set(a["possible"])]
    return {
        "day0": first.day.isoformat(),
        "assessments": assessed,
        "best_by_day_56": in_order(best),
        "first_response_day": sure[0] if sure else None,
    }


def in_order(classes):
    return [c for c in ("NR", "PR", "CR") if c in classes]


def d_on(first: Moment, number: int) -> date:
    return first.day + timedelta(days=number)


def course(case: Case, as_of: Moment):
    doses = [e for e in case.exposures if e.drug == "ruxolitinib" and e.start.seen <= as_of.at]
    if not doses:
        return None
    days_given = sorted({day for e in doses for day in given_days(e, as_of)})
    start = days_given[0]
    for one, other in pairwise(days_given):
        if (other - one).days > 14:
            start = other
    first = min((e.start for e in doses if e.start.day == start), key=lambda m: m.at)
    ends = [e.on for e in case.events if e.event in ("conditioning", "transplant", "death")]
    ends += [e.start.day for e in case.exposures if e.purpose == "conditioning"]
    ends += failures(case, as_of, start)
    ends = [on for on in ends if start <= on <= as_of.day]
    last = [e.stop for e in doses if e.start.day >= start]
    if None not in last and max(last) <= as_of.day:
        ends.append(max(last))
    return first, min(ends, default=None)


def failures(case: Case, as_of: Moment, start: date):
    """Days after the first on which another drug was begun because ruxolitinib failed."""
    rows = [e for e in case.exposures if e.purpose == "failure" and e.drug != "ruxolitinib"]
    for drug in {e.drug for e in rows if e.start.seen <= as_of.at}:
        days = sorted({d for e in rows if e.drug == drug for d in given_days(e, as_of)})
        for one in days:
            fresh = not any(0 < (one - other).days <= 14 for other in days)
            if fresh and one > start:
                yield one


def given_days(exposure: Exposure, as_of: Moment):
    stop = as_of.day if exposure.stop is None else min(exposure.stop, as_of.day)
    count = max((stop - exposure.start.day).days, 0)
    return [exposure.start.day + timedelta(days=n) for n in range(count + 1)]


def is_final(row: Observation, as_of: Moment) -> bool:
    late = row.reported_at is not None and row.reported_at.seen > as_of.at
    return row.value is not None and not late


def seen(case: Case, as_of: Moment, analyte: str):
    rows = [o for o in case.observations if o.analyte == analyte]
    rows = [o for o in rows if o.measured_at.seen <= as_of.at and not spoilt(case, as_of, o)]
    final = [o for o in rows if is_final(o, as_of)]
    return final, [o for o in rows if not is_final(o, as_of)]


def spoilt(case: Case, as_of: Moment, row: Observation) -> bool:
    what = {
        ("platelets", "platelet_transfusion"): 3,
        ("hemoglobin", "red_cell_transfusion"): 7,
        ("neutrophils", "filgrastim"): 7,
        ("neutrophils", "pegfilgrastim"): 14,
    }
    for e in case.exposures:
        days = what.get((row.analyte, e.drug))
        if days is None or e.start.seen > as_of.at:
            continue
        last = e.start.day
        if e.drug == "filgrastim":
            last = e.stop or date.max - timedelta(days=30)
        if e.start.day <= row.measured_at.day <= last + timedelta(days=days):
            return True
    return False


def baseline(case: Case, as_of: Moment, first: Moment, analyte: str):
    final, _ = seen(case, as_of, analyte)
    limit = 14 if analyte == "scd25" else 7
    final = [o for o in final if (first.day - o.measured_at.day).days <= limit]
    if first.is_date:
        same = [o for o in final if o.measured_at.day == first.day]
        if same:
            return min(same, key=place)
        before = [o for o in final if o.measured_at.day < first.day]
    else:
        before = [o for o in final if o.measured_at.at <= first.at]
    return latest(before)


def latest(rows):
    return max(rows, key=place) if rows else None


def place(row: Observation):
    """In time; of two results of one moment, alike but for it, the higher one is the later."""
    limits = (-1 if row.low is None else row.low, -1 if row.high is None else row.high)
    value = canonical(-1 if row.value is None else row.value, row.unit)
    seen = (row.measured_at.at, row.measured_at.day, *limits, row.unit, row.assay or "")
    return (*seen, value, row.comparator or "")


def on_day(rows, nominal: date):
    for offset in (0, -1, 1, -2, 2, -3, 3):
        day = nominal + timedelta(days=offset)
        there = [o for o in rows if o.measured_at.day == day]
        if there:
            return latest(there)
    return None


def assess(case: Case, as_of: Moment, first: Moment, number: int):
    nominal = d_on(first, number)
    used, sides, words = [], [], {}
    for analyte in SEVEN:
        final, pending = seen(case, as_of, analyte)
        now = on_day(final, nominal)
        if now is not None:
            used.append(now)
        row = now or on_day(pending, nominal)
        found = completions(case, analyte, baseline(case, as_of, first, analyte), row, now)
        sides.append({(word == "improved", normal) for word, normal in found})
        if analyte in FIVE:
            said = {word for word, _ in found}
            words[analyte] = said.pop() if len(said) == 1 else "unknown"
    if not used:
        return None
    blocks = [
        fever(case, as_of, nominal, max(o.measured_at.day for o in used)),
        organ(case, nominal, "splenomegaly"),
        organ(case, nominal, "cns_involvement"),
    ]
    possible = set()
    for blocked in {any(b) for b in product(*blocks)}:
        for pick in product(*sides):
            if all(normal for _, normal in pick) and not blocked:
                possible.add("CR")
            else:
                possible.add("PR" if sum(i for i, _ in pick) >= 2 else "NR")
    return {"day": number, "possible": in_order(possible), "markers": words}


def canonical(value, unit):
    return Fraction(value) * FACTORS.get(unit, Fraction(1))


def allows(comparator, stated, value):
    return {
        None: value == stated,
        "<": value < stated,
        "<=": value <= stated,
        ">": value > stated,
        ">=": value >= stated,
    }[comparator]


def limit_for(case: Case, row: Observation):
    own = row.high if row.analyte in HIGH_IS_BAD else row.low
    if own is not None:
        return canonical(own, row.unit)
    if row.analyte != "scd25" or row.unit != "U/mL":
        return None
    day, born, patient = row.measured_at.day, case.patient.birth_date, case.patient
    if born is not None:
        third, eighth = (date(born.year + n, born.month, born.day) for n in (3, 8))
        return Fraction(1940) if day < third else Fraction(1329) if day < eighth else Fraction(838)
    if patient.age_years is None:
        return None
    age, birthday = patient.age_years, patient.age_on
    while (birthday := birthday.replace(year=birthday.year + 1)) <= day:
        age += 1
    return Fraction(1940) if age < 3 else Fraction(1329) if age < 8 else Fraction(838)


def compares(base: Observation, row: Observation | None) -> bool:
    if row is None:
        return True
    if base.assay and row.assay and base.assay != row.assay:
        return False
    kept = base.unit in OTHER_ASSAYS or row.unit in OTHER_ASSAYS
    return base.unit == row.unit or base.analyte != "scd25" or not kept


def completions(case: Case, analyte: str, base, row, now):
    """Every (word, normal) that some values consistent with what is known would give."""
    limit = None if row is None else limit_for(case, row)
    known = base is not None and compares(base, row)
    words_apart = [None] if known and analyte in FIVE else ["improved", "not_improved"]
    if analyte not in FIVE:
        words_apart = ["not_evaluable"]
    found = set()
    for b, n in grid(base if known else None, now, limit):
        normals = [True, False] if limit is None else [is_normal(analyte, n, limit)]
        for normal in normals:
            for word in words_apart:
                found.add((word or marker(analyte, b, n), normal))
    return found


def is_normal(analyte, n, limit):
    return n <= limit if analyte in HIGH_IS_BAD else n >= limit


def marker(analyte, b, n):
    if analyte == "scd25":
        improved = b > 0 and (n == 0 or b / n > Fraction(3, 2))
    elif analyte in ("ferritin", "triglycerides"):
        improved = b > 0 and (b - n) / b >= Fraction(1, 4)
    elif analyte == "alt":
        if b <= 400:
            return "not_evaluable"
        improved = (b - n) / b >= Fraction(1, 2)
    elif b < Fraction(1, 2):
        improved = n - b >= b and n > Fraction(1, 2)
    elif b <= 2:
        improved = n - b >= b and n > 2
    else:
        return "not_evaluable"
    return "improved" if improved else "not_improved"


def grid(base, now, limit):
    """Points in every cell, on every edge and corner of what baseline and present leave open."""
    levels = [Fraction(0), Fraction(1, 2), Fraction(2)] + ([limit] if limit is not None else [])
    stated_n = None if now is None else canonical(now.value, now.unit)
    stated_b = None if base is None else canonical(base.value, base.unit)
    if stated_n is not None:
        levels.append(stated_n)
    verticals = [Fraction(0), Fraction(1, 2), Fraction(2), Fraction(400)] + (
        [stated_b] if stated_b is not None else []
    )
    verticals += [level / ratio for level in levels for ratio in RATIOS]
    bases = [Fraction(1)] if base is None else between(verticals)
    for b in bases:
        if base is not None and not allows(base.comparator, stated_b, b):
            continue
        for n in between(levels + [ratio * b for ratio in RATIOS]):
            if now is None or allows(now.comparator, stated_n, n):
                yield b, n


def between(points):
    points = sorted({*points, BIG})
    return sorted({*points, *((one + other) / 2 for one, other in pairwise(points))})


def fever(case: Case, as_of: Moment, nominal: date, last_used: date):
    first, last = nominal - timedelta(days=2), max(nominal, last_used)
    rows = [o for o in case.observations if o.analyte == "temperature"]
    rows = [o for o in rows if o.measured_at.seen <= as_of.at]
    rows = [o for o in rows if first <= o.measured_at.day <= last]
    said = {}
    for f in case.findings:
        if f.finding == "fever" and first <= f.on <= min(last, as_of.day):
            said.setdefault(f.on, set()).add(f.status.value)
    final = [o for o in rows if is_final(o, as_of)]
    done = {o.measured_at.at for o in final}
    open_ = any(not is_final(o, as_of) and o.measured_at.at not in done for o in rows)
    below = 0
    for o in final:
        degrees = Fraction(o.value) if o.unit == "Cel" else (Fraction(o.value) - 32) * 5 / 9
        spread = [
            d
            for d in between([degrees, Fraction(38), Fraction(0)])
            if allows(o.comparator, degrees, d)
        ]
        hot = {d >= 38 for d in spread}
        if hot == {True}:
            return [True]
        open_ = open_ or len(hot) == 2
        below += hot == {False}
    if {"present"} in said.values():
        return [True]
    if open_ or any(len(w) > 1 or w == {"pending"} for w in said.values()):
        return [True, False]
    return [False] if below or {"absent"} in said.values() else [True, False]


def organ(case: Case, nominal: date, name: str):
    rows: list[Finding] = [f for f in case.findings if f.finding == name and f.on <= nominal]
    if not rows:
        return [False]
    on = max(f.on for f in rows)
    words = {f.status.value for f in rows if f.on == on}
    if words == {"present"}:
        return [True] if (nominal - on).days <= 14 else [True, False]
    return [False] if words == {"absent"} else [True, False]
