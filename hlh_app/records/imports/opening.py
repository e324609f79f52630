"""A file opened: what it says, what it asks, and whom it is about. Nothing is compared yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo

from django.utils.translation import gettext as _

from hlh_app.exchange.incoming import Incoming
from hlh_app.exchange.tables import reading as tables
from hlh_app.exchange.tables.reading import Cell, Means, Question, Reading, Status, TableError
from hlh_app.records.imports.outcomes import Left
from hlh_app.records.models.choices import ImportSource
from hlh_app.records.services.errors import Refused
from hlh_app.records.services.observations import said

# The headings of a row that is left over, as the template has them.
PATIENT, TEST, DATE, RESULT, UNIT = "patient", "test", "date", "result", "unit"
LABORATORY, ASSAY = "laboratory", "assay"


@dataclass(frozen=True)
class Somebody:
    """A patient as the file names them. ``facts``: what a new patient needs, where it says so."""

    key: str
    told: str = ""
    facts: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Opened:
    """``entries``: what can be compared; ``left``: what cannot be read, with the reason. ``asks``:
    how many of those a question would settle. ``unread``: words of the file that are no test here,
    and how often. ``remarks``: what else it says."""

    source: str
    layout: str = ""
    entries: Sequence[Incoming] = ()
    left: Sequence[Left] = ()
    questions: tuple[Question, ...] = ()
    asks: int = 0
    people: tuple[Somebody, ...] = ()
    unread: dict[str, int] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()


def open_table(name: str, content: bytes, means: Means, zone: tzinfo) -> Opened:
    """A CSV, text or XLSX table. Refused, under ``file``, when it is none that can be read."""
    try:
        reading = tables.read_file(name, content, means)
    except TableError as error:
        raise Refused({"file": [said(error.message)]}) from error
    if not reading.layout:
        raise Refused({"file": [_("No table of results is found in it. Start from the template.")]})
    return Opened(
        source=ImportSource.TABLE,
        layout=reading.layout,
        entries=list(tables.incoming(reading, zone)),
        left=list(_left(reading)),
        questions=reading.questions,
        asks=sum(cell.status == Status.ASK for cell in reading.cells),
        people=tuple(Somebody(key) for key in _keys(reading)),
        unread=dict(Counter(c.word for c in reading.cells if c.status == Status.IGNORED)),
    )


def _keys(reading: Reading) -> list[str]:
    return list(dict.fromkeys(cell.patient for cell in reading.cells))


def _left(reading: Reading) -> Iterator[Left]:
    for cell in reading.cells:
        if cell.status in (Status.ASK, Status.REFUSED):
            reason = said(cell.reason) if cell.reason else _("This could not be read.")
            yield Left(cell.place, found(cell), reason, cell.patient)


def found(cell: Cell) -> dict[str, str]:
    """A cell of any layout as a row of the template, so that it can be corrected and sent anew."""
    moment = cell.measured_at or cell.measured_on
    written = {
        PATIENT: cell.patient,
        TEST: cell.word or cell.analyte or "",
        DATE: moment.isoformat(sep=" ", timespec="minutes")
        if cell.measured_at
        else str(moment or ""),
        RESULT: cell.text,
        UNIT: cell.unit or "",
        LABORATORY: cell.laboratory,
        ASSAY: cell.assay,
    }
    return {heading: text for heading, text in written.items() if text}


def found_of(entry: Incoming) -> dict[str, str]:
    """An entry that could be read, as a row of the template."""
    row = entry.row
    moment = getattr(row, "measured_at", None)
    value = getattr(row, "value", None)
    written = {
        PATIENT: entry.patient,
        TEST: getattr(row, "analyte", "") or type(row).__name__,
        DATE: moment.text if moment else "",
        RESULT: "" if value is None else f"{getattr(row, 'comparator', '') or ''}{value}",
        UNIT: getattr(row, "unit", "") or "",
        LABORATORY: getattr(row, "laboratory", "") or "",
        ASSAY: getattr(row, "assay", "") or "",
    }
    return {heading: text for heading, text in written.items() if text}
