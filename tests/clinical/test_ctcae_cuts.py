"""Every cut of CTCAE v5.0 and v4.03, just below, at and just above it, in each printed unit.

The grades on the right are written out by hand from the terminology, not taken from our tables.
"""

from decimal import Decimal

import pytest

from hlh_app.clinical.ctcae import CARD, Base, grade

from .diagnosis_builders import at, lab

VERSIONS = ("5.0", "4.03")

# Boundary, analyte, unit, (value, grade) just below, at and just above it. Lower limits: leukocytes
# 4.0, neutrophils 2.0, platelets 150, hemoglobin 120 g/L, 12.0 g/dL, 7.45 mmol/L.
# fmt: off
FALLING = [
    ("wbc_grade1", "wbc", "10*9/L", "4.0", ("3.99", 1), ("4.0", 0), ("4.01", 0)),
    ("wbc_grade2", "wbc", "10*9/L", "4.0", ("2.99", 2), ("3.0", 1), ("3.01", 1)),
    ("wbc_grade3", "wbc", "10*9/L", "4.0", ("1.99", 3), ("2.0", 2), ("2.01", 2)),
    ("wbc_grade4", "wbc", "10*9/L", "4.0", ("0.99", 4), ("1.0", 3), ("1.01", 3)),
    ("wbc_grade1", "wbc", "/uL", "4000", ("3999", 1), ("4000", 0), ("4001", 0)),
    ("wbc_grade2", "wbc", "/uL", "4000", ("2999", 2), ("3000", 1), ("3001", 1)),
    ("wbc_grade3", "wbc", "/uL", "4000", ("1999", 3), ("2000", 2), ("2001", 2)),
    ("wbc_grade4", "wbc", "/uL", "4000", ("999", 4), ("1000", 3), ("1001", 3)),
    ("wbc_grade4", "wbc", "10*3/uL", "4.0", ("0.99", 4), ("1.0", 3), ("1.01", 3)),
    ("neutrophils_grade1", "neutrophils", "10*9/L", "2.0", ("1.99", 1), ("2.0", 0), ("2.01", 0)),
    ("neutrophils_grade2", "neutrophils", "10*9/L", "2.0", ("1.49", 2), ("1.5", 1), ("1.51", 1)),
    ("neutrophils_grade3", "neutrophils", "10*9/L", "2.0", ("0.99", 3), ("1.0", 2), ("1.01", 2)),
    ("neutrophils_grade4", "neutrophils", "10*9/L", "2.0", ("0.49", 4), ("0.5", 3), ("0.51", 3)),
    ("neutrophils_grade1", "neutrophils", "/uL", "2000", ("1999", 1), ("2000", 0), ("2001", 0)),
    ("neutrophils_grade2", "neutrophils", "/uL", "2000", ("1499", 2), ("1500", 1), ("1501", 1)),
    ("neutrophils_grade3", "neutrophils", "/uL", "2000", ("999", 3), ("1000", 2), ("1001", 2)),
    ("neutrophils_grade4", "neutrophils", "/uL", "2000", ("499", 4), ("500", 3), ("501", 3)),
    ("platelets_grade1", "platelets", "10*9/L", "150", ("149", 1), ("150", 0), ("151", 0)),
    ("platelets_grade2", "platelets", "10*9/L", "150", ("74.9", 2), ("75", 1), ("75.1", 1)),
    ("platelets_grade3", "platelets", "10*9/L", "150", ("49.9", 3), ("50", 2), ("50.1", 2)),
    ("platelets_grade4", "platelets", "10*9/L", "150", ("24.9", 4), ("25", 3), ("25.1", 3)),
    ("platelets_grade1", "platelets", "/uL", "150000", ("149999", 1), ("150000", 0),
     ("150001", 0)),
    ("platelets_grade2", "platelets", "/uL", "150000", ("74999", 2), ("75000", 1), ("75001", 1)),
    ("platelets_grade3", "platelets", "/uL", "150000", ("49999", 3), ("50000", 2), ("50001", 2)),
    ("platelets_grade4", "platelets", "/uL", "150000", ("24999", 4), ("25000", 3), ("25001", 3)),
    ("hemoglobin_grade1", "hemoglobin", "g/L", "120", ("119", 1), ("120", 0), ("121", 0)),
    ("hemoglobin_grade2", "hemoglobin", "g/L", "120", ("99", 2), ("100", 1), ("101", 1)),
    ("hemoglobin_grade3", "hemoglobin", "g/L", "120", ("79", 3), ("80", 2), ("81", 2)),
    ("hemoglobin_grade1", "hemoglobin", "g/dL", "12.0", ("11.9", 1), ("12.0", 0), ("12.1", 0)),
    ("hemoglobin_grade2", "hemoglobin", "g/dL", "12.0", ("9.9", 2), ("10.0", 1), ("10.1", 1)),
    ("hemoglobin_grade3", "hemoglobin", "g/dL", "12.0", ("7.9", 3), ("8.0", 2), ("8.1", 2)),
    ("hemoglobin_grade1", "hemoglobin", "mmol/L", "7.45", ("7.44", 1), ("7.45", 0), ("7.46", 0)),
    ("hemoglobin_grade2", "hemoglobin", "mmol/L", "7.45", ("6.19", 2), ("6.2", 1), ("6.21", 1)),
    ("hemoglobin_grade3", "hemoglobin", "mmol/L", "7.45", ("4.89", 3), ("4.9", 2), ("4.91", 2)),
]
# Upper limits: ALT, AST 40, bilirubin 20 umol/L or 1.2 mg/dL.
MULTIPLES = [
    *((f"{liver}_grade{number}", liver, "U/L", "40", *three)
      for liver in ("alt", "ast")
      for number, three in enumerate([
          (("39", 0), ("40", 0), ("41", 1)),
          (("119", 1), ("120", 1), ("121", 2)),
          (("199", 2), ("200", 2), ("201", 3)),
          (("799", 3), ("800", 3), ("801", 4)),
      ], start=1)),
    ("bilirubin_total_grade1", "bilirubin_total", "umol/L", "20", ("19.9", 0), ("20", 0),
     ("20.1", 1)),
    ("bilirubin_total_grade2", "bilirubin_total", "umol/L", "20", ("29.9", 1), ("30", 1),
     ("30.1", 2)),
    ("bilirubin_total_grade3", "bilirubin_total", "umol/L", "20", ("59.9", 2), ("60", 2),
     ("60.1", 3)),
    ("bilirubin_total_grade4", "bilirubin_total", "umol/L", "20", ("199", 3), ("200", 3),
     ("201", 4)),
    ("bilirubin_total_grade1", "bilirubin_total", "mg/dL", "1.2", ("1.1", 0), ("1.2", 0),
     ("1.3", 1)),
    ("bilirubin_total_grade2", "bilirubin_total", "mg/dL", "1.2", ("1.79", 1), ("1.8", 1),
     ("1.81", 2)),
    ("bilirubin_total_grade3", "bilirubin_total", "mg/dL", "1.2", ("3.59", 2), ("3.6", 2),
     ("3.61", 3)),
    ("bilirubin_total_grade4", "bilirubin_total", "mg/dL", "1.2", ("11.9", 3), ("12.0", 3),
     ("12.1", 4)),
]
PRINTED = [
    ("triglycerides_grade1", "triglycerides", "mg/dL", None, ("149", 0), ("150", 1), ("151", 1)),
    ("triglycerides_grade2", "triglycerides", "mg/dL", None, ("299", 1), ("300", 1), ("301", 2)),
    ("triglycerides_grade3", "triglycerides", "mg/dL", None, ("499", 2), ("500", 2), ("501", 3)),
    ("triglycerides_grade4", "triglycerides", "mg/dL", None, ("999", 3), ("1000", 3),
     ("1001", 4)),
    ("triglycerides_grade1", "triglycerides", "mmol/L", None, ("1.70", 0), ("1.71", 1),
     ("1.72", 1)),
    ("triglycerides_grade2", "triglycerides", "mmol/L", None, ("3.41", 1), ("3.42", 1),
     ("3.43", 2)),
    ("triglycerides_grade3", "triglycerides", "mmol/L", None, ("5.69", 2), ("5.7", 2),
     ("5.71", 3)),
    ("triglycerides_grade4", "triglycerides", "mmol/L", None, ("11.39", 3), ("11.4", 3),
     ("11.41", 4)),
    ("temperature_grade1", "temperature", "Cel", None, ("37.9", 0), ("38.0", 1), ("38.1", 1)),
    ("temperature_grade2", "temperature", "Cel", None, ("38.9", 1), ("39.0", 1), ("39.1", 2)),
    ("temperature_grade3", "temperature", "Cel", None, ("39.9", 2), ("40.0", 2), ("40.1", 3)),
    ("temperature_grade1", "temperature", "[degF]", None, ("100.3", 0), ("100.4", 1),
     ("100.5", 1)),
    ("temperature_grade2", "temperature", "[degF]", None, ("102.1", 1), ("102.2", 1),
     ("102.3", 2)),
    ("temperature_grade3", "temperature", "[degF]", None, ("103.9", 2), ("104.0", 2),
     ("104.1", 3)),
]
# Of v5.0 alone. Baselines: ALT, AST 300 (limit 40), bilirubin 50 umol/L (limit 20).
FROM_BASELINE = [
    *((f"{liver}_baseline_grade{number}", liver, "300", "40", *three)
      for liver in ("alt", "ast")
      for number, three in enumerate([
          (("449", 0), ("450", 1), ("451", 1)),
          (("899", 1), ("900", 1), ("901", 2)),
          (("1499", 2), ("1500", 2), ("1501", 3)),
          (("5999", 3), ("6000", 3), ("6001", 4)),
      ], start=1)),
    *((f"bilirubin_total_baseline_grade{number}", "bilirubin_total", "50", "20", *three)
      for number, three in enumerate([
          (("49", 0), ("50", 0), ("51", 1)),
          (("74", 1), ("75", 1), ("76", 2)),
          (("149", 2), ("150", 2), ("151", 3)),
          (("499", 3), ("500", 3), ("501", 4)),
      ], start=1)),
]
# fmt: on


