"""Units: how they are spelled, and exact conversion to the canonical unit of an analyte."""

from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal
from fractions import Fraction
from functools import lru_cache

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.clinical.unit_spellings import KNOWN, OF_ONE_ANALYTE, PERCENT, UCUM_OF, spelled

EXACT = Context(prec=1000, Emax=MAX_EMAX, Emin=MIN_EMIN)
"""Products and sums of clinical values never lose a digit here. Never divide in it."""

_DISPLAY = Context(prec=28)
_CELSIUS, _FAHRENHEIT = "Cel", "[degF]"
_COUNTS = frozenset({"wbc", "neutrophils", "platelets"})
_COUNT_PER_LITER = "10*9/L"


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
    unit = _unit(text.strip(), analyte_code)
    if unit is None:
        raise UnitError(_refusal(text, analyte_code))
    return unit


def is_unit(text: str) -> bool:
    """Whether this is a spelling of any analyte's unit."""
    return _known(text)


@lru_cache(maxsize=4096)
def _known(text: str) -> bool:
    return bool(text.strip()) and spelled(text) in KNOWN


@lru_cache(maxsize=4096)
def _unit(written: str, analyte_code: str) -> str | None:
    units = ANALYTES[analyte_code].units
    if written in units:
        return written
    found = spelled(written)
    if found == "g/l" and analyte_code in _COUNTS:
        return _COUNT_PER_LITER if written.lstrip("([").startswith("G") else None
    if (found, analyte_code) in OF_ONE_ANALYTE:
        return OF_ONE_ANALYTE[found, analyte_code]
    return next((unit for unit in UCUM_OF.get(found, ()) if unit in units), None)


def _refusal(text: str, analyte_code: str) -> Message:
    if analyte_code == "neutrophils" and spelled(text) in PERCENT:
        return Message(gettext_noop("Neutrophils in %: give the absolute count."))
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
