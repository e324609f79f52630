"""A reading in one line a cell, as tests write it down."""

from __future__ import annotations

from hlh_app.exchange.tables.reading import Cell, Kind, Reading, Status

MARKS = {Status.ASK: "?", Status.REFUSED: "!", Status.IGNORED: "-"}


def shown(reading: Reading) -> list[str]:
    """“2,4 ferritin >16500 ng/mL 2026-11-03 (13-400)”; ? asked, ! refused, - ignored."""
    return [line(cell) for cell in reading.cells]


def line(cell: Cell) -> str:
    at = f"{cell.row},{cell.column}"
    if cell.status is not Status.READ:
        keys = " ".join(key.replace(", ", ",") for key in cell.asks)
        return " ".join(filter(None, [at, MARKS[cell.status], cell.analyte or "", keys]))
    value = f"{cell.comparator or ''}{cell.value}" if cell.kind is Kind.FINAL else str(cell.kind)
    when = f"{cell.measured_at or cell.measured_on}".removesuffix(":00")
    interval = f"({cell.low}-{cell.high})" if (cell.low, cell.high) != (None, None) else ""
    found = [at, cell.patient, cell.analyte or "", value, cell.unit or "", when, interval]
    return " ".join(part for part in found if part)
