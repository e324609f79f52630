"""The verdicts through time: a row a rule, a mark a day, a line for what is open."""

import pytest

from hlh_app.charts.verdict_strip import Level, StripMark, StripRow, verdict_strip

from .patient import WINDOW, WORDS

COUNT = StripRow(
    "HLH-2004",
    ((0.0, "0"), (5.0, "5"), (8.0, "8")),
    5,
    (
        StripMark(-1, 6, 6, "6 met", Level.MET, "/p/?as_of=a"),
        StripMark(0, 3, 6, "3 met, 3 open", Level.OPEN, "/p/?as_of=b"),
        StripMark(2, 1, 1, "1 met", Level.NOT_MET, "/p/?as_of=c"),
    ),
)
RESPONSE = StripRow("Response", ((0.0, "none"), (1.0, "partial"), (2.0, "complete")), None, ())


@pytest.fixture
def figure():
    return verdict_strip((COUNT, RESPONSE), WINDOW, "Verdicts by day", WORDS)


def by_symbol(figure, symbol):
    return next(t for t in figure["data"] if t["marker"]["symbol"] == symbol)


def test_each_level_has_its_symbol_and_color(figure):
    drawn = [(t["marker"]["symbol"], t["marker"]["color"]) for t in figure["data"]]
    assert len({symbol for symbol, _ in drawn}) == len(drawn) == 3


def test_a_mark_stands_on_its_day(figure):
    assert by_symbol(figure, "circle")["x"] == [-1]
    assert by_symbol(figure, "circle-open")["x"] == [2]


def test_what_is_open_is_a_line_from_the_least_to_the_most(figure):
    found = by_symbol(figure, "line-ew-open")
    assert found["y"] == [3]
    assert (found["error_y"]["array"], found["error_y"]["arrayminus"]) == ([3], [0])
    assert by_symbol(figure, "circle")["error_y"]["array"] == [0]


def test_choosing_a_mark_leads_to_its_day(figure):
    found = by_symbol(figure, "circle")
    assert found["meta"] == {"follow": True}
    assert found["customdata"] == ["/p/?as_of=a"]
    assert found["text"] == ["6 met"]


def test_each_row_has_its_own_scale_the_first_on_top(figure):
    layout = figure["layout"]
    assert layout["yaxis"]["ticktext"] == ["0", "5", "8"]
    assert layout["yaxis2"]["ticktext"] == ["none", "partial", "complete"]
    assert layout["yaxis"]["domain"][0] > layout["yaxis2"]["domain"][1]
    assert layout["xaxis"]["anchor"] == "y2"
    assert [a["text"] for a in layout["annotations"]] == ["HLH-2004", "Response"]


def test_the_scale_holds_every_value_with_some_air(figure):
    low, high = figure["layout"]["yaxis"]["range"]
    assert low < 0
    assert high > 8


def test_a_dashed_line_stands_where_the_rule_turns(figure):
    lines = [s for s in figure["layout"]["shapes"] if s.get("yref") == "y"]
    assert [(line["y0"], line["y1"], line["line"]["dash"]) for line in lines] == [(5, 5, "dash")]
    assert not [s for s in figure["layout"]["shapes"] if s.get("yref") == "y2"]


def test_an_empty_strip_says_so():
    empty = verdict_strip((RESPONSE,), WINDOW, "Verdicts by day", WORDS)
    assert empty["data"] == []
    assert empty["layout"]["title"]["subtitle"]["text"] == WORDS.no_results
    full = verdict_strip((COUNT,), WINDOW, "Verdicts by day", WORDS)
    assert full["layout"]["title"]["subtitle"]["text"] == ""


def test_a_text_is_text():
    mark = StripMark(0, 1, 1, "<b>", Level.ALARM, "/")
    row = StripRow("<i>", COUNT.ticks, None, (mark,))
    drawn = verdict_strip((row,), WINDOW, "x", WORDS)
    assert drawn["data"][0]["text"] == ["&lt;b&gt;"]
    assert drawn["layout"]["annotations"][0]["text"] == "&lt;i&gt;"
