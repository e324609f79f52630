"""Which LOINC code is which analyte. A code that is not here is reported, never guessed.

Each was looked up in published material (value sets of HL7, laboratories' catalogues) or is among
the codes that every FHIR server's examples use; it stands with its long common name. ``unit`` is
the one in which a result that is still awaited is kept: a result itself states its own. ``units``:
where the code fixes what a bare unit leaves open (the D-dimer equivalents, copies or international
units of a virus), the units it can be in. LOINC has one code for serum and plasma.
"""

from collections.abc import Mapping
from typing import NamedTuple


class Test(NamedTuple):
    """``meant``: a unit as the result states it → the unit that the code makes of it."""

    code: str
    name: str
    analyte: str
    unit: str
    units: frozenset[str] | None = None
    meant: Mapping[str, str] = {}
    site: str | None = None
    fasting: str | None = None


def _tests(analyte: str, unit: str, *named: tuple[str, str]) -> list[Test]:
    return [Test(code, name, analyte, unit) for code, name in named]


def _d_dimer(kind: str, *named: tuple[str, str]) -> list[Test]:
    unit = f"ug/L{{{kind}}}"
    meant = {"ug/L": unit}
    return [Test(c, name, "d_dimer", unit, frozenset({unit}), meant) for c, name in named]


def _virus(code: str, name: str, analyte: str, *units: str) -> Test:
    return Test(code, name, analyte, units[0], frozenset(units))


_COPIES = ("{copies}/mL", "{Log_copies}/mL")
_INTERNATIONAL = ("[IU]/mL", "{Log_IU}/mL")
_EBV = "Epstein Barr virus DNA [{}/volume] (viral load) in {} by NAA with probe detection"
_ALT = "Alanine aminotransferase [Enzymatic activity/volume] in Serum or Plasma"
_AST = "Aspartate aminotransferase [Enzymatic activity/volume] in Serum or Plasma"
_LDH = "Lactate dehydrogenase [Enzymatic activity/volume] in Serum or Plasma"
_FIBRINOGEN = "Fibrinogen [Mass/volume] in Platelet poor plasma by Coagulation"
_DIMER = "Fibrin D-dimer {} [Mass/volume] in {}"
_CORRECTED = "Leukocytes [#/volume] corrected for nucleated erythrocytes in Blood"

