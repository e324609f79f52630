"""How a synthetic patient's values run, by day from the first dose.

Ferritin, sCD25, fibrinogen and leukocytes of a complete response follow the means of the
ruxolitinib group of Chi 2020 (preprint 10.21203/rs.3.rs-78746/v1, Table 2: before, 1 week,
1 month). Every other course, value and interval here is invented to be plausible beside them and
is a source for nothing.
"""

import math
import random
from dataclasses import dataclass
from itertools import pairwise

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.records.demo.profiles import COMPLETE, NONE, PARTIAL, SERIES, Profile

SEED = 20200501
DAYS_OF_MEANS = (0, 7, 30)
CHI_RUXOLITINIB: dict[str, tuple[float, float, float]] = {
    "wbc": (2.55, 5.45, 5.74),
    "fibrinogen": (0.9, 1.65, 2.17),
    "ferritin": (17090.0, 828.1, 178.9),
    "scd25": (9381.3, 2540.0, 494.2),
}
# Share of the disease's activity that is left, by day; 1 is as before the first dose.
ACTIVITY: dict[str, SERIES] = {
    PARTIAL: ((0, 1.0), (7, 0.52), (14, 0.42), (28, 0.36), (56, 0.33)),
    NONE: ((0, 1.0), (7, 0.98), (14, 0.97), (28, 1.0), (56, 1.04)),
}


@dataclass(frozen=True)
class Course:
    """Value in active disease and in remission, how it is written, and where it is measured.

    ``steady``: kept within narrow bounds by the body, so that two patients differ little.
    """

    active: float
    remission: float
    unit: str = ""
    decimals: int = 0
    assay: str = ""
    steady: bool = False


COURSES: dict[str, Course] = {
    "hemoglobin": Course(78, 121),
    "platelets": Course(46, 240),
    "wbc": Course(2.55, 5.74, decimals=2),
    "neutrophils": Course(0.7, 3.1, decimals=2),
    "ferritin": Course(17090, 178.9, unit="ng/mL"),
    "scd25": Course(9381.3, 494.2, assay="Immulite"),
    "triglycerides": Course(4.3, 1.1, decimals=2),
    "ldh": Course(1150, 235),
    "crp": Course(68, 2.6, decimals=1),
    "esr": Course(24, 9),
    "fibrinogen": Course(0.9, 2.17, decimals=2),
    "d_dimer": Course(4200, 340, unit="ug/L{FEU}", assay="Innovance"),
    "alt": Course(165, 24),
    "ast": Course(240, 28),
    "bilirubin_total": Course(32, 8),
    "albumin": Course(27, 41),
    "creatinine": Course(30, 30),
    "sodium": Course(131, 139, steady=True),
    "spleen_thickness": Course(54, 33),
    "ebv_dna_whole_blood": Course(250000, 900, assay="in-house PCR"),
    "ifn_gamma": Course(310, 9, assay="CBA"),
    "il_6": Course(140, 4, decimals=1, assay="CBA"),
    "il_10": Course(420, 6, decimals=1, assay="CBA"),
    "il_18": Course(5200, 480, assay="ELISA"),
}
ADULT = {"hemoglobin": (84.0, 142.0), "creatinine": (74.0, 74.0), "spleen_thickness": (62.0, 42.0)}
BLOOD_COUNT = ("hemoglobin", "platelets", "wbc", "neutrophils", "crp", "ferritin")
CYTOKINES = ("ifn_gamma", "il_6", "il_10", "il_18")


def chance(profile: Profile, *what: object) -> random.Random:
    """Always the same numbers for the same patient and purpose."""
    return random.Random(":".join(map(str, (SEED, profile.code, *what))))  # noqa: S311


