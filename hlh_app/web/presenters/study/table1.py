"""Table 1 as it is read: one or two groups before treatment, and a paper's figures beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from hlh_app.clinical.study.values import ANALYSED
from hlh_app.exchange.study.plain_table import (
    EMPTY,
    PlainCell,
    PlainNote,
    PlainTable,
    head,
    section,
    subhead,
)
from hlh_app.statistics.beyond_range import Beyond
from hlh_app.statistics.figures import Figure
from hlh_app.statistics.measured import Measured
from hlh_app.statistics.table1 import CategoryRow, Known, NumberRow, Row, Table1
from hlh_app.statistics.table1_variables import CRITERIA_IDS

from . import cells, table_words
from .footnotes import Footnotes
from .table1_printed import NO_PAPER, Paper
from .table2 import counted, marked

DIGITS = {"dose_by_weight": 2}
Cells = tuple[PlainCell, ...]


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes the rows of one table. ``spelled``: by list and code an entry as it was recorded."""

    found: Table1
    paper: Paper = NO_PAPER
    spelled: dict[str, dict[str, str]] = field(default_factory=dict)
    notes: Footnotes = field(default_factory=Footnotes)

    @property
    def is_two(self) -> bool:
        return len(self.found.groups) == 2

    def row(self, first: PlainCell, ours: Sequence[PlainCell], row: Row | None, code: str) -> Cells:
        """One row: its name, a cell a group, the paper's cells, and the test of two groups."""
        return (first, *ours, *self.paper.cells(code), *self._compared(row))

    def _compared(self, row: Row | None) -> Cells:
        if not self.is_two:
            return ()
        if row is None or row.test is None:
            return (EMPTY, EMPTY)
        key = f"table1/{row.code}"
        figure = Figure(f"{key}/smd/ab", row.difference)
        return (
            self.notes.p(Figure(f"{key}/p/ab", row.test.p), row.test),
            cells.cell(cells.apart(row.difference, row.beyond), figure),
        )

    def numbers(self, code: str) -> Iterator[Cells]:
        row = self.found.rows[code]
        assert isinstance(row, NumberRow)
        digits = DIGITS.get(code, 1)
        middle = [_median(cell, digits, trim=True) for cell in row.cells]
        name = head(_(table_words.NUMBER_WORDS[code]), note=_("median (quartiles)"))
        yield self.row(name, middle, row, code)
        ends = [_range(cell, digits) for cell in row.cells]
        yield self.row(subhead(_("range")), ends, None, f"{code}_range")

    def categories(self, code: str, text: str) -> Iterator[Cells]:
        """A row for the variable, which says of how many it is known, and one for each category;
        one row alone where only one category is shown."""
        row = self.found.rows[code]
        assert isinstance(row, CategoryRow)
        if row.shown == 1:
            yield self.single(row, head(text), code)
            return
        known = [PlainCell(text="", more=_counted(known, opens=True)) for known in row.known]
        yield self.row(head(text, note=self._nobody(row)), known, row, code)
        for level, of in zip(row.levels[: row.shown], row.cells, strict=False):
            if any(len(cell.who) for cell in of) or self.paper.prints(f"{code}.{level}"):
                shares = [cells.share(cell.count, cell.n) for cell in of]
                name = subhead(table_words.level(code, level))
                yield self.row(name, shares, None, f"{code}.{level}")

    def _nobody(self, row: CategoryRow) -> str:
        """The categories in which nobody is, which have no row of their own."""
        empty = [
            table_words.level(row.code, level)
            for level, of in zip(row.levels, row.cells, strict=True)
            if not any(len(cell.who) for cell in of)
            and not self.paper.prints(f"{row.code}.{level}")
        ]
        if not empty or not any(len(known.rows) for known in row.known):
            return ""
        return _("nobody: %(categories)s") % {"categories": "; ".join(empty)}

    def single(self, row: CategoryRow, first: PlainCell, code: str) -> Cells:
        shares = [
            cells.share(cell.count, cell.n, _counted(known))
            for cell, known in zip(row.cells[0], row.known, strict=True)
        ]
        return self.row(first, shares, row, code)

    def entries(self, code: str) -> Iterator[Cells]:
        """A list: each entry counted of all patients of the group."""
        rows = self.found.lists[code]
        blank = [EMPTY for _group in self.found.groups]
        yield self.row(head(_(table_words.LIST_WORDS[code])), blank, None, code)
        for row in rows:
            entry = row.code.partition(".")[2]
            shares = [cells.share(cell.count, cell.n) for cell in row.cells[0]]
            name = table_words.entry(self.spelled.get(code, {}).get(entry, entry))
            yield self.row(subhead(name), shares, row, row.code)
        if not rows:
            nothing = [PlainCell(text=_("none recorded")) for _group in self.found.groups]
            yield self.row(subhead(_("none")), nothing, None, code)

    def all_rows(self) -> Iterator[Cells]:
        words = table_words.CATEGORY_WORDS
        yield section(_("Patients"))
        yield from self.numbers("age")
        for code in ("sex", "trigger", "agent", "ebv", "course", "line"):
            yield from self.categories(code, _(words[code]))
        yield from self.numbers("lines_before")
        yield from self.entries("earlier")
        yield from self.categories("donor", _(words["donor"]))
        yield section(_("HLH-2004 criteria before treatment"), note=_("met of those known"))
        for name in CRITERIA_IDS:
            yield from self.categories(f"criterion_{name}", _(table_words.CRITERION_WORDS[name]))
        yield from self.numbers("criteria_met")
        yield from self.categories("hlh2004", _(words["hlh2004"]))
        yield section(_("Treatment"))
        if {row.code for row in self.found.lists["drug"]} - {"drug.ruxolitinib"}:
            yield from self.entries("drug")
        for code in ("weight", "dose", "dose_by_weight"):
            yield from self.numbers(code)
        yield from self.categories("beside", _(words["beside"]))
        yield from self.entries("other_drugs")
        yield section(_("Results before treatment"), note=_("median (quartiles)"))
        for analyte in ANALYSED:
            yield self._result(analyte)

    def _result(self, analyte: str) -> Cells:
        code = f"before_{analyte}"
        row = self.found.rows[code]
        assert isinstance(row, NumberRow)
        middle = [
            _median(cell, cells.digits_of(analyte), beyond)
            for cell, beyond in zip(row.cells, row.marked, strict=True)
        ]
        return self.row(head(table_words.analyte(analyte)), middle, row, code)


