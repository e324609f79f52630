"""The cohorts page: what was printed, both arms, with a band that cannot fall below zero."""

import pytest

from hlh_app.charts import cohort_mean_figure
from hlh_app.cohorts import cohort

from .patient import WORDS

CHI = cohort("chi2020")


def figure(analyte):
    return cohort_mean_figure(CHI, analyte, WORDS)


def test_printed_means_of_both_arms():
    ruxolitinib, conventional = figure("ferritin")["data"]
    assert ruxolitinib["y"] == [17090, 828.1, 178.9]
    assert conventional["y"] == [12579, 4765.6, 597.6]
    assert [ruxolitinib["name"], conventional["name"]] == [
        "ruxolitinib, n = 11",
        "conventional, n = 11",
    ]
    assert ruxolitinib["marker"]["symbol"] != conventional["marker"]["symbol"]


@pytest.mark.parametrize("analyte", CHI.analytes())
def test_bands_never_reach_zero(analyte):
    for trace in figure(analyte)["data"]:
        bars = trace["error_y"]
        lows = [mean - down for mean, down in zip(trace["y"], bars["arrayminus"], strict=True)]
        assert all(low > 0 for low in lows)
        assert bars["symmetric"] is False


def test_unit_source_and_times_are_printed():
    layout = figure("ferritin")["layout"]
    assert layout["yaxis"]["title"]["text"] == "ng/mL, log scale"
    assert layout["yaxis"]["type"] == "log"
    assert layout["title"]["subtitle"]["text"].startswith("Chi 2020, Table 2")
    assert layout["xaxis"]["tickvals"] == [0, 7, 30]
    assert layout["xaxis"]["ticktext"][0] == "before<br>treatment"
    assert "type" not in figure("wbc")["layout"]["yaxis"]


def test_the_points_of_the_arms_stand_side_by_side():
    first, second = figure("wbc")["data"]
    assert all(a < b for a, b in zip(first["x"], second["x"], strict=True))


def test_hover():
    text = figure("scd25")["data"][1]["text"][2]
    assert text == (
        "conventional, n = 11<br>1 month after treatment: mean 390 ± SD 84.8 U/mL"
        "<br>n behind this value not stated"
    )


@pytest.mark.parametrize(("code", "analyte"), [("wang2020", "ferritin"), ("chi2020", "platelets")])
def test_nothing_is_drawn_that_was_not_printed(code, analyte):
    with pytest.raises(ValueError, match=analyte):
        cohort_mean_figure(cohort(code), analyte, WORDS)
