"""Small random cases that crowd around every cut, with limits and comparators missing or odd."""

from datetime import UTC, datetime, time, timedelta, timezone
from decimal import Decimal

from hlh_app.clinical.case import Case, Event, Exposure, Moment, Observation, Patient

from .response_builders import DAY0, TODDLER

ZONES = (UTC, timezone(timedelta(hours=8)), timezone(timedelta(hours=-5)))
VALUES = {
    ("wbc", "10*9/L"): ("0.99", "1", "2", "2.99", "3", "3.5", "4", "8"),
    ("wbc", "/uL"): ("999", "1000", "2000", "2999", "3000", "4000"),
    ("neutrophils", "10*9/L"): ("0.49", "0.5", "0.99", "1.0", "1.49", "1.5", "1.8", "4"),
    ("neutrophils", "/uL"): ("499", "500", "1000", "1500", "1800"),
    ("platelets", "10*9/L"): ("24", "25", "49", "50", "74", "75", "149", "150", "220"),
    ("platelets", "10*3/uL"): ("24", "25", "50", "75", "150"),
    ("hemoglobin", "g/L"): ("79", "80", "99", "100", "109", "110", "130"),
    ("hemoglobin", "g/dL"): ("7.9", "8", "10", "11"),
    ("hemoglobin", "mmol/L"): ("4.89", "4.9", "6.2", "6.8", "7"),
    ("alt", "U/L"): ("30", "40", "41", "60", "61.5", "120", "121", "200", "300", "400", "1000"),
    ("ast", "U/L"): ("30", "40", "60", "90", "121", "450", "801"),
    ("bilirubin_total", "umol/L"): ("10", "20", "20.1", "30", "34.2", "60", "200", "300"),
    ("bilirubin_total", "mg/dL"): ("1", "1.2", "2", "3", "6", "20"),
    ("triglycerides", "mmol/L"): ("1.70", "1.71", "3.42", "3.43", "5.7", "11.4", "12"),
    ("triglycerides", "mg/dL"): ("149", "150", "300", "301", "500", "1000", "1001"),
    ("temperature", "Cel"): ("36.8", "37.9", "38.0", "39.0", "39.1", "40.0", "40.1", "40.5"),
    ("temperature", "[degF]"): ("98.6", "100.4", "102.2", "104.0", "104.1"),
}
LIMITS = {
    "10*9/L": {"wbc": "4", "neutrophils": "1.8", "platelets": "150"},
    "10*3/uL": {"platelets": "150"},
    "/uL": {"wbc": "4000", "neutrophils": "1800"},
    "g/L": {"hemoglobin": "110"},
    "g/dL": {"hemoglobin": "11"},
    "mmol/L": {"hemoglobin": "6.8"},
    "U/L": {"alt": "40", "ast": "40"},
    "umol/L": {"bilirubin_total": "20"},
    "mg/dL": {"bilirubin_total": "1.2"},
}
LOW = ("wbc", "neutrophils", "platelets", "hemoglobin")
DRUGS = ("red_cell_transfusion", "platelet_transfusion", "pegfilgrastim")


def random_case(rng, patient: Patient = TODDLER) -> Case:
    zone = rng.choice(ZONES)
    analytes = sorted({analyte for analyte, _ in VALUES})
    rows = [row for analyte in analytes for row in _rows(rng, analyte, zone)]
    rng.shuffle(rows)
    first = _moment(rng, 0, zone, dated=0.5)
    exposures = [Exposure("ruxolitinib", first)]
    for drug in DRUGS:
        if rng.random() < 0.3:
            day = DAY0 + timedelta(days=rng.choice((-9, -8, -7, -3, -1, 0, 2, 9)))
            exposures.append(Exposure(drug, Moment.dated(day, zone)))
    events = []
    if rng.random() < 0.2:
        day = DAY0 + timedelta(days=rng.choice((-5, 3, 6, 30)))
        events.append(Event(rng.choice(("transplant", "conditioning")), day))
    return Case(
        "random", patient, tuple(rows), exposures=tuple(exposures), events=tuple(events), zone=zone
    )


def as_of(rng, zone):
    return _moment(rng, rng.choice((1, 4, 7, 20)), zone, dated=0.2)


def _rows(rng, analyte, zone):
    units = [unit for code, unit in VALUES if code == analyte]
    often = 9 if analyte == "temperature" else 4
    taken = set()
    for _ in range(rng.randint(0, often)):
        unit = rng.choice(units)
        moment = _moment(rng, rng.choice((-9, -8, -7, -2, -1, 0, 0, 1, 1, 2, 3, 6)), zone)
        if moment.at not in taken:  # two results of one minute have no order
            taken.add(moment.at)
            yield _row(rng, analyte, unit, moment)


def _row(rng, analyte, unit, moment):
    limit = LIMITS.get(unit, {}).get(analyte) if rng.random() < 0.8 else None
    value = Decimal(rng.choice(VALUES[analyte, unit]))
    return Observation(
        analyte,
        None if rng.random() < 0.06 else value,
        unit,
        moment,
        comparator=None if rng.random() < 0.8 else rng.choice(("<", "<=", ">", ">=")),
        low=Decimal(limit) if limit and analyte in LOW else None,
        high=Decimal(limit) if limit and analyte not in LOW else None,
        reported_at=moment if rng.random() < 0.9 else _moment(rng, 5, UTC),
    )


def _moment(rng, number, zone, dated=0.1):
    day = DAY0 + timedelta(days=number)
    if rng.random() < dated:
        return Moment.dated(day, zone)
    clock = time(rng.choice((0, 5, 6, 7, 12, 18, 20)), rng.choice((0, 0, 1, 30)))
    return Moment.timed(datetime.combine(day, clock, zone))
