"""Dates and times are read day first, never guessed, and echoed."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError

from hlh_app.clinical.case import Moment
from hlh_app.web.forms.days import (
    DayField,
    moment_of,
    read_clock,
    read_day,
    written_clock,
    written_moment,
)

VIENNA = ZoneInfo("Europe/Vienna")


@pytest.mark.parametrize(
    "text",
    [
        *("3/3/2015", "03/03/2015", "3.3.2015", "3-3-2015", "3 3 2015", "2015-03-03"),
        *("2015/3/3", "3 Mar 2015", "03-Mar-2015", "3mar2015", "3 MARCH 2015", "  3  mar  2015 "),
    ],
)
def test_common_ways_of_writing_a_day_are_read(text):
    assert read_day(text) == date(2015, 3, 3)


def test_the_day_comes_first():
    assert read_day("03/04/2015") == date(2015, 4, 3)
    assert DayField().prepare_value(read_day("03/04/2015")) == "03-Apr-2015"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("3/3/15", "four digits"),
        ("3 Mar 15", "four digits"),
        ("3 Mar", "four digits"),
        ("30/2/2015", "not in the calendar"),
        ("30-Feb-2015", "not in the calendar"),
        ("2015-02-30", "not in the calendar"),
        ("0/1/2015", "not in the calendar"),
        ("3/25/2015", "no month 25"),
        ("3/3/0015", "Check the year"),
        ("3 Ma 2015", "is not a date"),
        ("3 Foo 2015", "is not a date"),
        ("yesterday", "is not a date"),
        ("3/3", "is not a date"),
        ("٣/٣/٢٠١٥", "digits 0 to 9"),
        ("1" * 5000, "is not a date"),
        ("3/3/20155", "four digits"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(text, said):
    with pytest.raises(ValidationError, match=said):
        read_day(text)


def test_a_year_is_supplied_only_where_none_is_written():
    assert read_day("20-Nov", 2026) == date(2026, 11, 20)
    with pytest.raises(ValidationError, match="four digits"):
        read_day("20-Nov-26", 2026)


@pytest.mark.parametrize(
    ("text", "at"),
    [("06:00", time(6)), ("6:05", time(6, 5)), ("0605", time(6, 5)), ("18.30", time(18, 30))],
)
def test_times_are_in_24_hours(text, at):
    assert read_clock(text) == (at, None)


def test_a_time_may_carry_its_offset():
    assert read_clock("06:00+08:00") == (time(6), timezone(timedelta(hours=8)))
    assert read_clock("06:00-0330") == (time(6), timezone(-timedelta(hours=3, minutes=30)))
    assert read_clock("06:00:30Z") == (time(6, 0, 30), UTC)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("24:00", "Midnight is 00:00"),
        ("25:00", "no time"),
        ("06:60", "no time"),
        ("06:00+25:00", "no time"),
        ("06:00+08:75", "no time"),
        ("6 pm", "is not a time"),
        ("٠٦:٠٠", "is not a time"),
        ("", "is not a time"),
    ],
)
def test_what_is_no_time_is_refused_in_words(text, said):
    with pytest.raises(ValidationError, match=said):
        read_clock(text)


def test_a_day_without_a_time_is_a_day():
    moment = moment_of(date(2026, 11, 20), None, VIENNA)
    assert moment.is_date
    assert moment.text == "2026-11-20"


def test_a_time_is_read_on_the_wards_clock_in_summer_and_winter():
    assert moment_of(date(2026, 7, 1), (time(6), None), VIENNA).text == "2026-07-01T06:00:00+02:00"
    assert moment_of(date(2026, 11, 1), (time(6), None), VIENNA).text.endswith("+01:00")


def test_a_skipped_hour_and_one_that_came_twice_are_not_guessed():
    with pytest.raises(ValidationError, match="did not exist"):
        moment_of(date(2026, 3, 29), (time(2, 30), None), VIENNA)
    with pytest.raises(ValidationError, match=r"Write 02:30\+02:00 or 02:30\+01:00"):
        moment_of(date(2026, 10, 25), (time(2, 30), None), VIENNA)
    said = read_clock("02:30+01:00")
    assert moment_of(date(2026, 10, 25), said, VIENNA).text == "2026-10-25T02:30:00+01:00"


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("2026-11-02T08:00:00+01:00", "08:00"),
        ("2026-11-02T08:00:30+01:00", "08:00:30"),
        ("2026-11-02T08:00:00+08:00", "08:00+08:00"),
        ("2026-10-25T02:30:00+01:00", "02:30+01:00"),
    ],
)
def test_a_stored_time_is_shown_as_it_would_be_read_again(text, typed):
    moment = Moment.timed(datetime.fromisoformat(text), text)
    assert written_clock(moment, VIENNA) == typed
    assert moment_of(moment.day, read_clock(typed), VIENNA) == moment


def test_a_stored_moment_leaves_out_the_date_of_its_visit_only():
    moment = Moment.timed(datetime.fromisoformat("2026-11-02T08:00:00+01:00"))
    assert written_moment(moment, VIENNA, date(2026, 11, 2)) == "08:00"
    assert written_moment(moment, VIENNA, date(2026, 11, 3)) == "02-Nov-2026 08:00"
    assert written_moment(Moment.dated(date(2026, 11, 2)), VIENNA) == "02-Nov-2026"
    assert written_moment(None, VIENNA) == ""
