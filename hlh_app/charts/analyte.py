"""One analyte over time: points in their order, the interval shaded, published groups off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hlh_app.charts.frame import (
    Figure,
    Trace,
    about,
    axis_range,
    first_dose_lines,
    layout,
    log_ticks,
    opened,
    plain,
    time_axis,
    value_axis,
    value_limits,
    views,
)
from hlh_app.charts.overlay import Overlay, legend_rows, overlay_traces, overlay_values
from hlh_app.charts.palette import ABOVE_LIMIT, BELOW_LIMIT, GREY, SERIES
from hlh_app.charts.reference import bands, limits_in_view, stretches
from hlh_app.charts.series import Panel, Point, Series, Window
from hlh_app.charts.words import ENGLISH, Words

HEIGHT = 250
NEWEST_SIZE = 12
POINT_SIZE = 7
LIMIT_SIZE = 10
FAR = 1000


def analyte_figure(
    panel: Panel,
    overlays: Sequence[Overlay],
    window: Window,
    words: Words = ENGLISH,
) -> Figure:
    """The figure of one panel: ``data`` and ``layout`` as plotly takes them.

    ``layout.meta`` tells the page what the range buttons and the overlay switch need.
    """
    overlays = overlays if window.started else ()
    own = value_limits(_values_in_view(panel), panel.log)
    published = [value for overlay in overlays for value in overlay_values(panel, overlay)]
    wide = value_limits([*own, *published], panel.log) if published else own
    axis, choices = time_axis(window, words)
    traces = [trace for row in overlays for trace in overlay_traces(panel, row, words)]
    newest = panel.newest_two()[0]
    return {
        "data": [*_own_traces(panel, newest, own, words), *traces],
        "layout": {
            **layout(panel.label, _subtitle(panel, words), HEIGHT),
            "xaxis": axis,
            "yaxis": {
                **value_axis(words.axis(panel.unit, panel.log), panel.log, own),
                "showticklabels": bool(panel.points),
            },
            "shapes": [*_bands(panel, window, own, wide), *first_dose_lines(window)],
            "annotations": [
                about(words.this_patient.format(n=len(panel.points))),
                *_pending_marks(panel, window, words),
            ],
            **_opening(panel, own, wide, choices, legend_rows(traces)),
        },
    }


def _values_in_view(panel: Panel) -> list[float]:
    points = panel.points
    return [*(float(point.value) for point in points), *limits_in_view(points)]


def _opening(
    panel: Panel,
    own: tuple[float, float],
    wide: tuple[float, float],
    choices: dict[str, Any],
    published: int,
) -> dict[str, Any]:
    """Height and legend as the figure opens, and what the switches of the page choose from."""
    rows = len(_used(panel)) if len(_used(panel)) > 1 else 0
    axes = [
        {"range": axis_range(view, panel.log), **(log_ticks(view) if panel.log else {})}
        for view in (own, wide)
    ]
    choice = views(axes[0], axes[1], HEIGHT, (rows, rows + published))
    return {**opened(choice), "meta": {"ranges": choices, "views": choice}}


def _subtitle(panel: Panel, words: Words) -> str:
    newest, previous = panel.newest_two()
    if newest is None:
        return words.no_results
    value = f"{newest.shown} {words.unit(panel.unit)}"
    parts = [words.newest.format(value=value, when=newest.when)]
    if previous is not None:
        parts.append(words.was.format(value=previous.shown))
    return ", ".join(parts)


def _used(panel: Panel) -> list[Series]:
    return [series for series in panel.series if series.points]


def _own_traces(
    panel: Panel, newest: Point | None, view: tuple[float, float], words: Words
) -> list[Trace]:
    used = _used(panel)
    traces = [_series_trace(panel, row, newest, view, words) for row in used]
    if len(used) < 2:
        return traces
    return [*traces, *(_legend_entry(panel, row, words) for row in used)]


def _series_trace(
    panel: Panel, series: Series, newest: Point | None, view: tuple[float, float], words: Words
) -> Trace:
    color, symbol = SERIES[panel.series.index(series) % len(SERIES)]
    unit = words.unit(panel.unit)
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": plain(series.label or panel.label),
        "x": [round(point.day, 3) for point in series.points],
        "y": [_drawn_at(point, panel.log, view) for point in series.points],
        "text": [_hover(point, series.label, unit, words) for point in series.points],
        "hovertemplate": "%{text}<extra></extra>",
        "line": {"color": color, "width": 1},
        "marker": {
            "color": color,
            "symbol": [_symbol(point, symbol) for point in series.points],
            "size": [_size(point, newest) for point in series.points],
            "line": {"width": 0},
            "opacity": 1,
        },
        "cliponaxis": False,
        "showlegend": False,
    }


def _legend_entry(panel: Panel, series: Series, words: Words) -> Trace:
    """The assay's usual symbol; its first point may be a triangle."""
    rank = panel.series.index(series)
    color, symbol = SERIES[rank % len(SERIES)]
    label = series.label or panel.label
    return {
        "type": "scatter",
        "mode": "markers",
        "name": plain(words.other_assay.format(label=label) if rank else label),
        "x": [None],
        "y": [None],
        "marker": {"color": color, "symbol": symbol, "size": POINT_SIZE},
        "showlegend": True,
    }


def _size(point: Point, newest: Point | None) -> int:
    if point is newest:
        return NEWEST_SIZE
    return LIMIT_SIZE if point.comparator else POINT_SIZE


def _drawn_at(point: Point, log: bool, view: tuple[float, float]) -> float:
    """Zero has no place on a log axis: it is drawn at its foot, and the hover says the value."""
    value = float(point.value)
    return float(f"{view[0]:.4g}") if log and value <= 0 else value


def _symbol(point: Point, usual: str) -> str:
    """Triangles for values beyond the assay's limit; open when the value carries a flag."""
    shape = usual
    if point.comparator:
        shape = ABOVE_LIMIT if point.comparator.startswith(">") else BELOW_LIMIT
    return f"{shape}-open" if point.flags else shape


def _hover(point: Point, label: str, unit: str, words: Words) -> str:
    interval = point.interval
    rows = [
        f"{point.shown} {unit}",
        f"{point.when}, {words.day.format(day=f'{point.day:.0f}')}",
        words.reference.format(interval=interval) if interval else words.no_reference,
        label,
        *point.flags,
    ]
    return "<br>".join(plain(row) for row in rows if row)


def _bands(
    panel: Panel, window: Window, own: tuple[float, float], wide: tuple[float, float]
) -> list[dict[str, Any]]:
    main = panel.series[0].points if panel.series else ()
    floor = min(own[0], wide[0]) / FAR if panel.log else min(own[0], wide[0], 0.0)
    ceiling = max(own[1], wide[1]) * FAR
    return bands(stretches(main, window.ranges()["all"]), floor, ceiling)


def _pending_marks(panel: Panel, window: Window, words: Words) -> list[dict[str, Any]]:
    return [
        {
            "x": round(row.day, 3),
            "y": 0,
            "yref": "paper",
            "yanchor": "bottom",
            "xanchor": "right" if row.day > window.last - 7 else "left",
            "text": f"? {plain(words.pending)}",
            "hovertext": plain(f"{row.when} {row.text}".strip()),
            "showarrow": True,
            "arrowhead": 0,
            "arrowcolor": GREY,
            "ax": 0,
            "ay": -14,
            "font": {"size": 11},
        }
        for row in panel.pending
    ]
