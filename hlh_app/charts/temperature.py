"""Temperature: every reading at its time, the fever threshold, doses, and when others cooled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hlh_app.charts.defervescence import defervescence_traces, rows_needed
from hlh_app.charts.frame import (
    Figure,
    Trace,
    about,
    day_line,
    first_dose_lines,
    layout,
    opened,
    plain,
    time_axis,
    value_axis,
    views,
)
from hlh_app.charts.overlay import Overlay
from hlh_app.charts.palette import BLUE, SITES, VERMILLION
from hlh_app.charts.series import DoseMark, Reading, TemperatureSeries, Window
from hlh_app.charts.words import ENGLISH, Words

HEIGHT = 300
TOP = 78
LOWEST, HIGHEST = 35.5, 40.5
ROW = 0.45


def temperature_figure(
    series: TemperatureSeries,
    overlays: Sequence[Overlay],
    window: Window,
    words: Words = ENGLISH,
) -> Figure:
    """The temperature panel; the published times of defervescence are off until asked for."""
    overlays = overlays if window.started else ()
    limits = _limits(series)
    wide = (limits[0], limits[1] + ROW * (rows_needed(overlays) + 0.5))
    axis, choices = time_axis(window, words)
    data = [
        _line(series),
        *(_site_trace(series, site, words) for site in series.sites),
        *_antipyretic_rings(series, words),
    ]
    rows = len(data) - 1 if len(data) > 2 else 0
    choice = views({"range": list(limits)}, {"range": list(wide)}, HEIGHT, (rows, rows))
    return {
        "data": [*data, *defervescence_traces(overlays, limits[1], ROW, words)],
        "layout": {
            **layout(words.temperature, _subtitle(series, words), HEIGHT),
            "xaxis": axis,
            "yaxis": {**value_axis(words.degrees, False, limits), "dtick": 1},
            "shapes": [*first_dose_lines(window), _threshold_line(series), *_dose_lines(series)],
            "annotations": [
                about(words.this_patient.format(n=len(series.readings)), TOP),
                _threshold_text(series, words),
                *_dose_texts(series),
            ],
            **opened(choice, TOP),
            "meta": {"ranges": choices, "views": choice},
        },
    }


def _limits(series: TemperatureSeries) -> tuple[float, float]:
    values = [float(row.value) for row in series.readings]
    low, high = min([*values, LOWEST + 0.2]) - 0.2, max([*values, HIGHEST - 0.6]) + 0.6
    return round(low, 2), round(high, 2)


def _subtitle(series: TemperatureSeries, words: Words) -> str:
    if not series.readings:
        return words.no_results
    last = series.readings[-1]
    shown = words.newest.format(value=f"{last.value:.1f} {words.degrees}", when=last.when)
    if len(series.readings) < 2:
        return shown
    return f"{shown}, {words.was.format(value=f'{series.readings[-2].value:.1f}')}"


def _line(series: TemperatureSeries) -> Trace:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [round(row.day, 3) for row in series.readings],
        "y": [float(row.value) for row in series.readings],
        "line": {"color": BLUE, "width": 1},
        "opacity": 0.6,
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _site_trace(series: TemperatureSeries, site: str, words: Words) -> Trace:
    rows = [row for row in series.readings if row.site == site]
    symbol = SITES[series.sites.index(site) % len(SITES)]
    last = series.readings[-1]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": plain(site or words.site_unknown),
        "x": [round(row.day, 3) for row in rows],
        "y": [float(row.value) for row in rows],
        "text": [_hover(row, words) for row in rows],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {
            "color": BLUE,
            "symbol": symbol,
            "size": [11 if row is last else 6 for row in rows],
            "line": {"width": 0},
            "opacity": 1,
        },
    }


def _antipyretic_rings(series: TemperatureSeries, words: Words) -> list[Trace]:
    rows = [row for row in series.readings if row.antipyretic]
    if not rows:
        return []
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "name": plain(words.antipyretic),
            "x": [round(row.day, 3) for row in rows],
            "y": [float(row.value) for row in rows],
            "hoverinfo": "skip",
            "marker": {"symbol": "circle-open", "size": 12, "color": VERMILLION},
        }
    ]


def _hover(row: Reading, words: Words) -> str:
    parts = [
        f"{row.value:.1f} {words.degrees}",
        f"{row.when}, {words.day.format(day=f'{row.day:.0f}')}",
        row.site or words.site_unknown,
        words.antipyretic if row.antipyretic else "",
        words.glucocorticoid if row.glucocorticoid else "",
    ]
    return "<br>".join(plain(part) for part in parts if part)


def _threshold_line(series: TemperatureSeries) -> dict[str, Any]:
    height = float(series.threshold)
    return {
        "type": "line",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "y0": height,
        "y1": height,
        "line": {"color": VERMILLION, "width": 1.5, "dash": "dash"},
    }


def _threshold_text(series: TemperatureSeries, words: Words) -> dict[str, Any]:
    return {
        "xref": "paper",
        "x": 1,
        "xanchor": "right",
        "y": float(series.threshold),
        "yanchor": "bottom",
        "text": plain(words.fever.format(threshold=series.threshold)),
        "showarrow": False,
        "font": {"size": 11, "color": VERMILLION},
    }


def _dose_lines(series: TemperatureSeries) -> list[dict[str, Any]]:
    return [day_line(row.day, dash="solid") for row in series.doses]


def _dose_texts(series: TemperatureSeries) -> list[dict[str, Any]]:
    return [_dose_text(row, rank) for rank, row in enumerate(series.doses)]


def _dose_text(row: DoseMark, rank: int) -> dict[str, Any]:
    return {
        "x": row.day,
        "xanchor": "auto",
        "yref": "paper",
        "y": 1,
        "yanchor": "bottom",
        "yshift": 12 * (rank % 2) - 2,
        "text": plain(row.text),
        "showarrow": False,
        "font": {"size": 11},
    }
