"""The results that stand in the record on the days of a document's results.

Asked for many at once, one statement a chunk, by the index of a series. Standing means not entered
in error. Rows that the document itself has just brought join their day, so that a value that a
file holds twice is met again.
"""

from collections.abc import Iterable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from json import dumps
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

from hlh_app.clinical.case import Moment
from hlh_app.clinical.case import Observation as Fact
from hlh_app.clinical.unit_names import UNITS
from hlh_app.clinical.units import comparable, exact
from hlh_app.records.case_facts import plain
from hlh_app.records.imports.judging import Ready
from hlh_app.records.imports.people import Person
from hlh_app.records.models.choices import ResultStatus

Key = tuple[int, str, date]
Span = tuple[int, str, date, datetime, datetime]

# A row may have been written by another clock than the ward's: no two clocks are further apart.
SLACK = timedelta(hours=14)

# LATERAL with OFFSET 0: always by the index, whatever the planner thinks of a table not analyzed.
_POSTGRESQL = """
SELECT k.number, o.* FROM unnest(%s::bigint[], %s::text[], %s::date[], %s::timestamptz[],
  %s::timestamptz[]) WITH ORDINALITY AS k (patient, analyte, day, start, stop, number)
CROSS JOIN LATERAL (
  SELECT id, version, measured_at, measured_text, status, value, comparator, unit, laboratory, assay
  FROM records_observation
  WHERE patient_id = k.patient AND analyte = k.analyte AND NOT entered_in_error
    AND measured_at BETWEEN k.start - interval '14 hours' AND k.stop + interval '14 hours'
    AND (measured_day = k.day OR measured_at BETWEEN k.start AND k.stop) OFFSET 0
) AS o ORDER BY o.id"""
_SQLITE = """
SELECT k.key + 1, o.id, o.version, o.measured_at, o.measured_text, o.status,
       CAST(o.value AS text), o.comparator, o.unit, o.laboratory, o.assay
FROM json_each(%s) AS k CROSS JOIN records_observation AS o
  ON o.patient_id = json_extract(k.value, '$[0]') AND o.analyte = json_extract(k.value, '$[1]')
  AND o.measured_at BETWEEN datetime(json_extract(k.value, '$[3]'), '-14 hours')
    AND datetime(json_extract(k.value, '$[4]'), '+14 hours')
  AND (o.measured_day = json_extract(k.value, '$[2]')
    OR o.measured_at BETWEEN json_extract(k.value, '$[3]') AND json_extract(k.value, '$[4]'))
  AND NOT o.entered_in_error
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
    at: datetime
    written: str
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

    @property
    def is_date(self) -> bool:
        """Whether its moment is known by the day alone."""
        return "T" not in self.written

    def is_at(self, moment: Moment) -> bool:
        """Whether it was measured at this very moment, known as exactly."""
        return self.at == moment.at and self.is_date == moment.is_date

    def becomes(self, ready: Ready) -> None:
        """What it would be after the entry was written into it."""
        self.at, self.written = moment_after(ready, self.at, self.written)
        self.status, self.value = ready.status, ready.number.value
        self.comparator, self.unit = _comparator(ready), ready.number.unit
        self.version += 1


def key_of(ready: Ready) -> Key:
    """Same patient, test and day on the ward's clock."""
    fact: Fact = ready.entry.row  # type: ignore[assignment]
    person: Person = ready.person  # type: ignore[assignment]
    return (person.pk, fact.analyte, _day(fact.measured_at, person.zone))


@lru_cache(maxsize=20_000)
def _day(moment: Moment, zone: ZoneInfo) -> date:
    return moment.day if moment.is_date else moment.seen.astimezone(zone).date()


