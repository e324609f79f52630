"""The one table of what is measured: names, units, limits. Everything else derives from it.

Units are UCUM codes. ``conversions`` holds, for every other unit that may be converted, the exact
factor to the canonical unit; ``kept_units`` are other assays' units: kept and shown, never
converted and never compared across. Possible and usual limits are our definition.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from hlh_app.clinical.text import gettext_noop as _

D = Decimal


class Group(StrEnum):
    """Clinical order of the visit form, the laboratory table and the charts."""

    MEASURES = "measures"
    BLOOD_COUNT = "blood_count"
    HYPERINFLAMMATION = "hyperinflammation"
    COAGULATION = "coagulation"
    LIVER = "liver"
    KIDNEY = "kidney"
    VIRUS = "virus"
    CYTOKINES = "cytokines"


@dataclass(frozen=True, slots=True)
class Analyte:
    """One measurable quantity.

    ``possible``: outside is refused. ``usual``: outside is asked to be confirmed. Both in
    ``unit``, inclusive, our definition. ``assay_bound``: results compare only within one assay,
    no unit is preselected.
    """

    code: str
    label: str
    short: str
    group: Group
    unit: str
    possible: tuple[Decimal, Decimal]
    usual: tuple[Decimal, Decimal]
    conversions: MappingProxyType[str, Fraction] = field(
        default_factory=lambda: MappingProxyType({})
    )
    kept_units: tuple[str, ...] = ()
    assay_bound: bool = False
    log_axis: bool = False
    decimals: int = 0

    @property
    def units(self) -> tuple[str, ...]:
        """Every unit this analyte may be reported in, the canonical one first."""
        return (self.unit, *self.conversions, *self.kept_units)


def _factor(text: str) -> Fraction:
    """Read the sources' own words: "×10" or "÷88.57"."""
    number = Fraction(text[1:])
    return number if text[0] == "×" else 1 / number


def _analyte(
    code: str,
    label: str,
    short: str,
    group: Group,
    unit: str,
    possible: tuple[str, str],
    usual: tuple[str, str] | None = None,
    *,
    per: dict[str, str] | None = None,
    kept: tuple[str, ...] = (),
    assay_bound: bool = False,
    log_axis: bool = False,
    decimals: int = 0,
) -> Analyte:
    limits = (D(possible[0]), D(possible[1]))
    return Analyte(
        code=code,
        label=label,
        short=short,
        group=group,
        unit=unit,
        possible=limits,
        usual=(D(usual[0]), D(usual[1])) if usual else limits,
        conversions=MappingProxyType({u: _factor(f) for u, f in (per or {}).items()}),
        kept_units=kept,
        assay_bound=assay_bound,
        log_axis=log_axis,
        decimals=decimals,
    )


_COUNTS = {"10*3/uL": "×1", "/uL": "÷1000"}
_CYTOKINES = ("0", "100000000")
_COPIES = ("[IU]/mL", "{Log_copies}/mL", "{Log_IU}/mL", "{copies}/10*6{cells}")

