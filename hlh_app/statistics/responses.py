"""Response of one or two groups: best within eight weeks, by part, by day, and the time to it.

Chi-square where every expected count is at least five, else Fisher's exact test; times to response
of responders by Mann and Whitney (our definition).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from hlh_app.statistics.comparison import Comparison
from hlh_app.statistics.contingency import compared
from hlh_app.statistics.figures import Figure, Rows
from hlh_app.statistics.ranks import rank_sum
from hlh_app.statistics.response_classes import (
    ASSESSED,
    ByClass,
    Codes,
    by_class,
    class_codes,
    given_ruxolitinib,
)
from hlh_app.statistics.response_days import DAYS, Day, Times, by_day, times
from hlh_app.statistics.response_rates import STRATA, Rate, Stratum, strata
from hlh_app.statistics.subjects import Group, Subjects

PARTS = ("subject", "outcome")


@dataclass(frozen=True, slots=True, eq=False)
class GroupResponse:
    """``group``: as chosen; ``strata``, ``days``, ``times``: of those of it who were given
    ruxolitinib. ``ongoing``: those whose eight weeks are not over. ``flags``: class → flag →
    patients of that best class with the flag. ``ebv``: response by EBV within the group."""

    group: Group
    not_given: Rows
    ongoing: Rows
    strata: tuple[Stratum, ...]
    days: tuple[Day, ...]
    times: Times
    flags: Mapping[str, Mapping[str, Rows]]
    ebv: Comparison

    @property
    def all(self) -> Stratum:
        return self.strata[0]

    def stratum(self, code: str) -> Stratum:
        return self.strata[STRATA.index(code)]

    def figures(self) -> Iterator[Figure]:
        code = self.group.code
        yield Figure(f"response/not_given/n/{code}", len(self.not_given), self.not_given)
        yield Figure(f"response/ongoing/n/{code}", len(self.ongoing), self.ongoing)
        for part in self.strata:
            yield from part.figures(code)
        for day in self.days:
            yield from day.figures(code)
        yield from self.times.figures(code)
        for name, by_flag in self.flags.items():
            for flag, who in by_flag.items():
                yield Figure(flag_key(name, flag, code), len(who), who)
        yield Figure(f"response/ebv/rate_p/{code}", self.ebv.p)


def flag_key(class_name: str, flag: str, group: str) -> str:
    """ "response/partial_with/worse_platelets/a"."""
    return f"response/{class_name}_with/{flag.replace(':', '_')}/{group}"


@dataclass(frozen=True, slots=True, eq=False)
class Responses:
    """``compared``: stratum → its rates of response in the two groups; ``complete`` and ``time``:
    of complete response, and of the times to response. Empty and None with one group."""

    groups: tuple[GroupResponse, ...]
    compared: Mapping[str, Comparison]
    complete: Comparison | None
    time: Comparison | None

    def figures(self) -> Iterator[Figure]:
        for group in self.groups:
            yield from group.figures()
        for code, found in self.compared.items():
            yield Figure(f"response/{code}/rate_p/ab", found.p)
        if self.complete is not None:
            yield Figure("response/all/complete_rate_p/ab", self.complete.p)
        if self.time is not None:
            yield Figure("response/time/p/ab", self.time.p)


def responses(subjects: Subjects, groups: Sequence[Group]) -> Responses:
    """Of every group, and between two."""
    codes = class_codes(subjects.column("outcome", "best"))
    found = tuple(_group(subjects, group, codes) for group in groups)
    if len(found) < 2:
        return Responses(found, {}, None, None)
    one, other = found
    return Responses(
        found,
        {
            code: two_rates(one.stratum(code).rates["rate"], other.stratum(code).rates["rate"])
            for code in STRATA
        },
        two_rates(one.all.rates["complete_rate"], other.all.rates["complete_rate"]),
        rank_sum(one.times.days, other.times.days),
    )


def two_rates(one: Rate, other: Rate) -> Comparison:
    """Two groups' shares."""
    counts = [[len(rate.who), rate.n - len(rate.who)] for rate in (one, other)]
    return compared(counts)


def _group(subjects: Subjects, group: Group, codes: Codes) -> GroupResponse:
    rows = given_ruxolitinib(subjects, group.rows)
    parts = strata(subjects, codes, rows)
    yes, no = (parts[STRATA.index(code)].rates["rate"] for code in ("ebv_yes", "ebv_no"))
    return GroupResponse(
        group=group,
        not_given=np.setdiff1d(group.rows, rows),
        ongoing=_ongoing(subjects, rows),
        strata=parts,
        days=by_day(subjects, rows),
        times=times(subjects, rows),
        flags=_flags(subjects, by_class(codes, rows)),
        ebv=two_rates(yes, no),
    )


def _ongoing(subjects: Subjects, rows: Rows) -> Rows:
    states = subjects.column("outcome", "not_assessed")
    last = str(DAYS[-1])
    found: Rows = rows[np.array([states[row].get(last) == "upcoming" for row in rows], bool)]
    return found


def _flags(subjects: Subjects, classes: ByClass) -> dict[str, dict[str, Rows]]:
    words = subjects.column("outcome", "flags")
    found: dict[str, dict[str, Rows]] = {}
    for name in ASSESSED:
        by_flag: dict[str, list[int]] = defaultdict(list)
        for row in classes.of(name):
            for flag in words[row]:
                by_flag[flag].append(int(row))
        found[name] = {flag: np.array(by_flag[flag], np.intp) for flag in sorted(by_flag)}
    return found
