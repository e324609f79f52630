"""Swimmer plot, waterfall and spider: valid, in words, and every part leads to its patient."""

from __future__ import annotations

import json

import plotly.graph_objects as go
import pytest

from hlh_app.charts.study.class_looks import LOOKS, change_axis, height, look, percent
from hlh_app.charts.study.spider import Line, spider_figure
from hlh_app.charts.study.swimmer import MARKS, Dose, Mark, Swimmer, SwimmerWords, swimmer_figure
from hlh_app.charts.study.waterfall import MOST_NAMED, Bar, ChangeWords, waterfall_figure

EVENTS = {event: event.capitalize() for event in MARKS}
SWIM = SwimmerWords("Title", "ours", "n = 2", "weeks", "Nobody.", "On ruxolitinib", "Alive", EVENTS)
CLASSES = {"complete": "Complete", "partial": "Partial", "open": "Open", "none": "None"}
WORDS = ChangeWords("Title", "ours", "n = 2", "change", "patients", "Nobody.", CLASSES)
DEAD = Swimmer(
    "H-1",
    "/patients/1/",
    40,
    "H-1, 40 days",
    [Dose(0, 13, "5 mg"), Dose(14, 40, "10 mg <b>")],
    [Mark("response", 14, "response"), Mark("death", 40, "death")],
    alive=False,
)
LONG = Swimmer("H-2", "/patients/2/", 1200, "H-2", [], [], alive=True)
BARS = [Bar("H-1", "/patients/1/", "none", 2.5, "up"), Bar("H-2", "/p/2/", "partial", 0.02, "down")]
LINES = [
    Line("H-1", "/patients/1/", "partial", [(0, 1.0), (14, 0.1)], ["0", "14"]),
    Line("H-2", "/patients/2/", "partial", [(0, 1.0), (28, 0.0)], ["0", "28"]),
    Line("H-3", "/patients/3/", "open", [(0, 1.0)], ["0"]),
]
MANY = [Bar(f"H-{n}", f"/p/{n}/", "complete", 1.0 / (n + 1), "x") for n in range(MOST_NAMED + 1)]
FIGURES = {
    "swimmers": swimmer_figure([LONG, DEAD], SWIM),
    "no swimmers": swimmer_figure([], SWIM),
    "waterfall": waterfall_figure(BARS, WORDS),
    "many": waterfall_figure(MANY, WORDS),
    "no waterfall": waterfall_figure([], WORDS),
    "spider": spider_figure(LINES, WORDS),
    "no spider": spider_figure([], WORDS),
}


def traces(name, **having):
    return [t for t in FIGURES[name]["data"] if all(t.get(k) == v for k, v in having.items())]


@pytest.mark.untraced
@pytest.mark.parametrize("name", FIGURES)
def test_plotly_takes_every_figure_as_plain_json(name):
    figure = FIGURES[name]
    assert json.loads(json.dumps(figure, allow_nan=False)) == figure
    assert [t.type for t in go.Figure(figure).data] == [t["type"] for t in figure["data"]]


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_says_what_it_is_of_whom_and_how_many(name):
    layout = FIGURES[name]["layout"]
    assert layout["title"]["text"] == "Title"
    assert layout["title"]["subtitle"]["text"] == "ours"
    assert layout["annotations"][0]["text"] == "n = 2"
    assert ("Nobody." in json.dumps(layout)) is name.startswith("no ")


@pytest.mark.parametrize("name", ["swimmers", "waterfall", "many", "spider"])
def test_every_part_leads_to_its_patient(name):
    for trace in FIGURES[name]["data"]:
        leads = trace["meta"]["follow"]
        addresses = [leads] if isinstance(leads, str) else trace["customdata"]
        assert all(address.startswith("/p") for address in addresses)
        assert isinstance(leads, str) or len(addresses) == len(trace["x"])


def test_the_time_followed_is_thin_and_ruxolitinib_thick():
    followed, given = traces("swimmers", type="bar")
    assert (followed["base"], followed["x"]) == ([0, 0], [1200, 40])
    assert (given["y"], given["base"], given["x"]) == ([1, 1], [0, 14], [14, 26])
    assert followed["width"] < given["width"]
    assert given["hovertext"][1] == "10 mg &lt;b&gt;"


