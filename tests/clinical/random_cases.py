"""Small random cases that crowd around every edge of the response rule."""

import random
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

from hlh_app.clinical.case import (
    Case,
    Event,
    Exposure,
    Finding,
    FindingStatus,
    Moment,
    Observation,
    Patient,
    Sex,
)

ZONES = [UTC, timezone(timedelta(hours=8)), timezone(timedelta(hours=-5))]
DAY0 = date(2020, 1, 20)
VALUES = {
    "scd25": ["600", "838", "839", "1329", "1940", "900", "1200", "1257", "1500", "3000"],
    "ferritin": ["200", "299", "300", "301", "375", "400", "401", "500", "0", "2000"],
    "triglycerides": ["1.2", "1.5", "1.7", "1.8", "2.0", "2.25", "3.0", "4.0"],
    "neutrophils": ["0", "0.3", "0.49", "0.5", "0.98", "1.0", "1.8", "2.0", "2.01", "4.0"],
    "alt": ["30", "40", "200", "200.5", "400", "401", "800", "100"],
    "hemoglobin": ["80", "109", "110", "130"],
    "platelets": ["30", "149", "150", "220"],
}
WELL = {
    "scd25": ["600", "838"],
    "ferritin": ["200", "299"],
    "triglycerides": ["1.2", "1.7"],
    "neutrophils": ["1.8", "4.0"],
    "alt": ["30", "40"],
    "hemoglobin": ["110", "130"],
    "platelets": ["150", "220"],
}
LIMITS = {
    "scd25": [None, "840", "1000"],
    "ferritin": [None, "400", "300"],
    "triglycerides": [None, "1.7", "2.25"],
    "neutrophils": [None, "1.5", "1.8", "0.5", "0"],
    "alt": [None, "40", "200"],
    "hemoglobin": [None, "110"],
    "platelets": [None, "150"],
}
OTHER_UNITS = {
    "scd25": {"pg/mL": Decimal(1), "ng/L": Decimal(1)},
    "ferritin": {"ng/mL": Decimal(1)},
    "triglycerides": {"mg/dL": Decimal("88.57")},
    "neutrophils": {"/uL": Decimal(1000), "10*3/uL": Decimal(1)},
    "alt": {},
    "hemoglobin": {"g/dL": Decimal("0.1")},
    "platelets": {"10*3/uL": Decimal(1)},
}
UNITS = {
    "scd25": "U/mL",
    "ferritin": "ug/L",
    "triglycerides": "mmol/L",
    "neutrophils": "10*9/L",
    "alt": "U/L",
    "hemoglobin": "g/L",
    "platelets": "10*9/L",
}


def random_case(rng: random.Random) -> Case:
    """One patient around one or two courses; about a tenth of everything is odd."""
    zone = rng.choice(ZONES)
    as_of_day = DAY0 + timedelta(days=rng.choice([10, 13, 14, 15, 28, 30, 44, 56, 60, 80]))
    well = rng.random() < 0.3
    observations = [o for a in VALUES for o in _observations(rng, a, zone, well)]
    observations += [_temperature(rng, zone) for _ in range(rng.choice([0, 2, 6, 10]))]
    if well:
        days = (DAY0 + timedelta(days=n) for n in (14, 28, 42, 56))
        calm = [_moment(rng, day, zone) for day in days]
        observations += [Observation("temperature", Decimal("36.6"), "Cel", m) for m in calm]
    rng.shuffle(observations)
    return Case(
        id="random",
        patient=_patient(rng),
        observations=tuple(observations),
        findings=tuple(_finding(rng) for _ in range(rng.choice([0, 0] if well else [0, 1, 2, 5]))),
        exposures=(*_courses(rng, zone), *_spoilers(rng, zone)),
        events=_events(rng),
        as_of=_as_of(rng, as_of_day, zone),
        zone=zone,
    )


def _as_of(rng, day, zone):
    if rng.random() < 0.2:
        return Moment.dated(day, zone)
    hour, minute = rng.choice([(0, 0), (8, 0), (12, 30), (23, 59)])
    return Moment.timed(datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone))


def _patient(rng):
    born = rng.choice([date(1990, 5, 1), date(2017, 2, 3), date(2012, 2, 4), date(2017, 1, 20)])
    if rng.random() < 0.8:
        return Patient(born, Sex.FEMALE)
    return Patient(None, Sex.MALE, rng.choice([2, 3, 7, 30]), date(2019, 2, rng.randint(1, 28)))


def _moment(rng, day, zone):
    if rng.random() < 0.08:
        return Moment.dated(day, zone)
    if rng.random() < 0.05:
        zone = rng.choice(ZONES)
    hour, minute = rng.choice([(0, 0), (0, 1), (6, 0), (8, 0), (20, 0), (23, 59)])
    return Moment.timed(datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone))


