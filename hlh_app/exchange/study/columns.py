"""The columns of patients.csv: one for each plain field of the parts, more for keyed ones.

Derived from the fields themselves, so that a fact which is added there is exported and explained
without another word. A field that holds many rows a patient has a file of its own (``tables``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import Field, dataclass, fields
from functools import cache
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from hlh_app.clinical.schedule import RESPONSE_DAYS
from hlh_app.clinical.study.facts import PARTS
from hlh_app.clinical.study.outcome import EXTRA_DAYS
from hlh_app.clinical.study.values import ANALYSED, TIMES
from hlh_app.exchange.study.csv_text import JOINED, Cell

CRITERIA = (
    *("fever", "splenomegaly", "cytopenias", "triglycerides_fibrinogen"),
    *("hemophagocytosis", "nk_activity", "ferritin", "scd25"),
)


@dataclass(frozen=True, slots=True)
class Column:
    """``name`` in the file; ``key`` where it is one key of a field (a criterion, a result at a
    time). ``kind``: "text", "number", "truth" or "list". ``read``: from the part's plain value."""

    name: str
    part: str
    field: str
    kind: str
    label: str
    unit: str
    note: str
    read: Callable[[Mapping[str, Any]], Cell]
    key: str = ""


@cache
def patient_columns() -> tuple[Column, ...]:
    """Of all parts, in their order."""
    return tuple(column for part in PARTS for column in _of_part(part))


def _of_part(part: str) -> Iterator[Column]:
    hints = get_type_hints(PARTS[part])
    for field in fields(PARTS[part]):
        kind = kind_of(hints[field.name])
        if (part, field.name) in KEYED:
            yield from KEYED[part, field.name](part, field)
        elif kind:
            yield _column(part, field, field.name, kind, _reader(field.name))


def kind_of(hint: Any) -> str:
    """The kind of a plain field or list of words; "" for one that is neither."""
    if isinstance(hint, UnionType):
        hint = next(arg for arg in get_args(hint) if arg is not NoneType)
    if hint is bool:
        return "truth"
    if hint in (int, float):
        return "number"
    if get_origin(hint) is tuple and get_args(hint) == (str, ...):
        return "list"
    return "text" if hint is str else ""


def _reader(name: str) -> Callable[[Mapping[str, Any]], Cell]:
    def read(row: Mapping[str, Any]) -> Cell:
        found: Cell = row[name]
        return found

    return read


def _at(name: str, key: str) -> Callable[[Mapping[str, Any]], Cell]:
    def read(row: Mapping[str, Any]) -> Cell:
        found: Cell = row[name].get(key)
        return found

    return read


def _column(
    part: str,
    field: Field[Any],
    name: str,
    kind: str,
    read: Callable[[Mapping[str, Any]], Cell],
    key: str = "",
) -> Column:
    said = field.metadata
    return Column(
        name, part, field.name, kind, said["label"], said["unit"], said["note"], read, key
    )


def _criteria(part: str, field: Field[Any]) -> Iterator[Column]:
    for key in CRITERIA:
        name = f"{field.name}_{key}"
        yield _column(part, field, name, "text", _at(field.name, key), key)


DAYS = tuple(map(str, sorted({*EXTRA_DAYS, *RESPONSE_DAYS})))


def _classes(part: str, field: Field[Any]) -> Iterator[Column]:
    for key in DAYS:
        yield _column(part, field, f"class_day{key}", "list", _at(field.name, key), key)


def _not_assessed(part: str, field: Field[Any]) -> Iterator[Column]:
    for key in DAYS:
        name = f"{field.name}_day{key}"
        yield _column(part, field, name, "text", _at(field.name, key), key)


def _values(part: str, field: Field[Any]) -> Iterator[Column]:
    for analyte in ANALYSED:
        for at, time in enumerate(TIMES):
            read = _result(field.name, analyte, at)
            yield _column(part, field, f"{analyte}_{time}", "number", read, f"{analyte}/{time}")


def _result(name: str, analyte: str, at: int) -> Callable[[Mapping[str, Any]], Cell]:
    def read(row: Mapping[str, Any]) -> Cell:
        found = row[name].get(analyte)
        return None if found is None else found[at]

    return read


def _beyond(part: str, field: Field[Any]) -> Iterator[Column]:
    """All of them in one column, as few results carry a comparator: "ferritin_week1:>"."""

    def read(row: Mapping[str, Any]) -> Cell:
        marked = row[field.name]
        return JOINED.join(
            f"{analyte}_{time}:{sign}"
            for analyte in sorted(marked)
            for time, sign in zip(TIMES, marked[analyte], strict=True)
            if sign
        )

    yield _column(part, field, "beyond_range", "text", read)


KEYED: dict[tuple[str, str], Callable[[str, Field[Any]], Iterator[Column]]] = {
    ("subject", "criteria"): _criteria,
    ("outcome", "classes"): _classes,
    ("outcome", "not_assessed"): _not_assessed,
    ("values", "values"): _values,
    ("values", "beyond"): _beyond,
}
