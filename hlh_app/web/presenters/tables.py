"""A small table of ready strings, drawn by templates/components/table.html."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """``rows``: cells of text, the first of each row its heading."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""

    def __bool__(self) -> bool:
        return bool(self.rows)
