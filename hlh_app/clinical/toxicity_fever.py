"""How long a fever above 40.0 °C lasted, which parts grade 3 from grade 4 (our definition).

It surely lasted from its first to its last reading, where none between them is 40.0 °C or less and
no gap is longer than 12 hours. It can have lasted from the reading before to the reading after it.
"""

from collections.abc import Sequence
from datetime import timedelta

from hlh_app.clinical.case import Moment, Observation
from hlh_app.clinical.ctcae import UNKNOWN, Grade, grade
from hlh_app.clinical.ctcae_tables import PROLONGED_GRADE, PROLONGED_HOURS
from hlh_app.clinical.fever_runs import LONGEST_GAP

LASTING = timedelta(hours=PROLONGED_HOURS)
HIGHEST_ALONE = PROLONGED_GRADE - 1


def fever_grades(rows: Sequence[Observation], as_of: Moment, version: str) -> list[Grade]:
    """The grade of each reading, oldest first, with the time that its fever lasted.

    A reading still awaited may be any: it neither joins nor parts those around it.
    """
    alone = [UNKNOWN if row.value is None else grade(row, version) for row in rows]
    return [
        found if found.high < HIGHEST_ALONE else _with_duration(rows, alone, number, as_of)
        for number, found in enumerate(alone)
    ]


def _with_duration(
    rows: Sequence[Observation], alone: Sequence[Grade], number: int, as_of: Moment
) -> Grade:
    longest = _longest(rows, alone, number, as_of)
    high = HIGHEST_ALONE if longest is not None and longest <= LASTING else PROLONGED_GRADE
    if alone[number].low < HIGHEST_ALONE:
        return Grade(alone[number].low, high)
    lasted = _shortest(rows, alone, number) > LASTING
    return Grade(PROLONGED_GRADE if lasted else HIGHEST_ALONE, high)


def _shortest(rows: Sequence[Observation], alone: Sequence[Grade], number: int) -> timedelta:
    """From the first to the last reading of one unbroken fever."""
    first = last = number
    while first > 0 and _joined(rows, alone, first - 1, first):
        first -= 1
    while last < len(rows) - 1 and _joined(rows, alone, last, last + 1):
        last += 1
    return rows[last].measured_at.seen - rows[first].measured_at.at


def _joined(rows: Sequence[Observation], alone: Sequence[Grade], one: int, other: int) -> bool:
    gap = rows[other].measured_at.at - rows[one].measured_at.seen
    return min(alone[one].low, alone[other].low) >= HIGHEST_ALONE and gap <= LONGEST_GAP


def _longest(
    rows: Sequence[Observation], alone: Sequence[Grade], number: int, as_of: Moment
) -> timedelta | None:
    """From the last lower reading before to the first one after; None: nothing says since when."""
    lower = [i for i, found in enumerate(alone) if found.high < HIGHEST_ALONE]
    before = [rows[i].measured_at.seen for i in lower if i < number]
    after = [rows[i].measured_at.at for i in lower if i > number]
    if not before:
        return None
    return (after[0] if after else as_of.at) - before[-1]