@lru_cache(maxsize=20_000)
def _bounds(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The first and the last instant of a day, which a moment without a time counts as."""
    start = datetime.combine(day, time(), zone)
    return start, start + timedelta(days=1) - timedelta(microseconds=1)


def moment_after(ready: Ready, at: datetime, written: str) -> tuple[datetime, str]:
    """A day alone does not take the time from a row that has one."""
    moment: Moment = ready.entry.row.measured_at  # type: ignore[union-attr]
    return (at, written) if moment.is_date and "T" in written else (moment.at, moment.text)


def new_row(ready: Ready) -> Stored:
    """The row that the entry becomes."""
    number = ready.number
    moment: Moment = ready.entry.row.measured_at  # type: ignore[union-attr]
    return Stored(
        None,
        1,
        moment.at,
        moment.text,
        ready.status,
        number.value,
        _comparator(ready),
        number.unit,
        ready.laboratory,
        ready.assay,
    )


def standing(some: Iterable[Ready], cursor: Any = None) -> dict[Key, list[Stored]]:
    """The day of every entry with the rows that stand there."""
    asked = {key_of(ready): ready.person.zone for ready in some}  # type: ignore[union-attr]
    found: dict[Key, list[Stored]] = {key: [] for key in asked}
    with nullcontext(cursor) if cursor is not None else connection.cursor() as at_hand:
        ask(at_hand, asked, found)
    return found


def to_be_asked(chunk: list[tuple[Ready, Key]]) -> dict[Key, ZoneInfo]:
    """The days of a chunk on which something may stand. What is measured after everything that
    its patient has, chunks before included, is not asked about: most documents bring their results
    in the order of time. The patients are locked, and :func:`learn_latest` was told of them."""
    met: dict[Key, ZoneInfo] = {}
    latest: dict[Person, datetime] = {}
    for ready, key in chunk:
        person: Person = ready.person  # type: ignore[assignment]
        if _bounds(key[2], person.zone)[0] - SLACK <= person.latest:
            met[key] = person.zone
        at = ready.entry.row.measured_at.at  # type: ignore[union-attr]
        latest[person] = max(at, latest.get(person, person.latest))
    for person, at in latest.items():
        person.latest = at
    return met


def learn_latest(people: Iterable[Person], cursor: Any) -> None:
    """When the last result of each was measured."""
    by_key = {person.pk: person for person in people}
    if connection.vendor == "postgresql":
        cursor.execute(_LATEST, [_array(by_key)])
    else:
        cursor.execute(_LATEST_SQLITE, [dumps(list(by_key))])
    for pk, latest in cursor.fetchall():
        by_key[pk].latest = _instant(latest)


def ask(cursor: Any, asked: Mapping[Key, ZoneInfo], found: dict[Key, list[Stored]]) -> None:
    """Put the rows of the record into the lists of their days."""
    if not asked:
        return
    keys = list(asked)
    spans: list[Span] = [(*key, *_bounds(key[2], zone)) for key, zone in asked.items()]
    if connection.vendor == "postgresql":
        patients, analytes, *times = zip(*spans, strict=True)
        texts = (_array(time.isoformat() for time in some) for some in times)
        cursor.execute(_POSTGRESQL, [_array(patients), _array(analytes), *texts])
    else:
        stored = connection.ops.adapt_datetimefield_value
        cursor.execute(
            _SQLITE,
            [dumps([[p, a, str(d), str(stored(i)), str(stored(j))] for p, a, d, i, j in spans])],
        )
    for number, pk, version, at, written, status, value, *words in cursor.fetchall():
        exactly = None if value is None else Decimal(value)
        key = keys[number - 1]
        row = Stored(pk, version, _instant(at), written, status, exactly, *words)
        if row.is_date or row.at.astimezone(asked[key]).date() == key[2]:
            found[key].append(row)


def _instant(at: datetime | str) -> datetime:
    """SQLite gives UTC, as a text or without saying so."""
    read = datetime.fromisoformat(at) if isinstance(at, str) else at
    return read if read.tzinfo else read.replace(tzinfo=UTC)


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
