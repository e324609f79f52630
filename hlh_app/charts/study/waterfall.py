"""The best change of ferritin, one bar a patient from the greatest rise to the greatest fall."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from hlh_app.charts.frame import LEGEND_ROW, Figure, Trace, about, layout, margin, nobody, plain
from hlh_app.charts.palette import GREY
from hlh_app.charts.study.class_looks import change_axis, height, improved_line, look

HEIGHT = 300
AXIS, NAMED_AXIS = 40, 84
MOST_NAMED = 40


@dataclass(frozen=True, slots=True)
class Bar:
    """``best``: the class of the best response. ``ratio``: to the value before treatment."""

    name: str
    address: str
    best: str
    ratio: float
    text: str


@dataclass(frozen=True, slots=True)
class ChangeWords:
    """Ready to be read. ``classes``: of the best response. ``across``: of the other axis."""

    title: str
    subtitle: str
    about: str
    change: str
    across: str
    nobody: str
    classes: dict[str, str] = field(default_factory=dict)


def waterfall_figure(bars: Sequence[Bar], words: ChangeWords) -> Figure:
    """In the order given."""
    kinds = [best for best in words.classes if any(bar.best == best for bar in bars)]
    named = len(bars) <= MOST_NAMED
    below = (NAMED_AXIS if named else AXIS) + LEGEND_ROW * len(kinds) + 8
    traces = [trace for best in kinds for trace in _of_class(bars, best, words)]
    return {
        "data": traces or [{"type": "scatter", "x": [], "y": [], "hoverinfo": "skip"}],
        "layout": {
            **layout(words.title, words.subtitle, HEIGHT + below),
            "margin": margin(bottom=below),
            "showlegend": bool(kinds),
            "barmode": "overlay",
            "xaxis": {
                "range": [-0.7, max(len(bars), 1) - 0.3],
                "tickmode": "array",
                "tickvals": list(range(len(bars))) if named else [],
                "ticktext": [plain(bar.name) for bar in bars] if named else [],
                "tickangle": -90,
                "tickfont": {"size": 10},
                "title": {"text": "" if named else plain(words.across), "standoff": 6},
                "showgrid": False,
                "zeroline": False,
                "fixedrange": True,
            },
            "yaxis": change_axis(words.change, [bar.ratio for bar in bars]),
            "shapes": [improved_line()],
            "annotations": [
                about(words.about),
                *([] if bars else [nobody(words.nobody)]),
            ],
        },
    }


def _of_class(bars: Sequence[Bar], best: str, words: ChangeWords) -> Iterator[Trace]:
    rows = [(at, bar) for at, bar in enumerate(bars) if bar.best == best]
    color, symbol = look(best)
    shared = {
        "x": [at for at, _bar in rows],
        "y": [height(bar.ratio) for _at, bar in rows],
        "customdata": [bar.address for _at, bar in rows],
        "meta": {"follow": True},
    }
    texts = [plain(bar.text) for _at, bar in rows]
    yield {
        "type": "bar",
        **shared,
        "width": 0.82,
        "hovertext": texts,
        "hoverinfo": "text",
        "marker": {"color": color},
        "opacity": 0.75,
        "showlegend": False,
    }
    yield {
        "type": "scatter",
        "mode": "markers",
        **shared,
        "name": plain(words.classes[best]),
        "text": texts,
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {"symbol": symbol, "size": 8, "color": color, "line": {"color": GREY}},
    }
