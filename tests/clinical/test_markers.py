"""Each marker at its edges: exact values, comparators, units, assays."""

import pytest

from tests.clinical.response_builders import (
    day14,
    lab,
)


def word(analyte, before, now, **fields):
    """The word for one marker from its baseline and its value on day 14."""
    assessment = day14(lab(analyte, 0, before), lab(analyte, 14, now), **fields)
    return assessment.markers[analyte].value


MARKER_EDGES = [
    ("scd25", "1500", "1001", "not_improved"),
    ("scd25", "1500", "1000", "not_improved"),  # exactly 1.5-fold
    ("scd25", "1500", "999.9", "improved"),
    ("scd25", "1500", "0", "improved"),
    ("scd25", "0", "0", "not_improved"),
    ("ferritin", "1000", "751", "not_improved"),
    ("ferritin", "1000", "750.0001", "not_improved"),
    ("ferritin", "1000", "750", "improved"),  # exactly −25 %
    ("ferritin", "1000", "749", "improved"),
    ("ferritin", "0", "0", "not_improved"),
    ("triglycerides", "4.00", "3.01", "not_improved"),
    ("triglycerides", "4.00", "3.00", "improved"),
    ("triglycerides", "4.00", "2.99", "improved"),
    ("neutrophils", "0.49", "0.98", "improved"),
    ("neutrophils", "0.49", "0.97", "not_improved"),
    ("neutrophils", "0.20", "0.50", "not_improved"),  # doubled, not above 0.5
    ("neutrophils", "0.20", "0.51", "improved"),
    ("neutrophils", "0", "0.51", "improved"),
    ("neutrophils", "0", "0", "not_improved"),
    ("neutrophils", "0.50", "1.00", "not_improved"),
    ("neutrophils", "0.50", "2.00", "not_improved"),
    ("neutrophils", "0.50", "2.01", "improved"),
    ("neutrophils", "1.50", "2.99", "not_improved"),
    ("neutrophils", "1.50", "3.00", "improved"),
    ("neutrophils", "2.00", "3.99", "not_improved"),
    ("neutrophils", "2.00", "4.00", "improved"),
    ("neutrophils", "2.01", "9.00", "not_evaluable"),
    ("alt", "399", "10", "not_evaluable"),
    ("alt", "400", "10", "not_evaluable"),
    ("alt", "401", "201", "not_improved"),
    ("alt", "401", "200.5", "improved"),  # exactly −50 %
    ("alt", "402", "200", "improved"),
]


@pytest.mark.parametrize(("analyte", "before", "now", "expected"), MARKER_EDGES)
def test_a_marker_improves_exactly_at_its_edge(analyte, before, now, expected):
    assert word(analyte, before, now) == expected


COMPARATOR_EDGES = [
    ("ferritin", ">16500", "12000", "improved"),
    ("ferritin", ">16500", "12375", "improved"),
    ("ferritin", ">16500", "12376", "unknown"),
    ("ferritin", ">16500", "13000", "unknown"),
    ("ferritin", ">16500", ">16500", "unknown"),
    ("ferritin", "<2000", "100", "unknown"),
    ("ferritin", "<2000", "1500", "not_improved"),
    ("ferritin", "<=2000", "1500", "unknown"),
    ("ferritin", "<=2000", "1501", "not_improved"),
    ("ferritin", "<=2000", "0", "unknown"),
    ("ferritin", "1000", "<750", "improved"),
    ("ferritin", "1000", "<=750", "improved"),
    ("ferritin", "1000", "<751", "unknown"),
    ("ferritin", "1000", ">750", "not_improved"),
    ("ferritin", "1000", ">=750", "unknown"),
    ("scd25", ">1500", "1000", "improved"),
    ("scd25", ">=1500", "1000", "unknown"),
    ("scd25", "1500", "<1000", "improved"),
    ("scd25", "1500", "<=1000", "unknown"),
    ("scd25", "<=1500", "1000", "not_improved"),
    ("scd25", "<1500", ">=1000", "not_improved"),
    ("alt", ">400", "200", "improved"),
    ("alt", ">=400", "200", "unknown"),
    ("alt", ">400", "201", "unknown"),
    ("alt", "<=400", "10", "not_evaluable"),
    ("alt", "<400", "10", "not_evaluable"),
    ("alt", "<401", "10", "unknown"),
    ("neutrophils", "<0.5", ">=1.0", "improved"),
    ("neutrophils", "<0.5", "1.0", "improved"),
    ("neutrophils", "<0.5", "0.5", "not_improved"),
    ("neutrophils", "<0.5", "0.99", "unknown"),
    ("neutrophils", "<=0.5", "1.0", "unknown"),
    ("neutrophils", "<=0.5", "2.1", "improved"),
    ("neutrophils", ">2.0", "9", "not_evaluable"),
    ("neutrophils", ">=2.0", "9", "unknown"),
    ("neutrophils", ">=2.0", "3.9", "unknown"),
    ("neutrophils", "0.4", ">0.8", "improved"),
    ("neutrophils", "0.4", "<0.8", "not_improved"),
    ("neutrophils", "0.4", "<=0.8", "unknown"),
]


