"""Invented laboratory values that carry the courses after Wang 2020: no paper prints any of them.

A value is that of the patient's state, times a factor of the patient, times one of the day. The
states are far enough apart, and the factors narrow enough, for every rule to have one answer.
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
# From which to which factor patients differ while the disease is active or in partial response.
SPREAD: dict[str, tuple[float, float]] = {
    "hemoglobin": (0.945, 1.16),
    "platelets": (0.82, 1.42),
    "wbc": (0.78, 1.6),
    "neutrophils": (0.78, 1.6),
    "ferritin": (0.4, 4.0),
    "scd25": (0.5, 2.5),
    "triglycerides": (0.85, 1.3),
    "fibrinogen": (0.79, 1.32),
    "alt": (0.5, 1.4),
    "ast": (0.5, 1.4),
    "bilirubin_total": (0.5, 1.4),
    "spleen_thickness": (0.85, 1.4),
}
SAME_PERSON = {"neutrophils": "wbc"}
"""Who has few leukocytes has few neutrophils."""
ALIKE = 0.1
STEADY = {"hemoglobin": 0.02}
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


def value(course: Course, analyte: str, state: int, day: int) -> float:
    """Of a patient in a state on a day, as the laboratory writes it."""
    middle = SPLEEN[state] if analyte == "spleen_thickness" else STATES[analyte][state]
    person = _person(course, SAME_PERSON.get(analyte, analyte), state)
    return _written(course, analyte, middle * person, day, 0.02)


def _person(course: Course, analyte: str, state: int) -> float:
    """How the patient differs from others; little in remission, and at diagnosis in the counts."""
    draw = chance(course.code, analyte).random()
    alike = state == COMPLETE or (state == DIAGNOSIS and analyte not in ("ferritin", "scd25"))
    if alike:
        width = STEADY.get(analyte, ALIKE)
        return 1 - width + 2 * width * draw
    low, high = SPREAD[analyte]
    return low + (high - low) * draw * draw


def harmful(course: Course) -> dict[str, float]:
    """By analyte what came to grade 3 or 4 on the day of harm."""
    analytes = HARMS[course.harm] if course.harm else ()
    return {analyte: HARM[analyte] for analyte in analytes}


def cytokine(course: Course, analyte: str, after: bool, day: int) -> float:
    person = chance(course.code, analyte).uniform(0.5, 1.5)
    return _written(course, analyte, CYTOKINES[analyte][after] * person, day, 0.3)


def ebv_dna(course: Course, analyte: str, share: float) -> float:
    """``share`` of the patient's level before the first dose."""
    person = chance(course.code, analyte).uniform(0.2, 3.0)
    return round(EBV_DNA[analyte] * person * share, -1)


def _written(course: Course, analyte: str, middle: float, day: int, daily: float) -> float:
    of_day = chance(course.code, analyte, day).uniform(1 - daily, 1 + daily)
    return round(middle * of_day, DECIMALS.get(analyte, 0) or None)
