"""Units: how they are spelled, and exact conversion to the canonical unit of an analyte."""

import re
import unicodedata
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal
from fractions import Fraction

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.clinical.text import Message, gettext_noop

EXACT = Context(prec=1000, Emax=MAX_EMAX, Emin=MIN_EMIN)
"""Products and sums of clinical values never lose a digit here. Never divide in it."""

_DISPLAY = Context(prec=28)
_CELSIUS, _FAHRENHEIT = "Cel", "[degF]"
_COUNTS = frozenset({"wbc", "neutrophils", "platelets"})
_COUNT_PER_LITER = "10*9/L"

# Spellings found in the wild, after _spelled(): lower case, no spaces, µ as u, 10^9 as 10*9.
_SPELLINGS: dict[str, tuple[str, ...]] = {
    "Cel": ("c", "°c", "cel", "degc", "celsius", "oc"),
    "[degF]": ("f", "°f", "[degf]", "degf", "fahrenheit", "of"),
    "kg": ("kg", "kgs", "kilograms"),
    "g": ("g", "grams"),
    "[lb_av]": ("[lb_av]", "lb", "lbs", "pounds"),
    "cm": ("cm",),
    "m": ("m",),
    "mm": ("mm",),
    "g/L": ("g/l",),
    "g/dL": ("g/dl", "gm/dl", "g%"),
    "mmol/L": ("mmol/l",),
    "10*9/L": ("10*9/l", "/nl", "1/nl", "giga/l", "gpt/l"),
    "10*3/uL": ("10*3/ul", "10*3/mm3", "k/ul", "k/mm3", "thou/ul", "thousand/ul"),
    "/uL": ("/ul", "1/ul", "cells/ul", "/mm3", "/cmm", "cells/mm3", "{cells}/ul"),
    "ug/L": ("ug/l", "mcg/l"),
    "ng/mL": ("ng/ml",),
    "ng/L": ("ng/l",),
    "pg/mL": ("pg/ml",),
    "pmol/L": ("pmol/l",),
    "umol/L": ("umol/l", "mcmol/l"),
    "mg/dL": ("mg/dl", "mg%"),
    "mg/L": ("mg/l",),
    "U/mL": ("u/ml", "ku/l"),
    "U/L": ("u/l", "iu/l", "[iu]/l"),
    "mm/h": ("mm/h", "mm/hr", "mm/1h", "mm/hour"),
    "%": ("%", "percent"),
    "{copies}/mL": ("{copies}/ml", "copies/ml", "cp/ml", "copy/ml", "geq/ml"),
    "[IU]/mL": ("[iu]/ml", "iu/ml"),
    "{Log_copies}/mL": ("{log_copies}/ml", "log10copies/ml", "logcopies/ml", "log10cp/ml"),
    "{Log_IU}/mL": ("{log_iu}/ml", "log10iu/ml", "logiu/ml"),
    "{copies}/10*6{cells}": ("{copies}/10*6{cells}", "copies/106cells", "copies/10*6cells"),
    "ug/L{FEU}": ("ug/l{feu}", "ug/lfeu", "ng/mlfeu", "ng/ml{feu}"),
    "ug/L{DDU}": ("ug/l{ddu}", "ug/lddu", "ng/mlddu", "ng/ml{ddu}"),
}
_UCUM_OF = {spelling: unit for unit, spellings in _SPELLINGS.items() for spelling in spellings}
_POWER_OF_TEN = re.compile(r"^[x*·∙⋅]?10(?:\^|\*\*|\*|e)?([369])/")


def _ratio(unit: str, number: Fraction) -> tuple[Decimal, Decimal]:
    ratio = Fraction(5, 9) if unit == _FAHRENHEIT else number
    return Decimal(ratio.numerator), Decimal(ratio.denominator)


_RATIOS = {
    code: {unit: _ratio(unit, number) for unit, number in analyte.conversions.items()}
    for code, analyte in ANALYTES.items()
}


