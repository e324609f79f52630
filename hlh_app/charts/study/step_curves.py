"""Curves that step: survival and cumulative incidence over weeks, with the numbers at risk below.

Each curve has its own color and dash and, where there are several, its name at its end; its
interval is two thin dotted lines, never shaded; a tick stands where somebody's observation ended
without an event.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hlh_app.charts.frame import AXIS_LINE, Figure, Trace, about, layout, margin, nobody, plain
from hlh_app.charts.palette import BLUE, GRID, PURPLE, VERMILLION

LOOKS = ((BLUE, "solid"), (VERMILLION, "dash"), (PURPLE, "dashdot"))
DAYS_A_WEEK = 7
TICKS = (0, 4, 8, 12, 26, 52, 78, 104, 156, 208, 260, 364, 520)
CROWDED = frozenset({4, 12})
HEIGHT, BOTTOM, RISK_ROW = 300, 62, 17
APART = 9.0
TICK_SIZE = 7
WIDE = 1000


@dataclass(frozen=True, slots=True)
class Step:
    """After ``day`` the share (0 to 1) is ``share``, its interval ``lower`` to ``upper``."""

    day: float
    share: float
    lower: float | None
    upper: float | None


@dataclass(frozen=True, slots=True)
class StepCurve:
    """``name`` stands at the end of the curve. ``steps`` ascend; the curve begins at ``start`` on
    day 0 and ends with the last of them. ``censored``: days with a tick. ``at_risk``: by week of
    TICKS; ``risk_name`` before them, "" for a curve without a row of its own."""

    name: str
    steps: Sequence[Step]
    censored: Sequence[float]
    at_risk: dict[int, int]
    risk_name: str = ""
    start: float = 1.0
    with_interval: bool = True


@dataclass(frozen=True, slots=True)
class StepWords:
    """Ready to be read. ``hover`` has {week}, {day} and {share}."""

    title: str
    subtitle: str
    about: str
    share: str
    weeks: str
    at_risk: str
    hover: str
    censored: str
    nobody: str


def step_figure(curves: Sequence[StepCurve], words: StepWords, until_week: float) -> Figure:
    """Shares in percent over weeks, from 0 to ``until_week``."""
    rows = [curve for curve in curves if curve.at_risk]
    bottom = BOTTOM + RISK_ROW * (len(rows) + 1 if rows else 0)
    traces = [trace for rank, curve in enumerate(curves) for trace in _traces(curve, rank, words)]
    return {
        "data": traces or [{"type": "scatter", "x": [], "y": [], "hoverinfo": "skip"}],
        "layout": {
            **layout(words.title, words.subtitle, HEIGHT + bottom),
            "margin": {**margin(bottom=bottom), "r": 22},
            "xaxis": _axis(words, until_week),
            "yaxis": _share_axis(words),
            "annotations": [
                about(words.about),
                *_ends(curves, until_week),
                *_at_risk(rows, words, until_week),
                *([] if any(curve.steps for curve in curves) else [nobody(words.nobody)]),
            ],
        },
    }


def ticks_until(week: float) -> list[int]:
    """Weeks that are marked on an axis of this length."""
    return [tick for tick in TICKS if tick <= week]


def _axis(words: StepWords, until_week: float) -> Trace:
    ticks = ticks_until(until_week)
    return {
        "title": {"text": plain(words.weeks), "standoff": 4},
        "range": [-0.012 * until_week, 1.02 * until_week],
        "tickmode": "array",
        "tickvals": ticks,
        "ticktext": [str(tick) for tick in ticks],
        "tickangle": 0,
        **AXIS_LINE,
        "showgrid": False,
        "fixedrange": True,
    }


def _share_axis(words: StepWords) -> Trace:
    return {
        "title": {"text": plain(words.share), "standoff": 2},
        "range": [-3, 104],
        "tickvals": [0, 25, 50, 75, 100],
        "zeroline": False,
        "gridcolor": GRID,
        "fixedrange": True,
    }


def _traces(curve: StepCurve, rank: int, words: StepWords) -> list[Trace]:
    if not curve.steps:
        return []
    color, dash = LOOKS[rank % len(LOOKS)]
    limits = [_limit(curve, name, color) for name in ("lower", "upper") if curve.with_interval]
    return [*limits, _line(curve, color, dash, words), _ticks(curve, color, words)]


def _line(curve: StepCurve, color: str, dash: str, words: StepWords) -> Trace:
    days = [0.0, *(step.day for step in curve.steps)]
    shares = [curve.start, *(step.share for step in curve.steps)]
    return {
        "type": "scatter",
        "mode": "lines",
        "name": plain(curve.name),
        "x": [_weeks(day) for day in days],
        "y": [_percent(share) for share in shares],
        "text": [_hover(curve, *pair, words) for pair in zip(days, shares, strict=True)],
        "hovertemplate": "%{text}<extra></extra>",
        "line": {"color": color, "width": 2, "dash": dash, "shape": "hv"},
    }


def _hover(curve: StepCurve, day: float, share: float, words: StepWords) -> str:
    values = {"week": f"{day / DAYS_A_WEEK:.1f}", "day": f"{day:.0f}"}
    said = words.hover.format(share=f"{100 * share:.1f}", **values)
    return f"{plain(curve.name)}<br>{plain(said)}"


def _limit(curve: StepCurve, name: str, color: str) -> Trace:
    values = [getattr(step, name) for step in curve.steps]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [_weeks(step.day) for step in curve.steps],
        "y": [None if value is None else _percent(value) for value in values],
        "hoverinfo": "skip",
        "line": {"color": color, "width": 1, "dash": "dot", "shape": "hv"},
        "connectgaps": False,
    }


def _ticks(curve: StepCurve, color: str, words: StepWords) -> Trace:
    shares = [_at(curve, day) for day in curve.censored]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": plain(words.censored),
        "x": [_weeks(day) for day in curve.censored],
        "y": [_percent(share) for share in shares],
        "hoverinfo": "skip",
        "marker": {"symbol": "line-ns-open", "size": TICK_SIZE, "color": color},
    }


def _at(curve: StepCurve, day: float) -> float:
    share = curve.start
    for step in curve.steps:
        if step.day > day:
            break
        share = step.share
    return share


def _ends(curves: Sequence[StepCurve], until_week: float) -> list[Trace]:
    """Names at the ends of the curves, apart from one another: the higher above, the lower below
    where two would meet. One curve alone is what the title says."""
    if len(curves) == 1:
        return []
    ends = [(_end(curve, until_week), curve.name) for curve in curves if curve.steps]
    found: list[Trace] = []
    below = 200.0
    for (week, share), name in sorted(ends, key=lambda end: -end[0][1]):
        height = min(max(share, 2.0), below - APART)
        below = height
        found.append(_label(week, height, name, until_week))
    return found


def _end(curve: StepCurve, until_week: float) -> tuple[float, float]:
    day = min(curve.steps[-1].day, until_week * DAYS_A_WEEK)
    return _weeks(day), _percent(_at(curve, day))


def _label(week: float, height: float, name: str, until_week: float) -> Trace:
    return {
        "x": week,
        "y": height,
        "xanchor": "right" if week > until_week / 3 else "left",
        "yanchor": "bottom",
        "text": plain(name),
        "font": {"size": 11},
        "showarrow": False,
    }


def _at_risk(rows: Sequence[StepCurve], words: StepWords, until_week: float) -> list[Trace]:
    """A row a curve below the axis, below their heading."""
    if not rows:
        return []
    found = [_below(0, words.at_risk)]
    wide = any(max(curve.at_risk.values()) >= WIDE for curve in rows)
    for rank, curve in enumerate(rows):
        if len(rows) > 1:
            found.append(_below(rank + 1, curve.risk_name))
        for week in ticks_until(until_week):
            if week in curve.at_risk and not (wide and week in CROWDED):
                found.append(_number(rank + 1, week, curve.at_risk[week]))
    return found


def _row(row: int) -> Trace:
    return {
        "yref": "paper",
        "y": 0,
        "yanchor": "top",
        "yshift": -(BOTTOM - 16) - RISK_ROW * row,
        "showarrow": False,
    }


def _below(row: int, text: str) -> Trace:
    shift = {"xref": "paper", "x": 0, "xanchor": "left", "xshift": -60}
    return {**_row(row), **shift, "text": plain(text), "font": {"size": 11}}


def _number(row: int, week: int, count: int) -> Trace:
    return {**_row(row), "xref": "x", "x": week, "text": f"{count}", "font": {"size": 11}}


def _weeks(day: float) -> float:
    return round(day / DAYS_A_WEEK, 4)


def _percent(share: float) -> float:
    return round(100 * share, 3)
