"""Rates of response: overall and of parts of a group, each with its exact interval."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from hlh_app.statistics.figures import Figure, Flags, Rows
from hlh_app.statistics.proportions import exact_interval
from hlh_app.statistics.response_classes import (
    CLASSES,
    COMPLETE,
    OPEN,
    ByClass,
    Codes,
    by_class,
)
from hlh_app.statistics.subjects import Subjects

TRIGGERS = ("infection", "rheumatic", "malignancy", "primary", "other", "none_found", "unknown")
EBV = ("ebv_yes", "ebv_no", "ebv_unknown")
COUNTS = ("n", "complete", "none", "undecided")
COUNTS_OF_ALL = ("n", *CLASSES, "not_determinable", "undecided")
STRATA = ("all", *EBV, *(f"trigger_{word}" for word in TRIGGERS))


@dataclass(frozen=True, slots=True, eq=False)
class Rate:
    """``who`` of ``n``, with the exact 95 % interval; None of nobody."""

    who: Rows
    n: int
    value: float | None
    low: float | None
    high: float | None


def rate(who: Rows, n: int) -> Rate:
    """The share of ``n`` patients that ``who`` are."""
    found = exact_interval(len(who), n)
    return Rate(who, n, found.value, found.lower, found.upper)


@dataclass(frozen=True, slots=True, eq=False)
class Stratum:
    """One part of a group. ``code``: of STRATA. ``rates``: of response among all of the part
    ("rate": whoever is not known to have responded counts as no response). Of "all" besides: among
    the assessed ("assessed_rate"), what the first would be if everybody open or not assessed had
    responded ("most_rate"), and of complete response ("complete_rate")."""

    code: str
    classes: ByClass
    rates: Mapping[str, Rate]

    def who(self, what: str) -> Rows:
        """The patients behind one of its counts."""
        if what == "n":
            return self.classes.rows
        if what == "undecided":
            return self.classes.undecided
        return self.classes.of(*(OPEN if what == "not_determinable" else (what,)))

    def count(self, what: str, group: str) -> Figure:
        who = self.who(what)
        return Figure(f"response/{self.code}/{what}/{group}", len(who), who)

    def figures(self, group: str) -> Iterator[Figure]:
        for what in COUNTS_OF_ALL if self.code == "all" else COUNTS:
            yield self.count(what, group)
        for name, found in self.rates.items():
            parts = ((name, found.value), (f"{name}_low", found.low), (f"{name}_high", found.high))
            for what, value in parts:
                yield Figure(f"response/{self.code}/{what}/{group}", value, found.who)


def stratum(code: str, classes: ByClass) -> Stratum:
    """The rates of one part of a group."""
    responders = classes.responders
    rates = {"rate": rate(responders, classes.n)}
    if code == "all":
        most = np.union1d(responders, classes.undecided)
        rates |= {
            "assessed_rate": rate(responders, len(classes.assessed)),
            "most_rate": rate(most, classes.n),
            "complete_rate": rate(classes.of(COMPLETE), classes.n),
        }
    return Stratum(code, classes, rates)


def strata(subjects: Subjects, codes: Codes, rows: Rows) -> tuple[Stratum, ...]:
    """Everybody, by EBV, and by trigger, in the order of STRATA."""
    parts = _flags(subjects)
    return tuple(stratum(code, by_class(codes, rows[parts[code][rows]])) for code in STRATA)


def _flags(subjects: Subjects) -> dict[str, Flags]:
    words = [word or "unknown" for word in subjects.column("subject", "trigger")]
    triggers = np.array(words, dtype=object)
    ebv = subjects.column("subject", "ebv")
    answers = zip(EBV, (True, False, None), strict=True)
    return {
        "all": np.ones(subjects.n, bool),
        **{code: np.array([own is word for own in ebv], bool) for code, word in answers},
        **{f"trigger_{word}": np.array(triggers == word, bool) for word in TRIGGERS},
    }
