"""Temperatures of a synthetic patient: several a day around the first dose, then fewer."""

from collections.abc import Iterator

from hlh_app.records.demo.course import chance
from hlh_app.records.demo.profiles import NONE, Profile

FIRST_DOSE_HOUR = 10
CLOSELY = (6, 12, 18, 22)


def readings(profile: Profile, last_day: int) -> Iterator[tuple[int, int, float]]:
    """Day, hour and °C of every reading, in order, up to ``last_day``."""
    for day in range(-4, min(last_day, 56) + 1):
        for hour in _hours(day):
            yield day, hour, _celsius(profile, day, hour)


def _hours(day: int) -> tuple[int, ...]:
    if day <= 5:
        return CLOSELY
    return (8, 20) if day <= 21 else (8,)


def _celsius(profile: Profile, day: int, hour: int) -> float:
    draw = chance(profile, "temperature", day, hour)
    normal = 36.5 + (0.3 if hour >= 18 else 0.0) + draw.uniform(-0.2, 0.3)
    return round(normal + _fever(profile, day, hour) * draw.uniform(0.9, 1.1), 1)


def _fever(profile: Profile, day: int, hour: int) -> float:
    """How much the disease adds: before the first dose, while there is no response, and when
    fever returns."""
    evening = hour >= 18
    if profile.response == NONE or (day, hour) <= (0, FIRST_DOSE_HOUR):
        return 2.5 if evening else 1.6
    hours_since = 24 * day + hour - FIRST_DOSE_HOUR
    if profile.fever_returns_on == day and hour >= 12:
        return 2.4
    return max(0.0, 1.5 - hours_since / 14)