def value_on(profile: Profile, analyte: str, day: int) -> float:
    """The value of an analyte on a day, in its reported unit, before rounding."""
    if analyte in profile.series:
        return _between(profile.series[analyte], day)
    width = 0.1 if COURSES[analyte].steady else 1.0
    wobble = math.exp(width * chance(profile, analyte, day).gauss(0, 0.03))
    person = chance(profile, analyte)
    share = _activity(profile, day)
    spread = width * (person.gauss(0, 0.15) * share + person.gauss(0, 0.06) * (1 - share))
    spread = math.exp(spread)
    if profile.response == COMPLETE and analyte in CHI_RUXOLITINIB:
        return _chi(analyte, day) * spread * wobble
    active, remission = _ends(profile, analyte)
    return float(active**share * remission ** (1 - share)) * spread * wobble


def written(profile: Profile, analyte: str, day: int) -> float:
    """The value as the laboratory writes it; neutrophils never more than the leukocytes."""
    value = value_on(profile, analyte, day)
    if analyte == "neutrophils":
        value = min(value, 0.8 * value_on(profile, "wbc", day))
    return round(value, COURSES[analyte].decimals or None)


def unit_of(analyte: str) -> str:
    return COURSES[analyte].unit or ANALYTES[analyte].unit


def interval(analyte: str, years: int, sex: str) -> tuple[float | None, float | None]:
    """The reference interval that the synthetic laboratory prints."""
    adult = years >= 18
    low_hemoglobin = (130.0 if sex == "male" else 120.0) if adult else 105.0
    limits: dict[str, tuple[float | None, float | None]] = {
        "hemoglobin": (low_hemoglobin, 170.0 if adult else 145.0),
        "platelets": (150.0, 450.0),
        "wbc": (4.0, 10.0 if adult else 13.0),
        "neutrophils": (1.5, 8.0),
        "ferritin": (15.0, 300.0),
        "scd25": _scd25_interval(years),
        "triglycerides": (0.4, 1.7),
        "ldh": (120.0, 220.0 if adult else 320.0),
        "crp": (None, 5.0),
        "esr": (None, 20.0),
        "fibrinogen": (1.8, 4.0),
        "d_dimer": (None, 500.0),
        "alt": (None, 40.0),
        "ast": (None, 45.0),
        "bilirubin_total": (None, 21.0),
        "albumin": (35.0, 52.0),
        "creatinine": (60.0, 105.0) if adult else (20.0, 50.0),
        "sodium": (135.0, 145.0),
    }
    return limits.get(analyte, (None, None))


def _scd25_interval(years: int) -> tuple[float, float]:
    """Immulite, U/mL, as Seattle Children's catalogue prints it."""
    if years < 3:
        return 398.0, 1940.0
    return (144.0, 1329.0) if years < 8 else (137.0, 838.0)


def _ends(profile: Profile, analyte: str) -> tuple[float, float]:
    course = COURSES[analyte]
    ends = course.active, course.remission
    return ADULT.get(analyte, ends) if profile.years >= 18 else ends


def _activity(profile: Profile, day: int) -> float:
    """1 up to the first dose. In a complete response as ferritin falls in Chi's group."""
    if day <= 0:
        return 1.0
    if profile.response != COMPLETE:
        return _between(ACTIVITY[profile.response], day)
    before, _week, month = CHI_RUXOLITINIB["ferritin"]
    return math.log(_chi("ferritin", day) / month) / math.log(before / month)


def _chi(analyte: str, day: int) -> float:
    """The mean of the group, log-linear from time to time, level after the last."""
    means = CHI_RUXOLITINIB[analyte]
    logs = tuple((d, math.log(mean)) for d, mean in zip(DAYS_OF_MEANS, means, strict=True))
    return math.exp(_between(logs, day))


def _between(points: SERIES, day: int) -> float:
    """Linear from point to point, level outside them."""
    if day <= points[0][0]:
        return points[0][1]
    for (start, low), (end, high) in pairwise(points):
        if day <= end:
            return low + (high - low) * (day - start) / (end - start)
    return points[-1][1]
