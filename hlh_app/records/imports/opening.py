"""A file opened: what it says, what it asks, and whom it is about. Nothing is compared yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, tzinfo

from django.utils.translation import gettext as _

from hlh_app.accounts.models import Centre
from hlh_app.exchange.errors import CaseError
from hlh_app.exchange.fhir.reports import Reports
from hlh_app.exchange.incoming import Incoming
from hlh_app.exchange.tables import reading as tables
from hlh_app.exchange.tables.long_files import is_long, rows_of
from hlh_app.exchange.tables.long_rows import is_comment, long_columns, read_long
from hlh_app.exchange.tables.reading import Cell, Means, Question, Reading, Status, TableError
from hlh_app.records.imports.outcomes import Left
from hlh_app.records.models.choices import ImportSource
from hlh_app.records.services.errors import Refused
from hlh_app.records.services.observations import said

# The headings of a row that is left over, as the template has them.
PATIENT, TEST, DATE, RESULT, UNIT = "patient", "test", "date", "result", "unit"
LABORATORY, ASSAY = "laboratory", "assay"
MOST_REMARKS = 50
STREAMED_FROM = 1_000_000  # bytes


@dataclass(frozen=True)
class Somebody:
    """A patient as the file names them. ``facts``: what a new patient needs, where it says so;
    never a name, and never a record number as the study code. ``code``: the study code that the
    file gives, "" where it gives none or that of somebody else; then ``why_not`` says so."""

    key: str
    code: str = ""
    birth_date: date | None = None
    sex: str = ""
    why_not: str = ""

    @property
    def facts(self) -> dict[str, object]:
        """Empty unless a new patient can be made of it."""
        if self.birth_date is None:
            return {}
        return {"birth_date": self.birth_date, "sex": self.sex or "unknown"}


@dataclass(frozen=True)
class Opened:
    """``entries``: what can be compared; ``left``: what cannot be read, with the reason. ``asks``:
    how many of those a question would settle. ``unread``: words or codes of the file that are no
    test here, and how often. ``remarks``: what else it says."""

    source: str
    layout: str = ""
    entries: Sequence[Incoming] = ()
    left: Sequence[Left] = ()
    questions: tuple[Question, ...] = ()
    asks: int = 0
    people: tuple[Somebody, ...] = ()
    unread: dict[str, int] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()


def open_table(content: bytes, means: Means, zone: tzinfo) -> Opened:
    """A CSV, text or XLSX table. Refused, under ``file``, when it is none that can be read.

    A long table of many thousand rows is streamed: what it leaves open is not asked about, but left
    with the reason.
    """
    if len(content) > STREAMED_FROM and is_long(content):
        try:
            return _streamed(content, means, zone)
        except ValueError:
            said_so = _("The file cannot be read to its end: a cell is too long, or it is damaged.")
            raise Refused({"file": [said_so]}) from None
    try:
        reading = tables.read_file(content, means)
    except TableError as error:
        raise Refused({"file": [said(error.message)]}) from error
    if not reading.layout:
        raise Refused({"file": [_("No table of results is found in it. Start from the template.")]})
    return Opened(
        source=ImportSource.TABLE,
        layout=reading.layout,
        entries=list(tables.incoming(reading, zone)),
        left=list(_left(reading, content)),
        questions=reading.questions,
        asks=sum(cell.status == Status.ASK for cell in reading.cells),
        people=tuple(Somebody(key, key) for key in _keys(reading)),
        unread=dict(Counter(c.word for c in reading.cells if c.status == Status.IGNORED)),
    )


def open_fhir(content: bytes, centre: Centre) -> Opened:
    """FHIR R4: a Bundle, one resource, or one a line. Refused, under ``file``, for anything else.

    What the document says of a row that is kept without a part of it is a remark; a row that is
    not kept is left, with the reason.
    """
    from hlh_app.records import fhir_documents  # it keeps documents, and so knows this module

    try:
        document = fhir_documents.open_fhir(content, centre)
        entries = list(document.incoming)
        people = fhir_documents.people(document, centre)
    except CaseError as error:
        raise Refused({"file": [said(error.reason)]}) from error
    reports = document.reports
    return Opened(
        source=ImportSource.FHIR,
        layout="FHIR",
        entries=entries,
        left=[
            Left(report.place, {}, said(report.message), report.patient)
            for report in reports.said
            if not report.kept
        ],
        people=tuple(
            Somebody(p.key, p.code if p.patient else "", p.birth_date, p.sex, p.why_not)
            for p in people
        ),
        unread=_codes(reports),
        remarks=_remarks(reports),
    )


def _codes(reports: Reports) -> dict[str, int]:
    codes = {
        " ".join(part for part in (code.display, f"({code.system} {code.code})") if part): many
        for code, many in reports.unmapped.items()
    }
    return codes | {_("resources of the kind %s") % kind: n for kind, n in reports.unread.items()}


def _remarks(reports: Reports) -> tuple[str, ...]:
    told = [f"{report.place}: {said(report.message)}" for report in reports.said if report.kept]
    shown = told[:MOST_REMARKS]
    further = len(told) - len(shown) + reports.more
    if further:
        shown.append(_("And %(n)s more remarks of this kind.") % {"n": further})
    return tuple(shown)


def _streamed(content: bytes, means: Means, zone: tzinfo) -> Opened:
    entries: list[Incoming] = []
    left: list[Left] = []
    for entry in read_long(rows_of(content), zone, means):
        if isinstance(entry, Incoming):
            entries.append(entry)
        else:
            left.append(Left(entry.place, entry.found, said(entry.reason), entry.patient))
    keys = dict.fromkeys(entry.patient for entry in (*entries, *left))
    return Opened(
        source=ImportSource.TABLE,
        layout="long",
        entries=entries,
        left=left,
        people=tuple(Somebody(key, key) for key in keys),
    )


def _keys(reading: Reading) -> list[str]:
    return list(dict.fromkeys(cell.patient for cell in reading.cells))


def _left(reading: Reading, content: bytes) -> Iterator[Left]:
    unread = [cell for cell in reading.cells if cell.status in (Status.ASK, Status.REFUSED)]
    rows = _rows(content) if unread and reading.layout == "long" else []
    for cell in unread:
        reason = said(cell.reason) if cell.reason else _("This could not be read.")
        read = found(cell)
        whose = {heading: read[heading] for heading in (PATIENT, TEST) if heading in read}
        # A second column of the same heading never says whose row it is.
        yield Left(cell.place, read | _as_it_stood(cell, rows) | whose, reason, cell.patient)


def _rows(content: bytes) -> list[list[str]]:
    """As far as they can be gone through line by line."""
    rows: list[list[str]] = []
    with suppress(ValueError):
        rows.extend(rows_of(content))
    return rows


def _as_it_stood(cell: Cell, rows: Sequence[Sequence[str]]) -> dict[str, str]:
    """The row of a long table under its own headings, those of the template where they are such."""
    heads = next((row for row in rows if not is_comment(row)), ())
    row = rows[cell.row - 1] if cell.row <= len(rows) else ()
    if len(row) < cell.column or " ".join(row[cell.column - 1].split()) != cell.text:
        return {}  # it was read from elsewhere: another sheet, other lines
    known = {number: column for column, number in (long_columns(heads) or {}).items()}
    return {
        known.get(number, head.strip()): text.strip()
        for number, (head, text) in enumerate(zip(heads, row, strict=False))
        if text.strip() and head.strip()
    }


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
