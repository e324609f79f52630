"""Okabe and Ito's colors, which color-blind readers can tell apart, each with its own symbol."""

from typing import Final

BLUE: Final = "#0072B2"
VERMILLION: Final = "#D55E00"
GREEN: Final = "#009E73"
PURPLE: Final = "#CC79A7"
ORANGE: Final = "#E69F00"
GREY: Final = "#767676"
SHADE: Final = "rgba(127,127,127,0.2)"
CLEAR: Final = "rgba(0,0,0,0)"

SERIES: Final = ((BLUE, "circle"), (ORANGE, "square"), (PURPLE, "star"), (GREEN, "hexagon"))
ARMS: Final = ((VERMILLION, "diamond-open", "dash"), (GREEN, "square-open", "dashdot"))
SITES: Final = ("circle", "square", "diamond", "cross", "pentagon", "star")
ABOVE_LIMIT: Final = "triangle-up"
BELOW_LIMIT: Final = "triangle-down"
EVENT: Final = "triangle-down"
ONGOING: Final = "triangle-right"
GRID = "rgba(127,127,127,0.25)"
