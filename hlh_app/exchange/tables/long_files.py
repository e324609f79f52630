"""CSV and XLSX as rows of text, one after the other, however long they are."""

import codecs
import csv
import re
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO, TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import BinaryIO, NamedTuple

from hlh_app.exchange.tables import chinese
from hlh_app.exchange.tables.long_rows import is_comment, long_columns
from hlh_app.exchange.tables.numbers import read_number

Source = bytes | Path
_CHUNK = 1 << 20
MOST_ROWS, MOST_COLUMNS = 1_048_576, 2_000  # as many rows as a sheet can have


def rows_of(source: Source) -> Iterator[list[str]]:
    """The rows of a CSV text or of the first sheet of a workbook. ValueError for neither."""
    with opened(source) as stream:
        packed = stream.read(2) == b"PK"
        stream.seek(0)
        yield from _sheet_rows(stream) if packed else _text_rows(stream, source)


def opened(source: Source) -> BinaryIO:
    """The bytes as a stream."""
    return BytesIO(source) if isinstance(source, bytes) else source.open("rb")


def is_long(source: Source) -> bool:
    """Whether it is a long table that can be read as it streams by."""
    try:
        header = next((row for row in rows_of(source) if not is_comment(row)), [])
    except ValueError:
        return False
    return long_columns(header) is not None


class Survey(NamedTuple):
    """What must be known of a long table before its first row is read. ``codes``: its words for
    the patients. ``decimal``: the mark that its numbers prove."""

    codes: set[str]
    decimal: str = ""


def survey(source: Source) -> Survey:
    """Look through a long table once."""
    rows = rows_of(source)
    header = next((row for row in rows if not is_comment(row)), [])
    columns = long_columns(header) or {}
    patient, result = columns.get("patient", len(header) + 9), columns.get("result", 0)
    codes: set[str] = set()
    proved: set[str] = set()
    for row in rows:
        codes.add(row[patient] if patient < len(row) else "")
        text = row[result] if result < len(row) else ""
        if ("." in text and "point" not in proved) or "," in text:
            proved.add(read_number(text.lstrip("<>= ")).shows)
    proved.discard("")
    return Survey({code.strip() for code in codes}, proved.pop() if len(proved) == 1 else "")


def _text_rows(stream: BinaryIO, source: Source) -> Iterator[list[str]]:
    with TextIOWrapper(stream, encoding=_encoding(source), errors="replace", newline="") as text:
        first = text.readline(_CHUNK)
        delimiter = max(",;\t|", key=first.count)
        text.seek(0)
        try:
            yield from csv.reader(text, delimiter=delimiter)
        except csv.Error as error:
            raise ValueError(str(error)) from None


def _encoding(source: Source) -> str:
    """As the whole-file reader has it, by the beginning alone where it is not UTF-8."""
    if _is_utf8(source):
        return "utf-8-sig"
    with opened(source) as stream:
        return chinese.ENCODING if chinese.is_chinese(stream.read(_CHUNK)) else "cp1252"


def _is_utf8(source: Source) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with opened(source) as stream:
        try:
            while some := stream.read(_CHUNK):
                decoder.decode(some)
            decoder.decode(b"", True)
        except UnicodeDecodeError:
            return False
    return True


def _sheet_rows(stream: BinaryIO) -> Iterator[list[str]]:
    from openpyxl import load_workbook  # type: ignore[import-untyped]

    try:
        book = load_workbook(stream, read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what a file says of its own size is not always so
        for row in islice(sheet.iter_rows(values_only=True), MOST_ROWS):
            if len(row) > MOST_COLUMNS:
                raise ValueError("too many columns")
            yield [_text(value) for value in row]
    except Exception as error:  # whatever a broken or hostile workbook provokes in the library
        raise ValueError(str(error)) from None


def _text(value: object) -> str:
    """A cell of a workbook as somebody would have typed it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        whole_day = value.time() == time.min
        return value.date().isoformat() if whole_day else value.isoformat(" ", "seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float):
        number = f"{Decimal(repr(value)).normalize():f}"
        # Three decimals look like thousands in a text; here they are certain.
        return f"{number}0" if re.fullmatch(r"-?\d+\.\d{3}", number) else number
    return str(value)
