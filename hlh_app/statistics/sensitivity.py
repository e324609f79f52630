"""How much the rate of response depends on our definitions: one changed at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from hlh_app.clinical.study.alternatives import ALTERNATIVES, Alternative
from hlh_app.statistics.figures import Figure, Rows
from hlh_app.statistics.response_classes import (
    CLASSES,
    Codes,
    by_class,
    class_codes,
    given_ruxolitinib,
)
from hlh_app.statistics.response_rates import Stratum, stratum
from hlh_app.statistics.subjects import Group, Subjects

JOINED = "|"
Answer = Mapping[str, Mapping[str, str]]
"""Alternative → patient (primary key as text) → possible classes, "PR|CR"; of everybody for the
first alternative, of those who differ from it for the others."""


@dataclass(frozen=True, slots=True)
class Change:
    """The patient at ``row`` whose best class is another: words of CLASSES."""

    row: int
    before: str
    after: str


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """One group by one alternative. ``difference``: of the rate of response to that by the
    definitions in use, None of nobody."""

    group: Group
    all: Stratum
    changes: tuple[Change, ...]
    difference: float | None

    def figures(self, code: str) -> Iterator[Figure]:
        at = f"sensitivity/{code}"
        for figure in self.all.figures(self.group.code):
            _topic, _stratum, rest = figure.key.split("/", 2)
            yield Figure(f"{at}/{rest}", figure.value, figure.who)
        who = np.array([change.row for change in self.changes], np.intp)
        yield Figure(f"{at}/changed/{self.group.code}", len(who), who)
        yield Figure(f"{at}/difference/{self.group.code}", self.difference, who)


@dataclass(frozen=True, slots=True, eq=False)
class ByAlternative:
    alternative: Alternative
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Sensitivity:
    """In the order of ALTERNATIVES, the definitions in use first."""

    rows: tuple[ByAlternative, ...]

    def figures(self) -> Iterator[Figure]:
        for row in self.rows:
            for outcome in row.outcomes:
                yield from outcome.figures(row.alternative.code)


def patients(subjects: Subjects, groups: Sequence[Group]) -> list[int]:
    """Primary keys of everybody in the groups to whom the rules of response apply."""
    rows = np.unique(np.concatenate([given_ruxolitinib(subjects, one.rows) for one in groups]))
    return [subjects.keys[row] for row in rows]


def sensitivity(subjects: Subjects, groups: Sequence[Group], answer: Answer) -> Sensitivity:
    """The groups by every alternative of the answer about ``patients`` of them."""
    codes = {one.code: _codes(subjects, answer, one.code) for one in ALTERNATIVES}
    given = [given_ruxolitinib(subjects, group.rows) for group in groups]
    in_use = codes[ALTERNATIVES[0].code]
    return Sensitivity(
        tuple(
            ByAlternative(
                one,
                tuple(
                    _outcome(group, rows, in_use, codes[one.code])
                    for group, rows in zip(groups, given, strict=True)
                ),
            )
            for one in ALTERNATIVES
        )
    )


def _codes(subjects: Subjects, answer: Answer, code: str) -> Codes:
    in_use, others = answer[ALTERNATIVES[0].code], answer[code]
    words = (others.get(key, in_use.get(key, "")) for key in map(str, subjects.keys))
    return class_codes(text.split(JOINED) if text else () for text in words)


def _outcome(group: Group, rows: Rows, in_use: Codes, codes: Codes) -> Outcome:
    found = stratum("all", by_class(codes, rows))
    before = stratum("all", by_class(in_use, rows)).rates["rate"].value
    rate = found.rates["rate"].value
    changed = rows[in_use[rows] != codes[rows]]
    return Outcome(
        group=group,
        all=found,
        changes=tuple(
            Change(int(row), CLASSES[in_use[row]], CLASSES[codes[row]]) for row in changed
        ),
        difference=None if rate is None or before is None else rate - before,
    )
