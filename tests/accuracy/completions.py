"""Every way in which the missing values may turn out, as far as a limit can tell them apart.

A limit is written once per printed unit; elsewhere the printed one of the first unit is converted
exactly. A missing value is tried below, at and above each limit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from itertools import product
from typing import Any, NamedTuple

from .record import Row

F = Fraction
TO_FIRST_UNIT = {
    ("hemoglobin", "g/dL"): F(10),
    ("platelets", "/uL"): F(1, 1000),
    ("neutrophils", "/uL"): F(1, 1000),
    ("wbc", "10*3/uL"): F(1),
    ("ferritin", "ng/mL"): F(1),
    ("ferritin", "pmol/L"): F(445, 1000),
    ("triglycerides", "mg/dL"): F(100, 8857),
    ("fibrinogen", "mg/dL"): F(1, 100),
    ("ldh", "U/L"): F(1),
}
"""What a number in that unit is multiplied by to be in the unit of the limits."""

OTHER_ASSAY = {"scd25": ("pg/mL", "ng/mL", "ng/L")}
"""Units of another assay: nothing can be said of such a value but that there is one."""

STEP = F(1, 10**6)


class Limit(NamedTuple):
    """``printed``: the limit in each unit for which the source prints one, the first unit first."""

    analyte: str
    printed: dict[str, Fraction]

    @property
    def first_unit(self) -> str:
        return next(iter(self.printed))

    def in_unit(self, unit: str) -> Fraction:
        if unit in self.printed:
            return self.printed[unit]
        first = next(iter(self.printed.values()))
        if unit == "[degF]":
            return first * F(9, 5) + 32
        return first / TO_FIRST_UNIT[self.analyte, unit]


def limit(analyte: str, **printed: str) -> Limit:
    """``limit("triglycerides", mmol="3.0", mg="265")``."""
    units = {"cel": "Cel", "gl": "g/L", "mg": "mg/dL", "mmol": "mmol/L", "ug": "ug/L",
             "count": "10*9/L", "u": "U/L", "uml": "U/mL"}  # fmt: skip
    return Limit(analyte, {units[short]: F(text) for short, text in printed.items()})


def completed(rows: list[Row], limits: list[Limit]) -> Iterable[list[Row]]:
    """Every completed form of the rows of one analyte; without rows, of one row that is missing."""
    missing = [Row(None, limits[0].first_unit, None, None, None, None)]  # type: ignore[arg-type]
    return (list(choice) for choice in product(*(_values(row, limits) for row in rows or missing)))


def _values(row: Row, limits: list[Limit]) -> list[Row]:
    if row.unit in OTHER_ASSAY.get(limits[0].analyte, ()):
        row = row._replace(value=None, comparator=None, unit=limits[0].first_unit)
    if row.value is not None and row.comparator is None:
        return [row]
    points = {limit.in_unit(row.unit) for limit in limits} | {row.value or F(0)}
    near = {p + step for p in points for step in (-STEP, F(0), STEP)}
    allowed = [v for v in near if v >= 0 and (row.value is None or _allows(row, v))]
    return [row._replace(value=v, comparator=None) for v in allowed]


def _allows(row: Row, value: Fraction) -> bool:
    stated = row.value
    return {
        "<": value < stated, "<=": value <= stated, ">": value > stated, ">=": value >= stated,
    }[row.comparator]  # fmt: skip


def cells(rows: list[Row], limits: list[Limit], judged: Callable[[list[Row]], Any]) -> set[Any]:
    """What the completed forms of one analyte are judged to be."""
    return {judged(form) for form in completed(rows, limits)}


def reaches(row: Row, limit: Limit) -> bool:
    return row.value >= limit.in_unit(row.unit)


def exceeds(row: Row, limit: Limit) -> bool:
    return row.value > limit.in_unit(row.unit)
