"""Tests down and dates across. A table with the dates down is turned first."""

from collections.abc import Callable
from typing import NamedTuple

from hlh_app.clinical.text import Message
from hlh_app.exchange.tables.cell_words import COMPARATORS, FLAGS
from hlh_app.exchange.tables.dates import read_clock, read_date
from hlh_app.exchange.tables.grid import Names, sense
from hlh_app.exchange.tables.headings import may_be_other, names_specimen, role_of
from hlh_app.exchange.tables.intervals import read_interval
from hlh_app.exchange.tables.model import place
from hlh_app.exchange.tables.names import looks_like_unit
from hlh_app.exchange.tables.slots import (
    AS_BEFORE,
    NO_DAY,
    OTHER_SPECIMEN,
    WHAT_WITH,
    Day,
    Slot,
    low_high,
    stated_beside,
    undated,
)

Where = Callable[[int, int], tuple[int, int]]
_BESIDE = ("unit", "interval", "low", "high", "flag", "specimen", "laboratory", "assay", "other",
           "previous", "status", "patient", "reported", "comparator")  # fmt: skip
_OF_COLUMNS = ("time", "patient", "laboratory", "assay", "specimen", "unit", "interval", "date",
               "reported", "other", "flag", "status", "low", "high", "name")  # fmt: skip


class View(NamedTuple):
    """``rows`` as they are read, ``where`` a cell (from 0) stands in the block, from 1; ``doubts``
    by row and by column."""

    rows: list[list[str]]
    where: Where
    row_doubts: dict[int, Message]
    column_doubts: dict[int, Message]


class Columns(NamedTuple):
    """What the columns hold: the names, the days, and by role the columns beside them."""

    name: int
    days: dict[int, Day]
    roles: dict[int, str]


def cross(view: View, header: int, names: Names) -> tuple[list[Slot], Columns]:
    """Every result of the rows under (in a turned table also above) the ``header``."""
    rows = view.rows
    body = [n for n in range(len(rows)) if n != header]
    columns = _columns(view, header, body, names)
    around = _of_columns(rows, body, columns)
    slots: list[Slot] = []
    specimens: dict[int, str] = {}
    for n in body:
        row = rows[n]
        name = row[columns.name] if columns.name < len(row) else ""
        if _is_about_columns(row, name) or _is_group(row, names):
            continue
        specimens |= {c: row[c] for c in _with_role(columns, "specimen", row) if row[c]}
        others = filter(None, map(may_be_other, specimens.values()))
        under = next(others, "")
        slots += _row(view, n, name, columns, around, under, names)
    return slots, columns


def _columns(view: View, header: int, body: list[int], names: Names) -> Columns:
    rows = view.rows
    width = max(map(len, rows), default=0)
    head = rows[header] if header >= 0 else []
    head = head + [""] * (width - len(head))
    days = {c: _day(view, header, c) for c in range(width) if read_date(head[c]).is_date}
    days = _with_clocks(view, header, days)
    name = _name_column(rows, body, days, width, names)
    roles = {
        c: _role(head[c], [rows[n][c] for n in body if c < len(rows[n]) and rows[n][c]])
        for c in range(width)
        if c not in days and c != name
    }
    undated_ones = [c for c, role in roles.items() if role == "results"]
    for c in undated_ones:
        r, k = view.where(header, c) if header >= 0 else (0, 0)
        days[c] = undated(r, k) if header >= 0 and r else NO_DAY
    days = dict(sorted(days.items()))
    return Columns(name, days, {c: r for c, r in roles.items() if r != "results"})


def _day(view: View, header: int, column: int) -> Day:
    r, c = view.where(header, column)
    return Day(view.rows[header][column], place(r, c))


def _with_clocks(view: View, header: int, days: dict[int, Day]) -> dict[int, Day]:
    """Times of day in the next row; a date above several times is written once, over the first."""
    index = next((n for n, row in enumerate(view.rows) if n != header and _is_clocks(row)), None)
    if index is None or header < 0:
        return days
    row = view.rows[index]
    found = dict(days)
    last: int | None = None
    for c, text in enumerate(row):
        clock = read_clock(text)
        if c in days:
            found[c] = days[c]._replace(clock=text if clock else "")
            last = c
        elif clock and last is not None:
            before = read_clock(found[last].clock)
            if before and clock.at > before.at:
                found[c] = found[last]._replace(clock=text, note=Message(AS_BEFORE))
                last = c
            else:
                found[c] = undated(*view.where(header, c))
    return found