@pytest.mark.parametrize(("analyte", "before", "now", "expected"), COMPARATOR_EDGES)
def test_a_comparator_is_the_range_it_states(analyte, before, now, expected):
    assert word(analyte, before, now) == expected


def across(analyte, before, unit_before, now, unit_now):
    first = lab(analyte, 0, before, unit=unit_before)
    return day14(first, lab(analyte, 14, now, unit=unit_now)).markers[analyte].value


UNIT_EDGES = [
    ("triglycerides", "354.28", "mg/dL", "3.00", "mmol/L", "improved"),  # 4.00 mmol/L exactly
    ("triglycerides", "354.27", "mg/dL", "3.00", "mmol/L", "not_improved"),
    ("triglycerides", "4.00", "mmol/L", "265.71", "mg/dL", "improved"),
    ("triglycerides", "4.00", "mmol/L", "265.72", "mg/dL", "not_improved"),
    ("ferritin", "1000", "ng/mL", "750", "ug/L", "improved"),
    ("ferritin", "1000", "pmol/L", "333.75", "ug/L", "improved"),
    ("ferritin", "1000", "pmol/L", "333.76", "ug/L", "not_improved"),
    ("neutrophils", "490", "/uL", "0.98", "10*9/L", "improved"),
    ("neutrophils", "0.49", "10*9/L", "979", "/uL", "not_improved"),
    ("neutrophils", "499", "/uL", "998", "/uL", "improved"),
    ("neutrophils", "500", "/uL", "2000", "/uL", "not_improved"),
    ("neutrophils", "500", "/uL", "2001", "/uL", "improved"),
    ("neutrophils", "2001", "/uL", "9000", "/uL", "not_evaluable"),
    ("neutrophils", "0.49", "10*3/uL", "0.98", "10*9/L", "improved"),
    ("scd25", "9000", "pg/mL", "600", "pg/mL", "improved"),
    ("scd25", "9000", "pg/mL", "6000", "pg/mL", "not_improved"),
    ("scd25", "9000", "pg/mL", "600", "U/mL", "unknown"),
    ("scd25", "9000", "U/mL", "600", "pg/mL", "unknown"),
    ("scd25", "9000", "pg/mL", "600", "ng/L", "unknown"),
    ("scd25", "9", "ng/mL", "600", "pg/mL", "unknown"),
]


@pytest.mark.parametrize(("analyte", "before", "unit1", "now", "unit2", "expected"), UNIT_EDGES)
def test_units_compare_exactly_or_not_at_all(analyte, before, unit1, now, unit2, expected):
    assert across(analyte, before, unit1, now, unit2) == expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("Immulite", "Immulite", "improved"),
        ("Immulite", "  immulite ", "improved"),
        ("Immulite", None, "improved"),
        (None, "Immulite", "improved"),
        ("Immulite", "Quantikine", "unknown"),
    ],
)
def test_only_stated_assays_can_differ(first, second, expected):
    assessment = day14(lab("scd25", 0, "9000", assay=first), lab("scd25", 14, "600", assay=second))
    assert assessment.markers["scd25"] == expected
    assert assessment.analytes["scd25"].normal is True
