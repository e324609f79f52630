"""The tables of codes: no slip of a digit, and nothing that the record does not know."""

from __future__ import annotations

import pytest

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.clinical.case import EVENTS, FINDINGS, HEMOPHAGOCYTOSIS_SITES
from hlh_app.clinical.therapy import HLH_THERAPIES
from hlh_app.clinical.transfusions import SPOILING
from hlh_app.exchange.fhir import codes
from hlh_app.exchange.fhir.drug_names import AS_A_WHOLE, OTHER_NAMES
from hlh_app.exchange.fhir.loinc import PERCENT_OF_LEUKOCYTES, TESTS, written_as

# The dihedral group that the check digit of SNOMED CT is made with (Verhoeff).
_TIMES = [
    [a + b if a + b < 5 else a + b - 5 for b in range(5)]
    + [a + b - 5 if a + b >= 10 else a + b for b in range(5, 10)]
    for a in range(5)
]
_TIMES += [
    [a - b if a - b >= 5 else a - b + 5 for b in range(5)]
    + [a - b if a - b >= 0 else a - b + 5 for b in range(5, 10)]
    for a in range(5, 10)
]
_MOVED = [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]]
while len(_MOVED) < 8:
    _MOVED.append([_MOVED[-1][n] for n in _MOVED[1]])


def has_verhoeff(code: str) -> bool:
    sums = 0
    for place, digit in enumerate(reversed(code)):
        sums = _TIMES[sums][_MOVED[place % 8][int(digit)]]
    return sums == 0


def has_loinc_check(code: str) -> bool:
    number, check = code.split("-")
    digits = [int(digit) for digit in reversed(number)]
    doubled = int("".join(map(str, reversed([int(d) for d in digits[0::2][::-1]])))[::-1]) * 2
    sums = sum(map(int, str(doubled))) + sum(digits[1::2])
    return (10 - sums % 10) % 10 == int(check)


@pytest.mark.parametrize("code", [*TESTS, *sorted(PERCENT_OF_LEUKOCYTES)])
def test_the_check_digit_of_each_loinc_code(code):
    assert has_loinc_check(code)


SNOMED_CODES = [
    *codes.SNOMED_FINDINGS,
    *codes.SNOMED_PROCEDURES,
    *codes.SNOMED_ANSWERS,
    *codes.SNOMED_ROUTES,
    *codes.TEMPERATURE_SITES,
    *codes.TEMPERATURE_METHODS,
]


@pytest.mark.parametrize("code", SNOMED_CODES)
def test_the_check_digit_of_each_snomed_code(code):
    assert has_verhoeff(code)


def test_the_check_digits_notice_a_slip():
    assert not has_verhoeff("16294008")
    assert not has_verhoeff("12694009")
    assert not has_loinc_check("2276-5")
    assert not has_loinc_check("2267-4")


@pytest.mark.parametrize("test", TESTS.values(), ids=lambda test: test.code)
def test_each_test_is_an_analyte_in_units_of_it(test):
    known = ANALYTES[test.analyte].units
    assert test.unit in known
    assert test.name
    for unit in (*(test.units or ()), *test.meant, *test.meant.values()):
        assert unit in known


def test_every_finding_event_and_drug_is_one_of_the_record():
    concepts = [*codes.SNOMED_FINDINGS.values(), *codes.ICD10_FINDINGS.values()]
    assert {finding for concept in concepts for finding in concept.means} <= set(FINDINGS)
    for done in codes.SNOMED_PROCEDURES.values():
        assert sum(map(bool, (done.event, done.drug, done.finding))) == 1
        assert done.event in ("", *EVENTS)
        assert done.drug in ("", *SPOILING)
        assert done.finding in ("", *FINDINGS)
    assert {*OTHER_NAMES.values(), *AS_A_WHOLE.values()} <= set(HLH_THERAPIES)
    assert "marrow" in HEMOPHAGOCYTOSIS_SITES


@pytest.mark.parametrize(
    ("analyte", "unit", "code"),
    [
        ("ferritin", "ug/L", "2276-4"),
        ("ferritin", "pmol/L", "14723-1"),
        ("triglycerides", "mmol/L", "14927-8"),
        ("triglycerides", "mg/dL", "2571-8"),
        ("d_dimer", "ug/L{FEU}", "48065-7"),
        ("d_dimer", "ug/L{DDU}", "48066-5"),
        ("ebv_dna_plasma", "{Log_IU}/mL", "43730-1"),
        ("ebv_dna_whole_blood", "{copies}/mL", "36923-1"),
        ("temperature", "[degF]", "8310-5"),
        ("platelets", "/uL", "777-3"),
        ("alt", "U/L", "1742-6"),
        ("d_dimer", "ug/L", None),
        ("scd25", "U/mL", None),
        ("ebv_dna_plasma", "{copies}/10*6{cells}", None),
        ("nk_activity", "%", None),
        ("il_18", "pg/mL", None),
    ],
)
def test_a_code_is_written_only_where_it_fits_the_unit(analyte, unit, code):
    found = written_as(analyte, unit)
    assert (found.code if found else None) == code
