"""HScore at every limit (Fardet 2014)."""

from decimal import Decimal

import pytest

from hlh_app.clinical.hscore import hscore, outcome_for, probability_percent
from hlh_app.clinical.outcome import Outcome
from tests.clinical.diagnosis_builders import ADULT, T, at, case, found, lab

from .sides import every, sides

MET, NOT_MET = Outcome.MET, Outcome.NOT_MET
D = Decimal


def points(item, *rows):
    """Lowest and highest points of one item."""
    return hscore(case(*rows, patient=ADULT), T).criterion(item).points


@pytest.mark.parametrize(
    ("analyte", "value", "unit", "expected"),
    every(
        sides("hscore.temperature_low", ("temperature", "38.3", "Cel", 0),
              ("temperature", "38.4", "Cel", 33), ("temperature", "38.5", "Cel", 33)),
        sides("hscore.temperature_high", ("temperature", "39.3", "Cel", 33),
              ("temperature", "39.4", "Cel", 33), ("temperature", "39.5", "Cel", 49)),
        sides("hscore.ferritin_low", ("ferritin", "1999", "ug/L", 0),
              ("ferritin", "2000", "ug/L", 35), ("ferritin", "2001", "ug/L", 35)),
        sides("hscore.ferritin_high", ("ferritin", "5999", "ug/L", 35),
              ("ferritin", "6000", "ug/L", 35), ("ferritin", "6001", "ug/L", 50)),
        sides("hscore.triglycerides_low", ("triglycerides", "1.49", "mmol/L", 0),
              ("triglycerides", "1.50", "mmol/L", 44), ("triglycerides", "1.51", "mmol/L", 44)),
        sides("hscore.triglycerides_low_mg_dl", ("triglycerides", "132.6", "mg/dL", 0),
              ("triglycerides", "132.7", "mg/dL", 44), ("triglycerides", "132.8", "mg/dL", 44)),
        sides("hscore.triglycerides_high", ("triglycerides", "3.99", "mmol/L", 44),
              ("triglycerides", "4.00", "mmol/L", 44), ("triglycerides", "4.01", "mmol/L", 64)),
        sides("hscore.triglycerides_high_mg_dl", ("triglycerides", "353.9", "mg/dL", 44),
              ("triglycerides", "354", "mg/dL", 44), ("triglycerides", "354.1", "mg/dL", 64)),
        sides("hscore.fibrinogen", ("fibrinogen", "2.49", "g/L", 30),
              ("fibrinogen", "2.50", "g/L", 30), ("fibrinogen", "2.51", "g/L", 0)),
        sides("hscore.ast", ("ast", "29", "U/L", 0), ("ast", "30", "U/L", 19),
              ("ast", "31", "U/L", 19)),
    ),
)  # fmt: skip
def test_an_item_of_one_value(analyte, value, unit, expected):
    assert points(analyte, lab(analyte, value, unit)) == (expected, expected)


@pytest.mark.parametrize(
    ("analyte", "value", "low"),
    every(
        sides("hscore.hemoglobin", ("hemoglobin", "91.9", True), ("hemoglobin", "92", True),
              ("hemoglobin", "92.1", False)),
        sides("hscore.wbc", ("wbc", "4.99", True), ("wbc", "5.00", True), ("wbc", "5.01", False)),
        sides("hscore.platelets", ("platelets", "109", True), ("platelets", "110", True),
              ("platelets", "111", False)),
    ),
)  # fmt: skip
def test_a_lineage_beside_two_low_ones_makes_24_or_34(analyte, value, low):
    rest = {"hemoglobin": "70", "wbc": "2", "platelets": "20"}
    rows = [lab(code, value if code == analyte else usual) for code, usual in rest.items()]
    expected = 34 if low else 24
    assert points("cytopenias", *rows) == (expected, expected)


@pytest.mark.parametrize(
    ("hemoglobin", "wbc", "platelets", "expected"),
    every(
        sides("hscore.two_lineages", ("70", "9", "300", 0), ("70", "2", "300", 24),
              ("70", "2", "20", 34)),
        sides("hscore.three_lineages", ("130", "2", "20", 24), ("70", "2", "20", 34),
              ("30", "0.1", "1", 34)),
    ),
)  # fmt: skip
def test_how_many_lineages_are_low(hemoglobin, wbc, platelets, expected):
    rows = lab("hemoglobin", hemoglobin), lab("wbc", wbc), lab("platelets", platelets)
    assert points("cytopenias", *rows) == (expected, expected)


@pytest.mark.parametrize(
    ("spleen", "liver", "expected"),
    sides("hscore.organs", ("absent", "absent", 0), ("present", "absent", 23),
          ("present", "present", 38)),
)  # fmt: skip
def test_how_many_organs_are_large(spleen, liver, expected):
    rows = found("splenomegaly", spleen), found("hepatomegaly", liver)
    assert points("organomegaly", *rows) == (expected, expected)


@pytest.mark.parametrize(
    ("kind", "days", "item", "expected"),
    every(
        sides("hscore.splenomegaly_days", ("splenomegaly", -13, "organomegaly", (23, 38)),
              ("splenomegaly", -14, "organomegaly", (23, 38)),
              ("splenomegaly", -15, "organomegaly", (0, 38))),
        sides("hscore.hepatomegaly_days", ("hepatomegaly", -13, "organomegaly", (23, 38)),
              ("hepatomegaly", -14, "organomegaly", (23, 38)),
              ("hepatomegaly", -15, "organomegaly", (0, 38))),
        sides("hscore.hemophagocytosis_days",
              ("hemophagocytosis", -29, "hemophagocytosis", (35, 35)),
              ("hemophagocytosis", -30, "hemophagocytosis", (35, 35)),
              ("hemophagocytosis", -31, "hemophagocytosis", (0, 35))),
    ),
)  # fmt: skip
def test_how_old_a_statement_may_be(kind, days, item, expected):
    assert points(item, found(kind, "present", days)) == expected


@pytest.mark.parametrize(
    ("clock", "expected"),
    sides("hscore.window_days", ("08:01", (50, 50)), ("08:00", (0, 50)), ("07:59", (0, 50))),
)
def test_how_old_a_value_may_be(clock, expected):
    assert points("ferritin", lab("ferritin", "9000", when=at(-14, clock))) == expected


@pytest.mark.parametrize(
    ("total", "outcome"),
    sides("hscore.cut_off", (168, NOT_MET), (169, MET), (170, MET)),
)
def test_the_cut_off(total, outcome):
    assert outcome_for(total, total) is outcome


@pytest.mark.parametrize(
    ("total", "percent"),
    every(
        sides("hscore.probability_low_end", (89, "0.5"), (90, "0.5"), (91, "0.55")),
        sides("hscore.probability_high_end", (249, "99.45"), (250, "99.5"), (251, "99.5")),
    ),
)
def test_the_ends_of_the_published_table(total, percent):
    assert probability_percent(total) == D(percent)
