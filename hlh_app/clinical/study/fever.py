"""Temperature by day, and the defervescence clock, counted from day 0 (our definition)."""

from dataclasses import dataclass
from decimal import Decimal

from hlh_app.clinical.case import Moment, Observation
from hlh_app.clinical.defervescence import ClockState, defervescence
from hlh_app.clinical.fever_runs import FEBRILE, temperatures
from hlh_app.clinical.hlh_criteria import fever_threshold
from hlh_app.clinical.study.index import Index
from hlh_app.clinical.study.said import said
from hlh_app.clinical.text import gettext_noop
from hlh_app.clinical.units import canonical
from hlh_app.clinical.windows import History

FIRST_PEAK_DAY, LAST_PEAK_DAY = -3, 28


@dataclass(frozen=True, slots=True, kw_only=True)
class Fever:
    """``peaks``: the highest reading of each day from day -3 to 28, None without one. ``state``: a
    word of ``ClockState``; the clock runs only where fever was there before the first dose."""

    peaks: tuple[float | None, ...] = said(
        gettext_noop("Highest temperature of each day"), "Cel", default=()
    )
    febrile_before: bool | None = said(gettext_noop("Febrile in the 24 h before the first dose"))
    state: str | None = said(gettext_noop("Defervescence"))
    afebrile_hours: float | None = said(gettext_noop("Hours to the afebrile day"), "h")
    afebrile_days: int | None = said(gettext_noop("Calendar days to the afebrile day"), "d")
    within_24_h: bool | None = said(
        gettext_noop("Afebrile within 24 hours"),
        note=gettext_noop(
            "Of all patients: an afebrile day that began in the first 24 hours, or never febrile "
            "before or within them (our definition; Wang 2020 does not say how many were febrile)."
        ),
    )
    came_back: str | None = said(gettext_noop("Fever back after the afebrile day"))
    back_days: int | None = said(gettext_noop("Calendar days until fever was back"), "d")


def fever(history: History, as_of: Moment, index: Index, fever_cel: Decimal) -> Fever:
    """Of one patient."""
    readings = temperatures(history, as_of)
    clock = defervescence(history, readings, index.at, as_of, fever_threshold(fever_cel))
    hours = None if clock.after is None else clock.after.total_seconds() / 3600
    return Fever(
        peaks=_peaks(history, as_of, index),
        febrile_before=clock.febrile_before,
        state=clock.state.value,
        afebrile_hours=hours,
        afebrile_days=clock.days,
        within_24_h=_within(clock.state, hours, clock.days, _hot_in_24_h(readings, index)),
        came_back=clock.came_back.value,
        back_days=clock.back_days,
    )


def _within(
    state: ClockState, hours: float | None, days: int | None, hot: bool | None
) -> bool | None:
    if state is ClockState.UNKNOWN:
        return None
    if state is ClockState.FEBRILE:
        return False
    if state is ClockState.NOT_APPLICABLE:
        return None if hot is None else not hot
    return days == 0 if hours is None and days is not None else (hours or 0) <= 24


def _hot_in_24_h(readings: list[Observation], index: Index) -> bool | None:
    """Whether any reading of the first 24 hours was febrile; None without readings."""
    first = [
        row
        for row in readings
        if 0 <= (row.measured_at.at - index.at.seen).total_seconds() <= 24 * 3600
    ]
    words = {FEBRILE.holds(row) for row in first}
    return True if True in words else None if None in words or not words else False


def _peaks(history: History, as_of: Moment, index: Index) -> tuple[float | None, ...]:
    peaks: dict[int, float] = {}
    for row in history.observations.get("temperature", ()):
        day = index.day(row.measured_at.day)
        if row.value is None or row.comparator or row.measured_at.seen > as_of.at:
            continue
        value = canonical(row.value, row.unit, "temperature")
        if FIRST_PEAK_DAY <= day <= LAST_PEAK_DAY and value is not None:
            peaks[day] = max(float(value), peaks.get(day, 0.0))
    if not peaks:
        return ()
    return tuple(peaks.get(day) for day in range(FIRST_PEAK_DAY, max(peaks) + 1))
