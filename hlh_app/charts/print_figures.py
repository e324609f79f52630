"""Small trajectories for paper, written as SVG by hand.

A line, points, one shaded band and a few numbers need no plotting library: this is a thousand
times faster than matplotlib's import alone, the same on every machine, prints in grey, and uses
attributes only, so that the strictest content policy lets it through. Text stays text.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from hlh_app.charts.frame import log_ticks, tick_step, value_limits
from hlh_app.charts.reference import limits_in_view, stretches
from hlh_app.charts.series import Panel, Point, TemperatureSeries, Window
from hlh_app.charts.words import ENGLISH, Words

WIDTH, HEIGHT = 220, 112
LEFT, RIGHT, TOP, BOTTOM = 34, 8, 26, 18
FLOOR, CEILING = 35.5, 41.0
MINUS = "−"


@dataclass(frozen=True, slots=True)
class _Scale:
    """From days and values to places on the paper."""

    days: tuple[float, float]
    limits: tuple[float, float]
    log: bool

    def x(self, day: float) -> float:
        share = (day - self.days[0]) / (self.days[1] - self.days[0])
        return round(LEFT + min(max(share, 0), 1) * (WIDTH - LEFT - RIGHT), 1)

    def y(self, value: float) -> float:
        low, high, level = (self._level(v) for v in (*self.limits, value))
        share = min(max((level - low) / (high - low), 0), 1)
        return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)

    def _level(self, value: float) -> float:
        if not self.log:
            return value
        return math.log10(max(value, self.limits[0]))


def print_panel(panel: Panel, window: Window, words: Words = ENGLISH) -> str:
    """One analyte as an SVG element: interval in light grey, points joined by a thin line."""
    points = panel.points
    values = [*(float(p.value) for p in points), *limits_in_view(points)]
    days = window.ranges()["all"]
    scale = _Scale(days, value_limits(values, panel.log), panel.log)
    unit = words.unit(panel.unit)
    body = [
        *_bands(panel, scale),
        *_frame(scale, _value_ticks(scale)),
        *_first_dose(scale, window),
        *(
            line
            for rank, series in enumerate(panel.series)
            for line in _curve(series.points, scale, other=rank > 0)
        ),
    ]
    newest = panel.newest_two()[0]
    said = f"{newest.shown} {unit}" if newest else words.no_results
    count = words.per_cell.format(n=len(points))
    axis = f"{count}, {words.time_axis(window.started)}"
    return _svg(_Head(panel.label, words.axis(panel.unit, panel.log), said, axis), body)


def print_temperature(series: TemperatureSeries, window: Window, words: Words = ENGLISH) -> str:
    """The temperatures as an SVG element with the fever threshold as a dashed line."""
    values = [float(row.value) for row in series.readings]
    limits = min([FLOOR, *values]), max([CEILING, *values])
    scale = _Scale(window.ranges()["all"], limits, log=False)
    spots = [(scale.x(row.day), scale.y(float(row.value))) for row in series.readings]
    dots = [f'<circle cx="{x}" cy="{y}" r="1.1"/>' for x, y in spots]
    ticks = {float(degrees): str(degrees) for degrees in (36, 38, 40)}
    last = series.readings[-1] if series.readings else None
    said = f"{last.value:.1f} {words.degrees}" if last else words.no_results
    fever = words.fever.format(threshold=series.threshold)
    body = [
        *_frame(scale, ticks),
        *_first_dose(scale, window),
        _threshold(scale, float(series.threshold)),
        *_line(spots, width=0.3),
        *dots,
    ]
    count = words.per_cell.format(n=len(series.readings))
    axis = f"{count}, {words.time_axis(window.started)}"
    return _svg(_Head(words.temperature, fever, said, axis), body)


def _threshold(scale: _Scale, degrees: float) -> str:
    level = scale.y(degrees)
    return (
        f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{level}" y2="{level}" stroke="#000" '
        'stroke-width="0.7" stroke-dasharray="4 2"/>'
    )


@dataclass(frozen=True, slots=True)
class _Head:
    """The four texts above a drawing: two at the left, two at the right."""

    title: str
    unit: str
    newest: str
    axis: str


def _svg(head: _Head, body: Sequence[str]) -> str:
    name = escape(f"{head.title}: {head.newest}")
    end = f'x="{WIDTH - RIGHT}" text-anchor="end"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{name}" font-size="8">'
        f'<text x="2" y="9" font-size="9" font-weight="bold">{escape(head.title)}</text>'
        f'<text {end} y="9" font-size="9">{escape(head.newest)}</text>'
        f'<text x="2" y="19" font-size="7">{escape(head.unit)}</text>'
        f'<text {end} y="19" font-size="7">{escape(head.axis)}</text>'
        f"{''.join(body)}</svg>"
    )


def _frame(scale: _Scale, ticks: dict[float, str]) -> list[str]:
    foot = HEIGHT - BOTTOM
    lines = [_rule(LEFT, foot, WIDTH - RIGHT, foot), _rule(LEFT, TOP, LEFT, foot)]
    for value, text in ticks.items():
        level = scale.y(value)
        lines.append(_rule(LEFT - 2, level, LEFT, level))
        lines.append(f'<text x="{LEFT - 3}" y="{level + 2.6}" text-anchor="end">{text}</text>')
    for day in _day_ticks(scale.days):
        place, shown = scale.x(day), str(day).replace("-", MINUS)
        lines.append(_rule(place, foot, place, foot + 2))
        lines.append(f'<text x="{place}" y="{foot + 10}" text-anchor="middle">{shown}</text>')
    return lines


def _first_dose(scale: _Scale, window: Window) -> list[str]:
    if not window.started:
        return []
    place = scale.x(0)
    return [_rule(place, TOP, place, HEIGHT - BOTTOM, ' stroke-dasharray="1 2"')]


def _rule(x1: float, y1: float, x2: float, y2: float, more: str = "") -> str:
    return f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="#555" stroke-width="0.5"{more}/>'


def _day_ticks(days: tuple[float, float]) -> list[int]:
    step = tick_step(days[1] - days[0])
    return list(range(math.ceil(days[0] / step) * step, math.floor(days[1]) + 1, step))


def _value_ticks(scale: _Scale) -> dict[float, str]:
    if scale.log:
        ticks = log_ticks(scale.limits)
        return dict(zip(ticks["tickvals"], ticks["ticktext"], strict=True))
    low, high = scale.limits
    step = 10 ** math.floor(math.log10(high - low))
    step = next(s for s in (step / 5, step / 2, step, step * 2) if (high - low) / s <= 5)
    count = math.floor(high / step) - math.ceil(low / step) + 1
    values = [(math.ceil(low / step) + place) * step for place in range(count)]
    return {value: f"{value:,.6g}" for value in values}


def _bands(panel: Panel, scale: _Scale) -> list[str]:
    main = panel.series[0].points if panel.series else ()
    lines = []
    for row in stretches(main, scale.days):
        top = scale.y(float(row.high)) if row.high is not None else TOP
        foot = scale.y(float(row.low)) if row.low is not None else HEIGHT - BOTTOM
        start, stop = scale.x(row.start), scale.x(row.stop)
        lines.append(
            f'<rect x="{start}" y="{top}" width="{round(stop - start, 1)}" '
            f'height="{round(foot - top, 1)}" fill="#e3e3e3"/>'
        )
    return lines


def _curve(points: Sequence[Point], scale: _Scale, other: bool) -> list[str]:
    spots = [(scale.x(point.day), scale.y(float(point.value))) for point in points]
    marks = [_mark(point, spot, other) for point, spot in zip(points, spots, strict=True)]
    return [*_line(spots), *marks]


def _line(spots: Sequence[tuple[float, float]], width: float = 0.6) -> list[str]:
    if len(spots) < 2:
        return []
    path = " ".join(f"{x},{y}" for x, y in spots)
    return [f'<polyline points="{path}" fill="none" stroke="#000" stroke-width="{width}"/>']


def _mark(point: Point, spot: tuple[float, float], other: bool) -> str:
    """A dot; a triangle beyond the limit of the assay, a square for another assay."""
    x, y = spot
    look = 'fill="#fff" stroke="#000" stroke-width="0.7"' if point.flags else 'fill="#000"'
    if point.comparator:
        tip = -2.6 if point.comparator.startswith(">") else 2.6
        corners = f"{x - 2.4:g},{y - tip / 2:g} {x + 2.4:g},{y - tip / 2:g} {x:g},{y + tip:g}"
        return f'<polygon points="{corners}" {look}/>'
    if other:
        return f'<rect x="{x - 1.7:g}" y="{y - 1.7:g}" width="3.4" height="3.4" {look}/>'
    return f'<circle cx="{x}" cy="{y}" r="1.8" {look}/>'
