"""What every figure shares: layout, axes, ticks and the time axis."""

from __future__ import annotations

import math
from collections.abc import Iterable
from html import escape
from typing import Any

from hlh_app.charts.palette import CLEAR, GREY, GRID
from hlh_app.charts.series import Window
from hlh_app.charts.words import Words

Figure = dict[str, Any]
Trace = dict[str, Any]

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif"
TICK_STEPS = (1, 2, 7, 14, 28, 91, 182, 364)
MOST_TICKS = 9
LOG_HEADROOM = 0.08
LEGEND_ROW = 19
TOP, BOTTOM = 56, 44
LEFT, RIGHT = 68, 14


def plain(text: str) -> str:
    """Text as text: plotly reads a small HTML of its own."""
    return escape(text, quote=False)


def margin(top: int = TOP, bottom: int = BOTTOM) -> dict[str, int]:
    """Left and right the same for all, so that the time axes of stacked panels line up."""
    return {"l": LEFT, "r": RIGHT, "t": top, "b": bottom}


def layout(title: str, subtitle: str, height: int) -> dict[str, Any]:
    """The frame of a figure without its axes."""
    return {
        "title": {
            "text": plain(title),
            "subtitle": {"text": plain(subtitle), "font": {"size": 12}},
            "font": {"size": 14, "weight": 600},
            "x": 0,
            "xanchor": "left",
            "xref": "container",
            "pad": {"l": 8},
            "y": 1,
            "yanchor": "top",
            "yref": "container",
        },
        "height": height,
        "margin": margin(),
        "font": {"family": FONT, "size": 12},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "hovermode": "closest",
        "dragmode": False,
        "showlegend": False,
        "legend": {
            "orientation": "v",
            "x": 0,
            "xanchor": "left",
            "y": 0,
            "yanchor": "bottom",
            "yref": "container",
            "tracegroupgap": 0,
        },
    }


AXIS_LINE: dict[str, Any] = {
    "zeroline": False,
    "showline": True,
    "linecolor": GREY,
    "ticks": "outside",
    "tickcolor": GREY,
}
"""How the line below a drawing looks."""


def nobody(text: str) -> dict[str, Any]:
    """In the middle of an empty drawing."""
    middle = {"xref": "paper", "x": 0.5, "yref": "paper", "y": 0.5}
    return {**middle, "text": plain(text), "showarrow": False}


def time_axis(window: Window, words: Words) -> tuple[dict[str, Any], dict[str, Any]]:
    """The shared x axis, and what the range buttons need: a range and a tick step each."""
    choices = {
        name: {"range": list(limits), "dtick": tick_step(limits[1] - limits[0])}
        for name, limits in window.ranges().items()
    }
    axis = {
        **choices["eight_weeks"],
        "tick0": 0,
        "title": {"text": words.time_axis(window.started), "standoff": 6},
        **AXIS_LINE,
        "showgrid": False,
        "fixedrange": False,
    }
    return axis, choices


def tick_step(span: float) -> int:
    """Days between ticks: whole weeks as soon as the span is longer than a fortnight."""
    return next((step for step in TICK_STEPS if span / step <= MOST_TICKS), TICK_STEPS[-1])


def value_axis(title: str, log: bool, limits: tuple[float, float]) -> dict[str, Any]:
    """The y axis; ``limits`` in the unit of the values, also on a log axis."""
    axis: dict[str, Any] = {
        "title": {"text": plain(title), "standoff": 2},
        "range": axis_range(limits, log),
        "zeroline": False,
        "gridcolor": GRID,
        "nticks": 6,
        "fixedrange": True,
        "separatethousands": True,
    }
    return axis | {"type": "log", **log_ticks(limits)} if log else axis


def axis_range(limits: tuple[float, float], log: bool) -> list[float]:
    """Limits as plotly takes them: powers of ten on a log axis."""
    if log:
        return [round(math.log10(limits[0]), 3), round(math.log10(limits[1]), 3)]
    return [round(limits[0], 4), round(limits[1], 4)]


def log_ticks(limits: tuple[float, float]) -> dict[str, Any]:
    """Ticks at 1, 3, 10, 30 … or at whole powers alone where the span is long."""
    low, high = (math.log10(limit) for limit in limits)
    steps = (1, 3) if high - low < 3.5 else (1,)
    powers = range(math.floor(low), math.ceil(high) + 1)
    values = [step * 10.0**power for power in powers for step in steps]
    inside = [value for value in values if limits[0] <= value <= limits[1]]
    return {"tickmode": "array", "tickvals": inside, "ticktext": [f"{v:,.10g}" for v in inside]}


def value_limits(values: Iterable[float], log: bool) -> tuple[float, float]:
    """Limits that hold all values with some air; from zero unless the values lie far above it."""
    held = [value for value in values if value > 0 or not log]
    if not held:
        return (1.0, 1000.0) if log else (0.0, 1.0)
    low, high = min(held), max(held)
    if log:
        air = max(LOG_HEADROOM * math.log10(high / low), LOG_HEADROOM)
        return low / 10**air, high * 10**air
    air = (high - low) * 0.1 or abs(high) * 0.1 or 1.0
    return (low - air if low < 0 or low > high / 2 else 0.0), high + air


def views(
    own: dict[str, Any], overlay: dict[str, Any], height: int, rows: tuple[int, int]
) -> dict[str, Any]:
    """The value axis, height and legend without and with a published overlay.

    ``rows`` counts the lines of the legend in each; its room is added below the time axis.
    """
    return {
        name: {
            "yaxis": axis,
            "height": height + _legend_height(count),
            "bottom": BOTTOM + _legend_height(count),
            "legend": count > 0,
        }
        for name, axis, count in (("own", own, rows[0]), ("overlay", overlay, rows[1]))
    }


def opened(views: dict[str, Any], top: int = TOP) -> dict[str, Any]:
    """The part of the layout that a view decides, as the figure opens."""
    own = views["own"]
    return {
        "height": own["height"],
        "showlegend": own["legend"],
        "margin": margin(top, own["bottom"]),
    }


def _legend_height(rows: int) -> int:
    return LEGEND_ROW * rows + 8 if rows else 0


def about(text: str, top: int = TOP) -> dict[str, Any]:
    """Whose values and how many, at the right of the title."""
    return {
        "xref": "paper",
        "x": 1,
        "xanchor": "right",
        "yref": "paper",
        "y": 1,
        "yanchor": "bottom",
        "yshift": top - 15,
        "text": plain(text),
        "showarrow": False,
        "font": {"size": 11},
    }


def day_line(day: float = 0, dash: str = "dot") -> dict[str, Any]:
    """A thin line from top to bottom at one day; day 0 is the first dose."""
    return {
        "type": "line",
        "x0": day,
        "x1": day,
        "y0": 0,
        "y1": 1,
        "yref": "paper",
        "line": {"color": GREY, "width": 1, "dash": dash},
        "layer": "below",
    }


def first_dose_lines(window: Window) -> list[dict[str, Any]]:
    """The line of the first dose, if there was one."""
    return [day_line()] if window.started else []
