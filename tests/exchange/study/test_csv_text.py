"""Cells of a study's files: every digit kept, nothing a spreadsheet would calculate."""

import csv
from decimal import Decimal

import pytest

from hlh_app.exchange.study.csv_text import LINES_AT_A_TIME, csv_lines, shown


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "TRUE"),
        (False, "FALSE"),
        (3, "3"),
        (-3, "-3"),
        (0.1 + 0.2, "0.30000000000000004"),
        (float("nan"), ""),
        (Decimal("100.00000000"), "100"),
        (Decimal("-0.50"), "-0.5"),
        (("CR", "PR"), "CR|PR"),
        ([], ""),
        ("<0.1", "<0.1"),
        ("=1+1", "'=1+1"),
        ("+43", "'+43"),
        ("-x", "'-x"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        (["=cmd", "x"], "'=cmd|x"),
        (["DEP | L-DEP", "x"], "DEP / L-DEP|x"),
    ],
)
def test_how_a_cell_is_written(value, text):
    assert shown(value) == text


def test_a_long_file_comes_in_pieces():
    rows = ([n, 'a "b", c\nd'] for n in range(2 * LINES_AT_A_TIME + 1))
    pieces = list(csv_lines(["n", "text"], rows))
    assert len(pieces) == 3
    read = list(csv.reader("".join(pieces).splitlines(keepends=True)))
    assert read[0] == ["n", "text"]
    assert len(read) == 2 * LINES_AT_A_TIME + 2
    assert read[-1] == [str(2 * LINES_AT_A_TIME), 'a "b", c\nd']


def test_without_rows_there_is_the_head():
    assert "".join(csv_lines(["a", "b"], [])) == "a,b\n"


def test_a_head_is_not_calculated_either():
    """It may carry the name of a group, and with it that of a centre."""
    assert "".join(csv_lines(["", "=1+1"], [])) == ",'=1+1\n"
