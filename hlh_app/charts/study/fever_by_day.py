"""Daily temperature peaks: the groups' means over faint lines of single patients."""

from __future__ import annotations

from collections.abc import Sequence

from hlh_app.charts.frame import Figure, day_line, plain, value_axis
from hlh_app.charts.palette import VERMILLION
from hlh_app.charts.study.day_lines import (
    DayWords,
    GroupLine,
    PatientLine,
    day_axis,
    framed,
    group_trace,
    patient_trace,
)

HEIGHT = 300
LOWEST, HIGHEST = 36.0, 40.0
FEBRILE = 38.0
FEWEST_DAYS = 7


def peaks_figure(
    groups: Sequence[GroupLine], patients: Sequence[PatientLine], words: DayWords
) -> Figure:
    """``words.more``: "unit" of the axis, "febrile" at the line of 38.0 °C."""
    columns = [*(line.values for line in patients), *(line.values for line in groups)]
    held = [value for values in columns for value in values if value is not None]
    last = max([FEWEST_DAYS, *(day for line in groups for day in line.days)])
    limits = (min([LOWEST, *held]) - 0.2, max([HIGHEST, *held]) + 0.3)
    data = [*map(patient_trace, patients), *map(group_trace, groups)]
    frame = framed(words, HEIGHT, len(groups) if len(groups) > 1 else 0, not held)
    return {
        "data": data,
        "layout": {
            **frame,
            "annotations": [*frame["annotations"], _febrile_text(words.more["febrile"])],
            "xaxis": day_axis(words.days, -3.5, last + 0.5, 7 if last > 14 else 1),
            "yaxis": {**value_axis(words.more["unit"], False, limits), "dtick": 1},
            "shapes": [day_line(), _febrile_line()],
        },
    }


def _febrile_line() -> dict[str, object]:
    return {
        "type": "line",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "y0": FEBRILE,
        "y1": FEBRILE,
        "line": {"color": VERMILLION, "width": 1.5, "dash": "dash"},
        "layer": "below",
    }


def _febrile_text(text: str) -> dict[str, object]:
    return {
        "xref": "paper",
        "x": 1,
        "xanchor": "right",
        "y": FEBRILE,
        "yanchor": "bottom",
        "text": plain(text),
        "showarrow": False,
        "font": {"size": 11, "color": VERMILLION},
    }
