"""Ferritin over eight weeks as change from the value before treatment, one line a patient."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hlh_app.charts.frame import LEGEND_ROW, Figure, Trace, about, layout, margin, nobody, plain
from hlh_app.charts.study.class_looks import change_axis, height, improved_line, look
from hlh_app.charts.study.day_lines import day_axis
from hlh_app.charts.study.waterfall import ChangeWords

HEIGHT = 340
AXIS = 52
LAST_DAY, STEP = 56, 7


@dataclass(frozen=True, slots=True)
class Line:
    """``points``: day and ratio to the value before treatment; ``texts``: what each says."""

    name: str
    address: str
    best: str
    points: Sequence[tuple[int, float]]
    texts: Sequence[str]


def spider_figure(lines: Sequence[Line], words: ChangeWords) -> Figure:
    """Each from no change on day 0."""
    kinds = [best for best in words.classes if any(line.best == best for line in lines)]
    below = AXIS + LEGEND_ROW * len(kinds) + 8
    ratios = [ratio for line in lines for _day, ratio in line.points]
    return {
        "data": list(_traces(lines, kinds, words))
        or [{"type": "scatter", "x": [], "y": [], "hoverinfo": "skip"}],
        "layout": {
            **layout(words.title, words.subtitle, HEIGHT + below),
            "margin": margin(bottom=below),
            "showlegend": bool(kinds),
            "xaxis": day_axis(words.across, -1, LAST_DAY + 1, STEP),
            "yaxis": change_axis(words.change, ratios),
            "shapes": [improved_line()],
            "annotations": [
                about(words.about),
                *([] if lines else [nobody(words.nobody)]),
            ],
        },
    }


def _traces(lines: Sequence[Line], kinds: Sequence[str], words: ChangeWords) -> Iterator[Trace]:
    """The first line of a class stands for it in the legend."""
    for best in kinds:
        of_class = [line for line in lines if line.best == best]
        for at, line in enumerate(of_class):
            yield {
                **_line(line),
                "name": plain(words.classes[best]),
                "legendgroup": best,
                "showlegend": at == 0,
            }


def _line(line: Line) -> Trace:
    color, symbol = look(line.best)
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [day for day, _ratio in line.points],
        "y": [height(ratio) for _day, ratio in line.points],
        "text": [plain(text) for text in line.texts],
        "hovertemplate": "%{text}<extra></extra>",
        "line": {"color": color, "width": 1.2},
        "marker": {"symbol": symbol, "size": 5, "color": color},
        "opacity": 0.8,
        "meta": {"follow": line.address},
    }
