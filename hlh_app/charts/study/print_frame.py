"""Axes, lines, notes and legend of a figure in print."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from typing import Any

GREY = "#767676"
TAGS = re.compile(r"<(?!br)[^>]*>")
SMALL = 6.5
GROUND = {"facecolor": "white", "alpha": 0.7, "pad": 0.4, "linewidth": 0}
ABOVE_IN_PIXELS = 41
"""How far above the plot the page writes its notes; in print they stand just above it."""


def words(text: str) -> str:
    """Plotly's little HTML as plain text."""
    return unescape(TAGS.sub("", text.replace("<br>", "\n")))


def color_of(text: str | None, default: str = GREY) -> Any:
    """A color of the page as matplotlib takes it."""
    if not text:
        return default
    if not text.startswith("rgba"):
        return text
    red, green, blue, share = (float(part) for part in text[5:-1].split(","))
    return (red / 255, green / 255, blue / 255, share)


def draw_axes(axes: Any, layout: dict[str, Any]) -> None:
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for name in ("xaxis", "yaxis"):
        _axis(axes, name[0], layout.get(name, {}))
    axes.set_axisbelow(True)
    axes.tick_params(width=0.6, length=2.5, color=GREY)


def _axis(axes: Any, name: str, said: dict[str, Any]) -> None:
    place = getattr(axes, f"{name}axis")
    log = said.get("type") == "log"
    if log:
        getattr(axes, f"set_{name}scale")("log")
    if "range" in said:
        ends = [10**end for end in said["range"]] if log else said["range"]
        getattr(axes, f"set_{name}lim")(*ends)
    _ticks(place, name, said, log)
    title = words(said.get("title", {}).get("text", ""))
    getattr(axes, f"set_{name}label")(title, labelpad=3)
    if said.get("showgrid", name == "y"):
        place.grid(visible=True, linewidth=0.4, color="#d9d9d9")
    if said.get("visible") is False:
        place.set_visible(False)
        axes.spines["left" if name == "y" else "bottom"].set_visible(False)


def _ticks(place: Any, name: str, said: dict[str, Any], log: bool) -> None:
    from matplotlib.ticker import MultipleLocator, NullLocator, StrMethodFormatter

    if "tickvals" in said:
        texts = said.get("ticktext") or [f"{value:g}" for value in said["tickvals"]]
        turned = {"rotation": -said["tickangle"]} if said.get("tickangle") else {}
        place.set_ticks(said["tickvals"], labels=_labels(said["tickvals"], texts), **turned)
    elif said.get("dtick"):
        place.set_major_locator(MultipleLocator(said["dtick"]))
    if log:
        place.set_minor_locator(NullLocator())
    elif name == "y" and said.get("separatethousands") and "tickvals" not in said:
        place.set_major_formatter(StrMethodFormatter("{x:,.6g}"))


def _labels(places: Sequence[float], texts: Sequence[str]) -> list[str]:
    """Patients one below the other are numbered: their codes stay."""
    if len(places) > 1 and list(places) == list(range(len(places))):
        return [str(at + 1) for at in places]
    return [words(str(text)) for text in texts]


def draw_shapes(axes: Any, layout: dict[str, Any]) -> None:
    """Lines across the plot, at one place of one axis."""
    for shape in layout.get("shapes", ()):
        line = shape.get("line", {})
        look = {
            "color": color_of(line.get("color")),
            "linewidth": line.get("width", 1) * 0.62,
            "linestyle": dash(line.get("dash", "solid")),
            "zorder": 1,
        }
        if shape["x0"] == shape["x1"] and shape.get("xref") != "paper":
            axes.axvline(shape["x0"], **look)
        else:
            axes.axhline(shape["y0"], **look)


def dash(name: str) -> Any:
    return {"dot": (0, (1, 1.5)), "dash": (0, (4, 2)), "dashdot": "dashdot"}.get(name, "solid")


PLACES = {"left": "left", "center": "center", "right": "right", "auto": "center"}
HEIGHTS = {"top": "top", "middle": "center", "bottom": "bottom", "auto": "center"}


def draw_notes(axes: Any, layout: dict[str, Any], scale: float) -> None:
    """``scale``: points a pixel. A white ground parts a note from the lines below it."""
    for note in layout.get("annotations", ()):
        across, along = note.get("xref", "x"), note.get("yref", "y")
        x, y = _at(note["x"], layout, "xaxis", across), _at(note["y"], layout, "yaxis", along)
        font = note.get("font", {})
        axes.annotate(
            words(note["text"]),
            (x, y),
            xycoords=(_system(across), _system(along)),
            xytext=(note.get("xshift", 0) * scale, _up(note) * scale),
            textcoords="offset points",
            ha=PLACES[note.get("xanchor", "auto")],
            va=HEIGHTS[note.get("yanchor", "auto")],
            fontsize=SMALL,
            color=color_of(font.get("color"), "black"),
            fontweight="bold" if font.get("weight", 400) >= 600 else "normal",
            annotation_clip=False,
            bbox=GROUND,
            zorder=2.5,
        )


def _up(note: dict[str, Any]) -> float:
    shift = float(note.get("yshift", 0))
    return 4 if shift == ABOVE_IN_PIXELS else shift


def _at(value: Any, layout: dict[str, Any], axis: str, ref: str) -> Any:
    """Plotly gives places on a log axis as powers."""
    is_log = layout.get(axis, {}).get("type") == "log" and ref != "paper"
    return 10**value if is_log else value


def _system(ref: str) -> str:
    return "axes fraction" if ref == "paper" else "data"


def draw_legend(drawn: Any, handles: Sequence[tuple[Any, str]], left: float) -> None:
    """At the foot, one below the other, as on the page."""
    if handles:
        drawn.legend(
            [handle for handle, _name in handles],
            [words(name) for _handle, name in handles],
            loc="lower left",
            bbox_to_anchor=(left * 0.4, 0),
            frameon=False,
            borderpad=0.1,
            labelspacing=0.35,
            handlelength=2.2,
            fontsize=SMALL,
        )