class UnitError(ValueError):
    """A unit that this analyte cannot be reported in; ``message`` says what to enter."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


def read_unit(text: str, analyte_code: str) -> str:
    """The UCUM code of a unit as somebody wrote it, for this analyte; UnitError otherwise."""
    analyte = ANALYTES[analyte_code]
    written = text.strip()
    if written in analyte.units:
        return written
    spelled = _spelled(written)
    if analyte_code == "neutrophils" and spelled in _SPELLINGS["%"]:
        raise UnitError(Message(gettext_noop("Neutrophils in %: give the absolute count.")))
    if spelled == "g/l" and analyte_code in _COUNTS:
        unit = _COUNT_PER_LITER if written.startswith("G") else None
    else:
        unit = _UCUM_OF.get(spelled)
    if unit not in analyte.units:
        raise UnitError(_refusal(text, analyte_code))
    return unit


def _spelled(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).replace("μ", "u").replace("×", "x")
    plain = "".join(plain.split()).lower()
    return _POWER_OF_TEN.sub(r"10*\1/", plain)


def _refusal(text: str, analyte_code: str) -> Message:
    analyte = ANALYTES[analyte_code]
    return Message(
        gettext_noop("“{unit}” is not a unit of {analyte}. Give one of: {units}."),
        {
            "unit": text[:40],
            "analyte": Message(analyte.label),
            "units": ", ".join(analyte.units),
        },
    )


def is_kept(unit: str, analyte_code: str) -> bool:
    """Whether ``unit`` is another assay's: kept and shown, never converted or compared across."""
    return unit in ANALYTES[analyte_code].kept_units


def comparable(unit_a: str, unit_b: str, analyte_code: str) -> bool:
    """Whether values in these two units of the analyte may be compared at all."""
    return unit_a == unit_b or not (is_kept(unit_a, analyte_code) or is_kept(unit_b, analyte_code))


def exact(value: Decimal, unit: str, analyte_code: str) -> Fraction | None:
    """``value`` in the canonical unit without any rounding; None for another assay's unit.

    KeyError when the analyte has no such unit.
    """
    analyte = ANALYTES[analyte_code]
    if unit in analyte.kept_units:
        return None
    if unit == analyte.unit:
        return Fraction(value)
    if unit == _FAHRENHEIT:
        return (Fraction(value) - 32) * Fraction(5, 9)
    return Fraction(value) * analyte.conversions[unit]


def canonical(value: Decimal, unit: str, analyte_code: str) -> Decimal | None:
    """``value`` in the canonical unit, to 28 digits, to store and to draw; None if kept."""
    analyte = ANALYTES[analyte_code]
    if unit == analyte.unit:
        return value
    if unit in analyte.kept_units:
        return None
    if unit == _FAHRENHEIT:
        value = EXACT.subtract(value, Decimal(32))
    numerator, denominator = _RATIOS[analyte_code][unit]
    return _DISPLAY.divide(EXACT.multiply(value, numerator), denominator)


def from_canonical(limit: Decimal, unit: str, analyte_code: str) -> Decimal | None:
    """A canonical ``limit`` in ``unit``, when that is a finite decimal or kept; else None.

    Moving the limit to the reported unit keeps the comparison exact where moving the value
    would round it.
    """
    analyte = ANALYTES[analyte_code]
    if unit in analyte.kept_units:
        return None
    if unit == analyte.unit:
        return limit
    if unit == _FAHRENHEIT:
        degrees = EXACT.add(EXACT.multiply(limit, Decimal("1.8")), Decimal(32))
        return degrees.normalize(EXACT)
    number = Fraction(limit) / analyte.conversions[unit]
    rest = number.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return None
    return _DISPLAY.divide(Decimal(number.numerator), Decimal(number.denominator))


def factor(unit: str, analyte_code: str) -> Decimal:
    """What a value in ``unit`` is multiplied by to be canonical, for factors that are decimals."""
    number = ANALYTES[analyte_code].conversions[unit]
    return _DISPLAY.divide(Decimal(number.numerator), Decimal(number.denominator))
