"""Whether a reported value lies within what is possible for its analyte, in any of its units."""

from decimal import Decimal

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.clinical.units import EXACT, factor, from_canonical

KEPT_LIMITS = (Decimal(0), Decimal(10) ** 12)
"""For another assay's units, which are never converted."""

_OUTSIDE = gettext_noop(
    "{value} {unit} is impossible: {analyte} lies between {low} and {high} {in_unit}"
)

Limits = tuple[Decimal, Decimal, Decimal | None]


def _limits(analyte_code: str, unit: str) -> Limits:
    """Lowest, highest, and the factor by which a value is multiplied before it is compared."""
    analyte = ANALYTES[analyte_code]
    if unit in analyte.kept_units:
        return (*KEPT_LIMITS, None)
    low, high = (from_canonical(limit, unit, analyte_code) for limit in analyte.possible)
    if low is not None and high is not None:
        return low, high, None
    return (*analyte.possible, factor(unit, analyte_code))


_LIMITS = {
    code: {unit: _limits(code, unit) for unit in analyte.units}
    for code, analyte in ANALYTES.items()
}


def units_of(analyte_code: str) -> dict[str, Limits]:
    """Every unit in which the analyte may be reported, with its limits."""
    return _LIMITS[analyte_code]


def impossible(value: Decimal, unit: str, analyte_code: str, limits: Limits) -> Message | None:
    """Why the value is refused, None when it is possible."""
    low, high, multiplier = limits
    compared = value if multiplier is None else EXACT.multiply(value, multiplier)
    if low <= compared <= high:
        return None
    analyte = ANALYTES[analyte_code]
    return Message(
        _OUTSIDE,
        {
            "value": value,
            "unit": unit,
            "analyte": Message(analyte.label),
            "low": low,
            "high": high,
            "in_unit": unit if multiplier is None else analyte.unit,
        },
    )
