"""Drawings of groups by day: faint patients that lead to their page, published groups off."""

from __future__ import annotations

import json

import numpy as np
import plotly.graph_objects as go
import pytest

from hlh_app.charts import ENGLISH, overlays_of
from hlh_app.charts.series import Panel
from hlh_app.charts.study.afebrile_curve import AfebrileCurve, Printed, afebrile_figure
from hlh_app.charts.study.day_lines import MOST, DayWords, GroupLine, PatientLine, drawn
from hlh_app.charts.study.fever_by_day import peaks_figure
from hlh_app.charts.study.glucocorticoid_by_day import glucocorticoid_figure
from hlh_app.charts.study.trajectories import Quartiles, TrajectoryLines, trajectory_figure
from hlh_app.cohorts.library import cohort

MORE = {"unit": "°C", "febrile": "38.0 °C", "share": "afebrile, %", "censored": "censored"}
WORDS = DayWords("Title", "source", "n = 2", "days", "Nobody.", MORE)
A = GroupLine("a", "Group A, n = 2", [-1, 0, 7], [39.0, 38.2, 36.9], ["x", "y", "z"])
B = GroupLine("b", "Group B, n = 1", [0], [39.9], ["w"])
LINE = PatientLine("a", "H-1", "/patients/1/", [-1, 7], [39.0, 36.9])
CURVE = AfebrileCurve("a", "Group A", [0.5, 2.0], [0.4, 1.0], [1.0], ["half", "all"])
PRINTED = [
    Printed("wang2020/ruxolitinib", "Wang, n = 34, not a target", [(1.0, 0.88)], ["30/34"]),
    Printed("chi2020/ruxolitinib", "Chi, n = 11, not a target", [(2.0, None), (3.0, None)], "ab"),
]
LOG = Panel("ferritin", "Ferritin", "ug/L", True, ())
FERRITIN = TrajectoryLines(
    medians=[GroupLine("a", "Group A", [-4, 7], [17000.0, 0.0], ["x", "y"])],
    few=[GroupLine("a", "Group A", [14], [900.0], ["z"]), GroupLine("b", "Group B", [], [], [])],
    quartiles=[Quartiles("a", [-4, 7], [9000.0, None], [20000.0, 1234.5678])],
    patients=[PatientLine("a", "H-1", "/patients/1/", [-4, 7], [17000.0, 0.0])],
)


def explored(panel=LOG, lines=FERRITIN):
    overlays = [one for one in overlays_of(cohort("chi2020")) if one.arm.means_of(panel.analyte)]
    return trajectory_figure(lines, panel, overlays, (-15.0, 60.0), WORDS, ENGLISH)


FIGURES = {
    "peaks": peaks_figure([A, B], [LINE], WORDS),
    "no peaks": peaks_figure([], [], WORDS),
    "curve": afebrile_figure([CURVE], PRINTED, WORDS),
    "no curve": afebrile_figure([AfebrileCurve("a", "A", [], [], [], [])], PRINTED, WORDS),
    "glucocorticoid": glucocorticoid_figure([A], [B], WORDS),
    "no glucocorticoid": glucocorticoid_figure([], [], WORDS),
    "explore": explored(),
    "explore nothing": explored(lines=TrajectoryLines([], [], [], [])),
}


@pytest.mark.untraced
@pytest.mark.parametrize("name", FIGURES)
def test_plotly_takes_every_figure_as_plain_json(name):
    figure = FIGURES[name]
    assert json.loads(json.dumps(figure, allow_nan=False)) == figure
    go.Figure(figure)
    assert figure["layout"]["title"] == {
        **figure["layout"]["title"], "text": "Title",
    }  # fmt: skip
    assert "n = 2" in {note["text"] for note in figure["layout"]["annotations"]}


@pytest.mark.parametrize(
    "name", [name for name in FIGURES if name.startswith(("no ", "explore n"))]
)
def test_an_empty_drawing_says_so(name):
    assert "Nobody." in {note["text"] for note in FIGURES[name]["layout"]["annotations"]}


@pytest.mark.parametrize(("n", "shown"), [(0, 0), (1, 1), (150, 150), (151, 76), (10_000, 150)])
def test_of_many_patients_at_most_150_are_drawn_always_the_same(n, shown):
    rows = np.arange(100, 100 + n)
    found = drawn(rows)
    assert len(found) == shown <= MOST
    assert found[:1].tolist() == [100][:n]
    assert len(set(np.diff(found))) <= 1


