"""Temperature by day, and the defervescence clock, counted from day 0 (our definition).

Afebrile within 24 hours, to stand beside Wang 2020 (30 of all 34, how many were febrile is not
stated), is asked of every patient. Yes: an afebrile day began in the first 24 hours, or there was
fever neither in the 24 hours before the first dose nor in those after it. No: the afebrile day
began later, or fever leaves no room for one. Unknown: readings do not tell, or the first dose is
known by its date only and the answer hangs on its hour.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from hlh_app.clinical.case import Moment, Observation
from hlh_app.clinical.defervescence import ClockState, Defervescence, defervescence
from hlh_app.clinical.fever_runs import AFEBRILE_FOR, FEBRILE, fever_runs, temperatures
from hlh_app.clinical.hlh_criteria import fever_threshold
from hlh_app.clinical.study.index import Index
from hlh_app.clinical.study.said import said
from hlh_app.clinical.text import gettext_noop
from hlh_app.clinical.units import canonical
from hlh_app.clinical.windows import History

FIRST_PEAK_DAY, LAST_PEAK_DAY = -3, 28
FIRST_24_H = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fever:
    """``state``: a word of ``ClockState``; the clock runs only where fever was there before the
    first dose. ``open_*``: only of those who were febrile before and have no afebrile day.
    ``came_back``: a word of ``Outcome``."""

    peaks: tuple[float | None, ...] = said(
        gettext_noop("Highest temperature of each day"),
        "Cel",
        gettext_noop(
            "From day -3 to the last day with a reading, day 28 at most; empty without a reading. "
            "A reading beyond the thermometer's range counts as the limit it states (our "
            "definition)."
        ),
        default=(),
    )
    febrile_before: bool | None = said(gettext_noop("Febrile in the 24 h before the first dose"))
    state: str | None = said(gettext_noop("Defervescence"))
    afebrile_hours: float | None = said(gettext_noop("Hours to the afebrile day"), "h")
    afebrile_days: int | None = said(gettext_noop("Calendar days to the afebrile day"), "d")
    open_hours: float | None = said(
        gettext_noop("Hours for which surely no afebrile day began"),
        "h",
        gettext_noop(
            "Febrile before the first dose and no afebrile day on record: to the last reading of "
            "38.0 °C or more up to which no 24 hours can have been free of fever (our definition)."
        ),
    )
    open_days: int | None = said(
        gettext_noop("Calendar days for which surely no afebrile day began"), "d"
    )
    within_24_h: bool | None = said(
        gettext_noop("Afebrile within 24 hours"),
        note=gettext_noop(
            "Of all patients: an afebrile day that began in the first 24 hours, or febrile neither "
            "in the 24 hours before the first dose nor in those after it (our definition; Wang "
            "2020 does not say how many were febrile)."
        ),
    )
    came_back: str | None = said(gettext_noop("Fever back after the afebrile day"))
    back_days: int | None = said(gettext_noop("Calendar days until fever was back"), "d")


def fever(history: History, as_of: Moment, index: Index, fever_cel: Decimal) -> Fever:
    """Of one patient."""
    readings = temperatures(history, as_of)
    clock = defervescence(history, readings, index.at, as_of, fever_threshold(fever_cel))
    until = _surely_febrile_until(readings, index) if _is_open(clock) else None
    return Fever(
        peaks=_peaks(readings, index),
        febrile_before=clock.febrile_before,
        state=clock.state.value,
        afebrile_hours=None if clock.after is None else _hours(clock.after),
        afebrile_days=clock.days,
        open_hours=None if until is None or index.at.is_date else _hours(until.at - index.at.at),
        open_days=None if until is None else index.day(until.day),
        within_24_h=_within_24_h(clock, readings, index),
        came_back=clock.came_back.value,
        back_days=clock.back_days,
    )


def _is_open(clock: Defervescence) -> bool:
    return clock.febrile_before is True and clock.state is not ClockState.AFEBRILE


def _hours(span: timedelta) -> float:
    return span.total_seconds() / 3600


def _surely_febrile_until(readings: Iterable[Observation], index: Index) -> Moment:
    """The last febrile reading that no 24 hours part from the one before, or from the dose."""
    until, since = index.at, index.at.seen
    for row in readings:
        moment = row.measured_at
        if moment.is_date or moment.at <= since or not FEBRILE.holds(row):
            continue
        if moment.at - since >= AFEBRILE_FOR:
            break
        until, since = moment, moment.at
    return until


def _within_24_h(
    clock: Defervescence, readings: Sequence[Observation], index: Index
) -> bool | None:
    since = _after_the_dose(readings, index.at)
    began = _began_in_24_h(since, index.at)
    hot = _hot_in_24_h(since, index.at)
    if began or (clock.febrile_before is False and hot is False):
        return True
    if not clock.febrile_before and not hot:
        return None
    until = _surely_febrile_until(readings, index)
    return False if began is False or until.at - index.at.at >= FIRST_24_H else None


def _after_the_dose(readings: Sequence[Observation], dose: Moment) -> list[Observation]:
    """As the defervescence clock: of a dose known by its date the day's first reading is before."""
    if not dose.is_date:
        return [row for row in readings if row.measured_at.seen > dose.at]
    first = [row for row in readings if row.measured_at.day == dose.day][:1]
    return [row for row in readings if row.measured_at.seen >= dose.seen and row not in first]


def _began_in_24_h(since: Sequence[Observation], dose: Moment) -> bool | None:
    """Whether the first afebrile day did; None without one, or when it hangs on the dose's hour."""
    runs = fever_runs(since, FEBRILE).afebrile_runs
    if not runs:
        return None
    began = runs[0][0].measured_at.at
    if began - dose.seen <= FIRST_24_H:
        return True
    return False if began - dose.at > FIRST_24_H else None


def _hot_in_24_h(since: Iterable[Observation], dose: Moment) -> bool | None:
    """Whether a reading of the first 24 hours was febrile; None when that cannot be told."""
    words = set()
    for row in since:
        moment = row.measured_at
        if moment.seen - dose.at <= FIRST_24_H:
            surely = moment.at - dose.seen <= FIRST_24_H
            words.add(FEBRILE.holds(row) if surely else _maybe(FEBRILE.holds(row)))
    return True if True in words else None if None in words or not words else False


def _maybe(febrile: bool | None) -> bool | None:
    """What a reading says that may lie within the 24 hours: a fever perhaps, no fever surely."""
    return None if febrile else febrile


def _peaks(readings: Iterable[Observation], index: Index) -> tuple[float | None, ...]:
    peaks: dict[int, float] = {}
    for row in readings:
        degrees = None if row.value is None else canonical(row.value, row.unit, "temperature")
        day = index.day(row.measured_at.day)
        if degrees is not None and FIRST_PEAK_DAY <= day <= LAST_PEAK_DAY:
            peaks[day] = max(float(degrees), peaks.get(day, 0.0))
    if not peaks:
        return ()
    return tuple(peaks.get(day) for day in range(FIRST_PEAK_DAY, max(peaks) + 1))
