"""The page Toxicity: worst new grades, stops, and what clinicians entered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hlh_app.clinical.ctcae_tables import CURRENT
from hlh_app.clinical.study.harm import OLDER
from hlh_app.clinical.text import gettext_noop
from hlh_app.cohorts.library import cohort
from hlh_app.cohorts.model import Arm
from hlh_app.exchange.study.plain_table import (
    EMPTY,
    PlainCell,
    PlainNote,
    PlainTable,
    head,
    subhead,
)
from hlh_app.statistics.grades import WORST, GradedRate, GradedTerm
from hlh_app.statistics.toxicity_table import BOTH_VERSIONS, TERMS, TermRow, ToxicityTable

from ...study.asked import Asked
from . import cells, printed
from .footnotes import Footnotes
from .safety_events import event_table, stop_table
from .switches import Switch, chosen, switch

WANG = "wang2020"
VERSION = "ctcae"
TERM_WORDS = {
    "leukopenia": (gettext_noop("Leukopenia"), gettext_noop("White blood cell decreased")),
    "thrombocytopenia": (
        gettext_noop("Thrombocytopenia"),
        gettext_noop("Platelet count decreased"),
    ),
    "transaminases": (
        gettext_noop("Elevated transaminases"),
        gettext_noop("the worse of ALT and AST"),
    ),
    "bilirubin": (gettext_noop("Elevated bilirubin"), gettext_noop("Blood bilirubin increased")),
    "triglycerides": (gettext_noop("Hypertriglyceridemia"), ""),
    "neutropenia": (gettext_noop("Neutropenia"), gettext_noop("Neutrophil count decreased")),
    "anemia": (gettext_noop("Anemia"), gettext_noop("a red cell transfusion counts as grade 3")),
    "alt": (gettext_noop("Alanine aminotransferase increased"), ""),
    "ast": (gettext_noop("Aspartate aminotransferase increased"), ""),
    "fever": (gettext_noop("Fever"), ""),
}
PRINTED = {
    "leukopenia": "leukopenia_3_4",
    "thrombocytopenia": "thrombocytopenia_3_4",
    "transaminases": "transaminases_3_4",
    "bilirubin": "bilirubin_3_4",
    "triglycerides": "triglycerides_3_4",
}
Cells = tuple[PlainCell, ...]


@dataclass(frozen=True, slots=True)
class SafetyPage:
    """``given``: whether anybody of the groups was given ruxolitinib."""

    switches: tuple[Switch, ...]
    tables: tuple[cells.ShownTable, ...]
    given: bool


def version_of(asked: Asked) -> str:
    return chosen(asked, VERSION, (CURRENT, OLDER))


def safety_tables(found: ToxicityTable, version: str = CURRENT) -> tuple[PlainTable, ...]:
    """Grades, stops and events, as page and documents show them."""
    arm = cohort(WANG).arms[0]
    return (grade_table(found, version), stop_table(found, arm), event_table(found, arm))


def safety_page(asked: Asked, found: ToxicityTable) -> SafetyPage:
    words = {
        CURRENT: _("CTCAE v%(n)s") % {"n": CURRENT},
        OLDER: _("CTCAE v%(n)s") % {"n": OLDER},
    }
    tables = safety_tables(found, version_of(asked))
    return SafetyPage(
        switches=(switch(asked, _("Graded by"), VERSION, words),),
        tables=tuple(cells.shown(table, asked) for table in tables),
        given=any(group.n for group in found.treated),
    )


def interval(rate: GradedRate) -> PlainCell:
    """2/33 (6.1 %), with the exact interval below."""
    more = []
    if rate.n:
        low, high = cells.number(rate.lower, 1), cells.number(rate.upper, 1)
        text = _("95 %% CI %(low)s–%(high)s %%") % {"low": low, "high": high}
        more.append(PlainNote(text=text, key=rate.figure("lower").key, value=rate.lower))
    return cells.share(rate.figure("count"), rate.n, more)


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes the rows of the table of grades."""

    found: ToxicityTable
    arm: Arm
    notes: Footnotes = field(default_factory=Footnotes)

    @property
    def is_two(self) -> bool:
        return len(self.found.groups) == 2

    def rows(self, version: str) -> Iterator[Cells]:
        for term in TERMS:
            older = version == OLDER and term in BOTH_VERSIONS
            row = self.found.terms[f"{term}_v4" if older else term]
            label, note = (_(word) if word else "" for word in TERM_WORDS[term])
            code = PRINTED.get(term)
            paper = EMPTY if code is None else printed.count(self.arm, code)
            if not self.is_two:
                yield (head(label, note=note), *self._grades(row.cells[0]), paper)
                continue
            blank = (EMPTY,) * len(self.group_heads())
            yield (head(label, note=note), *blank, paper, self._p(row))
            for group, cell in zip(self.found.treated, row.cells, strict=True):
                yield (subhead(group.name), *self._grades(cell), EMPTY, EMPTY)

    def _grades(self, cell: GradedTerm) -> Cells:
        return (
            interval(cell.severe),
            *(_count(cell, f"grade{grade}") for grade in range(WORST + 1)),
            _count(cell, "open"),
            _measured(cell),
            cells.share(cell.before.figure("count"), cell.before.n),
            cells.share(cell.since.figure("count"), cell.since.n),
        )

    def _p(self, row: TermRow) -> PlainCell:
        return self.notes.p(row.p, row.test, _("of new grade III or IV."))

    def group_heads(self) -> tuple[str, ...]:
        grades = (str(grade) for grade in range(WORST + 1))
        return (
            _("New grade III or IV"),
            *grades,
            _("Not known"),
            _("Measured"),
            _("III or IV before"),
            _("III or IV since, new or not"),
        )

    @property
    def heads(self) -> tuple[str, ...]:
        paper = _("Wang 2020, III or IV, as printed")
        return (_("Term"), *self.group_heads(), paper, *((_("P"),) if self.is_two else ()))

    @property
    def spans(self) -> tuple[tuple[str, int], ...]:
        rest = len(self.heads) - 2 - (WORST + 1)
        return (("", 2), (_("Worst new grade, patients"), WORST + 1), ("", rest))


