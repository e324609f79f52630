"""Files: workbooks, encodings, and what is no table."""

from __future__ import annotations

import io
import random
import zipfile
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest

from hlh_app.exchange.tables import files, workbook
from hlh_app.exchange.tables.reading import TableError, read_file, read_text
from tests.exchange.tables.shown import shown

BLOCK = "Test;Einheit;03.11.2026\nHämoglobin;g/dl;8,4\nFerritin;µg/l;>16500\n"
CELLS = ["2,3 hemoglobin 8.4 g/dL 2026-11-03", "3,3 ferritin >16500 ug/L 2026-11-03"]


def book(rows: list[list[object]], *more: list[list[object]], **formats: str) -> bytes:
    """A workbook with a sheet for each table; ``formats``: by cell ("B2") of the first."""
    made = openpyxl.Workbook()
    for number, table in enumerate((rows, *more)):
        sheet = made.active if number == 0 else made.create_sheet()
        for row in table:
            sheet.append(row)
    for cell, number_format in formats.items():
        made.worksheets[0][cell].number_format = number_format
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding):
    assert shown(read_file(BLOCK.encode(encoding))) == CELLS


def test_a_chinese_export():
    block = "项目,结果,单位,采样时间\n铁蛋白,500,ng/mL,2026-11-03\n"
    for encoding in ("utf-8", "gb18030"):
        cells = shown(read_file(block.encode(encoding)))
        assert cells == ["2,2 ferritin 500 ng/mL 2026-11-03"]


def test_the_separator_that_spreadsheets_write_first():
    assert shown(read_file(("sep=;\n" + BLOCK).encode())) == [
        "3,3 hemoglobin 8.4 g/dL 2026-11-03",
        "4,3 ferritin >16500 ug/L 2026-11-03",
    ]


def test_a_workbook():
    content = book(
        [
            ["Patient P1"],
            [],
            ["Test", "Unit", date(2026, 11, 3), datetime.fromisoformat("2026-11-05T06:30")],
            ["Hb", "g/dL", 8.4, 9.1],
            ["Ferritin", "ng/mL", ">16500", 1234],
            ["NK activity", "%", 0.125, None],
            ["Na", "mmol/L", datetime.fromisoformat("2026-11-04T00:00"), True],
        ],
        C6="0.0%",
        D5="#,##0",
        D3="dd/mm/yyyy hh:mm",
    )
    assert shown(read_file(content)) == [
        "4,3 hemoglobin 8.4 g/dL 2026-11-03",
        "4,4 hemoglobin 9.1 g/dL 2026-11-05 06:30",
        "5,3 ferritin >16500 ng/mL 2026-11-03",
        "5,4 ferritin 1234 ng/mL 2026-11-05 06:30",
        "6,3 nk_activity 12.5 % 2026-11-03",
        "7,3 ! sodium",
        "7,4 ! sodium",
    ]


@pytest.mark.parametrize(
    ("value", "shown_as", "text"),
    [
        (0.1 + 0.2, "General", "0.3"),
        (16500.0, "General", "16500"),
        (1234567, "#,##0", "1234567"),
        (1.5e-7, "General", "0.00000015"),
        (0.1, '"<"0.0', "<0.1"),
        (8.4, '0.0" g/dL"', "8.4 g/dL"),
        (8.4, "0.0_);(0.0)", "8.4"),
        (8.4, "[Red]0.0", "8.4"),
        (16500, "0,", "16500 (scaled)"),
        (-5, "0", "-5"),
    ],
)
def test_a_number_as_the_sheet_shows_it(value, shown_as, text):
    assert workbook._number(value, shown_as) == text


def test_only_one_sheet_with_results_is_read():
    labs, notes = [["Na", 138, date(2026, 11, 3)]], [["Nothing to see"]]
    assert shown(read_file(book(notes, labs))) == ["1,2 sodium 138 mmol/L 2026-11-03"]
    with pytest.raises(TableError, match="Several sheets"):
        read_file(book(labs, labs))


def broken_book() -> bytes:
    content = bytearray(book([["Na", 138]]))
    content[len(content) // 3 : len(content) // 2] = b"\0" * 50
    return bytes(content)


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for n in range(3):
            archive.writestr(f"xl/{n}.xml", b"0" * 1_000_000)
    return out.getvalue()


def other_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("readme.txt", "no workbook")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b" \n \n", "empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 99, "XLS"),
        (b"\x89PNG\r\n", "PNG"),
        (b"PK\x03\x04 nothing more", "cannot be opened"),
        (b"Test\0Result\0", "no text"),
        (random.Random(1).randbytes(4000), "no text"),
        (b"\x01\x02\x03\x04" * 100, "no text"),
        ("Hämoglobin ".encode("cp1252") + b"\x81\x8d\x8f\x90\x9d", "UTF-8"),
        ("\ufeffTest".encode("utf-16")[:-1], "UTF-8"),
    ],
)
def test_what_is_no_table_is_said_in_words(content, says):
    with pytest.raises(TableError, match=says):
        read_file(content)


@pytest.mark.parametrize(
    ("make", "says"),
    [(broken_book, "cannot be opened"), (bomb, "unpacked"), (other_zip, "cannot be opened")],
)
def test_broken_and_hostile_workbooks(make, says, monkeypatch):
    monkeypatch.setattr(workbook, "MOST_UNPACKED", 2_000_000)
    with pytest.raises(TableError, match=says):
        read_file(make())


def test_a_workbook_that_is_broken_anywhere_is_an_error_in_words():
    content, rng = book([["Na", 138, date(2026, 11, 3)]]), random.Random(3)
    for _ in range(60):
        damaged = bytearray(content)
        for _ in range(rng.randint(1, 30)):
            damaged[rng.randrange(4, len(damaged))] = rng.randrange(256)
        with suppress(TableError):
            read_file(bytes(damaged))


def test_what_is_too_large(monkeypatch):
    monkeypatch.setattr(files, "MOST_BYTES", 100)
    with pytest.raises(TableError, match="too large"):
        read_file(b"x" * 101)
    with pytest.raises(TableError, match="too long"):
        read_text("\n" * 200_002)
    with pytest.raises(TableError, match="too long"):
        read_text("x" * 20_000_001)


def test_numbers_of_a_sheet_are_not_ambiguous():
    """1234 shown as 1,234 and 1.234 are numbers there, not texts."""
    content = book([["Test", date(2026, 11, 3)], ["Ferritin (ng/mL)", 1234], ["WBC (K/uL)", 1.234]])
    found = read_file(content).cells
    assert [cell.value for cell in found] == [Decimal(1234), Decimal("1.234")]
