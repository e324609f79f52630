"""Is a value possible, and is it usual? Limits come from the analytes table, in canonical units.

Weight and height have usual limits by age. They are our definition: chosen wide enough for
extremely preterm, malnourished, edematous and obese patients, so that they catch a slipped digit
or a wrong unit and nothing else. They are no growth chart and claim no source.

A count per µL with a fraction is unusual as well (our definition): cells are counted whole, so that
it is most likely the number of another unit.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hlh_app.clinical.analytes import ANALYTES, Analyte
from hlh_app.clinical.unit_names import UNITS
from hlh_app.clinical.units import canonical

OK, UNUSUAL, IMPOSSIBLE = "ok", "unusual", "impossible"
YEAR = 365.25
WHOLE_CELLS = "/uL"
Limits = tuple[Decimal, Decimal]


def _bands(*rows: tuple[float, str, str]) -> tuple[tuple[float, Limits], ...]:
    return tuple((years * YEAR, (Decimal(low), Decimal(high))) for years, low, high in rows)


# Up to this age in years (exclusive): lowest and highest usual value, inclusive. Our definition.
USUAL_BY_AGE: dict[str, tuple[tuple[float, Limits], ...]] = {
    "weight": _bands(
        (28 / YEAR, "0.4", "6"),
        (1, "1.5", "16"),
        (2, "4", "22"),
        (5, "6", "40"),
        (10, "9", "90"),
        (14, "14", "140"),
        (18, "20", "200"),
        (150, "25", "250"),
    ),
    "height": _bands(
        (28 / YEAR, "25", "65"),
        (1, "35", "95"),
        (2, "55", "110"),
        (5, "65", "135"),
        (10, "80", "180"),
        (14, "95", "205"),
        (18, "105", "220"),
        (150, "110", "230"),
    ),
}


@dataclass(frozen=True, slots=True)
class Judgement:
    """``outcome``: ok, unusual (kept when confirmed) or impossible (refused). ``message``: what is
    wrong, with the value, its unit, the age used and the limits; empty when ok."""

    outcome: str
    message: str = ""


def judge(
    analyte: str, value: Decimal, unit: str, comparator: str = "", age_days: int | None = None
) -> Judgement:
    """Judge a value in a UCUM ``unit`` of its analyte. A unit that is never converted (another
    assay's) is judged by its sign alone. Without an age, weight and height have their possible
    limits only."""
    table = ANALYTES[analyte]
    if not value.is_finite():
        return Judgement(IMPOSSIBLE, _("Enter a number."))
    standard = canonical(value, unit, analyte)
    if standard is None:
        return Judgement(OK) if value >= 0 else Judgement(IMPOSSIBLE, _("Enter 0 or more."))
    if not _within(standard, table.possible):
        return Judgement(IMPOSSIBLE, _impossible(table, value, unit, comparator))
    if unit == WHOLE_CELLS and value != value.to_integral_value():
        return Judgement(UNUSUAL, _fraction(table, value, unit, comparator))
    usual = _usual(table, age_days)
    if _within(standard, usual):
        return Judgement(OK)
    return Judgement(UNUSUAL, _unusual(table, value, unit, comparator, usual, age_days))


def _within(value: Decimal, limits: Limits) -> bool:
    return limits[0] <= value <= limits[1]


def _usual(table: Analyte, age_days: int | None) -> Limits:
    if table.code not in USUAL_BY_AGE or age_days is None:
        return table.usual
    bands = USUAL_BY_AGE[table.code]
    return next((limits for until, limits in bands if age_days < until), bands[-1][1])


def _printed(unit: str) -> str:
    return UNITS.get(unit, unit)


def _said(table: Analyte, value: Decimal, unit: str, comparator: str) -> str:
    return f"{_(table.label)} {comparator}{value:,f} {_printed(unit)}"


def _impossible(table: Analyte, value: Decimal, unit: str, comparator: str) -> str:
    return _("%(said)s is not possible. Enter %(low)s to %(high)s %(unit)s, or check the unit.") % {
        "said": _said(table, value, unit, comparator),
        "low": f"{table.possible[0]:,f}",
        "high": f"{table.possible[1]:,f}",
        "unit": _printed(table.unit),
    }


def _fraction(table: Analyte, value: Decimal, unit: str, comparator: str) -> str:
    words = {"said": _said(table, value, unit, comparator), "unit": _printed(unit)}
    return (
        _(
            "%(said)s: a count in %(unit)s has no fraction. "
            "Check value and unit; confirm to keep it."
        )
        % words
    )


def _unusual(
    table: Analyte,
    value: Decimal,
    unit: str,
    comparator: str,
    usual: Limits,
    age_days: int | None,
) -> str:
    words = {
        "said": _said(table, value, unit, comparator),
        "age": age_in_words(age_days),
        "low": f"{usual[0]:,f}",
        "high": f"{usual[1]:,f}",
        "unit": _printed(table.unit),
    }
    if table.code in USUAL_BY_AGE and age_days is not None:
        return (
            _(
                "%(said)s is unusual at the age of %(age)s (usual: %(low)s to %(high)s %(unit)s). "
                "Check value and unit; confirm to keep it."
            )
            % words
        )
    return (
        _(
            "%(said)s is unusual (usual: %(low)s to %(high)s %(unit)s). "
            "Check value and unit; confirm to keep it."
        )
        % words
    )


def age_in_words(age_days: int | None) -> str:
    """Completed years from two years on, months from 28 days, days before."""
    if age_days is None:
        return _("unknown")
    if age_days < 28:
        return ngettext("%d day", "%d days", age_days) % age_days
    if age_days < 2 * YEAR:
        months = int(age_days / YEAR * 12)
        return ngettext("%d month", "%d months", months) % months
    years = int(age_days / YEAR)
    return ngettext("%d year", "%d years", years) % years
