"""The Marsh criteria at every limit (Marsh 2013; NCT02862054)."""

import pytest

from hlh_app.clinical.response_flags import flags
from tests.clinical.response_builders import (
    WELL,
    classes,
    course,
    day14,
    drug,
    found,
    lab,
    labs,
    verdict_of,
)

from .sides import every, sides


def word(analyte, before, now):
    """The word for one marker from its baseline and its value on day 14."""
    return day14(lab(analyte, 0, before), lab(analyte, 14, now)).markers[analyte].value


@pytest.mark.parametrize(
    ("analyte", "before", "now", "expected"),
    every(
        sides("marsh2013.scd25", ("scd25", "1500", "1001", "not_improved"),
              ("scd25", "1500", "1000", "not_improved"), ("scd25", "1500", "999", "improved")),
        sides("marsh2013.ferritin", ("ferritin", "1000", "751", "not_improved"),
              ("ferritin", "1000", "750", "improved"), ("ferritin", "1000", "749", "improved")),
        sides("marsh2013.triglycerides", ("triglycerides", "4.00", "3.01", "not_improved"),
              ("triglycerides", "4.00", "3.00", "improved"),
              ("triglycerides", "4.00", "2.99", "improved")),
        sides("marsh2013.alt", ("alt", "500", "251", "not_improved"),
              ("alt", "500", "250", "improved"), ("alt", "500", "249", "improved")),
        sides("marsh2013.alt_baseline", ("alt", "399", "10", "not_evaluable"),
              ("alt", "400", "10", "not_evaluable"), ("alt", "401", "10", "improved")),
        sides("marsh2013.neutrophils_rise", ("neutrophils", "0.40", "0.79", "not_improved"),
              ("neutrophils", "0.40", "0.80", "improved"),
              ("neutrophils", "0.40", "0.81", "improved")),
        sides("marsh2013.neutrophils_low_band", ("neutrophils", "0.49", "1.00", "improved"),
              ("neutrophils", "0.50", "1.00", "not_improved"),
              ("neutrophils", "0.51", "1.10", "not_improved")),
        sides("marsh2013.neutrophils_low_now", ("neutrophils", "0.20", "0.49", "not_improved"),
              ("neutrophils", "0.20", "0.50", "not_improved"),
              ("neutrophils", "0.20", "0.51", "improved")),
        sides("marsh2013.neutrophils_high_band", ("neutrophils", "1.99", "9.00", "improved"),
              ("neutrophils", "2.00", "9.00", "improved"),
              ("neutrophils", "2.01", "9.00", "not_evaluable")),
        sides("marsh2013.neutrophils_high_now", ("neutrophils", "0.60", "1.99", "not_improved"),
              ("neutrophils", "0.60", "2.00", "not_improved"),
              ("neutrophils", "0.60", "2.01", "improved")),
    ),
)  # fmt: skip
def test_a_marker(analyte, before, now, expected):
    assert word(analyte, before, now) == expected


# Every marker at baseline as it is on day 14: none improves, all are normal.
CALM_BEFORE = labs(-1, WELL)


@pytest.mark.parametrize(
    ("changed", "expected"),
    every(
        sides("marsh2013.upper_limit", ({"ferritin": "399"}, "CR"), ({"ferritin": "400"}, "CR"),
              ({"ferritin": "401"}, "NR")),
        sides("marsh2013.lower_limit", ({"hemoglobin": "109"}, "NR"), ({"hemoglobin": "110"}, "CR"),
              ({"hemoglobin": "111"}, "CR")),
    ),
)  # fmt: skip
def test_a_complete_response_at_the_limit_of_normal(changed, expected):
    """The limits that came with the results: ferritin to 400 µg/L, hemoglobin from 110 g/L."""
    assert classes(day14(CALM_BEFORE, labs(14, WELL, **changed))) == expected


@pytest.mark.parametrize(
    ("ferritin", "scd25", "triglycerides", "expected"),
    sides("marsh2013.markers_improved", ("1000", "9000", "4.0", "NR"),
          ("1000", "600", "4.0", "PR"), ("1000", "600", "1.2", "PR")),
)  # fmt: skip
def test_how_many_markers_must_improve(ferritin, scd25, triglycerides, expected):
    """Ferritin falls from 5,000 to 1,000 in each; ALT and neutrophils were well and stay so."""
    before = labs(-1, WELL, ferritin="5000", scd25="9000", triglycerides="4.0")
    now = labs(14, WELL, ferritin=ferritin, scd25=scd25, triglycerides=triglycerides)
    assert classes(day14(before, now)) == expected


@pytest.mark.parametrize(
    ("analyte", "days", "expected"),
    every(
        sides("marsh2013.baseline_days", ("ferritin", 6, "improved"), ("ferritin", 7, "improved"),
              ("ferritin", 8, "unknown")),
        sides("marsh2013.scd25_baseline_days", ("scd25", 13, "improved"),
              ("scd25", 14, "improved"), ("scd25", 15, "unknown")),
    ),
)  # fmt: skip
def test_how_old_a_baseline_may_be(analyte, days, expected):
    assessment = day14(lab(analyte, -days, "9000"), lab(analyte, 14, "100"))
    assert assessment.markers[analyte].value == expected


