"""Stepping curves: steps, thin limits, ticks, names at the ends, numbers at risk below."""

from __future__ import annotations

import pytest

from hlh_app.charts.study.step_curves import (
    LOOKS,
    Step,
    StepCurve,
    StepWords,
    step_figure,
    ticks_until,
)

WORDS = StepWords(
    title="Overall survival",
    subtitle="Kaplan-Meier",
    about="n = 3",
    share="alive, %",
    weeks="Weeks",
    at_risk="At risk",
    hover="week {week} (day {day}): {share} %",
    censored="ended",
    nobody="No patient",
)
STEPS = [Step(14, 0.5, 0.1, 0.8), Step(70, 0.0, None, None)]
RISK = {0: 3, 4: 2, 8: 2, 12: 0, 26: 0}


def curve(name="A: One", steps=STEPS, **more):
    return StepCurve(name, steps, [21.0], RISK, risk_name=name[0], **more)


def texts(figure):
    return [row["text"] for row in figure["layout"]["annotations"]]


def test_the_curve_begins_at_the_top_and_steps():
    line = step_figure([curve()], WORDS, 12)["data"][2]
    assert line["x"] == [0.0, 2.0, 10.0]
    assert line["y"] == [100.0, 50.0, 0.0]
    assert line["line"]["shape"] == "hv"
    assert line["text"][1] == "A: One<br>week 2.0 (day 14): 50.0 %"


def test_limits_are_two_thin_lines_without_shade():
    figure = step_figure([curve()], WORDS, 12)
    low, high = figure["data"][:2]
    assert (low["y"], high["y"]) == ([10.0, None], [80.0, None])
    assert {low["line"]["width"], high["line"]["width"]} == {1}
    assert "fill" not in str(figure)


def test_a_tick_stands_on_the_curve_where_observation_ended():
    tick = step_figure([curve()], WORDS, 12)["data"][3]
    assert (tick["x"], tick["y"]) == ([3.0], [50.0])


def test_an_incidence_begins_at_the_foot_without_limits_or_numbers():
    rising = [Step(7, 0.2, 0.1, 0.4)]
    made = StepCurve("Relapse", rising, [], {}, start=0.0, with_interval=False)
    figure = step_figure([made], WORDS, 4)
    assert figure["data"][0]["y"] == [0.0, 20.0]
    assert "At risk" not in texts(figure)


def test_each_curve_has_its_own_color_and_dash():
    figure = step_figure([curve(), curve("B: Two")], WORDS, 12)
    looks = [(row["line"]["color"], row["line"]["dash"]) for row in figure["data"]
             if row["mode"] == "lines" and row["line"]["width"] == 2]  # fmt: skip
    assert looks == list(LOOKS[:2])


def test_names_at_the_ends_stay_apart():
    figure = step_figure([curve(), curve("B: Two")], WORDS, 12)
    ends = {row["text"]: row["y"] for row in figure["layout"]["annotations"]
            if row["text"] in ("A: One", "B: Two")}  # fmt: skip
    assert abs(ends["A: One"] - ends["B: Two"]) >= 9


def test_a_name_stays_inside_where_the_axis_ends_before_the_curve():
    labels = step_figure([curve(), curve("B: Two")], WORDS, 4)["layout"]["annotations"]
    label = next(row for row in labels if row["text"] == "A: One")
    assert (label["x"], label["y"]) == (4.0, 50.0)


def test_a_name_of_a_short_curve_stands_to_its_right():
    short = curve(steps=STEPS[:1])
    labels = step_figure([short, curve("B: Two")], WORDS, 52)["layout"]["annotations"]
    assert next(row for row in labels if row["text"] == "A: One")["xanchor"] == "left"


def test_a_curve_alone_has_no_name_that_would_lie_over_it():
    assert "A: One" not in texts(step_figure([curve()], WORDS, 52))


def test_numbers_at_risk_stand_below_their_weeks():
    figure = step_figure([curve(), curve("B: Two")], WORDS, 12)
    below = [row for row in figure["layout"]["annotations"] if row.get("xref") == "x"]
    assert [(row["x"], row["text"]) for row in below] == [
        *((0, "3"), (4, "2"), (8, "2"), (12, "0")),
        *((0, "3"), (4, "2"), (8, "2"), (12, "0")),
    ]
    assert texts(figure).count("A") == texts(figure).count("B") == 1


def test_large_numbers_leave_out_the_crowded_weeks():
    many = StepCurve("A", STEPS, [], dict.fromkeys(RISK, 10_000))
    below = step_figure([many], WORDS, 26)["layout"]["annotations"]
    assert [row["x"] for row in below if row.get("xref") == "x"] == [0, 8, 26]


def test_nobody_is_said():
    figure = step_figure([StepCurve("A", [], [], {})], WORDS, 12)
    assert "No patient" in texts(figure)
    assert figure["data"][0]["x"] == []


@pytest.mark.parametrize(("weeks", "last"), [(4, 4), (25, 12), (52, 52), (300, 260)])
def test_ticks_end_with_the_axis(weeks, last):
    assert ticks_until(weeks)[-1] == last