def _is_clocks(row: list[str]) -> bool:
    written = [cell for cell in row if cell]
    clocks = sum(bool(read_clock(cell)) for cell in written)
    others = [cell for cell in written if not read_clock(cell)]
    return bool(clocks) and all(role_of(cell) in ("time", "date") for cell in others)


def _name_column(
    rows: list[list[str]], body: list[int], days: dict[int, Day], width: int, names: Names
) -> int:
    """The column with the most known tests; the first of several."""
    best, most = 0, -1
    for c in range(width):
        if c in days:
            continue
        known = sum(c < len(rows[n]) and names.is_known(rows[n][c]) for n in body)
        if known > most:
            best, most = c, known
    return best


def _role(heading: str, cells: list[str]) -> str:
    """By its heading, else by what stands in it; "results" when no date stands above results."""
    named = role_of(heading)
    if named in _BESIDE:
        return named
    if not cells:
        return "other"
    if all(looks_like_unit(cell) for cell in cells):
        return "unit"
    intervals = [cell for cell in cells if read_interval(cell)]
    beside = all(cell in intervals or looks_like_unit(cell) for cell in cells)
    if beside and any("-" in c or "–" in c for c in intervals):
        return "interval"
    if all(cell.lower() in FLAGS for cell in cells):
        return "flag"
    if any(names_specimen(cell) for cell in cells):
        return "specimen"
    return "results" if any(sense(cell).is_value for cell in cells) else "other"


def _with_role(columns: Columns, role: str, row: list[str]) -> list[int]:
    return [c for c, found in columns.roles.items() if found == role and c < len(row)]


def _of_columns(
    rows: list[list[str]], body: list[int], columns: Columns
) -> dict[str, dict[int, str]]:
    """Patient, laboratory … said once for a column, by rows whose name says so."""
    found: dict[str, dict[int, str]] = {}
    for n in body:
        role = role_of(rows[n][columns.name]) if columns.name < len(rows[n]) else ""
        if role in ("patient", "name", "laboratory", "assay"):
            found[role] = {c: text for c, text in enumerate(rows[n]) if text}
    if "name" in found:
        found.setdefault("patient", found["name"])
    return found


def _is_about_columns(row: list[str], name: str) -> bool:
    """Nothing, times of day, or what its name says of every column."""
    if _is_clocks(row) or not any(row):
        return True
    return role_of(name) in _OF_COLUMNS


def _is_group(row: list[str], names: Names) -> bool:
    """A heading of several tests: one text and nothing else."""
    written = [cell for cell in row if cell]
    return len(written) == 1 and not sense(written[0]).is_value and not names.is_known(written[0])


def _row(
    view: View,
    n: int,
    name: str,
    columns: Columns,
    around: dict[str, dict[int, str]],
    under: str,
    names: Names,
) -> list[Slot]:
    row = view.rows[n]
    reading = names.read(name)
    interval = _interval(columns, row)
    units = [reading.unit_text, *(row[c] for c in _with_role(columns, "unit", row))]
    stated = stated_beside(units, interval)
    beside = {role: _first(columns, role, row) for role in ("patient", "laboratory", "assay")}
    marks = {c + 1: row[c] for c in columns.roles if c < len(row) and row[c] in COMPARATORS}
    doubt = _specimen_doubt(under) or view.row_doubts.get(n) or _mark_doubt(marks, columns)
    slots = []
    for c, day in columns.days.items():
        text = row[c] if c < len(row) else ""
        if not text or (day.doubt and not sense(text).is_value):
            continue
        patient, laboratory, assay = (
            around[role].get(c, "") if role in around else said for role, said in beside.items()
        )
        r, k = view.where(n, c)
        slots.append(
            Slot(
                *(r, k, text, name, reading, day, stated, interval),
                *(patient, laboratory, assay, marks.get(c, "")),
                doubt=doubt or view.column_doubts.get(c),
            )
        )
    return slots


def _specimen_doubt(specimen: str) -> Message | None:
    return Message(OTHER_SPECIMEN, {"specimen": specimen[:40]}) if specimen else None


def _mark_doubt(marks: dict[int, str], columns: Columns) -> Message | None:
    """About comparators that stand before no column of results."""
    if marks.keys() <= columns.days.keys():
        return None
    return Message(WHAT_WITH, {"text": next(iter(marks.values()))})


def _first(columns: Columns, role: str, row: list[str]) -> str:
    return next((row[c] for c in _with_role(columns, role, row) if row[c]), "")


def _interval(columns: Columns, row: list[str]) -> str:
    return _first(columns, "interval", row) or low_high(
        _first(columns, "low", row), _first(columns, "high", row)
    )
