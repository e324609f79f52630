"""A result's place in a table, with everything the table says around it, not yet read."""

from collections.abc import Iterable
from typing import NamedTuple

from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.exchange.tables.grid import sense
from hlh_app.exchange.tables.intervals import read_interval
from hlh_app.exchange.tables.model import Head, place
from hlh_app.exchange.tables.names import UNKNOWN, NameReading, looks_like_unit

NO_DATE_HERE = gettext_noop("No date is found for this result. Write the date in its heading.")
NO_DATE_AT_ALL = gettext_noop("No date is found for these results. On which day were they taken?")
AS_BEFORE = gettext_noop("no date of its own: the date before, at a later time of that day")
WHAT_WITH = gettext_noop("“{text}” stands beside the result and may change what it says.")
TWO_DATES = gettext_noop("Two dates stand here. On which of them was the sample taken?")
OTHER_SPECIMEN = gettext_noop("This stands under “{specimen}”: is it of blood?")
NOT_BLOOD = gettext_noop("not of blood: {specimen}")


class Day(NamedTuple):
    """Where the date stands and what is written there. ``place`` "": the table has none.
    ``note``: how it was found, when it stands elsewhere."""

    text: str = ""
    place: str = ""
    clock: str = ""
    doubt: Message | None = None
    options: tuple[str, ...] = ()
    note: Message | None = None


NO_DAY = Day(doubt=Message(NO_DATE_AT_ALL))


class Slot(NamedTuple):
    """``units``: as written in the heading, in a column, in a row. ``doubt``: why it is asked
    about whatever it says; ``dropped``: why it is no result at all."""

    row: int
    column: int
    text: str
    word: str
    name: NameReading = UNKNOWN
    day: Day = NO_DAY
    units: tuple[str, ...] = ()
    interval: str = ""
    patient: str = ""
    laboratory: str = ""
    assay: str = ""
    prefix: str = ""
    doubt: Message | None = None
    dropped: Message | None = None


class Laid(NamedTuple):
    layout: str
    slots: list[Slot]
    row_heads: tuple[Head, ...] = ()
    column_heads: tuple[Head, ...] = ()


NOTHING_LAID = Laid("", [])


def undated(row: int, column: int) -> Day:
    """A day to be written at a place of the table."""
    return Day("", place(row, column), "", Message(NO_DATE_HERE))


def holds_results(row: list[str]) -> bool:
    """Whether a cell of the row can be a result."""
    return any(cell and sense(cell).is_value for cell in row)


def low_high(low: str, high: str) -> str:
    """The two columns of an interval as one text."""
    if low and high:
        return f"{low} - {high}"
    return f">{low}" if low else f"<{high}" if high else ""


def stated_beside(units: Iterable[str], interval: str) -> tuple[str, ...]:
    """The units written around a result; one behind its interval where there is no other."""
    written = tuple(dict.fromkeys(unit for unit in units if unit))
    found = read_interval(interval) if interval and not written else None
    if found is not None and looks_like_unit(found.rest):
        return (found.rest,)
    return (interval,) if not written and interval and looks_like_unit(interval) else written