def cases(table, versions=VERSIONS):
    """One case for each version, unit and side of a cut."""
    return [
        pytest.param(
            version,
            analyte,
            unit,
            limit,
            *pair,
            id=f"v{version}-{cut}-{unit}-{side}",
            marks=pytest.mark.boundary(f"ctcae.v{version}_{cut}", side),
        )
        for version in versions
        for cut, analyte, unit, limit, *three in table
        for side, pair in zip(("below", "at", "above"), three, strict=True)
    ]


def result(analyte, value, unit=None, side=None, limit=None, **more):
    limits = {} if limit is None else {side: Decimal(limit)}
    return lab(analyte, value, unit, **limits, **more)


@pytest.mark.parametrize(("version", "analyte", "unit", "limit", "value", "expected"),
                         cases(FALLING))  # fmt: skip
def test_what_falls(version, analyte, unit, limit, value, expected):
    assert grade(result(analyte, value, unit, "low", limit), version) == (expected, expected)


@pytest.mark.parametrize(("version", "analyte", "unit", "limit", "value", "expected"),
                         cases(MULTIPLES))  # fmt: skip
def test_multiples_of_the_upper_limit(version, analyte, unit, limit, value, expected):
    row = result(analyte, value, unit, "high", limit)
    assert grade(row, version) == (expected, expected)
    normal = result(analyte, limit, unit, "high", limit, when=at(-9))
    assert grade(row, version, Base(normal)) == (expected, expected)


