"""What Wang 2020 and Chi 2020 printed of their patients before treatment, row by row of Table 1."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hlh_app.cohorts.library import cohort
from hlh_app.cohorts.model import Arm
from hlh_app.exchange.study.plain_table import EMPTY, PlainCell

from . import printed
from .table_switches import CHI, WANG

_WANG = {
    "sex.female": "female",
    "sex.male": "male",
    "ebv": "ebv_hlh",
    "beside.alone": "ruxolitinib_alone",
    "beside.with_glucocorticoid": "with_methylprednisolone",
    "beside.with_other": "with_hydroxychloroquine",
}
_CHI = {
    "sex.female": "female",
    "sex.male": "male",
    "trigger.infection": "infection",
    "agent.ebv": "ebv",
    "agent.cmv": "cmv",
    "agent.hepatitis_b": "hepatitis_b",
    "agent.influenza": "influenza",
    "agent.parainfluenza": "parainfluenza",
    "ebv": "ebv",
    "criterion_fever": "fever",
    "criterion_splenomegaly": "splenomegaly",
    "criterion_cytopenias": "cytopenias",
    "criterion_triglycerides_fibrinogen": "triglycerides_fibrinogen",
    "criterion_hemophagocytosis": "hemophagocytosis",
    "criterion_nk_activity": "nk_activity",
    "criterion_ferritin": "ferritin",
    "criterion_scd25": "scd25",
    "beside.alone": "ruxolitinib_alone",
}


@dataclass(frozen=True, slots=True)
class Paper:
    """``arms``: one column each, under ``heads``. ``codes``: row of Table 1 → the count's code."""

    heads: tuple[str, ...] = ()
    arms: tuple[Arm, ...] = ()
    codes: Mapping[str, str] | None = None
    notes: tuple[str, ...] = ()

    def cells(self, row: str) -> tuple[PlainCell, ...]:
        """By the code of a row, "sex.female" for a category, "age" for a median."""
        return tuple(self._cell(arm, row) for arm in self.arms)

    def prints(self, row: str) -> bool:
        return row in (self.codes or {})

    def _cell(self, arm: Arm, row: str) -> PlainCell:
        if row == "age":
            return printed.median_range(arm, "age")
        code = (self.codes or {}).get(row)
        return EMPTY if code is None else printed.count(arm, code)


NO_PAPER = Paper()


def paper(code: str) -> Paper:
    """WANG, CHI, or nothing."""
    if code == WANG:
        found = cohort("wang2020")
        note = _(
            "Wang 2020: as printed in the text; its Table 1 was not available. The glucocorticoid "
            "was methylprednisolone in 17; with other: one patient with methylprednisolone and "
            "hydroxychloroquine. %(citation)s."
        )
        heads = (_("%(name)s (n = %(n)s), as printed") % {"name": found.name, "n": found.n},)
        return Paper(heads, found.arms, _WANG, (note % {"citation": found.source.citation},))
    if code == CHI:
        found = cohort("chi2020")
        return Paper(
            tuple(
                _("%(name)s, %(arm)s (n = %(n)s), as printed")
                % {"name": found.name, "arm": arm.label, "n": arm.n}
                for arm in found.arms
            ),
            found.arms,
            _CHI,
            (f"{found.name}: {found.source.citation}.", printed.faults("chi2020")),
        )
    return NO_PAPER
