"""The trajectories: every figure with its caption, its numbers and its table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from hlh_app.charts import (
    Overlay,
    Panel,
    TableRow,
    TemperatureSeries,
    TreatmentBar,
    Window,
    Words,
    analyte_figure,
    defervescence_sentences,
    faults,
    overlay_caption,
    overlay_label,
    overlays_of,
    panel_caption,
    table_rows,
    temperature_figure,
    treatment_figure,
)
from hlh_app.clinical.case import Case, Exposure, Moment
from hlh_app.clinical.normality import completed_years
from hlh_app.clinical.therapy import RUXOLITINIB
from hlh_app.clinical.unit_names import UNITS
from hlh_app.cohorts.library import cohort
from hlh_app.web.record import Record

from . import formats, series
from .tables import Table
from .verdict_strip import VerdictStrip, strip


@dataclass(frozen=True, slots=True)
class Chart:
    """``id`` names the JSON element; ``newest`` and ``previous`` stand beside the drawing."""

    id: str
    title: str
    newest: str
    previous: str
    figure: dict[str, Any]
    wide: bool
    table: Table


@dataclass(frozen=True, slots=True)
class OverlayChoice:
    code: str
    label: str


@dataclass(frozen=True, slots=True)
class OverlayNote:
    """What must be read when a published group is drawn."""

    code: str
    lines: tuple[str, ...]
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trajectories:
    axis: str
    captions: tuple[str, ...]
    charts: tuple[Chart, ...]
    strip: VerdictStrip
    overlays: tuple[OverlayChoice, ...]
    notes: tuple[OverlayNote, ...]
    defervescence: tuple[str, ...]


def chart_words() -> Words:
    """The drawings' words in the reader's language, with units as printed."""
    return Words.translated(_, UNITS)


def trajectories(record: Record) -> Trajectories:
    words = chart_words()
    drawn = draw(record)
    overlays = _overlays(record)
    published = _published(overlays) if drawn.started else ()
    charts = [
        _temperature(drawn, overlays, words),
        _treatment(drawn, words),
        *(_analyte(n, row, overlays, drawn.window, words) for n, row in enumerate(drawn.panels)),
    ]
    captions = [line for panel in drawn.panels for line in panel_caption(panel, words)]
    return Trajectories(
        axis=_axis(drawn),
        captions=tuple(dict.fromkeys(captions)),
        charts=tuple(charts),
        strip=strip(record, drawn.day0, drawn.window, words),
        overlays=published,
        notes=tuple(_notes(overlays, words)) if drawn.started else (),
        defervescence=defervescence_sentences((cohort("wang2020"), cohort("chi2020"))),
    )


@dataclass(frozen=True, slots=True)
class Drawn:
    """Everything of one patient on one time axis."""

    day0: date
    started: bool
    panels: tuple[Panel, ...]
    temperatures: TemperatureSeries
    bars: tuple[TreatmentBar, ...]
    window: Window


def draw(record: Record) -> Drawn:
    """Ready for the screen and for paper alike."""
    case, as_of = record.case, record.as_of
    started = record.response is not None
    day0 = record.response.day0 if record.response else _first_day(case, as_of)
    panels = series.panels(case, as_of, day0)
    threshold = record.patient.centre.fever_threshold
    temperatures = series.temperatures(case, as_of, day0, threshold)
    days = [point.day for panel in panels for point in panel.points]
    days += [row.day for row in temperatures.readings]
    window = Window(min([0.0, *days]), max([1.0, *days]), started)
    bars = tuple(_bars(case, as_of, day0, window.first))
    return Drawn(day0, started, panels, temperatures, bars, window)


def _first_day(case: Case, as_of: Moment) -> date:
    days = [row.measured_at.day for row in case.observations if row.measured_at.seen <= as_of.at]
    return min(days, default=as_of.day)


def _bars(case: Case, as_of: Moment, day0: date, first: float) -> Iterator[TreatmentBar]:
    """Ruxolitinib first, then by the day a drug was begun; nothing before the axis begins."""
    rows = [row for row in case.exposures if row.start.seen <= as_of.at]
    begun = {row.drug: row.start.at for row in sorted(rows, key=lambda r: r.start.at, reverse=True)}
    rows.sort(key=lambda r: (r.drug != RUXOLITINIB, begun[r.drug], r.drug, r.start.at))
    for row in rows:
        stop = _last_day(row, as_of, day0)
        if stop is None or stop >= first:
            start = max(series.place(row.start, day0), first)
            yield TreatmentBar(row.drug.replace("_", " "), start, stop, _bar_label(row))


def _last_day(row: Exposure, as_of: Moment, day0: date) -> float | None:
    if row.stop is None or row.stop > as_of.day:
        return None
    return (row.stop - day0).days + 0.5


def _bar_label(row: Exposure) -> str:
    return formats.dose(row.dose, row.unit, row.times_per_day) if row.dose is not None else ""


def _axis(drawn: Drawn) -> str:
    if drawn.started:
        return _("Day 0 is the day of the first dose, %(day)s.") % {"day": formats.day(drawn.day0)}
    return _("No ruxolitinib recorded: day 0 is the day of the first data, %(day)s.") % {
        "day": formats.day(drawn.day0)
    }


def _overlays(record: Record) -> tuple[Overlay, ...]:
    years = completed_years(record.case.patient, record.as_of.day)
    founding = (cohort("chi2020"), cohort("wang2020"))
    return tuple(row for one in founding for row in overlays_of(one, years))


def _published(overlays: tuple[Overlay, ...]) -> tuple[OverlayChoice, ...]:
    return tuple(OverlayChoice(row.code, overlay_label(row, chart_words())) for row in overlays)


def _notes(overlays: tuple[Overlay, ...], words: Words) -> Iterator[OverlayNote]:
    for code in dict.fromkeys(row.cohort.code for row in overlays):
        rows = [row for row in overlays if row.cohort.code == code]
        yield OverlayNote(code, overlay_caption(rows, words), faults(rows[0].cohort))


def _analyte(
    number: int, panel: Panel, overlays: tuple[Overlay, ...], window: Window, words: Words
) -> Chart:
    newest, previous = panel.newest_two()
    unit = formats.unit(panel.unit)
    return Chart(
        id=f"figure-{number}-{panel.analyte}",
        title=f"{panel.label}, {unit}",
        newest=f"{newest.shown} {unit}, {newest.when}" if newest else words.no_results,
        previous=f"{previous.shown}, {previous.when}" if previous else "",
        figure=analyte_figure(panel, overlays, window, words),
        wide=False,
        table=_table(panel, table_rows(panel, words)),
    )


def _table(panel: Panel, rows: tuple[TableRow, ...]) -> Table:
    heads = (_("Day"), _("When"), _("Value"), _("Interval"), _("Assay"), _("Flags"))
    cells = tuple(
        (
            row.day,
            row.when,
            f"{row.value} {row.unit}".strip(),
            row.reference,
            row.assay,
            "; ".join(row.flags),
        )
        for row in rows
    )
    return Table(_("Values of %(test)s") % {"test": panel.label}, heads, cells)


def _temperature(drawn: Drawn, overlays: tuple[Overlay, ...], words: Words) -> Chart:
    rows = drawn.temperatures.readings
    last = rows[-1] if rows else None
    before = rows[-2] if len(rows) > 1 else None
    heads = (_("Day"), _("When"), _("Value"), _("Site"), _("Remarks"))
    cells = tuple(
        (
            f"{row.day:.0f}",
            row.when,
            f"{formats.fixed(row.value, 1)} °C",
            row.site or words.site_unknown,
            "; ".join(
                text
                for text in (
                    words.antipyretic if row.antipyretic else "",
                    words.glucocorticoid if row.glucocorticoid else "",
                )
                if text
            ),
        )
        for row in reversed(rows)
    )
    return Chart(
        id="figure-temperature",
        title=_("Temperature, °C"),
        newest=f"{formats.fixed(last.value, 1)} °C, {last.when}" if last else words.no_results,
        previous=f"{formats.fixed(before.value, 1)}, {before.when}" if before else "",
        figure=temperature_figure(drawn.temperatures, overlays, drawn.window, words),
        wide=True,
        table=Table(_("Temperatures"), heads, cells),
    )


def _treatment(drawn: Drawn, words: Words) -> Chart:
    heads = (_("Drug"), _("Dose"), _("From day"), _("To day"))
    rows = tuple(
        (
            bar.drug,
            bar.label,
            f"{bar.start:.0f}",
            _("still given") if bar.stop is None else f"{bar.stop - 0.5:.0f}",
        )
        for bar in drawn.bars
    )
    return Chart(
        id="figure-treatment",
        title=_("Treatments"),
        newest="",
        previous="",
        figure=treatment_figure(drawn.bars, drawn.window, words),
        wide=True,
        table=Table(_("Treatments"), heads, rows),
    )
