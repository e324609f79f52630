"""The page of the living benchmark: our figures beside every published one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _

from hlh_app.charts.defervescence import defervescence_sentences
from hlh_app.charts.study.forest import ForestRow, ForestWords, forest_figure
from hlh_app.cohorts.library import load_cohorts
from hlh_app.cohorts.model import Cohort
from hlh_app.exchange.study.plain_table import PlainCell, PlainTable, head, section, word
from hlh_app.statistics.benchmark import Benchmark

from ...study.asked import Asked
from ..drawing import Drawing
from .benchmark_ebv import standardized_entries
from .benchmark_entries import (
    ORDER,
    Entry,
    loaded_entries,
    own_entries,
    published_entries,
)
from .benchmark_words import PANELS, panel_axis, panel_notes, panel_title
from .cells import ShownTable, shown


@dataclass(frozen=True, slots=True)
class Panel:
    """One thing compared: drawing, table, and what must be kept in mind."""

    id: str
    title: str
    drawing: Drawing
    table: ShownTable


@dataclass(frozen=True, slots=True)
class Source:
    """``address``: of the cohort on the page of published cohorts, "" for a loaded file."""

    name: str
    text: str
    address: str


@dataclass(frozen=True, slots=True)
class BenchmarkPage:
    panels: tuple[Panel, ...]
    sources: tuple[Source, ...]


def benchmark_page(asked: Asked, found: Benchmark, loaded: Sequence[Cohort]) -> BenchmarkPage:
    """``loaded``: the cohort files of other centres."""
    return BenchmarkPage(
        panels=tuple(_panel(asked, found, loaded, name) for name in PANELS),
        sources=tuple(_sources(loaded)),
    )


def _panel(asked: Asked, found: Benchmark, loaded: Sequence[Cohort], name: str) -> Panel:
    rows = entries(found, loaded, name)
    title = panel_title(name)
    drawing = Drawing(f"figure-{name}", title, drawn(rows, name))
    return Panel(name, title, drawing, shown(panel_table(rows, name), asked))


def entries(found: Benchmark, loaded: Sequence[Cohort], panel: str) -> list[Entry]:
    """Everything that a panel shows, ours first, then by line of therapy."""
    rows: list[Entry] = []
    for measure in PANELS[panel]:
        for one in found.groups:
            rows += own_entries(one, measure)
        rows += published_entries(measure)
        rows += loaded_entries(loaded, measure)
    if panel == "response":
        for one in found.groups:
            rows += standardized_entries(one, loaded)
    return sorted(rows, key=lambda row: (ORDER.index(row.place), row.rank))


def drawn(rows: Iterable[Entry], panel: str) -> dict[str, object]:
    """The forest plot."""
    shown_rows = [row for row in rows if row.value is not None]
    placed = [
        line
        for name, group in groupby(shown_rows, key=_heading)
        for line in (ForestRow(name), *map(_forest_row, group))
    ]
    words = ForestWords(
        title=panel_title(panel),
        subtitle=_("squares: ours; open diamonds: published, not a target"),
        axis=panel_axis(panel),
        ours=_("ours"),
        published=_("published"),
    )
    return forest_figure(placed, words)


def _heading(row: Entry) -> str:
    return row.heading


def _forest_row(row: Entry) -> ForestRow:
    if row.instead:
        return ForestRow(row.drawn, row.instead, ours=row.ours)
    return ForestRow(row.drawn, row.shown.text, row.value, row.low, row.high, row.ours)


def panel_table(rows: Sequence[Entry], panel: str) -> PlainTable:
    """The same values, with what keeps them from being compared."""
    notes = panel_notes(panel)
    if panel == "afebrile":
        notes = (*notes, *defervescence_sentences(load_cohorts()))
    return PlainTable(
        name=f"benchmark_{panel}",
        title=_("%(title)s: ours beside what was published") % {"title": panel_title(panel)},
        caption=_(
            "Share with its 95 % interval: exact (Clopper-Pearson) of a count, as printed where "
            "the source gives one."
        ),
        heads=(
            _("Who"),
            _("Figures"),
            _("Line of therapy, ages"),
            _("How and when"),
            _("Kept apart by"),
        ),
        rows=tuple(_table_rows(rows)),
        notes=notes,
    )


def _table_rows(rows: Sequence[Entry]) -> Iterator[tuple[PlainCell, ...]]:
    """Who they are is said once under a heading where it is the same of all."""
    for name, group in groupby(rows, key=_heading):
        yield section(name)
        before = ""
        for row in group:
            who = _("the same") if row.ours and row.who and row.who == before else row.who
            yield (head(row.name), row.shown, word(who), word(row.when), word(row.apart))
            before = row.who


def _sources(loaded: Sequence[Cohort]) -> Iterator[Source]:
    page = reverse("web:cohorts")
    for found in load_cohorts():
        yield Source(found.name, f"{found.design} {_cited(found)}", f"{page}#{found.code}")
    for found in loaded:
        yield Source(found.name, f"{found.design} {_cited(found)}", "")


def _cited(found: Cohort) -> str:
    given = {"source": found.source.citation, "read": found.source.read}
    return _("%(source)s; read here: %(read)s.") % given
