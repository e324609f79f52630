"""Glucocorticoid of groups day by day: the mean as a line, the median dotted."""

from __future__ import annotations

from collections.abc import Sequence

from hlh_app.charts.frame import Figure, day_line, value_axis, value_limits
from hlh_app.charts.study.day_lines import DayWords, GroupLine, day_axis, framed, group_trace

HEIGHT = 280


def glucocorticoid_figure(
    means: Sequence[GroupLine], medians: Sequence[GroupLine], words: DayWords
) -> Figure:
    """``words.more["unit"]``: of the axis. The legend names every line."""
    lines = [*means, *medians]
    held = [value for line in lines for value in line.values if value is not None]
    data = [
        *(group_trace(line, marks=False) for line in means),
        *(group_trace(line, "dot", marks=False) for line in medians),
    ]
    return {
        "data": data,
        "layout": {
            **framed(words, HEIGHT, len(lines), not held),
            "xaxis": day_axis(words.days, -7.5, 56.5, 7),
            "yaxis": value_axis(words.more["unit"], False, (0.0, value_limits(held, False)[1])),
            "shapes": [day_line()],
        },
    }
