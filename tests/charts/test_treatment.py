"""Treatments on the same time axis: a bar a course, a mark a single dose."""

from hlh_app.charts import TreatmentBar, Window, treatment_figure

from .patient import BARS, WINDOW, WORDS


def figure(bars=BARS):
    return treatment_figure(bars, WINDOW, WORDS)


def trace(drawing, kind, symbol=None):
    return next(
        t
        for t in drawing["data"]
        if t["type"] == kind and (symbol is None or t["marker"]["symbol"] == symbol)
    )


def test_a_bar_runs_from_first_to_last_day():
    bars = trace(figure(), "bar")
    assert list(zip(bars["base"], bars["x"], bars["text"], strict=True))[:2] == [
        (0, 4, "2.5 mg twice a day"),
        (4, 34, "3.75 mg twice a day"),
    ]
    assert bars["orientation"] == "h"


def test_courses_of_one_drug_share_a_row_and_drugs_keep_their_order():
    assert trace(figure(), "bar")["y"] == [0, 0, 1, 1, 1, 4]
    names = [a["text"] for a in figure()["layout"]["annotations"]]
    assert names == [
        "ruxolitinib, 3.75 mg twice a day",
        "methylprednisolone, 8 mg once a day",
        "etoposide",
        "platelet transfusion",
        "filgrastim",
    ]


def test_single_doses_are_marks():
    marks = trace(figure(), "scatter", "triangle-down")
    assert (marks["x"], marks["y"]) == ([-9, -5, -4, 1], [2, 2, 3, 3])
    assert marks["text"][0] == "etoposide<br>150 mg/m² once<br>day -9"


def test_what_is_still_given_ends_in_an_arrow_today():
    going = trace(figure(), "scatter", "triangle-right")
    assert (going["x"], going["y"]) == ([38, 38], [0, 1])
    assert going["text"][0] == "ruxolitinib<br>3.75 mg twice a day<br>day 4 onward"


def test_hover_of_a_finished_course():
    assert trace(figure(), "bar")["hovertext"][0].endswith("day 0 to 4")


def test_the_line_of_the_first_dose_needs_a_first_dose():
    assert len(figure()["layout"]["shapes"]) == 1
    none = treatment_figure(BARS[2:], Window(0, 9, started=False), WORDS)
    assert none["layout"]["shapes"] == []


def test_nothing_given():
    drawing = figure(())
    assert drawing["data"] == []
    assert drawing["layout"]["title"]["subtitle"]["text"] == "no result yet"


def test_marks_alone():
    drawing = figure((TreatmentBar("etoposide", 3, 3, "150 mg/m²"),))
    assert [t["type"] for t in drawing["data"]] == ["scatter"]


def test_height_follows_the_number_of_drugs():
    assert figure()["layout"]["height"] > figure(BARS[:2])["layout"]["height"]
