"""Toxicity by the worst new grade of each term, as in Wang 2020, with what clinicians entered.

Of patients on ruxolitinib whose result was measured after the first dose. A grade that is open is
counted by itself: it is none of 0 to 4, and where it may or may not be III or IV the patient is not
in the denominator of III and IV. Transaminases: the worse of ALT and AST.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from hlh_app.clinical.study.harm import DIFFERENT
from hlh_app.statistics.comparison import Comparison
from hlh_app.statistics.contingency import compared
from hlh_app.statistics.figures import Figure, Rows
from hlh_app.statistics.grades import (
    GradedRate,
    GradedTerm,
    Grades,
    graded_term,
    of_everybody,
    rate,
    worse_of,
)
from hlh_app.statistics.measured import p_figure
from hlh_app.statistics.subjects import Group, Subjects
from hlh_app.statistics.table1_variables import on_ruxolitinib
from hlh_app.statistics.toxicity_events import EventRow, event_rows

TERMS: Mapping[str, tuple[str, ...]] = {
    "leukopenia": ("wbc",),
    "thrombocytopenia": ("platelets",),
    "transaminases": ("alt", "ast"),
    "bilirubin": ("bilirubin_total",),
    "triglycerides": ("triglycerides",),
    "neutropenia": ("neutrophils",),
    "anemia": ("hemoglobin",),
    "alt": ("alt",),
    "ast": ("ast",),
    "fever": ("temperature",),
}
"""Term → the analytes that grade it: Wang's five, then the rest."""
BOTH_VERSIONS = tuple(term for term, of in TERMS.items() if set(of) & set(DIFFERENT))
"""What v4.03 grades otherwise: its figures are those of "<term>_v4"."""


@dataclass(frozen=True, slots=True, eq=False)
class TermRow:
    """One term in one version. ``test``: III and IV of two groups."""

    code: str
    cells: tuple[GradedTerm, ...]
    test: Comparison | None = None

    def figures(self) -> Iterator[Figure]:
        for cell in self.cells:
            yield from cell.figures()
        if self.test is not None:
            yield self.p

    @property
    def p(self) -> Figure:
        return p_figure(f"safety/{self.code}.severe", self.test)


@dataclass(frozen=True, slots=True, eq=False)
class Stops:
    """Ruxolitinib stopped for toxicity. ``missing``: stopped, and why is not recorded."""

    rate: GradedRate
    missing: Rows

    def figures(self) -> Iterator[Figure]:
        yield from self.rate.figures()
        yield self.missing_figure

    @property
    def missing_figure(self) -> Figure:
        return Figure(f"safety/stopped/missing/{self.rate.group}", len(self.missing), self.missing)


@dataclass(frozen=True, slots=True, eq=False)
class ToxicityTable:
    """``groups``: as chosen; ``treated``: those of each who are on ruxolitinib. ``terms``: by code,
    with "_v4" what v4.03 grades otherwise."""

    groups: tuple[Group, ...]
    treated: tuple[Group, ...]
    terms: dict[str, TermRow]
    stops: tuple[Stops, ...]
    events: tuple[EventRow, ...]

    def figures(self) -> Iterator[Figure]:
        for group in self.treated:
            yield Figure(f"safety/treated/n/{group.code}", group.n, group.rows)
        for row in self.terms.values():
            yield from row.figures()
        for stops in self.stops:
            yield from stops.figures()
        for event in self.events:
            yield from event.figures()


def toxicity_table(subjects: Subjects, groups: Sequence[Group]) -> ToxicityTable:
    """Parts "subject" and "harm" are loaded."""
    given = on_ruxolitinib(subjects)
    treated = [Group(group.code, group.name, group.rows[given[group.rows]]) for group in groups]
    terms = _terms(treated, _by_analyte(subjects, "terms"), tuple(TERMS), "")
    older = _by_analyte(subjects, "terms_v4")
    return ToxicityTable(
        groups=tuple(groups),
        treated=tuple(treated),
        terms=terms | _terms(treated, older, BOTH_VERSIONS, "_v4"),
        stops=tuple(_stops(subjects, group) for group in treated),
        events=event_rows(subjects, treated),
    )


def _by_analyte(subjects: Subjects, field: str) -> dict[str, Grades]:
    terms = subjects.column("harm", field)
    analytes = {analyte for of in TERMS.values() for analyte in of}
    return {analyte: of_everybody(terms, analyte) for analyte in sorted(analytes)}


def _terms(
    groups: Sequence[Group], grades: Mapping[str, Grades], terms: Sequence[str], suffix: str
) -> dict[str, TermRow]:
    found = {}
    for term in terms:
        first, *second = (grades[analyte] for analyte in TERMS[term])
        own = worse_of(first, second[0]) if second else first
        code = f"{term}{suffix}"
        cells = tuple(
            graded_term(f"safety/{code}", group.code, group.rows, own) for group in groups
        )
        found[code] = TermRow(code, cells, _test(cells))
    return found


def _test(cells: Sequence[GradedTerm]) -> Comparison | None:
    if len(cells) != 2:
        return None
    rates = [cell.severe for cell in cells]
    return compared([[len(each.who), each.n - len(each.who)] for each in rates])


def _stops(subjects: Subjects, group: Group) -> Stops:
    words = subjects.column("harm", "stopped_for_toxicity")
    answers = [words[row] for row in group.rows]
    yes, known = (
        group.rows[np.fromiter(map(test, answers), bool, group.n)]
        for test in (lambda word: word is True, lambda word: word is not None)
    )
    missing = np.setdiff1d(group.rows, known, assume_unique=True)
    return Stops(rate("safety/stopped", group.code, yes, known), missing)
