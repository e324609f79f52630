"""What came first after a response: relapse, transplant, or death without relapse.

From the first day that surely was a response; each of the three keeps the other two from coming
first (Aalen-Johansen). Beside it, as Wang 2020 counted: who relapsed of the responders not given a
transplant before, which takes no account of when; and times from the first dose.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from hlh_app.statistics.competing import Incidence, cumulative_incidence
from hlh_app.statistics.describe import Description, describe
from hlh_app.statistics.figures import Figure, Floats, Rows
from hlh_app.statistics.proportions import Proportion, exact_interval
from hlh_app.statistics.subjects import Group, Subjects
from hlh_app.statistics.survival import Share
from hlh_app.statistics.survival_spans import DAYS_A_WEEK, WEEKS, in_weeks

CAUSES = ("relapse", "transplant", "death")
"""In the order of the words' codes: 1, 2, 3; 0 is censored."""
NEARLY_ONE = 1 - 1e-12
PARTS = {"relapse_ebv": True, "relapse_not_ebv": False, "relapse_ebv_unknown": None}


@dataclass(frozen=True, slots=True, eq=False)
class Times:
    """Days from the first dose to something, of those to whom it happened."""

    key: str
    who: Rows
    described: Description

    def figures(self, code: str) -> Iterator[Figure]:
        of = self.described
        yield Figure(f"{self.key}/n/{code}", of.n, self.who)
        for name, days in (("median", of.median), ("min", of.low), ("max", of.high)):
            yield Figure(f"{self.key}/{name}/{code}", days, self.who)
            yield Figure(f"{self.key}/{name}_weeks/{code}", in_weeks(days), self.who)


@dataclass(frozen=True, slots=True, eq=False)
class Relapsed:
    """Responders of one kind. ``spared``: without a transplant before a relapse. ``relapsed``: of
    these; ``rose``: those of them in whom EBV-DNA rose before, of ``measured``, in whom it is
    known."""

    key: str
    responders: Rows
    spared: Rows
    relapsed: Rows
    share: Proportion
    times: Times
    measured: Rows
    rose: Rows

    def figures(self, code: str) -> Iterator[Figure]:
        counted = {
            "responders": self.responders,
            "n": self.spared,
            "relapsed": self.relapsed,
            "ebv_dna_known": self.measured,
            "ebv_dna_rose": self.rose,
        }
        for name, who in counted.items():
            yield Figure(f"{self.key}/{name}/{code}", len(who), who)
        share = self.share
        yield Figure(f"{self.key}/share/{code}", share.value, self.relapsed)
        yield Figure(f"{self.key}/share_low/{code}", share.lower, self.relapsed)
        yield Figure(f"{self.key}/share_high/{code}", share.upper, self.relapsed)
        yield from self.times.figures(code)


@dataclass(frozen=True, slots=True, eq=False)
class AfterResponse:
    """``who`` responded; ``causes``: by word, whose first event it was. ``open``: responders in
    whom relapse is not known. ``elsewhere``: relapse recorded, but no assessed response."""

    group: Group
    who: Rows
    days: Floats
    incidence: Mapping[str, Incidence]
    causes: Mapping[str, Rows]
    censored: Rows
    open: Rows
    elsewhere: Rows
    relapsed: tuple[Relapsed, ...]
    transplants: Times

    def figures(self) -> Iterator[Figure]:
        key, code = "survival/after_response", self.group.code
        counted = {
            "n": self.who,
            **self.causes,
            "censored": self.censored,
            "relapse_open": self.open,
            "relapse_elsewhere": self.elsewhere,
        }
        for name, who in counted.items():
            yield Figure(f"{key}/{name}/{code}", len(who), who)
        for week in WEEKS:
            yield from self._at(week)
        for one in self.relapsed:
            yield from one.figures(code)
        yield from self.transplants.figures(code)

    def shares(self, week: int) -> dict[str, Share]:
        """By cause, in whom it had come first by the end of so many weeks."""
        return {cause: incidence_at(self.incidence[cause], week * DAYS_A_WEEK) for cause in CAUSES}

    def _at(self, week: int) -> Iterator[Figure]:
        key, code = "survival/after_response", self.group.code
        for cause, share in self.shares(week).items():
            who = self.causes[cause]
            yield Figure(f"{key}/week{week}_{cause}/{code}", share.value, who)
            yield Figure(f"{key}/week{week}_{cause}_low/{code}", share.lower, who)
            yield Figure(f"{key}/week{week}_{cause}_high/{code}", share.upper, who)
        at_risk = self.who[self.days >= week * DAYS_A_WEEK]
        yield Figure(f"{key}/week{week}_at_risk/{code}", len(at_risk), at_risk)


