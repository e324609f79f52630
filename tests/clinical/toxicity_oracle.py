"""New grades by brute force: every value a result may stand for, every limit it may have had.

Written from the printed bands alone; shares nothing with the rule but the Case. Arithmetic in
fractions of the unit reported; of liver values, of the first unit of the terminology.
"""

from datetime import timedelta
from fractions import Fraction
from itertools import pairwise, product

F = Fraction
EPS, BIG = F(1, 10**7), F(10**9)
TERMS = (
    "wbc", "neutrophils", "platelets", "hemoglobin", "alt", "ast", "bilirubin_total",
    "triglycerides", "temperature",
)  # fmt: skip
LIVER = {"alt": (1, 3, 5, 20), "ast": (1, 3, 5, 20), "bilirubin_total": (1, F(3, 2), 3, 10)}
LOW = {
    ("wbc", "10*9/L"): (3, 2, 1),
    ("wbc", "/uL"): (3000, 2000, 1000),
    ("neutrophils", "10*9/L"): (F("1.5"), 1, F("0.5")),
    ("neutrophils", "/uL"): (1500, 1000, 500),
    ("platelets", "10*9/L"): (75, 50, 25),
    ("platelets", "/uL"): (75000, 50000, 25000),
    ("hemoglobin", "g/L"): (100, 80),
    ("hemoglobin", "g/dL"): (10, 8),
    ("hemoglobin", "mmol/L"): (F("6.2"), F("4.9")),
}
HIGH = {
    ("triglycerides", "mg/dL"): (150, 300, 500, 1000),
    ("triglycerides", "mmol/L"): (F("1.71"), F("3.42"), F("5.7"), F("11.4")),
    ("temperature", "Cel"): (38, 39, 40),
    ("temperature", "[degF]"): (F("100.4"), F("102.2"), 104),
}
SPOILS = {
    "platelet_transfusion": ("platelets", 3),
    "red_cell_transfusion": ("hemoglobin", 7),
    "pegfilgrastim": ("neutrophils", 14),
}


def grade_low(value, cuts, limit):
    for number, cut in enumerate(reversed(cuts)):
        if value < cut:
            return len(cuts) + 1 - number
    return 1 if value < limit else 0


def grade_high(value, cuts):
    """The first band includes its beginning; the next begin above theirs."""
    return sum(value > cut for cut in cuts[1:]) + 1 if value >= cuts[0] else 0


def grade_times(value, cuts, limit):
    return sum(value > cut * limit for cut in cuts)


def grade_times_baseline(value, analyte, baseline):
    cuts = LIVER[analyte]
    if analyte == "bilirubin_total":
        return grade_times(value, cuts, baseline)
    return grade_high(value, [F(3, 2) * baseline, *(c * baseline for c in cuts[1:])])


def number(row, value):
    """A liver value in its first unit; every other one as it was reported."""
    factor = F("17.1") if (row.analyte, row.unit) == ("bilirubin_total", "mg/dL") else 1
    return None if value is None else F(value) * factor


def stands_for(row, near):
    """The values near the given ones for which a result may stand, and its own ends."""
    value = number(row, row.value)
    if row.comparator is None:
        return [value]
    holds = {
        "<": lambda x: x < value,
        "<=": lambda x: x <= value,
        ">": lambda x: x > value,
        ">=": lambda x: x >= value,
    }[row.comparator]
    points = {p + e for p in (*near, value) for e in (-EPS, 0, EPS)} | {F(0), BIG}
    return [p for p in points if p >= 0 and holds(p)]


def grades(row, version, begun, base):
    """Every grade of one result. ``begun``: after a first dose, ``base``: the value before it."""
    key = (row.analyte, row.unit.replace("10*3/uL", "10*9/L"))
    if key in HIGH:
        return {grade_high(v, HIGH[key]) for v in stands_for(row, HIGH[key])}
    if key in LOW:
        limits = [F(0), BIG] if row.low is None else [F(row.low)]
        values = stands_for(row, (*LOW[key], *limits))
        return {grade_low(v, LOW[key], limit) for v, limit in product(values, limits)}
    return liver_grades(row, version == "5.0" and begun, base)


def liver_grades(row, from_baseline, base):
    cuts, own = LIVER[row.analyte], number(row, row.high)
    shares = [F(1, 100), F(1, 15), F(1, 4), F(1, 2), F(5, 6), F(2)]
    found = set()
    bases = base_values(row, base, own) if from_baseline else [(F(1), False, False)]
    near = {c * b for c in (*cuts, F(3, 2)) for b, _, _ in bases} | {c * (own or 0) for c in cuts}
    for value in stands_for(row, near):
        limits = [own] if own is not None else [max(value, EPS) * s for s in shares]
        for (baseline, abnormal, itself), limit in product(bases, limits):
            if not abnormal:
                found.add(grade_times(value, cuts, limit))
            elif itself:
                found.add(0)
            else:
                found.add(grade_times_baseline(value, row.analyte, baseline))
    return found


def base_values(row, base, own):
    """(baseline, whether abnormal, whether it is this very result): all there may have been."""
    if base is None:
        limit = own if own is not None else EPS
        return [(limit, False, False), *((limit * k + EPS, True, False) for k in (1, 10**12))]
    high = number(base, base.high)
    values = stands_for(base, [] if high is None else [high])
    itself = row == base
    if high is None:
        return [(v, abnormal, itself) for v in values for abnormal in (True, False)]
    return [(v, v > high, itself) for v in values]


