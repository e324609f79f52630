"""The page Tables: Table 1, or one of the two Tables 2, as the address asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from hlh_app.exchange.study.plain_table import PlainTable
from hlh_app.statistics.table1 import Table1
from hlh_app.statistics.table1_variables import LISTS, spelled
from hlh_app.statistics.table2 import Table2

from ...study.asked import Asked
from ...study.frame import has_synthetic
from .cells import ShownTable, shown
from .table1 import table1_table
from .table1_printed import paper
from .table2 import wang_tables
from .table2_chi import chi_table
from .table_switches import (
    CHI,
    NOTHING,
    TABLE,
    TABLES,
    WANG,
    Switch,
    beside,
    chosen,
    which_paper,
    which_table,
)

PARTS = ("subject", "values", "outcome")


@dataclass(frozen=True, slots=True)
class TablesPage:
    switches: tuple[Switch, ...]
    tables: tuple[ShownTable, ...]


def tables_page(asked: Asked) -> TablesPage:
    which = chosen(asked, TABLE, TABLES)
    found = plain_tables(asked, which, beside(asked, which))
    return TablesPage(
        (which_table(asked), *which_paper(asked, which)),
        tuple(shown(table, asked) for table in found),
    )


def plain_tables(asked: Asked, which: str, with_paper: str = NOTHING) -> tuple[PlainTable, ...]:
    """One of TABLES: the page's, and those of documents."""
    if which == "1":
        found = cast(Table1, asked.analysis("table1"))
        words = asked.answer("tables/spelled", lambda: _spelled(asked))
        return (table1_table(found, words, paper(with_paper), asked.matching is not None),)
    second = cast(Table2, asked.analysis("table2"))
    if which == WANG:
        return wang_tables(second, with_paper == WANG, is_invented=has_synthetic(asked))
    return (chi_table(second, with_chi=with_paper == CHI),)


def _spelled(asked: Asked) -> dict[str, dict[str, str]]:
    return {entries.code: spelled(entries, asked.subjects, asked.groups) for entries in LISTS}
