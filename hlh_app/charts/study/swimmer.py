"""One bar a patient: how long followed, when on ruxolitinib, and what happened on which day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from hlh_app.charts.frame import (
    AXIS_LINE,
    LEGEND_ROW,
    Figure,
    Trace,
    about,
    layout,
    margin,
    nobody,
    plain,
)
from hlh_app.charts.palette import BLUE, GREEN, GREY, GRID, ONGOING, ORANGE, PURPLE, VERMILLION

ROW = 17
LEAST_ROWS = 3
AXIS, TOP = 44, 56
DAYS_A_WEEK = 7
TICK_WEEKS = (1, 2, 4, 8, 13, 26, 52, 104)
MOST_TICKS = 10
EIGHT_WEEKS, HALF_YEAR = 8 * DAYS_A_WEEK, 26 * DAYS_A_WEEK
MARKS: Final = {
    "response": (GREEN, "triangle-up-open", 9),
    "complete": (GREEN, "triangle-up", 10),
    "relapse": (VERMILLION, "diamond", 10),
    "progression": (VERMILLION, "diamond-open", 10),
    "failure": (ORANGE, "square", 9),
    "transplant": (PURPLE, "star", 12),
    "death": (GREY, "x", 10),
}


@dataclass(frozen=True, slots=True)
class Dose:
    """Given from the day ``first`` through the day ``last``; drawn to its end, never beyond the
    time followed."""

    first: int
    last: int
    text: str


@dataclass(frozen=True, slots=True)
class Mark:
    """``event``: of MARKS."""

    event: str
    day: int
    text: str


@dataclass(frozen=True, slots=True)
class Swimmer:
    """``address``: of the patient's page, to which a click on anything leads. ``text``: of the
    whole time. ``alive``: followed to ``last_day`` and alive then."""

    name: str
    address: str
    last_day: int
    text: str
    doses: Sequence[Dose]
    marks: Sequence[Mark]
    alive: bool


@dataclass(frozen=True, slots=True)
class SwimmerWords:
    """Ready to be read. ``events``: of MARKS."""

    title: str
    subtitle: str
    about: str
    weeks: str
    nobody: str
    ruxolitinib: str
    alive: str
    events: dict[str, str] = field(default_factory=dict)


def swimmer_figure(swimmers: Sequence[Swimmer], words: SwimmerWords) -> Figure:
    """In the order given, the first on top."""
    traces = [*_bars(swimmers, words), *_all_marks(swimmers, words)]
    shown = [trace for trace in traces if trace.get("showlegend", True)]
    below = AXIS + LEGEND_ROW * len(shown) + 8
    height = TOP + ROW * max(len(swimmers), LEAST_ROWS) + below
    last = max((swimmer.last_day for swimmer in swimmers), default=0)
    return {
        "data": traces or [{"type": "scatter", "x": [], "y": [], "hoverinfo": "skip"}],
        "layout": {
            **layout(words.title, words.subtitle, height),
            "margin": margin(TOP, below),
            "showlegend": bool(shown),
            "barmode": "overlay",
            "xaxis": _weeks(words.weeks, last),
            "yaxis": _names(swimmers),
            "annotations": [about(words.about), *([] if swimmers else [nobody(words.nobody)])],
            "meta": {"ranges": _ranges(last)},
        },
    }


def _weeks(title: str, last: int) -> dict[str, Any]:
    return {
        **_ticks(_end(last)),
        "title": {"text": plain(title), "standoff": 6},
        **AXIS_LINE,
        "gridcolor": GRID,
        "tickangle": 0,
        "fixedrange": True,
    }


def _end(last: int) -> float:
    return max(last, EIGHT_WEEKS)


def _ticks(end: float) -> dict[str, Any]:
    """Every so many weeks, labelled in weeks; the scale is in days."""
    step = next((s for s in TICK_WEEKS if end / 7 / s <= MOST_TICKS), TICK_WEEKS[-1])
    weeks = range(0, int(end / DAYS_A_WEEK) + 1, step)
    return {
        "range": [-end * 0.015, end * 1.04],
        "tickmode": "array",
        "tickvals": [week * DAYS_A_WEEK for week in weeks],
        "ticktext": [str(week) for week in weeks],
    }


def _ranges(last: int) -> dict[str, Any]:
    """What the buttons above the drawing choose."""
    ends = {"eight_weeks": EIGHT_WEEKS, "half_year": HALF_YEAR, "all": _end(last)}
    return {name: _ticks(end) for name, end in ends.items()}


def _names(swimmers: Sequence[Swimmer]) -> dict[str, Any]:
    n = max(len(swimmers), LEAST_ROWS)
    return {
        "range": [n - 0.4, -0.6],
        "tickmode": "array",
        "tickvals": list(range(len(swimmers))),
        "ticktext": [plain(swimmer.name) for swimmer in swimmers],
        "tickfont": {"size": 11},
        "automargin": True,
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
    }


def _bars(swimmers: Sequence[Swimmer], words: SwimmerWords) -> Iterator[Trace]:
    """Thin the time followed, thick the time on ruxolitinib."""
    whole = [(row, 0, one.last_day, one.text, one) for row, one in enumerate(swimmers)]
    given = [
        (row, dose.first, min(dose.last + 1, one.last_day), dose.text, one)
        for row, one in enumerate(swimmers)
        for dose in one.doses
    ]
    if whole:
        yield {**_bar(whole, 0.16, GREY), "showlegend": False}
    if given:
        yield {**_bar(given, 0.62, BLUE), "name": plain(words.ruxolitinib), "opacity": 0.4}


def _bar(rows: list[tuple[int, int, int, str, Swimmer]], width: float, color: str) -> Trace:
    return {
        "type": "bar",
        "orientation": "h",
        "y": [row for row, *_rest in rows],
        "base": [first for _row, first, *_rest in rows],
        "x": [last - first for _row, first, last, *_rest in rows],
        "width": width,
        "hovertext": [plain(text) for *_rest, text, _one in rows],
        "hoverinfo": "text",
        "customdata": [one.address for *_rest, one in rows],
        "marker": {"color": color},
        "meta": {"follow": True},
    }


def _all_marks(swimmers: Sequence[Swimmer], words: SwimmerWords) -> Iterator[Trace]:
    for event, (color, symbol, size) in MARKS.items():
        rows = [
            (row, mark.day, mark.text, one)
            for row, one in enumerate(swimmers)
            for mark in one.marks
            if mark.event == event
        ]
        if rows:
            yield _marks(rows, words.events[event], color, symbol, size)
    alive = [(row, one.last_day, one.text, one) for row, one in enumerate(swimmers) if one.alive]
    if alive:
        yield _marks(alive, words.alive, GREY, ONGOING, 9)


def _marks(
    rows: list[tuple[int, int, str, Swimmer]], name: str, color: str, symbol: str, size: int
) -> Trace:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": plain(name),
        "x": [day for _row, day, *_rest in rows],
        "y": [row for row, *_rest in rows],
        "text": [plain(text) for *_rest, text, _one in rows],
        "hovertemplate": "%{text}<extra></extra>",
        "customdata": [one.address for *_rest, one in rows],
        "marker": {
            "symbol": symbol,
            "size": size,
            "color": color,
            "line": {"width": 2.4 if symbol.endswith("-open") else 1},
        },
        "meta": {"follow": True},
        "cliponaxis": False,
    }
