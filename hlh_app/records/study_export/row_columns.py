"""The columns of an exported table of the record, derived from the model's own fields.

What is not known to be harmless is free text and leaves only when free text is asked for, so that a
column which is added to the record cannot slip out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Field
from django.utils.encoding import force_str

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.clinical.case import EVENTS, FINDINGS, FindingStatus
from hlh_app.exchange.study.csv_text import Cell
from hlh_app.exchange.study.leaving import Leaver
from hlh_app.records.models.base import moments_of

NEVER = frozenset(
    ("id", "patient", "batch", "version", "recorded_by", "recorded_at", "entered_in_error")
) | frozenset(("error_reason", "content_changed_at"))
PLAIN_TEXT = frozenset(
    ("analyte", "unit", "laboratory", "assay", "finding", "drug", "route", "event", "term")
) | frozenset(("regimen", "status"))
LISTED: dict[str, tuple[str, ...]] = {
    "analyte": tuple(ANALYTES),
    "event": EVENTS,
    "finding": tuple(FINDINGS),
    "finding.status": tuple(status.value for status in FindingStatus),
}

Make = Callable[[Any, Leaver], Cell]


@dataclass(frozen=True, slots=True)
class RowColumn:
    """``source``: the stored column. ``make``: the cell from the stored value."""

    name: str
    source: str
    label: str
    kind: str
    make: Make
    words: tuple[tuple[str, str], ...] = ()
    free: bool = False


def columns_of(model: type[models.Model]) -> tuple[RowColumn, ...]:
    """Every column that may leave, in the model's order."""
    moments = moments_of(model)
    hidden = {f"{name}_{end}" for name in moments for end in ("at", "day", "text")}
    return tuple(
        column
        for field in model._meta.concrete_fields
        if field.name not in NEVER | hidden
        for column in _plain(model, field)
    ) + tuple(column for name in sorted(moments) for column in _moment(model, name))


def _moment(model: type[models.Model], name: str) -> Iterator[RowColumn]:
    label = force_str(model._meta.get_field(f"{name}_at").verbose_name)
    yield from _dates(name, f"{name}_day", label)
    yield RowColumn(f"{name}_time", f"{name}_text", f"{label}, time of day", "text", _clock)


def _dates(name: str, source: str, label: str) -> Iterator[RowColumn]:
    yield RowColumn(f"{name}_day", source, f"{label}, days from day 0", "number", _days)
    yield RowColumn(f"{name}_date", source, f"{label}, calendar date", "date", _calendar)


def _plain(model: type[models.Model], field: Field[Any, Any]) -> Iterator[RowColumn]:
    label = force_str(field.verbose_name)
    if isinstance(field, models.DateField):
        yield from _dates(field.name.removesuffix("_on"), field.attname, label)
        return
    words = _words(model, field)
    text = isinstance(field, models.CharField | models.TextField)
    free = text and not words and field.name not in PLAIN_TEXT
    yield RowColumn(field.name, field.attname, label, _kind(field), _as_it_is, words, free)


def _words(model: type[models.Model], field: Field[Any, Any]) -> tuple[tuple[str, str], ...]:
    if field.choices:
        return tuple((str(word), force_str(label)) for word, label in field.flatchoices if word)
    listed = LISTED.get(f"{model._meta.model_name}.{field.name}", LISTED.get(field.name, ()))
    return tuple((word, _label(field.name, word)) for word in listed)


def _label(name: str, word: str) -> str:
    return ANALYTES[word].label if name == "analyte" else word.replace("_", " ")


def _kind(field: Field[Any, Any]) -> str:
    if isinstance(field, models.BooleanField):
        return "truth"
    if isinstance(field, models.DecimalField | models.IntegerField):
        return "number"
    return "row" if isinstance(field, models.ForeignKey) else "text"


def _as_it_is(value: Any, leaver: Leaver) -> Cell:
    found: Cell = value
    return found


def _days(value: date | None, leaver: Leaver) -> Cell:
    return None if value is None else leaver.day(value)


def _calendar(value: date | None, leaver: Leaver) -> Cell:
    return None if value is None else leaver.calendar(value)


def _clock(value: str, leaver: Leaver) -> Cell:
    """Hours and minutes as written; the offset of the zone, which tells the place, stays."""
    return value[11:16] if "T" in value else ""
