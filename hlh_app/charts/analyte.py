"""One analyte over time: points in their order, the interval shaded, published groups off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hlh_app.charts.frame import (
    ROOM_FOR_LEGEND,
    Figure,
    Trace,
    axis_range,
    first_dose_line,
    layout,
    log_ticks,
    plain,
    time_axis,
    value_axis,
    value_limits,
)
from hlh_app.charts.overlay import Overlay, overlay_traces, overlay_values
from hlh_app.charts.palette import ABOVE_LIMIT, BELOW_LIMIT, GREY, SERIES
from hlh_app.charts.reference import bands, limits_in_view, stretches
from hlh_app.charts.series import Panel, Point, Series, Window
from hlh_app.charts.words import ENGLISH, Words

HEIGHT = 230
NEWEST_SIZE = 12
POINT_SIZE = 7
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
    own = value_limits(_values_in_view(panel), panel.log)
    published = [value for overlay in overlays for value in overlay_values(panel, overlay)]
    wide = value_limits([*own, *published], panel.log) if published else own
    axis, choices = time_axis(window, words.days)
    newest = panel.newest_two()[0]
    return {
        "data": [
            *_own_traces(panel, newest, own, words),
            *(trace for row in overlays for trace in overlay_traces(panel, row, words)),
        ],
        "layout": {
            **layout(panel.label, _subtitle(panel, words), HEIGHT),
            "xaxis": axis,
            "yaxis": value_axis(words.axis(panel.unit, panel.log), panel.log, own),
            "shapes": [*_bands(panel, window, own, wide), first_dose_line()],
            "annotations": _pending_marks(panel, words),
            "showlegend": sum(1 for row in panel.series if row.points) > 1,
            "meta": _meta(panel, choices, own, wide),
        },
    }


def _values_in_view(panel: Panel) -> list[float]:
    points = panel.points
    return [*(float(point.value) for point in points), *limits_in_view(points)]


def _meta(
    panel: Panel,
    choices: dict[str, Any],
    own: tuple[float, float],
    wide: tuple[float, float],
) -> dict[str, Any]:
    views = {"own": own, "overlay": wide}
    return {
        "ranges": choices,
        "yaxis": {
            name: {"range": axis_range(view, panel.log), **(log_ticks(view) if panel.log else {})}
            for name, view in views.items()
        },
        "height": {"own": HEIGHT, "overlay": HEIGHT + ROOM_FOR_LEGEND},
    }


def _subtitle(panel: Panel, words: Words) -> str:
    newest, previous = panel.newest_two()
    if newest is None:
        return words.no_results
    value = f"{newest.shown} {words.unit(panel.unit)}"
    parts = [words.newest.format(value=value, when=newest.when)]
    if previous is not None:
        parts.append(words.previous.format(value=previous.shown, when=previous.when))
    return " · ".join([*parts, words.per_cell.format(n=len(panel.points))])


def _own_traces(
    panel: Panel, newest: Point | None, view: tuple[float, float], words: Words
) -> list[Trace]:
    return [
        _series_trace(panel, series, rank, newest, view, words)
        for rank, series in enumerate(panel.series)
        if series.points
    ]


def _series_trace(
    panel: Panel,
    series: Series,
    rank: int,
    newest: Point | None,
    view: tuple[float, float],
    words: Words,
) -> Trace:
    color, symbol = SERIES[rank % len(SERIES)]
    label = series.label or panel.label
    unit = words.unit(panel.unit)
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": plain(words.other_assay.format(label=label) if rank else label),
        "x": [round(point.day, 3) for point in series.points],
        "y": [_drawn_at(point, panel.log, view) for point in series.points],
        "text": [_hover(point, series.label, unit, words) for point in series.points],
        "hovertemplate": "%{text}<extra></extra>",
        "line": {"color": color, "width": 1},
        "marker": {
            "color": color,
            "symbol": [_symbol(point, symbol) for point in series.points],
            "size": [NEWEST_SIZE if point is newest else POINT_SIZE for point in series.points],
            "opacity": 1,
        },
    }


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


def _pending_marks(panel: Panel, words: Words) -> list[dict[str, Any]]:
    return [
        {
            "x": round(row.day, 3),
            "y": 0,
            "yref": "paper",
            "yanchor": "bottom",
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
