"""How a table is laid out: long, tests × dates, dates × tests, or a bare list."""

from itertools import pairwise, zip_longest

from hlh_app.clinical.text import Message
from hlh_app.exchange.tables.cross import Columns, View, cross
from hlh_app.exchange.tables.dates import read_date
from hlh_app.exchange.tables.grid import Grid, Names, sense
from hlh_app.exchange.tables.headings import names_specimen, other_specimen, role_of
from hlh_app.exchange.tables.long_form import LongRows, list_slots, long_header
from hlh_app.exchange.tables.model import Head
from hlh_app.exchange.tables.slots import (
    NOTHING_LAID,
    OTHER_SPECIMEN,
    TWO_DATES,
    Laid,
    Slot,
    holds_results,
)

LONG, DOWN, ACROSS, LIST = "long", "tests × dates", "dates × tests", "list"
_NOT_OF_RESULTS = frozenset({"reported", "other", "previous", "patient"})


def lay_out(grid: Grid, names: Names) -> Laid:
    """Every result with what stands around it, in the order of the table."""
    laid = _laid(grid, names)
    under = _specimens(grid)
    if not any(under):
        return laid
    slots = [
        slot._replace(doubt=slot.doubt or Message(OTHER_SPECIMEN, {"specimen": said}))
        if (said := under[slot.row - 1])
        else slot
        for slot in laid.slots
    ]
    return laid._replace(slots=slots)


def _laid(grid: Grid, names: Names) -> Laid:
    if found := long_header(grid):
        before = _above(grid, found[0], names)
        return Laid(LONG, [*before, *LongRows(grid, names, *found).slots()])
    laid = _crossed(grid, names)
    if laid is not None:
        return laid
    slots = list_slots(grid, names)
    return Laid(LIST, slots) if slots else NOTHING_LAID


def _specimens(grid: Grid) -> list[str]:
    """For every row the heading above it that says “urine”, until another heading follows."""
    found, under = [], ""
    for row in grid.rows:
        written = [cell for cell in row if cell]
        if written and not holds_results(row):
            first = written[0]
            if names_specimen(first) or (len(written) == 1 and other_specimen(first)):
                under = first[:40]
            elif len(written) == 1 and not (read_date(first).is_date or role_of(first)):
                under = ""
        found.append(under)
    return found


def _crossed(grid: Grid, names: Names) -> Laid | None:
    """The headings of dates or of tests, again wherever they stand again further down."""
    starts = _headings(grid, names)
    if not starts:
        return None
    slots = _above(grid, starts[0][0], names)
    heads: list[tuple[tuple[Head, ...], tuple[Head, ...]]] = []
    empty = False
    for (start, kind), (end, _next) in zip(
        starts, [*starts[1:], (len(grid.rows), "")], strict=True
    ):
        part = _down if kind == DOWN else _across
        found, rows, columns = part(grid, start, end, names)
        if empty and found:  # two rows of dates above each other
            found = [slot._replace(doubt=slot.doubt or Message(TWO_DATES)) for slot in found]
        empty = not found and kind == DOWN
        slots += found
        heads.append((rows, columns))
    if not slots:
        return None
    return Laid(starts[0][1], slots, *map(_all, zip(*heads, strict=True)))


def _above(grid: Grid, header: int, names: Names) -> list[Slot]:
    """Results of known tests above the headings are not lost."""
    if not any(holds_results(row) for row in grid.rows[:header]):
        return []
    found = list_slots(Grid(grid.rows[:header], grid.doubts), names)
    return [slot for slot in found if slot.name.analyte or slot.name.options]


def _all(heads: tuple[tuple[Head, ...], ...]) -> tuple[Head, ...]:
    return tuple(head for part in heads for head in part)


def _headings(grid: Grid, names: Names) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for n, row in enumerate(grid.rows):
        kind = _kind(grid, n, row, names)
        if kind and (not found or kind == found[0][1]):
            found.append((n, kind))
    return found or _without_dates(grid, names)


def _kind(grid: Grid, n: int, row: list[str], names: Names) -> str:
    """Whether this row heads a table, and of which kind."""
    written = [(c, cell) for c, cell in enumerate(row) if cell]
    if not written or _says_other(written[0][1]):
        return ""
    dates = {c for c, cell in written if _is_day(cell, written)}
    known = {c for c, cell in written if c not in dates and names.is_known(cell)}
    values = [c for c, cell in written if c not in dates | known and sense(cell).is_value]
    if values:
        return ""
    if dates and not known and _below(grid, n, dates, names):
        return DOWN
    return ACROSS if known and not dates and _days_below(grid, n) else ""


def _says_other(label: str) -> bool:
    """“Printed”, “Date of birth”, “Patient”: what follows is not the day of a sample."""
    return role_of(label) in _NOT_OF_RESULTS or role_of(label.partition(":")[0]) in _NOT_OF_RESULTS


