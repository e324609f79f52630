"""Our own figures as a published cohort would print them, to stand beside those that did.

Rates with exact intervals, survival by Kaplan-Meier, and the response as it would be with another
cohort's share of EBV-HLH (direct standardization). Response is of those given ruxolitinib.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from hlh_app.statistics.figures import Figure, Rows
from hlh_app.statistics.proportions import exact_interval
from hlh_app.statistics.response_classes import (
    COMPLETE,
    RESPONSES,
    ByClass,
    Codes,
    by_class,
    class_codes,
    given_ruxolitinib,
)
from hlh_app.statistics.standardized import Standardized, standardized
from hlh_app.statistics.subjects import Group, Subjects
from hlh_app.statistics.survival import kaplan_meier
from hlh_app.statistics.survival_analysis import share_at
from hlh_app.statistics.survival_spans import DAYS_A_WEEK, spans

PARTS = ("subject", "outcome", "fever")
EBV_MIXES: dict[str, tuple[int, int]] = {
    "wang2020": (25, 9),
    "chi2020": (5, 6),
    "chi2020_conventional": (2, 9),
}
"""Cohort (and arm) → patients with EBV-HLH and without, as printed."""
MOST_UNKNOWN = 0.2
"""With a larger share of EBV not known nothing is standardized (our definition)."""
ADULT_FROM = 18
SURVIVAL = (("os", 26), ("os", 52), ("pfs", 26))
RESPONSE_ON = (14, 28)
LEAST_AT_RISK = 5
"""With fewer at risk a share by Kaplan-Meier is not drawn beside others (our definition)."""


@dataclass(frozen=True, slots=True, eq=False)
class Measure:
    """``who`` of ``of``; ``unknown``: patients left out of ``of`` because it is not known of them.
    ``value`` with ``low`` to ``high``, between 0 and 1."""

    code: str
    who: Rows
    of: Rows
    unknown: Rows
    value: float | None
    low: float | None
    high: float | None

    def figures(self, group: str) -> Iterator[Figure]:
        key = f"benchmark/{self.code}"
        yield Figure(f"{key}/x/{group}", len(self.who), self.who)
        yield Figure(f"{key}/n/{group}", len(self.of), self.of)
        yield Figure(f"{key}/unknown/{group}", len(self.unknown), self.unknown)
        yield Figure(f"{key}/value/{group}", self.value, self.of)
        yield Figure(f"{key}/low/{group}", self.low, self.of)
        yield Figure(f"{key}/high/{group}", self.high, self.of)


@dataclass(frozen=True, slots=True, eq=False)
class OurBenchmark:
    """One group. ``standardized``: by EBV_MIXES; ``ebv_unknown``: of those given ruxolitinib.
    ``kinds``: who they are, by line of therapy and age."""

    group: Group
    kinds: Mapping[str, Rows]
    measures: Mapping[str, Measure]
    standardized: Mapping[str, Standardized]
    treated: Rows
    ebv_unknown: Rows

    @property
    def too_often_unknown(self) -> bool:
        return too_often(len(self.ebv_unknown), len(self.treated))

    def figures(self) -> Iterator[Figure]:
        code = self.group.code
        for measure in self.measures.values():
            yield from measure.figures(code)
        for kind, who in self.kinds.items():
            yield Figure(f"benchmark/{kind}/n/{code}", len(who), who)
        unknown = self.ebv_unknown
        yield Figure(f"benchmark/ebv_unknown/n/{code}", len(unknown), unknown)
        known = np.setdiff1d(self.treated, unknown)
        for name, found in self.standardized.items():
            key = f"benchmark/orr_as_{name}"
            yield Figure(f"{key}/value/{code}", found.value, known)
            yield Figure(f"{key}/low/{code}", found.lower, known)
            yield Figure(f"{key}/high/{code}", found.upper, known)


@dataclass(frozen=True, slots=True, eq=False)
class Benchmark:
    groups: tuple[OurBenchmark, ...]

    def figures(self) -> Iterator[Figure]:
        for group in self.groups:
            yield from group.figures()


def benchmark(subjects: Subjects, groups: Sequence[Group]) -> Benchmark:
    """Of every group."""
    codes = class_codes(subjects.column("outcome", "best"))
    return Benchmark(tuple(_group(subjects, group, codes) for group in groups))


def too_often(unknown: int, n: int) -> bool:
    """Whether EBV is not known of so many that a standardized figure would mislead."""
    return n > 0 and unknown > MOST_UNKNOWN * n


def _group(subjects: Subjects, group: Group, codes: Codes) -> OurBenchmark:
    treated = given_ruxolitinib(subjects, group.rows)
    best = by_class(codes, treated)
    ebv = np.array(subjects.column("subject", "ebv"), dtype=object)
    strata = {word: by_class(codes, treated[_is(ebv[treated], word)]) for word in (True, False)}
    unknown = treated[_is(ebv[treated], None)]
    measures = [
        _rate("orr", best.responders, treated),
        _rate("cr", best.of(COMPLETE), treated),
        *(one for day in RESPONSE_ON for one in _on_day(subjects, treated, day)),
        _rate("orr_ebv", strata[True].responders, strata[True].rows),
        _rate("orr_not_ebv", strata[False].responders, strata[False].rows),
        _afebrile(subjects, group.rows),
        _deaths(subjects, group.rows),
        *(_survival(subjects, group.rows, *asked) for asked in SURVIVAL),
    ]
    return OurBenchmark(
        group=group,
        kinds=_kinds(subjects, group.rows),
        measures={measure.code: measure for measure in measures},
        standardized=_standardized(strata, too_often(len(unknown), len(treated))),
        treated=treated,
        ebv_unknown=unknown,
    )


def _kinds(subjects: Subjects, rows: Rows) -> dict[str, Rows]:
    line = np.array(subjects.column("subject", "line"), dtype=object)[rows]
    age = subjects.numbers("subject", "age")[rows]
    return {
        "line_first": rows[line == "first"],
        "line_later": rows[line == "later"],
        "line_unknown": rows[_is(line, None)],
        "children": rows[age < ADULT_FROM],
        "adults": rows[age >= ADULT_FROM],
        "age_unknown": rows[np.isnan(age)],
    }


def _is(column: np.ndarray, word: bool | None) -> np.ndarray:
    return np.fromiter((own is word for own in column), bool, len(column))


def _rate(code: str, who: Rows, of: Rows, unknown: Rows | None = None) -> Measure:
    found = exact_interval(len(who), len(of))
    nobody = of[:0] if unknown is None else unknown
    return Measure(code, who, of, nobody, found.value, found.lower, found.upper)


def _on_day(subjects: Subjects, treated: Rows, day: int) -> Iterator[Measure]:
    """In response on one assessment day, of those assessed on it and of all who were treated."""
    classes = subjects.column("outcome", "classes")
    own = class_codes(row.get(str(day), ()) for row in classes)
    found = by_class(own, treated)
    responded, rest = found.of(*RESPONSES), np.setdiff1d(treated, found.assessed)
    yield _rate(f"orr_day{day}", responded, found.assessed, rest)
    yield _rate(f"orr_day{day}_all", responded, treated)


def _afebrile(subjects: Subjects, rows: Rows) -> Measure:
    words = np.array(subjects.column("fever", "within_24_h"), dtype=object)[rows]
    unknown = _is(words, None)
    return _rate("afebrile24", rows[_is(words, True)], rows[~unknown], rows[unknown])


def _deaths(subjects: Subjects, rows: Rows) -> Measure:
    found = spans(subjects, rows, "os")
    return _rate("deaths", found.events, found.who)


def _survival(subjects: Subjects, rows: Rows, endpoint: str, week: int) -> Measure:
    """By Kaplan-Meier; ``who``: still observed then without the event."""
    found = spans(subjects, rows, endpoint)
    share = share_at(kaplan_meier(found.days, found.event), week * DAYS_A_WEEK)
    return Measure(
        code=f"{endpoint}{week}",
        who=found.at_risk(week * DAYS_A_WEEK),
        of=found.who,
        unknown=found.without,
        value=share.value,
        low=share.lower,
        high=share.upper,
    )


def _standardized(strata: Mapping[bool, ByClass], unknown: bool) -> dict[str, Standardized]:
    parts = [(len(strata[word].responders), strata[word].n) for word in (True, False)]
    found = {name: standardized(parts, mix) for name, mix in EBV_MIXES.items()}
    if not unknown:
        return found
    return {name: Standardized(one.strata, one.weights) for name, one in found.items()}
