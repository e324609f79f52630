"""Table 2: results before and after treatment, as in Wang 2020 and as in Chi 2020."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from hlh_app.statistics.before_after import BeforeAfter, before_after
from hlh_app.statistics.beyond_range import marks
from hlh_app.statistics.figures import Figure
from hlh_app.statistics.over_time import OverTime, over_time
from hlh_app.statistics.response_classes import by_class, class_codes
from hlh_app.statistics.subjects import Group, Subjects

WANG = (
    *("wbc", "platelets", "ferritin", "fibrinogen", "triglycerides"),
    *("alt", "bilirubin_total", "scd25", "spleen_thickness"),
)
"""The nine variables of Wang's Table 2, before and after two weeks."""
EBV = ("ebv_dna_whole_blood", "ebv_dna_plasma")
CYTOKINES = ("ifn_gamma", "il_18", "mip_1a", "ip_10", "il_6", "il_10", "cxcl9")
"""Those whose fall Wang reports, then the others on record."""
CHI = ("wbc", "fibrinogen", "ferritin", "scd25")


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Some analytes of some patients. ``groups``: those of the chosen groups whom it is about."""

    code: str
    groups: tuple[Group, ...]
    rows: tuple[BeforeAfter, ...]

    def figures(self) -> Iterator[Figure]:
        for group in self.groups:
            yield Figure(f"table2/{self.code}/n/{group.code}", group.n, group.rows)
        for row in self.rows:
            yield from row.figures()


@dataclass(frozen=True, slots=True, eq=False)
class Table2:
    """``wang``: the nine variables; ``ebv``: EBV-DNA of patients with EBV-HLH; ``cytokines``: of
    responders; ``chi``: four variables at three times."""

    groups: tuple[Group, ...]
    wang: Part
    ebv: Part
    cytokines: Part
    chi: tuple[OverTime, ...]

    def figures(self) -> Iterator[Figure]:
        for part in (self.wang, self.ebv, self.cytokines):
            yield from part.figures()
        for row in self.chi:
            yield from row.figures()


def table2(subjects: Subjects, groups: Sequence[Group]) -> Table2:
    """Parts "subject", "values" and "outcome" are loaded."""
    marked = marks(subjects)
    of_ebv = _those(groups, np.flatnonzero(subjects.where("subject", "ebv", True)))
    codes = class_codes(subjects.column("outcome", "best"))
    responders = _those(groups, by_class(codes, subjects.everybody).responders)

    def part(code: str, who: Sequence[Group], analytes: Sequence[str], time: str) -> Part:
        rows = tuple(
            before_after(f"table2/{code}.{analyte}", subjects, who, marked, analyte, time)
            for analyte in analytes
        )
        return Part(code, tuple(who), rows)

    return Table2(
        groups=tuple(groups),
        wang=part("wang", groups, WANG, "week2"),
        ebv=part("ebv", of_ebv, EBV, "week2"),
        cytokines=part("cytokines", responders, CYTOKINES, "weeks2to4"),
        chi=tuple(over_time(f"table2/chi.{a}", subjects, groups, marked, a) for a in CHI),
    )


def _those(groups: Sequence[Group], rows: np.ndarray) -> list[Group]:
    return [
        Group(group.code, group.name, np.intersect1d(group.rows, rows, assume_unique=True))
        for group in groups
    ]
