"""The table of analytes, figure by figure: what is refused, what is asked to be confirmed, what a
unit is worth, and what compares within one assay only."""

from decimal import Decimal
from fractions import Fraction

import pytest

from hlh_app.clinical.analytes import ANALYTES, Analyte, Group

# Analyte, unit, possible, usual, decimals.
LIMITS = """
    temperature | Cel | 25–45 | 34–42 | 1
    weight | kg | 0.3–400 | 0.3–400 | 1
    height | cm | 20–250 | 20–250 | 1
    spleen_thickness | mm | 5–300 | 15–150 | 0
    hemoglobin | g/L | 10–300 | 40–200 | 0
    platelets | 10*9/L | 0–5000 | 1–1500 | 0
    wbc | 10*9/L | 0–1000 | 0.1–100 | 2
    neutrophils | 10*9/L | 0–500 | 0–50 | 2
    ferritin | ug/L | 0–1000000 | 5–100000 | 0
    scd25 | U/mL | 0–1000000 | 50–60000 | 0
    triglycerides | mmol/L | 0.05–200 | 0.3–15 | 2
    ldh | U/L | 0–100000 | 50–10000 | 0
    crp | mg/L | 0–1500 | 0–500 | 1
    esr | mm/h | 0–250 | 0–250 | 0
    nk_activity | % | 0–100 | 0–100 | 1
    fibrinogen | g/L | 0–30 | 0.3–10 | 2
    d_dimer | ug/L | 0–10000000 | 0–10000000 | 0
    alt | U/L | 0–50000 | 3–5000 | 0
    ast | U/L | 0–50000 | 3–5000 | 0
    bilirubin_total | umol/L | 0–2000 | 1–600 | 0
    albumin | g/L | 5–80 | 15–60 | 0
    creatinine | umol/L | 1–5000 | 10–1000 | 0
    sodium | mmol/L | 80–220 | 115–165 | 0
    ebv_dna_whole_blood | {copies}/mL | 0–1000000000000 | 0–1000000000000 | 0
    ebv_dna_plasma | {copies}/mL | 0–1000000000000 | 0–1000000000000 | 0
    ifn_gamma | pg/mL | 0–100000000 | 0–100000000 | 0
    il_6 | pg/mL | 0–100000000 | 0–100000000 | 0
    il_10 | pg/mL | 0–100000000 | 0–100000000 | 0
    il_18 | pg/mL | 0–100000000 | 0–100000000 | 0
    cxcl9 | pg/mL | 0–100000000 | 0–100000000 | 0
    ip_10 | pg/mL | 0–100000000 | 0–100000000 | 0
    mip_1a | pg/mL | 0–100000000 | 0–100000000 | 0
"""
ROWS = [[cell.strip() for cell in line.split("|")] for line in LIMITS.strip().splitlines()]
ASSAY_BOUND = {
    *("scd25", "nk_activity", "d_dimer", "ebv_dna_whole_blood", "ebv_dna_plasma"),
    *("ifn_gamma", "il_6", "il_10", "il_18", "cxcl9", "ip_10", "mip_1a"),
}
LOG_AXIS = (ASSAY_BOUND | {"ferritin"}) - {"nk_activity", "d_dimer"}


def limits(text):
    low, high = text.split("–")
    return Decimal(low), Decimal(high)


@pytest.mark.parametrize(("code", "unit", "possible", "usual", "decimals"), ROWS)
def test_unit_and_limits(code, unit, possible, usual, decimals):
    analyte = ANALYTES[code]
    assert (analyte.code, analyte.unit, analyte.units[0]) == (code, unit, unit)
    assert analyte.possible == limits(possible)
    assert analyte.usual == limits(usual)
    assert analyte.decimals == int(decimals)


@pytest.mark.parametrize("code", [row[0] for row in ROWS])
def test_what_compares_within_one_assay_and_what_is_drawn_by_tenfolds(code):
    assert ANALYTES[code].assay_bound is (code in ASSAY_BOUND)
    assert ANALYTES[code].log_axis is (code in LOG_AXIS)


@pytest.mark.parametrize(
    ("code", "unit", "factor"),
    [
        ("weight", "g", "1/1000"),
        ("weight", "[lb_av]", "0.45359237"),
        ("height", "m", "100"),
        ("spleen_thickness", "cm", "10"),
        ("hemoglobin", "g/dL", "10"),
        ("hemoglobin", "mmol/L", "16.1"),
        ("platelets", "10*3/uL", "1"),
        ("platelets", "/uL", "1/1000"),
        ("ferritin", "ng/mL", "1"),
        ("ferritin", "pmol/L", "0.445"),
        ("triglycerides", "mg/dL", "100/8857"),
        ("crp", "mg/dL", "10"),
        ("fibrinogen", "mg/dL", "1/100"),
        ("fibrinogen", "umol/L", "0.34"),
        ("bilirubin_total", "mg/dL", "17.1"),
        ("albumin", "g/dL", "10"),
        ("creatinine", "mg/dL", "88.4"),
        ("temperature", "[degF]", "1"),
        ("il_6", "ng/L", "1"),
    ],
)
def test_what_a_unit_is_worth(code, unit, factor):
    assert ANALYTES[code].conversions[unit] == Fraction(factor)


def test_what_is_not_said_is_not_so():
    bare = Analyte("x", "X", "X", Group.LIVER, "U/L", (Decimal(0), Decimal(1)), (0, 1))
    assert (bare.assay_bound, bare.log_axis, bare.decimals) == (False, False, 0)
    assert (dict(bare.conversions), bare.kept_units) == ({}, ())
