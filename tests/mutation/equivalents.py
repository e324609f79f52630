"""The changes that change no answer, each with the reason why. Kept by the text of the line, so
that a line moved up or down stays known. equivalent.toml, and equivalent_<part>.toml beside it."""

from __future__ import annotations

import tomllib
from pathlib import Path

from .mutants import Mutant

FILES = tuple(sorted(Path(__file__).parent.glob("equivalent*.toml")))
Key = tuple[str, str, str, str, int]


def declared(*paths: Path) -> dict[Key, str]:
    """Each declared change and its reason. ValueError when a reason is missing or one is twice."""
    found: dict[Key, str] = {}
    tables = [tomllib.loads(path.read_text()) for path in paths or FILES]
    for entry in (entry for table in tables for entry in table.get("equivalent", [])):
        for occurrence in entry.get("occurrences", [0]):
            key = (
                f"hlh_app/clinical/{entry['file']}",
                entry["function"],
                entry["operator"],
                entry["line"],
                occurrence,
            )
            if key in found or not entry.get("reason", "").strip():
                raise ValueError(f"twice, or without a reason: {key}")
            found[key] = entry["reason"]
    return found


def as_entry(mutant: Mutant) -> str:
    """The beginning of an entry, to be finished with the reason."""
    line = mutant.line.replace("'''", "")
    return "\n".join(
        [
            "[[equivalent]]",
            f'file = "{Path(mutant.file).name}"',
            f'function = "{mutant.function}"',
            f'operator = "{mutant.operator}"',
            f"line = '''{line}'''",
            f"occurrences = [{mutant.occurrence}]",
            'reason = ""',
        ]
    )
