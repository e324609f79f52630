"""Table 2 after Chi 2020: four variables before, after a week and after a month."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from hlh_app.cohorts.library import cohort
from hlh_app.exchange.study.plain_table import (
    EMPTY,
    PlainCell,
    PlainNote,
    PlainTable,
    head,
    subhead,
)
from hlh_app.statistics.comparison import REASON_WORDS
from hlh_app.statistics.figures import Figure
from hlh_app.statistics.over_time import OVER_TIME, AtTime, OverTime, Variance
from hlh_app.statistics.table2 import Table2

from .. import formats
from . import cells, printed, table_words
from .footnotes import Footnotes
from .table2 import Cells, counted, marked

CHI = "chi2020"
DAYS = {"before": 0, "week1": 7, "month1": 30}
PRINTED_TIMES = {"week1": "1 week", "month1": "1 month"}
LEAST_DIGITS = 1


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes the rows. ``with_chi``: whether the paper's figures stand below ours."""

    found: Table2
    with_chi: bool
    notes: Footnotes = field(default_factory=Footnotes)

    @property
    def is_two(self) -> bool:
        return len(self.found.groups) == 2

    def rows(self) -> Iterator[Cells]:
        for row in self.found.chi:
            yield (head(table_words.analyte(row.analyte)), *(EMPTY,) * (len(OVER_TIME) + 1))
            for place, group in enumerate(self.found.groups):
                values = (self._mean(row, at, place) for at in row.times)
                yield (subhead(group.name), *values, self.variance(row.variances[place], "time"))
            if self.is_two:
                yield from self._two(row)
            if self.with_chi:
                yield from self._printed(row.analyte)

    def _mean(self, row: OverTime, at: AtTime, place: int) -> PlainCell:
        cell = at.cells[place]
        more = marked(counted(cell), at.beyond[place])
        digits = max(cells.digits_of(row.analyte), LEAST_DIGITS)
        return cells.mean(cell.figure("mean"), cell.of.sd, digits, more)

    def _two(self, row: OverTime) -> Iterator[Cells]:
        names = {
            "time": _("Both groups: over time"),
            "group": _("Both groups: between the groups"),
            "interaction": _("Both groups: time with group"),
        }
        for name, text in names.items():
            blank = (EMPTY,) * len(OVER_TIME)
            yield (subhead(text), *blank, self.variance(row.variances[-1], name))
        as_chi = [
            self.notes.p(Figure(f"{at.key}/student_p/ab", None), at.student, _("as Chi 2020 used."))
            for at in row.times
        ]
        yield (subhead(_("P between the groups, t-test")), *as_chi, EMPTY)
        ranks = [
            self.notes.p(Figure(f"{at.key}/rank_sum_p/ab", None), at.rank_sum) for at in row.times
        ]
        yield (subhead(_("P between the groups, Mann–Whitney")), *ranks, EMPTY)

    def variance(self, found: Variance, name: str) -> PlainCell:
        """P, with Greenhouse and Geisser's correction within patients; F, its degrees of freedom
        and n below."""
        whole = PlainNote(
            text=_("n %(n)s complete") % {"n": len(found.complete)},
            key=found.complete_figure.key,
            opens=len(found.complete) > 0,
            value=len(found.complete),
        )
        effect = found.table.effect(name)
        number = "p" if name == "group" else "p_gg"
        figure = found.figure(name, number)
        if effect is None:
            why = found.table.reason
            note = _(REASON_WORDS[why]) if why else ""
            return PlainCell(text=cells.NONE, key=figure.key, note=note, more=(whole,))
        f = _("F(%(df)s, %(error)s) = %(f)s") % {
            "df": cells.number(effect.df, 0),
            "error": cells.number(effect.error_df, 0),
            "f": cells.number(effect.f, 3),
        }
        more = [PlainNote(text=f, key=found.figure(name, "f").key, value=effect.f), whole]
        if name != "group":
            epsilon = f"ε {cells.number(found.table.gg, 3)}"
            more.insert(1, PlainNote(text=epsilon, key=f"{found.key}/gg/{found.group}"))
        return PlainCell(
            text=cells.p_words(figure.value),
            key=figure.key,
            value=figure.value,
            more=tuple(more),
            mark=self.notes.mark(_variance_words(name, found.group)),
        )

    def _printed(self, analyte: str) -> Iterator[Cells]:
        paper = cohort(CHI)
        for arm in paper.arms:
            means = {row.day: row for row in arm.means_of(analyte)}
            values = [
                PlainCell(text=f"{formats.number(row.mean)} ± {formats.number(row.sd)}")
                for row in (means[day] for day in DAYS.values())
            ]
            name = _("%(source)s, %(arm)s, as printed") % {"source": paper.name, "arm": arm.label}
            yield (subhead(name), *values, EMPTY)
        between = [
            printed.p_value(
                printed.comparison(CHI, analyte, "ruxolitinib against", PRINTED_TIMES[time])
                if time in PRINTED_TIMES
                else None
            )
            for time in OVER_TIME
        ]
        time = printed.p_value(printed.comparison(CHI, analyte, "time effect"))
        yield (subhead(_("%(source)s, P as printed") % {"source": paper.name}), *between, time)


def _variance_words(name: str, group: str) -> str:
    if name == "group":
        return _("Mixed analysis of variance, between patients.")
    if group == "ab":
        return _(
            "Mixed analysis of variance (group between patients, time within), "
            "Greenhouse–Geisser correction."
        )
    return _("Repeated-measures analysis of variance, Greenhouse–Geisser correction.")


def chi_table(found: Table2, with_chi: bool = True) -> PlainTable:
    writer = Writer(found, with_chi)
    rows = tuple(writer.rows())
    groups = "; ".join(f"{group.name}, n = {group.n}" for group in found.groups)
    times = [_(table_words.TIME_WORDS[time]) for time in OVER_TIME]
    return PlainTable(
        name="table2_chi",
        title=_("Table 2. Four variables before, and one week and one month after, the first dose"),
        caption=_("%(groups)s. Mean ± SD of whoever has the value.") % {"groups": groups},
        heads=(_("Variable"), *times, _("P, analysis of variance")),
        rows=rows,
        notes=tuple(_notes(with_chi)),
        footnotes=writer.notes.all,
    )


def _notes(with_chi: bool) -> Iterator[str]:
    yield _(
        "Analysis of variance: of patients with all three values (n complete); F with the degrees "
        "of freedom before correction, ε by which the correction multiplies them."
    )
    yield _(
        "1 week, 1 month: the result nearest day 7 and day 30 within 3 days. No result counts "
        "after conditioning or transplant. One beyond the measuring range counts as its limit "
        "(our definition)."
    )
    yield _(
        "Where the SD is as large as the mean the values are not normal: read the Mann–Whitney "
        "test, and the medians of the other Table 2."
    )
    if with_chi:
        paper = cohort(CHI)
        yield _("%(citation)s: 11 children in each group; n of each cell is not stated.") % {
            "citation": paper.source.citation
        }
        yield printed.faults(CHI)
