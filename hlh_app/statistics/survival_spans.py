"""Observed times of a group: from the first dose to what is counted, or to the last record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hlh_app.statistics.describe import Description, describe
from hlh_app.statistics.figures import Flags, Floats, Rows
from hlh_app.statistics.subjects import Subjects

DAYS_A_WEEK = 7
WEEKS = (4, 8, 12, 26, 52)
ENDPOINTS = ("os", "os_transplant", "pfs", "pfs_transplant")
_DEATH = ("death",)
_WORSE = ("death", "relapse", "progression")
EVENTS = {"os": _DEATH, "os_transplant": _DEATH, "pfs": _WORSE, "pfs_transplant": _WORSE}
"""Endpoint → the words of its ``*_ended`` that are events; with any other the time is censored."""


@dataclass(frozen=True, slots=True, eq=False)
class Spans:
    """``who`` has a time, in ``days``; ``event``: whether it ended with one. ``without``: the rest,
    to whom the endpoint does not apply."""

    who: Rows
    days: Floats
    event: Flags
    without: Rows

    @property
    def n(self) -> int:
        return len(self.who)

    @property
    def events(self) -> Rows:
        return self.who[self.event]

    @property
    def censored(self) -> Rows:
        return self.who[~self.event]

    @property
    def observed(self) -> Description:
        """Of all observed times, ended by an event or not."""
        return describe(self.days)

    def at_risk(self, day: float) -> Rows:
        """Who was still observed just before that day."""
        return self.who[self.days >= day]

    def reversed(self) -> Spans:
        """With censoring as the event: how long the patients were followed."""
        return Spans(self.who, self.days, ~self.event, self.without)


def spans(subjects: Subjects, rows: Rows, endpoint: str) -> Spans:
    """The times of one endpoint."""
    days = subjects.numbers("outcome", f"{endpoint}_days")[rows]
    known = ~np.isnan(days)
    words, events = subjects.column("outcome", f"{endpoint}_ended"), EVENTS[endpoint]
    event = np.fromiter((words[row] in events for row in rows[known]), bool, int(known.sum()))
    return Spans(rows[known], days[known], event, rows[~known])


def at_risk_by_week(days: Floats, weeks: Sequence[int]) -> dict[int, int]:
    """How many of these times reach each week; {} of nobody."""
    if not days.size:
        return {}
    ordered = np.sort(days)
    firsts = ordered.searchsorted([week * DAYS_A_WEEK for week in weeks], "left")
    return {week: int(days.size - first) for week, first in zip(weeks, firsts, strict=True)}


def in_weeks(days: float | None) -> float | None:
    return None if days is None else days / DAYS_A_WEEK
