"""Files made to break something: what they hold is refused or left over, never guessed or run."""

from __future__ import annotations

import io

import pytest
from django.urls import reverse

from hlh_app.exchange.tables.long_files import rows_of
from hlh_app.records.models import ImportBatch, LeftOver, WaitingImport

from .conftest import HEADS, row, table, words

pytestmark = pytest.mark.django_db


def sheet(*rows: tuple[str, ...], says: str = "") -> bytes:
    """A workbook that tells ``says`` as its own size."""
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for one in rows:
        book.active.append(one)
    if says:
        book.active.calculate_dimension = lambda: says
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def test_a_second_column_of_a_heading_never_says_whose_row_it_is(send, confirm):
    heads = ("patient", "patient", *HEADS[1:])
    one = ("HLH-0007", "HLH-0099", "ferritin", "2026-11-02", "x96", "ug/L")
    confirm(send(table(one, heads=heads)))
    left = LeftOver.objects.get()
    assert left.found["patient"] == (left.patient.code if left.patient else "HLH-0099")


def test_a_cell_beyond_every_limit_is_left_over_beside_one_that_cannot_be_read(send):
    page = send(table(row("x96"), row("y" * 140_000)))
    assert page.status_code == 200
    assert WaitingImport.objects.get().choices["report"]["outcomes"] == {"unread": 2}


def test_a_long_file_with_such_a_cell_is_refused_in_words(send, answer):
    content = table(*(row() for _ in range(30_000)), row("y" * 140_000))
    send(content)
    assert "cannot be read to its end" in words(answer({}))


def test_no_separator_of_any_country_opens_a_formula(send, confirm, ward):
    confirm(send(table(row("abc;=1+1;"))))
    answer = ward.get(reverse("web:left-over-csv", args=[ImportBatch.objects.get().pk]))
    lines = answer.getvalue().decode("utf-8-sig").splitlines()
    assert '"abc;=1+1;"' in lines[1]
    assert all(line.startswith('"') and line.endswith('"') for line in lines)


def test_spreadsheets_are_told_the_letters_of_what_they_take_away(send, confirm, ward):
    page = send(table(row("x96", unit="µg/L")))
    waits = reverse("web:import-problems", args=[WaitingImport.objects.get().pk])
    answers = [ward.get(waits)]
    confirm(page)
    answers.append(ward.get(reverse("web:left-over-csv", args=[ImportBatch.objects.get().pk])))
    for answer in answers:
        assert answer["Content-Type"] == "text/csv; charset=utf-8"
        assert answer.getvalue().startswith(b"\xef\xbb\xbf")


def test_a_sheet_is_read_to_its_end_whatever_it_says_of_its_size():
    rows = [HEADS, row(), row("12"), row("13")]
    assert len(list(rows_of(sheet(*rows, says="A1:B2")))) == 4
    assert len(next(iter(rows_of(sheet(*rows, says="A1:XFD9999"))))) == 5


def test_a_sheet_as_wide_as_sheets_can_be_is_no_table():
    with pytest.raises(ValueError, match="too many columns"):
        list(rows_of(sheet(HEADS, ("",) * 16_000 + ("x",))))


def test_a_damaged_workbook_is_said_to_be_one():
    content = sheet(HEADS, row())
    with pytest.raises(ValueError, match=r"zip|CRC|compress|decompress|header"):
        list(rows_of(content[:200] + b"\0" * 40 + content[240:]))
