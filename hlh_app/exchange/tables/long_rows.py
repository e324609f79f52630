"""A long table, one result a row, read as it streams by: any length, in constant memory.

Every distinct word, unit and moment is read once. A plain number in a stated unit is read here;
any other cell is read as every cell is, and what leaves a choice is never guessed: the row is left
out with the reason, for its writer to correct.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, tzinfo
from decimal import Decimal
from typing import NamedTuple

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.clinical.case import Moment, Observation
from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.clinical.units import UnitError, read_unit
from hlh_app.exchange.clocks import moment_of, read_clock
from hlh_app.exchange.incoming import Incoming
from hlh_app.exchange.tables.cell_text import read_cell
from hlh_app.exchange.tables.dates import read_date
from hlh_app.exchange.tables.headings import role_of
from hlh_app.exchange.tables.model import NOTHING, Kind, Means, Status, Word
from hlh_app.exchange.tables.names import plain, read_name
from hlh_app.exchange.unread import Unread

Row = Sequence[str]
MOST_REMEMBERED = 20_000
LONGEST_CELL = 200

# What may stand in a table that is read as it streams by. Where anything else does (a specimen, a
# status, a range), the whole table must be looked at: that is for ``reading.read_file``.
_COLUMNS = (
    *("patient", "test", "date", "time", "result", "unit", "low", "high"),
    *("laboratory", "assay", "note"),
)
_ROLES = {"value": "result", "lab": "laboratory"} | {name: name for name in _COLUMNS}
_NOTES = frozenset({"note", "notes", "comment", "comments", "remark", "remarks"})
_NEEDED = {"test", "date", "result"}
# Three decimals after at most three digits may be thousands: that is for read_cell to ask.
_PLAIN = re.compile(r"(<=?|>=?)? ?([0-9]{1,12}(?:\.[0-9]{1,2}|\.[0-9]{4,8})?)", re.ASCII)
_WITH_POINT = re.compile(r"(<=?|>=?)? ?([0-9]{1,12}(?:\.[0-9]{1,8})?)", re.ASCII)
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)?", re.ASCII)
_ISO_OFFSET = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?) ?(Z|[+-]\d\d:?\d\d)", re.ASCII
)


class UnreadRow(NamedTuple):
    """A row that is left out: ``found`` as it stood, heading → text."""

    place: str
    found: dict[str, str]
    reason: Message
    patient: str = ""


class _Refused(Exception):  # noqa: N818
    def __init__(self, message: Message) -> None:
        self.message = message


class _Test(NamedTuple):
    """What a test's word and its unit mean; ``reason``: why they mean nothing."""

    analyte: str = ""
    unit: str = ""
    laboratory: str | None = None
    assay: str | None = None
    reason: Message | None = None


def long_columns(header: Row) -> dict[str, int] | None:
    """Column → its number, when these are the headings of a long table; None otherwise."""
    found: dict[str, int] = {}
    for number, heading in enumerate(header):
        column = "note" if plain(heading) in _NOTES else _ROLES.get(role_of(heading), "")
        if column in found or (not column and role_of(heading) != "flag"):
            return None
        found[column or f"flag {number}"] = number
    return found if found.keys() >= _NEEDED else None


def is_comment(row: Row) -> bool:
    """Whether the row explains or is empty: nothing in it, or # in front."""
    first = next((cell for cell in row if cell.strip()), "#")
    return first.lstrip().startswith("#")


def read_long(
    rows: Iterable[Row], zone: tzinfo, means: Means = NOTHING, shown: str = ""
) -> Iterator[Incoming | UnreadRow]:
    """Each row of a long table whose first row holds the headings; times without an offset are
    ``zone``'s. ``shown``: the decimal mark that its numbers prove. Places count rows from 1.
    ValueError when the headings are of no such table."""
    numbered = enumerate(rows, 1)
    header = next((row for _number, row in numbered if not is_comment(row)), ())
    columns = long_columns(header)
    if columns is None:
        raise ValueError("no long table")
    reader = _Reader(header, columns, zone, means, shown)
    for number, row in numbered:
        if (read := reader.read(number, row)) is not None:
            yield read


