"""One analyte: points as they were measured, honest marks, one shaded interval."""

from decimal import Decimal

import pytest

from hlh_app.charts import Panel, Pending, Point, Series, Window, analyte_figure, overlays_of
from hlh_app.cohorts import cohort

from . import patient
from .patient import FERRITIN, PLATELETS, SCD25, WINDOW, WORDS, limits, point

CHI = overlays_of(cohort("chi2020"), age_years=5)


def figure(panel, overlays=()):
    return analyte_figure(panel, overlays, WINDOW, WORDS)


def own(drawing):
    return [t for t in drawing["data"] if "meta" not in t and t["x"] != [None]]


def panel_of(*points, log=False, analyte="ferritin", unit="ug/L", **more):
    return Panel(analyte, "Any", unit, log, (Series("", tuple(points)),), **more)


def test_points_stand_at_their_days_and_values():
    (trace,) = own(figure(FERRITIN))
    assert trace["x"] == [-11, -6, -1, 3, 7, 14, 21, 28, 35]
    assert trace["y"] == [16500, 16500, 17090, 9120, 3250, 1709, 830, 512, 388]
    assert trace["mode"] == "lines+markers"
    assert trace["line"]["width"] == 1
    assert all(isinstance(value, float) for value in trace["y"])


def test_points_are_put_in_order_of_time():
    (trace,) = own(figure(panel_of(point(9, 3), point(2, 1), point(5.25, 2))))
    assert (trace["x"], trace["y"]) == ([2, 5.25, 9], [1, 2, 3])


def test_values_beyond_the_limit_of_the_assay_are_triangles():
    below = point(5, "0.1", comparator="<")
    (trace,) = own(figure(panel_of(point(0, 9, comparator=">"), point(3, 5), below)))
    assert trace["marker"]["symbol"] == ["triangle-up", "circle", "triangle-down"]
    assert trace["text"][2].startswith("&lt;0.1 µg/L")


def test_flagged_values_are_open_and_say_why():
    (trace,) = own(figure(PLATELETS))
    flagged = [s for s in trace["marker"]["symbol"] if s == "circle-open"]
    assert len(flagged) == 2
    assert trace["text"][3].endswith("after platelet transfusion")


def test_the_newest_value_is_the_largest_mark_and_stands_in_words():
    drawing = figure(FERRITIN)
    (trace,) = own(drawing)
    assert trace["marker"]["size"].index(max(trace["marker"]["size"])) == 8
    said = drawing["layout"]["title"]["subtitle"]["text"]
    assert said == "388 µg/L on 02-Dec-2026 06:00, was 512"


def test_hover_gives_value_time_day_and_interval():
    (trace,) = own(figure(FERRITIN))
    assert trace["text"][5] == "1,709 µg/L<br>11-Nov-2026 06:00, day 14<br>reference 10–400"
    bare = own(figure(panel_of(point(1, 2))))[0]["text"][0]
    assert bare.endswith("no reference interval")


def test_unit_n_and_source_are_in_the_figure():
    layout = figure(FERRITIN)["layout"]
    assert layout["yaxis"]["title"]["text"] == "µg/L, log scale"
    assert layout["annotations"][0]["text"] == "this patient, n = 9"
    assert layout["xaxis"]["title"]["text"] == "days since first dose"
    assert figure(PLATELETS)["layout"]["yaxis"]["title"]["text"] == "×10⁹/L"


def test_log_axis_where_the_analyte_asks_for_it():
    assert figure(FERRITIN)["layout"]["yaxis"]["type"] == "log"
    assert figure(SCD25)["layout"]["yaxis"]["type"] == "log"
    assert "type" not in figure(PLATELETS)["layout"]["yaxis"]
    ticks = figure(FERRITIN)["layout"]["yaxis"]
    assert ticks["tickvals"] == [300, 1000, 3000, 10000]
    assert ticks["ticktext"] == ["300", "1,000", "3,000", "10,000"]


def test_zero_on_a_log_axis_stands_at_its_foot_and_says_zero():
    drawing = figure(panel_of(point(0, 1000), point(7, 0, comparator=None), log=True))
    (trace,) = own(drawing)
    foot = 10 ** drawing["layout"]["yaxis"]["range"][0]
    assert trace["y"][1] == pytest.approx(foot, rel=0.01)
    assert trace["text"][1].startswith("0 µg/L")


def test_only_the_reference_interval_is_shaded_and_it_may_change():
    drawing = figure(FERRITIN, CHI)
    shaded = [s for s in drawing["layout"]["shapes"] if s["type"] == "rect"]
    assert [(s["x0"], s["x1"], s["y0"], s["y1"]) for s in shaded] == [
        (-13.5, 3, 10, 300),
        (3, 39.5, 10, 400),
    ]
    assert all("fill" not in trace for trace in drawing["data"])


