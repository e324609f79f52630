"""A long table of any length, read as it streams by, never by a guess."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from itertools import islice
from zoneinfo import ZoneInfo

import pytest

from hlh_app.exchange.tables.long_files import is_long, rows_of, survey
from hlh_app.exchange.tables.long_rows import UnreadRow, read_long
from hlh_app.exchange.tables.model import Means, Word

VIENNA = ZoneInfo("Europe/Vienna")
HEADINGS = "patient,test,date,result,unit"
UTF8_SIGNED = "utf-8-sig"


def read(*lines, headings=HEADINGS, means=None, encoding="utf-8"):
    source = "\n".join([headings, *lines]).encode(encoding)
    rows = rows_of(source)
    return list(read_long(rows, VIENNA, means or Means(), survey(source).decimal))


def one(line, **asked):
    (found,) = read(line, **asked)
    return found


def told(line, **asked):
    found = one(line, **asked)
    assert isinstance(found, UnreadRow), found
    return str(found.reason)


def test_a_row_is_a_result_of_its_patient():
    entry = one("P1,ferritin,2026-11-02 08:00,>16500,ng/mL")
    fact = entry.row
    assert (entry.place, entry.patient) == ("row 2", "P1")
    assert (fact.analyte, fact.value, fact.comparator) == ("ferritin", 16500, ">")
    assert (fact.unit, fact.measured_at.text) == ("ng/mL", "2026-11-02T08:00:00+01:00")


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("2026-11-02", "2026-11-02"),
        ("2026-11-02T08:00:30", "2026-11-02T08:00:30+01:00"),
        ("2026-11-02 08:00Z", "2026-11-02T08:00:00+00:00"),
        ("2026-11-02T08:00+0900", "2026-11-02T08:00:00+09:00"),
        ("02-Nov-2026", "2026-11-02"),
        ("25.11.2026 06:30", "2026-11-25T06:30:00+01:00"),
    ],
)
def test_moments(written, text):
    assert one(f"P,ldh,{written},512,U/L").row.measured_at.text == text


def test_a_time_of_its_own_column():
    entry = one("ldh,2026-11-02,06:30,512,U/L", headings="test,date,time,result,unit")
    assert entry.row.measured_at.text == "2026-11-02T06:30:00+01:00"


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("", "Write the date."),
        ("03/04/2026", "“03/04/2026” may be several days. Write it as 2026-03-04, the year first."),
        ("2026-02-30", "“2026-02-30” is no result that can be read."),
        ("2026-03-29 02:30", "02:30 did not exist on 2026-03-29: the clocks were set forward."),
        ("yesterday", "“yesterday” is no result that can be read."),
    ],
)
def test_a_day_that_is_none_or_several_is_not_guessed(written, reason):
    assert told(f"P,ldh,{written},512,U/L") == reason


@pytest.mark.parametrize(("day_first", "month"), [(True, 4), (False, 3)])
def test_the_order_of_day_and_month_may_be_said(day_first, month):
    entry = one("P,ldh,03/04/2026,512,U/L", means=Means(day_first=day_first))
    assert entry.row.measured_at.day.month == month


@pytest.mark.parametrize(
    ("text", "value"),
    [("512", "512"), ("0.42", "0.42"), ("< 0.1", "0.1"), ("12.3456", "12.3456"), ("4,2", "4.2")],
)
def test_numbers_with_one_reading(text, value):
    assert one(f'P,crp,2026-11-02,"{text}",mg/L').row.value == Decimal(value)


def test_three_decimals_are_read_where_the_table_proves_its_mark():
    doubtful = "P,crp,2026-11-02,4.250,mg/L"
    assert isinstance(one(doubtful), UnreadRow)
    assert read(doubtful, "P,esr,2026-11-02,0.5,mm/h")[0].row.value == Decimal("4.25")
    both = read(doubtful, "P,esr,2026-11-02,0.5,mm/h", 'P,ldh,2026-11-02,"512,5",U/L')
    assert isinstance(both[0], UnreadRow)
    assert one(doubtful, means=Means(decimal="point")).row.value == Decimal("4.25")


def test_pending_not_done_and_nothing():
    waiting, hemolyzed = read(
        "P,ldh,2026-11-02,pending,U/L", "P,ldh,2026-11-02,,U/L", "P,ldh,2026-11-03,hemolyzed,U/L"
    )
    assert (waiting.row.pending, waiting.row.value) == (True, None)
    assert (hemolyzed.missing, hemolyzed.place) == ("hemolyzed", "row 4")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("P,vibes,2026-11-02,5,mg/L", "“vibes” is no test that is known here."),
        ("P,ldh,2026-11-02,512,mg/dL", "“mg/dL” is not a unit of Lactate dehydrogenase."),
        ("P,EBV-DNA,2026-11-02,512,copies/mL", "“EBV-DNA” may be one of several tests: "),
        (f"P,ldh,2026-11-02,{'9' * 201},U/L", "A cell of this row is longer than a result can be."),
    ],
)
def test_what_is_unclear_is_told_beside_the_row(line, reason):
    assert told(line).startswith(reason)


def test_never_a_value_without_its_unit():
    assert isinstance(one("P,ferritin,2026-11-02,512,"), UnreadRow)
    assert one("P,Ferritin (ng/mL),2026-11-02,512,").row.unit == "ng/mL"
    assert one("P,ferritin,2026-11-02,512 ng/mL,").row.unit == "ng/mL"
    assert one("P,crp,2026-11-02,5,", means=Means(units={"crp": "mg/L"})).row.unit == "mg/L"


def test_what_a_center_calls_a_test():
    words = {"ferro": Word("ferritin", "ng/mL", "Central", "ECLIA"), "old": Word("")}
    kept = read("P,Ferro,2026-11-02,512,", "P,old,2026-11-02,512,", means=Means(words=words))
    assert [(e.row.analyte, e.row.unit, e.row.laboratory, e.row.assay) for e in kept] == [
        ("ferritin", "ng/mL", "Central", "ECLIA")
    ]


def test_limits_laboratory_assay_and_note():
    headings = "test;date;result;unit;low;high;laboratory;assay;comment"
    entry = one("il_6;2026-11-02;5;pg/mL;0;7.5;Central;ELISA;repeated", headings=headings)
    fact = entry.row
    assert (fact.low, fact.high, fact.laboratory, fact.assay) == (
        0,
        Decimal("7.5"),
        "Central",
        "ELISA",
    )
    assert (entry.note, entry.patient) == ("repeated", "")
    assert told("il_6;2026-11-02;5;pg/mL;a few;;;;", headings=headings) == (
        "“a few” is no limit: write a number."
    )


def test_the_row_is_kept_as_it_was_found():
    found = one("P1,vibes,2026-11-02,5,mg/L")
    assert found.found == {
        "patient": "P1", "test": "vibes", "date": "2026-11-02", "result": "5", "unit": "mg/L"
    }  # fmt: skip
    assert (found.place, found.patient) == ("row 2", "P1")


@pytest.mark.parametrize(
    "headings",
    [
        "patient,test,date,result,unit,specimen",
        "patient,test,date,result,unit,status",
        "patient,test,date,result,result",
        "test,2026-11-02,2026-11-03",
        "patient,date,ferritin,ldh",
    ],
)
def test_a_table_that_says_more_is_left_to_the_whole_reader(headings):
    assert not is_long(headings.encode())
    with pytest.raises(ValueError, match="no long table"):
        read("x", headings=headings)


def test_comments_before_and_between_are_no_results():
    source = "# made by hand\n\ntest,date,result,unit\n# all of them\nldh,2026-11-02,512,U/L\n"
    assert is_long(source.encode())
    (entry,) = read_long(rows_of(source.encode()), VIENNA)
    assert entry.place == "row 5"


@pytest.mark.parametrize(
    ("delimiter", "encoding"),
    [(",", "utf-8"), (";", UTF8_SIGNED), ("\t", "cp1252"), ("|", "utf-8")],
)
def test_delimiters_and_encodings(delimiter, encoding):
    line = delimiter.join(["P1", "crp", "2026-11-02", "5", "mg/L", "Klinik Süd"])
    headings = delimiter.join([*HEADINGS.split(","), "laboratory"])
    assert one(line, headings=headings, encoding=encoding).row.laboratory == "Klinik Süd"


def test_a_chinese_laboratory_keeps_its_name():
    line = "P1,ldh,2026-11-02,512,U/L,北京协和医院检验科"
    headings = HEADINGS + ",laboratory"
    found = one(line, headings=headings, encoding="gb18030")
    assert found.row.laboratory == "北京协和医院检验科"


def test_the_first_sheet_of_a_workbook():
    from datetime import date, datetime

    from openpyxl import Workbook

    book = Workbook()
    rows = [
        HEADINGS.split(","),
        ["P1", "ferritin", datetime.fromisoformat("2026-11-02T08:00"), 1.234, "ng/mL"],
        [7, "ldh", date(2026, 11, 2), 512, "U/L"],
    ]
    for row in rows:
        book.active.append(row)
    stream = BytesIO()
    book.save(stream)
    one, other = read_long(rows_of(stream.getvalue()), VIENNA)
    assert (one.row.value, one.row.measured_at.text) == (
        Decimal("1.234"),
        "2026-11-02T08:00:00+01:00",
    )
    assert (other.patient, other.row.value, other.row.measured_at.is_date) == ("7", 512, True)


def test_a_file_without_end_gives_its_first_rows_at_once():
    def endless():
        yield HEADINGS.split(",")
        while True:
            yield ["P", "ldh", "2026-11-02", "512", "U/L"]

    assert len(list(islice(read_long(endless(), VIENNA), 5))) == 5


def test_the_words_for_patients_are_known_beforehand():
    source = f"{HEADINGS}\nP1,ldh,2026-11-02,5.25,U/L\n P2 ,ldh\n".encode()
    assert survey(source) == ({"P1", "P2"}, "point")
    assert survey(b"test,date,result\nldh,2026-11-02,5\n") == ({""}, "")
