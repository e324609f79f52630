"""Lines, marks and bars of a figure in print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from hlh_app.charts.study.print_frame import color_of, dash

POINTS = 0.62
SYMBOLS = {
    "circle": "o",
    "square": "s",
    "diamond": "D",
    "triangle-up": "^",
    "triangle-down": "v",
    "triangle-left": "<",
    "triangle-right": ">",
    "star": "*",
    "hexagon": "h",
    "pentagon": "p",
    "cross": "P",
    "x": "X",
    "line-ns": "|",
    "line-ew": "_",
}
Handles = list[tuple[Any, str]]


def draw_traces(axes: Any, traces: Sequence[dict[str, Any]]) -> Handles:
    """Everything that the page shows when it is opened; what belongs in the legend."""
    handles: Handles = []
    for trace in traces:
        if trace.get("visible", True) is not True or not len(trace.get("x", ())):
            continue
        drawn = _bars(axes, trace) if trace["type"] == "bar" else _scatter(axes, trace)
        if drawn is not None and trace.get("showlegend", True) and trace.get("name"):
            handles.append((drawn, trace["name"]))
    return _each_once(handles)


def _each_once(handles: Handles) -> Handles:
    """Of several under one name the last, which bears the mark."""
    return list({name: (handle, name) for handle, name in handles}.values())


def _bars(axes: Any, trace: dict[str, Any]) -> Any:
    look = {
        "color": color_of(trace["marker"].get("color")),
        "alpha": trace.get("opacity", 1),
        "linewidth": 0,
        "zorder": 2,
    }
    if trace.get("orientation") == "h":
        left = trace.get("base", 0)
        return axes.barh(trace["y"], trace["x"], height=trace.get("width", 0.8), left=left, **look)
    bottom = trace.get("base", 0)
    return axes.bar(trace["x"], trace["y"], width=trace.get("width", 0.8), bottom=bottom, **look)


def _scatter(axes: Any, trace: dict[str, Any]) -> Any:
    mode = trace.get("mode", "lines")
    mark = trace.get("marker", {})
    look: dict[str, Any] = {"alpha": trace.get("opacity", 1), "zorder": 3}
    look |= _line(trace.get("line", {})) if "lines" in mode else {"linestyle": "none"}
    look |= _mark(mark) if "markers" in mode else {}
    joined = "lines" in mode and trace.get("connectgaps")
    x, y = _joined(trace) if joined else (_known(trace["x"]), _known(trace["y"]))
    clip = trace.get("cliponaxis", True) and "markers" not in mode
    (drawn,) = axes.plot(x, y, clip_on=clip, **look)
    if "error_y" in trace:
        _whiskers(axes, trace, color_of(mark.get("color")))
    return drawn


def _whiskers(axes: Any, trace: dict[str, Any], color: Any) -> None:
    ends = _error(trace["error_y"])
    x, y = _known(trace["x"]), _known(trace["y"])
    look = {"fmt": "none", "ecolor": color, "elinewidth": 0.7, "capsize": 1.5, "zorder": 2}
    axes.errorbar(x, y, yerr=ends, **look)


def _line(line: dict[str, Any]) -> dict[str, Any]:
    return {
        "color": color_of(line.get("color")),
        "linewidth": line.get("width", 2) * POINTS,
        "linestyle": dash(line.get("dash", "solid")),
        "drawstyle": "steps-post" if line.get("shape") == "hv" else "default",
    }


def _mark(mark: dict[str, Any]) -> dict[str, Any]:
    symbol = str(mark.get("symbol", "circle"))
    shape, color = symbol.removesuffix("-open"), color_of(mark.get("color"))
    is_open = symbol.endswith("-open")
    return {
        "marker": SYMBOLS.get(shape, "o"),
        "markersize": mark.get("size", 6) * POINTS,
        "markerfacecolor": "white" if is_open else color,
        "markeredgecolor": color,
        "markeredgewidth": 0.8 if is_open else 0.3,
    }


def _error(said: dict[str, Any]) -> Any:
    return [said["arrayminus"], said["array"]] if "arrayminus" in said else said["array"]


def _known(values: Sequence[Any]) -> list[float]:
    return [float("nan") if value is None else value for value in values]


def _joined(trace: dict[str, Any]) -> tuple[list[Any], list[Any]]:
    """Across what is missing."""
    points = list(_points(trace))
    return [x for x, _y in points], [y for _x, y in points]


def _points(trace: dict[str, Any]) -> Iterator[tuple[Any, Any]]:
    for x, y in zip(trace["x"], trace["y"], strict=True):
        if x is not None and y is not None:
            yield x, y
