"""What the address of the page Tables chooses: which table, and which paper stands beside it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ...study.asked import Asked
from ...study.frame import has_synthetic
from .switches import Switch, chosen, switch

TABLE, BESIDE = "table", "paper"
TABLES = ("1", "wang", "chi")
WANG, CHI, NOTHING = "wang", "chi", "none"


def which_table(asked: Asked) -> Switch:
    words = {
        "1": _("Table 1: before treatment"),
        "wang": _("Table 2: nine variables, before and two weeks"),
        "chi": _("Table 2: four variables, three times"),
    }
    return switch(asked, _("Table"), TABLE, words)


PAPERS = {"1": (WANG, CHI, NOTHING), "wang": (WANG, NOTHING), "chi": (CHI, NOTHING)}
"""Which papers may stand beside a table, the usual one first."""


def beside(asked: Asked, table: str) -> str:
    """Nothing beside invented values of variables whose published values are not known."""
    return NOTHING if _is_invented(asked, table) else chosen(asked, BESIDE, PAPERS[table])


def _is_invented(asked: Asked, table: str) -> bool:
    return table == WANG and has_synthetic(asked)


def which_paper(asked: Asked, table: str) -> tuple[Switch, ...]:
    """None where there is no choice."""
    if _is_invented(asked, table):
        return ()
    words = {WANG: _("Wang 2020"), CHI: _("Chi 2020 (preprint)"), NOTHING: _("nothing")}
    papers = {code: words[code] for code in PAPERS[table]}
    return (switch(asked, _("Beside it"), BESIDE, papers),)
