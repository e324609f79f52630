"""The first sheet of a workbook (XLSX) that holds results, as texts in its rows and columns."""

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from typing import Any

from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.exchange.tables.grid import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Grid, Names
from hlh_app.exchange.tables.layout import lay_out
from hlh_app.exchange.tables.model import TableError

MOST_UNPACKED = 250_000_000
MOST_LOOKED_AT = 3_000_000  # cells of all sheets, blank ones too
MOST_NAMED = 3  # of several sheets with results: none is read
BROKEN = gettext_noop("This workbook cannot be opened. Save it again as XLSX, or as CSV.")
TOO_LARGE = gettext_noop("This workbook is too large when it is unpacked.")
SEVERAL_SHEETS = gettext_noop(
    "Several sheets of this workbook hold results: {sheets}. Give one sheet in a file."
)
_CONDITIONS = re.compile(r"\[[^\]]*\]")
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|_.|\*.')
_NUMBER_FORMAT = re.compile(r"[0#?][0#?,.]*(?:E[+-]0+)?")


def workbook_grid(content: bytes, names: Names) -> Grid:
    """TableError when it is broken, too large, or several sheets hold results."""
    _check_size(content)
    found: dict[str, Grid] = {}
    first = Grid([])
    for title, grid in _sheets(content):
        first = first if first.rows else grid
        if lay_out(grid, names).slots:
            found[title] = grid
        if len(found) == MOST_NAMED:
            break
    if len(found) > 1:
        raise TableError(Message(SEVERAL_SHEETS, {"sheets": ", ".join(found)[:200]}))
    return next(iter(found.values()), first)


def _check_size(content: bytes) -> None:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            unpacked = sum(info.file_size for info in archive.infolist())
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise TableError(Message(BROKEN)) from None
    if unpacked > MOST_UNPACKED:
        raise TableError(Message(TOO_LARGE))
    if not any(name.startswith("xl/") for name in names):
        raise TableError(Message(BROKEN))


def _sheets(content: bytes) -> Iterator[tuple[str, Grid]]:
    import openpyxl  # type: ignore[import-untyped]  # slow to load

    budget = _Budget()
    try:
        book = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=True)
        for sheet in book.worksheets:
            yield sheet.title, _grid(sheet, budget)
    except TableError:
        raise
    except Exception:  # whatever a broken or hostile workbook provokes in the library
        raise TableError(Message(BROKEN)) from None


class _Budget:
    """What is looked at of a workbook: a file of a few bytes can name a cell a million rows down,
    or the same sheet a thousand times."""

    def __init__(self) -> None:
        self.rows = self.cells = 0

    def take(self, cells: int) -> None:
        self.rows, self.cells = self.rows + 1, self.cells + cells
        if self.rows > MOST_ROWS or self.cells > MOST_LOOKED_AT:
            raise TableError(Message(TOO_LARGE))


def _grid(sheet: Any, budget: _Budget) -> Grid:
    """The rows as they are: what a sheet says of its own size is not always so."""
    grid = Grid([])
    rows = grid.rows
    count = 0
    sheet.reset_dimensions()
    for whole in sheet.iter_rows():
        budget.take(len(whole))
        row = whole[:MOST_COLUMNS]
        texts = [_text(cell) for cell in row]
        while texts and not texts[-1]:
            texts.pop()
        rows.append(texts)
        grid.exact.update(
            (len(rows), c) for c, cell in enumerate(row, 1) if isinstance(cell.value, int | float)
        )
        count += len(texts)
        if count > MOST_CELLS:
            raise TableError(Message(TOO_LARGE))
    return grid


def _text(cell: Any) -> str:
    """As the sheet shows it, but numbers with all their digits and dates as ISO."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return _number(value, str(cell.number_format or ""))
    if isinstance(value, datetime):
        return _moment(value, str(cell.number_format or ""))
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return " ".join(str(value).split())


def _moment(value: datetime, shown_as: str) -> str:
    if not (value.hour or value.minute or value.second) and "h" not in shown_as.lower():
        return value.date().isoformat()
    return value.isoformat(" ", "minutes")


def _number(value: float, shown_as: str) -> str:
    """Fifteen digits, as spreadsheets calculate; what the format adds is kept (%, <, a unit)."""
    percent = "%" in _LITERAL.sub("", shown_as)
    text = format(Decimal(f"{value * 100 if percent else value:.15g}"), "f")
    before, after = _around(shown_as)
    return f"{before}{text}{after}{'%' if percent else ''}".strip()


def _around(shown_as: str) -> tuple[str, str]:
    """The literal text before and after the digits of a number's format."""
    positive = _CONDITIONS.sub("", shown_as).partition(";")[0]
    found = _NUMBER_FORMAT.search(_LITERAL.sub(lambda m: "\0" * len(m[0]), positive))
    if not found or positive == "General":
        return "", ""
    scaled = found[0].rstrip(".").endswith(",")
    sides = (positive[: found.start()], positive[found.end() :])
    before, after = ("".join(m[1] or m[2] or "" for m in _LITERAL.finditer(s)) for s in sides)
    return before, after + (" (scaled)" if scaled else "")
