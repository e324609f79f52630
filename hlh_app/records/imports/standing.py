"""The results that stand in the record at the moments of a document's results.

Asked for many at once, one statement a chunk, by the index of a series. Standing means not entered
in error. Rows that the document itself has just brought join their moment, so that a value that a
file holds twice is met again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from json import dumps
from typing import Any

from django.db import connection

from hlh_app.clinical.case import Observation as Fact
from hlh_app.clinical.unit_names import UNITS
from hlh_app.clinical.units import comparable, exact
from hlh_app.records.case_facts import plain
from hlh_app.records.imports.judging import Ready
from hlh_app.records.imports.people import Person
from hlh_app.records.models.choices import ResultStatus

Key = tuple[int, str, datetime, bool]

# LATERAL with OFFSET 0: always by the index, whatever the planner thinks of a table not analyzed.
_POSTGRESQL = """
SELECT k.number, o.* FROM unnest(%s::bigint[], %s::text[], %s::timestamptz[])
  WITH ORDINALITY AS k (patient, analyte, at, number)
CROSS JOIN LATERAL (
  SELECT id, version, measured_text, status, value, comparator, unit, laboratory, assay
  FROM records_observation
  WHERE patient_id = k.patient AND analyte = k.analyte AND measured_at = k.at
    AND NOT entered_in_error OFFSET 0
) AS o ORDER BY o.id"""
_SQLITE = """
SELECT k.key + 1, o.id, o.version, o.measured_text, o.status, CAST(o.value AS text), o.comparator,
       o.unit, o.laboratory, o.assay
FROM json_each(%s) AS k CROSS JOIN records_observation AS o
  ON o.patient_id = json_extract(k.value, '$[0]') AND o.analyte = json_extract(k.value, '$[1]')
  AND o.measured_at = json_extract(k.value, '$[2]') AND NOT o.entered_in_error
ORDER BY o.id"""

_LATEST = """
SELECT patient_id, max(measured_at) FROM records_observation WHERE patient_id = ANY(%s::bigint[])
GROUP BY patient_id"""
_LATEST_SQLITE = """
SELECT patient_id, max(measured_at) FROM records_observation
WHERE patient_id IN (SELECT value FROM json_each(%s)) GROUP BY patient_id"""


@dataclass(slots=True)
class Stored:
    """A result of the record, or one that the document brought before; then without ``pk``."""

    pk: int | None
    version: int
    status: str
    value: Decimal | None
    comparator: str
    unit: str
    laboratory: str
    assay: str

    @property
    def text(self) -> str:
        number = "" if self.value is None else f"{plain(self.value):f}"
        if not number:
            return str(ResultStatus(self.status).label)
        return f"{self.comparator}{number} {UNITS.get(self.unit, self.unit)}"

    def becomes(self, ready: Ready) -> None:
        """What it would be after the entry was written into it."""
        self.status, self.value = ready.status, ready.number.value
        self.comparator, self.unit = _comparator(ready), ready.number.unit
        self.version += 1


def key_of(ready: Ready) -> Key:
    """Same patient, test, instant, and known to the minute or to the day alike."""
    fact: Fact = ready.entry.row  # type: ignore[assignment]
    return (ready.person.pk, fact.analyte, fact.measured_at.at, fact.measured_at.is_date)  # type: ignore[union-attr]


def new_row(ready: Ready) -> Stored:
    """The row that the entry becomes."""
    number = ready.number
    return Stored(
        None,
        1,
        ready.status,
        number.value,
        _comparator(ready),
        number.unit,
        ready.laboratory,
        ready.assay,
    )


def standing(some: Iterable[Ready], cursor: Any = None) -> dict[Key, list[Stored]]:
    """The moment of every entry with the rows that stand there."""
    found: dict[Key, list[Stored]] = {key_of(ready): [] for ready in some}
    if cursor is not None:
        ask(cursor, list({key[:3] for key in found}), found)
    else:
        with connection.cursor() as own:
            ask(own, list({key[:3] for key in found}), found)
    return found


def to_be_asked(chunk: list[tuple[Ready, Key]]) -> list[tuple[int, str, datetime]]:
    """The moments of a chunk at which something may stand. What is measured after everything that
    its patient has, chunks before included, is not asked about: most documents bring their results
    in the order of time. The patients are locked, and :func:`learn_latest` was told of them."""
    met = {key[:3] for ready, key in chunk if key[2] <= ready.person.latest}  # type: ignore[union-attr]
    for ready, key in chunk:
        if key[2] > ready.person.latest:  # type: ignore[union-attr]
            ready.person.latest = key[2]  # type: ignore[union-attr]
    return list(met)


def learn_latest(people: Iterable[Person], cursor: Any) -> None:
    """When the last result of each was measured."""
    by_key = {person.pk: person for person in people}
    if connection.vendor == "postgresql":
        cursor.execute(_LATEST, [_array(by_key)])
    else:
        cursor.execute(_LATEST_SQLITE, [dumps(list(by_key))])
    for pk, latest in cursor.fetchall():
        if isinstance(latest, str):
            latest = datetime.fromisoformat(latest).replace(tzinfo=UTC)
        by_key[pk].latest = latest


def ask(cursor: Any, asked: list[tuple[int, str, datetime]], found: dict[Key, Any]) -> None:
    """Put the rows of the record into the lists of their moments."""
    if not asked:
        return
    if connection.vendor == "postgresql":
        patients, analytes, moments = zip(*asked, strict=True)
        texts = [moment.isoformat() for moment in moments]
        cursor.execute(_POSTGRESQL, [_array(patients), _array(analytes), _array(texts)])
    else:
        stored = connection.ops.adapt_datetimefield_value
        cursor.execute(_SQLITE, [dumps([[p, a, str(stored(at))] for p, a, at in asked])])
    for number, pk, version, measured, status, value, *words in cursor.fetchall():
        rows = found.get((*asked[number - 1], "T" not in measured))
        if rows is not None:
            exactly = None if value is None else Decimal(value)
            rows.append(Stored(pk, version, status, exactly, *words))


def _array(values: Iterable[object]) -> str:
    """A literal of PostgreSQL; keys, codes of tests and moments hold nothing to be escaped."""
    return "{" + ",".join(map(str, values)) + "}"


def same_value(ready: Ready, row: Stored) -> bool:
    """Whether the row says what the entry says, in the same unit or in exact canonical terms."""
    value, unit = ready.number.value, ready.number.unit
    if row.status != ready.status or row.comparator != _comparator(ready):
        return False
    if value is None or row.value is None:
        return value is row.value
    if row.unit == unit:
        return row.value == value
    analyte = ready.entry.row.analyte  # type: ignore[union-attr]
    return exact(row.value, row.unit, analyte) == exact(value, unit, analyte)


def same_kind(ready: Ready, row: Stored, *, assay_bound: bool) -> bool:
    """Whether they are one result: units that compare and, where it matters, one assay as far as
    both say it."""
    if not comparable(row.unit, ready.number.unit, ready.entry.row.analyte):  # type: ignore[union-attr]
        return False
    return not assay_bound or (
        _agree(row.laboratory, ready.laboratory) and _agree(row.assay, ready.assay)
    )


def _agree(one: str, other: str) -> bool:
    return not one or not other or one.casefold() == other.casefold()


def _comparator(ready: Ready) -> str:
    return ready.entry.row.comparator or ""  # type: ignore[union-attr]
