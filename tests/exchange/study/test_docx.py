"""Tables and text as DOCX: well formed, in a scientific layout, the same bytes every time."""

from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from hlh_app.exchange.study.docx import Heading, Words, docx
from hlh_app.exchange.study.plain_table import (
    EMPTY,
    PlainCell,
    PlainNote,
    PlainTable,
    head,
    section,
    subhead,
    word,
)
from hlh_app.exchange.study.table_csv import table_csv, tables_csv

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def table(columns: int = 3, **more) -> PlainTable:
    numbers = [
        PlainCell(text="17,090 ± 17,586", more=(PlainNote(text="n 11"),), mark="a"),
        *[EMPTY] * (columns - 2),
    ]
    return PlainTable(
        name="t",
        title="Table 1. Patients",
        caption="Median (quartiles).",
        heads=("", *(f"Group {at}" for at in range(1, columns))),
        rows=(
            section("Before <treatment> & after"),
            (head("Ferritin", note="µg/L"), *numbers),
            (subhead("of them\x00 EBV"), word("yes"), *[EMPTY] * (columns - 2)),
        ),
        notes=("A note.",),
        footnotes=(("a", "A footnote."),),
        **more,
    )


def document(*blocks, title="T"):
    with ZipFile(BytesIO(docx(title, blocks))) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            ElementTree.fromstring(archive.read(name))  # noqa: S314
        return ElementTree.fromstring(archive.read("word/document.xml"))  # noqa: S314


def texts(element) -> list[str]:
    return ["".join(t.text or "" for t in p.iter(f"{W}t")) for p in element.iter(f"{W}p")]


def test_everything_that_the_table_says_is_there():
    said = texts(document(table()))
    assert "Table 1. Patients. Median (quartiles)." in said
    assert "Before <treatment> & after " in said
    assert "17,090 ± 17,586a" in said
    assert "n 11" in said
    assert "of them EBV" in said  # a control character is no text
    assert "a A footnote." in said
    assert "A note." in said


def test_the_head_is_repeated_and_no_row_is_torn():
    rows = list(document(table()).iter(f"{W}tr"))
    repeated = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows]
    assert repeated == [True, False, False, False]
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)


def test_spans_stand_above_the_heads():
    found = document(table(spans=(("", 1), ("Both", 2))))
    rows = list(found.iter(f"{W}tr"))
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows[:2]] == [True, True]
    spans = [cell.get(f"{W}val") for cell in rows[0].iter(f"{W}gridSpan")]
    assert spans == ["2"]


def test_numbers_are_at_the_right():
    last = list(document(table()).iter(f"{W}tr"))[2]
    sides = [[jc.get(f"{W}val") for jc in cell.iter(f"{W}jc")] for cell in last.findall(f"{W}tc")]
    assert sides[0] == []
    assert set(sides[1]) == {"right"}


def test_widths_fill_the_page_and_no_more():
    for columns in (2, 3, 9):
        grid = [int(col.get(f"{W}w")) for col in document(table(columns)).iter(f"{W}gridCol")]
        page = 16838 if columns > 6 else 11906
        assert sum(grid) == page - 2 * 1134
        assert min(grid) > 0


def test_a_wide_table_has_landscape_pages_of_its_own():
    found = document(Heading("Methods"), Words("Text.", "Patients"), table(9), Heading("After", 2))
    sizes = [size.get(f"{W}orient") for size in found.iter(f"{W}pgSz")]
    assert sizes == [None, "landscape", None]
    assert texts(found)[1] == "Patients. Text."


def test_the_same_bytes_every_time():
    assert docx("T", [table(), Words("x")]) == docx("T", [table(), Words("x")])


def test_an_empty_document_is_a_document():
    assert texts(document()) == []


def test_as_csv():
    lines = "".join(table_csv(table(spans=(("", 1), ("Both", 2))))).splitlines()
    assert lines[0] == ",Both: Group 1,Both: Group 2"
    assert lines[2] == 'Ferritin; µg/L,"17,090 ± 17,586a; n 11",'
    assert lines[3].startswith("  of them")
    assert lines[-1] == "a A footnote."


def test_several_tables_in_one_csv():
    found = tables_csv([table(), table()]).decode("utf-8-sig")
    assert found.count("Table 1. Patients") == 2
    assert "\n\n" in found


@pytest.mark.parametrize("text", ["=1+1", "+x"])
def test_no_cell_is_calculated(text):
    rows = ((head(text), PlainCell(text="1")),)
    made = PlainTable(name="t", title="T", caption="", heads=("", "n"), rows=rows)
    assert f"'{text}" in "".join(table_csv(made))
