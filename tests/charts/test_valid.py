"""Every kind of figure is a valid plotly figure, plain JSON, small, and says what it must."""

import json
import subprocess
import sys

import plotly.graph_objects as go
import pytest

from .page import figures

FIGURES = figures()
STYLED_TAGS = ("<b>", "<i>", "<em>", "<sub>", "<sup>", "<span", "<a ")
OWN = {name: figure for name, figure in FIGURES.items() if not name.startswith("cohort-")}


@pytest.mark.parametrize("name", FIGURES)
def test_plotly_accepts_every_key_and_value(name):
    figure = go.Figure(FIGURES[name])
    assert [trace.type for trace in figure.data] == [t["type"] for t in FIGURES[name]["data"]]


@pytest.mark.parametrize("name", FIGURES)
def test_figures_are_plain_json(name):
    text = json.dumps(FIGURES[name], allow_nan=False)
    assert json.loads(text) == FIGURES[name]


@pytest.mark.parametrize("name", FIGURES)
def test_figures_are_small(name):
    readings = 150 if name == "temperature" else 0
    assert len(json.dumps(FIGURES[name])) < 8_000 + 120 * readings


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_has_a_title_and_no_marked_up_text(name):
    """Plotly writes a style attribute for <b>, which the content policy refuses."""
    assert FIGURES[name]["layout"]["title"]["text"]
    text = json.dumps(FIGURES[name])
    assert [tag for tag in STYLED_TAGS if tag in text] == []


@pytest.mark.parametrize("name", OWN)
def test_time_axes_of_stacked_panels_line_up(name):
    layout = FIGURES[name]["layout"]
    assert layout["xaxis"]["range"] == FIGURES["ferritin"]["layout"]["xaxis"]["range"]
    assert (layout["margin"]["l"], layout["margin"]["r"]) == (68, 14)
    assert layout["meta"]["ranges"] == FIGURES["ferritin"]["layout"]["meta"]["ranges"]


def test_importing_the_charts_loads_neither_plotly_nor_matplotlib_nor_django():
    code = (
        "import sys, hlh_app.charts\n"
        "heavy = {'plotly', 'matplotlib', 'numpy', 'scipy', 'django'} & set(sys.modules)\n"
        "sys.exit(', '.join(sorted(heavy)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr.strip() == ""
