"""The patients of an analysis as columns, and the groups chosen among them."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from hlh_app.clinical.study.values import TIMES
from hlh_app.statistics.figures import Flags, Floats, Rows

NO_RESULTS = [None] * len(TIMES)


@contextmanager
def uncollected() -> Iterator[None]:
    """Without looking for garbage meanwhile: what is read of thousands of patients is none, and
    looking through it again and again takes as long as reading it."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@dataclass(eq=False)
class Subjects:
    """n patients: ``keys`` (primary keys), ``codes``, ``centres``, ``sources``, and the parts of
    ``clinical.study`` as JSON text, each read when it is first asked for. Order is fixed: analyses
    speak of patients by their position. Several threads may read the same patients at once."""

    keys: Sequence[int]
    codes: Sequence[str]
    centres: Sequence[int]
    sources: Sequence[str]
    texts: Mapping[str, Sequence[str]]
    _parts: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    _columns: dict[tuple[str, ...], Any] = field(default_factory=dict)

    @property
    def n(self) -> int:
        return len(self.keys)

    @property
    def everybody(self) -> Rows:
        return np.arange(self.n)

    def part(self, name: str) -> list[dict[str, Any]]:
        """One part of everybody, in order; KeyError when it was not loaded."""
        found = self._parts.get(name)
        if found is None:
            with uncollected():
                found = self._parts[name] = json.loads(f"[{','.join(self.texts[name])}]")
        return found

    def column(self, part: str, name: str) -> list[Any]:
        """One field of everybody, None where it is not known."""
        key = (part, name)
        found: list[Any] | None = self._columns.get(key)
        if found is None:
            found = self._columns[key] = [row[name] for row in self.part(part)]
        return found

    def numbers(self, part: str, name: str) -> Floats:
        """A numeric field, NaN where it is not known."""
        key = (part, name, "float")
        found: Floats | None = self._columns.get(key)
        if found is None:
            found = self._columns[key] = np.array(self.column(part, name), dtype=np.float64)
        return found

    def where(self, part: str, name: str, value: object) -> Flags:
        """Whose field is this word (or truth value)."""
        return np.fromiter((item == value for item in self.column(part, name)), bool, self.n)

    def results(self, analyte: str, time: str) -> Floats:
        """Results of one analyte at one of TIMES, canonical units, NaN where there is none."""
        key = ("values", analyte, time)
        if key not in self._columns:
            rows = [row.get(analyte, NO_RESULTS) for row in self.column("values", "values")]
            table = np.array(rows, dtype=np.float64).reshape(-1, len(TIMES))
            for at, name in enumerate(TIMES):
                self._columns["values", analyte, name] = np.ascontiguousarray(table[:, at])
        found: Floats = self._columns[key]
        return found

    def forget(self, but: str) -> None:
        """Give up what is large and quickly made again from the texts: all that was read of the
        parts, except the columns of numbers and the part ``but``. Others may be reading the same
        patients meanwhile: they keep what they hold."""
        for name in list(self._parts):
            if name != but:
                self._parts.pop(name, None)
        for key, column in list(self._columns.items()):
            if key[0] != but and not isinstance(column, np.ndarray):
                self._columns.pop(key, None)


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Some of the patients. ``code`` "a" or "b" ends the keys of its figures."""

    code: str
    name: str
    rows: Rows

    @property
    def n(self) -> int:
        return len(self.rows)
