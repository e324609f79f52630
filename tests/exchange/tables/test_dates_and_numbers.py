"""Every day and every number that a token may be."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from hlh_app.exchange.tables.dates import read_clock, read_date
from hlh_app.exchange.tables.evidence import Days
from hlh_app.exchange.tables.intervals import read_interval
from hlh_app.exchange.tables.model import Means
from hlh_app.exchange.tables.numbers import read_number
from hlh_app.exchange.tables.slots import Day

THIRD = date(2026, 11, 3)
OTHER = date(2026, 3, 11)


@pytest.mark.parametrize(
    ("text", "values", "shows"),
    [
        ("1234", ["1234"], ""), ("4.2", ["4.2"], "point"), ("4,2", ["4.2"], "comma"),
        ("0,123", ["0.123"], "comma"), ("0.123", ["0.123"], "point"), (".5", ["0.5"], "point"),
        ("1.234,5", ["1234.5"], "comma"), ("1,234.5", ["1234.5"], "point"),
        ("1,234", ["1234", "1.234"], ""), ("1.234", ["1.234", "1234"], ""),
        ("01,234", ["1.234"], "comma"), ("1234,567", ["1234.567"], "comma"),
        ("12,345,678", ["12345678"], "point"), ("12.345.678", ["12345678"], "comma"),
        ("1,50,000", ["150000"], "point"), ("1 234,5", ["1234.5"], "comma"),
        ("1 234", ["1234"], ""), ("1\u202f234", ["1234"], ""), ("1'234.5", ["1234.5"], "point"),
        ("1’234", ["1234"], ""), ("1.2e3", ["1200"], "point"), ("1.5 x10^3", ["1500"], "point"),
        ("1.5×10^-1", ["0.15"], "point"), ("2E+05", ["200000"], ""),
        ("", [], ""), ("1,23,4", [], ""), ("1.2.3", [], ""), ("1..2", [], ""), ("12.", [], ""),
        ("1 23", [], ""), ("12 3456", [], ""), ("1e99", [], ""), ("abc", [], ""),
        ("9" * 33, [], ""),
    ],
)  # fmt: skip
def test_numbers(text, values, shows):
    found = read_number(text)
    assert [str(value) for value in found.candidates] == values
    assert found.shows == shows


@pytest.mark.parametrize(
    "text",
    [
        *["2026-11-03", "2026/11/03", "2026.11.3", "20261103", "03-Nov-2026", "3 Nov 26"],
        *["3Nov2026", "03NOV26", "Nov 3, 2026", "November 3rd, 2026", "Nov-03-2026", "2026-Nov-03"],
        *["Tue 3 Nov 26", "3. November 2026", "03.11.2026", "3.11.26", "03. 11. 2026"],
        *["3 novembre 2026", "3 de noviembre de 2026", "3 nov. 2026", "3 novembro 2026"],
        *["2026年11月3日", "Dienstag, 3. November 2026", "mar. 3 nov. 2026"],
        *["Collected: 03-Nov-2026", "(03.11.2026)"],
    ],
)
def test_days_that_can_be_no_other(text):
    assert read_date(text).candidates == (THIRD,)


@pytest.mark.parametrize(
    ("text", "month"),
    [("5 März 2026", 3), ("1er août 2026", 8), ("2 déc. 2026", 12), ("2 dic 2026", 12),
     ("2 gennaio 2026", 1), ("2 enero 2026", 1), ("2 out 2026", 10), ("2 Mai 2026", 5),
     ("2 luglio 2026", 7), ("2 juil. 2026", 7), ("2 ottobre 2026", 10), ("2 set 2026", 9)],
)  # fmt: skip
def test_months_of_other_languages(text, month):
    assert [day.month for day in read_date(text).candidates] == [month]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("03/11/2026", {THIRD, OTHER}),
        ("3-11-2026", {THIRD, OTHER}),
        ("03/11/26", {THIRD, OTHER, date(2003, 11, 26)}),
        ("26/11/03", {date(2003, 11, 26), THIRD}),
        ("26-Nov-03", {date(2003, 11, 26), THIRD}),
        ("26.11.03", {date(2003, 11, 26), THIRD}),
        ("25/11/2026", {date(2026, 11, 25)}),
        ("11/25/2026", {date(2026, 11, 25)}),
        ("05/05/2026", {date(2026, 5, 5)}),
        ("31/02/2026", set()), ("2026-13-01", set()), ("32.01.2026", set()), ("11/2026", set()),
        ("Nov 2026", set()), ("Day 3", set()), ("4.2", set()), ("3.11", set()), ("1234", set()),
        ("2026", set()), ("12:30", set()), ("24:00", set()), ("3 Foo 2026", set()),
        ("3/11/2026 25:00", set()), ("03.11.1890", set()), ("x" * 50 + "2026-11-03", set()),
    ],
)  # fmt: skip
def test_days_of_several_readings_and_none(text, days):
    assert set(read_date(text).candidates) == days


@pytest.mark.parametrize("text", ["03/04", "3 Nov", "Nov 3", "3.11.", "03.11", "11月3日"])
def test_a_date_without_a_year_is_no_day_yet(text):
    found = read_date(text)
    assert found.is_date
    assert found.candidates == ()


@pytest.mark.parametrize(
    ("text", "clock"),
    [("06:30", "06:30"), ("6:30 pm", "18:30"), ("12:15 AM", "00:15"), ("6h30", "06:30"),
     ("06:30:15", "06:30:15"), ("18:30 Uhr", "18:30"), ("24:00", None), ("13:00 pm", None),
     ("6", None), ("06:60", None)],
)  # fmt: skip
def test_times(text, clock):
    found = read_clock(text)
    assert (found.at.isoformat().removesuffix(":00") if found else None) == clock
    if clock:
        dated = read_date(f"03-Nov-2026 {text}")
        assert (dated.candidates, dated.clock) == ((THIRD,), found)


def test_an_offset_is_kept():
    clock = read_date("2026-11-03T06:30:00+05:30").clock
    assert str(clock.offset) == "UTC+05:30"
    assert read_date("2026-11-03T06:30Z").clock.offset is not None


def decided(text: str, *others: str, **means: object):
    days = [Day(other, "row 1, column 9") for other in others]
    asked = Day(text, "row 1, column 2")
    return Days([asked, *days], Means(**means)).read(asked)


@pytest.mark.parametrize(
    ("others", "day"),
    [
        ([], None),
        (["25/11/2026"], THIRD),
        (["11/25/2026"], OTHER),
        (["25-11-2026"], None),  # another mark may follow another habit
        (["25/11/2026", "11/25/2026"], None),
        (["05/05/2026"], None),
        (["2026-11-25"], None),
    ],
)
def test_other_dates_of_the_table_may_show_the_order(others, day):
    found = decided("03/11/2026", *others)
    assert found.day == (day and (THIRD if day == THIRD else date(2026, 3, 11)))
    assert bool(found.questions) is (day is None)
    if day:
        assert others[0] in str(found.reason)


def test_answers_decide():
    assert decided("03/11/2026", day_first=True).day == THIRD
    assert decided("03/11/2026", day_first=False).day == OTHER
    assert decided("3 Nov", year=2026).day == THIRD
    assert decided("03/11", year=2026).questions[0].key == "day_first"
    assert decided("03/11", year=2026, day_first=True).day == THIRD
    assert decided("29 Feb", year=2026).day is None
    assert decided("13/11/26", day_first=True).day == date(2026, 11, 13)
    assert decided("26/11/03", day_first=True).day is None  # 2003 is doubted


def test_nothing_is_measured_in_the_future():
    assert decided("03/11/2026", today=date(2026, 11, 20)).day is None
    today = date(2026, 11, 20)
    found = decided("03/12/2026", today=today)
    assert found.day == date(2026, 3, 12)
    assert "future" in str(found.reason)
    assert decided("3 Nov", today=today).questions[0].options == ("2026",)
    assert decided("2027-01-01", today=today).day == date(2027, 1, 1)  # written so


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("13-400", "13", "400"), ("13 - 400", "13", "400"), ("(12.0–16.0)", "12.0", "16.0"),
     ("4.0--10.0", "4.0", "10.0"), ("12,0 - 16,5", "12.0", "16.5"), ("<5", None, "5"),
     ("> 90", "90", None), ("≤ 5", None, "5"), ("bis 400", None, "400"), ("13 to 400", "13", "400"),
     ("135～145", "135", "145")],
)  # fmt: skip
def test_intervals(text, low, high):
    found = read_interval(text)
    assert (found.low, found.high) == tuple(side and Decimal(side) for side in (low, high))


@pytest.mark.parametrize("text", ["", "13", "neg", "400-13", "M: 13-17 F: 12-16", "x-y"])
def test_what_is_no_interval(text):
    assert read_interval(text) is None


def test_an_interval_of_two_readings():
    assert read_interval("1,500-4,500").ambiguous
    assert read_interval("1,500-4,500", "point").low == 1500
    assert read_interval("1.500-4.500", "", "point").high == Decimal("4.500")
