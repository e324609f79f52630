"""A forest plot: shares with their intervals, one below the other, under headings.

Each row has its name and its figures in words above its point, so that it can be read on any
screen. Our own are filled squares with whole lines; published ones open diamonds, dashed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hlh_app.charts.frame import AXIS_LINE, Figure, Trace, layout, margin, plain
from hlh_app.charts.palette import BLUE, GRID, VERMILLION

ROW, TOP, BOTTOM = 36, 62, 48
SIDE = 14
ABOVE = 0.2


@dataclass(frozen=True, slots=True)
class ForestRow:
    """``value``, ``low``, ``high`` between 0 and 1; None where there is none. ``figures``: the same
    in words. A row without ``figures`` is a heading."""

    name: str
    figures: str = ""
    value: float | None = None
    low: float | None = None
    high: float | None = None
    ours: bool = False


@dataclass(frozen=True, slots=True)
class ForestWords:
    title: str
    subtitle: str
    axis: str
    ours: str
    published: str


def forest_figure(rows: Sequence[ForestRow], words: ForestWords) -> Figure:
    """From top to bottom in the given order."""
    places = range(len(rows), 0, -1)
    placed = list(zip(places, rows, strict=True))
    return {
        "data": [
            *_kind(placed, True, words.ours, BLUE, "square", "solid"),
            *_kind(placed, False, words.published, VERMILLION, "diamond-open", "dash"),
        ],
        "layout": {
            **layout(words.title, words.subtitle, TOP + BOTTOM + ROW * len(rows)),
            "margin": {**margin(TOP, BOTTOM), "l": SIDE, "r": SIDE},
            "xaxis": _axis(words),
            "yaxis": {"range": [0.3, len(rows) + 0.8], "visible": False, "fixedrange": True},
            "annotations": [label for at, row in placed for label in _labels(at, row)],
        },
    }


def _axis(words: ForestWords) -> Trace:
    return {
        "title": {"text": plain(words.axis), "standoff": 4},
        "range": [-2, 102],
        "tickvals": [0, 25, 50, 75, 100],
        "gridcolor": GRID,
        **AXIS_LINE,
        "fixedrange": True,
    }


def _kind(
    placed: Sequence[tuple[int, ForestRow]],
    ours: bool,
    name: str,
    color: str,
    symbol: str,
    dash: str,
) -> list[Trace]:
    """The intervals as lines, then the points."""
    shown = [(at, row) for at, row in placed if row.ours is ours and row.value is not None]
    if not shown:
        return []
    xs: list[float | None] = []
    ys: list[float | None] = []
    for at, row in shown:
        if row.low is not None and row.high is not None:
            xs += [_percent(row.low), _percent(row.high), None]
            ys += [at - ABOVE, at - ABOVE, None]
    line = {"color": color, "width": 1.5, "dash": dash}
    base = {"type": "scatter", "name": plain(name)}
    return [
        {**base, "mode": "lines", "x": xs, "y": ys, "line": line, "hoverinfo": "skip"},
        {
            **base,
            "mode": "markers",
            "x": [_percent(row.value) for _at, row in shown if row.value is not None],
            "y": [at - ABOVE for at, _row in shown],
            "text": [f"{plain(row.name)}<br>{plain(row.figures)}" for _at, row in shown],
            "hovertemplate": "%{text}<extra></extra>",
            "marker": {"symbol": symbol, "size": 9, "color": color},
        },
    ]


def _labels(at: int, row: ForestRow) -> list[Trace]:
    if not row.figures:
        return [_label(at - ABOVE, row.name, "left", 12)]
    return [
        _label(at + ABOVE, row.name, "left", 11),
        _label(at + ABOVE, row.figures, "right", 11),
    ]


def _label(y: float, text: str, side: str, size: int) -> Trace:
    bold = {"weight": 600} if size > 11 else {}
    return {
        "xref": "paper",
        "x": 0 if side == "left" else 1,
        "xanchor": side,
        "y": y,
        "yanchor": "middle",
        "text": plain(text),
        "font": {"size": size, **bold},
        "showarrow": False,
    }


def _percent(share: float) -> float:
    return round(100 * share, 2)
