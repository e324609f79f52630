"""Temperatures by lines: what is left unsaid is carried or asked about, never guessed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from hlh_app.exchange.temperatures.model import Surroundings
from hlh_app.exchange.temperatures.reader import read_readings

TODAY = date(2026, 11, 21)
VIENNA = ZoneInfo("Europe/Vienna")


def read(text: str, **around):
    return read_readings(text, Surroundings(VIENNA, TODAY, **around)).lines


def test_the_date_is_carried_forward():
    lines = read("20-Nov 06:00 38.6\n\n10:00 39.1\n21-Nov-2026 06:00 37.4")
    assert [line.error for line in lines] == [None, None, None]
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
    assert (line.value, line.unit, line.error) == (Decimal("101.3"), "[degF]", None)


@pytest.mark.parametrize("text", ["06:00 38,6", "06:00 38,6 C", "06:00 38,6°C", "06:00 38,60 C"])
def test_a_decimal_comma_that_has_one_reading_is_read(text):
    (line,) = read(text, day=TODAY)
    assert (line.value, line.unit, line.error) == (Decimal("38.6"), "Cel", None)


def test_fahrenheit_is_said_above_the_lines():
    assert read("06:00 101.3", day=TODAY, unit="[degF]")[0].unit == "[degF]"
    assert read("06:00 38.6 C", day=TODAY, unit="[degF]")[0].unit == "Cel"


@pytest.mark.parametrize("value", ["93", "101.3", "113"])
def test_a_number_that_may_be_fahrenheit_is_asked_about(value):
    (line,) = read(f"06:00 {value}", day=TODAY)
    assert f"Is {value} in °F?" in str(line.error)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("38.6", "No time is found"),
        ("06:00", "Write the temperature after the time"),
        ("06:00 38,600", "two ways"),
        ("06:00 1,5", "Write 1.5 with a point"),
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
    assert said in str(line.error)


def test_a_first_line_without_any_date_is_asked_about():
    assert "Choose the date above" in str(read("06:00 38.6")[0].error)


def test_a_time_that_goes_back_may_be_the_next_day_and_is_asked_about():
    lines = read("22:00 38.6\n02:00 38.4", day=TODAY)
    assert "before the line above" in str(lines[1].error)


def test_one_time_stands_once():
    lines = read("22:00 38.6\n22:00 38.4", day=TODAY)
    assert str(lines[1].error) == "The same time stands in line 1."


def test_times_that_go_back_are_the_next_day_once_somebody_says_so():
    text = "22:00 38.6\n02:00 38.4\n23:30 38\n01:00 37.9"
    answered = read(text, day=date(2026, 11, 18), answers={"back": "next"})
    assert [line.measured.text[:16] for line in answered] == [
        *("2026-11-18T22:00", "2026-11-19T02:00", "2026-11-19T23:30", "2026-11-20T01:00"),
    ]


def test_the_question_says_how_many_lines_wait_for_it():
    (asked,) = read_readings("22:00 38.6\n02:00 38.4", Surroundings(VIENNA, TODAY, TODAY)).questions
    assert (asked.key, asked.lines, list(asked.options)) == ("back", 1, ["next"])
    assert "line 2: 02:00 38.4" in str(asked.message)


def test_24_00_ends_its_day_and_00_00_begins_it():
    end, start = read("20-Nov-2026 24:00 38.6\n20-Nov-2026 00:00 38.4")
    assert end.measured.text == "2026-11-21T00:00:00+01:00"
    assert str(end.note) == "24:00 is read as 2026-11-21T00:00:00+01:00."
    assert start.measured.text == "2026-11-20T00:00:00+01:00"


def test_after_24_00_the_next_day_is_carried_on():
    lines = read("22:00 38.6\n24:00 38.4\n02:00 38", day=date(2026, 11, 18))
    assert [line.measured.day.day for line in lines] == [18, 19, 19]


@pytest.mark.parametrize(
    ("clock", "hour"),
    [
        *(("2:30 PM", "14:30"), ("2:30pm", "14:30"), ("2:30 a.m.", "02:30")),
        *(("12:00 AM", "00:00"), ("12:00 PM", "12:00"), ("12:30 am", "00:30")),
    ],
)
def test_half_days_are_read(clock, hour):
    (line,) = read(f"20-Nov-2026 {clock} 38.6")
    assert line.measured.text[:16] == f"2026-11-20T{hour}"


@pytest.mark.parametrize("clock", ["13:00 PM", "0:30 AM"])
def test_half_days_have_twelve_hours(clock):
    (line,) = read(f"20-Nov-2026 {clock} 38.6")
    assert "the hour runs from 1 to 12" in str(line.error)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("2026-11-20T23:30:00Z 38.6", "2026-11-20T23:30:00+00:00"),
        ("2026-11-20 23:30 +0530 38.6", "2026-11-20T23:30:00+05:30"),
        ("2026-11-20 06:00:30.250 38.6", "2026-11-20T06:00:30+01:00"),
    ],
)
def test_an_offset_is_kept_as_it_is_written(written, text):
    (line,) = read(written)
    assert line.measured.text == text


def test_the_same_line_twice_is_one_reading():
    first, second = read("20-Nov-2026 06:00 38.6\n20-Nov-2026 06:00 38.6")
    assert (first.same_as, second.same_as, second.error) == (0, 1, None)


def test_one_instant_in_two_offsets_stands_once():
    lines = read("2026-11-20 06:00 38.6\n2026-11-20 05:00Z 38.9")
    assert str(lines[1].error) == "The same time stands in line 1."


NIGHT = "2026-10-25 02:10 38\n2026-10-25 02:40 38.1\n2026-10-25 02:10 38.2\n2026-10-25 02:40 38.3"


def test_the_hour_that_came_twice_is_asked_about_once():
    (asked,) = read_readings(NIGHT, Surroundings(VIENNA, TODAY)).questions
    assert (asked.key, asked.lines) == ("twice:2026-10-25", 4)


@pytest.mark.parametrize(
    ("answer", "offsets"),
    [("first", "2222"), ("second", "1111"), ("order", "2211")],
)
def test_the_answer_says_which_of_the_two_hours(answer, offsets):
    lines = read(NIGHT, answers={"twice:2026-10-25": answer})
    read_as = [line.measured.text[-4] for line in lines if line.measured]
    assert "".join(read_as) == (offsets if answer == "order" else offsets[:2])


def test_an_hour_that_was_skipped_is_asked_about():
    text = "2026-03-29 01:50 38\n2026-03-29 02:30 38.1\n2026-07-01 06:00 38"
    asked = read_readings(text, Surroundings(VIENNA, TODAY))
    assert [q.key for q in asked.questions] == ["clock"]
    answered = read(text, answers={"clock": "winter"})
    assert [line.measured.text[10:] for line in answered] == [
        *("T01:50:00+01:00", "T02:30:00+01:00", "T06:00:00+01:00"),
    ]
