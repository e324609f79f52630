"""HLH-2004 and HLH-2024 at every limit (Henter 2007; the second without NK-cell activity)."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from hlh_app.clinical.case import Patient, Sex
from hlh_app.clinical.hlh2004 import hlh2004
from hlh_app.clinical.hlh2024 import FAMILIAL_ONLY, NOT_VALIDATED, hlh2024
from hlh_app.clinical.outcome import Outcome
from tests.clinical.diagnosis_builders import TODAY, T, at, case, found, lab

from .sides import every, sides

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN
BOTH = ("hlh2004", "hlh2024")
D = Decimal


def verdict(rule, *rows, patient=None, **options):
    asked = case(*rows)
    if patient is not None:
        asked = replace(asked, patient=patient)
    return hlh2004(asked, T, **options).now if rule == "hlh2004" else hlh2024(asked, T, **options)


def of_both(boundary, *cases):
    """The same limit in both rules: the rule's name is the first argument of the test."""
    return every(*(sides(f"{rule}.{boundary}", *((rule, *one) for one in cases)) for rule in BOTH))


@pytest.mark.parametrize(
    ("rule", "limit", "value", "outcome"),
    every(
        of_both("fever_38.0", ("38.0", "37.9", NOT_MET), ("38.0", "38.0", MET),
                ("38.0", "38.1", MET)),
        of_both("fever_38.2", ("38.2", "38.1", NOT_MET), ("38.2", "38.2", MET),
                ("38.2", "38.3", MET)),
        of_both("fever_38.3", ("38.3", "38.2", NOT_MET), ("38.3", "38.3", MET),
                ("38.3", "38.4", MET)),
        of_both("fever_38.5", ("38.5", "38.4", NOT_MET), ("38.5", "38.5", MET),
                ("38.5", "38.6", MET)),
    ),
)  # fmt: skip
def test_fever_at_the_threshold_of_the_center(rule, limit, value, outcome):
    rows = lab("temperature", value)
    assert verdict(rule, rows, fever_cel=D(limit)).criterion("fever").outcome is outcome


@pytest.mark.parametrize(
    ("rule", "analyte", "value", "unit", "part", "outcome"),
    every(
        of_both("hemoglobin", ("hemoglobin", "89.9", "g/L", "cytopenias", MET),
                ("hemoglobin", "90", "g/L", "cytopenias", NOT_MET),
                ("hemoglobin", "90.1", "g/L", "cytopenias", NOT_MET)),
        of_both("platelets", ("platelets", "99.9", "10*9/L", "cytopenias", MET),
                ("platelets", "100", "10*9/L", "cytopenias", NOT_MET),
                ("platelets", "100.1", "10*9/L", "cytopenias", NOT_MET)),
        of_both("neutrophils", ("neutrophils", "0.99", "10*9/L", "cytopenias", MET),
                ("neutrophils", "1.00", "10*9/L", "cytopenias", NOT_MET),
                ("neutrophils", "1.01", "10*9/L", "cytopenias", NOT_MET)),
        of_both("triglycerides",
                ("triglycerides", "2.99", "mmol/L", "triglycerides_fibrinogen", NOT_MET),
                ("triglycerides", "3.00", "mmol/L", "triglycerides_fibrinogen", MET),
                ("triglycerides", "3.01", "mmol/L", "triglycerides_fibrinogen", MET)),
        of_both("triglycerides_mg_dl",
                ("triglycerides", "264.9", "mg/dL", "triglycerides_fibrinogen", NOT_MET),
                ("triglycerides", "265", "mg/dL", "triglycerides_fibrinogen", MET),
                ("triglycerides", "265.1", "mg/dL", "triglycerides_fibrinogen", MET)),
        of_both("fibrinogen",
                ("fibrinogen", "1.49", "g/L", "triglycerides_fibrinogen", MET),
                ("fibrinogen", "1.50", "g/L", "triglycerides_fibrinogen", MET),
                ("fibrinogen", "1.51", "g/L", "triglycerides_fibrinogen", NOT_MET)),
        of_both("fibrinogen_mg_dl",
                ("fibrinogen", "149", "mg/dL", "triglycerides_fibrinogen", MET),
                ("fibrinogen", "150", "mg/dL", "triglycerides_fibrinogen", MET),
                ("fibrinogen", "151", "mg/dL", "triglycerides_fibrinogen", NOT_MET)),
    ),
)  # fmt: skip
def test_one_part_of_a_criterion(rule, analyte, value, unit, part, outcome):
    parts = verdict(rule, lab(analyte, value, unit)).criterion(part).parts
    assert {one.id: one.outcome for one in parts}[analyte] is outcome


@pytest.mark.parametrize(
    ("rule", "analyte", "value", "outcome"),
    every(
        of_both("ferritin", ("ferritin", "499.9", NOT_MET), ("ferritin", "500", MET),
                ("ferritin", "500.1", MET)),
        of_both("scd25", ("scd25", "2399", NOT_MET), ("scd25", "2400", MET),
                ("scd25", "2401", MET)),
    ),
)  # fmt: skip
def test_a_criterion_of_one_value(rule, analyte, value, outcome):
    assert verdict(rule, lab(analyte, value)).criterion(analyte).outcome is outcome


@pytest.mark.parametrize(
    ("value", "outcome"),
    sides("hlh2004.nk_own_limit", ("9.9", MET), ("10", NOT_MET), ("10.1", NOT_MET)),
)
def test_nk_activity_by_its_own_lower_limit(value, outcome):
    row = lab("nk_activity", value, low=D(10))
    assert verdict("hlh2004", row).criterion("nk_activity").outcome is outcome


