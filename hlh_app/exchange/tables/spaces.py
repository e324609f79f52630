"""Columns that only spaces part: by two or more of them, placed below the headings they stand
under; by single spaces where there is nothing else. What stands under no heading is doubted."""

import re
import unicodedata
from itertools import pairwise
from typing import NamedTuple

from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.exchange.tables.cell_words import COMPARATORS, FLAGS
from hlh_app.exchange.tables.dates import read_clock, read_date
from hlh_app.exchange.tables.grid import Grid, Names, is_result, sense
from hlh_app.exchange.tables.intervals import read_interval
from hlh_app.exchange.tables.names import looks_like_unit

BETWEEN = gettext_noop(
    "It cannot be told under which heading this stands. Paste it from the spreadsheet, or write "
    "the value again in its column."
)
ONE_NUMBER = gettext_noop(
    "“{text}” may be one number with a space or two results. Write the value."
)
_FIELD = re.compile(r"\S+(?: \S+)*")
_WIDE = re.compile(r"\S {2,}\S")
_RULE = re.compile(r"[\s|:+=_-]+")
_LONGEST_NAME, _LONGEST_DATE = 8, 5


class Field(NamedTuple):
    """``start``, ``end`` on a screen that gives Chinese letters two columns; ``narrow`` on one
    that counts letters."""

    text: str
    start: int
    end: int
    narrow: tuple[int, int]


def split_by_spaces(lines: list[str], names: Names) -> Grid:
    """By wide gaps when any line of the table has one, else by every space."""
    plain = [line.replace("\u00a0", " ").replace("\u3000", "  ") for line in lines]
    plain = ["" if _RULE.fullmatch(line) else line for line in plain]
    if any(_WIDE.search(line) for line in plain):
        return _aligned([_fields(line) for line in plain], names)
    return _single(plain, names)


def _fields(line: str) -> list[Field]:
    """Fields with the columns of the screen in which they stand."""
    if line.isascii():
        return [Field(found[0], *found.span(), found.span()) for found in _FIELD.finditer(line)]
    places = [0]
    for char in line:
        wide = unicodedata.east_asian_width(char) in "WF"
        places.append(places[-1] + (2 if wide else 1))
    spans = _FIELD.finditer(line)
    return [
        Field(found[0], places[found.start()], places[found.end()], found.span()) for found in spans
    ]


def _aligned(lines: list[list[Field]], names: Names) -> Grid:
    grid = Grid([])
    heads: list[Field] = []
    kind = ""
    for index, fields in enumerate(lines):
        heading = _heading(fields, names)
        if heading and heading == (kind or heading):
            kind = heading
            heads = _with_label(fields, lines[index + 1 :])
            placed: list[str] | None = [head.text for head in heads]
        else:
            placed = _placed(fields, heads) if heads else [field.text for field in fields]
        if placed is None:
            grid.doubts[index] = Message(BETWEEN)
            placed = [field.text for field in fields]
        grid.rows.append(placed)
    return grid


def _heading(fields: list[Field], names: Names) -> str:
    """ "dates", "roles" or "tests" for a line of headings without any result; else ""."""
    seen = [sense(field.text) for field in fields]
    tests = sum(names.is_known(field.text) for field in fields)
    if any(is_.is_value for is_ in seen):  # 03.11 is a date only among nothing but such dates
        only_days = len(fields) > 1 and all(is_.date.parts for is_ in seen[1:])
        return "dates" if only_days and not names.is_known(fields[0].text) else ""
    dates = sum(is_.date.is_date for is_ in seen)
    roles = sum(bool(is_.role) for is_ in seen)
    if dates and not tests and (dates + roles > 1 or seen[-1].date.certain):
        return "dates"
    if dates:
        return ""
    if roles > 1:
        return "roles"
    return "tests" if tests + roles > 1 else ""


def _with_label(fields: list[Field], below: list[list[Field]]) -> list[Field]:
    """A column without a heading stands before the first one when names stand there."""
    starts = [line[0].start for line in below if len(line) > 1]
    first = fields[0]
    if starts and first.start > 0 and max(starts) < first.start and sense(first.text).date.is_date:
        return [Field("", 0, first.start - 1, (0, first.narrow[0] - 1)), *fields]
    return fields


def _placed(fields: list[Field], heads: list[Field]) -> list[str] | None:
    """Each field under its heading; None when that is not certain."""
    by_place = _by_place(fields, heads)
    by_order = [f.text for f in fields] if len(fields) == len(heads) else None
    counted = _by_place([_counted(f) for f in fields], [_counted(h) for h in heads])
    if counted != by_place:
        return by_order if by_order in (by_place, counted) else None
    flagged = any(field.text.lower() in FLAGS for field in fields[1:])
    if by_place is None:
        return None if flagged else by_order
    if by_order is not None and by_place != by_order and not flagged:
        return None
    return by_place


