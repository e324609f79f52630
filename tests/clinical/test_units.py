"""Spellings of units found in the wild, and conversion without rounding."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, strategies

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.clinical.units import (
    UnitError,
    canonical,
    comparable,
    exact,
    factor,
    from_canonical,
    is_kept,
    read_unit,
)

D = Decimal

SPELLINGS = [
    ("×10⁹/L", "wbc", "10*9/L"),
    ("x10⁹/L", "platelets", "10*9/L"),
    ("10^9/L", "wbc", "10*9/L"),
    ("10⁹/L", "neutrophils", "10*9/L"),
    ("x10E9/L", "platelets", "10*9/L"),
    ("x 10^9 / L", "wbc", "10*9/L"),
    ("10**9/L", "wbc", "10*9/L"),
    ("10e9/l", "wbc", "10*9/L"),
    ("/nL", "wbc", "10*9/L"),
    ("G/L", "platelets", "10*9/L"),
    ("Gpt/L", "platelets", "10*9/L"),
    ("K/µL", "wbc", "10*3/uL"),
    ("K/μL", "wbc", "10*3/uL"),
    ("K/uL", "neutrophils", "10*3/uL"),
    ("10³/µL", "wbc", "10*3/uL"),
    ("x10^3/uL", "platelets", "10*3/uL"),
    ("/mm³", "neutrophils", "/uL"),
    ("/mm3", "neutrophils", "/uL"),
    ("/µL", "platelets", "/uL"),
    ("cells/µL", "wbc", "/uL"),
    ("g/l", "hemoglobin", "g/L"),
    ("g/dl", "hemoglobin", "g/dL"),
    ("gm/dL", "hemoglobin", "g/dL"),
    ("mmol/l", "hemoglobin", "mmol/L"),
    ("µg/L", "ferritin", "ug/L"),
    ("μg/l", "ferritin", "ug/L"),
    ("mcg/L", "ferritin", "ug/L"),
    ("ng/ml", "ferritin", "ng/mL"),
    ("pmol/l", "ferritin", "pmol/L"),
    ("IU/L", "alt", "U/L"),
    ("u/l", "ast", "U/L"),
    ("µmol/L", "creatinine", "umol/L"),
    ("umol/l", "bilirubin_total", "umol/L"),
    ("mg/dl", "triglycerides", "mg/dL"),
    ("mg/dL", "fibrinogen", "mg/dL"),
    ("G/L", "fibrinogen", "g/L"),
    ("g/L", "fibrinogen", "g/L"),
    ("mg/l", "crp", "mg/L"),
    ("°C", "temperature", "Cel"),
    ("℃", "temperature", "Cel"),
    ("ºC", "temperature", "Cel"),
    ("C", "temperature", "Cel"),
    ("°F", "temperature", "[degF]"),
    ("℉", "temperature", "[degF]"),
    ("F", "temperature", "[degF]"),
    ("U/ml", "scd25", "U/mL"),
    ("kU/L", "scd25", "U/mL"),
    ("pg/ml", "scd25", "pg/mL"),
    ("ng/l", "scd25", "ng/L"),
    ("pg/ml", "il_18", "pg/mL"),
    ("mm/hr", "esr", "mm/h"),
    ("%", "nk_activity", "%"),
    ("lbs", "weight", "[lb_av]"),
    ("KG", "weight", "kg"),
    ("cm", "spleen_thickness", "cm"),
    ("m", "height", "m"),
    ("copies/mL", "ebv_dna_plasma", "{copies}/mL"),
    ("IU/ml", "ebv_dna_whole_blood", "[IU]/mL"),
    ("log10 copies/mL", "ebv_dna_plasma", "{Log_copies}/mL"),
    ("log IU/mL", "ebv_dna_plasma", "{Log_IU}/mL"),
    ("copies/10⁶ cells", "ebv_dna_whole_blood", "{copies}/10*6{cells}"),
    ("ng/mL FEU", "d_dimer", "ug/L{FEU}"),
    ("µg/L DDU", "d_dimer", "ug/L{DDU}"),
]


@pytest.mark.parametrize(("written", "analyte", "unit"), SPELLINGS)
def test_spellings_in_the_wild(written, analyte, unit):
    assert read_unit(written, analyte) == unit


@pytest.mark.parametrize(
    ("analyte", "unit"), [(a.code, unit) for a in ANALYTES.values() for unit in a.units]
)
def test_every_unit_of_the_table_reads_as_itself(analyte, unit):
    assert read_unit(f" {unit} ", analyte) == unit


@pytest.mark.parametrize(
    ("written", "analyte"),
    [
        ("g/L", "platelets"),
        ("mg/dL", "ferritin"),
        ("IU/mL", "scd25"),
        ("mmol/L", "fibrinogen"),
        ("", "ferritin"),
        ("\x00", "ferritin"),
        ("mg/L", "d_dimer"),
        ("10^6/L", "wbc"),
    ],
)
def test_what_is_not_a_unit_of_the_analyte_is_refused_with_its_units(written, analyte):
    with pytest.raises(UnitError) as error:
        read_unit(written, analyte)
    assert ANALYTES[analyte].units[0] in str(error.value)
    assert error.value.message.values["units"] == ", ".join(ANALYTES[analyte].units)


def test_neutrophils_in_percent_are_refused():
    with pytest.raises(UnitError, match="give the absolute count"):
        read_unit("%", "neutrophils")


@pytest.mark.parametrize(
    ("value", "unit", "analyte", "expected"),
    [
        ("9.2", "g/dL", "hemoglobin", "92"),
        ("5.6", "mmol/L", "hemoglobin", "90.16"),
        ("750", "/uL", "neutrophils", "0.75"),
        ("5.1", "10*3/uL", "wbc", "5.1"),
        ("500", "ng/mL", "ferritin", "500"),
        ("1000", "pmol/L", "ferritin", "445"),
        ("354.28", "mg/dL", "triglycerides", "4"),
        ("150", "mg/dL", "fibrinogen", "1.5"),
        ("8", "umol/L", "fibrinogen", "2.72"),
        ("1", "mg/dL", "bilirubin_total", "17.1"),
        ("1", "mg/dL", "creatinine", "88.4"),
        ("2", "mg/dL", "crp", "20"),
        ("3.5", "g/dL", "albumin", "35"),
        ("12", "cm", "spleen_thickness", "120"),
        ("1000", "[lb_av]", "weight", "453.59237"),
        ("16200", "g", "weight", "16.2"),
        ("1.2", "m", "height", "120"),
        ("101.3", "[degF]", "temperature", "38.5"),
        ("7", "ng/L", "il_18", "7"),
    ],
)
def test_conversion(value, unit, analyte, expected):
    assert canonical(D(value), unit, analyte) == D(expected)
    assert exact(D(value), unit, analyte) == Fraction(expected)


def test_a_canonical_value_is_untouched():
    value = D("1.2345678901234567890123456789012345")
    assert canonical(value, "ug/L", "ferritin") is value
    assert exact(value, "ug/L", "ferritin") == Fraction(value)


def test_another_assays_unit_is_never_converted():
    assert canonical(D(3000), "pg/mL", "scd25") is None
    assert exact(D(3000), "pg/mL", "scd25") is None
    assert from_canonical(D(2400), "pg/mL", "scd25") is None
    assert is_kept("pg/mL", "scd25")
    assert not is_kept("U/mL", "scd25")


def test_only_one_unit_family_is_comparable():
    assert comparable("g/dL", "g/L", "hemoglobin")
    assert comparable("pg/mL", "pg/mL", "scd25")
    assert not comparable("pg/mL", "ng/mL", "scd25")
    assert not comparable("U/mL", "pg/mL", "scd25")
    assert not comparable("pg/mL", "U/mL", "scd25")


@pytest.mark.parametrize(
    ("limit", "unit", "analyte", "expected"),
    [
        ("38.5", "[degF]", "temperature", "101.3"),
        ("39.4", "[degF]", "temperature", "102.92"),
        ("90", "g/dL", "hemoglobin", "9"),
        ("100", "/uL", "platelets", "100000"),
        ("3", "mg/dL", "triglycerides", "265.71"),
        ("90", "mmol/L", "hemoglobin", None),
        ("500", "pmol/L", "ferritin", None),
        ("25", "[lb_av]", "weight", None),
        ("25", "kg", "weight", "25"),
    ],
)
def test_a_limit_moves_to_another_unit_only_when_that_is_exact(limit, unit, analyte, expected):
    found = from_canonical(D(limit), unit, analyte)
    assert found == (None if expected is None else D(expected))


def test_the_factor_of_a_unit():
    assert factor("mmol/L", "hemoglobin") == D("16.1")
    assert factor("[lb_av]", "weight") == D("0.45359237")


@given(
    strategies.decimals(-20, 200, allow_nan=False, places=3),
    strategies.sampled_from(
        [(a.code, unit) for a in ANALYTES.values() for unit in (a.unit, *a.conversions)]
    ),
)
def test_the_stored_value_is_the_exact_one_to_28_digits(value, where):
    analyte, unit = where
    stored, true = canonical(value, unit, analyte), exact(value, unit, analyte)
    assert stored is not None
    assert true is not None
    assert abs(Fraction(stored) - true) <= abs(true) * Fraction(1, 10**27)


def test_a_refusal_reads_like_its_message_and_quotes_40_letters():
    with pytest.raises(UnitError) as error:
        read_unit("x" * 60, "ferritin")
    assert error.value.args == (str(error.value.message),)
    assert f"“{'x' * 40}”" in str(error.value)


def test_a_quotient_without_end_is_shown_with_28_digits():
    shown = canonical(D(1), "mg/dL", "triglycerides")
    assert shown == D("0.01129050468555944450716947048")
    assert len(shown.as_tuple().digits) == 28