@pytest.mark.parametrize(
    ("rule", "value", "outcome"),
    of_both("hemoglobin_newborn", ("99.9", MET), ("100", NOT_MET), ("100.1", NOT_MET)),
)
def test_hemoglobin_of_a_newborn(rule, value, outcome):
    born = Patient(TODAY - timedelta(days=10), Sex.MALE)
    parts = verdict(rule, lab("hemoglobin", value), patient=born).criterion("cytopenias").parts
    assert parts[0].outcome is outcome


@pytest.mark.parametrize(
    ("rule", "age_days", "outcome"),
    of_both("newborn_days", (27, MET), (28, NOT_MET), (29, NOT_MET)),
)
def test_the_age_from_which_a_child_is_no_newborn(rule, age_days, outcome):
    """95 g/L is low at 27 days and not from 28."""
    born = Patient(TODAY - timedelta(days=age_days), Sex.FEMALE)
    parts = verdict(rule, lab("hemoglobin", "95"), patient=born).criterion("cytopenias").parts
    assert parts[0].outcome is outcome


@pytest.mark.parametrize(
    ("rule", "neutrophils", "platelets", "outcome"),
    of_both("lineages", ("5", "200", NOT_MET), ("0.5", "200", MET), ("0.5", "20", MET)),
)
def test_how_many_lineages_are_low(rule, neutrophils, platelets, outcome):
    """Hemoglobin is low in each: one, two, three lineages."""
    rows = [lab("hemoglobin", "70"), lab("neutrophils", neutrophils), lab("platelets", platelets)]
    assert verdict(rule, *rows).criterion("cytopenias").outcome is outcome


@pytest.mark.parametrize(
    ("rule", "kind", "status", "days", "criterion", "outcome"),
    every(
        of_both("splenomegaly_days",
                ("splenomegaly", "present", -13, "splenomegaly", MET),
                ("splenomegaly", "present", -14, "splenomegaly", MET),
                ("splenomegaly", "present", -15, "splenomegaly", UNKNOWN)),
        of_both("hemophagocytosis_days",
                ("hemophagocytosis", "present", -29, "hemophagocytosis", MET),
                ("hemophagocytosis", "present", -30, "hemophagocytosis", MET),
                ("hemophagocytosis", "present", -31, "hemophagocytosis", UNKNOWN)),
        of_both("scd25_elevated_days",
                ("scd25_elevated", "present", -13, "scd25", MET),
                ("scd25_elevated", "present", -14, "scd25", MET),
                ("scd25_elevated", "present", -15, "scd25", UNKNOWN)),
        sides("hlh2004.nk_activity_days",
              ("hlh2004", "nk_activity", "low", -29, "nk_activity", MET),
              ("hlh2004", "nk_activity", "low", -30, "nk_activity", MET),
              ("hlh2004", "nk_activity", "low", -31, "nk_activity", UNKNOWN)),
    ),
)  # fmt: skip
def test_how_old_a_statement_may_be(rule, kind, status, days, criterion, outcome):
    assert verdict(rule, found(kind, status, days)).criterion(criterion).outcome is outcome


@pytest.mark.parametrize(
    ("rule", "clock", "outcome"),
    of_both("window_days", ("08:01", MET), ("08:00", UNKNOWN), ("07:59", UNKNOWN)),
)
def test_how_old_a_value_may_be(rule, clock, outcome):
    """The moment is 08:00; a value of fourteen days before counts when it is a minute younger."""
    row = lab("ferritin", "9000", when=at(-14, clock))
    assert verdict(rule, row).criterion("ferritin").outcome is outcome


SIGNS = (
    lab("temperature", "39"),
    lab("ferritin", "9000"),
    lab("fibrinogen", "1.0"),
    found("splenomegaly", "present"),
    lab("scd25", "9000"),
    found("hemophagocytosis", "present"),
)
ABSENT = (
    lab("temperature", "37"),
    lab("ferritin", "100"),
    [lab("fibrinogen", "3.0"), lab("triglycerides", "1.0")],
    found("splenomegaly", "absent"),
    lab("scd25", "300"),
    found("hemophagocytosis", "absent"),
)
NEVER_LOW = (
    lab("hemoglobin", "130"),
    lab("platelets", "250"),
    lab("neutrophils", "4"),
    found("nk_activity", "normal"),
)


@pytest.mark.parametrize(
    ("rule", "met", "outcome"),
    of_both("count", (4, NOT_MET), (5, MET), (6, MET)),
)
def test_how_many_criteria_are_needed(rule, met, outcome):
    rows = []
    for row in (*SIGNS[:met], *ABSENT[met:]):
        rows += row if type(row) is list else [row]
    judged = verdict(rule, *rows, *NEVER_LOW)
    assert (judged.count.met, judged.outcome) == (met, outcome)


@pytest.mark.parametrize(
    ("birth_date", "note"),
    sides(
        "hlh2024.validated_years",
        (date(2004, 1, 21), FAMILIAL_ONLY),
        (date(2004, 1, 20), NOT_VALIDATED),
        (date(2004, 1, 19), NOT_VALIDATED),
    ),
)
def test_the_age_for_which_hlh_2024_was_made(birth_date, note):
    """The 16th birthday is the 20-Jan-2020."""
    genes = found("molecular_diagnosis", "present")
    judged = verdict("hlh2024", genes, patient=Patient(birth_date, Sex.MALE))
    assert note in judged.notes