LEFT_OUT = _Test()


class _Reader:
    def __init__(
        self, header: Row, columns: Mapping[str, int], zone: tzinfo, means: Means, shown: str
    ) -> None:
        self.header, self.zone, self.means, self.shown = header, zone, means, shown
        self.plainly = _WITH_POINT if (means.decimal or shown) == "point" else _PLAIN
        self._tests: dict[tuple[str, str], _Test] = {}
        self._moments: dict[tuple[str, str], Moment | Message] = {}
        self._limits: dict[str, Decimal | None] = {"": None}
        self._number = [columns.get(name, -1) for name in _COLUMNS]

    def read(self, number: int, row: Row) -> Incoming | UnreadRow | None:
        """One row; None when it says nothing."""
        cells = [row[i].strip() if 0 <= i < len(row) else "" for i in self._number]
        patient, word, day, clock, text, unit, low, high, laboratory, assay, note = cells
        if not text or row[0].startswith("#"):
            return None
        try:
            if max(map(len, cells)) > LONGEST_CELL:
                raise _Refused(Message(_TOO_LONG))
            test = self._test(word, unit)
            if test is LEFT_OUT:
                return None
            moment = self._moment(day, clock)
            fact, missing = self._result(test, text, moment, laboratory, assay)
            if low or high:
                fact = fact._replace(low=self._limit(low), high=self._limit(high))
        except _Refused as refused:
            found = dict(zip(self.header, row, strict=False))
            return UnreadRow(f"row {number}", found, refused.message, patient)
        return Incoming(f"row {number}", fact, patient, missing=missing, note=note)

    def _result(
        self, test: _Test, text: str, moment: Moment, laboratory: str, assay: str
    ) -> tuple[Observation, str]:
        plainly = self.plainly.fullmatch(text) if test.unit else None
        where = (laboratory or test.laboratory, assay or test.assay)
        if plainly is not None:
            comparator, digits = plainly.groups()
            value = Decimal(digits)
            return Observation(
                test.analyte, value, test.unit, moment, comparator,
                None, None, False, None, *where,
            ), ""  # fmt: skip
        return self._cell(test, text, moment, where)

    def _cell(
        self, test: _Test, text: str, moment: Moment, where: tuple[str | None, str | None]
    ) -> tuple[Observation, str]:
        """What is no plain number, or has its unit in it, as every cell of a table is read."""
        cell = read_cell(text, test.analyte, test.unit or None, self.means, self.shown)
        if cell.status is not Status.READ:
            raise _Refused(cell.reason or Message(_UNREADABLE, {"text": text}))
        unit = cell.unit or test.unit
        if not unit:
            raise _Refused(Message(_NO_UNIT, {"analyte": _label(test.analyte)}))
        pending = cell.kind is Kind.PENDING
        fact = Observation(
            test.analyte, cell.value, unit, moment, cell.comparator,
            cell.low, cell.high, pending, None, *where,
        )  # fmt: skip
        return fact, text if cell.kind is Kind.NOT_DONE else ""

    def _test(self, word: str, unit: str) -> _Test:
        found = self._tests.get((word, unit))
        if found is None:
            if len(self._tests) > MOST_REMEMBERED:
                self._tests.clear()
            found = self._tests[word, unit] = _read_test(word, unit, self.means)
        if found.reason is not None:
            raise _Refused(found.reason)
        return found

    def _moment(self, day: str, clock: str) -> Moment:
        found = self._moments.get((day, clock))
        if found is None:
            if len(self._moments) > MOST_REMEMBERED:
                self._moments.clear()
            found = self._moments[day, clock] = _read_moment(day, clock, self.zone, self.means)
        if len(found) == 2:
            raise _Refused(found)
        return found

    def _limit(self, text: str) -> Decimal | None:
        if text not in self._limits:
            if len(self._limits) > MOST_REMEMBERED:
                self._limits = {"": None}
            plainly = self.plainly.fullmatch(text)
            if plainly is None or plainly[1]:
                raise _Refused(Message(_NO_LIMIT, {"text": text}))
            self._limits[text] = Decimal(plainly[2])
        return self._limits[text]