def _count(cell: GradedTerm, name: str) -> PlainCell:
    figure = next(figure for figure in cell.figures() if f"/{name}/" in figure.key)
    return cells.cell(str(int(figure.value or 0)), figure)


def _measured(cell: GradedTerm) -> PlainCell:
    absent = cell.counted("not_measured", cell.not_measured)
    text = _("missing %(n)s") % {"n": len(cell.not_measured)}
    opens = len(cell.not_measured) > 0
    note = PlainNote(text=text, key=absent.key, opens=opens, value=absent.value)
    return cells.cell(str(len(cell.measured)), cell.counted("measured", cell.measured), (note,))


def grade_table(found: ToxicityTable, version: str = CURRENT) -> PlainTable:
    paper = cohort(WANG)
    writer = Writer(found, paper.arms[0])
    rows = tuple(writer.rows(version))
    groups = "; ".join(f"{group.name}, n = {group.n}" for group in found.treated)
    return PlainTable(
        name="toxicity",
        title=_("Worst new grade by term, CTCAE v%(version)s") % {"version": version},
        caption=_("%(groups)s given ruxolitinib. New: higher than before the first dose.")
        % {"groups": groups},
        heads=writer.heads,
        spans=writer.spans,
        rows=rows,
        notes=tuple(_notes(found, version)),
        footnotes=writer.notes.all,
    )


def _notes(found: ToxicityTable, version: str) -> Iterator[str]:
    for group, treated in zip(found.groups, found.treated, strict=True):
        rest = group.n - treated.n
        if rest:
            yield ngettext(
                "%(n)s patient of %(group)s was never given ruxolitinib and is not graded.",
                "%(n)s patients of %(group)s were never given ruxolitinib and are not graded.",
                rest,
            ) % {"n": rest, "group": group.name}
    yield _(
        "Counted: results after the first dose of the first course, up to a second course, "
        "conditioning or transplant (our definition). Grade 0 is also a grade no higher than "
        "before. Not known: without a value before the first dose, or without the laboratory's "
        "limit; where grade III or IV may or may not be new, the patient is not in its denominator."
    )
    if version == CURRENT:
        yield _(
            "v5.0 counts ALT, AST and bilirubin from the value before treatment where that was "
            "abnormal; v4.03 counts from the upper limit of normal."
        )
    yield _(
        "%(citation)s: grade III/IV after ruxolitinib in 34 patients; which version of the "
        "terminology, and whether only new grades count, is not stated."
    ) % {"citation": cohort(WANG).source.citation}
