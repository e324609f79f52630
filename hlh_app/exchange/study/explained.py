"""One column of one file of an export, as the codebook explains it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Explained:
    """``words``: the words that may stand in it, each with its label; empty where it is free or a
    number. ``note``: what it means, and where that is our definition."""

    file: str
    column: str
    label: str
    kind: str
    unit: str = ""
    note: str = ""
    words: tuple[tuple[str, str], ...] = ()