# fmt: off
_TABLE: tuple[Test, ...] = (
    Test("8310-5", "Body temperature", "temperature", "Cel"),
    Test("8331-1", "Oral temperature", "temperature", "Cel", site="oral"),
    Test("8332-9", "Rectal temperature", "temperature", "Cel", site="rectal"),
    Test("8328-7", "Axillary temperature", "temperature", "Cel", site="axillary"),
    Test("8333-7", "Tympanic membrane temperature", "temperature", "Cel", site="tympanic"),
    Test("75539-7", "Body temperature - Temporal artery", "temperature", "Cel", site="forehead"),
    Test("60834-9", "Blood temperature", "temperature", "Cel", site="other"),
    *_tests("weight", "kg", ("29463-7", "Body weight"), ("3141-9", "Body weight Measured")),
    *_tests(
        "height", "cm", ("8302-2", "Body height"), ("3137-7", "Body height Measured"),
        ("8306-3", "Body height --lying"),
    ),
    *_tests(
        "hemoglobin", "g/dL",
        ("718-7", "Hemoglobin [Mass/volume] in Blood"),
        ("20509-6", "Hemoglobin [Mass/volume] in Blood by calculation"),
        ("55782-7", "Hemoglobin [Mass/volume] in Blood by Oximetry"),
        ("30313-1", "Hemoglobin [Mass/volume] in Arterial blood"),
        ("14775-1", "Hemoglobin [Mass/volume] in Arterial blood by Oximetry"),
        ("30350-3", "Hemoglobin [Mass/volume] in Venous blood"),
        ("76769-9", "Hemoglobin [Mass/volume] in Venous blood by Oximetry"),
        ("30352-9", "Hemoglobin [Mass/volume] in Capillary blood"),
    ),
    *_tests(
        "hemoglobin", "mmol/L", ("59260-0", "Hemoglobin [Moles/volume] in Blood"),
        ("75928-2", "Hemoglobin [Moles/volume] in Arterial blood"),
    ),
    *_tests(
        "platelets", "10*9/L",
        ("777-3", "Platelets [#/volume] in Blood by Automated count"),
        ("26515-7", "Platelets [#/volume] in Blood"),
        ("778-1", "Platelets [#/volume] in Blood by Manual count"),
    ),
    *_tests(
        "wbc", "10*9/L",
        ("6690-2", "Leukocytes [#/volume] in Blood by Automated count"),
        ("26464-8", "Leukocytes [#/volume] in Blood"),
        ("804-5", "Leukocytes [#/volume] in Blood by Manual count"),
        ("12227-5", _CORRECTED),
        ("33256-9", f"{_CORRECTED} by Automated count"),
    ),
    *_tests(
        "neutrophils", "10*9/L",
        ("751-8", "Neutrophils [#/volume] in Blood by Automated count"),
        ("26499-4", "Neutrophils [#/volume] in Blood"),
        ("753-4", "Neutrophils [#/volume] in Blood by Manual count"),
    ),
    *_tests(
        "ferritin", "ng/mL",
        ("2276-4", "Ferritin [Mass/volume] in Serum or Plasma"),
        ("20567-4", "Ferritin [Mass/volume] in Serum or Plasma by Immunoassay"),
        ("24373-3", "Ferritin [Mass/volume] in Blood"),
    ),
    *_tests("ferritin", "pmol/L", ("14723-1", "Ferritin [Moles/volume] in Serum or Plasma")),
    # By two laboratories' catalogues, with their name of it; both report pg/mL.
    *_tests("scd25", "pg/mL", ("76039-7", "Interleukin 2 receptor (CD25), soluble")),
    *_tests(
        "triglycerides", "mg/dL",
        ("2571-8", "Triglyceride [Mass/volume] in Serum or Plasma"),
        ("3043-7", "Triglyceride [Mass/volume] in Blood"),
    ),
    Test(
        "3048-6", "Triglyceride [Mass/volume] in Serum or Plasma --fasting", "triglycerides",
        "mg/dL", fasting="yes",
    ),
    *_tests(
        "triglycerides", "mmol/L",
        ("14927-8", "Triglyceride [Moles/volume] in Serum or Plasma"),
        ("35217-9", "Triglyceride [Moles/volume] in Serum or Plasma"),
    ),
    *_tests(
        "ldh", "U/L", ("2532-0", _LDH),
        ("14804-9", f"{_LDH} by Lactate to pyruvate reaction"),
        ("14805-6", f"{_LDH} by Pyruvate to lactate reaction"),
    ),
    *_tests(
        "crp", "mg/L",
        ("1988-5", "C reactive protein [Mass/volume] in Serum or Plasma"),
        ("30522-7", "C reactive protein [Mass/volume] in Serum or Plasma by High sensitivity "
         "method"),
        ("71426-1", "C reactive protein [Mass/volume] in Blood by High sensitivity method"),
        ("48421-2", "C reactive protein [Mass/volume] in Capillary blood"),
    ),
    *_tests(
        "esr", "mm/h", ("4537-7", "Erythrocyte sedimentation rate by Westergren method"),
        ("30341-2", "Erythrocyte sedimentation rate"),
    ),
    *_tests("fibrinogen", "mg/dL", ("3255-7", f"{_FIBRINOGEN} assay")),
    *_tests("fibrinogen", "g/L", ("48664-7", f"{_FIBRINOGEN}.derived")),
    *_d_dimer(
        "FEU",
        ("48065-7", _DIMER.format("FEU", "Platelet poor plasma")),
        ("48067-3", _DIMER.format("FEU", "Platelet poor plasma by Immunoassay")),
        ("71427-9", _DIMER.format("FEU", "Blood by Immunoassay")),
    ),
    *_d_dimer(
        "DDU",
        ("48066-5", _DIMER.format("DDU", "Platelet poor plasma")),
        ("48058-2", _DIMER.format("DDU", "Platelet poor plasma by Immunoassay")),
        ("91556-1", _DIMER.format("DDU", "Blood by Immunoassay")),
    ),
    *_tests(
        "alt", "U/L", ("1742-6", _ALT), ("1743-4", f"{_ALT} by With P-5'-P"),
        ("1744-2", f"{_ALT} by No addition of P-5'-P"),
    ),
    *_tests(
        "ast", "U/L", ("1920-8", _AST), ("30239-8", f"{_AST} by With P-5'-P"),
        ("88112-8", f"{_AST} by No addition of P-5'-P"),
    ),
    *_tests(
        "bilirubin_total", "mg/dL",
        ("1975-2", "Bilirubin.total [Mass/volume] in Serum or Plasma"),
        ("42719-5", "Bilirubin.total [Mass/volume] in Blood"),
        ("59827-6", "Bilirubin.total [Mass/volume] in Arterial blood"),
        ("59828-4", "Bilirubin.total [Mass/volume] in Venous blood"),
    ),
    *_tests(
        "bilirubin_total", "umol/L",
        ("14631-6", "Bilirubin.total [Moles/volume] in Serum or Plasma"),
    ),
    *_tests(
        "albumin", "g/dL",
        ("1751-7", "Albumin [Mass/volume] in Serum or Plasma"),
        ("61151-7", "Albumin [Mass/volume] in Serum or Plasma by Bromocresol green (BCG) dye "
         "binding method"),
        ("61152-5", "Albumin [Mass/volume] in Serum or Plasma by Bromocresol purple (BCP) dye "
         "binding method"),
    ),
    *_tests(
        "creatinine", "mg/dL",
        ("2160-0", "Creatinine [Mass/volume] in Serum or Plasma"),
        ("38483-4", "Creatinine [Mass/volume] in Blood"),
        ("21232-4", "Creatinine [Mass/volume] in Arterial blood"),
    ),
    *_tests(
        "creatinine", "umol/L",
        ("14682-9", "Creatinine [Moles/volume] in Serum or Plasma"),
        ("59826-8", "Creatinine [Moles/volume] in Blood"),
    ),
    *_tests(
        "sodium", "mmol/L", ("2951-2", "Sodium [Moles/volume] in Serum or Plasma"),
        ("2947-0", "Sodium [Moles/volume] in Blood"),
    ),
    _virus("36923-1", _EBV.format("#", "Blood"), "ebv_dna_whole_blood", *_COPIES),
    _virus("93840-7", _EBV.format("Units", "Blood"), "ebv_dna_whole_blood", *_INTERNATIONAL),
    _virus("47982-4", _EBV.format("#", "Serum or Plasma"), "ebv_dna_plasma", *_COPIES),
    _virus("43730-1", _EBV.format("Units", "Serum or Plasma"), "ebv_dna_plasma", *_INTERNATIONAL),
    *_tests(
        "ifn_gamma", "pg/mL", ("27415-9", "Interferon gamma [Mass/volume] in Serum or Plasma")
    ),
    *_tests("il_6", "pg/mL", ("26881-3", "Interleukin 6 [Mass/volume] in Serum or Plasma")),
    *_tests("il_10", "pg/mL", ("26848-2", "Interleukin 10 [Mass/volume] in Serum or Plasma")),
)
# fmt: on

TESTS: Mapping[str, Test] = {test.code: test for test in _TABLE}

PERCENT_OF_LEUKOCYTES = frozenset({"770-8", "26511-6"})
"""Neutrophils/100 leukocytes in Blood, by automated count and without a method: not the absolute
count, which is what is asked for."""


def _property(unit: str) -> str:
    """What LOINC calls the kind of quantity, as far as it tells codes of one analyte apart."""
    if unit.endswith("}") and not unit.startswith("{"):
        return unit[unit.index("{") :]
    for sign in ("mol/", "copies}/10*6", "copies}/mL", "IU", "U/"):
        if sign in unit:
            return sign
    return ""


_WRITTEN: Mapping[tuple[str, str], Test] = {
    (test.analyte, _property(test.unit)): test
    for test in reversed(_TABLE)
    if test.site is None and test.fasting is None
}


def written_as(analyte: str, unit: str) -> Test | None:
    """The code for a result in this unit; None where LOINC's codes here do not fit it."""
    return _WRITTEN.get((analyte, _property(unit)))
