"""The change from baseline, and the value that would count."""

from decimal import Decimal

import pytest

from hlh_app.clinical.markers import MarkerWord, in_unit, scales
from hlh_app.clinical.response_arithmetic import (
    change,
    improvement_target,
    normal_target,
    rule_text,
)
from tests.clinical.response_builders import day14, lab, verdict_of


def reading(analyte, before, now, **fields):
    rows = [
        lab(analyte, 14, now, **fields),
        lab("ferritin" if analyte == "alt" else "alt", 14, "9"),
    ]
    if before is not None:
        rows.append(lab(analyte, 0, before))
    return day14(rows).analytes[analyte]


class TestChange:
    def test_exact_values(self):
        changed = change(reading("ferritin", "17090", "828"))
        assert changed.is_exact
        assert round(changed.percent_low, 2) == Decimal("-95.16")
        assert changed.percent_low == changed.percent_high

    def test_fold_of_scd25(self):
        changed = change(reading("scd25", "9000", "600"))
        assert (changed.fold_low, changed.fold_high) == (15, 15)
        assert change(reading("scd25", "9000", "0")).fold_high is None

    def test_a_fall_of_at_least_27_percent(self):
        changed = change(reading("ferritin", ">16500", "12000"))
        assert not changed.is_exact
        assert changed.percent_low == -100
        assert round(changed.percent_high, 2) == Decimal("-27.27")

    def test_no_upper_end(self):
        changed = change(reading("ferritin", "1000", ">2000"))
        assert (changed.percent_low, changed.percent_high, changed.fold_low) == (100, None, None)
        assert change(reading("ferritin", "<1000", "500")).percent_high is None

    def test_units_are_brought_together(self):
        mixed = change(reading("triglycerides", "4.00", "265.71", unit="mg/dL"))
        assert mixed.percent_low == -25

    @pytest.mark.parametrize(
        ("analyte", "before", "now", "fields"),
        [
            ("ferritin", None, "100", {}),
            ("ferritin", "100", None, {}),
            ("ferritin", "0", "100", {}),
            ("scd25", "9000", "100", {"unit": "pg/mL"}),
        ],
    )
    def test_nothing_to_compare(self, analyte, before, now, fields):
        assert change(reading(analyte, before, now, **fields)) is None


IMPROVEMENT = [
    ("scd25", "1500", "<", "1000", "U/mL"),
    ("ferritin", "1000", "≤", "750", "ug/L"),
    ("ferritin", ">16500", "≤", "12375", "ug/L"),
    ("triglycerides", "4.0", "≤", "3", "mmol/L"),
    ("alt", "401", "≤", "200.5", "U/L"),
    ("alt", ">400", "≤", "200", "U/L"),
    ("neutrophils", "0.2", ">", "0.5", "10*9/L"),
    ("neutrophils", "0.25", ">", "0.5", "10*9/L"),
    ("neutrophils", "0.49", "≥", "0.98", "10*9/L"),
    ("neutrophils", "0.50", ">", "2", "10*9/L"),
    ("neutrophils", "1.00", ">", "2", "10*9/L"),
    ("neutrophils", "1.50", "≥", "3", "10*9/L"),
    ("neutrophils", "<0.4", "≥", "0.8", "10*9/L"),
]


