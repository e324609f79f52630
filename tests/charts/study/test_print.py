"""The pages' figures in print: sizes, symbols, the same bytes every time, nobody's code."""

from __future__ import annotations

import struct
from xml.etree import ElementTree

import pytest

from hlh_app.charts.frame import layout, margin, value_axis
from hlh_app.charts.study.print import PNG, SVG, Paper, print_figure
from hlh_app.charts.study.print_frame import color_of, words

BLUE = "#0072B2"


def figure(**more):
    """A figure with everything that the pages' figures have."""
    return {
        "data": [
            {
                "type": "scatter", "mode": "lines+markers", "name": "Group A, n = 4 &amp; more",
                "x": [0, 7, 14, 28], "y": [38.5, None, 37.0, 36.5], "connectgaps": True,
                "line": {"color": BLUE, "width": 2, "dash": "dash", "shape": "hv"},
                "marker": {"symbol": "diamond-open", "size": 6, "color": BLUE},
                "error_y": {"array": [1, 0, 1, 1], "arrayminus": [1, 0, 1, 1]},
            },
            {
                "type": "scatter", "mode": "markers", "name": "HLH-0007", "showlegend": False,
                "x": [1, 2], "y": [37, 38], "marker": {"symbol": "unheard-of"}, "opacity": 0.3,
            },
            {"type": "scatter", "mode": "lines", "name": "Overlay", "visible": False, "x": [0],
             "y": [37]},
            {"type": "bar", "name": "Bars", "x": [3], "y": [39], "base": [36], "width": 0.5,
             "marker": {"color": "rgba(127,127,127,0.25)"}},
            {"type": "bar", "orientation": "h", "name": "Lying", "x": [3], "y": [37], "base": [1],
             "marker": {"color": BLUE}},
        ],
        "layout": {
            **layout("Title", "Subtitle", 400),
            "margin": margin(bottom=100),
            "showlegend": True,
            "xaxis": {"range": [-1, 30], "dtick": 7, "title": {"text": "days"}},
            "yaxis": value_axis("°C", False, (36, 40)),
            "shapes": [
                {"type": "line", "x0": 0, "x1": 0, "y0": 0, "y1": 1, "yref": "paper",
                 "line": {"color": "#767676", "dash": "dot"}},
                {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": 38, "y1": 38},
            ],
            "annotations": [
                {"xref": "paper", "x": 1, "yref": "paper", "y": 1, "text": "<b>n</b> = 4<br>all",
                 "xanchor": "right", "yanchor": "bottom", "yshift": 41, "font": {"weight": 600}},
                {"x": 7, "y": 38, "text": "38.0 °C", "yshift": -30},
            ],
        } | more,
    }  # fmt: skip


def text_of(svg: bytes) -> list[str]:
    return [row.text for row in ElementTree.fromstring(svg).iter() if row.tag.endswith("text")]  # noqa: S314


@pytest.mark.parametrize(("mm", "dpi"), [(85, 300), (175, 300)])
def test_a_png_has_its_width_in_print(mm, dpi):
    png = print_figure(figure(), PNG, Paper(mm, dpi))
    width, _height = struct.unpack(">II", png[16:24])
    assert width == pytest.approx(mm / 25.4 * dpi, abs=1)


def test_an_svg_is_text_that_can_be_read_and_edited():
    said = text_of(print_figure(figure(), SVG))
    assert {"days", "°C", "38.0 °C", "Group A, n = 4 & more", "Bars"} <= set(said)
    assert not {"Title", "Overlay", "HLH-0007"} & set(said)


@pytest.mark.parametrize("kind", [SVG, PNG])
def test_the_same_bytes_every_time(kind):
    one, other = (print_figure(figure(), kind, Paper(85, 150)) for _ in range(2))
    assert one == other
    assert b"Date" not in one


def test_patients_are_numbered_and_their_codes_stay():
    codes = ["HLH-0001", "HLH-0002", "HLH-0003"]
    axis = {"tickvals": [0, 1, 2], "ticktext": codes, "range": [-1, 3], "tickangle": -90}
    said = text_of(print_figure(figure(xaxis=axis), SVG))
    assert not set(codes) & set(said)
    assert {"1", "2", "3"} <= set(said)


def test_weeks_keep_their_words():
    axis = {"tickvals": [0, 28, 56], "ticktext": ["0", "4", "8"], "range": [0, 60]}
    assert {"0", "4", "8"} <= set(text_of(print_figure(figure(xaxis=axis), SVG)))


def test_a_logarithmic_axis():
    made = figure(yaxis=value_axis("µg/L", True, (10, 10000)))
    made["layout"]["annotations"] = [{"x": 3, "y": 2, "text": "at a hundred"}]
    made["data"] = [made["data"][1] | {"y": [100, 1000]}]
    assert {"1,000", "at a hundred"} <= set(text_of(print_figure(made, SVG)))


def test_long_words_of_the_axis_make_room():
    """The plot is narrower where the numbers beside it are long."""
    axis = {"tickvals": [36, 40], "ticktext": ["a very long word indeed", "x"], "range": [36, 40]}
    said = ElementTree.fromstring(print_figure(figure(yaxis=axis), SVG, Paper(85)))  # noqa: S314
    edge = [row for row in said.iter() if row.get("id") == "patch_2"]
    assert edge


def test_an_axis_that_is_hidden():
    hidden = {"visible": False, "range": [36, 40]}
    assert "°C" not in text_of(print_figure(figure(yaxis=hidden), SVG))


def test_nothing_to_draw():
    empty = figure()
    empty["data"] = [{"type": "scatter", "x": [], "y": []}]
    assert print_figure(empty, SVG).startswith(b"<?xml")


def test_words_and_colors_of_the_page():
    assert words("a <b>b</b> &lt;c&gt;<br>d") == "a b <c>\nd"
    assert color_of("rgba(255,0,51,0.5)") == (1.0, 0.0, 0.2, 0.5)
    assert color_of(None) == "#767676"