def _counted(field: Field) -> Field:
    return field._replace(start=field.narrow[0], end=field.narrow[1])


def _by_place(fields: list[Field], heads: list[Field]) -> list[str] | None:
    cells = [""] * len(heads)
    last = -1
    for number, field in enumerate(fields):
        under = [n for n, h in enumerate(heads) if field.start < h.end and h.start < field.end]
        if number == 0 and (0 in under or field.start < heads[0].end or len(heads) == 1):
            under = [0]
        if len(under) != 1 or under[0] < last:
            return None
        (column,) = under
        if column == last and not _belongs(field.text):
            return None
        cells[column] = f"{cells[column]} {field.text}".strip()
        last = column
    return cells


def _belongs(text: str) -> bool:
    return text.lower() in FLAGS or looks_like_unit(text)


# By single spaces --------------------------------------------------------------------------------


def _single(lines: list[str], names: Names) -> Grid:
    grid = Grid([])
    width = 0
    for index, line in enumerate(lines):
        tokens = [token.rstrip(",;") or token for token in line.split()]
        row = words_of(tokens, names)
        grid.rows.append(row)
        if len(row) > 1 and not any(is_result(cell) for cell in row[1:]):
            width = len(row)
            width += not names.is_known(row[0]) and sense(row[0]).date.certain
        elif width and len(row) > 1 and (doubt := _doubt(row, tokens, width)):
            grid.doubts[index] = doubt
    return _label_column(grid)


def _doubt(row: list[str], tokens: list[str], width: int) -> Message | None:
    for one, other in pairwise(tokens):
        if re.fullmatch(r"[1-9]\d{0,2}", one) and re.fullmatch(r"\d{3}(?:[.,]\d+)?", other):
            return Message(ONE_NUMBER, {"text": f"{one} {other}"})
    return None if len(row) == width else Message(BETWEEN)


def _label_column(grid: Grid) -> Grid:
    """Headings that are dates alone stand one column to the right, above the values."""
    widths = [len(row) for row in grid.rows]
    for index, row in enumerate(grid.rows):
        dates = len(row) >= 1 and all(read_date(cell).certain for cell in row)
        if dates and any(width == len(row) + 1 for width in widths[index + 1 :]):
            grid.rows[index] = ["", *row]
    return grid


def words_of(tokens: list[str], names: Names) -> list[str]:
    """The name, dates of several words, and numbers with the flag or unit that follows."""
    cells: list[str] = []
    at = 0
    results = any(map(is_result, tokens))
    while at < len(tokens):
        count = _known_length(tokens[at:], names) or 1
        text = " ".join(tokens[at : at + count])
        at += count
        if cells and (
            _goes_with(cells, text, names) or (results and _qualifies(cells[-1], text, names))
        ):
            cells[-1] = f"{cells[-1]} {text}"
        else:
            cells.append(text)
    return cells


def _known_length(tokens: list[str], names: Names) -> int:
    """How many words make a date or the name of a test, the longest first."""
    for count in range(min(_LONGEST_NAME, len(tokens)), 0, -1):
        text = " ".join(tokens[:count])
        if count <= _LONGEST_DATE and read_date(text).certain:
            return count
        if not tokens[0][0].isdigit() and names.is_known(text):
            return count
    return 0


def _goes_with(cells: list[str], text: str, names: Names) -> bool:
    """A flag or unit after a number, a comparator before one, a word of a name, a time of a day."""
    before = cells[-1]
    if before.lower() in COMPARATORS:
        return True
    if is_result(before):
        return text.lower() in FLAGS or (looks_like_unit(text) and not read_interval(text))
    if read_date(before).certain and read_clock(text):
        return True
    if names.is_known(before) or names.is_known(text) or text in COMPARATORS:
        return False
    return _is_word(before) and _is_word(text)


def _qualifies(before: str, text: str, names: Names) -> bool:
    """“Direct bili”, “Urine creatinine”: the words before a name are a part of it."""
    beside = before.lower() in FLAGS or before.endswith(":") or names.is_known(before)
    return not beside and names.is_known(text) and _is_word(before) and not looks_like_unit(before)


def _is_word(text: str) -> bool:
    seen = sense(text)
    return not (seen.is_value or seen.date.is_date or seen.role or seen.is_clock) and any(
        c.isalpha() for c in text
    )
