"""A field of a part, described once: its label, its unit and what it means."""

from dataclasses import field
from typing import Any


def said(label: str, unit: str = "", note: str = "", default: Any = None, **more: Any) -> Any:
    """A dataclass field with its ``label`` (marked for translation where it is written), ``unit``
    (UCUM, "" for a word or a list) and, where it is our definition, a ``note`` that says so."""
    metadata = {"label": label, "unit": unit, "note": note}
    if "default_factory" in more:
        return field(metadata=metadata, **more)
    return field(default=default, metadata=metadata)
