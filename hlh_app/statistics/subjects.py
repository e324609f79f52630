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
    speak of patients by their position."""

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
        if name not in self._parts:
            with uncollected():
                self._parts[name] = json.loads(f"[{','.join(self.texts[name])}]")
        return self._parts[name]

    def column(self, part: str, name: str) -> list[Any]:
        """One field of everybody, None where it is not known."""
        key = (part, name)
        if key not in self._columns:
            self._columns[key] = [row[name] for row in self.part(part)]
        found: list[Any] = self._columns[key]
        return found

    def numbers(self, part: str, name: str) -> Floats:
        """A numeric field, NaN where it is not known."""
        key = (part, name, "float")
        if key not in self._columns:
            self._columns[key] = np.array(self.column(part, name), dtype=np.float64)
        found: Floats = self._columns[key]
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


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Some of the patients. ``code`` "a" or "b" ends the keys of its figures."""

    code: str
    name: str
    rows: Rows

    @property
    def n(self) -> int:
        return len(self.rows)
