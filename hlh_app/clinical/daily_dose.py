"""How many milligrams a day a recorded dose is."""

from fractions import Fraction

from hlh_app.clinical.case import Exposure

PER_KG, PER_M2 = "mg/kg", "mg/m2"


def daily_mg(row: Exposure, kg: Fraction | None, m2: Fraction | None = None) -> Fraction | None:
    """mg a day of a dose in mg, by weight or by body surface, of the drug as it is given.

    None when the dose, how often, or the size that it is multiplied by is not known, and for a dose
    in another unit.
    """
    factor = {"mg": Fraction(1), PER_KG: kg, PER_M2: m2}.get(row.unit or "")
    if row.dose is None or row.times_per_day is None or factor is None:
        return None
    return Fraction(row.dose) * Fraction(row.times_per_day) * factor
