"""Neutrophils < 0.5, or < 1.0 and falling, ×10⁹/L, by the latest count.

Our definition: the latest count of the window decides while it is at most 3 calendar days old and
no newer one is pending; falling is lower than the count before it. Of counts of one moment the
lowest is the latest, the highest the one before.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from hlh_app.clinical.case import Observation
from hlh_app.clinical.movement import amount, is_lower
from hlh_app.clinical.outcome import Outcome, outcome_of
from hlh_app.clinical.thresholds import Threshold
from hlh_app.clinical.windows import View

LOW = Threshold("neutrophils", "<", Decimal("0.5"))
LOW_IF_FALLING = Threshold("neutrophils", "<", Decimal("1.0"))
COUNT_DAYS = 3


@dataclass(frozen=True, slots=True)
class LowCount:
    """``outcome``: of the latest count, UNKNOWN when too old or while a newer one is pending.

    ``as_last_known``: what the latest count says by itself, whatever its age. ``falling``: True,
    False, or None without an earlier count that can be compared.
    """

    outcome: Outcome
    as_last_known: bool | None
    latest: Observation | None
    before: Observation | None
    falling: bool | None
    pending: Observation | None
    age_days: int | None


def low_count(view: View) -> LowCount:
    """The latest neutrophil count of the window, and whether it is low."""
    usable = view.values("neutrophils")
    moments = sorted({row.measured_at.at for row in usable.final})
    if not moments:
        return LowCount(Outcome.UNKNOWN, None, None, None, None, _last(usable.pending), None)
    latest = _lowest(row for row in usable.final if row.measured_at.at == moments[-1])
    before = None
    if len(moments) > 1:
        earlier = [row for row in usable.final if row.measured_at.at == moments[-2]]
        before = max(earlier, key=amount)
    between = [row for row in usable.pending if before and _is_after(row, before)]
    falling = None if before is None or between else is_lower(latest, before)
    low = _is_low(latest, falling)
    age_days = (view.as_of.day - latest.measured_at.day).days
    newer = [row for row in usable.pending if row.measured_at.at >= moments[-1]]
    counts = age_days <= COUNT_DAYS and not newer
    outcome = outcome_of(low) if counts else Outcome.UNKNOWN
    return LowCount(outcome, low, latest, before, falling, _last(newer), age_days)


def _is_after(row: Observation, other: Observation) -> bool:
    return row.measured_at.at > other.measured_at.at


def _last(rows: Sequence[Observation]) -> Observation | None:
    return rows[-1] if rows else None


def _is_low(row: Observation, falling: bool | None) -> bool | None:
    """< 0.5, or < 1.0 and falling; None while either is open and could still make it low."""
    below = LOW.holds(row)
    if below:
        return True
    if_falling = LOW_IF_FALLING.holds(row)
    if if_falling is False or falling is False:
        return below
    return True if if_falling and falling else None


def _lowest(rows: Iterable[Observation]) -> Observation:
    return min(rows, key=amount)
