"""One color and one symbol for each class of response, and an axis of change on which a fall to a
tenth and a rise to tenfold are equally long."""

from __future__ import annotations

import math
from typing import Any, Final

from hlh_app.charts.frame import plain
from hlh_app.charts.palette import BLUE, GREEN, GREY, GRID, PURPLE, VERMILLION

LOOKS: Final = {
    "complete": (GREEN, "circle"),
    "partial": (BLUE, "square"),
    "at_least_partial": (PURPLE, "diamond"),
    "none": (VERMILLION, "x"),
}
OTHER: Final = (GREY, "circle-open")
LEAST_RATIO = 0.0005
IMPROVED_RATIO = 0.75
TICKS = (0.001, 0.01, 0.1, 0.25, 0.5, 1, 2, 4, 10, 100, 1000)
LOWEST_TICKS = (LEAST_RATIO, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25)
"""At one of these the axis ends, so that its labels reach as low as what is drawn."""
MINUS, PLUS = "\u2212", "+"
AIR = 0.12


def look(best: str) -> tuple[str, str]:
    """Color and symbol; those whose response is open or not assessed look alike."""
    return LOOKS.get(best, OTHER)


def height(ratio: float) -> float:
    """On the axis; what fell to nothing stands at its end."""
    return round(math.log10(max(ratio, LEAST_RATIO)), 4)


def percent(ratio: float) -> str:
    """ "−90 %", "0 %", "+100 %"."""
    change = (ratio - 1) * 100
    digits = 0 if change >= -99 else 1 if change > -99.91 else 2
    text = f"{abs(change):,.{digits}f}".removesuffix(".00").removesuffix(".0")
    sign = MINUS if change < 0 and text.strip("0.") else PLUS if change > 0 else ""
    return f"{sign}{text} %"


def change_axis(title: str, ratios: list[float]) -> dict[str, Any]:
    """Logarithmic in the ratio, labelled by the change in percent; no change is always in view."""
    held = [height(ratio) for ratio in (*ratios, 1.0, IMPROVED_RATIO / 2, 1.5)]
    end = max(ratio for ratio in LOWEST_TICKS if height(ratio) <= min(held))
    low, high = height(end) - AIR, max(held) + AIR
    ticks = sorted({end, *(ratio for ratio in TICKS if ratio > end and height(ratio) <= high)})
    return {
        "title": {"text": plain(title), "standoff": 2},
        "range": [round(low, 4), round(high, 4)],
        "tickmode": "array",
        "tickvals": [height(ratio) for ratio in ticks],
        "ticktext": [percent(ratio) for ratio in ticks],
        "zeroline": True,
        "zerolinecolor": GREY,
        "zerolinewidth": 1,
        "gridcolor": GRID,
        "fixedrange": True,
    }


def improved_line() -> dict[str, Any]:
    """From here on ferritin has improved by the criteria."""
    at = height(IMPROVED_RATIO)
    return {
        "type": "line",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "y0": at,
        "y1": at,
        "line": {"color": GREY, "width": 1, "dash": "dot"},
        "layer": "below",
    }
