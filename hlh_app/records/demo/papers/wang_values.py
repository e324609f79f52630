"""Invented laboratory values that carry the courses after Wang 2020: no paper prints any of them.

A value is that of the patient's state, times a factor of the patient, times one of the day. The
distances between the states are wide enough for every rule to have one answer.
"""

from hlh_app.records.demo.papers.wang_courses import HARMS, Course
from hlh_app.records.demo.papers.writing import chance

DIAGNOSIS, ACTIVE, WORSE, RELAPSED, PARTIAL, COMPLETE = range(6)
# At diagnosis, before the first dose and without response, progressed, relapsed, partial, complete.
STATES: dict[str, tuple[float, ...]] = {
    "hemoglobin": (80, 88, 87, 88, 101, 146),
    "platelets": (41, 70, 68, 67, 126, 212),
    "wbc": (1.9, 2.9, 2.8, 2.9, 4.1, 5.9),
    "neutrophils": (0.75, 1.4, 1.35, 1.4, 2.2, 3.4),
    "ferritin": (9800, 5200, 8300, 6100, 1400, 180),
    "scd25": (14200, 9800, 16500, 9900, 3600, 490),
    "triglycerides": (3.9, 3.6, 3.6, 3.7, 2.2, 1.2),
    "fibrinogen": (1.0, 1.3, 1.2, 1.1, 2.0, 2.6),
    "alt": (96, 88, 90, 88, 54, 24),
    "ast": (110, 96, 98, 96, 56, 25),
    "bilirubin_total": (28, 26, 26, 26, 18, 11),
}
SPLEEN = (60, 60, 62, 60, 52, 41)
HARM = {
    "wbc": 1.6,
    "neutrophils": 1.08,
    "platelets": 36,
    "alt": 640,
    "ast": 720,
    "bilirubin_total": 125,
    "triglycerides": 6.4,
}
DECIMALS = {"wbc": 2, "neutrophils": 2, "triglycerides": 2, "fibrinogen": 2, "ifn_gamma": 1}
STEADY = ("hemoglobin",)
CYTOKINES = {
    "ifn_gamma": (62.0, 24.0),
    "il_18": (2300, 1350),
    "mip_1a": (118, 71),
    "ip_10": (4100, 1700),
}
EBV_DNA = {"ebv_dna_whole_blood": 210000, "ebv_dna_plasma": 14500}
ASSAYS = {
    "scd25": "chemiluminescence",
    **dict.fromkeys(EBV_DNA, "in-house PCR"),
    **dict.fromkeys(CYTOKINES, "bead array"),
}


def _factor(course: Course, *what: object, width: float) -> float:
    return chance(course.code, *what).uniform(1 - width, 1 + width)


def value(course: Course, analyte: str, state: int, day: int) -> float:
    """Of a patient in a state on a day, as the laboratory writes it."""
    wide = 0.02 if analyte in STEADY else 0.13
    middle = SPLEEN[state] if analyte == "spleen_thickness" else STATES[analyte][state]
    return _written(course, analyte, middle, day, wide)


def harmful(course: Course) -> dict[str, float]:
    """By analyte what came to grade 3 or 4 on the day of harm."""
    analytes = HARMS[course.harm] if course.harm else ()
    return {analyte: HARM[analyte] for analyte in analytes}


def cytokine(course: Course, analyte: str, after: bool, day: int) -> float:
    return _written(course, analyte, CYTOKINES[analyte][after], day, 0.5, 0.3)


def ebv_dna(course: Course, analyte: str, day: int, share: float) -> float:
    """``share`` of the patient's level before the first dose."""
    wide = chance(course.code, analyte).uniform(0.2, 3.0)
    return round(EBV_DNA[analyte] * wide * share, -1)


def _written(
    course: Course, analyte: str, middle: float, day: int, wide: float, daily: float = 0.02
) -> float:
    of_patient = _factor(course, analyte, width=wide)
    of_day = _factor(course, analyte, day, width=daily)
    return round(middle * of_patient * of_day, DECIMALS.get(analyte, 0) or None)
