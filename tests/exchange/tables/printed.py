"""What laboratories print: tests, units, numbers and days in many styles, and disturbances."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

# Analyte: what it is called; units as written with their code; lowest and highest; decimals.
TESTS = {
    "ferritin": (
        ["Ferritin", "FERRITIN", "S-Ferritin", "Ferritine", "铁蛋白", "Ferritin, serum"],
        [("ng/mL", "ng/mL"), ("µg/L", "ug/L"), ("mcg/L", "ug/L"), ("ug/l", "ug/L")],
        (5, 90_000, [0, 0, 1]),
    ),
    "hemoglobin": (
        ["Hb", "HGB", "Hemoglobin", "Hämoglobin", "血红蛋白(HGB)", "Hémoglobine"],
        [("g/dL", "g/dL"), ("g/dl", "g/dL")],
        (4, 20, [1, 1, 2]),
    ),
    "platelets": (
        ["PLT", "Platelets", "Thrombozyten", "血小板计数", "Plaquettes"],
        [("K/µL", "10*3/uL"), ("×10⁹/L", "10*9/L"), ("G/L", "10*9/L"), ("10^3/uL", "10*3/uL")],
        (2, 900, [0]),
    ),
    "wbc": (
        ["WBC", "Leukocytes", "Leukozyten", "白细胞", "White blood cells"],
        [("x10^9/L", "10*9/L"), ("/nL", "10*9/L"), ("/µL", "/uL")],
        (1, 90, [1, 2, 3]),
    ),
    "triglycerides": (
        ["Triglycerides", "TG", "Triglyzeride", "甘油三酯", "TRIG"],
        [("mmol/L", "mmol/L"), ("mmol/l", "mmol/L")],
        (1, 12, [1, 2]),
    ),
    "fibrinogen": (
        ["Fibrinogen", "FIB", "Fibrinógeno", "纤维蛋白原"],
        [("g/L", "g/L"), ("G/L", "g/L")],
        (1, 9, [1, 2]),
    ),
    "ldh": (
        ["LDH", "Lactate dehydrogenase", "乳酸脱氢酶"],
        [("U/L", "U/L"), ("IU/L", "U/L")],
        (60, 9999, [0]),
    ),
    "crp": (["CRP", "C-reactive protein", "hs-CRP"], [("mg/L", "mg/L")], (1, 400, [0, 1])),
    "scd25": (
        ["sCD25", "sIL-2R", "Soluble IL-2 receptor"],
        [("U/mL", "U/mL"), ("pg/mL", "pg/mL")],
        (200, 50_000, [0]),
    ),
    "sodium": (
        ["Na", "Sodium", "Natrium", "Na+"],
        [("mmol/L", "mmol/L"), ("mEq/L", "mmol/L")],
        (110, 160, [0]),
    ),
}  # fmt: skip
ALWAYS_ONE_UNIT = {"sodium"}
UNKNOWN = ["Vitamin D", "MCV", "HbA1c", "Urea", "aPTT", "Lactate", "Amylase"]
LABELS = ["Test", "", "Parameter", "Component", "Untersuchung", "项目", "Analyte"]
NOT_VALUES = [
    "neg",
    "-",
    "n/a",
    "p",
    "pending",
    "hemolyzed",
    "13-15",
    "not done",
    "ausstehend",
    "?",
]
FLAGGED = ["{} H", "{} L", "{}*", "{} (H)", "*{}", "↑{}", "{} HH", "{} +"]
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
MONATE = [*["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September"],
          *["Oktober", "November", "Dezember"]]  # fmt: skip


def _grouped(mark: str) -> Callable[[Decimal], str]:
    return lambda value: f"{value:,}".replace(",", mark)


def _comma(value: Decimal) -> str:
    return f"{value}".replace(".", ",")


def _dotted(value: Decimal) -> str:
    return f"{value:,}".translate(str.maketrans(",.", ".,"))


NUMBERS: dict[str, Callable[[Decimal], str]] = {
    "point": str,
    "point, grouped": _grouped(","),
    "comma": _comma,
    "comma, grouped by points": _dotted,
    "spaces": lambda value: f"{value:,}".replace(",", " ").replace(".", ","),
    "apostrophes": _grouped("'"),
}
# Text of a day; whether the order of day and month is open while no date of the table shows it.
DATES: dict[str, tuple[Callable[[date], str], bool]] = {
    "iso": (lambda d: d.isoformat(), False),
    "named": (lambda d: f"{d.day:02d}-{MONTHS[d.month - 1]}-{d.year}", False),
    "named short": (lambda d: f"{d.day} {MONTHS[d.month - 1]} {d.year % 100}", False),
    "American words": (lambda d: f"{MONTHS[d.month - 1]} {d.day}, {d.year}", False),
    "German words": (lambda d: f"{d.day}. {MONATE[d.month - 1]} {d.year}", False),
    "dots": (lambda d: f"{d.day:02d}.{d.month:02d}.{d.year}", False),
    "dots short": (lambda d: f"{d.day}.{d.month}.{d.year % 100}", False),
    "compact": (lambda d: f"{d:%Y%m%d}", False),
    "slashes": (lambda d: f"{d.year}/{d.month}/{d.day}", False),
    "Chinese": (lambda d: f"{d.year}年{d.month}月{d.day}日", False),
    "day/month": (lambda d: f"{d.day:02d}/{d.month:02d}/{d.year}", True),
    "month/day": (lambda d: f"{d.month}/{d.day}/{d.year}", True),
    "day-month": (lambda d: f"{d.day}-{d.month}-{d.year}", True),
}

PIECES = [
    *["Ferritin", "Hb (g/dL)", "WBC", "neut%", "2026-11-03", "03/04", "11/25/26", "1,234", "1.234"],
    *["4,2", "<0.1", ">16500 H", "neg", "\t", "\t", "\n", "\n", ";", ",", "|", "  ", " ", "°F"],
    *["101.3", "½", "12²", "\x00", "\ud7ff", "\u202e", "\ufeff", '"', "'", "ng/mL", "Date", "Test"],
    *["Result", "Unit", "(", ")", "[", "10^9/L", "10:30", "24:00", "31.02.2026", "p", "9" * 20],
    *["1e999", "-5", "EBV-DNA", "IL-2", "Tg", "铁蛋白", "İ", "ß", "٣", "１２", "𝟛", "=1+1"],
    *["#####"],
    *["Collected:", "mg/L", "Urine", "mmol/L", "12 Nov 2026", "1 234", "1'234", "4.2", "%", "~"],
]  # fmt: skip
