"""Texts and workbooks made to keep the reader busy: what is looked at is counted, and bounded."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest

from hlh_app.exchange.tables import cell_parts, layout, splitting, workbook
from hlh_app.exchange.tables.cell_parts import Odd, take_apart
from hlh_app.exchange.tables.grid import Grid, Names
from hlh_app.exchange.tables.model import TableError
from hlh_app.exchange.tables.reading import read_file, read_text

ROWS = (("Test", "2026-11-02"), ("Ferritin ug/L", "500"), ("CRP mg/L", "12"))


def book(*rows: tuple[str, ...], **cells: str) -> openpyxl.Workbook:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    for place, text in cells.items():
        made.active[place] = text
    return made


def read(made: openpyxl.Workbook):
    written = BytesIO()
    made.save(written)
    return read_file(written.getvalue())


@pytest.fixture
def looked_at(monkeypatch) -> list[object]:
    """Every cell of a workbook whose text was asked for."""
    seen: list[object] = []
    text = workbook._text

    def counted(cell: object) -> str:
        seen.append(cell)
        assert len(seen) < 10_000
        return text(cell)

    monkeypatch.setattr(workbook, "_text", counted)
    return seen


def test_no_more_cells_are_looked_at_than_stand_in_the_sheet(looked_at):
    assert len(read(book(*ROWS, *[("CRP mg/L", "12")] * 300)).cells) == 302
    assert len(looked_at) == 606


@pytest.mark.parametrize("place", ["A1048576", "XFD1048576"])
def test_a_cell_in_the_last_row_of_a_sheet_is_too_far_away(place, looked_at):
    with pytest.raises(TableError) as refused:
        read(book(*ROWS, **{place: "x"}))
    assert refused.value.message.template == workbook.TOO_LARGE


def test_wide_rows_are_counted_in_blank_cells_too(monkeypatch):
    monkeypatch.setattr(workbook, "MOST_LOOKED_AT", 20_000)
    with pytest.raises(TableError) as refused:
        read(book(*ROWS, XFD4="x", XFD5="x"))
    assert refused.value.message.template == workbook.TOO_LARGE


def test_all_sheets_together_are_bounded(monkeypatch):
    monkeypatch.setattr(workbook, "MOST_LOOKED_AT", 20)
    made = book(("nothing", "here"))
    for _ in range(12):
        made.create_sheet().append(("nothing", "here"))
    with pytest.raises(TableError) as refused:
        read(made)
    assert refused.value.message.template == workbook.TOO_LARGE


def test_a_sheet_is_read_to_its_end_whatever_it_says_of_its_size():
    made = book(*ROWS)
    made.active.calculate_dimension = lambda: "A1:B2"
    assert len(read(made).cells) == 2


class Row(list[str]):
    """Blank, and counts how often it is gone through."""

    gone_through = 0

    def __iter__(self):
        Row.gone_through += 1
        return super().__iter__()


def test_blank_lines_are_gone_through_once():
    Row.gone_through = 0
    assert layout._without_dates(Grid([Row() for _ in range(400)]), Names({})) == []
    assert Row.gone_through <= 800


def test_the_row_below_is_found_beyond_blank_ones():
    grid = Grid([["Test", "Day 1", "Day 2"], [], [""], ["Ferritin", "500", "400"]])
    assert layout._without_dates(grid, Names({})) == [(0, layout.DOWN)]


def test_an_endless_line_of_words_is_no_row_of_a_table():
    with pytest.raises(TableError) as refused:
        read_text("Ferritin 500\n" + "Ferritin " * 2_000)
    assert refused.value.message.template == splitting.LONG_LINE
    assert refused.value.message.values["line"] == "2"


def test_a_text_of_many_words_is_not_tried_word_by_word(monkeypatch):
    def never(_text: str) -> bool:
        raise AssertionError

    monkeypatch.setattr(cell_parts, "is_unit", never)
    assert take_apart("12" + "a " * 300) == Odd("words")
