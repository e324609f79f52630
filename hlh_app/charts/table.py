"""The same values as the drawing, as rows of a table: newest first."""

from __future__ import annotations

from dataclasses import dataclass

from hlh_app.charts.series import Panel
from hlh_app.charts.words import ENGLISH, Words


@dataclass(frozen=True, slots=True)
class TableRow:
    """One result or one pending sample, all as text."""

    day: str
    when: str
    value: str
    unit: str
    reference: str
    assay: str
    flags: tuple[str, ...]
    pending: bool = False


def table_rows(panel: Panel, words: Words = ENGLISH) -> tuple[TableRow, ...]:
    """Every point and pending mark of the panel, newest first."""
    unit = words.unit(panel.unit)
    rows = [
        (
            point.day,
            TableRow(
                day=f"{point.day:.0f}",
                when=point.when,
                value=point.shown,
                unit=unit,
                reference=point.interval,
                assay=series.label,
                flags=point.flags,
            ),
        )
        for series in panel.series
        for point in series.points
    ]
    rows += [
        (row.day, TableRow(f"{row.day:.0f}", row.when, words.pending, "", "", row.text, (), True))
        for row in panel.pending
    ]
    return tuple(row for _, row in sorted(rows, key=lambda pair: -pair[0]))