class TestTargets:
    @pytest.mark.parametrize(("analyte", "before", "relation", "value", "unit"), IMPROVEMENT)
    def test_what_counts_as_improved(self, analyte, before, relation, value, unit):
        target = improvement_target(reading(analyte, before, None))
        assert (target.relation, target.value, target.unit) == (relation, Decimal(value), unit)
        assert target.limit is None

    @pytest.mark.parametrize(("analyte", "before", "relation", "value", "unit"), IMPROVEMENT)
    def test_the_target_itself_is_what_the_rule_says(self, analyte, before, relation, value, unit):
        there = reading(analyte, before, value).word
        nudged = {"<": "0.999", ">": "1.001"}.get(relation)
        if nudged is None:
            assert there is MarkerWord.IMPROVED
        else:
            beyond = str(Decimal(value) * Decimal(nudged))
            assert there is not MarkerWord.IMPROVED
            assert reading(analyte, before, beyond).word is MarkerWord.IMPROVED

    def test_in_the_unit_of_the_present_result(self):
        target = improvement_target(reading("triglycerides", "4.00", None, unit="mg/dL"))
        assert (target.value, target.unit) == (Decimal("265.71"), "mg/dL")
        cells = improvement_target(reading("neutrophils", "0.49", "700", unit="/uL"))
        assert (cells.value, cells.unit) == (980, "/uL")

    def test_in_the_unit_of_the_baseline_when_nothing_is_there_now(self):
        day = day14(lab("triglycerides", 0, "4.0"), lab("alt", 14, "30"))
        assert improvement_target(day.analytes["triglycerides"]).unit == "mmol/L"

    @pytest.mark.parametrize(
        ("analyte", "before"),
        [
            ("ferritin", None),
            ("ferritin", "0"),
            ("ferritin", "<2000"),
            ("alt", "400"),
            ("alt", "<500"),
            ("neutrophils", "2.01"),
            ("neutrophils", ">1.0"),
            ("neutrophils", "<=0.5"),
            ("hemoglobin", "80"),
        ],
    )
    def test_none_where_nothing_surely_counts(self, analyte, before):
        assert improvement_target(reading(analyte, before, None)) is None

    def test_what_is_normal(self):
        upper = normal_target(reading("ferritin", "1000", "900"))
        assert (upper.relation, upper.value, upper.limit.source) == ("≤", 400, "own")
        lower = normal_target(reading("platelets", None, "90"))
        assert (lower.relation, lower.value) == ("≥", 150)
        assert normal_target(reading("ferritin", "1000", "900", limit=None)) is None


class TestRuleText:
    def test_each_marker_says_its_rule(self):
        assert "1.5" in str(rule_text(reading("scd25", "9000", "1")))
        assert "25 %" in str(rule_text(reading("ferritin", "9000", "1")))
        assert "25 %" in str(rule_text(reading("triglycerides", "9", "1")))
        assert "above 400 U/L" in str(rule_text(reading("alt", "9000", "1")))
        assert "No rule" in str(rule_text(reading("platelets", "9", "1")))

    def test_neutrophil_thresholds_stand_in_the_reported_unit(self):
        assert "above 0.5 10*9/L" in str(rule_text(reading("neutrophils", "0.4", "1")))
        in_cells = reading("neutrophils", "0.4", "700", unit="/uL")
        assert "above 500 /uL" in str(rule_text(in_cells))
        assert "2000" in str(rule_text(in_cells))

    def test_without_a_result_it_takes_the_unit_of_the_baseline_or_the_canonical_one(self):
        baseline = lab("neutrophils", 0, "400", unit="/uL")
        seen = verdict_of(baseline, lab("alt", 14, "9")).days[0].analytes["neutrophils"]
        assert "500 /uL" in str(rule_text(seen))
        assert "10*9/L" in str(rule_text(day14(lab("alt", 14, "9")).analytes["neutrophils"]))


class TestUnits:
    def test_thresholds_move_to_the_reported_unit(self):
        assert in_unit("neutrophils", Decimal("0.5"), "/uL") == 500
        assert in_unit("neutrophils", Decimal("2.0"), "10*3/uL") == 2

    def test_a_threshold_that_is_no_decimal_is_refused(self):
        with pytest.raises(ValueError, match="no decimal"):
            in_unit("ferritin", Decimal(400), "pmol/L")

    def test_units_that_do_not_compare_are_refused(self):
        assert scales("scd25", "pg/mL", "pg/mL") == (1, 1)
        with pytest.raises(ValueError, match="do not compare"):
            scales("scd25", "pg/mL", "U/mL")
        with pytest.raises(ValueError, match="do not compare"):
            scales("scd25", "U/mL", "ng/L")
