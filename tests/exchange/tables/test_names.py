"""What laboratories call the tests."""

from __future__ import annotations

import pytest

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.exchange.tables import spoken_names
from hlh_app.exchange.tables.model import Word
from hlh_app.exchange.tables.names import plain, read_name

EBV = {"ebv_dna_whole_blood", "ebv_dna_plasma"}


@pytest.mark.parametrize("analyte", ANALYTES)
def test_every_test_has_its_words_and_they_are_read(analyte):
    words = spoken_names.CERTAIN[analyte]
    assert len(words) >= 3
    for word in (*words, *(word.upper() for word in words), ANALYTES[analyte].label):
        assert read_name(word).analyte == analyte, word


def test_no_word_names_two_tests():
    seen: dict[str, str] = {}
    for analyte, words in spoken_names.CERTAIN.items():
        for word in words:
            key = plain(word).replace(" ", "")
            assert seen.setdefault(key, analyte) == analyte, word
            assert key not in {plain(w).replace(" ", "") for w in spoken_names.PERHAPS}, word


@pytest.mark.parametrize(
    ("text", "analyte", "unit"),
    [
        ("Ferritin (ng/mL)", "ferritin", "ng/mL"), ("Ferritin [µg/L]", "ferritin", "µg/L"),
        ("Ferritin ng/mL", "ferritin", "ng/mL"), ("Ferritin, ng/mL", "ferritin", "ng/mL"),
        ("Ferritin in ug/L", "ferritin", "ug/L"), ("ferritin_ng_ml", "ferritin", "ng/ml"),
        ("PLT x10^9/L", "platelets", "x10^9/L"), ("PLT ×10⁹/L", "platelets", "×10⁹/L"),
        ("Neut%", "neutrophils", "%"), ("Neutrophils %", "neutrophils", "%"),
        ("NEUT#", "neutrophils", ""), ("Neut. abs.", "neutrophils", ""),
        ("白细胞(WBC)", "wbc", ""), ("白细胞计数 10^9/L", "wbc", "10^9/L"),
        ("AST (GOT)", "ast", ""),
        ("S-Ferritin", "ferritin", ""), ("Ferritin, serum", "ferritin", ""),
        ("Ferritin [Mass/volume] in Serum or Plasma", "ferritin", ""),
        ("Leukocytes [#/volume] in Blood by Automated count", "wbc", ""),
        ("EBV DNA (plasma)", "ebv_dna_plasma", ""), ("EBV-DNA, Plasma", "ebv_dna_plasma", ""),
        ("EBV PCR Vollblut copies/mL", "ebv_dna_whole_blood", "copies/mL"),
        ("sIL-2Rα (U/mL)", "scd25", "U/mL"), ("IFN-γ", "ifn_gamma", ""),
        ("MIP-1α", "mip_1a", ""),
        ("D-Dimer (mg/L FEU)", "d_dimer", "mg/L FEU"), ("WBC (x10^3)", "wbc", "x10^3"),
        ("LDH µkat/L", "ldh", "µkat/L"), ("Weight kg", "weight", "kg"),
        ("T° max", "temperature", ""),
    ],
)  # fmt: skip
def test_names_with_units_and_specimens(text, analyte, unit):
    found = read_name(text)
    assert (found.analyte, found.unit_text) == (analyte, unit)


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("EBV-DNA", EBV), ("EBV", EBV), ("EBV DNA serum", EBV), ("IL-2", {"scd25"}),
        ("CD25", {"scd25"}), ("Tg", {"triglycerides"}), ("PCR", {"crp"}), ("Ht", {"height"}),
        ("NK", {"nk_activity"}), ("ALT/AST", {"alt", "ast"}), ("Ferritin (Roche)", {"ferritin"}),
        ("Hemoglobin (A1c)", {"hemoglobin"}), ("Leukocytes (urine)", {"wbc"}),
        ("Segmentkernige", {"neutrophils"}), ("Spleen", {"spleen_thickness"}),
    ],
)  # fmt: skip
def test_words_that_may_be_several_tests(text, options):
    found = read_name(text)
    assert found.analyte is None
    assert set(found.options) == options


@pytest.mark.parametrize(
    "text",
    ["HbA1c", "FIB-4", "Bilirubin direct", "Direct bilirubin", "Creatinine clearance", "U-Albumin",
     "Creatinine [Mass/volume] in Urine", "Lactate", "MCH", "MCHC", "Albumin/Creatinine", "CK",
     "EBV VCA IgG", "EBV EBNA", "CMV DNA", "Transferrin", "Ferritin index", "Free T4", "Urine WBC",
     "Neutrophils/100 leukocytes in Blood", "MPV", "IL-6 receptor", "IL-18BP", "n/a", "Ferritin >",
     "Reticulocytes", "FDP", "Protein C", "", "12", "x" * 200, "HCT", "Glycosylated ferritin"],
)  # fmt: skip
def test_what_is_no_known_test(text):
    found = read_name(text)
    assert (found.analyte, found.options) == (None, ())


def test_a_centers_word_goes_before_everything():
    words = {
        plain("TG"): Word(""),
        plain("Fer."): Word("ferritin", "ng/mL", "Central", "Elecsys"),
        plain("EBV-DNA"): Word("ebv_dna_plasma"),
    }
    assert read_name("TG", words).left_out
    assert read_name("FER", words).word.assay == "Elecsys"
    assert read_name("EBV DNA (copies/mL)", words)[:2] == ("ebv_dna_plasma", "copies/mL")
    assert read_name("Ferritin", words).analyte == "ferritin"
    assert read_name("TG").analyte == "triglycerides"


def test_plain_is_the_same_however_it_is_typed():
    assert plain("  D-Dimère ") == plain("d dimere") == "d dimere"
    assert plain("IFN-γ") == "ifn gamma"
    assert len(plain("x " * 500)) <= 120
