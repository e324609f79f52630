"""Published groups beside a patient: dashed, never shaded, named, off until asked for."""

from fractions import Fraction

import pytest

from hlh_app.charts import Panel, Series, analyte_figure, overlay_label, overlays_of
from hlh_app.charts.overlay import factor_between, overlay_traces
from hlh_app.cohorts import cohort

from . import patient
from .patient import FERRITIN, FIBRINOGEN, PLATELETS, SCD25, WBC, WINDOW, WORDS, point


def chi(age=5):
    return overlays_of(cohort("chi2020"), age_years=age)


@pytest.mark.parametrize("panel", [FERRITIN, SCD25, WBC, FIBRINOGEN], ids=lambda p: p.analyte)
def test_both_arms_are_drawn_and_hidden_at_first(panel):
    drawing = analyte_figure(panel, chi(), WINDOW, WORDS)
    overlays = [t for t in drawing["data"] if "meta" in t]
    assert [t["meta"]["overlay"] for t in overlays] == [
        "chi2020/ruxolitinib",
        "chi2020/ruxolitinib",
        "chi2020/conventional",
        "chi2020/conventional",
    ]
    assert {t["visible"] for t in overlays} == {False}


def test_means_are_the_printed_ones_and_dashed():
    mean, band = overlay_traces(FERRITIN, chi()[0], WORDS)
    assert (mean["x"], mean["y"]) == ([0, 7, 30], [17090, 828.1, 178.9])
    assert mean["line"]["dash"] == "dash"
    assert band["line"]["dash"] == "dot"
    assert "fill" not in mean
    assert "fill" not in band


def test_the_band_never_falls_below_zero():
    for panel in (FERRITIN, SCD25, WBC, FIBRINOGEN):
        for overlay in chi():
            band = overlay_traces(panel, overlay, WORDS)[1]
            assert all(value > 0 for value in band["y"] if value is not None)
            assert band["y"][3] is None


def test_arms_differ_in_color_symbol_and_dash():
    first, second = (overlay_traces(FERRITIN, row, WORDS)[0] for row in chi())
    assert first["line"]["color"] != second["line"]["color"]
    assert first["line"]["dash"] != second["line"]["dash"]
    assert first["marker"]["symbol"] != second["marker"]["symbol"]


@pytest.mark.parametrize(
    ("age", "label"),
    [
        (6, "Chi 2020, ruxolitinib, n = 11, not a target"),
        (7, "Chi 2020, ruxolitinib, n = 11, not a target;\nchildren of 1–6 years"),
        (None, "Chi 2020, ruxolitinib, n = 11, not a target;\nchildren of 1–6 years"),
        (40, "Chi 2020, ruxolitinib, n = 11, not a target;\nchildren of 1–6 years"),
    ],
)
def test_label(age, label):
    assert overlay_label(chi(age)[0]) == label


def test_label_of_the_other_arm_and_in_the_legend():
    assert overlay_label(chi(8)[1]) == "Chi 2020, conventional, n = 11, not a target"
    name = overlay_traces(FERRITIN, chi(9)[1], WORDS)[0]["name"]
    assert name.endswith("not a target;<br>children of 1–8 years")


def test_hover_gives_the_printed_figures_and_that_n_is_not_known():
    text = overlay_traces(FERRITIN, chi()[0], WORDS)[0]["text"][0]
    assert "before treatment: mean 17,090 ± SD 17,586 ng/mL" in text
    assert text.endswith("n behind this value not stated")


def test_nothing_is_drawn_for_what_was_not_printed():
    assert overlay_traces(PLATELETS, chi()[0], WORDS) == []


def test_nothing_laboratory_is_ever_drawn_under_wangs_name():
    (wang,) = overlays_of(cohort("wang2020"))
    for panel in patient.PANELS:
        assert overlay_traces(panel, wang, WORDS) == []


def test_a_unit_that_cannot_be_converted_has_no_overlay():
    other = Panel("scd25", "sCD25", "pg/mL", True, (Series("", (point(0, 9000),)),))
    assert overlay_traces(other, chi()[0], WORDS) == []


def test_a_unit_that_can_be_converted_is():
    grams = Panel("fibrinogen", "Fibrinogen", "mg/dL", False, (Series("", (point(0, 90),)),))
    assert overlay_traces(grams, chi()[0], WORDS)[0]["y"] == [90, 165, 217]


def test_factors_are_exact():
    assert factor_between("ferritin", "ng/mL", "ug/L") == 1
    assert factor_between("fibrinogen", "mg/dL", "g/L") == Fraction(1, 100)
    assert factor_between("wbc", "10*9/L", "/uL") == 1000
    assert factor_between("scd25", "U/mL", "pg/mL") is None
    assert factor_between("scd25", "pg/mL", "pg/mL") == 1


def test_the_value_axis_has_room_for_the_overlay_only_when_it_is_on():
    views = analyte_figure(WBC, chi(), WINDOW, WORDS)["layout"]["meta"]["views"]
    assert views["overlay"]["yaxis"]["range"][1] > views["own"]["yaxis"]["range"][1]
    assert views["overlay"]["height"] > views["own"]["height"]
    assert (views["own"]["legend"], views["overlay"]["legend"]) == (False, True)


def test_without_a_printed_mean_the_switch_changes_nothing():
    views = analyte_figure(PLATELETS, chi(), WINDOW, WORDS)["layout"]["meta"]["views"]
    assert views["own"] == views["overlay"]
