"""Survival of the chosen groups: overall, progression-free, and what followed a response.

Every endpoint stands with and without censoring at transplant. Times are in days from the first
dose; medians stand in weeks too. Follow-up by reverse Kaplan-Meier.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hlh_app.statistics.after_response import AfterResponse, after_response
from hlh_app.statistics.comparison import Comparison
from hlh_app.statistics.describe import Description
from hlh_app.statistics.figures import Figure, Rows
from hlh_app.statistics.subjects import Group, Subjects
from hlh_app.statistics.survival import (
    KaplanMeier,
    Median,
    Share,
    kaplan_meier,
    log_rank,
    reverse_kaplan_meier,
)
from hlh_app.statistics.survival_spans import (
    DAYS_A_WEEK,
    ENDPOINTS,
    WEEKS,
    Spans,
    in_weeks,
    spans,
)

PARTS = ("subject", "outcome")
MOST_STEPS = 60
"""Curves with more days on which events happened are tabled by week alone."""


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One day on which events happened: the row of the curve's table."""

    day: int
    at_risk: int
    events: int
    share: Share


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """One endpoint of one group. ``at_weeks``: in the order of WEEKS. ``open``: in whom relapse or
    progression is not known, so that the time may turn out shorter (progression-free only)."""

    endpoint: str
    group: Group
    spans: Spans
    km: KaplanMeier
    at_weeks: tuple[Share, ...]
    open: Rows | None

    @property
    def key(self) -> str:
        return f"survival/{self.endpoint}"

    @property
    def steps(self) -> tuple[Step, ...]:
        """Empty where there are too many for a table."""
        days = self.km.times[self.km.events > 0]
        if len(days) > MOST_STEPS:
            return ()
        events = self.km.events[self.km.events > 0]
        return tuple(
            Step(int(day), share.at_risk, int(count), share)
            for day, count in zip(days, events, strict=True)
            for share in [self.km.at(day)]
        )

    def figures(self) -> Iterator[Figure]:
        key, code, who = self.key, self.group.code, self.spans.who
        yield Figure(f"{key}/n/{code}", self.spans.n, who)
        yield Figure(f"{key}/events/{code}", len(self.spans.events), self.spans.events)
        yield Figure(f"{key}/censored/{code}", len(self.spans.censored), self.spans.censored)
        yield Figure(f"{key}/without/{code}", len(self.spans.without), self.spans.without)
        if self.open is not None:
            yield Figure(f"{key}/open/{code}", len(self.open), self.open)
        yield from _medians(key, code, self.km.median, who)
        yield from _described(f"{key}/observed", code, self.spans.observed, who)
        yield from self._at_weeks()
        yield from self._steps()

    def _at_weeks(self) -> Iterator[Figure]:
        key, code = self.key, self.group.code
        for week, share in zip(WEEKS, self.at_weeks, strict=True):
            yield Figure(f"{key}/week{week}/{code}", share.value, self.spans.who)
            yield Figure(f"{key}/week{week}_low/{code}", share.lower, self.spans.who)
            yield Figure(f"{key}/week{week}_high/{code}", share.upper, self.spans.who)
            who = self.spans.at_risk(week * DAYS_A_WEEK)
            yield Figure(f"{key}/week{week}_at_risk/{code}", share.at_risk, who)

    def _steps(self) -> Iterator[Figure]:
        spans, code = self.spans, self.group.code
        for step in self.steps:
            at = f"{self.key}/day{step.day}"
            who = spans.who[spans.event & (spans.days == step.day)]
            yield Figure(f"{at}_at_risk/{code}", step.at_risk, spans.at_risk(step.day))
            yield Figure(f"{at}_events/{code}", step.events, who)
            yield Figure(f"{at}_survival/{code}", step.share.value, spans.who)
            yield Figure(f"{at}_low/{code}", step.share.lower, spans.who)
            yield Figure(f"{at}_high/{code}", step.share.upper, spans.who)


