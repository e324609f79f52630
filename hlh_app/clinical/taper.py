"""Whether a drug was stopped with or without a taper (our definition; no source gives one).

Tapered: the dose of the last day is at most half of the highest daily dose of the 28 days that end
with it. Written for any drug whose amounts are in one unit: ruxolitinib in mg a day, glucocorticoid
in milligrams equivalent to methylprednisolone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from hlh_app.clinical.schedule import days_after

TAPER_DAYS = 28
TAPERED_TO = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class DailyAmount:
    """So much a day from ``first`` to ``last``, both included; ``last`` None: still given.

    ``amount`` None: not known. On the day on which the next dose began the earlier does not count.
    """

    first: date
    last: date | None
    amount: Fraction | None


def amount_on(doses: Sequence[DailyAmount], day: date) -> Fraction | None:
    """Of all rows together; 0 when none was given, None when one is not known."""
    given = [row for row in doses if row.first <= day and (row.last is None or day <= row.last)]
    if any(row.first == day for row in given):
        given = [row for row in given if row.first == day or row.last != day]
    total = Fraction(0)
    for row in given:
        if row.amount is None:
            return None
        total += row.amount
    return total


def tapered(doses: Sequence[DailyAmount], last_day: date, days: int = TAPER_DAYS) -> bool | None:
    """Whether the doses that ended on ``last_day`` came down before; None when not known.

    ``days``: how far back the highest dose is looked for, ``last_day`` included.
    """
    last = amount_on(doses, last_day)
    before = [amount_on(doses, days_after(last_day, -back)) for back in range(1, days)]
    known = [amount for amount in before if amount is not None]
    if last is None:
        return None
    if any(last <= amount * TAPERED_TO for amount in known):
        return True
    return False if len(known) == len(before) else None
