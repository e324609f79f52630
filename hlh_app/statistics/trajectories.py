"""One test in groups over time: the median and quartiles of the patients in each span of days.

Our definition: before treatment days -14 to -8 and -7 to -1, then days 0 to 3, then weeks, each
from 3 days before its day 7, 14, … to 3 days after it (so that weeks 1 and 2 hold the days that
Table 2 may use); after week 8 spans of 28 days. Of a patient with several results in a span their
median counts, so that nobody counts twice. The first two weeks may also be seen day by day.
Temperature is the highest of each day, known from day -3 to 28.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from hlh_app.clinical.study.values import ANALYSED
from hlh_app.statistics.describe import Description, describe
from hlh_app.statistics.fever_by_day import DAYS as PEAK_DAYS
from hlh_app.statistics.fever_by_day import peak_table
from hlh_app.statistics.figures import Figure, Floats, Rows
from hlh_app.statistics.subjects import Group, Subjects

TEMPERATURE = "temperature"
TESTS = (TEMPERATURE, *ANALYSED)
TWO_WEEKS, EIGHT_WEEKS, YEAR = "days", "weeks", "year"
SHOWN = ("median", "q1", "q3")


@dataclass(frozen=True, slots=True)
class Span:
    """Calendar days ``first`` to ``last`` from day 0, both included."""

    key: str
    first: int
    last: int

    @property
    def middle(self) -> float:
        return (self.first + self.last) / 2


def _spans() -> dict[str, tuple[Span, ...]]:
    start = (Span("before2", -14, -8), Span("before1", -7, -1), Span("start", 0, 3))
    weeks = tuple(Span(f"week{n}", 7 * n - 3, 7 * n + 3) for n in range(1, 9))
    later = tuple(
        Span(f"days{first}to{min(first + 27, 365)}", first, min(first + 27, 365))
        for first in range(60, 366, 28)
    )
    return {
        TWO_WEEKS: tuple(Span(f"day{day}", day, day) for day in range(-7, 15)),
        EIGHT_WEEKS: (*start, *weeks),
        YEAR: (*start, *weeks, *later),
    }


SPANS = _spans()


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """Results of one test: of the patient at position ``who`` on ``day`` the ``value``. Ordered by
    patient, and by day of each."""

    who: Rows
    day: Floats
    value: Floats

    def of(self, row: int) -> tuple[Floats, Floats]:
        """Days and values of one patient."""
        first, last = np.searchsorted(self.who, [row, row + 1])
        return self.day[first:last], self.value[first:last]


@dataclass(frozen=True, slots=True, eq=False)
class SpanFigures:
    """One group in one span."""

    span: Span
    found: Description
    who: Rows


@dataclass(frozen=True, slots=True, eq=False)
class GroupTrajectory:
    """``without``: patients of the group without a result in any span."""

    group: Group
    test: str
    spans: tuple[SpanFigures, ...]
    without: Rows

    def key(self, span: Span, name: str) -> str:
        return f"explore/{self.test}/{span.key}/{name}/{self.group.code}"

    def figures(self) -> Iterator[Figure]:
        for part in self.spans:
            for name in ("n", *SHOWN):
                yield Figure(self.key(part.span, name), getattr(part.found, name), part.who)


@dataclass(frozen=True, slots=True, eq=False)
class Trajectories:
    """``points``: every result of the test, for the lines of single patients."""

    test: str
    spans: tuple[Span, ...]
    points: Points
    groups: tuple[GroupTrajectory, ...]

    def figures(self) -> Iterator[Figure]:
        """Every number of the page."""
        for group in self.groups:
            yield from group.figures()


@dataclass(frozen=True, slots=True, eq=False)
class EveryTrajectory:
    """Every test, day by day and by weeks: what the page may be asked for."""

    subjects: Subjects
    groups: Sequence[Group]

    def figures(self) -> Iterator[Figure]:
        for test in TESTS:
            points = points_of(self.subjects, test)
            for spans in (TWO_WEEKS, YEAR):
                yield from _trajectories(points, self.groups, test, SPANS[spans]).figures()


def every_trajectory(subjects: Subjects, groups: Sequence[Group]) -> EveryTrajectory:
    """Of one or two groups; computed test by test while it is read."""
    return EveryTrajectory(subjects, groups)


def trajectories(
    subjects: Subjects, groups: Sequence[Group], test: str, spans: str = EIGHT_WEEKS
) -> Trajectories:
    """Of one test of TESTS over one of SPANS."""
    return _trajectories(points_of(subjects, test), groups, test, SPANS[spans])


def part_of(test: str) -> str:
    """The part of the patients in which the test is."""
    return "fever" if test == TEMPERATURE else "series"


def points_of(subjects: Subjects, test: str) -> Points:
    """Every result of one test."""
    return _peaks(subjects) if test == TEMPERATURE else _results(subjects, test)


def _peaks(subjects: Subjects) -> Points:
    table = peak_table(subjects)
    who, at = np.nonzero(~np.isnan(table))
    return Points(who, np.array(PEAK_DAYS, dtype=np.float64)[at], table[who, at])


def _results(subjects: Subjects, test: str) -> Points:
    """Only the results of this test are read out of the texts: ten thousand patients have a million
    of all tests together."""
    named = f'"{test}"'
    cut: list[str] = []
    who: list[int] = []
    for row, text in enumerate(subjects.texts["series"]):
        at = text.find(named)
        if at >= 0:
            cut.append(text[text.index("[", at) : text.index("]]", at) + 2])
            who.append(row)
    found = json.loads(f"[{','.join(cut)}]")
    points = np.array([point for rows in found for point in rows], dtype=np.float64).reshape(-1, 2)
    counts = [len(rows) for rows in found]
    return Points(np.repeat(np.array(who, dtype=np.intp), counts), points[:, 0], points[:, 1])


def _trajectories(
    points: Points, groups: Sequence[Group], test: str, spans: Sequence[Span]
) -> Trajectories:
    who, span, value = _one_each(points, spans)
    found = tuple(_of_group(group, test, spans, who, span, value) for group in groups)
    return Trajectories(test, tuple(spans), points, found)


def _one_each(points: Points, spans: Sequence[Span]) -> tuple[Rows, Rows, Floats]:
    """(patient, span, median of the patient's results in it), one row each."""
    firsts, lasts = (np.array([getattr(s, name) for s in spans]) for name in ("first", "last"))
    span = firsts.searchsorted(points.day, "right") - 1
    inside = (span >= 0) & (points.day <= lasts[np.maximum(span, 0)])
    who, span, value = points.who[inside], span[inside], points.value[inside]
    order = np.lexsort((value, span, who))
    who, span, value = who[order], span[order], value[order]
    begins = np.flatnonzero(np.diff(who * len(spans) + span, prepend=-1))
    counts = np.diff(np.append(begins, len(who)))
    low, high = begins + (counts - 1) // 2, begins + counts // 2
    return who[begins], span[begins], (value[low] + value[high]) / 2


def _of_group(
    group: Group, test: str, spans: Sequence[Span], who: Rows, span: Rows, value: Floats
) -> GroupTrajectory:
    mine = np.isin(who, group.rows)
    who, span, value = who[mine], span[mine], value[mine]
    found = tuple(
        SpanFigures(one, describe(value[span == at]), who[span == at])
        for at, one in enumerate(spans)
    )
    without = np.setdiff1d(group.rows, who)
    return GroupTrajectory(group, test, found, without)