@dataclass(frozen=True, slots=True, eq=False)
class FollowUp:
    """``km``: reverse Kaplan-Meier of overall survival. ``alive``: observed times of those not
    known to have died."""

    group: Group
    spans: Spans
    km: KaplanMeier
    alive: Description

    def figures(self) -> Iterator[Figure]:
        key, code, who = "survival/follow_up", self.group.code, self.spans.who
        yield from _medians(key, code, self.km.median, who)
        yield from _described(f"{key}/alive", code, self.alive, self.spans.events)


@dataclass(frozen=True, slots=True, eq=False)
class SurvivalAnalysis:
    """``curves``: endpoint → one a group. ``log_rank``: endpoint → the test, with two groups."""

    groups: tuple[Group, ...]
    curves: dict[str, tuple[Curve, ...]]
    log_rank: dict[str, Comparison]
    follow_up: tuple[FollowUp, ...]
    after_response: tuple[AfterResponse, ...]

    def figures(self) -> Iterator[Figure]:
        for endpoint in ENDPOINTS:
            for curve in self.curves[endpoint]:
                yield from curve.figures()
            if endpoint in self.log_rank:
                yield from _test(endpoint, self.log_rank[endpoint])
        for followed in self.follow_up:
            yield from followed.figures()
        for after in self.after_response:
            yield from after.figures()


def survival_analysis(subjects: Subjects, groups: Sequence[Group]) -> SurvivalAnalysis:
    """Everything that the page of survival shows."""
    curves = {code: tuple(_curve(subjects, group, code) for group in groups) for code in ENDPOINTS}
    return SurvivalAnalysis(
        groups=tuple(groups),
        curves=curves,
        log_rank={code: _compared(rows) for code, rows in curves.items() if len(groups) > 1},
        follow_up=tuple(_follow_up(curve) for curve in curves["os"]),
        after_response=tuple(after_response(subjects, group) for group in groups),
    )


def _curve(subjects: Subjects, group: Group, endpoint: str) -> Curve:
    found = spans(subjects, group.rows, endpoint)
    km = kaplan_meier(found.days, found.event)
    weeks = tuple(share_at(km, week * DAYS_A_WEEK) for week in WEEKS)
    is_open = subjects.where("outcome", "pfs_open", True)[found.who]
    left_open = found.who[is_open] if endpoint.startswith("pfs") else None
    return Curve(endpoint, group, found, km, weeks, left_open)


def share_at(km: KaplanMeier, day: float) -> Share:
    """At one day; after the last observed one only where the curve has come down to 0."""
    if km.n and day > km.times[-1] and km.survival[-1] == 0:
        return Share(0.0, None, None, 0)
    return km.at(day)


def _compared(curves: Sequence[Curve]) -> Comparison:
    return log_rank([(curve.spans.days, curve.spans.event) for curve in curves])


def _follow_up(curve: Curve) -> FollowUp:
    followed = curve.spans.reversed()
    alive = Spans(followed.events, followed.days[followed.event], followed.event, followed.without)
    km = reverse_kaplan_meier(curve.spans.days, curve.spans.event)
    return FollowUp(curve.group, followed, km, alive.observed)


def _test(endpoint: str, found: Comparison) -> Iterator[Figure]:
    yield Figure(f"survival/{endpoint}/logrank_chisq/ab", found.statistic)
    yield Figure(f"survival/{endpoint}/logrank_df/ab", found.df[0] if found.df else None)
    yield Figure(f"survival/{endpoint}/logrank_p/ab", found.p)


def _medians(key: str, code: str, median: Median, who: Rows) -> Iterator[Figure]:
    parts = {"median": median.value, "median_low": median.lower, "median_high": median.upper}
    for name, days in parts.items():
        yield Figure(f"{key}/{name}/{code}", days, who)
        yield Figure(f"{key}/{name}_weeks/{code}", in_weeks(days), who)


def _described(key: str, code: str, of: Description, who: Rows) -> Iterator[Figure]:
    for name, days in (("median", of.median), ("min", of.low), ("max", of.high)):
        yield Figure(f"{key}_{name}/{code}", days, who)
        yield Figure(f"{key}_{name}_weeks/{code}", in_weeks(days), who)
