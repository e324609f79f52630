"""Every row of the record that is about the patients of an export, as lines of CSV."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import models

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.exchange.study.csv_text import Cell, csv_lines
from hlh_app.exchange.study.explained import Explained
from hlh_app.exchange.study.leaving import Leaving
from hlh_app.records.models import (
    AdverseEvent,
    Event,
    Exposure,
    Finding,
    Observation,
    TherapyLine,
    Visit,
)
from hlh_app.records.study_export.row_columns import Make, RowColumn, columns_of

PATIENTS_AT_A_TIME = 200
TABLES: dict[str, type[models.Model]] = {
    "visits": Visit,
    "results": Observation,
    "findings": Finding,
    "exposures": Exposure,
    "events": Event,
    "adverse_events": AdverseEvent,
    "therapy_lines": TherapyLine,
}
"""File → the table whose rows it holds; one row each, rows entered in error left out."""
CANONICAL = "canonical_unit"


def wanted(name: str, notes: bool) -> list[RowColumn]:
    """The columns of a file; ``notes``: free text as well."""
    return [column for column in columns_of(TABLES[name]) if notes or not column.free]


def rows_csv(name: str, leaving: Leaving) -> Iterator[str]:
    """One of TABLES, in pieces: patients in the order of the export."""
    columns = wanted(name, leaving.options.notes)
    head = ["id", "row", *(column.name for column in columns)]
    more = [CANONICAL] if name == "results" else []
    return csv_lines([*head, *more], _rows(name, leaving, columns))


def _rows(name: str, leaving: Leaving, columns: Sequence[RowColumn]) -> Iterator[list[Cell]]:
    model, sources = TABLES[name], [column.source for column in columns]
    table, makers = str(model._meta.model_name), [_maker(column, leaving) for column in columns]
    analyte = sources.index("analyte") + 2 if name == "results" else 0
    for keys in parts(leaving.subjects.keys):
        for found in _of(model, keys, sources):
            leaver = leaving.leavers[found[0]]
            row = [leaver.name, leaving.names.row(table, found[1])]
            cells = zip(makers, found[2:], strict=True)
            row += [make(value, leaver) for make, value in cells]
            if analyte:
                row.append(ANALYTES[found[analyte]].unit)
            yield row


def _maker(column: RowColumn, leaving: Leaving) -> Make:
    """A row of another table is named by its code."""
    if column.kind != "row":
        return column.make
    return lambda value, _leaver: None if value is None else leaving.names.row(column.name, value)


def _of(model: type[models.Model], keys: Sequence[int], sources: Sequence[str]) -> Iterable[Any]:
    """The rows of these patients, those of one patient together, oldest entry first."""
    rows = model._default_manager.filter(patient__in=keys, entered_in_error=False)
    found = rows.order_by("patient_id", "pk").values_list("patient_id", "pk", *sources)
    place = {key: at for at, key in enumerate(keys)}
    return sorted(found.iterator(), key=lambda row: (place[row[0]], row[1]))


def parts(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(keys), PATIENTS_AT_A_TIME):
        yield keys[start : start + PATIENTS_AT_A_TIME]


def explained(notes: bool) -> Iterator[Explained]:
    """What the codebook says of every column of these files."""
    for name, model in TABLES.items():
        yield Explained(name, "id", "Patient", "text")
        yield Explained(name, "row", str(model._meta.verbose_name).capitalize(), "text")
        for column in wanted(name, notes):
            yield Explained(name, column.name, column.label, column.kind, words=column.words)
        if name == "results":
            yield Explained(name, CANONICAL, "Unit of canonical_value", "text")
