"""Lines over the days since the first dose: groups in colors with symbols, single patients faint.

Of many patients at most MOST lines are drawn: every second, third … in the order of the records,
so that it is always the same ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from hlh_app.charts.frame import AXIS_LINE, LEGEND_ROW, Trace, about, layout, margin, nobody, plain
from hlh_app.charts.palette import BLUE, ORANGE
from hlh_app.statistics.figures import Rows

MOST = 150
LOOKS = {"a": (BLUE, "circle", "solid"), "b": (ORANGE, "square", "solid")}
FAINT = 0.28
BOTTOM = 52


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One group's line. ``code`` "a" or "b" gives its look; ``texts``: what a point says."""

    code: str
    name: str
    days: Sequence[float]
    values: Sequence[float | None]
    texts: Sequence[str]


@dataclass(frozen=True, slots=True)
class PatientLine:
    """One patient's. ``address``: of the patient's page, to which a click leads."""

    code: str
    name: str
    address: str
    days: Sequence[float]
    values: Sequence[float | None]


@dataclass(frozen=True, slots=True)
class DayWords:
    """Ready to be read."""

    title: str
    subtitle: str
    about: str
    days: str
    nobody: str
    more: dict[str, str] = field(default_factory=dict)


def drawn(rows: Rows, most: int = MOST) -> Rows:
    """Of these patients those whose lines are drawn: evenly spaced, the first among them."""
    step = -(-len(rows) // most) if len(rows) else 1
    return rows[::step]


def group_trace(line: GroupLine, dash: str = "solid", marks: bool = True) -> Trace:
    color, symbol, _ = LOOKS[line.code]
    return {
        "type": "scatter",
        "mode": "lines+markers" if marks else "lines",
        "name": plain(line.name),
        "x": list(line.days),
        "y": list(line.values),
        "text": [plain(text) for text in line.texts],
        "hovertemplate": "%{text}<extra></extra>",
        "line": {"color": color, "width": 2.5 if dash == "solid" else 1.5, "dash": dash},
        "marker": {"symbol": symbol, "size": 6, "color": color},
        "connectgaps": False,
    }


def patient_trace(line: PatientLine) -> Trace:
    """Faint; a click opens the patient."""
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": plain(line.name),
        "x": list(line.days),
        "y": list(line.values),
        "hovertemplate": "%{fullData.name}, %{y:,}<extra></extra>",
        "line": {"color": LOOKS[line.code][0], "width": 1},
        "marker": {"size": 3, "color": LOOKS[line.code][0]},
        "opacity": FAINT,
        "connectgaps": True,
        "showlegend": False,
        "meta": {"follow": line.address},
    }


def day_axis(title: str, first: float, last: float, step: float) -> dict[str, Any]:
    return {
        "title": {"text": plain(title), "standoff": 6},
        "range": [first, last],
        "tick0": 0,
        "dtick": step,
        "tickangle": 0,
        **AXIS_LINE,
        "showgrid": False,
        "fixedrange": True,
    }


def framed(words: DayWords, height: int, legend_rows: int, empty: bool) -> dict[str, Any]:
    """The layout without its axes; room for the legend below the axis."""
    bottom = BOTTOM + (LEGEND_ROW * legend_rows + 8 if legend_rows else 0)
    return {
        **layout(words.title, words.subtitle, height + bottom),
        "margin": margin(bottom=bottom),
        "showlegend": legend_rows > 0,
        "annotations": [about(words.about), *([nobody(words.nobody)] if empty else [])],
    }
