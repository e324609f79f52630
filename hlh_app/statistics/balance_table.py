"""How alike groups were before treatment: what controls are matched by, and what they are not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from hlh_app.statistics.balance import (
    Beyond,
    beyond_measure,
    beyond_spread,
    difference_of_categories,
    difference_of_means,
)
from hlh_app.statistics.describe import Description, describe
from hlh_app.statistics.figures import Figure, Flags, Rows
from hlh_app.statistics.subjects import Group, Subjects

NUMBERS = ("age", "weight_kg")
WORDS: dict[str, tuple[object, ...]] = {
    "sex": ("female",),
    "trigger": ("infection", "rheumatic", "malignancy", "primary", "other", "none_found"),
    "ebv": (True,),
    "course": ("new", "refractory", "relapsed"),
    "line": ("later",),
    "hlh2004": ("met",),
}
OPEN = (None, "unknown", "not_applicable")


@dataclass(frozen=True, slots=True, eq=False)
class NumberRow:
    """``groups``: one a group. ``difference``: standardized, None for one group."""

    field: str
    groups: tuple[Description, ...]
    known: tuple[Rows, ...]
    difference: float | None

    @property
    def beyond(self) -> Beyond | None:
        return beyond_spread(*self.groups) if len(self.groups) == 2 else None


@dataclass(frozen=True, slots=True, eq=False)
class WordRow:
    """``who``: of each group those of whom it is said; ``known``: of whom it is known at all."""

    field: str
    value: str
    who: tuple[Rows, ...]
    known: tuple[Rows, ...]
    difference: float | None

    @property
    def beyond(self) -> Beyond | None:
        pairs = zip(self.who, self.known, strict=True)
        counts = [[len(yes), len(all_) - len(yes)] for yes, all_ in pairs]
        return beyond_measure(*counts) if len(counts) == 2 else None


@dataclass(frozen=True, slots=True, eq=False)
class BalanceTable:
    groups: tuple[Group, ...]
    numbers: tuple[NumberRow, ...]
    words: tuple[WordRow, ...]

    def figures(self) -> Iterator[Figure]:
        for row in self.numbers:
            yield from self._of_number(row)
        for word in self.words:
            key = f"balance/{word.field}/{word.value}"
            for group, who, known in zip(self.groups, word.who, word.known, strict=True):
                yield Figure(f"{key}/count/{group.code}", len(who), who)
                yield Figure(f"{key}/n/{group.code}", len(known), known)
            if len(self.groups) > 1:
                yield Figure(f"{key}/difference/ab", word.difference)

    def _of_number(self, row: NumberRow) -> Iterator[Figure]:
        key = f"balance/{row.field}"
        for group, told, known in zip(self.groups, row.groups, row.known, strict=True):
            yield Figure(f"{key}/n/{group.code}", told.n, known)
            yield Figure(f"{key}/mean/{group.code}", told.mean, known)
            yield Figure(f"{key}/sd/{group.code}", told.sd, known)
            yield Figure(f"{key}/median/{group.code}", told.median, known)
        if len(self.groups) > 1:
            yield Figure(f"{key}/difference/ab", row.difference)


def balance_table(subjects: Subjects, groups: Sequence[Group]) -> BalanceTable:
    """Of one or two groups."""
    return BalanceTable(
        tuple(groups),
        tuple(_number(subjects, groups, field) for field in NUMBERS),
        tuple(
            _word(subjects, groups, field, value)
            for field, values in WORDS.items()
            for value in values
        ),
    )


def _number(subjects: Subjects, groups: Sequence[Group], field: str) -> NumberRow:
    column = subjects.numbers("subject", field)
    told = tuple(describe(column[group.rows]) for group in groups)
    known = tuple(group.rows[~np.isnan(column[group.rows])] for group in groups)
    return NumberRow(field, told, known, difference_of_means(*told) if len(told) == 2 else None)


def _word(subjects: Subjects, groups: Sequence[Group], field: str, value: object) -> WordRow:
    column = subjects.column("subject", field)
    is_known = ~np.fromiter((item in OPEN for item in column), bool, subjects.n)
    is_it: Flags = subjects.where("subject", field, value)
    known = tuple(group.rows[is_known[group.rows]] for group in groups)
    who = tuple(group.rows[is_it[group.rows]] for group in groups)
    counts = [[len(yes), len(all_) - len(yes)] for yes, all_ in zip(who, known, strict=True)]
    name = "yes" if value is True else str(value)
    difference = difference_of_categories(*counts) if len(counts) == 2 else None
    return WordRow(field, name, who, known, difference)
