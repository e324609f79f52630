"""Random cases that crowd around every threshold of the diagnostic rules and the dose."""

from datetime import date
from decimal import Decimal
from random import Random

from hypothesis import strategies as st

from hlh_app.clinical.case import Case, Finding, Observation, Patient, Sex

from .diagnosis_builders import ZONE, at, day, found, given, lab, on

VALUES = {
    ("temperature", "Cel"): ["36.8", "37.9", "38", "38.4", "38.5", "39.4", "39.5"],
    ("temperature", "[degF]"): ["98.6", "100.4", "101.3", "101.2", "102.93"],
    ("hemoglobin", "g/L"): ["80", "89.9", "90", "92", "93", "99", "100"],
    ("hemoglobin", "g/dL"): ["8.9", "9", "9.2", "10"],
    ("hemoglobin", "mmol/L"): ["5.5", "5.59", "5.71"],
    ("platelets", "10*9/L"): ["99", "100", "110", "111", "181", "182"],
    ("platelets", "/uL"): ["99999", "100000", "181000"],
    ("neutrophils", "10*9/L"): ["0.9", "1", "3"],
    ("wbc", "10*9/L"): ["5", "5.1", "1"],
    ("ferritin", "ug/L"): ["499", "500", "684", "685", "2000", "6000", "6001"],
    ("ferritin", "pmol/L"): ["1123", "1124", "9000"],
    ("triglycerides", "mmol/L"): ["1.4", "1.5", "1.77", "2.99", "3", "4", "4.1"],
    ("triglycerides", "mg/dL"): ["132.7", "156", "157", "265", "354", "355"],
    ("fibrinogen", "g/L"): ["1.5", "1.6", "2.5", "2.6", "3.6", "3.7"],
    ("fibrinogen", "mg/dL"): ["150", "151", "360"],
    ("ast", "U/L"): ["29", "30", "48", "49"],
    ("scd25", "U/mL"): ["300", "2399", "2400"],
    ("scd25", "pg/mL"): ["3000", "30000"],
    ("nk_activity", "%"): ["5", "10", "12"],
    ("weight", "kg"): ["20", "25", "26"],
}
LOW_IS_ILL = ("hemoglobin", "platelets", "neutrophils", "wbc", "fibrinogen", "nk_activity")
BIRTHS = (date(2012, 6, 1), date(1980, 6, 1), day(-28), day(-30))
DRUGS = ("etoposide", "platelet_transfusion")
STATUSES = {
    "splenomegaly": ["present", "absent", "pending"],
    "hepatomegaly": ["present", "absent"],
    "hemophagocytosis": ["present", "absent", "pending", "unknown"],
    "nk_activity": ["low", "normal", "pending"],
    "scd25_elevated": ["present", "absent", "unknown"],
    "molecular_diagnosis": ["absent", "present", "pending", "unknown"],
    "immunosuppression": ["present", "absent"],
    "systemic_jia": ["present", "suspected", "absent"],
}
SITES = [None, "marrow", "spleen", "lymph_node", "liver"]
MOMENTS = [
    *(at(n, clock) for n in (-29, -16, -14, -10, -5, -1, 0) for clock in ("06:00", "08:00")),
    on(-14),
    on(-3),
    on(0),
    at(1),
]
DAYS = [-40, -31, -30, -15, -14, -6, -2, 0, 1]


def random_case(random: Random) -> Case:
    """Children, newborns and adults with a few or many rows around the moment asked about."""
    ill = random.random() < 0.6
    return Case(
        "random",
        Patient(random.choice(BIRTHS), Sex.UNKNOWN),
        tuple(_observation(random, ill) for _ in range(random.randint(0, 45))),
        tuple(_finding(random, ill) for _ in range(random.randint(0, 9))),
        tuple(given(drug, -3) for drug in DRUGS if random.random() < 0.2),
        zone=ZONE,
    )


def _observation(random: Random, ill: bool) -> Observation:
    analyte, unit = random.choice(sorted(VALUES))
    value = None if random.random() < 0.05 else random.choice(VALUES[analyte, unit])
    if ill and value is not None and random.random() < 0.6:
        value = VALUES[analyte, unit][0 if analyte in LOW_IS_ILL else -1]
    ranged = value is not None and random.random() < 0.08
    reported = random.random() < 0.1
    return lab(
        analyte,
        value,
        unit,
        when=random.choice(MOMENTS),
        comparator=random.choice(["<", "<=", ">", ">="]) if ranged else None,
        reported_at=random.choice([at(-2), at(0, "08:01")]) if reported else None,
        low=Decimal(10) if analyte == "nk_activity" and random.random() < 0.7 else None,
    )


def _finding(random: Random, ill: bool) -> Finding:
    kind = random.choice(sorted(STATUSES))
    site = random.choice(SITES) if kind == "hemophagocytosis" else None
    status = STATUSES[kind][0] if ill and random.random() < 0.5 else random.choice(STATUSES[kind])
    return found(kind, status, random.choice(DAYS), site)


def cases() -> st.SearchStrategy[Case]:
    return st.integers(0, 2**32).map(lambda seed: random_case(Random(seed)))
