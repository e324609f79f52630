"""The twenty-two children after Chi 2020, one a line. Invented; only their counts are the paper's.

R1-R3 febrile on conventional treatment, R4-R7 afebrile and with organ disease, R8-R11 at once on
ruxolitinib. Table 1 gives HLH-04 to nine of the group, the text none to R8-R11: the table's counts
are kept, so that R10 and R11 have it on the days before the first dose. "After failure" is R1-R5
(the discussion), R1-R3 among them with fever (the results); R6 and R7 are neither that nor alone.
"""

from dataclasses import dataclass

TABLE = """
R1  f 3.3 14.0 2017-11-14 -26 ebv       yes low    HLH-04          2 -
R2  m 1.6 10.9 2017-12-05 -19 ebv       yes normal HLH-04          2 -
R3  f 2.6 12.8 2017-12-19 -33 sjia      no  normal HLH-04          1 2
R4  m 4.4 16.5 2018-01-09 -40 cmv       yes low    HLH-04          - -
R5  f 1.0  9.2 2018-01-23 -22 ebv       no  normal HLH-04          - -
R6  m 5.5 19.0 2018-02-06 -55 ebv       yes low    HLH-04          - -
R7  f 2.1 11.6 2018-02-20 -30 sjia      yes normal HLH-04_and_IVIG - -
R8  m 3.9 15.2 2018-03-13  -3 hepatitis yes normal IVIG            1 -
R9  f 6.0 20.4 2018-04-03  -3 kawasaki  no  normal IVIG            2 -
R10 f 2.9 13.3 2018-04-17  -4 influenza yes low    HLH-04_and_IVIG 2 -
R11 m 4.8 17.1 2018-05-08  -4 ebv       no  normal HLH-04_and_IVIG 1 -
C1  m 3.8 15.0 2017-11-21  -1 sjia      yes low    HLH-04          3 3
C2  f 2.4 12.1 2017-12-12  -1 sjia      yes low    hormone_IVIG    3 4
C3  m 1.9 11.3 2018-01-16  -1 ebv       yes low    HLH-04          5 2
C4  f 5.2 18.4 2018-02-13  -1 sjia      no  normal HLH-04          6 3
C5  m 8.0 24.6 2018-03-06  -1 sjia      yes low    hormone_IVIG    3 7
C6  f 1.0  9.0 2018-03-27  -1 parainf   no  low    hormone_IVIG    2 5
C7  m 3.0 13.7 2018-04-24  -1 sle       yes normal HLH-04          3 -
C8  m 6.1 20.9 2018-05-22  -1 ebv       yes low    HLH-04          3 2
C9  f 3.5 14.4 2018-06-19  -1 parainf   no  normal hormone_IVIG    5 -
C10 m 7.3 22.8 2018-07-17  -1 sjia      yes low    HLH-04          3 6
C11 f 4.5 16.7 2018-08-14  -1 sjia      no  normal hormone_IVIG    3 -
"""
"""Code, sex, age in years, kg, day 0, diagnosed, cause, hemophagocytosis, NK activity, therapy,
afebrile, back after. ``diagnosed``: day, from the first dose. ``afebrile``: calendar day after the
first dose, "-" where there was no fever before it. ``back_after``: days until fever was back."""

TRIGGERS = {
    "ebv": {"kind": "infection", "agent": "ebv"},
    "cmv": {"kind": "infection", "agent": "cmv"},
    "hepatitis": {"kind": "infection", "agent": "hepatitis_b"},
    "influenza": {"kind": "infection", "agent": "influenza"},
    "parainf": {"kind": "infection", "agent": "parainfluenza"},
    "sjia": {"kind": "rheumatic", "detail": "juvenile idiopathic arthritis (systemic type)"},
    "kawasaki": {"kind": "rheumatic", "detail": "Kawasaki disease"},
    "sle": {"kind": "rheumatic", "detail": "systemic lupus erythematosus"},
}
REFRACTORY = ("R1", "R2", "R3", "R4", "R5")
CNS = ("R6", "R7")
RAISED_BY_WORD_ALONE = ("C1", "C3", "C4", "C6", "C8", "C9", "C11")
ARTHRITIS_LATER = {"R3": 131, "C1": 75, "C5": 96, "C10": 88}
"""Fever with joint pain: after ruxolitinib was stopped, or when the glucocorticoid was reduced."""


@dataclass(frozen=True, slots=True)
class Child:
    """One line of the table."""

    code: str
    sex: str
    years: int
    days: int
    weight_kg: float
    day0: str
    diagnosed: int
    cause: str
    hemophagocytosis: bool
    nk_low: bool
    therapy: str
    afebrile: int | None
    back_after: int | None

    @property
    def group(self) -> str:
        return self.code[0]

    @property
    def number(self) -> int:
        return int(self.code[1:])

    @property
    def alone(self) -> bool:
        """Ruxolitinib with no other treatment of HLH beside it."""
        return self.group == "R" and self.number >= 8


def _child(line: str) -> Child:
    code, sex, age, kg, day0, diagnosed, cause, sample, nk, therapy, *days = line.split()
    years, _, tenth = age.partition(".")
    afebrile, back = (None if word == "-" else int(word) for word in days)
    return Child(
        code, "male" if sex == "m" else "female", int(years), round(36.5 * int(tenth)), float(kg),
        day0, int(diagnosed), cause, sample == "yes", nk == "low", therapy.replace("_", " "),
        afebrile, back,
    )  # fmt: skip


CHILDREN = tuple(_child(line) for line in TABLE.strip().splitlines())