def incidence_at(of: Incidence, day: float) -> Share:
    """At one day; after the last observed one only where nobody was left who could still change
    it. Without an interval where it has come to all but a rounding error of 1."""
    if of.n and day > of.times[-1] and of.at_risk[-1] == of.events[-1] + of.competing[-1]:
        found = replace(of.at(float(of.times[-1])), at_risk=0)
    else:
        found = of.at(day)
    if found.value is not None and found.value > NEARLY_ONE:
        return replace(found, lower=None, upper=None)
    return found


def after_response(subjects: Subjects, group: Group) -> AfterResponse:
    """Of the group's responders, whatever their treatment (conventional treatment has none)."""
    rows = group.rows
    days = subjects.numbers("outcome", "response_to_days")[rows]
    responded = ~np.isnan(days)
    who, words = rows[responded], _words(subjects, rows[responded])
    codes = np.array([CAUSES.index(word) + 1 if word in CAUSES else 0 for word in words], int)
    is_open = subjects.where("outcome", "relapse", "unknown")
    relapse_days = subjects.numbers("outcome", "relapse_day")
    return AfterResponse(
        group=group,
        who=who,
        days=days[responded],
        incidence={
            cause: cumulative_incidence(days[responded], codes, code)
            for code, cause in enumerate(CAUSES, start=1)
        },
        causes={cause: who[codes == code] for code, cause in enumerate(CAUSES, start=1)},
        censored=who[codes == 0],
        open=who[is_open[who]],
        elsewhere=rows[~responded & ~np.isnan(relapse_days[rows])],
        relapsed=tuple(_relapsed(subjects, who, key) for key in PARTS),
        transplants=_times(subjects, "survival/transplant", "transplant_day", rows),
    )


def _words(subjects: Subjects, who: Rows) -> list[str]:
    words = subjects.column("outcome", "response_to_ended")
    return [words[place] for place in who]


def _relapsed(subjects: Subjects, who: Rows, key: str) -> Relapsed:
    """Responders by EBV."""
    ebv = subjects.column("subject", "ebv")
    responders = np.array([place for place in who if ebv[place] is PARTS[key]], np.intp)
    words = np.array(_words(subjects, responders), dtype=object)
    spared = responders[words != "transplant"]
    relapsed = responders[words == "relapse"]
    rose = subjects.column("outcome", "ebv_rose_before_relapse")
    name = f"survival/{key}"
    return Relapsed(
        key=name,
        responders=responders,
        spared=spared,
        relapsed=relapsed,
        share=exact_interval(len(relapsed), len(spared)),
        times=_times(subjects, f"{name}_time", "relapse_day", relapsed),
        measured=np.array([place for place in relapsed if rose[place] is not None], np.intp),
        rose=np.array([place for place in relapsed if rose[place]], np.intp),
    )


def _times(subjects: Subjects, key: str, field: str, rows: Rows) -> Times:
    days: Floats = subjects.numbers("outcome", field)[rows]
    known = ~np.isnan(days)
    return Times(key, rows[known], describe(days[known]))
