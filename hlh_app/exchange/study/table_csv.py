"""A table of an analysis as CSV, as it is read; figures.csv of the export has every digit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hlh_app.exchange.study.csv_text import Cell, csv_lines
from hlh_app.exchange.study.plain_table import Kind, PlainCell, PlainTable


def tables_csv(tables: Iterable[PlainTable]) -> bytes:
    """Several below each other, an empty line between; with the mark by which spreadsheets know
    UTF-8."""
    texts = ["".join(table_csv(table)) for table in tables]
    return "\n".join(texts).encode("utf-8-sig")


def table_csv(table: PlainTable) -> Iterator[str]:
    """As it is shown, a line a row; heads below a span carry its text. Notes stand below."""
    spans = [text for text, columns in table.spans for _ in range(columns)]
    above = spans or [""] * len(table.heads)
    pairs = zip(above, table.heads, strict=True)
    heads = [f"{over}: {text}" if over else text for over, text in pairs]
    return csv_lines(heads, _rows(table))


def _rows(table: PlainTable) -> Iterator[list[Cell]]:
    for row in table.rows:
        yield [_said(cell) for cell in row]
    for line in [table.title, table.caption, *table.notes]:
        if line:
            yield [line]
    for mark, text in table.footnotes:
        yield [f"{mark} {text}"]


def _said(cell: PlainCell) -> str:
    indent = "  " if cell.kind is Kind.SUBHEAD else ""
    return f"{indent}{cell.line}"
