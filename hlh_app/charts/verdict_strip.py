"""The verdicts through time, on the axis of the other panels: a row a rule, a mark a day.

Each row has its own small scale. What is still open on a day is a line from the least to the most
that the answer may be; a dashed line is drawn where the rule turns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from hlh_app.charts.frame import (
    BOTTOM,
    Figure,
    Trace,
    first_dose_lines,
    layout,
    margin,
    plain,
    time_axis,
)
from hlh_app.charts.palette import BLUE, GREY, GRID, ORANGE, VERMILLION
from hlh_app.charts.series import Window
from hlh_app.charts.words import ENGLISH, Words

ROW_HEIGHT = 92
TOP = 40
DRAWN = 0.62  # of a row's height; the rest is its name


class Level(StrEnum):
    """How a mark is drawn: symbol and color both, never color alone."""

    MET = "met"
    NOT_MET = "not_met"
    OPEN = "open"
    GOOD = "good"
    ALARM = "alarm"


MARKS = {
    Level.MET: ("circle", BLUE),
    Level.NOT_MET: ("circle-open", BLUE),
    Level.OPEN: ("line-ew-open", GREY),
    Level.GOOD: ("diamond", ORANGE),
    Level.ALARM: ("square", VERMILLION),
}


@dataclass(frozen=True, slots=True)
class StripMark:
    """One rule on one day: from ``low`` to ``high``, equal when it is settled. ``hover`` says it
    in words; ``address``: where choosing the mark leads."""

    day: float
    low: float
    high: float
    hover: str
    level: Level
    address: str


@dataclass(frozen=True, slots=True)
class StripRow:
    """One rule through time. ``ticks``: values of its scale with their words, lowest first;
    ``turns_at``: where the rule turns, None where it has no such value."""

    label: str
    ticks: tuple[tuple[float, str], ...]
    turns_at: float | None
    marks: tuple[StripMark, ...]


def verdict_strip(
    rows: Sequence[StripRow], window: Window, title: str, words: Words = ENGLISH
) -> Figure:
    """One row a rule, the first on top; the rule's name stands above its row."""
    axis, choices = time_axis(window, words)
    subtitle = "" if any(row.marks for row in rows) else words.no_results
    height = TOP + ROW_HEIGHT * len(rows) + BOTTOM
    frames = {f"yaxis{_suffix(n)}": _scale(row, n, len(rows)) for n, row in enumerate(rows)}
    lines = [_turn(row, n) for n, row in enumerate(rows) if row.turns_at is not None]
    return {
        "data": [
            trace for number, row in enumerate(rows) for trace in _traces(row, number) if trace
        ],
        "layout": {
            **layout(title, subtitle, height),
            "margin": margin(TOP),
            "xaxis": axis | {"anchor": f"y{_suffix(len(rows) - 1)}"},
            **frames,
            "shapes": [*first_dose_lines(window), *lines],
            "annotations": [_name(row.label, n, len(rows)) for n, row in enumerate(rows)],
            "meta": {"ranges": choices},
        },
    }


def _suffix(number: int) -> str:
    return "" if number == 0 else str(number + 1)


def _foot(number: int, count: int) -> float:
    """Where a row's scale begins, as a share of the drawing from below."""
    return (count - 1 - number) / count


def _scale(row: StripRow, number: int, count: int) -> dict[str, Any]:
    values = [value for value, _ in row.ticks]
    air = (values[-1] - values[0]) * 0.12
    foot = _foot(number, count)
    return {
        "domain": [round(foot, 4), round(foot + DRAWN / count, 4)],
        "range": [values[0] - air, values[-1] + air],
        "tickmode": "array",
        "tickvals": values,
        "ticktext": [plain(text) for _, text in row.ticks],
        "zeroline": False,
        "gridcolor": GRID,
        "fixedrange": True,
    }


def _turn(row: StripRow, number: int) -> dict[str, Any]:
    """The value from which the rule answers otherwise."""
    return {
        "type": "line",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "yref": f"y{_suffix(number)}",
        "y0": row.turns_at,
        "y1": row.turns_at,
        "line": {"color": GREY, "width": 1, "dash": "dash"},
        "layer": "below",
    }


def _traces(row: StripRow, number: int) -> list[Trace | None]:
    """One trace a level, so that each has its symbol."""
    return [_trace([m for m in row.marks if m.level is level], level, number) for level in Level]


def _trace(marks: Sequence[StripMark], level: Level, number: int) -> Trace | None:
    if not marks:
        return None
    symbol, color = MARKS[level]
    return {
        "type": "scatter",
        "mode": "markers",
        "yaxis": f"y{_suffix(number)}",
        "x": [mark.day for mark in marks],
        "y": [mark.low for mark in marks],
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": [round(mark.high - mark.low, 3) for mark in marks],
            "arrayminus": [0] * len(marks),
            "color": color,
            "thickness": 2,
            "width": 0,
        },
        "text": [plain(mark.hover) for mark in marks],
        "hovertemplate": "%{text}<extra></extra>",
        "customdata": [mark.address for mark in marks],
        "marker": {"symbol": symbol, "size": 8, "color": color, "line": {"width": 1.5}},
        "meta": {"follow": True},
    }


def _name(text: str, number: int, count: int) -> dict[str, Any]:
    """The rule over its row, from the left edge of the figure."""
    return {
        "xref": "paper",
        "x": 0,
        "xanchor": "left",
        "xshift": -60,
        "yref": "paper",
        "y": round(_foot(number, count) + DRAWN / count, 4),
        "yanchor": "bottom",
        "text": plain(text),
        "showarrow": False,
        "font": {"size": 12},
    }