def traces(figure, **having):
    return [t for t in figure["data"] if all(t.get(k) == v for k, v in having.items())]


def overlay_traces(figure):
    return [trace for trace in figure["data"] if "overlay" in trace.get("meta", {})]


@pytest.mark.parametrize("name", ["curve", "explore"])
def test_published_groups_are_off_dashed_never_shaded_and_no_target(name):
    found = overlay_traces(FIGURES[name])
    assert found
    assert {trace["visible"] for trace in found} == {False}
    assert "solid" not in {trace["line"]["dash"] for trace in found}
    assert all("fill" not in trace for trace in FIGURES[name]["data"])
    assert all("not a target" in trace["name"] for trace in found)


def test_a_patients_line_is_faint_and_leads_to_the_patient():
    for figure in (FIGURES["peaks"], FIGURES["explore"]):
        (line,) = [t for t in figure["data"] if t.get("meta", {}).get("follow")]
        assert line["meta"]["follow"] == "/patients/1/"
        assert (line["name"], line["showlegend"], line["opacity"] < 0.5) == ("H-1", False, True)


def test_two_groups_differ_in_color_and_symbol():
    groups = traces(FIGURES["peaks"], hovertemplate="%{text}<extra></extra>")
    assert len({trace["line"]["color"] for trace in groups}) == 2
    assert len({trace["marker"]["symbol"] for trace in groups}) == 2
    assert FIGURES["peaks"]["layout"]["showlegend"] is True


def test_the_afebrile_share_rises_in_steps_from_nobody():
    curve, censored = FIGURES["curve"]["data"][:2]
    assert (curve["x"], curve["y"]) == ([0.0, 0.5, 2.0], [0.0, 40.0, 100.0])
    assert curve["line"]["shape"] == "hv"
    assert (censored["x"], censored["y"]) == ([1.0], [40.0])


def test_censored_before_the_first_step_stands_at_nobody():
    early = AfebrileCurve("a", "A", [2.0], [1.0], [1.0], ["all"])
    assert afebrile_figure([early], [], WORDS)["data"][1]["y"] == [0.0]


def test_a_day_printed_without_a_count_is_a_line_from_top_to_bottom():
    lines = traces(FIGURES["curve"], y=[0, 100])
    assert [line["x"] for line in lines] == [[2.0, 2.0], [3.0, 3.0]]
    assert [line["showlegend"] for line in lines] == [True, False]
    (wang,) = [t for t in overlay_traces(FIGURES["curve"]) if "wang" in t["meta"]["overlay"]]
    assert (wang["x"], wang["y"]) == ([1.0], [88.0])


class TestExplore:
    def test_a_log_axis_is_said_and_zero_stands_at_its_foot(self):
        figure = FIGURES["explore"]
        axis = figure["layout"]["yaxis"]
        assert (axis["type"], axis["title"]["text"]) == ("log", "ug/L, log scale")
        (median,) = traces(figure, name="Group A", mode="lines+markers")
        assert median["y"][0] == 17000
        assert median["y"][1] == pytest.approx(10 ** axis["range"][0], rel=0.01)

    def test_a_linear_axis(self):
        figure = explored(Panel("ferritin", "Ferritin", "ug/L", False, ()))
        assert "type" not in figure["layout"]["yaxis"]
        (median,) = traces(figure, name="Group A", mode="lines+markers")
        assert median["y"] == [17000, 0]

    def test_medians_of_too_few_are_open_marks_and_not_joined(self):
        (few,) = traces(FIGURES["explore"], mode="markers")
        assert (few["x"], few["y"], few["marker"]["symbol"]) == ([14], [900], "circle-open")

    def test_the_axis_makes_room_for_what_was_published(self):
        own, wide = (FIGURES["explore"]["layout"]["meta"]["views"][k] for k in ("own", "overlay"))
        assert wide["yaxis"]["range"][0] < own["yaxis"]["range"][0]
        assert wide["height"] > own["height"]

    @pytest.mark.parametrize(("last", "step"), [(10, 2), (60, 7), (365, 28), (1, 1)])
    def test_ticks_stand_on_whole_weeks_as_soon_as_they_can(self, last, step):
        figure = trajectory_figure(FERRITIN, LOG, [], (-14.0, float(last)), WORDS, ENGLISH)
        assert figure["layout"]["xaxis"]["dtick"] == step
