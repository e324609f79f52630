"""manage.py read_labs FILE: what a table of results says. No database is opened."""

import json
import sys
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.clinical.units import UnitError, read_unit
from hlh_app.exchange.tables.files import MOST_BYTES
from hlh_app.exchange.tables.reading import Cell, Means, TableError, read_file

BAD_FILE = 2
FIRST_YEAR, LAST_YEAR = 1980, 2100


class Command(BaseCommand):
    help = (
        "Reads a table of results (text as pasted, CSV or XLSX) and prints what is understood: "
        "one JSON object a cell, with its status: read, ask, refused or ignored."
    )
    requires_system_checks: list[str] = []  # type: ignore[assignment]

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="a text, CSV or XLSX file, or - for standard input")
        parser.add_argument(
            "--usual-unit",
            action="append",
            default=[],
            metavar="ANALYTE=UNIT",
            help="the unit of a test whose unit the table does not state (may be repeated)",
        )
        parser.add_argument("--decimal", choices=["point", "comma"], default="")
        order = parser.add_mutually_exclusive_group()
        order.add_argument("--day-first", dest="day_first", action="store_true", default=None)
        order.add_argument("--month-first", dest="day_first", action="store_false", default=None)
        parser.add_argument("--year", type=int, help="of dates without a year")

    def handle(self, *args: Any, **options: Any) -> None:
        means = _means(options)
        name = options["file"]
        content = _content(name)
        try:
            reading = read_file(content, means)
        except TableError as error:
            raise CommandError(f"{name}: {error}", returncode=BAD_FILE) from None
        if not reading.cells:
            message = "no table of results is found: tests and dates, with a value for each"
            raise CommandError(f"{name}: {message}", returncode=BAD_FILE)
        for cell in reading.cells:
            self.stdout.write(_line(cell))


def _means(options: dict[str, Any]) -> Means:
    year = options["year"]
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        message = f"--year: give a year from {FIRST_YEAR} to {LAST_YEAR}"
        raise CommandError(message, returncode=BAD_FILE)
    return Means(
        units=dict(_usual_unit(text) for text in options["usual_unit"]),
        decimal=options["decimal"],
        day_first=options["day_first"],
        year=year,
    )


def _usual_unit(text: str) -> tuple[str, str]:
    analyte, _equals, unit = (part.strip() for part in text.partition("="))
    if analyte not in ANALYTES:
        message = f"--usual-unit: {analyte[:40]!r} is no test. Give one of {', '.join(ANALYTES)}"
        raise CommandError(message, returncode=BAD_FILE)
    try:
        return analyte, read_unit(unit, analyte)
    except UnitError as error:
        raise CommandError(f"--usual-unit: {error}", returncode=BAD_FILE) from None


def _content(name: str) -> bytes:
    """At most one byte more than a table may have."""
    if name == "-":
        return sys.stdin.buffer.read(MOST_BYTES + 1)
    try:
        with Path(name).open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise CommandError(f"{name}: {error}", returncode=BAD_FILE) from None


def _line(cell: Cell) -> str:
    """Numbers with exactly the digits that were found."""
    said = {
        "row": cell.row,
        "column": cell.column,
        "word": cell.word,
        "analyte": cell.analyte,
        "value": cell.value,
        "comparator": cell.comparator,
        "unit": cell.unit,
        "measured_on": cell.measured_on,
        "measured_at": cell.measured_at,
        "status": str(cell.status),
        "kind": str(cell.kind),
        "reason": None if cell.reason is None else str(cell.reason),
        "text": cell.text,
        "options": list(cell.options),
        "low": cell.low,
        "high": cell.high,
        "patient": cell.patient or None,
        "laboratory": cell.laboratory or None,
        "assay": cell.assay or None,
    }
    pairs = (f"{json.dumps(key)}: {_encoded(value)}" for key, value in said.items())
    return "{" + ", ".join(pairs) + "}"


def _encoded(value: Any) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date | datetime):
        return json.dumps(value.isoformat())
    return json.dumps(value)
