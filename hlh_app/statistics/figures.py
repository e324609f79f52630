"""One number of an analysis: the key that page, export and R script share, and its patients."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Rows: TypeAlias = npt.NDArray[np.intp]
"""Positions of patients among the ``Subjects`` of the analysis, ascending."""
Floats: TypeAlias = npt.NDArray[np.float64]
Flags: TypeAlias = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """``key``: "table1/age/median/a", lower case, parts divided by "/", the group last where there
    is one. ``value``: None where it cannot be computed. ``who``: the patients it is about, None
    for a number that is of no patient by itself (a P value)."""

    key: str
    value: float | None
    who: Rows | None = None