@pytest.mark.parametrize(
    ("number", "state"),
    sides("marsh2013.assessment_days", (16, "assessed"), (17, "assessed"), (18, "no_values")),
)
def test_how_near_the_day_a_value_must_lie(number, state):
    rows = [lab("ferritin", 0, "9000"), lab("ferritin", number, "100")]
    assert verdict_of(rows).days[0].state.value == state


@pytest.mark.parametrize(
    ("again", "courses_day0"),
    sides("marsh2013.pause_days", (33, 0), (34, 0), (35, 35)),
)
def test_the_pause_after_which_a_dose_begins_a_new_course(again, courses_day0):
    """The last dose of the first course was given on day 20."""
    verdict = verdict_of(course(stop=20), course(start=again))
    assert (verdict.day0 - verdict_of().day0).days == courses_day0


@pytest.mark.parametrize(
    ("temperature", "expected"),
    sides("marsh2013.febrile", ("37.9", "CR"), ("38.0", "NR"), ("38.1", "NR")),
)
def test_fever_excludes_a_complete_response(temperature, expected):
    fever = lab("temperature", 14, temperature)
    assert classes(day14(CALM_BEFORE, labs(14, WELL), fever, no_calm=True)) == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    sides("marsh2013.fever_days", (13, "NR"), (12, "NR"), (11, "CR")),
)
def test_from_which_day_a_fever_counts(number, expected):
    """One, two and three days before day 14."""
    fever = lab("temperature", number, "39.0", clock="23:00")
    assert classes(day14(CALM_BEFORE, labs(14, WELL), fever)) == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    sides("marsh2013.organ_days", (1, "NR"), (0, "NR"), (-1, "NR CR")),
)
def test_a_large_spleen_counts_for_fourteen_days(number, expected):
    """Recorded 13, 14 and 15 days before day 14."""
    spleen = found("splenomegaly", number)
    assert classes(day14(CALM_BEFORE, labs(14, WELL), spleen)) == expected


@pytest.mark.parametrize(
    ("product", "analyte", "given_on", "passed_over"),
    every(
        sides("marsh2013.platelet_transfusion_days",
              ("platelet_transfusion", "platelets", 12, True),
              ("platelet_transfusion", "platelets", 11, True),
              ("platelet_transfusion", "platelets", 10, False)),
        sides("marsh2013.red_cell_transfusion_days",
              ("red_cell_transfusion", "hemoglobin", 8, True),
              ("red_cell_transfusion", "hemoglobin", 7, True),
              ("red_cell_transfusion", "hemoglobin", 6, False)),
        sides("marsh2013.filgrastim_days", ("filgrastim", "neutrophils", 8, True),
              ("filgrastim", "neutrophils", 7, True), ("filgrastim", "neutrophils", 6, False)),
        sides("marsh2013.pegfilgrastim_days", ("pegfilgrastim", "neutrophils", 1, True),
              ("pegfilgrastim", "neutrophils", 0, True),
              ("pegfilgrastim", "neutrophils", -1, False)),
    ),
)  # fmt: skip
def test_values_after_transfusion_and_growth_factor(product, analyte, given_on, passed_over):
    """The value of day 14, so many days after the product was last given."""
    assessment = day14(
        CALM_BEFORE, labs(14, WELL), drug(product, given_on, given_on), course(), dose=False
    )
    spoilt = {one.observation.analyte for one in assessment.passed_over}
    assert (analyte in spoilt) is passed_over


@pytest.mark.parametrize(
    ("platelets", "flagged"),
    sides("marsh2013.worse_percent", ("76", False), ("75", True), ("74", True)),
)
def test_a_marker_that_grew_worse_is_flagged(platelets, flagged):
    """From 100 ×10⁹/L: a fall of 24, 25 and 26 %."""
    before = labs(-1, WELL, platelets="100")
    assessment = day14(before, labs(14, WELL, platelets=platelets))
    assert ("platelets" in {flag.analyte for flag in flags(assessment)}) is flagged


@pytest.mark.parametrize(
    ("years", "days", "value", "expected"),
    every(
        sides("marsh2013.scd25_before_3_years", (3, 1, "1940", "CR"), (3, 0, "1940", "NR"),
              (3, -1, "1940", "NR")),
        sides("marsh2013.scd25_before_8_years", (8, 1, "1329", "CR"), (8, 0, "1329", "NR"),
              (8, -1, "1329", "NR")),
    ),
)  # fmt: skip
def test_the_shipped_limit_of_scd25_by_age(years, days, value, expected, born_for_day_14):
    """A day before the birthday, on it and a day after; the value is the younger limit itself."""
    rows = [lab("scd25", 0, value, limit=None), *labs(14, WELL, scd25="-")]
    now = lab("scd25", 14, value, limit=None)
    calm = [row for row in CALM_BEFORE if row.analyte != "scd25"]
    patient = born_for_day_14(years, days)
    assert classes(day14(calm, rows, now, patient=patient)) == expected
