"""Weight and height as they stood on a day, for doses given by kilogram or square meter.

Our definition: the last weight measured up to that day, at most 90 days old (30 under 2 years);
the last height, under 18 years at most 180 days old (60 under 2 years). A value with a comparator
is passed over, two different values of one moment are none. Body surface by Mosteller:
√(cm × kg ÷ 3600) m².
"""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Context, Decimal
from fractions import Fraction

from hlh_app.clinical.ages import completed_years
from hlh_app.clinical.case import Moment, Observation
from hlh_app.clinical.dosing import (
    CHILD_BEFORE_YEARS,
    INFANT_BEFORE_YEARS,
    WEIGHT_DAYS,
    WEIGHT_DAYS_UNDER_2_YEARS,
)
from hlh_app.clinical.units import exact
from hlh_app.clinical.windows import History, visible

HEIGHT_DAYS = 180
HEIGHT_DAYS_UNDER_2_YEARS = 60
MOSTELLER_DIVISOR = 3600
_DIGITS = Context(prec=28)


class BodySize:
    """What can be seen of weight and height at one moment, asked for several days."""

    __slots__ = ("_heights", "_patient", "_weights")

    def __init__(self, history: History, as_of: Moment) -> None:
        self._patient = history.case.patient
        self._weights = _exact_rows(history, as_of, "weight")
        self._heights = _exact_rows(history, as_of, "height")

    def kg_on(self, day: date) -> Fraction | None:
        """The weight of that day in kg; None without one that may be used."""
        infant = completed_years(self._patient, day) < INFANT_BEFORE_YEARS
        return _latest(self._weights, day, WEIGHT_DAYS_UNDER_2_YEARS if infant else WEIGHT_DAYS)

    def cm_on(self, day: date) -> Fraction | None:
        """The height of that day in cm; None without one that may be used."""
        years = completed_years(self._patient, day)
        limit = childs_height_days(years) if years < CHILD_BEFORE_YEARS else None
        return _latest(self._heights, day, limit)

    def m2_on(self, day: date) -> Fraction | None:
        """The body surface of that day in m², to 28 digits; None without weight or height."""
        kg, cm = self.kg_on(day), self.cm_on(day)
        return None if kg is None or cm is None else mosteller_m2(cm, kg)


def childs_height_days(age_years: int) -> int:
    """How old the height of a child of that age may be."""
    return HEIGHT_DAYS_UNDER_2_YEARS if age_years < INFANT_BEFORE_YEARS else HEIGHT_DAYS


def mosteller_m2(cm: Fraction, kg: Fraction) -> Fraction:
    """√(cm × kg ÷ 3600)."""
    square = cm * kg / MOSTELLER_DIVISOR
    ratio = _DIGITS.divide(Decimal(square.numerator), Decimal(square.denominator))
    return Fraction(ratio.sqrt(_DIGITS))


def _exact_rows(history: History, as_of: Moment, analyte: str) -> list[Observation]:
    final, _ = visible(history.observations.get(analyte, ()), as_of)
    return [row for row in final if row.comparator is None]


def _latest(rows: Sequence[Observation], day: date, oldest_days: int | None) -> Fraction | None:
    upto = [row for row in rows if row.measured_at.day <= day]
    if not upto:
        return None
    moment = upto[-1].measured_at
    if oldest_days is not None and day - moment.day > timedelta(days=oldest_days):
        return None
    values = {_amount(row) for row in upto if row.measured_at.at == moment.at}
    return values.pop() if len(values) == 1 else None


def _amount(row: Observation) -> Fraction | None:
    return None if row.value is None else exact(row.value, row.unit, row.analyte)