def spoilt(row, exposures):
    day = row.measured_at.day
    return any(
        analyte == row.analyte and timedelta(0) <= day - e.start.day <= timedelta(days)
        for e in exposures
        if e.drug in SPOILS
        for analyte, days in [SPOILS[e.drug]]
    )


def seen(case, as_of, analyte):
    """Results drawn so far, oldest first; those not reported yet without a value."""
    drawn = [
        r for r in case.observations if r.analyte == analyte and r.measured_at.seen <= as_of.at
    ]
    rows = [
        r._replace(value=None, comparator=None)
        if r.reported_at is not None and r.reported_at.seen > as_of.at
        else r
        for r in drawn
    ]
    return sorted(rows, key=lambda r: r.measured_at.at)


def chosen_before(rows, first):
    """The value before the first dose."""
    recent = [r for r in rows if (first.day - r.measured_at.day).days <= 7]
    if first.is_date:
        that_day = [r for r in recent if r.measured_at.day == first.day]
        if that_day:
            return that_day[0]
        recent = [r for r in recent if r.measured_at.day < first.day]
    else:
        recent = [r for r in recent if r.measured_at.at <= first.at]
    return recent[-1] if recent else None


def is_after(row, first, base):
    if not first.is_date:
        return row.measured_at.at > first.at
    if row.measured_at.day == first.day:
        same = base is not None and base.measured_at.day == first.day
        return not same or row.measured_at.at > base.measured_at.at
    return row.measured_at.day > first.day


def fever_grades(rows, as_of):
    """With grade 4 wherever the readings allow, or prove, more than 24 hours above 40.0 °C."""
    sets = [{0, 1, 2, 3} if r.value is None else grades(r, "5.0", False, None) for r in rows]
    high = [3 in s for s in sets]
    sure = [s == {3} for s in sets]
    found = []
    for i, possible in enumerate(sets):
        if not high[i]:
            found.append(possible)
            continue
        before = [r.measured_at.seen for r, h in zip(rows[:i], high[:i], strict=True) if not h]
        later = zip(rows[i + 1 :], high[i + 1 :], strict=True)
        after = [r.measured_at.at for r, h in later if not h]
        can = not before or (after[0] if after else as_of.at) - before[-1] > timedelta(hours=24)
        must = sure[i] and proven(rows, sure, i) > timedelta(hours=24)
        lower = possible - {3}
        found.append({4} if must else lower | {3, 4} if can else possible)
    return found


def proven(rows, sure, i):
    """The longest stretch of readings around the i-th that are all surely above 40.0 °C."""
    best = timedelta(0)
    for first in range(i + 1):
        for last in range(i, len(rows)):
            part = rows[first : last + 1]
            gaps = [b.measured_at.at - a.measured_at.seen for a, b in pairwise(part)]
            if all(sure[first : last + 1]) and all(g <= timedelta(hours=12) for g in gaps):
                best = max(best, part[-1].measured_at.seen - part[0].measured_at.at)
    return best


def oracle(case, as_of, version):
    """By analyte: (before, since, new) as sets of grades and a word; one course of ruxolitinib."""
    first = next(e.start for e in case.exposures if e.drug == "ruxolitinib")
    given = [e for e in case.exposures if e.start.seen <= as_of.at]
    ended = [e.on for e in case.events if e.event in ("transplant", "conditioning")]
    ended = [d for d in ended if first.day <= d <= as_of.day]
    until = min(ended, default=as_of.day)
    return {a: one(case, as_of, version, a, first, given, until) for a in TERMS}


def one(case, as_of, version, analyte, first, given, until):
    rows = seen(case, as_of, analyte)
    base = chosen_before([r for r in rows if not spoilt(r, given)], first)
    known_base = None if base is None or base.value is None else base
    fevers = fever_grades(rows, as_of) if analyte == "temperature" else [None] * len(rows)
    later = [is_after(r, first, known_base) and r.measured_at.day <= until for r in rows]
    since = [
        fever or grades(row, version, True, known_base)
        for row, fever, counts in zip(rows, fevers, later, strict=True)
        if counts and row.value is not None
    ]
    awaited = any(c and r.value is None for r, c in zip(rows, later, strict=True))
    before = None if known_base is None else grades(known_base, version, True, known_base)
    if analyte == "temperature" and known_base is not None:
        before = hottest(rows, fevers, base)
    if analyte == "hemoglobin":
        days = [e.start.day for e in given if e.drug == "red_cell_transfusion"]
        before = {3} if any(0 <= (first.day - d).days <= 7 for d in days) else before
        since += [{3} for d in days if first.day < d <= until]
    return before, since, compare(before, since, awaited)


def hottest(rows, fevers, base):
    """The highest grade of the 24 hours up to the baseline; None when one of them is awaited."""
    end = base.measured_at.at
    near = [
        (None if r.value is None else grades_)
        for r, grades_ in zip(rows, fevers, strict=True)
        if end - timedelta(hours=24) < r.measured_at.at <= end
    ]
    return None if None in near else max(near, key=lambda s: (min(s), max(s)))


def compare(before, since, awaited):
    """New when surely one grade is higher than any it may have had before."""
    was = {0, 1, 2, 3, 4} if before is None else before
    if any(min(s) > max(was) for s in since):
        return True
    if awaited or not since:
        return None
    return False if all(max(s) <= min(was) for s in since) else None
