"""What somebody answers settles what was asked, and nothing else."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from hlh_app.exchange.tables.model import NOTHING, Head, place
from hlh_app.exchange.tables.names import plain
from hlh_app.exchange.tables.reading import Means, Reading, Status, Word, incoming, read_text
from tests.exchange.tables.shown import shown

BLOCK = "Test\t03/04/2026\t05/04/2026\nFerritin\t1,234\t2,345\nTg (mmol/L)\t3.2\t\nNa\t138\t139\n"
VIENNA = ZoneInfo("Europe/Vienna")


def asked(reading: Reading) -> set[str]:
    return {question.key for question in reading.questions}


def test_every_question_says_what_it_is_about_and_settles_it():
    """Answered one after the other, until every cell is read."""
    means = {}
    assert asked(read_text(BLOCK)) == {"decimal", "day_first", "unit:ferritin", "word:tg"}
    means["decimal"] = "point"
    assert asked(read_text(BLOCK, Means(**means))) == {"day_first", "unit:ferritin", "word:tg"}
    means["day_first"] = True
    assert asked(read_text(BLOCK, Means(**means))) == {"unit:ferritin", "word:tg"}
    means["units"] = {"ferritin": "ng/mL"}
    assert asked(read_text(BLOCK, Means(**means))) == {"word:tg"}
    means["words"] = {"tg": Word("triglycerides")}
    assert shown(read_text(BLOCK, Means(**means))) == [
        "2,2 ferritin 1234 ng/mL 2026-04-03",
        "2,3 ferritin 2345 ng/mL 2026-04-05",
        "3,2 triglycerides 3.2 mmol/L 2026-04-03",
        "4,2 sodium 138 mmol/L 2026-04-03",
        "4,3 sodium 139 mmol/L 2026-04-05",
    ]


def test_a_question_names_its_cells_once_and_in_order():
    reading = read_text(BLOCK)
    for question in reading.questions:
        waiting = [cell.place for cell in reading.cells if question.key in cell.asks]
        assert list(question.places) == waiting
        assert str(question.message)


def test_a_cell_written_again_is_read_with_a_point_and_its_own_unit():
    cells = {place(2, 2): "1.234 ug/L", place(1, 2): "2026-04-03", place(9, 9): "1"}
    reading = read_text(BLOCK, Means(cells=cells))
    assert shown(reading)[0] == "2,2 ferritin 1.234 ug/L 2026-04-03"
    assert reading.cells[0].text == "1,234"  # as found


def test_what_is_typed_proves_nothing_about_the_document():
    block = "Test\t2026-11-03\nHb (g/dL)\t8\nFerritin (ng/mL)\t1.234\n"
    reading = read_text(block, Means(cells={place(2, 2): "8.4"}))
    assert [cell.status for cell in reading.cells] == [Status.READ, Status.ASK]


def test_a_cell_may_be_left_out():
    block = "Test\t2026-11-03\t2026-11-03\nNa\t138\t140\n"
    assert {cell.status for cell in read_text(block).cells} == {Status.ASK}
    reading = read_text(block, Means(cells={place(2, 3): ""}))
    assert shown(reading) == ["2,2 sodium 138 mmol/L 2026-11-03"]


def test_a_unit_that_contradicts_the_heading_is_settled_by_writing_it_again():
    block = "Test\t2026-11-03\nHb (g/dL)\t95 g/L\n"
    assert read_text(block).cells[0].options == ("95 g/L",)
    assert shown(read_text(block, Means(cells={place(2, 2): "95 g/L"}))) == [
        "2,2 hemoglobin 95 g/L 2026-11-03"
    ]


def test_a_day_for_results_without_any():
    block = "Na\t138\nCRP\t5 mg/L\n"
    assert asked(read_text(block)) == {"day"}
    reading = read_text(block, Means(day=date(2026, 11, 3)))
    assert [cell.measured_on for cell in reading.cells] == [date(2026, 11, 3)] * 2


def test_a_center_may_leave_a_test_out_and_give_unit_laboratory_and_assay():
    words = {plain("CRP"): Word(""), plain("sIL2R"): Word("scd25", "U/mL", "Central", "Immulite")}
    block = "Test\t2026-11-03\nCRP\t5 mg/L\nsIL2R\t2400\nsIL-2R\t2500\n"
    left_out, soluble, other = read_text(block, Means(words=words)).cells
    assert (left_out.status, left_out.analyte) == (Status.IGNORED, None)
    assert (soluble.unit, soluble.laboratory, soluble.assay) == ("U/mL", "Central", "Immulite")
    assert other.status is Status.ASK  # another word, nothing is known of its unit


def test_the_heads_say_what_stands_where():
    reading = read_text("Test\tUnit\t03-Nov-2026\nNa\tmmol/L\t138\n")
    assert reading.column_heads == (Head(1, 3, "03-Nov-2026", measured_on=date(2026, 11, 3)),)
    assert reading.row_heads == (Head(2, 1, "Na", "sodium"),)
    turned = read_text("Date\tNa\n03-Nov-2026\t138\n")
    assert [head.analyte for head in turned.column_heads] == ["sodium"]
    assert [head.measured_on for head in turned.row_heads] == [date(2026, 11, 3)]


def test_a_head_shows_the_day_that_was_decided():
    block = "Test\t03/04/2026\t25/04/2026\nNa\t138\t139\n"
    (first, _second) = read_text(block).column_heads
    assert first.measured_on == date(2026, 4, 3)
    (open_one,) = read_text("Test\t03/04/2026\nNa\t138\n").column_heads
    assert open_one.measured_on is None


def rows(block: str, means: Means = NOTHING, zone=VIENNA):
    return list(incoming(read_text(block, means), zone))


def test_what_is_read_becomes_rows_to_keep():
    block = (
        "Patient\tTest\tDate\tResult\tUnit\tRef\tLab\tMethod\n"
        "P1\tFerritin\t2026-11-03 06:30\t>16500\tng/mL\t13-400\tCentral\tElecsys\n"
        "P1\tNa\t2026-11-03\tp\tmmol/L\t\t\t\n"
        "P2\tCRP\t2026-11-03\themolyzed\tmg/L\t\t\t\n"
        "P2\tHb\t2026-11-03\t8,4\t\t\t\t\n"
    )
    ferritin, sodium, crp = rows(block)
    row = ferritin.row
    assert (row.analyte, row.value, row.comparator, row.unit) == ("ferritin", 16500, ">", "ng/mL")
    assert (row.low, row.high, row.reference_source) == (Decimal(13), Decimal(400), "reported")
    assert (row.laboratory, row.assay) == ("Central", "Elecsys")
    assert row.measured_at.at == datetime(2026, 11, 3, 6, 30, tzinfo=VIENNA)
    assert (ferritin.patient, ferritin.place) == ("P1", "row 2, column 4")
    assert (sodium.row.pending, sodium.row.value, sodium.missing) == (True, None, "")
    assert sodium.row.measured_at.is_date
    assert (crp.row.pending, crp.row.value, crp.missing) == (False, None, "hemolyzed")


def test_an_offset_that_is_written_goes_before_the_zone():
    (found,) = rows("Na\t138\t2026-11-03T06:30:00+05:00\n", zone=UTC)
    assert found.row.measured_at.at.utcoffset() == timedelta(hours=5)
    assert found.row.measured_at.at == datetime(
        2026, 11, 3, 6, 30, tzinfo=timezone(timedelta(hours=5))
    )


@pytest.mark.parametrize("clock", ["2026-10-25 02:30", "2026-03-29 02:30"])
def test_a_time_that_the_clocks_had_twice_or_never_is_left_out_and_said(clock):
    (found,) = rows(f"Na\t138\t{clock}\n")
    assert found.row.measured_at.is_date
    assert "02:30" in found.note
