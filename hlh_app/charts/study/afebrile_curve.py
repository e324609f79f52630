"""The share of febrile patients who became afebrile, as steps upward, beside what papers printed.

The papers' figures are off until asked for: dashed, in their own words, of their own patients.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hlh_app.charts.frame import Figure, Trace, plain, views
from hlh_app.charts.palette import ARMS, GRID, PURPLE
from hlh_app.charts.study.day_lines import LOOKS, DayWords, day_axis, framed

HEIGHT = 300
SHORTEST, LONGEST = 7.0, 28.0
PRINTED_LOOKS = {
    "wang2020/ruxolitinib": (PURPLE, "triangle-left-open", "dot"),
    "chi2020/ruxolitinib": ARMS[0],
    "chi2020/conventional": ARMS[1],
}


@dataclass(frozen=True, slots=True)
class AfebrileCurve:
    """``days`` ascend, after each the share (0 to 1) is that of ``shares``. ``censored``: days with
    a tick. ``texts``: what each step says."""

    code: str
    name: str
    days: Sequence[float]
    shares: Sequence[float]
    censored: Sequence[float]
    texts: Sequence[str]


@dataclass(frozen=True, slots=True)
class Printed:
    """What a paper says. ``code``: "chi2020/ruxolitinib". ``points``: (day, share); a paper that
    prints a day without a count has None for the share, and gets a line from top to bottom.
    ``texts``: of each point; ``label``: who, n, "not a target"."""

    code: str
    label: str
    points: Sequence[tuple[float, float | None]]
    texts: Sequence[str]


def afebrile_figure(
    curves: Sequence[AfebrileCurve], printed: Sequence[Printed], words: DayWords
) -> Figure:
    """``words.more``: "share", the title of the axis of shares; "censored"."""
    ours = [trace for curve in curves if curve.days for trace in _curve(curve, words)]
    theirs = [trace for row in printed for trace in _printed(row)]
    last = max([SHORTEST, *(min(day + 1, LONGEST) for curve in curves for day in curve.days)])
    rows = len(curves) if len(curves) > 1 else 0
    axis = _share_axis(words.more["share"])
    choice = views(axis, axis, HEIGHT, (rows, len(curves) + len(printed)))
    frame = framed(words, HEIGHT, rows, not any(curve.days for curve in curves))
    return {
        "data": [*ours, *theirs],
        "layout": {
            **frame,
            "height": choice["own"]["height"],
            "margin": {**frame["margin"], "b": choice["own"]["bottom"]},
            "xaxis": day_axis(words.days, -0.1, last, 1 if last <= 14 else 7),
            "yaxis": axis,
            "meta": {"views": choice},
        },
    }


def _share_axis(title: str) -> Trace:
    return {
        "title": {"text": plain(title), "standoff": 2},
        "range": [-3, 104],
        "tickvals": [0, 25, 50, 75, 100],
        "zeroline": False,
        "gridcolor": GRID,
        "fixedrange": True,
    }


def _curve(curve: AfebrileCurve, words: DayWords) -> Iterator[Trace]:
    color, symbol, _dash = LOOKS[curve.code]
    yield {
        "type": "scatter",
        "mode": "lines+markers",
        "name": plain(curve.name),
        "x": [0.0, *(round(day, 4) for day in curve.days)],
        "y": [0.0, *(round(100 * share, 2) for share in curve.shares)],
        "text": ["", *(plain(text) for text in curve.texts)],
        "hovertemplate": "%{text}<extra></extra>",
        "line": {"color": color, "width": 2.5, "shape": "hv"},
        "marker": {"symbol": symbol, "size": 4, "color": color},
    }
    if curve.censored:
        yield {
            "type": "scatter",
            "mode": "markers",
            "name": plain(words.more["censored"]),
            "x": [round(day, 4) for day in curve.censored],
            "y": [round(100 * _at(curve, day), 2) for day in curve.censored],
            "hoverinfo": "name",
            "marker": {"symbol": "line-ns-open", "size": 8, "color": color},
            "showlegend": False,
        }


def _at(curve: AfebrileCurve, day: float) -> float:
    reached = [share for at, share in zip(curve.days, curve.shares, strict=True) if at <= day]
    return reached[-1] if reached else 0.0


def _printed(row: Printed) -> Iterator[Trace]:
    color, symbol, dash = PRINTED_LOOKS[row.code]
    shown = {
        "type": "scatter",
        "mode": "lines+markers",
        "name": plain(row.label),
        "hovertemplate": "%{text}<extra></extra>",
        "line": {"color": color, "width": 1.5, "dash": dash, "shape": "hv"},
        "marker": {"symbol": symbol, "size": 9, "color": color},
        "visible": False,
        "legendgroup": row.code,
        "meta": {"overlay": row.code},
    }
    counted = [(day, share) for day, share in row.points if share is not None]
    if counted:
        yield {
            **shown,
            "x": [day for day, _ in counted],
            "y": [round(100 * share, 2) for _, share in counted],
            "text": [plain(text) for text in row.texts],
        }
    for rank, (day, share) in enumerate(row.points):
        if share is None:
            yield {
                **shown,
                "x": [day, day],
                "y": [0, 100],
                "text": [plain(row.texts[rank])] * 2,
                "showlegend": rank == 0,
            }
