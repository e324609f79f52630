"""Table 2 after Wang 2020: results before and after treatment, in pairs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hlh_app.cohorts.library import cohort
from hlh_app.exchange.study.plain_table import (
    EMPTY,
    PlainCell,
    PlainNote,
    PlainTable,
    head,
    subhead,
)
from hlh_app.statistics.before_after import BeforeAfter, Pairs
from hlh_app.statistics.beyond_range import Beyond
from hlh_app.statistics.figures import Figure
from hlh_app.statistics.measured import Measured
from hlh_app.statistics.table2 import Part, Table2

from . import cells, printed, table_words
from .footnotes import Footnotes

WANG = "wang2020"
Cells = tuple[PlainCell, ...]


def marked(more: tuple[PlainNote, ...], beyond: Beyond) -> tuple[PlainNote, ...]:
    """With the number of results beyond the measuring range, where there are any."""
    n = len(beyond.who)
    if not n:
        return more
    text = ngettext("%(n)s beyond range", "%(n)s beyond range", n) % {"n": n}
    return (*more, PlainNote(text=text, key=beyond.figure.key, opens=True, value=n))


def counted(cell: Measured) -> tuple[PlainNote, ...]:
    n, missing = cell.figure("n").key, cell.figure("missing").key
    return cells.counted(cell.of.n, cell.of.missing, n, missing)


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes the rows of one part. ``with_wang``: whether the paper printed P values of it."""

    part: Part
    with_wang: bool
    notes: Footnotes = field(default_factory=Footnotes)

    @property
    def is_two(self) -> bool:
        return len(self.part.groups) == 2

    def rows(self) -> Iterator[Cells]:
        for row in self.part.rows:
            name = head(table_words.analyte(row.analyte))
            if not self.is_two:
                yield self._of_group(name, row, row.pairs[0], self._printed(row.analyte))
                continue
            blank = (EMPTY,) * 5
            yield (name, *blank, *self._printed(row.analyte), self._between(row))
            for group, pairs in zip(self.part.groups, row.pairs, strict=True):
                empty = (EMPTY,) * self.with_wang
                yield (*self._of_group(subhead(group.name), row, pairs, empty), EMPTY)

    def _of_group(self, name: PlainCell, row: BeforeAfter, pairs: Pairs, more: Cells) -> Cells:
        digits = cells.digits_of(row.analyte)
        middle = [
            cells.median(
                cell.figure("median"),
                cell.of.q1,
                cell.of.q3,
                digits,
                marked(counted(cell), beyond),
            )
            for cell, beyond in zip((pairs.before, pairs.after), pairs.beyond, strict=True)
        ]
        change = pairs.change
        return (
            name,
            *middle,
            cells.median(
                change.figure("median"), change.of.q1, change.of.q3, digits, _pairs(change)
            ),
            self.notes.p(pairs.signed_rank_p(row.key), pairs.signed_rank),
            self.notes.p(
                pairs.rank_sum_p(row.key),
                pairs.rank_sum,
                self._why_rank_sum,
            ),
            *more,
        )

    @property
    def _why_rank_sum(self) -> str:
        if self.with_wang:
            return _("as Wang 2020 printed; not made for pairs.")
        return _("not made for pairs.")

    def _between(self, row: BeforeAfter) -> PlainCell:
        assert row.between is not None
        figure = Figure(f"{row.key}.change/p/ab", row.between.p)
        return self.notes.p(figure, row.between, _("of the changes of the two groups."))

    def _printed(self, analyte: str) -> Cells:
        if not self.with_wang:
            return ()
        return (printed.p_value(printed.comparison(WANG, analyte, "before against after")),)

    @property
    def heads(self) -> tuple[str, ...]:
        time = _(table_words.TIME_WORDS[self.part.rows[0].time])
        paper = (_("P, Wang 2020, as printed"),) if self.with_wang else ()
        between = (_("P, changes of both groups"),) if self.is_two else ()
        return (
            _("Variable"),
            _("Before"),
            time,
            _("Change, pairs"),
            _("P, signed-rank"),
            _("P, rank-sum"),
            *paper,
            *between,
        )


def _pairs(change: Measured) -> tuple[PlainNote, ...]:
    n, missing = change.figure("n"), change.figure("missing")
    known = ngettext("%(n)s pair", "%(n)s pairs", change.of.n) % {"n": change.of.n}
    gone = _("missing %(n)s") % {"n": change.of.missing}
    return (
        PlainNote(text=known, key=n.key, value=change.of.n),
        PlainNote(text=gone, key=missing.key, opens=change.of.missing > 0, value=change.of.missing),
    )


def _table(name: str, part: Part, title: str, caption: str, *notes: str, wang: bool) -> PlainTable:
    writer = Writer(part, wang)
    rows = tuple(writer.rows())
    groups = "; ".join(f"{group.name}, n = {group.n}" for group in part.groups)
    return PlainTable(
        name=name,
        title=title,
        caption=f"{groups}. {caption}",
        heads=writer.heads,
        rows=rows,
        notes=notes,
        footnotes=writer.notes.all,
    )


def wang_tables(
    found: Table2, with_wang: bool = True, is_invented: bool = False
) -> tuple[PlainTable, ...]:
    """The nine variables, EBV-DNA in EBV-HLH, cytokines in responders. ``is_invented``: some of
    the values."""
    how = _(
        "Median (quartiles) of whoever has the value; change: after minus before, of whoever has "
        "both."
    )
    before = _(
        "Before: the last usable result at or before the first dose, at most 7 days old (14 days "
        "for sCD25, EBV-DNA, cytokines and the spleen)."
    )
    week2 = _("2 weeks: the result nearest day 14, from day 11 to 17 (our definition).")
    rest = _(
        "No result counts after conditioning or transplant. One beyond the measuring range counts "
        "as its limit. Another assay's unit is never converted and is left out; EBV-DNA, sCD25 "
        "and cytokines compare within one assay only (our definition)."
    )
    wang = _wang_notes() if with_wang else _invented_notes() if is_invented else ()
    return (
        _table(
            "table2_wang",
            found.wang,
            _("Table 2. Nine variables before and two weeks after the first dose"),
            how,
            f"{before} {week2} {rest}",
            *wang[:1],
            wang=with_wang,
        ),
        _table(
            "table2_ebv_dna",
            found.ebv,
            _("EBV-DNA before and two weeks after the first dose, in EBV-HLH"),
            how,
            *wang[1:2],
            wang=with_wang,
        ),
        _table(
            "table2_cytokines",
            found.cytokines,
            _("Cytokines before and 2 to 4 weeks after the first dose, in responders"),
            how,
            _(
                "Responders: partial or complete response as the best up to day 56. 2 to 4 weeks: "
                "the first result from day 11 to 31 (our definition)."
            ),
            *wang[2:],
            wang=with_wang,
        ),
    )


def _invented_notes() -> tuple[str, str, str]:
    said = _(
        "Synthetic patients: their laboratory values are invented and are compared with nothing."
    )
    return (said, said, said)


def _wang_notes() -> tuple[str, str, str]:
    citation = cohort(WANG).source.citation
    return (
        _(
            "%(citation)s: of its Table 2 only two P values are in the text (by the rank-sum "
            "test); its laboratory values were not available, and none is shown."
        )
        % {"citation": citation},
        _("%(citation)s: the time after the first dose is not stated; 25 patients.")
        % {"citation": citation},
        _("%(citation)s: 25 responders; how many were measured is not stated.")
        % {"citation": citation},
    )
