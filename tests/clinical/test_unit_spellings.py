"""How hospitals write units, and that a value says the same in every unit of its analyte."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hlh_app.clinical import hlh_criteria, hscore, mas2016
from hlh_app.clinical.analytes import ANALYTES
from hlh_app.clinical.assess import assess
from hlh_app.clinical.case import Case, Observation
from hlh_app.clinical.unit_spellings import SPELLINGS, spelled
from hlh_app.clinical.units import UnitError, exact, is_unit, read_unit
from hlh_app.exchange.assessment import as_json
from tests.clinical import diagnosis_cases, random_cases

COUNTS = ("wbc", "neutrophils", "platelets")
# As found on reports and in exports: written, analyte, UCUM code.
FOUND = [
    *((text, analyte, "10*9/L") for analyte in COUNTS for text in (
        "×10⁹/L", "x10^9/L", "10^9/L", "10*9/L", "10E9/L", "x10E9/L", "10e9/l", "10e+9/L",
        "10**9/L", "x 10^9 / L", "x10⁹/l", "·10^9/L", "10^9 per L", "10^9/litre", "G/L", "G/l",
        "Giga/L", "/nL",
        "/nl", "1/nl", "Gpt/l", "10^9/liter", "(10^9/L)", "10^{9}/L", "109/L", "10exp9/L",
    )),
    *((text, analyte, "10*3/uL") for analyte in COUNTS for text in (
        "K/µL", "K/μL", "K/uL", "k/ul", "K/mcL", "10^3/µL", "10³/µL", "x10^3/uL", "x10E3/uL",
        "10*3/uL", "10e3/ul", "thou/uL", "thou/mm3", "K/mm³", "K/cumm", "10^3/mm^3", "Tsd/µl",
        "Tsd./µl", "1000/µL", "x1000/mm3", "th/cumm", "thousand/uL", "miles/mm3", "10^3/cmm",
    )),
    *((text, analyte, "/uL") for analyte in COUNTS for text in (
        "/µL", "/μL", "/uL", "/mcL", "cells/µL", "cells/uL", "/mm³", "/mm3", "/mm^3", "/cumm",
        "/cu mm", "/cmm", "cells/mm3", "Zellen/µl", "个/µL", "1/µl", "cells/cu.mm",
    )),
    *((text, "hemoglobin", "g/dL") for text in ("g/dL", "g/dl", "gm/dL", "G/DL", "g%", "gr/dl",
        "g / dL", "g/100 mL", "gms/dL", "г/дл")),
    *((text, "hemoglobin", "g/L") for text in ("g/L", "g/l", "G/L", "gm/L", "克/升", "г/л")),
    *((text, "hemoglobin", "mmol/L") for text in ("mmol/L", "mmol/l", "MMOL/L")),
    *((text, "ferritin", "ug/L") for text in ("µg/L", "μg/L", "ug/L", "mcg/L", "ug/l", "UG/L",
        "µg/l", "mcg/l", "µg/litre", "微克/升", "мкг/л")),
    *((text, "ferritin", "ng/mL") for text in ("ng/mL", "ng/ml", "NG/ML", "ng / ml", "нг/мл")),
    *((text, "ferritin", "pmol/L") for text in ("pmol/L", "pmol/l", "pM")),
    *((text, "triglycerides", "mg/dL") for text in ("mg/dL", "mg/dl", "MG/DL", "mg%",
        "mg/100ml")),
    *((text, "triglycerides", "mmol/L") for text in ("mmol/L", "mmol/l", "mM", "毫摩尔/升")),
    *((text, "fibrinogen", "g/L") for text in ("g/L", "G/L", "g/l", "mg/mL")),
    ("mg/dl", "fibrinogen", "mg/dL"), ("µmol/L", "fibrinogen", "umol/L"),
    *((text, analyte, "U/L") for analyte in ("alt", "ast", "ldh") for text in (
        "U/L", "u/l", "IU/L", "UI/L", "[IU]/L", "units/L", "E/L", "I.U./L", "mU/mL", "单位/升")),
    *((text, "bilirubin_total", "umol/L") for text in ("µmol/L", "umol/l", "μmol/L", "mcmol/L",
        "微摩尔/升", "мкмоль/л")),
    ("mg/dl", "bilirubin_total", "mg/dL"), ("µM", "creatinine", "umol/L"),
    ("mg/dL", "creatinine", "mg/dL"), ("umol/L", "creatinine", "umol/L"),
    *((text, "scd25", "U/mL") for text in ("U/mL", "u/ml", "kU/L", "KU/L", "E/ml", "units/mL")),
    ("pg/ml", "scd25", "pg/mL"), ("ng/mL", "scd25", "ng/mL"), ("ng/L", "scd25", "ng/L"),
    *((text, "ebv_dna_plasma", "{copies}/mL") for text in ("copies/mL", "cp/mL", "Kopien/ml",
        "copias/mL", "拷贝/mL", "拷贝数/ml", "GEq/mL", "copie/ml", "{copies}/mL", "copies per mL")),
    *((text, "ebv_dna_whole_blood", "[IU]/mL") for text in ("IU/mL", "UI/mL", "IE/ml", "[IU]/mL")),
    *((text, "ebv_dna_plasma", "{Log_copies}/mL") for text in ("log10 copies/mL",
        "log copies/mL", "log10(copies/mL)", "Log10 cp/mL", "lg copies/mL")),
    *((text, "ebv_dna_plasma", "{Log_IU}/mL") for text in ("log10 IU/mL", "log IU/mL",
        "log10 UI/mL")),
    *((text, "ebv_dna_whole_blood", "{copies}/10*6{cells}") for text in ("copies/10^6 cells",
        "copies/10⁶ cells", "copies/million cells", "copies/1e6 cells")),
    *((text, "d_dimer", "ug/L{FEU}") for text in ("ng/mL FEU", "µg/L FEU", "ng/mL (FEU)",
        "FEU ng/mL", "ng FEU/mL", "ug{FEU}/L")),
    *((text, "d_dimer", "ug/L{DDU}") for text in ("ng/mL DDU", "µg/L D-DU", "ng/mL D-DU",
        "ng DDU/mL")),
    ("ng/mL", "d_dimer", "ug/L"), ("µg/L", "d_dimer", "ug/L"),
    *((text, "crp", "mg/L") for text in ("mg/L", "mg/l", "MG/L", "µg/mL", "毫克/升")),
    ("mg/dL", "crp", "mg/dL"),
    *((text, "esr", "mm/h") for text in ("mm/h", "mm/hr", "mm/1h", "mm/hour", "mm/1st hour",
        "mm/Std", "mm/Std.", "mm", "mm/ora", "mm/heure", "毫米/小时", "mm/1. Std.")),
    ("g/L", "albumin", "g/L"), ("g/dL", "albumin", "g/dL"), ("克/升", "albumin", "g/L"),
    *((text, "sodium", "mmol/L") for text in ("mmol/L", "mEq/L", "meq/l", "mval/l", "mM")),
    *((text, "il_6", "pg/mL") for text in ("pg/mL", "pg/ml", "PG/ML", "皮克/毫升")),
    ("ng/L", "il_18", "ng/L"), ("%", "nk_activity", "%"), ("percent", "nk_activity", "%"),
    *((text, "temperature", "Cel") for text in ("°C", "℃", "ºC", "C", "c", "deg C", "Celsius",
        "degrees C", "摄氏度", "Grad C", "Cel")),
    *((text, "temperature", "[degF]") for text in ("°F", "℉", "F", "deg F", "Fahrenheit")),
    *((text, "weight", "kg") for text in ("kg", "KG", "Kg", "kgs", "kilograms", "公斤", "кг")),
    *((text, "weight", "[lb_av]") for text in ("lb", "lbs", "pounds", "LBS")), ("g", "weight", "g"),
    ("cm", "height", "cm"), ("m", "height", "m"), ("厘米", "height", "cm"),
    ("mm", "spleen_thickness", "mm"), ("cm", "spleen_thickness", "cm"),
    ("毫米", "spleen_thickness", "mm"),
]  # fmt: skip
NO_UNIT_OF_IT = [
    ("g/l", "platelets"), ("g/L", "wbc"), ("10^6/µL", "wbc"), ("10^12/L", "platelets"),
    ("%", "wbc"),
    ("M/uL", "platelets"), ("lakh/cumm", "platelets"), ("mil/mm3", "platelets"), ("K", "platelets"),
    ("mg/dL", "ferritin"), ("µg/dL", "ferritin"), ("ng/dL", "ferritin"), ("IU/mL", "scd25"),
    ("U/L", "scd25"), ("mg/L", "d_dimer"), ("mg/L FEU", "d_dimer"), ("µg/mL", "d_dimer"),
    ("µkat/L", "alt"), ("g/L", "triglycerides"), ("mmol/L", "fibrinogen"), ("ng/mL", "il_6"),
    ("U/mL", "ifn_gamma"), ("mg/dL", "sodium"), ("kg", "height"), ("mEq/L", "creatinine"),
    ("copies/µg DNA", "ebv_dna_whole_blood"), ("mm/h", "spleen_thickness"), ("°K", "temperature"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "analyte", "unit"), FOUND)
def test_spellings_found_on_reports(written, analyte, unit):
    assert read_unit(written, analyte) == unit
    assert read_unit(f" {written} ", analyte) == unit
    assert is_unit(written)


@pytest.mark.parametrize(("written", "analyte"), NO_UNIT_OF_IT)
def test_a_unit_with_another_number_is_refused(written, analyte):
    with pytest.raises(UnitError, match="Give one of"):
        read_unit(written, analyte)


def test_there_are_enough_of_them_and_every_unit_has_one():
    assert len({written for written, _analyte, _unit in FOUND}) >= 150
    units = {unit for analyte in ANALYTES.values() for unit in analyte.units}
    assert set(SPELLINGS) == units
    assert {unit for _written, _analyte, unit in FOUND} == units


def test_no_spelling_means_two_units_of_one_analyte():
    """But ng/mL, which is µg/L where an analyte has no ng/mL: the same number."""
    for analyte in ANALYTES.values():
        units = [unit for unit in analyte.units if unit in SPELLINGS]
        seen = Counter(text for unit in units for text in {spelled(t) for t in SPELLINGS[unit]})
        twice = {text for text, count in seen.items() if count > 1}
        for text in twice:
            values = {exact(Decimal(7), u, analyte.code) for u in units if text in SPELLINGS[u]}
            assert len(values) == 1, (analyte.code, text)


# One value, every unit ---------------------------------------------------------------------------

# The sources print triglycerides in both units, and their figures are not quite each other's.
PRINTED_TWICE = [
    threshold
    for threshold in (hlh_criteria.TRIGLYCERIDES, *hscore.TRIGLYCERIDES, *mas2016.FOUR)
    if threshold.analyte == "triglycerides"
]
BANDS = [
    sorted((exact(t.limit, "mmol/L", t.analyte), exact(t.published[0][1], "mg/dL", t.analyte)))
    for t in PRINTED_TWICE
]


def in_unit(value: Decimal, unit: str, other: str, analyte: str) -> Decimal | None:
    """``value`` in the ``other`` unit when that is a finite decimal."""
    number = exact(value, unit, analyte)
    if other == "[degF]":
        number = number * Fraction(9, 5) + 32
    elif other != ANALYTES[analyte].unit:
        number /= ANALYTES[analyte].conversions[other]
    rest = number.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return Decimal(number.numerator) / Decimal(number.denominator) if rest == 1 else None


def is_between_figures(row: Observation) -> bool:
    """Where 265 mg/dL and 3.0 mmol/L, both printed, are not the same."""
    if row.analyte != "triglycerides" or row.value is None:
        return False
    number = exact(row.value, row.unit, row.analyte)
    return any(low <= number <= high for low, high in BANDS)


def exchanged(row: Observation, rng: Random) -> Observation:
    """The same result in another unit of its analyte, exactly; as it is where there is none."""
    analyte = ANALYTES[row.analyte]
    others = [u for u in (analyte.unit, *analyte.conversions) if u != row.unit]
    if row.unit in analyte.kept_units or not others or is_between_figures(row):
        return row
    other = rng.choice(others)
    numbers = [
        None if n is None else in_unit(n, row.unit, other, row.analyte)
        for n in (row.value, row.low, row.high)
    ]
    before = (row.value, row.low, row.high)
    if any(n is None and b is not None for n, b in zip(numbers, before, strict=True)):
        return row
    return row._replace(value=numbers[0], low=numbers[1], high=numbers[2], unit=other)


def in_other_units(case: Case, rng: Random) -> Case:
    return replace(case, observations=tuple(exchanged(o, rng) for o in case.observations))


def one_a_moment(case: Case) -> Case:
    """Of two results of one test at one moment, which no rule can put in order, one."""
    first = {(o.analyte, o.measured_at.at): o for o in reversed(case.observations)}
    return replace(case, observations=tuple(first.values()))


def verdicts(case: Case) -> dict:
    """Outcomes, counts, points, doses and classes of response, without the values."""
    return as_json(assess(case))


@pytest.mark.parametrize("kind", [diagnosis_cases, random_cases])
@settings(max_examples=150, deadline=None, derandomize=True)
@given(seed=st.integers(0, 2**32))
def test_a_value_gives_the_same_verdicts_in_every_unit(kind, seed):
    case = one_a_moment(kind.random_case(Random(seed)))
    if case.observations:
        assert verdicts(in_other_units(case, Random(seed))) == verdicts(case)


def test_the_property_is_about_something_and_can_fail():
    """Most rows have another unit; a unit exchanged without its value changes a verdict."""
    cases = [diagnosis_cases.random_case(Random(seed)) for seed in range(40)]
    cases = [case for case in cases if case.observations]
    rows = [o for case in cases for o in case.observations]
    changed = [o for o in rows if exchanged(o, Random(1)).unit != o.unit]
    assert len(changed) > len(rows) / 4
    assert {o.analyte for o in changed} >= {"hemoglobin", "ferritin", "temperature", "weight"}
    wrong = [
        replace(c, observations=tuple(o._replace(unit=exchanged(o, Random(1)).unit) for o in rows))
        for c in cases
        for rows in [c.observations]
    ]
    assert any(verdicts(a) != verdicts(b) for a, b in zip(cases, wrong, strict=True))


def test_the_figures_printed_twice_are_a_hair_apart():
    """What the property leaves out: each band is narrower than half a per cent."""
    assert len(BANDS) == 4
    for low, high in BANDS:
        assert 0 < high - low < low / 200
