"""When a response is assessed, and which value stands for that day.

Days 14, 28, 42 and 56 after the first dose (Wang 2020: every two weeks). By local calendar days
the value nearest the day within ± 3 days, the earlier on a tie, the last of several on one day
(our definition).
"""

from collections.abc import Sequence
from datetime import date, timedelta

from hlh_app.clinical.case import Observation

RESPONSE_DAYS = (14, 28, 42, 56)
WINDOW_DAYS = 3


def days_after(day: date, number: int) -> date:
    """So many calendar days later; where the calendar ends, its last day.

    Hospital systems write 9999-12-31 for "no end".
    """
    return day + timedelta(days=min(number, (date.max - day).days))


def nearest(
    rows: Sequence[Observation], nominal: date, after: date, within: int = WINDOW_DAYS
) -> Observation | None:
    """The value for the nominal day among ``rows``, oldest first; None without one.

    ``after``: the day of the first dose; only later days can show a response to it. ``within``:
    how many days before or after the nominal day it may lie.
    """
    chosen, closest = None, (within, within)
    for row in rows:
        day = row.measured_at.day
        offset = (day - nominal).days
        distance = (abs(offset), offset)
        if distance <= closest and day > after:
            chosen, closest = row, distance
    return chosen


def within_window(day: date, nominal: date, within: int = WINDOW_DAYS) -> bool:
    """Whether a value of ``day`` could stand for the nominal day."""
    return abs((day - nominal).days) <= within
