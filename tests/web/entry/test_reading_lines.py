"""Temperatures by lines: what is left unsaid is carried or asked about, never guessed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from hlh_app.web.forms.reading_lines import Surroundings, read_lines

TODAY = date(2026, 11, 21)
VIENNA = ZoneInfo("Europe/Vienna")


def read(text: str, **around):
    return read_lines(text, Surroundings(VIENNA, TODAY, **around))


def test_the_date_is_carried_forward():
    lines = read("20-Nov 06:00 38.6\n\n10:00 39.1\n21-Nov-2026 06:00 37.4")
    assert [line.error for line in lines] == ["", "", ""]
    assert [line.measured.text for line in lines] == [
        "2026-11-20T06:00:00+01:00",
        "2026-11-20T10:00:00+01:00",
        "2026-11-21T06:00:00+01:00",
    ]
    assert [line.number for line in lines] == [1, 3, 4]


def test_the_date_may_stand_above_the_lines():
    (line,) = read("06:00 38.6 axillary antipyretic", day=date(2026, 11, 20))
    assert (line.value, line.unit, line.site) == (Decimal("38.6"), "Cel", "axillary")
    assert line.antipyretic is True
    assert line.measured.day == date(2026, 11, 20)


def test_without_a_year_the_day_is_the_latest_that_is_not_in_the_future():
    assert read("21-Nov 06:00 38")[0].measured.day == date(2026, 11, 21)
    assert read("22-Nov 06:00 38")[0].measured.day == date(2025, 11, 22)


@pytest.mark.parametrize("text", ["06:00 101.3 F", "06:00 101.3F", "06:00 101.3°F", "06:00 101.3f"])
def test_fahrenheit_is_said_at_the_line(text):
    (line,) = read(text, day=TODAY)
    assert (line.value, line.unit, line.error) == (Decimal("101.3"), "[degF]", "")


def test_fahrenheit_is_said_above_the_lines():
    assert read("06:00 101.3", day=TODAY, unit="[degF]")[0].unit == "[degF]"
    assert read("06:00 38.6 C", day=TODAY, unit="[degF]")[0].unit == "Cel"


@pytest.mark.parametrize("value", ["93", "101.3", "113"])
def test_a_number_that_may_be_fahrenheit_is_asked_about(value):
    (line,) = read(f"06:00 {value}", day=TODAY)
    assert f"Is {value} in °F?" in line.error


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("38.6", "No time is found"),
        ("06:00", "Write the temperature after the time"),
        ("06:00 38,6", "Write 38.6 with a point"),
        ("06:00 38.6 rubbish", "“rubbish” is not understood"),
        ("30-Feb 06:00 38.6", "not in the calendar"),
        ("20-Nov-26 06:00 38.6", "four digits"),
        ("25:00 38.6", "no time"),
        ("06:00 ٣٨", "digits 0 to 9"),
        ("06:00 1e400", "is not a number"),
        ("06:00 NaN", "is not a number"),
        ("06:00 38.6 " + "x" * 200, "too long"),
    ],
)
def test_a_line_that_is_not_understood_says_what_to_write(text, said):
    (line,) = read(text, day=TODAY)
    assert said in line.error


def test_a_first_line_without_any_date_is_asked_about():
    assert "Choose the date above" in read("06:00 38.6")[0].error


def test_a_time_that_goes_back_may_be_the_next_day_and_is_asked_about():
    lines = read("22:00 38.6\n02:00 38.4", day=TODAY)
    assert "before the line above" in lines[1].error


def test_one_time_stands_once():
    lines = read("22:00 38.6\n22:00 38.4", day=TODAY)
    assert lines[1].error == "The same time stands in line 1."
