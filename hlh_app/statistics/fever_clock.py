"""How soon the fever left, and whether it came back.

The curve is the share of the patients febrile before the first dose who are afebrile, upward: one
minus Kaplan–Meier. By hours for those whose first dose is known to the minute, by calendar days for
all. Who has no afebrile day on record is censored at the moment up to which surely none began (our
definition, ``clinical.study.fever``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from hlh_app.statistics.comparison import Comparison
from hlh_app.statistics.describe import Description, describe
from hlh_app.statistics.figures import Figure, Flags, Floats, Rows
from hlh_app.statistics.proportions import Proportion, exact_interval
from hlh_app.statistics.subjects import Group, Subjects
from hlh_app.statistics.survival import KaplanMeier, kaplan_meier, log_rank

HOURS, CALENDAR_DAYS = "hours", "days"
TIMES: dict[str, tuple[int, ...]] = {HOURS: (24, 48, 72, 144), CALENDAR_DAYS: (1, 2, 3, 6, 14)}
"""When the table tells the share: by hours, by calendar days."""


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """A yes or no asked of some patients: ``yes`` of those ``known``, which is the denominator;
    ``unknown``: not settled."""

    key: str
    code: str
    yes: Rows
    known: Rows
    unknown: Rows

    @property
    def share(self) -> Proportion:
        return exact_interval(len(self.yes), len(self.known))

    def figures(self) -> Iterator[Figure]:
        share = self.share
        for name in ("yes", "known", "unknown"):
            who: Rows = getattr(self, name)
            yield Figure(f"{self.key}/{name}/{self.code}", len(who), who)
        for name, value in (
            ("share", share.value),
            ("lower", share.lower),
            ("upper", share.upper),
        ):
            yield Figure(f"{self.key}/{name}/{self.code}", value, self.known)


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """One group's, in one unit. ``who``: febrile before, with a time; ``event``: afebrile then.
    ``without``: febrile before, but no time in this unit."""

    unit: str
    group: Group
    who: Rows
    time: Floats
    event: Flags
    without: Rows
    fit: KaplanMeier

    def shares(self) -> Iterator[tuple[int, tuple[float | None, ...], int]]:
        """At each of TIMES: (share afebrile, its limits), and how many were not yet afebrile and
        still followed just before. Once everybody is afebrile, everybody stays counted so."""
        all_afebrile = self.fit.n > 0 and self.fit.survival[-1] == 0
        for time in TIMES[self.unit]:
            found = self.fit.at(time)
            left = 0.0 if found.value is None and all_afebrile else found.value
            yield time, (_rest(left), _rest(found.upper), _rest(found.lower)), found.at_risk

    def figures(self) -> Iterator[Figure]:
        code, median = self.group.code, self.fit.median
        counts = (("n", self.who), ("afebrile", self.who[self.event]))
        for name, who in (*counts, ("censored", self.who[~self.event]), ("without", self.without)):
            yield Figure(f"fever/{self.unit}/{name}/{code}", len(who), who)
        for name, value in (("median", median.value), ("median_lower", median.lower)):
            yield Figure(f"fever/{self.unit}/{name}/{code}", value, self.who)
        yield Figure(f"fever/{self.unit}/median_upper/{code}", median.upper, self.who)
        for time, shares, at_risk in self.shares():
            for name, share in zip(("share", "lower", "upper"), shares, strict=True):
                yield Figure(f"fever/{self.unit}/at{time}/{name}/{code}", share, self.who)
            still = self.who[self.time >= time]
            yield Figure(f"fever/{self.unit}/at{time}/at_risk/{code}", at_risk, still)


@dataclass(frozen=True, slots=True, eq=False)
class GroupClock:
    """``before``: febrile in the 24 hours before the first dose. ``within``: afebrile within 24
    hours, of all; ``within_febrile``: of those febrile before. ``back``: fever seen again, of those
    who had an afebrile day; ``back_days``: calendar days until it was."""

    group: Group
    before: Counted
    within: Counted
    within_febrile: Counted
    back: Counted
    back_days: Description
    hours: Curve
    days: Curve

    def figures(self) -> Iterator[Figure]:
        for part in (self.before, self.within, self.within_febrile, self.back):
            yield from part.figures()
        for name in ("median", "low", "high"):
            value = getattr(self.back_days, name)
            yield Figure(f"fever/back_days/{name}/{self.group.code}", value, self.back.yes)
        yield from self.hours.figures()
        yield from self.days.figures()


@dataclass(frozen=True, slots=True, eq=False)
class FeverClock:
    """``log_rank``: by unit, of two groups."""

    groups: tuple[GroupClock, ...]
    log_rank: dict[str, Comparison]

    def figures(self) -> Iterator[Figure]:
        for group in self.groups:
            yield from group.figures()
        for unit, test in self.log_rank.items():
            yield Figure(f"fever/{unit}/log_rank/statistic/ab", test.statistic)
            yield Figure(f"fever/{unit}/log_rank/p/ab", test.p)


def fever_clock(subjects: Subjects, groups: Sequence[Group]) -> FeverClock:
    """Of one or two groups."""
    found = tuple(_of_group(subjects, group) for group in groups)
    tests = {}
    if len(found) == 2:
        for unit in (HOURS, CALENDAR_DAYS):
            curves: list[Curve] = [getattr(group, unit) for group in found]
            tests[unit] = log_rank([(curve.time, curve.event) for curve in curves])
    return FeverClock(found, tests)


def _of_group(subjects: Subjects, group: Group) -> GroupClock:
    before = _asked(subjects, "febrile_before", group.rows, "fever/before", group)
    within = _asked(subjects, "within_24_h", group.rows, "fever/within24", group)
    of_febrile = _asked(subjects, "within_24_h", before.yes, "fever/within24_febrile", group)
    back = _back(subjects, before.yes, group)
    return GroupClock(
        group=group,
        before=before,
        within=within,
        within_febrile=of_febrile,
        back=back,
        back_days=describe(subjects.numbers("fever", "back_days")[back.yes]),
        hours=_curve(subjects, before.yes, HOURS, group),
        days=_curve(subjects, before.yes, CALENDAR_DAYS, group),
    )


def _asked(subjects: Subjects, field: str, rows: Rows, key: str, group: Group) -> Counted:
    words = {word: subjects.where("fever", field, word)[rows] for word in (True, False)}
    known = words[True] | words[False]
    return Counted(key, group.code, rows[words[True]], rows[known], rows[~known])


def _back(subjects: Subjects, febrile: Rows, group: Group) -> Counted:
    """Of all who were febrile and had an afebrile day: seen again. ``unknown``: not seen again, but
    not excluded either. They count as not seen: readings grow sparse in all who fare well, so that
    leaving them out would leave those with fever."""
    asked = febrile[subjects.where("fever", "state", "afebrile")[febrile]]
    met = subjects.where("fever", "came_back", "met")[asked]
    excluded = subjects.where("fever", "came_back", "not_met")[asked]
    return Counted("fever/back", group.code, asked[met], asked, asked[~met & ~excluded])


def _curve(subjects: Subjects, febrile: Rows, unit: str, group: Group) -> Curve:
    afebrile = subjects.numbers("fever", f"afebrile_{unit}")[febrile]
    until = subjects.numbers("fever", f"open_{unit}")[febrile]
    event = ~np.isnan(afebrile)
    time = np.where(event, afebrile, until)
    known = ~np.isnan(time)
    who, time, event = febrile[known], time[known], event[known]
    fit = kaplan_meier(time, event)
    return Curve(unit, group, who, time, event, febrile[~known], fit)


def _rest(share: float | None) -> float | None:
    """Of those not yet afebrile: those who are."""
    return None if share is None else 1 - share
