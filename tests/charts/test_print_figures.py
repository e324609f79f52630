"""Small trajectories for paper: valid SVG, grey-safe, the same every time."""

import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from hlh_app.charts import Panel, Series, TemperatureSeries, Window, print_panel, print_temperature

from . import patient
from .patient import FERRITIN, PLATELETS, SCD25, TEMPERATURE, WINDOW, WORDS, limits, point

DRAWN = [
    *(print_panel(panel, WINDOW, WORDS) for panel in (*patient.PANELS, patient.EMPTY)),
    print_temperature(TEMPERATURE, WINDOW, WORDS),
]
SVG = "{http://www.w3.org/2000/svg}"


def parts(text, tag):
    return list(ElementTree.fromstring(text).iter(f"{SVG}{tag}"))  # noqa: S314


def texts(text):
    return [part.text for part in parts(text, "text")]


@pytest.mark.parametrize("text", DRAWN)
def test_well_formed_and_within_its_box(text):
    root = ElementTree.fromstring(text)  # noqa: S314
    width, height = map(float, root.get("viewBox").split()[2:])
    for circle in root.iter(f"{SVG}circle"):
        assert 0 <= float(circle.get("cx")) <= width
        assert 0 <= float(circle.get("cy")) <= height


@pytest.mark.parametrize("text", DRAWN)
def test_grey_only_and_nothing_that_a_content_policy_refuses(text):
    for color in re.findall(r"#[0-9a-f]+", text):
        digits = color[1:]
        assert len(set(digits)) == 1 or digits[:2] == digits[2:4] == digits[4:]
    assert "style" not in text
    assert "script" not in text
    assert " id=" not in text


def test_the_same_every_time():
    again = print_panel(FERRITIN, WINDOW, WORDS)
    assert again == DRAWN[0]


def test_what_is_read_first():
    assert texts(DRAWN[0])[:4] == [
        "Ferritin",
        "388 µg/L",
        "µg/L, log scale",
        "n = 9, days since first dose",
    ]
    assert "no result yet" in texts(print_panel(patient.EMPTY, WINDOW, WORDS))


def test_every_value_is_drawn():
    assert len(parts(print_panel(PLATELETS, WINDOW, WORDS), "circle")) == 14
    assert len(parts(DRAWN[0], "circle")) == 7
    assert len(parts(DRAWN[0], "polygon")) == 2, "two values beyond the limit of the assay"
    assert len(parts(DRAWN[-1], "circle")) == 150


def test_flagged_values_are_hollow():
    hollow = [c for c in parts(print_panel(PLATELETS, WINDOW, WORDS), "circle") if c.get("stroke")]
    assert len(hollow) == 2


def test_another_assay_is_square_and_not_joined():
    drawn = print_panel(SCD25, WINDOW, WORDS)
    squares = [r for r in parts(drawn, "rect") if r.get("width") == "3.4"]
    assert len(squares) == 2
    assert [len(p.get("points").split()) for p in parts(drawn, "polyline")] == [4, 2]


def test_the_interval_is_the_only_shade():
    bands = parts(DRAWN[0], "rect")
    assert [band.get("fill") for band in bands] == ["#e3e3e3", "#e3e3e3"]
    assert float(bands[0].get("y")) > float(bands[1].get("y"))


def test_an_interval_with_one_limit():
    low = Panel("platelets", "P", "10*9/L", False, (Series("", (point(0, 90, **limits(150)),)),))
    (band,) = parts(print_panel(low, WINDOW, WORDS), "rect")
    assert band.get("y") == "26"


def test_values_lie_on_the_log_scale():
    rows = Panel("ferritin", "F", "ug/L", True, (Series("", (point(0, 100), point(7, 1000),
                                                             point(14, 10000))),))  # fmt: skip
    heights = [float(c.get("cy")) for c in parts(print_panel(rows, WINDOW, WORDS), "circle")]
    assert heights[0] - heights[1] == pytest.approx(heights[1] - heights[2], abs=0.11)


def test_zero_on_a_log_scale_stays_on_paper():
    rows = Panel("ferritin", "F", "ug/L", True, (Series("", (point(0, 0), point(7, 1000))),))
    assert len(parts(print_panel(rows, WINDOW, WORDS), "circle")) == 2


def test_the_line_of_the_first_dose_needs_a_first_dose():
    def dotted(text):
        return [r for r in parts(text, "line") if r.get("stroke-dasharray") == "1 2"]

    assert len(dotted(DRAWN[0])) == 1
    none = print_panel(FERRITIN, Window(0, 30, started=False), WORDS)
    assert dotted(none) == []
    assert "n = 9, days since first result, no ruxolitinib given" in texts(none)


def test_text_is_escaped():
    named = Panel("ferritin", "A & B <c>", "ug/L", True, ())
    assert texts(print_panel(named, WINDOW, WORDS))[0] == "A & B <c>"


def test_temperature_with_threshold_and_without_readings():
    assert [line.get("stroke-dasharray") for line in parts(DRAWN[-1], "line")].count("4 2") == 1
    none = print_temperature(TemperatureSeries((), Decimal("38.5")), WINDOW, WORDS)
    assert "no result yet" in texts(none)
