"""What a cohort printed of one analyte: mean of each arm, and the band matched to mean and SD."""

from __future__ import annotations

from textwrap import wrap

from hlh_app.charts.frame import Figure, Trace, layout, margin, plain, value_axis, value_limits
from hlh_app.charts.overlay import mean_hover
from hlh_app.charts.palette import ARMS, GREY
from hlh_app.charts.words import ENGLISH, Words
from hlh_app.clinical.analytes import ANALYTES
from hlh_app.cohorts import Arm, Cohort

HEIGHT = 340
APART = 0.8
TICK_WIDTH = 9
BOTTOM = 100


def cohort_mean_figure(cohort: Cohort, analyte: str, words: Words = ENGLISH) -> Figure:
    """Both arms over the printed times, in the printed unit.

    ValueError when the cohort holds no laboratory value of this analyte.
    """
    arms = [arm for arm in cohort.arms if arm.means_of(analyte)]
    if not arms:
        raise ValueError(f"{cohort.code} printed no {analyte} that we hold")
    entry, rows = ANALYTES[analyte], [row for arm in arms for row in arm.means_of(analyte)]
    limits = value_limits((float(x) for row in rows for x in (row.mean, *row.band)), entry.log_axis)
    subtitle = words.mean_and_band.format(cohort=cohort.name, where=rows[0].where)
    days = {row.day: row.time for row in rows}
    return {
        "data": [_arm_trace(arm, analyte, rank, words) for rank, arm in enumerate(arms)],
        "layout": {
            **layout(entry.label, subtitle, HEIGHT),
            "margin": margin(bottom=BOTTOM),
            "xaxis": {
                "tickangle": 0,
                "tickfont": {"size": 11},
                "range": [-2.5, max(days) + 3],
                "tickvals": list(days),
                "ticktext": ["<br>".join(wrap(plain(time), TICK_WIDTH)) for time in days.values()],
                "zeroline": False,
                "showgrid": False,
                "showline": True,
                "linecolor": GREY,
                "ticks": "outside",
                "fixedrange": True,
            },
            "yaxis": value_axis(words.axis(rows[0].unit, entry.log_axis), entry.log_axis, limits),
            "showlegend": True,
        },
    }


def _arm_trace(arm: Arm, analyte: str, rank: int, words: Words) -> Trace:
    color, symbol, dash = ARMS[rank % len(ARMS)]
    rows = arm.means_of(analyte)
    shift = APART * (rank - 0.5)
    label = f"{arm.label}, n = {arm.n}"
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": plain(label),
        "x": [row.day + shift for row in rows],
        "y": [float(row.mean) for row in rows],
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": [float(f"{row.band[1] - row.mean:.5g}") for row in rows],
            "arrayminus": [float(f"{row.mean - row.band[0]:.5g}") for row in rows],
            "color": color,
            "thickness": 1.2,
            "width": 4,
        },
        "text": [mean_hover(row, label, words) for row in rows],
        "hovertemplate": "%{text}<extra></extra>",
        "line": {"color": color, "width": 1.2, "dash": dash},
        "marker": {"symbol": symbol.removesuffix("-open"), "size": 9, "color": color},
    }
