"""The pages' figures at print size, as SVG or PNG: the same dicts, drawn by matplotlib.

Widths are those of journals: one column 85 mm, two columns 175 mm. Text is 7 points, colors are
those of the pages, which color-blind readers can tell apart. Patients' codes become numbers. The
same figure gives the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from hlh_app.charts.study.print_frame import draw_axes, draw_legend, draw_notes, draw_shapes
from hlh_app.charts.study.print_marks import draw_traces

COLUMN_MM, TWO_COLUMNS_MM = 85, 175
MM_AN_INCH = 25.4
POINTS_AN_INCH = 72
POINTS_A_PIXEL = 0.62
"""A pixel of the page in points of the print: 11 pixels of text are 7 points."""
WITHOUT_TITLE = 22
"""The page's title stands above the figure in print and in the caption, not within it."""
FONT = 7
EDGE = 3
SVG, PNG = "svg", "png"
STYLE: Any = {
    "font.size": FONT,
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "axes.linewidth": 0.6,
    "lines.solid_capstyle": "butt",
    "svg.fonttype": "none",
    "svg.hashsalt": "hlh",
    "path.simplify": False,
}
WITHOUT_DATE = {SVG: {"Date": None, "Creator": None}, PNG: {"Software": None}}


@dataclass(frozen=True, slots=True)
class Paper:
    """``dpi``: of PNG; 300 for pictures, 600 for lines."""

    width_mm: float = TWO_COLUMNS_MM
    dpi: int = 600


def print_figure(figure: dict[str, Any], kind: str, paper: Paper = Paper()) -> bytes:
    """One figure of a page. ``kind``: SVG or PNG."""
    import matplotlib as mpl

    with mpl.rc_context(STYLE):
        drawn = _drawn(figure, paper)
        out = BytesIO()
        drawn.savefig(
            out, format=kind, dpi=paper.dpi, metadata=WITHOUT_DATE[kind], facecolor="white"
        )
    return out.getvalue()


def _drawn(figure: dict[str, Any], paper: Paper) -> Any:
    from matplotlib.figure import Figure as Drawn

    layout = figure["layout"]
    top, bottom = _top(layout), _points(layout["margin"]["b"])
    left, right = (_points(layout["margin"][side]) for side in ("l", "r"))
    inner = _points(layout["height"] - layout["margin"]["t"] - layout["margin"]["b"])
    width = paper.width_mm / MM_AN_INCH * POINTS_AN_INCH
    height = top + inner + bottom
    drawn = Drawn(figsize=(width / POINTS_AN_INCH, height / POINTS_AN_INCH))
    place = (left / width, bottom / height, 1 - (left + right) / width, inner / height)
    axes = drawn.add_axes(place)
    draw_axes(axes, layout)
    draw_shapes(axes, layout)
    handles = draw_traces(axes, figure["data"])
    draw_notes(axes, layout, POINTS_A_PIXEL)
    _make_room(drawn, axes, place)
    if layout.get("showlegend"):
        draw_legend(drawn, handles, left / width)
    return drawn


def _make_room(drawn: Any, axes: Any, place: tuple[float, float, float, float]) -> None:
    """The plot begins further right where the axis's words need more than the page's margin."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    canvas: Any = FigureCanvasAgg(drawn)
    words = axes.yaxis.get_tightbbox(canvas.get_renderer())
    if words is not None and words.x0 < EDGE:
        more = (EDGE - words.x0) / drawn.bbox.width
        axes.set_position((place[0] + more, place[1], place[2] - more, place[3]))


def _top(layout: dict[str, Any]) -> float:
    return _points(max(layout["margin"]["t"] - 56 + WITHOUT_TITLE, WITHOUT_TITLE))


def _points(pixels: float) -> float:
    return pixels * POINTS_A_PIXEL
