"""The laboratory values of the twenty-two children after Chi 2020.

Leukocytes, fibrinogen, ferritin and the IL-2 receptor are solved so that means and standard
deviations of either group round to Table 2 of the preprint; how many children stand behind a cell
is not printed and is our choice. Everything else is invented and is a source for nothing.
"""

from functools import cache

from hlh_app.records.demo.papers.solved import Printed, solved
from hlh_app.records.demo.papers.writing import chance

RUXOLITINIB, CONVENTIONAL = "R", "C"
TIMES = ("before", "week1", "month1")
N = 11
NUMBERED_IL2R = 4
"""Of the conventional group: with a number, none at 2,400 U/mL or above, as 1784.5 ± 516.4 asks;
of the other seven the laboratory says "raised" and no more, so that Table 1 has its 7 of 11."""


def _cells(*printed: tuple[str, str], n: int = N, decimals: int = 0, low: float) -> list[Printed]:
    return [Printed(mean, sd, n, decimals, low) for mean, sd in printed]


_SEVEN_RAISED, _FOUR_NOT = (2450,) * 7, (None,) * 7 + (2350,) * 4
CELLS: dict[tuple[str, str], list[Printed]] = {
    ("R", "wbc"): [
        Printed("2.55", "2.21", N, 2, low=1.0),
        Printed("5.45", "3.32", N, 2, low=2.05),
        Printed("5.74", "2.52", N, 2, low=2.1),
    ],
    ("C", "wbc"): _cells(
        ("4.29", "3.37"), ("8.77", "4.69"), ("9.62", "5.17"), decimals=2, low=1.4
    ),
    ("R", "fibrinogen"): _cells(
        ("0.9", "0.35"), ("1.65", "0.66"), ("2.17", "0.89"), decimals=2, low=0.4
    ),
    ("C", "fibrinogen"): _cells(
        ("1.98", "0.31"), ("2.62", "0.21"), ("3.94", "1.45"), decimals=2, low=1.52
    ),
    ("R", "ferritin"): [
        Printed("17090", "17586", N, low=900),
        Printed("828.1", "646.4", N, 1, low=120),
        Printed("178.9", "166.1", N, 1, low=30),
    ],
    ("C", "ferritin"): [
        Printed("12579", "18748", N, low=900),
        Printed("4765.6", "4562.2", N, 1, low=400),
        Printed("597.6", "783.3", N, 1, low=40),
    ],
    ("R", "scd25"): [
        Printed("9381.3", "12865.4", N, low=600, floors=_SEVEN_RAISED, ceilings=_FOUR_NOT),
        Printed("2540", "1381.5", N, low=500),
        Printed("494.2", "195.8", N, low=210),
    ],
    ("C", "scd25"): [
        Printed("1784.5", "516.4", NUMBERED_IL2R, 1, low=900, ceilings=(2390,) * 4),
        Printed("760", "155.6", NUMBERED_IL2R, 1, low=400),
        Printed("390", "84.8", NUMBERED_IL2R, 1, low=200),
    ],
}  # fmt: skip

# Who has the highest value, the second and so on, by number in the group.
RANKS = {
    ("R", "wbc"): (9, 3, 5, 11, 1, 7, 10, 2, 8, 4, 6),
    ("R", "fibrinogen"): (11, 9, 5, 3, 10, 8, 7, 1, 2, 4, 6),
    ("R", "ferritin"): (6, 4, 1, 7, 2, 8, 5, 3, 10, 11, 9),
    ("R", "scd25"): (6, 1, 4, 7, 2, 8, 10, 3, 5, 11, 9),
    ("C", "wbc"): (7, 2, 10, 5, 1, 8, 11, 3, 6, 9, 4),
    ("C", "fibrinogen"): (7, 1, 10, 3, 11, 2, 8, 5, 6, 4, 9),
    ("C", "ferritin"): (4, 9, 1, 6, 3, 8, 2, 11, 5, 10, 7),
    ("C", "scd25"): (5, 10, 2, 7),
}
CHANGED = ((), (0, 3, 6, 9), (1, 4, 7))
# Before treatment, after 1 week, 2 weeks, 1 month, and later.
INVENTED: dict[str, tuple[float, float, float, float, float]] = {
    "hemoglobin": (82, 95, 102, 113, 122),
    "platelets": (54, 118, 165, 236, 262),
    "triglycerides": (4.0, 2.6, 2.0, 1.4, 1.1),
    "alt": (120, 70, 48, 30, 24),
    "ast": (150, 74, 50, 32, 28),
    "bilirubin_total": (24, 16, 12, 10, 9),
    "crp": (64, 18, 8, 4, 2),
}
AGREE = {"triglycerides": 2, "crp": 1, "neutrophils": 2, "wbc": 2, "fibrinogen": 2}
# From which to which factor the children differ.
SPREAD = {"hemoglobin": (0.94, 1.07), "platelets": (0.75, 1.6), "triglycerides": (0.8, 1.3)}
SPARED: dict[tuple[str, int], dict[str, float]] = {
    ("C", 2): {"hemoglobin": 101, "platelets": 136},
    ("C", 8): {"triglycerides": 2.2},
}
"""One conventional child each without cytopenias, and without high triglycerides."""


@cache
def _column(group: str, analyte: str, time: int) -> dict[int, float]:
    """By number in the group; who has none is missing."""
    values = solved(CELLS[group, analyte][time])
    return dict(zip(_ranks(group, analyte, time), values, strict=True))


def _ranks(group: str, analyte: str, time: int) -> list[int]:
    """Neighbors change places from time to time, as they do."""
    ranks = list(RANKS[group, analyte])
    for at in CHANGED[time]:
        if at + 1 < len(ranks):
            ranks[at], ranks[at + 1] = ranks[at + 1], ranks[at]
    return ranks


def printed(group: str, number: int, analyte: str, time: int) -> float | None:
    """The value behind Table 2 at a time of TIMES."""
    return _column(group, analyte, time).get(number)


def between(group: str, number: int, analyte: str, share: float) -> float | None:
    """Between 1 week and 1 month."""
    week, month = (printed(group, number, analyte, time) for time in (1, 2))
    if week is None or month is None:
        return None
    return round(week + (month - week) * share, AGREE.get(analyte, 0) or None)


def invented(group: str, number: int, analyte: str, stage: int) -> float:
    """A value that no paper prints, at a stage of INVENTED."""
    middle = INVENTED[analyte][stage]
    if stage == 0:
        middle = SPARED.get((group, number), {}).get(analyte, middle)
    factor = chance(group, number, analyte).uniform(*SPREAD.get(analyte, (0.6, 1.7)))
    factor *= chance(group, number, analyte, stage).uniform(0.98, 1.02)
    return round(middle * factor, AGREE.get(analyte, 0) or None)
