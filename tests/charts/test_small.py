"""Sparkline, table, captions, words and ticks."""

from decimal import Decimal

import pytest

from hlh_app.charts import (
    Panel,
    Series,
    Words,
    faults,
    overlay_caption,
    overlays_of,
    panel_caption,
    sparkline,
    table_rows,
)
from hlh_app.charts.frame import log_ticks, tick_step, value_limits
from hlh_app.charts.reference import limits_in_view, stretches
from hlh_app.cohorts import cohort

from .patient import FERRITIN, PLATELETS, SCD25, WORDS, limits, point


def test_sparkline_is_proportional_to_time_and_stays_in_its_box():
    line = sparkline([(0, 10), (10, 0), (40, 5)], width=46, height=26)
    assert line.points == "3,3 13,23 43,13"
    assert (line.last_x, line.last_y) == (43, 13)


def test_sparkline_on_a_log_scale():
    line = sparkline([(0, 10), (1, 100), (2, 1000)], log=True, width=26, height=26)
    assert line.points == "3,23 13,13 23,3"
    assert sparkline([(0, 0), (1, 5)], log=True).points.count(",") == 1


def test_sparkline_sorts_its_days():
    assert sparkline([(5, 1), (0, 2)]) == sparkline([(0, 2), (5, 1)])


def test_sparkline_of_one_value_and_of_none():
    alone = sparkline([(3, 7)])
    assert (alone.last_x, alone.last_y) == (93, 12)
    assert sparkline([]) is None
    assert sparkline([(0, 0)], log=True) is None


def test_the_table_holds_every_value_of_the_drawing_newest_first():
    rows = table_rows(FERRITIN, WORDS)
    assert [row.value for row in rows] == [
        "388", "512", "830", "1,709", "3,250", "9,120", "17,090", "> 16,500", "> 16,500",
    ]  # fmt: skip
    first = rows[0]
    assert (first.day, first.when, first.unit) == ("35", "02-Dec-2026 06:00", "µg/L")
    assert first.reference == "10–400"


def test_the_table_says_what_is_pending_flagged_or_of_another_assay():
    rows = table_rows(SCD25, WORDS)
    assert (rows[0].value, rows[0].pending, rows[0].assay) == ("pending", True, "expected 09-Dec")
    assert {row.assay for row in rows[1:]} == {"Immulite", "Dynex"}
    flags = {row.flags for row in table_rows(PLATELETS, WORDS)}
    assert flags == {(), ("after platelet transfusion",)}


def test_captions_name_only_what_is_there():
    assert len(panel_caption(FERRITIN)) == 2
    assert any("Triangles" in line for line in panel_caption(FERRITIN))
    assert any("another assay" in line for line in panel_caption(SCD25))
    assert any("flag" in line for line in panel_caption(PLATELETS))
    bare = Panel("ferritin", "Ferritin", "ug/L", True, (Series("", (point(0, 0),)),))
    assert panel_caption(bare) == (Words().caption_zero,)


def test_overlay_caption_gives_citation_doi_and_how_the_band_was_made():
    lines = overlay_caption(overlays_of(cohort("chi2020"), age_years=9))
    assert "10.21203/rs.3.rs-78746/v1" in lines[0]
    assert "not a target" in lines[0]
    assert "lognormal" in lines[2]
    assert len(overlay_caption(overlays_of(cohort("wang2020")))) == 1
    assert overlay_caption(overlays_of(cohort("emapalumab")))[0].endswith("clinical studies.")


def test_faults_gaps_and_the_unverified_are_all_read():
    chi = cohort("chi2020")
    assert len(faults(chi)) == len(chi.faults) + len(chi.missing) + len(chi.unverified)


def test_words_in_another_language_keep_their_units():
    shouted = Words.translated(str.upper, {"ug/L": "µg/L"})
    assert shouted.pending == "PENDING"
    assert shouted.axis("ug/L", log=True) == "µg/L, LOG SCALE"
    assert shouted.unit("g/L") == "g/L"


@pytest.mark.parametrize(
    ("span", "days"), [(5, 1), (15, 2), (50, 7), (70, 14), (200, 28), (700, 91), (9000, 364)]
)
def test_ticks_are_days_then_whole_weeks(span, days):
    assert tick_step(span) == days


def test_log_ticks_of_a_long_span_are_powers_of_ten():
    assert log_ticks((0.5, 2e6))["ticktext"] == [
        "1", "10", "100", "1,000", "10,000", "100,000", "1,000,000",
    ]  # fmt: skip


def test_value_limits():
    assert value_limits([], log=True) == (1, 1000)
    assert value_limits([], log=False) == (0, 1)
    assert value_limits([10], log=False)[0] < 10 < value_limits([10], log=False)[1]
    low, high = value_limits([0, 10, 1000], log=True)
    assert 0 < low < 10
    assert high > 1000


def test_an_interval_that_changes_and_one_that_is_missing():
    points = [
        point(0, 1, **limits(1, 2)),
        point(3, 1, **limits(1, 2)),
        point(5, 1),
        point(9, 1, **limits(high=4)),
    ]
    rows = stretches(points, (-2, 12))
    assert [(r.start, r.stop, r.low, r.high) for r in rows] == [
        (-2, 5, Decimal(1), Decimal(2)),
        (9, 12, None, Decimal(4)),
    ]
    assert stretches([], (0, 1)) == []


def test_limits_in_view_are_the_near_ones_and_the_nearest():
    low_platelets = [point(0, 20, **limits(150, 450)), point(1, 60, **limits(150, 450))]
    assert limits_in_view(low_platelets) == [150]
    sodium = [point(0, 138, **limits(135, 145))]
    assert limits_in_view(sodium) == [135, 145]
    assert limits_in_view([point(0, 1)]) == []
