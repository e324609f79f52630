"""One test in groups over time: medians with quartiles over faint lines of single patients, and
published means that are off until asked for, dashed, never shaded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from hlh_app.charts.frame import Figure, Trace, day_line, value_axis, value_limits, views
from hlh_app.charts.overlay import Overlay, legend_rows, overlay_traces, overlay_values
from hlh_app.charts.series import Panel
from hlh_app.charts.study.day_lines import (
    LOOKS,
    DayWords,
    GroupLine,
    PatientLine,
    day_axis,
    framed,
    group_trace,
    patient_trace,
)
from hlh_app.charts.words import Words

HEIGHT = 380
DIGITS = 5


@dataclass(frozen=True, slots=True)
class Quartiles:
    """One group's lower and upper quartile at the days of its medians."""

    code: str
    days: Sequence[float]
    low: Sequence[float | None]
    high: Sequence[float | None]


@dataclass(frozen=True, slots=True)
class TrajectoryLines:
    """Everything of one drawing. ``few``: medians of too few patients to be joined to the line."""

    medians: Sequence[GroupLine]
    few: Sequence[GroupLine]
    quartiles: Sequence[Quartiles]
    patients: Sequence[PatientLine]

    def values(self) -> Iterator[float]:
        columns = [
            *(line.values for line in (*self.medians, *self.few)),
            *(line.values for line in self.patients),
            *(row.low for row in self.quartiles),
            *(row.high for row in self.quartiles),
        ]
        return (value for column in columns for value in column if value is not None)


def trajectory_figure(
    lines: TrajectoryLines,
    panel: Panel,
    overlays: Sequence[Overlay],
    days: tuple[float, float],
    words: DayWords,
    chart_words: Words,
) -> Figure:
    """``panel``: the test, its unit, and whether its axis is logarithmic."""
    held = list(lines.values())
    own = value_limits(held, panel.log)
    published = [value for overlay in overlays for value in overlay_values(panel, overlay)]
    wide = value_limits([*held, *published], panel.log)
    theirs = [
        trace for overlay in overlays for trace in overlay_traces(panel, overlay, chart_words)
    ]
    ours = len(lines.medians)
    title = chart_words.axis(panel.unit, panel.log)
    choice = views(
        value_axis(title, panel.log, own),
        value_axis(title, panel.log, wide),
        HEIGHT,
        (ours if ours > 1 else 0, ours + legend_rows(theirs)),
    )
    return {
        "data": [*_ours(lines, own[0] if panel.log else None), *theirs],
        "layout": {
            **_frame(words, choice, not held),
            "xaxis": day_axis(words.days, days[0], days[1], _step(days[1] - days[0])),
            "yaxis": choice["own"]["yaxis"],
            "shapes": [day_line()],
            "meta": {"views": choice},
        },
    }


def _frame(words: DayWords, choice: dict[str, Any], empty: bool) -> dict[str, Any]:
    frame = framed(words, HEIGHT, 0, empty)
    own = choice["own"]
    frame["margin"] = {**frame["margin"], "b": own["bottom"]}
    return {**frame, "height": own["height"], "showlegend": own["legend"]}


def _step(span: float) -> int:
    return 1 if span <= 16 else 2 if span <= 30 else 7 if span <= 90 else 28


def _ours(lines: TrajectoryLines, foot: float | None) -> list[Trace]:
    """Results of zero stand at the foot of a log axis."""
    patients = [patient_trace(line) for line in lines.patients]
    limits = [_limit(row, name) for row in lines.quartiles for name in ("low", "high")]
    few = [_few(line) for line in lines.few if line.days]
    traces = [*patients, *limits, *few, *(group_trace(line) for line in lines.medians)]
    for trace in traces:
        trace["y"] = [_drawn(value, foot) for value in trace["y"]]
    return traces


def _drawn(value: float | None, foot: float | None) -> float | None:
    if value is None:
        return None
    if foot is not None and value <= 0:
        value = foot
    return float(f"{value:.{DIGITS}g}")


def _few(line: GroupLine) -> Trace:
    trace = group_trace(line)
    symbol = f"{trace['marker']['symbol']}-open"
    marker = {**trace["marker"], "symbol": symbol, "size": 8}
    return {**trace, "mode": "markers", "marker": marker, "showlegend": False}


def _limit(row: Quartiles, name: str) -> Trace:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": list(row.days),
        "y": list(getattr(row, name)),
        "hoverinfo": "skip",
        "line": {"color": LOOKS[row.code][0], "width": 1.2, "dash": "dot"},
        "showlegend": False,
    }
