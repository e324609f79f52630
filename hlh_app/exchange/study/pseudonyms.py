"""Names that say nothing: of patients, rows and people, made anew for each export.

They are keyed hashes. The key is drawn at random for one export and never kept, so that neither can
anybody find a patient again by a code of the export, nor be two exports joined by their codes.
"""

from __future__ import annotations

from hashlib import blake2b
from secrets import token_bytes

LARGEST_SHIFT = 180
OF_A_PATIENT, OF_A_ROW = 6, 8
"""Bytes of a name: so many that no two patients, or rows of a million, share one."""


class Pseudonyms:
    """Of one export. ``key``: given by tests alone."""

    def __init__(self, key: bytes | None = None) -> None:
        self._key = key or token_bytes(32)

    def patient(self, pk: int) -> str:
        return f"P{self._name(f'patient:{pk}', OF_A_PATIENT)}"

    def person(self, name: str) -> str:
        return f"U{self._name(f'person:{name}', OF_A_PATIENT)}"

    def row(self, table: str, pk: int) -> str:
        return f"R{self._name(f'{table}:{pk}', OF_A_ROW)}"

    def shift(self, pk: int) -> int:
        """Days by which every date of the patient is moved: 1 to 180, later or earlier."""
        number = int(self._name(f"shift:{pk}", OF_A_ROW), 16) % (2 * LARGEST_SHIFT)
        return number - LARGEST_SHIFT if number < LARGEST_SHIFT else number - LARGEST_SHIFT + 1

    def _name(self, text: str, size: int) -> str:
        return blake2b(text.encode(), key=self._key, digest_size=size).hexdigest()