def _is_day(cell: str, written: list[tuple[int, str]]) -> bool:
    """A date; one that might be a number only when nothing else in the row is a result."""
    date = read_date(cell)
    if date.certain or not date.is_date:
        return date.certain
    label, *others = [text for _c, text in written]
    if read_date(label).is_date:
        others.append(label)
    elif sense(label).is_value:
        return False
    found = [read_date(text) for text in others if not role_of(text)]
    return all(other.is_date and not other.certain for other in found)


def _below(grid: Grid, n: int, dates: set[int], names: Names) -> bool:
    """Whether tests stand below, beside the columns of the dates, with something under a date."""
    named = False
    for row in grid.rows[n + 1 :]:
        at = next((c for c, cell in enumerate(row) if _is_test(cell, names)), -1)
        if at >= 0 and at not in dates:
            named = True
            if any(d > at and d < len(row) and row[d] for d in dates):
                return True
    return named and len(dates) > 1


def _is_test(cell: str, names: Names) -> bool:
    return bool(cell) and not sense(cell).is_value and names.is_known(cell)


def _days_below(grid: Grid, n: int) -> bool:
    """Whether a row follows with a date and something beside it."""
    for row in grid.rows[n + 1 :]:
        written = [cell for cell in row if cell]
        if not written or _says_other(written[0]):
            continue
        dated = any(sense(cell).date.certain for cell in written)
        if len(written) > 1 and (dated or any(_loose_day(cell) for cell in written[:2])):
            return True
    return False


def _loose_day(cell: str) -> bool:
    date = read_date(cell)
    return bool(date.parts) and not sense(cell).is_value


def _without_dates(grid: Grid, names: Names) -> list[tuple[int, str]]:
    """Headings that are no dates (“Day 1”, “Baseline”) over several columns of results."""
    for (n, row), (_n, below) in pairwise((n, row) for n, row in enumerate(grid.rows) if any(row)):
        texts = [c for c, cell in enumerate(row) if cell and not sense(cell).is_value]
        under = [c for c, cell in enumerate(below) if cell and sense(cell).is_value]
        known = [c for c in texts if names.is_known(row[c])]
        results = any(cell and sense(cell).is_value for cell in row)
        if len(known) > 1 and not results and set(known) & set(under):
            return [(n, ACROSS)]
        plain = len(texts) > 1 and not known and len(set(under) & set(texts)) > 1
        if plain and names.is_known(next((cell for cell in below if cell), "")):
            return [(n, DOWN)]
    return []


Part = tuple[list[Slot], tuple[Head, ...], tuple[Head, ...]]


def _down(grid: Grid, start: int, end: int, names: Names) -> Part:
    rows = grid.rows[start:end]
    doubts = {n - start: doubt for n, doubt in grid.doubts.items() if start <= n < end}
    view = View(rows, lambda n, c: (start + n + 1, c + 1), doubts, {})
    slots, columns = cross(view, 0, names)
    return slots, _test_heads(view, columns, names), _day_heads(view, 0, columns)


def _across(grid: Grid, start: int, end: int, names: Names) -> Part:
    """Turned: the column of the dates becomes the heading."""
    block = grid.rows[start:end]
    turned = [list(column) for column in zip_longest(*block, fillvalue="")]
    doubts = {n - start: doubt for n, doubt in grid.doubts.items() if start <= n < end}
    header, is_only = _day_column(turned)
    if not is_only:
        doubts = dict.fromkeys(range(len(block)), Message(TWO_DATES)) | doubts
    view = View(turned, lambda n, c: (start + c + 1, n + 1), {}, doubts)
    slots, columns = cross(view, header, names)
    slots.sort(key=lambda slot: (slot.row, slot.column))
    return slots, _day_heads(view, header, columns), _test_heads(view, columns, names)


def _day_column(turned: list[list[str]]) -> tuple[int, bool]:
    """The column with the most dates, -1 without any; and whether no other could be meant. Dates of
    births and reports are not meant; a column that is headed “date” goes before others."""
    counts: list[tuple[bool, int, int]] = []
    for n, column in enumerate(turned):
        head = next((cell for cell in column if cell), "")
        dates = sum(read_date(cell).is_date and not sense(cell).is_value for cell in column)
        if dates and role_of(head) not in _NOT_OF_RESULTS:
            counts.append((role_of(head) == "date", dates, -n))
    if not counts:
        return -1, True
    named, most, place = max(counts)
    rivals = [other for is_named, other, _n in counts if is_named == named and other * 2 >= most]
    return -place, len(rivals) == 1


def _test_heads(view: View, columns: Columns, names: Names) -> tuple[Head, ...]:
    heads = []
    for n, row in enumerate(view.rows):
        text = row[columns.name] if columns.name < len(row) else ""
        if text and names.is_known(text):
            found = names.read(text)
            heads.append(Head(*view.where(n, columns.name), text, found.analyte))
    return tuple(heads)


def _day_heads(view: View, header: int, columns: Columns) -> tuple[Head, ...]:
    heads = []
    for c in sorted(columns.days) if header >= 0 else ():
        text = view.rows[header][c] if c < len(view.rows[header]) else ""
        days = read_date(text).candidates
        only = days[0] if len(days) == 1 else None
        heads.append(Head(*view.where(header, c), text, measured_on=only))
    return tuple(heads)