@pytest.mark.parametrize(("version", "analyte", "unit", "limit", "value", "expected"),
                         cases(PRINTED))  # fmt: skip
def test_cuts_printed_for_the_unit(version, analyte, unit, limit, value, expected):
    assert grade(result(analyte, value, unit), version) == (expected, expected)


@pytest.mark.parametrize(
    ("version", "analyte", "baseline", "limit", "value", "expected"),
    cases(FROM_BASELINE, versions=("5.0",)),
)
def test_multiples_of_an_abnormal_baseline(version, analyte, baseline, limit, value, expected):
    before = result(analyte, baseline, None, "high", limit, when=at(-9))
    row = result(analyte, value, None, "high", limit)
    assert grade(row, version, Base(before)) == (expected, expected)


def test_the_card_names_these_cuts_and_the_length_of_a_fever():
    tested = {
        f"v{version}_{cut[0]}"
        for version in VERSIONS
        for table in (FALLING, MULTIPLES, PRINTED)
        for cut in table
    }
    tested |= {f"v5.0_{cut[0]}" for cut in FROM_BASELINE}
    tested |= {f"v{version}_temperature_grade4" for version in VERSIONS}
    named = [boundary.id for boundary in CARD.boundaries]
    assert set(named) == tested
    assert len(named) == len(tested)
