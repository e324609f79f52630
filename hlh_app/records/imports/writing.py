"""New results into their table, some thousands at a time.

PostgreSQL takes them by COPY, as lines of text that are made here; SQLite as rows of a statement.
Both fire the audit triggers: one entry a row. The columns are those that one-row entry fills.
"""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection

from hlh_app.clinical.case import Moment
from hlh_app.clinical.case import Observation as Fact
from hlh_app.records.imports.intervals import Interval
from hlh_app.records.imports.judging import MOST_REMEMBERED, Ready, columns_of
from hlh_app.records.models import ImportBatch, Observation
from hlh_app.records.services import saving

Row = tuple[str, Ready, Interval]

# In the order of a line: what is the same for all, the result, what most leave empty, the interval.
_COPY = (
    "COPY records_observation (version, recorded_at, recorded_by_id, entered_in_error,"
    " error_reason, batch_id, visit_id, patient_id, analyte, measured_at, measured_day,"
    " measured_text, status, value, comparator, unit, canonical_value, implausible_confirmed,"
    " laboratory, assay, note, reported_at, reported_day, reported_text, expected_on,"
    " missing_reason, site, fasting, antipyretic, lipid_infusion, low, high, interval_source)"
    " FROM STDIN"
)
_NOTHING_MORE = "\t\\N\t\\N\t\t\\N\t\t\t\t\\N\t\\N\t"
_ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


class Writer:
    """Writes the new rows of one batch."""

    def __init__(self, batch: ImportBatch, recorded_by: Any, now: datetime) -> None:
        self.batch, self.recorded_by, self.now = batch, recorded_by, now
        self.copies = connection.vendor == "postgresql"
        who = r"\N" if recorded_by is None else recorded_by.pk
        self._same = f"1\t{now.isoformat()}\t{who}\tf\t\t{batch.pk}\t\\N\t"
        self._moments: dict[Moment, str] = {}
        self._numbers: dict[int, tuple[Any, str]] = {}

    def head(self, ready: Ready) -> str:
        """The line of a row up to its interval; "" where rows are not copied."""
        if not self.copies:
            return ""
        fact: Fact = ready.entry.row  # type: ignore[assignment]
        return (
            f"{self._same}{ready.person.pk}\t{fact.analyte}\t"  # type: ignore[union-attr]
            f"{self._moment(fact.measured_at)}\t{ready.status}\t{self._number(ready, fact)}\t"
            f"{ready.laboratory.translate(_ESCAPES)}\t{ready.assay.translate(_ESCAPES)}\t"
            f"{_further(ready, fact)}"
        )

    def _moment(self, moment: Moment) -> str:
        line = self._moments.get(moment)
        if line is None:
            if len(self._moments) > MOST_REMEMBERED:
                self._moments.clear()
            text = moment.text.translate(_ESCAPES)
            line = f"{moment.at.isoformat()}\t{moment.day.isoformat()}\t{text}"
            self._moments[moment] = line
        return line

    def _number(self, ready: Ready, fact: Fact) -> str:
        number = ready.number
        known = self._numbers.get(id(number))
        if known is None:
            if len(self._numbers) > MOST_REMEMBERED:
                self._numbers.clear()
            unusual = "t" if number.unusual else "f"
            line = (
                f"{_decimal(number.value)}\t{fact.comparator or ''}\t{number.unit}\t"
                f"{_decimal(number.canonical)}\t{unusual}"
            )
            known = self._numbers[id(number)] = (number, line)  # held, or its id is used again
        return known[1]

    def write(self, rows: Sequence[Row], cursor: Any = None) -> None:
        """Write them, on the cursor's connection where one is given."""
        if not rows:
            return
        if not self.copies:
            Observation.objects.bulk_create([self.row(*row[1:]) for row in rows], batch_size=500)
            return
        lines = "".join([head + _interval(beside) for head, _ready, beside in rows])
        with cursor.copy(_COPY) as copy:
            copy.write(lines)

    def row(self, ready: Ready, beside: Interval) -> Observation:
        """The same row as an object of its model."""
        row = Observation(patient=ready.person.patient)  # type: ignore[union-attr]
        saving.fill(row, columns_of(ready.entry))
        row.batch, row.recorded_by = self.batch, self.recorded_by
        row.unit, row.canonical_value = ready.number.unit, ready.number.canonical
        row.implausible_confirmed = bool(ready.number.unusual)
        row.low, row.high, row.interval_source = beside
        return row


def _decimal(value: Decimal | None) -> str:
    return r"\N" if value is None else f"{value:f}"


def _interval(beside: Interval) -> str:
    if beside.low is None and beside.high is None:
        return f"\\N\t\\N\t{beside.source}\n"
    return f"{_decimal(beside.low)}\t{_decimal(beside.high)}\t{beside.source}\n"


def _further(ready: Ready, fact: Fact) -> str:
    entry = ready.entry
    if not (
        entry.note
        or entry.missing
        or fact.reported_at
        or fact.expected_on
        or fact.site
        or fact.fasting
        or fact.antipyretic is not None
        or fact.lipid_infusion is not None
    ):
        return _NOTHING_MORE
    return "\t".join(
        [
            entry.note.strip().translate(_ESCAPES),
            *_reported(fact.reported_at),
            fact.expected_on.isoformat() if fact.expected_on else r"\N",
            entry.missing.strip().translate(_ESCAPES),
            (fact.site or "").strip(),
            (fact.fasting or "").strip(),
            _yes_or_no(fact.antipyretic),
            _yes_or_no(fact.lipid_infusion),
            "",
        ]
    )


def _reported(moment: Moment | None) -> tuple[str, str, str]:
    if moment is None:
        return r"\N", r"\N", ""
    return moment.at.isoformat(), moment.day.isoformat(), moment.text.translate(_ESCAPES)


def _yes_or_no(answer: bool | None) -> str:
    return r"\N" if answer is None else "t" if answer else "f"