def test_an_interval_with_one_limit_runs_off_the_plot():
    low = figure(panel_of(point(0, 50, **limits(low=150))))["layout"]
    (band,) = [s for s in low["shapes"] if s["type"] == "rect"]
    assert band["y0"] == 150
    assert band["y1"] > 100 * low["yaxis"]["range"][1]
    high = figure(panel_of(point(0, 50, **limits(high=40)), log=True))["layout"]
    (band,) = [s for s in high["shapes"] if s["type"] == "rect"]
    assert 0 < band["y0"] < 10 ** high["yaxis"]["range"][0] / 100
    assert band["y1"] == 40


def test_other_assays_are_apart_with_other_symbols_and_never_joined():
    first, second = own(figure(SCD25))
    assert first["x"] == [-2, 7, 14, 28]
    assert second["x"] == [10, 20]
    assert first["marker"]["symbol"][0] != second["marker"]["symbol"][0]
    assert first["line"]["color"] != second["line"]["color"]
    names = [t["name"] for t in figure(SCD25)["data"] if t["x"] == [None]]
    assert names == ["Immulite", "Dynex, not comparable"]
    assert figure(SCD25)["layout"]["showlegend"] is True


def test_pending_results_are_marked_at_their_day():
    marks = [a for a in figure(SCD25)["layout"]["annotations"] if "pending" in a["text"]]
    assert [(m["x"], m["text"], m["hovertext"]) for m in marks] == [
        (37, "? pending", "04-Dec-2026 06:00 expected 09-Dec")
    ]
    early = panel_of(point(0, 1), pending=(Pending(-9, "x"),))
    assert figure(early)["layout"]["annotations"][1]["xanchor"] == "left"


def test_a_panel_without_a_result_says_so():
    drawing = figure(patient.EMPTY, CHI)
    assert drawing["data"] == []
    assert drawing["layout"]["title"]["subtitle"]["text"] == "no result yet"
    assert drawing["layout"]["yaxis"]["showticklabels"] is False


def test_a_panel_with_pending_results_alone():
    empty = Panel("ferritin", "Ferritin", "ug/L", True, (), (Pending(3, "01-Nov-2026"),))
    assert len(figure(empty, CHI)["layout"]["annotations"]) == 2


def test_text_from_a_laboratory_is_text():
    named = Series("<b>Lab & Co</b>", (point(0, 1),))
    drawing = figure(Panel("ferritin", "Ferritin", "ug/L", False, (named,)))
    assert own(drawing)[0]["name"] == "&lt;b&gt;Lab &amp; Co&lt;/b&gt;"


def test_one_value_alone_has_a_sensible_axis():
    low, high = figure(panel_of(point(0, 138)))["layout"]["yaxis"]["range"]
    assert 0 < low < 138 < high
    low, high = figure(panel_of(point(0, 0)))["layout"]["yaxis"]["range"]
    assert low <= 0 < high


def test_values_far_from_zero_are_not_pressed_together():
    rows = panel_of(point(0, 138, **limits(135, 145)), point(3, 141, **limits(135, 145)))
    low, high = figure(rows)["layout"]["yaxis"]["range"]
    assert low > 130
    assert high < 150


def test_range_buttons():
    ranges = figure(FERRITIN)["layout"]["meta"]["ranges"]
    assert list(ranges) == ["two_weeks", "eight_weeks", "all"]
    assert ranges["two_weeks"] == {"range": [23.5, 38.5], "dtick": 2}
    assert ranges["all"]["range"] == [-13.5, 39.5]
    long = Window(-30, 700).ranges()
    assert [round(stop - start) for start, stop in long.values()] == [15, 59, 774]


def test_a_window_always_holds_the_first_dose():
    assert Window(20, 30).ranges()["all"][0] < 0


def test_newest_of_the_assay_used_last():
    newest, before = SCD25.newest_two()
    assert (newest.value, before.value) == (Decimal(1120), Decimal(2050))
    assert patient.EMPTY.newest_two() == (None, None)


def test_a_value_is_shown_with_its_comparator_unless_the_page_has_a_text():
    assert Point(0, "", Decimal("16500"), comparator=">").shown == ">16,500"
    assert Point(0, "", Decimal("16500"), text="> 16,500").shown == "> 16,500"
    assert point(0, 1, **limits(low=150)).interval == "≥ 150"


def test_without_a_first_dose_nothing_pretends_there_was_one():
    """Day 0 is that of the first result then: no line, no published group beside it."""
    drawing = analyte_figure(FERRITIN, CHI, Window(0, 30, started=False), WORDS)
    layout = drawing["layout"]
    assert layout["xaxis"]["title"]["text"] == "days since first result, no ruxolitinib given"
    assert [s for s in layout["shapes"] if s["type"] == "line"] == []
    assert [t for t in drawing["data"] if "meta" in t] == []
    assert layout["meta"]["views"]["own"] == layout["meta"]["views"]["overlay"]


def test_the_first_dose_is_a_dotted_line_at_day_0():
    (line,) = [s for s in figure(FERRITIN)["layout"]["shapes"] if s["type"] == "line"]
    assert (line["x0"], line["x1"], line["line"]["dash"]) == (0, 0, "dot")
