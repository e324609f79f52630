"""What the address of the page Tables chooses: which table, and which paper stands beside it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ...study.asked import Asked
from .switches import Switch, chosen, switch

TABLE, BESIDE = "table", "paper"
TABLES = ("1", "wang", "chi")
WANG, CHI, NOTHING = "wang", "chi", "none"


def which_table(asked: Asked) -> Switch:
    words = {
        "1": _("Table 1: before treatment"),
        "wang": _("Table 2: before and after, as Wang 2020"),
        "chi": _("Table 2: at three times, as Chi 2020"),
    }
    return switch(asked, _("Table"), TABLE, words)


PAPERS = {"1": (WANG, CHI, NOTHING), "wang": (WANG, NOTHING), "chi": (CHI, NOTHING)}
"""Which papers may stand beside a table, the usual one first."""


def beside(asked: Asked, table: str) -> str:
    return chosen(asked, BESIDE, PAPERS[table])


def which_paper(asked: Asked, table: str) -> Switch:
    words = {WANG: _("Wang 2020"), CHI: _("Chi 2020 (preprint)"), NOTHING: _("nothing")}
    return switch(asked, _("Beside it"), BESIDE, {code: words[code] for code in PAPERS[table]})
