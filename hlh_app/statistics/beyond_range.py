"""Whose result lies beyond the measuring range, and so counts as the limit that it states."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from hlh_app.clinical.study.values import TIMES
from hlh_app.statistics.figures import Figure, Rows
from hlh_app.statistics.measured import Measured
from hlh_app.statistics.subjects import Subjects

Marks = Mapping[tuple[str, str], Rows]
"""By analyte and time the patients whose result carries a comparator."""


def marks(subjects: Subjects) -> Marks:
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    rows = enumerate(subjects.column("values", "beyond"))
    for place, row in ((place, row) for place, row in rows if row):
        for analyte, signs in row.items():
            for time, sign in zip(TIMES, signs, strict=True):
                if sign:
                    found[analyte, time].append(place)
    return {cell: np.array(rows) for cell, rows in found.items()}


@dataclass(frozen=True, slots=True, eq=False)
class Beyond:
    """``key``: of the cell, whose patients ``who`` are some of."""

    key: str
    group: str
    who: Rows

    @property
    def figure(self) -> Figure:
        return Figure(f"{self.key}/beyond/{self.group}", len(self.who), self.who)


def beyond(marked: Marks, cell: Measured, analyte: str, time: str) -> Beyond:
    """Of the patients of one cell."""
    rows = marked.get((analyte, time))
    who = cell.known[:0] if rows is None else np.intersect1d(cell.known, rows)
    return Beyond(cell.key, cell.group, who)
