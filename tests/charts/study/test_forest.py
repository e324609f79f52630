"""A forest plot: rows under headings, points with their intervals, words beside them."""

from __future__ import annotations

from hlh_app.charts.study.forest import ForestRow, ForestWords, forest_figure

WORDS = ForestWords("Response", "not a target", "in response, %", "ours", "published")
ROWS = [
    ForestRow("Ours"),
    ForestRow("best", "5/8, 62.5 % (24.5–91.5)", 0.625, 0.245, 0.915, ours=True),
    ForestRow("First line"),
    ForestRow("Zhang 2022", "36/52", 0.692, 0.549, 0.813),
    ForestRow("Zhang 2021", "58.3 %", 0.583),
]


def test_ours_are_filled_and_whole_published_open_and_dashed():
    ours_line, ours, line, points = forest_figure(ROWS, WORDS)["data"]
    assert ours["marker"]["symbol"] == "square"
    assert points["marker"]["symbol"] == "diamond-open"
    assert (ours_line["line"]["dash"], line["line"]["dash"]) == ("solid", "dash")


def test_a_point_without_an_interval_has_no_line():
    _ours_line, _ours, line, points = forest_figure(ROWS, WORDS)["data"]
    assert points["x"] == [69.2, 58.3]
    assert line["x"] == [54.9, 81.3, None]


def test_rows_stand_from_top_to_bottom_with_their_words():
    figure = forest_figure(ROWS, WORDS)
    labels = [(row["text"], row["xanchor"]) for row in figure["layout"]["annotations"]]
    assert labels == [
        ("Ours", "left"),
        ("best", "left"),
        ("5/8, 62.5 % (24.5–91.5)", "right"),
        ("First line", "left"),
        ("Zhang 2022", "left"),
        ("36/52", "right"),
        ("Zhang 2021", "left"),
        ("58.3 %", "right"),
    ]
    heights = [row["y"] for row in figure["layout"]["annotations"]]
    assert heights == sorted(heights, reverse=True)


def test_nothing_of_ours_is_drawn_without_ours():
    assert [row["name"] for row in forest_figure(ROWS[2:], WORDS)["data"]] == ["published"] * 2


def test_it_grows_with_its_rows():
    short, long = (forest_figure(ROWS[:n], WORDS)["layout"]["height"] for n in (2, 5))
    assert long - short == 3 * 36
