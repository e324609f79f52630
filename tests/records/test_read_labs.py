"""manage.py read_labs: one JSON object a cell, errors in words, and no database."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path

import openpyxl
import pytest
from django.core.management import CommandError, call_command

ROOT = Path(__file__).parents[2]
BLOCK = (
    "Test\tUnit\tRef\t03/04/2026\t25/04/2026\n"
    "Ferritin\tng/mL\t13-400\t>16500\t12000.50 H\n"
    "CRP\t\t\t4,2\tp\n"
    "EBV-DNA plasma\tcopies/mL\t\tneg\t1,234\n"
    "Neutrophils\t%\t\t45\t\n"
    "Vitamin D\tng/mL\t\t12\t\n"
)
KEYS = {
    *("row", "column", "analyte", "value", "comparator", "unit", "measured_on", "status"),
    *("reason", "text"),
}


def run(*args: str) -> list[dict]:
    out = StringIO()
    call_command("read_labs", *args, stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


@pytest.fixture
def pasted(tmp_path) -> str:
    path = tmp_path / "labs.txt"
    path.write_text(BLOCK, encoding="utf-8")
    return str(path)


def at(cells: list[dict], row: int, column: int) -> dict:
    (found,) = (cell for cell in cells if (cell["row"], cell["column"]) == (row, column))
    return found


def test_one_object_a_cell(pasted):
    cells = run(pasted)
    assert all(set(cell) >= KEYS for cell in cells)
    assert [(c["row"], c["column"], c["status"]) for c in cells] == [
        (2, 4, "read"),
        (2, 5, "read"),
        (3, 4, "ask"),
        (3, 5, "read"),
        (4, 4, "ask"),
        (4, 5, "ask"),
        (5, 4, "refused"),
        (6, 4, "ignored"),
    ]
    ferritin = at(cells, 2, 4)
    assert (ferritin["analyte"], ferritin["value"], ferritin["comparator"]) == (
        "ferritin",
        16500,
        ">",
    )
    assert (ferritin["unit"], ferritin["measured_on"]) == ("ng/mL", "2026-04-03")
    assert (ferritin["text"], ferritin["low"], ferritin["high"]) == (">16500", 13, 400)
    assert "25/04/2026" in ferritin["reason"]
    assert at(cells, 3, 5)["kind"] == "pending"
    assert at(cells, 3, 5)["value"] is None
    assert at(cells, 4, 5)["options"] == ["1234", "1.234"]
    assert "absolute count" in at(cells, 5, 4)["reason"]
    assert at(cells, 6, 4)["analyte"] is None


def test_a_value_is_a_number_with_the_digits_found(pasted):
    out = StringIO()
    call_command("read_labs", pasted, stdout=out)
    assert '"value": 12000.50,' in out.getvalue().splitlines()[1]


def test_what_is_answered_on_the_command_line(pasted, tmp_path):
    cells = run(pasted, "--usual-unit", "crp=mg/l", "--decimal", "comma")
    assert (at(cells, 3, 4)["value"], at(cells, 3, 4)["unit"]) == (4.2, "mg/L")
    assert at(cells, 4, 5)["value"] == 1.234
    path = tmp_path / "dates.txt"
    path.write_text("Test\t03/04\nNa\t138\n")
    assert run(str(path))[0]["measured_on"] is None
    days = [run(str(path), "--year", "2026", o)[0]["measured_on"] for o in ORDERS]
    assert days == ["2026-04-03", "2026-03-04"]


ORDERS = ("--day-first", "--month-first")


def test_a_time_of_day(tmp_path):
    path = tmp_path / "labs.csv"
    path.write_text("Test,Date,Result\nNa,2026-11-03 06:30,138\n")
    (cell,) = run(str(path))
    assert (cell["measured_on"], cell["measured_at"]) == ("2026-11-03", "2026-11-03T06:30:00")


def test_a_workbook(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["Test", "Result", "Unit", "Date"])
    book.active.append(["Hb", 8.4, "g/dL", "3 Nov 2026"])
    book.save(tmp_path / "labs.xlsx")
    (cell,) = run(str(tmp_path / "labs.xlsx"))
    assert (cell["value"], cell["unit"], cell["measured_on"]) == (8.4, "g/dL", "2026-11-03")


def test_standard_input(monkeypatch):
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(BLOCK.encode())))
    assert len(run("-")) == 8


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"Dear colleague,\nthe patient is well.\n", "no table of results"),
        (b"PK\x03\x04...", "cannot be opened"),
        (b"%PDF-1.4", "PDF"),
        (b"a\0b", "no text"),
        (b"x" * 26_000_000, "too large"),
    ],
)
def test_what_is_no_table_is_said_in_words(tmp_path, content, says):
    path = tmp_path / "labs"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=says) as error:
        run(str(path))
    assert error.value.returncode == 2


@pytest.mark.parametrize(
    "args",
    [
        ["no-such-file"],
        ["."],
        ["\0"],
        ["PATH", "--usual-unit", "nothing=mg/L"],
        ["PATH", "--usual-unit", "crp=mmol/L"],
        ["PATH", "--usual-unit", "crp"],
        ["PATH", "--year", "26"],
    ],
)
def test_wrong_arguments_are_said_in_words(pasted, args):
    with pytest.raises(CommandError) as error:
        run(*[pasted if arg == "PATH" else arg for arg in args])
    assert error.value.returncode == 2
    assert str(error.value)


def test_no_database_is_opened(pasted):
    """As a process of its own, with a database that nobody can reach."""
    found = subprocess.run(
        [sys.executable, "manage.py", "read_labs", pasted],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stderr
    assert len(found.stdout.splitlines()) == 8
    failed = subprocess.run(
        [sys.executable, "manage.py", "read_labs", "none"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    assert failed.returncode == 2
    assert b"Traceback" not in failed.stderr
