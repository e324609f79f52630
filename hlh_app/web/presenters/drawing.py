"""A figure as a page holds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Drawing:
    """``id`` names the JSON element; ``title`` is told to who does not see it."""

    id: str
    title: str
    figure: dict[str, Any]