def _counted(known: Known, *, opens: bool = False) -> tuple[PlainNote, ...]:
    n, missing = (figure.key for figure in known.figures())
    return cells.counted(len(known.rows), len(known.missing), n, missing, n_opens=opens)


def _median(
    cell: Measured, digits: int, beyond: Beyond | None = None, *, trim: bool = False
) -> PlainCell:
    more = counted(cell)
    return cells.median(
        cell.figure("median"),
        cell.of.q1,
        cell.of.q3,
        digits,
        more if beyond is None else marked(more, beyond),
        trim=trim,
    )


def _range(cell: Measured, digits: int) -> PlainCell:
    if cell.of.low is None:
        return PlainCell(text=cells.NONE)
    return cells.cell(cells.ends(cell.of.low, cell.of.high, digits, trim=True), cell.figure("low"))


def table1_table(
    found: Table1,
    spelled: dict[str, dict[str, str]],
    paper: Paper = NO_PAPER,
    is_matched: bool = False,
) -> PlainTable:
    """``paper``: whose figures stand beside ours."""
    writer = Writer(found, paper, spelled)
    rows = tuple(writer.all_rows())
    groups = [f"{group.name} (n = {group.n})" for group in found.groups]
    tests = (_("P"), _("SMD")) if writer.is_two else ()
    return PlainTable(
        name="table1",
        title=_("Table 1. Patients before treatment"),
        caption=_(
            "Number (percent of those of whom it is known) or median (quartiles); n: of whom it is "
            "known, missing: of whom it is not."
        ),
        heads=(_("Characteristic"), *groups, *paper.heads, *tests),
        rows=rows,
        notes=tuple(_notes(writer, is_matched)),
        footnotes=writer.notes.all,
    )


def _notes(writer: Writer, is_matched: bool) -> Iterator[str]:
    yield _(
        "Results: the last usable one at or before the first dose, at most 7 days old (14 days for "
        "what is bound to an assay, and for the spleen); values spoilt by a transfusion or G-CSF "
        "are passed over; a value beyond the measuring range counts as its limit (our definition)."
    )
    if writer.is_two and is_matched:
        yield _("The groups were matched, but the tests compare them as unpaired.")
    if writer.is_two:
        yield _(
            "P: two-sided, not corrected for the number of rows. Categories by χ² where every "
            "expected count is at least 5, else by Fisher's exact test (our definition). SMD: "
            "standardized mean difference, without sign; up to 0.1 is commonly called balanced."
        )
    yield from writer.paper.notes
