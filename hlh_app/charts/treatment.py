"""Treatments on the time axis of the other panels: a bar a course, a mark a single dose."""

from __future__ import annotations

from collections.abc import Sequence
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
from hlh_app.charts.palette import BLUE, EVENT, ONGOING
from hlh_app.charts.series import TreatmentBar, Window
from hlh_app.charts.words import ENGLISH, Words

ROW_HEIGHT = 42
BAR = 0.5
TOP = 40


def treatment_figure(
    bars: Sequence[TreatmentBar], window: Window, words: Words = ENGLISH
) -> Figure:
    """One row a drug, in the order given; the drug's name stands above its row."""
    drugs = list(dict.fromkeys(bar.drug for bar in bars))
    axis, choices = time_axis(window, words)
    height = TOP + ROW_HEIGHT * max(len(drugs), 1) + BOTTOM
    courses = [bar for bar in bars if not bar.single]
    singles = [bar for bar in bars if bar.single]
    going = [bar for bar in courses if bar.stop is None]
    traces = [
        _bar_trace(courses, drugs, window.last, words) if courses else None,
        _mark_trace(singles, drugs, [bar.start for bar in singles], EVENT, words),
        _mark_trace(going, drugs, [window.last] * len(going), ONGOING, words),
    ]
    return {
        "data": [trace for trace in traces if trace],
        "layout": {
            **layout(words.treatments, "" if bars else words.no_results, height),
            "margin": margin(TOP),
            "xaxis": axis,
            "yaxis": {
                "range": [len(drugs) - 0.4, -0.85],
                "showticklabels": False,
                "showgrid": False,
                "zeroline": False,
                "fixedrange": True,
            },
            "barmode": "overlay",
            "shapes": first_dose_lines(window),
            "annotations": [_name(_now(drug, bars), row) for row, drug in enumerate(drugs)],
            "uniformtext": {"mode": "hide", "minsize": 9},
            "meta": {"ranges": choices},
        },
    }


def _bar_trace(bars: Sequence[TreatmentBar], drugs: list[str], end: float, words: Words) -> Trace:
    return {
        "type": "bar",
        "orientation": "h",
        "base": [round(bar.start, 3) for bar in bars],
        "x": [round((end if bar.stop is None else bar.stop) - bar.start, 3) for bar in bars],
        "y": [drugs.index(bar.drug) for bar in bars],
        "width": BAR,
        "text": [plain(bar.label) for bar in bars],
        "textposition": "inside",
        "insidetextanchor": "start",
        "textangle": 0,
        "textfont": {"color": "#ffffff", "size": 11},
        "hovertext": [_hover(bar, words) for bar in bars],
        "hoverinfo": "text",
        "marker": {"color": BLUE, "line": {"color": "#ffffff", "width": 1}},
    }


def _mark_trace(
    bars: Sequence[TreatmentBar], drugs: list[str], days: list[float], symbol: str, words: Words
) -> Trace | None:
    if not bars:
        return None
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [round(day, 3) for day in days],
        "y": [drugs.index(bar.drug) for bar in bars],
        "text": [_hover(bar, words) for bar in bars],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {"symbol": symbol, "size": 11, "color": BLUE, "opacity": 1},
        "cliponaxis": False,
    }


def _hover(bar: TreatmentBar, words: Words) -> str:
    start = f"{bar.start:.0f}"
    if bar.stop is None:
        days = words.since_day.format(start=start)
    elif bar.single:
        days = words.day.format(day=start)
    else:
        days = words.between_days.format(start=start, stop=f"{bar.stop:.0f}")
    return "<br>".join(plain(part) for part in (bar.drug, bar.label, days) if part)


def _now(drug: str, bars: Sequence[TreatmentBar]) -> str:
    """The drug with the dose that is still given, if one is."""
    given = [bar.label for bar in bars if bar.drug == drug and bar.stop is None and bar.label]
    return ", ".join([drug, *given[-1:]])


def _name(text: str, row: int) -> dict[str, Any]:
    """The drug over its row, from the left edge of the figure."""
    return {
        "xref": "paper",
        "x": 0,
        "xanchor": "left",
        "xshift": -60,
        "y": row - 0.24,
        "yanchor": "bottom",
        "text": plain(text),
        "showarrow": False,
        "font": {"size": 12},
    }
