"""Cells and lines of the CSV files of a study."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from io import StringIO

CALCULATED = ("=", "+", "-", "@", "\t", "\r")
JOINED = "|"
LINES_AT_A_TIME = 500

Cell = str | int | float | bool | Decimal | None | Sequence[str]


def shown(value: Cell) -> str:
    """One cell: empty where nothing is known, numbers with every digit, lists joined by "|"."""
    if value is None:
        return ""
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return "" if value != value else repr(value)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return harmless(JOINED.join(map(_item, value)))


def _item(value: str) -> str:
    """One of a list, without the sign that parts it from the next."""
    return str(value).replace(JOINED, "/")


def harmless(text: str) -> str:
    """With an apostrophe before what a spreadsheet would calculate."""
    return f"'{text}" if text.startswith(CALCULATED) else text


def csv_lines(head: Sequence[str], rows: Iterable[Iterable[Cell]]) -> Iterator[str]:
    """The file in pieces of many lines, so that none of it needs to be held as a whole."""
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(map(harmless, head))
    for count, row in enumerate(rows, start=1):
        writer.writerow([shown(cell) for cell in row])
        if count % LINES_AT_A_TIME == 0:
            yield out.getvalue()
            out.seek(0)
            out.truncate()
    yield out.getvalue()