def test_each_event_has_a_mark_of_its_own_and_only_those_seen_are_explained():
    marks = {trace["name"]: trace for trace in traces("swimmers", mode="markers")}
    assert set(marks) == {"Response", "Death", "Alive"}
    assert (marks["Death"]["x"], marks["Death"]["y"]) == ([40], [1])
    assert (marks["Alive"]["x"], marks["Alive"]["y"]) == ([1200], [0])
    looks = [(color, symbol) for color, symbol, _size in MARKS.values()]
    assert len(set(looks)) == len(MARKS)


def test_weeks_are_marked_on_a_scale_of_days():
    layout = FIGURES["swimmers"]["layout"]
    assert layout["xaxis"]["ticktext"][:2] == ["0", "26"]
    assert layout["xaxis"]["tickvals"][1] == 26 * 7
    eight = layout["meta"]["ranges"]["eight_weeks"]
    assert eight["ticktext"] == [str(week) for week in range(9)]
    assert eight["range"][1] >= 56
    assert FIGURES["no swimmers"]["layout"]["meta"]["ranges"]["all"]["range"][1] >= 56


def test_a_row_has_its_height_however_many_there_are():
    heights = [swimmer_figure([LONG] * n, SWIM)["layout"]["height"] for n in (10, 20, 100)]
    assert heights[1] - heights[0] == 10 * 17
    assert heights[2] - heights[1] == 80 * 17


def test_a_fall_to_a_tenth_is_as_long_as_a_rise_to_tenfold():
    assert height(0.1) == -height(10)
    assert height(0.0) == height(0.0005)
    assert height(1.0) == 0


@pytest.mark.parametrize(
    ("ratio", "words"),
    [
        *((1.0, "0 %"), (0.1, "−90 %"), (2.0, "+100 %"), (0.75, "−25 %"), (11.0, "+1,000 %")),
        *((0.001, "−99.9 %"), (0.0, "−100 %"), (0.999, "0 %"), (0.0101, "−99 %")),
        *((0.05, "−95 %"), (0.005, "−99.5 %"), (0.0005, "−99.95 %")),
    ],
)
def test_a_ratio_is_read_as_change_in_percent(ratio, words):
    assert percent(ratio) == words


def test_the_axis_of_change_holds_everything_and_no_change():
    axis = change_axis("change", [0.02, 0.0])
    assert axis["range"][0] < height(0.0)
    assert axis["range"][1] > 0
    assert "0 %" in axis["ticktext"]
    assert axis["ticktext"][0] == "−99.95 %"


@pytest.mark.parametrize(
    ("lowest", "words"), [(0.4, "−75 %"), (0.06, "−95 %"), (0.01, "−99 %"), (0.009, "−99.5 %")]
)
def test_labels_reach_as_low_as_what_is_drawn(lowest, words):
    axis = change_axis("change", [lowest, 3.0])
    assert axis["ticktext"][0] == words
    assert axis["range"][0] < axis["tickvals"][0] <= height(lowest)
    assert axis["tickvals"] == sorted(set(axis["tickvals"]))


def test_classes_differ_by_color_and_by_symbol():
    assert len({color for color, _ in LOOKS.values()}) == len(LOOKS)
    assert len({symbol for _, symbol in LOOKS.values()}) == len(LOOKS)
    assert look("open") == look("unassessed") != look("none")


def test_bars_keep_the_order_given_and_are_named_while_they_can_be():
    assert FIGURES["waterfall"]["layout"]["xaxis"]["ticktext"] == ["H-1", "H-2"]
    assert [t["x"] for t in traces("waterfall", type="bar")] == [[1], [0]]
    many = FIGURES["many"]["layout"]["xaxis"]
    assert (many["ticktext"], many["title"]["text"]) == ([], "patients")


def test_a_class_stands_once_in_the_legend_of_the_spider():
    shown = [(t["name"], t["showlegend"]) for t in FIGURES["spider"]["data"]]
    assert shown == [("Partial", True), ("Partial", False), ("Open", True)]
    assert FIGURES["spider"]["data"][1]["y"] == [0, height(0.0)]
