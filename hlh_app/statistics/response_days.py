"""Response by assessment day, and the time to it.

Days are the days of the assessments (7, 14, 28, 42, 56), not those of the samples. The first sure
response counts; where an earlier day may have been one, that is counted beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from hlh_app.clinical.schedule import RESPONSE_DAYS
from hlh_app.clinical.study.outcome import EXTRA_DAYS
from hlh_app.statistics.describe import Description, describe
from hlh_app.statistics.figures import Figure, Floats, Rows
from hlh_app.statistics.response_classes import CLASSES, ByClass, by_class, class_codes
from hlh_app.statistics.response_rates import Rate, rate
from hlh_app.statistics.subjects import Subjects

DAYS = tuple(sorted((*EXTRA_DAYS, *RESPONSE_DAYS)))
STATES = ("no_values", "upcoming", "not_applicable")
DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True, eq=False)
class Day:
    """One assessment day of a group. ``states``: why those without an assessment have none.
    ``rate``: of response on that day among those assessed on it."""

    day: int
    classes: ByClass
    states: Mapping[str, Rows]
    rate: Rate

    def figures(self, group: str) -> Iterator[Figure]:
        at = f"response/day{self.day}"
        for name in CLASSES:
            who = self.classes.of(name)
            yield Figure(f"{at}/{name}/{group}", len(who), who)
        for state, who in self.states.items():
            yield Figure(f"{at}/{state}/{group}", len(who), who)
        yield Figure(f"{at}/rate/{group}", self.rate.value, self.rate.who)
        yield Figure(f"{at}/rate_low/{group}", self.rate.low, self.rate.who)
        yield Figure(f"{at}/rate_high/{group}", self.rate.high, self.rate.who)


def by_day(subjects: Subjects, rows: Rows) -> tuple[Day, ...]:
    """Every assessment day of these patients."""
    classes = subjects.column("outcome", "classes")
    states = subjects.column("outcome", "not_assessed")
    return tuple(_day(day, classes, states, rows) for day in DAYS)


def _day(
    day: int,
    classes: Sequence[Mapping[str, Sequence[str]]],
    states: Sequence[Mapping[str, str]],
    rows: Rows,
) -> Day:
    key = str(day)
    parted = by_class(class_codes(own.get(key, ()) for own in classes), rows)
    words = np.array([own.get(key, "") for own in states], dtype=object)[rows]
    without = {state: rows[words == state] for state in STATES}
    return Day(day, parted, without, rate(parted.responders, len(parted.assessed)))


@dataclass(frozen=True, slots=True, eq=False)
class Times:
    """Days from the first dose to the first sure response. ``earlier``: of these responders, those
    in whom an earlier day may have been a response."""

    who: Rows
    days: Floats
    described: Description
    earlier: Rows

    def figures(self, group: str) -> Iterator[Figure]:
        of = self.described
        parts = {
            "n": of.n,
            "median": of.median,
            "q1": of.q1,
            "q3": of.q3,
            "min": of.low,
            "max": of.high,
        }
        for name, value in parts.items():
            yield Figure(f"response/time/{name}/{group}", value, self.who)
        for name, value in parts.items():
            if name != "n":
                weeks = None if value is None else value / DAYS_A_WEEK
                yield Figure(f"response/time/{name}_weeks/{group}", weeks, self.who)
        yield Figure(f"response/time/earlier/{group}", len(self.earlier), self.earlier)


def times(subjects: Subjects, rows: Rows) -> Times:
    """The responders among these patients."""
    found = subjects.numbers("outcome", "response_day")[rows]
    maybe = subjects.numbers("outcome", "response_maybe_day")[rows]
    responded = ~np.isnan(found)
    who, days = rows[responded], found[responded]
    return Times(who, days, describe(days), rows[responded & ~np.isnan(maybe)])
