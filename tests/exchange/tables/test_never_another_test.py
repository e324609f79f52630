"""What sounds like a test of blood and is another one is never read as it."""

from __future__ import annotations

import pytest

from hlh_app.exchange.tables.model import Status
from hlh_app.exchange.tables.reading import read_text

BEFORE = [
    *("Direct bili", "Urine creatinine", "CSF WBC", "CSF albumin", "Urine sodium", "Free Hb"),
    *("Plasma free Hb", "Band neutrophils", "Ideal body weight", "Donor platelets", "Macro AST"),
    *("Pleural LDH", "Soluble IL-6"),
]
HEADINGS = "Test\tSpecimen\tResult\tUnit\tDate\n"


def read(block: str) -> list[str]:
    return [
        f"{cell.analyte} {cell.value}"
        for cell in read_text(block).cells
        if cell.status is Status.READ
    ]


@pytest.mark.parametrize("word", BEFORE)
@pytest.mark.parametrize(
    "block",
    [
        "14-Nov-2026\n{} = 12 {}",
        "14-Nov-2026\n{}: 12 {}\nESR: 20 mm/h",
        "{} 12 {} (14-Nov-2026)\nESR 20 mm/h (14-Nov-2026)",
        "14-Nov-2026\nHb 8.4 g/dL, {} 12 {}",
        "Test 14-Nov-2026 15-Nov-2026\n{} 12 12\nESR 20 20",
    ],
)
def test_a_word_before_the_name_belongs_to_it(word, block):
    for unit in ("", "mg/dL", "g/L", "/uL", "K/uL", "mmol/L", "U/L", "kg", "pg/mL"):
        assert set(read(block.format(word, unit))) <= {"esr 20", "hemoglobin 8.4"}


def test_a_label_before_the_name_does_not():
    assert read("14-Nov-2026\nLabs: WBC 3.2 K/uL") == ["wbc 3.2"]
    assert read("14-Nov-2026\nHb low 8.4 g/dL") == read("14-Nov-2026\nHb 8.4 g/dL")


@pytest.mark.parametrize("end", ["", ":", " :"])
def test_what_stands_in_brackets_is_not_lost(end):
    block = f"14.11.2026\nESR: 20 mm/h\nBilirubin (direkt){end} 2,1 mg/dl"
    assert read(block) == ["esr 20"]


def test_a_line_of_results_is_no_heading():
    block = "Albumin creatinine ratio 12 mg/g (14-Nov-2026)\nLDL 12 mg/dL (14-Nov-2026)"
    assert read(block) == []


@pytest.mark.parametrize(
    "specimen", ["Lumbalpunktat", "BM aspirate", "Ur", "Pericardial", "Sammelurin"]
)
def test_a_specimen_that_is_not_known_is_asked_about(specimen):
    block = f"{HEADINGS}Ferritin\t{specimen}\t800\tng/mL\t2026-11-14"
    assert read(block) == []
    across = f"Test\tSpecimen\tUnit\t2026-11-14\nFerritin\t{specimen}\tng/mL\t800"
    assert read(across) == []


@pytest.mark.parametrize(
    "specimen", ["", "Blood", "EDTA-Vollblut", "Li-Heparin", "Serum", "S", "1"]
)
def test_blood_needs_no_question(specimen):
    block = f"{HEADINGS}Ferritin\t{specimen}\t800\tng/mL\t2026-11-14"
    assert read(block) == ["ferritin 800"]


@pytest.mark.parametrize(
    "name",
    [
        "EBV/CMV DNA plasma",
        "EBV DNA bone marrow plasma",
        "EBV DNA plasma Ct",
        "LEU",
        "NE",
        "Platelet volume",
        "Plasma hemoglobin",
        "P-Hemoglobin",
        "Hemoglobin [Mass/volume] in Serum or Plasma",
    ],
)
def test_names_that_are_other_tests(name):
    units = ("copies/mL", "/uL", "g/dL", "10^9/L")
    rows = "".join(f"{name}\t\t12\t{unit}\t2026-11-14\n" for unit in units)
    assert read(HEADINGS + rows) == []


def test_a_decimal_point_elsewhere_does_not_decide_between_two_possible_values():
    block = "Test\tUnit\t2026-11-14\nFerritin\tng/mL\t12.300\nWBC\t10^9/L\t3.2\nHb\tg/dL\t8.900"
    assert read(block) == ["wbc 3.2", "hemoglobin 8.900"]


def test_signs_after_numbers_are_flags_where_a_minus_stands_repeatedly():
    block = "Test\tUnit\t14.11.2026\t15.11.2026\nHb\tg/dl\t8,9-\t9,1- g/dl\nALT\tU/l\t88+\t>90+"
    assert read(block) == ["hemoglobin 8.9", "hemoglobin 9.1", "alt 88", "alt 90"]
    assert read("Test\tUnit\t14.11.2026\nHb\tg/dl\t8,9-\nALT\tU/l\t88+") == []