# fmt: off
_TABLE = (
    # Fahrenheit is the one unit that is not a factor: units.py converts it exactly.
    _analyte(
        "temperature", _("Temperature"), _("Temp"), Group.MEASURES, "Cel", ("25", "45"),
        ("34", "42"), per={"[degF]": "×1"}, decimals=1,
    ),
    _analyte(
        "weight", _("Weight"), _("Weight"), Group.MEASURES, "kg", ("0.3", "400"),
        per={"g": "÷1000", "[lb_av]": "×0.45359237"}, decimals=1,
    ),
    _analyte(
        "height", _("Height"), _("Height"), Group.MEASURES, "cm", ("20", "250"), per={"m": "×100"},
        decimals=1,
    ),
    _analyte(
        "spleen_thickness", _("Spleen thickness (ultrasound)"), _("Spleen"), Group.MEASURES, "mm",
        ("5", "300"), ("15", "150"), per={"cm": "×10"},
    ),
    _analyte(
        "hemoglobin", _("Hemoglobin"), _("Hb"), Group.BLOOD_COUNT, "g/L", ("10", "300"),
        ("40", "200"), per={"g/dL": "×10", "mmol/L": "×16.1"},
    ),
    _analyte(
        "platelets", _("Platelets"), _("Plt"), Group.BLOOD_COUNT, "10*9/L", ("0", "5000"),
        ("1", "1500"), per=_COUNTS,
    ),
    _analyte(
        "wbc", _("Leukocytes"), _("WBC"), Group.BLOOD_COUNT, "10*9/L", ("0", "1000"),
        ("0.1", "100"), per=_COUNTS, decimals=2,
    ),
    _analyte(
        "neutrophils", _("Neutrophils"), _("ANC"), Group.BLOOD_COUNT, "10*9/L", ("0", "500"),
        ("0", "50"), per=_COUNTS, decimals=2,
    ),
    _analyte(
        "ferritin", _("Ferritin"), _("Ferritin"), Group.HYPERINFLAMMATION, "ug/L", ("0", "1000000"),
        ("5", "100000"), per={"ng/mL": "×1", "pmol/L": "×0.445"}, log_axis=True,
    ),
    _analyte(
        "scd25", _("sCD25 (soluble IL-2 receptor)"), _("sCD25"), Group.HYPERINFLAMMATION, "U/mL",
        ("0", "1000000"), ("50", "60000"), kept=("pg/mL", "ng/mL", "ng/L"), assay_bound=True,
        log_axis=True,
    ),
    _analyte(
        "triglycerides", _("Triglycerides"), _("TG"), Group.HYPERINFLAMMATION, "mmol/L",
        ("0.05", "200"), ("0.3", "15"), per={"mg/dL": "÷88.57"}, decimals=2,
    ),
    _analyte(
        "ldh", _("Lactate dehydrogenase"), _("LDH"), Group.HYPERINFLAMMATION, "U/L",
        ("0", "100000"), ("50", "10000"),
    ),
    _analyte(
        "crp", _("C-reactive protein"), _("CRP"), Group.HYPERINFLAMMATION, "mg/L", ("0", "1500"),
        ("0", "500"), per={"mg/dL": "×10"}, decimals=1,
    ),
    _analyte(
        "esr", _("Erythrocyte sedimentation rate"), _("ESR"), Group.HYPERINFLAMMATION, "mm/h",
        ("0", "250"),
    ),
    _analyte(
        "nk_activity", _("NK-cell activity"), _("NK"), Group.HYPERINFLAMMATION, "%", ("0", "100"),
        assay_bound=True, decimals=1,
    ),
    _analyte(
        "fibrinogen", _("Fibrinogen"), _("Fbg"), Group.COAGULATION, "g/L", ("0", "30"),
        ("0.3", "10"), per={"mg/dL": "÷100", "umol/L": "×0.34"}, decimals=2,
    ),
    _analyte(
        "d_dimer", _("D-dimer"), _("D-dimer"), Group.COAGULATION, "ug/L", ("0", "10000000"),
        kept=("ug/L{FEU}", "ug/L{DDU}"), assay_bound=True,
    ),
    _analyte(
        "alt", _("Alanine aminotransferase"), _("ALT"), Group.LIVER, "U/L", ("0", "50000"),
        ("3", "5000"),
    ),
    _analyte(
        "ast", _("Aspartate aminotransferase"), _("AST"), Group.LIVER, "U/L", ("0", "50000"),
        ("3", "5000"),
    ),
    _analyte(
        "bilirubin_total", _("Total bilirubin"), _("Bili"), Group.LIVER, "umol/L", ("0", "2000"),
        ("1", "600"), per={"mg/dL": "×17.1"},
    ),
    _analyte(
        "albumin", _("Albumin"), _("Alb"), Group.LIVER, "g/L", ("5", "80"), ("15", "60"),
        per={"g/dL": "×10"},
    ),
    _analyte(
        "creatinine", _("Creatinine"), _("Crea"), Group.KIDNEY, "umol/L", ("1", "5000"),
        ("10", "1000"), per={"mg/dL": "×88.4"},
    ),
    _analyte(
        "sodium", _("Sodium"), _("Na"), Group.KIDNEY, "mmol/L", ("80", "220"), ("115", "165"),
    ),
    _analyte(
        "ebv_dna_whole_blood", _("EBV-DNA, whole blood"), _("EBV blood"), Group.VIRUS,
        "{copies}/mL", ("0", "1000000000000"), kept=_COPIES, assay_bound=True, log_axis=True,
    ),
    _analyte(
        "ebv_dna_plasma", _("EBV-DNA, plasma"), _("EBV plasma"), Group.VIRUS, "{copies}/mL",
        ("0", "1000000000000"), kept=_COPIES, assay_bound=True, log_axis=True,
    ),
    *(
        _analyte(
            code, label, label, Group.CYTOKINES, "pg/mL", _CYTOKINES, per={"ng/L": "×1"},
            assay_bound=True, log_axis=True,
        )
        for code, label in (
            ("ifn_gamma", _("Interferon-γ")),
            ("il_6", _("Interleukin-6")),
            ("il_10", _("Interleukin-10")),
            ("il_18", _("Interleukin-18")),
            ("cxcl9", _("CXCL9")),
            ("ip_10", _("IP-10 (CXCL10)")),
            ("mip_1a", _("MIP-1α")),
        )
    ),
)
# fmt: on

ANALYTES: MappingProxyType[str, Analyte] = MappingProxyType({a.code: a for a in _TABLE})
