"""Blocks as wards paste them, written out in pasted.txt with every cell that is expected: printed
by Epic, Excel, German and Chinese laboratories, and those that invite a wrong reading."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from hlh_app.exchange.tables.reading import read_text
from tests.exchange.tables.shown import shown


class Pasted(NamedTuple):
    """``block`` with a tab where the file shows ⇥."""

    layout: str
    block: str
    cells: list[str]


def pasted(case: str) -> Pasted:
    title, _newline, rest = case.strip("\n").partition("\n")
    block, _arrow, cells = rest.partition("\n=>")
    tabbed = re.sub(r" ?⇥ ?", "\t", block)
    return Pasted(title.removeprefix("# "), tabbed, cells.strip("\n").splitlines())


TEXT = Path(__file__).with_name("pasted.txt").read_text(encoding="utf-8")
CASES = [pasted(case) for case in TEXT.split("\n\n----\n\n")]


@pytest.mark.parametrize("case", CASES, ids=[case.block[:40] for case in CASES])
def test_every_cell_is_read_asked_about_or_left_out_as_written(case):
    reading = read_text(case.block)
    assert shown(reading) == case.cells
    assert (reading.layout or "nothing") == case.layout


def test_the_file_holds_enough_and_of_every_kind():
    cells = [cell for case in CASES for cell in case.cells]
    assert len(CASES) >= 75
    assert {case.layout for case in CASES} == {
        *("long", "list", "tests × dates", "dates × tests", "nothing")
    }
    for mark in (" ? ", " ! ", " -", " pending ", " not_done ", "<", ">16500"):
        assert any(mark in cell for cell in cells), mark


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_ends_of_lines_change_nothing(end):
    for case in CASES[:10]:
        assert shown(read_text(case.block.replace("\n", end))) == case.cells


def test_what_cannot_be_seen_changes_nothing():
    """Marks of the direction of writing, which copied dates carry."""
    assert shown(read_text("Test\t\u200e11/\u200e13/\u200e2026\nNa\t\u200b138\n")) == [
        "2,2 sodium 138 mmol/L 2026-11-13"
    ]