_TOO_LONG = gettext_noop("A cell of this row is longer than a result can be.")
_UNREADABLE = gettext_noop("“{text}” is no result that can be read.")
_NO_UNIT = gettext_noop("{analyte}: write the unit.")
_NO_TEST = gettext_noop("“{text}” is no test that is known here.")
_MANY_TESTS = gettext_noop("“{text}” may be one of several tests: {options}. Write which.")
_NO_DATE = gettext_noop("Write the date.")
_TWO_DAYS = gettext_noop("“{text}” may be several days. Write it as {iso}, the year first.")
_NO_LIMIT = gettext_noop("“{text}” is no limit: write a number.")


def _label(analyte: str) -> Message:
    return Message(ANALYTES[analyte].label)


def _read_test(text: str, unit_text: str, means: Means) -> _Test:
    analyte, word, in_name = text, means.words.get(plain(text)), ""
    if text not in ANALYTES:
        named = read_name(text, means.words)
        if named.left_out:
            return LEFT_OUT
        word, in_name, analyte = named.word or word, named.unit_text, named.analyte or ""
        if not analyte and named.options:
            options = ", ".join(named.options)
            return _Test(reason=Message(_MANY_TESTS, {"text": text, "options": options}))
        if not analyte:
            return _Test(reason=Message(_NO_TEST, {"text": text}))
    return _with_unit(analyte, unit_text or in_name, word, means)


def _with_unit(analyte: str, written: str, word: Word | None, means: Means) -> _Test:
    written = written or (word.unit if word else "") or means.units.get(analyte, "")
    try:
        unit = read_unit(written, analyte) if written else ""
    except UnitError as error:
        return _Test(reason=error.message)
    where = (word.laboratory or None, word.assay or None) if word else (None, None)
    return _Test(analyte, unit, *where)


def _read_moment(day: str, clock: str, zone: tzinfo, means: Means) -> Moment | Message:
    try:
        if found := _ISO_OFFSET.fullmatch(day) if not clock else None:
            at = datetime.fromisoformat(f"{found[1]}T{found[2]}{found[3]}")
            return Moment.timed(at, at.isoformat())
        if _ISO.fullmatch(day):
            return _on_the_wards_clock(day, clock, zone)
        return _as_wards_write(day, clock, zone, means)
    except Unread as unread:
        return unread.message
    except ValueError:
        return Message(_UNREADABLE, {"text": f"{day} {clock}".strip()})


def _on_the_wards_clock(day: str, clock: str, zone: tzinfo) -> Moment:
    at = datetime.fromisoformat(day)
    if clock:
        return moment_of(at.date(), read_clock(clock), zone)
    return moment_of(at.date(), (at.time(), None) if len(day) > 10 else None, zone)


def _as_wards_write(text: str, clock: str, zone: tzinfo, means: Means) -> Moment | Message:
    if not text:
        return Message(_NO_DATE)
    read = read_date(text)
    days = dict(read.days)
    if means.day_first is not None:
        wanted = "dmy" if means.day_first else "mdy"
        days = {wanted: days[wanted]} if wanted in days else days
    found = {day for day in days.values() if means.today is None or day <= means.today}
    if not found:
        return Message(_UNREADABLE, {"text": text})
    if len(found) > 1:
        return Message(_TWO_DAYS, {"text": text, "iso": min(found).isoformat()})
    at = read_clock(clock) if clock else read.clock
    return moment_of(found.pop(), (at[0], at[1]) if at else None, zone)