def _observations(rng, analyte, zone, well):
    spread = rng.random()
    for nominal in (0, 0, 14, 28, 42, 56):
        if not well and (spread < 0.1 or rng.random() < 0.12):
            continue
        wide = 16 if nominal == 0 and rng.random() < 0.5 else 4
        shift = -rng.randint(0, wide) if nominal == 0 else rng.randint(-4, 4)
        values = WELL[analyte] if well and nominal else VALUES[analyte]
        day = DAY0 + timedelta(days=nominal + shift)
        yield _observation(rng, analyte, values, day, zone, well)


def _observation(rng, analyte, values, day, zone, well):
    value, unit = Decimal(rng.choice(values)), UNITS[analyte]
    usual = well or rng.random() < 0.5
    limit = LIMITS[analyte][1] if usual else rng.choice(LIMITS[analyte])
    limit = None if limit is None else Decimal(limit)
    others = OTHER_UNITS[analyte]
    if others and rng.random() < 0.15:
        unit = rng.choice(sorted(others))
        value, limit = value * others[unit], None if limit is None else limit * others[unit]
    measured = _moment(rng, day, zone)
    reported = _moment(rng, day + timedelta(days=rng.randint(1, 40)), zone)
    pending = rng.random() < (0.02 if well else 0.1)
    comparators = [">", ">="] if value == 0 else ["<", "<=", ">", ">="]
    upper = analyte in ("scd25", "ferritin", "triglycerides", "alt")
    return Observation(
        analyte=analyte,
        value=None if pending else value,
        unit=unit,
        measured_at=measured,
        comparator=None if pending or rng.random() < 0.88 else rng.choice(comparators),
        low=None if upper else limit,
        high=limit if upper else None,
        pending=pending,
        reported_at=reported if rng.random() < 0.05 else None,
        assay=rng.choice(["A", "B"]) if rng.random() < 0.06 else None,
    )


def _temperature(rng, zone):
    day = DAY0 + timedelta(days=rng.choice([14, 28, 42, 56]) + rng.randint(-3, 4))
    value, unit = Decimal(rng.choice(["36.8", "37.2", "37.9", "37.9", "38.0", "36.9"])), "Cel"
    if rng.random() < 0.1:
        value, unit = Decimal(rng.choice(["98.6", "100.3", "100.4"])), "[degF]"
    odd = rng.random()
    return Observation(
        analyte="temperature",
        value=None if odd < 0.04 else value,
        unit=unit,
        measured_at=_moment(rng, day, zone),
        comparator=rng.choice(["<", ">", ">=", "<="]) if 0.04 < odd < 0.08 else None,
        pending=odd < 0.04,
    )


def _finding(rng):
    status = rng.choice(["present", "absent", "present", "absent", "pending", "unknown"])
    name = rng.choice(["splenomegaly", "cns_involvement", "fever", "fever"])
    day = DAY0 + timedelta(days=rng.choice([-1, 0, 12, 14, 16, 26, 28, 41, 42, 43, 54, 56]))
    return Finding(name, FindingStatus(status), day)


def _courses(rng, zone):
    stop = DAY0 + timedelta(days=rng.choice([6, 13, 14, 20, 28, 55]))
    if rng.random() < 0.55:
        return [Exposure("ruxolitinib", _moment(rng, DAY0, zone))]
    first = Exposure("ruxolitinib", _moment(rng, DAY0 - timedelta(days=rng.choice([0, 30])), zone))
    if rng.random() < 0.3:
        return [Exposure("ruxolitinib", first.start, stop)]
    pause = rng.choice([0, 1, 14, 15, 20])
    earlier = DAY0 - timedelta(days=pause)
    return [
        Exposure("ruxolitinib", _moment(rng, earlier - timedelta(days=9), zone), earlier),
        Exposure("ruxolitinib", _moment(rng, DAY0, zone), rng.choice([None, stop])),
    ]


def _spoilers(rng, zone):
    drugs = ["platelet_transfusion", "red_cell_transfusion", "filgrastim", "pegfilgrastim"]
    for drug in drugs:
        if rng.random() < 0.2:
            day = DAY0 + timedelta(days=rng.choice([-8, -3, -1, 5, 8, 10, 14, 21, 35]))
            stop = rng.choice([None, day + timedelta(days=2)])
            yield Exposure(drug, _moment(rng, day, zone), stop)
    for drug, purpose in (("etoposide", "failure"), ("busulfan", "conditioning")):
        for _ in range(rng.choice([0, 0, 0, 0, 0, 0, 1, 2])):
            day = DAY0 + timedelta(days=rng.choice([-15, -14, -2, 0, 1, 13, 14, 30, 45]))
            stop = rng.choice([None, day, day])
            yield Exposure(drug, _moment(rng, day, zone), stop, purpose=purpose)


def _events(rng):
    if rng.random() < 0.8:
        return ()
    name = rng.choice(["death", "transplant", "relapse", "conditioning"])
    return (Event(name, DAY0 + timedelta(days=rng.choice([-40, 13, 14, 31, 56]))),)
