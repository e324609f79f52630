"""The page of response."""

from __future__ import annotations

from dataclasses import dataclass

from hlh_app.statistics.responses import Responses

from ...study.asked import Asked
from .cells import ShownTable, shown
from .response_parts import days_table, parts_table, time_table
from .response_tables import best_table, flags_table
from .sensitivity import address as sensitivity_address


@dataclass(frozen=True, slots=True)
class ResponsePage:
    best: ShownTable
    parts: ShownTable
    time: ShownTable
    days: ShownTable
    flags: ShownTable
    definitions: str


def response_page(asked: Asked, found: Responses) -> ResponsePage:
    return ResponsePage(
        best=shown(best_table(found), asked),
        parts=shown(parts_table(found), asked),
        time=shown(time_table(found), asked),
        days=shown(days_table(found), asked),
        flags=shown(flags_table(found), asked),
        definitions=sensitivity_address(asked),
    )
