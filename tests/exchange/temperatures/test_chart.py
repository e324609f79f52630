"""A chart export: which column is what, which number is the day, and midnight."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from time import process_time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hlh_app.exchange.temperatures.model import Surroundings
from hlh_app.exchange.temperatures.reader import read_readings

TODAY = date(2026, 11, 21)
VIENNA = ZoneInfo("Europe/Vienna")


def chart(text: str, **around):
    return read_readings(text, Surroundings(VIENNA, TODAY, **around))


def told(found) -> list[str]:
    return [
        f"{line.measured.text[:16]} {line.value} {line.unit} {line.site}".strip()
        if line.measured
        else str(line.error)
        for line in found.lines
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Date\tTime\tTemp (°C)\tSite\n20-Nov-2026\t06:00\t38.6\taxillary",
        "Datum;Uhrzeit;Körpertemperatur;Einheit;Messort\n20.11.2026;06:00;38,6;°C;axillär",
        "recorded_at,parameter,value,unit,route\n2026-11-20T06:00,Temperature,38.6,C,Axilla",
        "Timestamp|Temp °C|Method|Nurse\n20/11/2026 6:00 AM|38.6|Axillary|AB",
    ],
)
def test_the_usual_exports_say_the_same(text):
    found = chart(text)
    assert (found.layout, found.questions) == ("chart", ())
    assert told(found) == ["2026-11-20T06:00 38.6 Cel axillary"]


def test_other_columns_and_other_signs_are_named_and_passed_over():
    text = "Date/Time,Parameter,Value,Nurse\n" + "\n".join(
        f"2026-11-20 0{hour}:00,{what},{value},AB"
        for hour, what, value in ((1, "Heart rate", 120), (2, "Body temperature", 38.1))
    )
    found = chart(text + "\n2026-11-20 03:00,Temp,,AB")
    assert told(found) == ["2026-11-20T02:00 38.1 Cel"]
    assert (found.unused, found.passed_over) == (("Nurse",), 2)


def test_two_columns_of_times_are_asked_about():
    text = "Recorded at,Measured at,Temp\n2026-11-20 07:00,2026-11-20 06:00,38.6"
    (asked,) = chart(text).questions
    assert (asked.key, asked.options["1"].template) == ("column:moment", "Measured at")
    assert told(chart(text, answers={"column:moment": "1"})) == ["2026-11-20T06:00 38.6 Cel"]


@pytest.mark.parametrize(
    ("days", "read"),
    [
        (("13/11/2026", "03/11/2026"), ["2026-11-13", "2026-11-03"]),
        (("11/13/2026", "11/03/2026"), ["2026-11-13", "2026-11-03"]),
        (("13.11.26", "03.11.26"), ["2026-11-13", "2026-11-03"]),
        (("05/05/2026", "06/06/2026"), ["2026-05-05", "2026-06-06"]),
    ],
)
def test_the_column_tells_which_number_is_the_day(days, read):
    found = chart("Date,Time,Temp\n" + "\n".join(f"{day},06:00,38" for day in days))
    assert [line[:10] for line in told(found)] == read


def test_a_column_that_does_not_tell_is_asked_about():
    text = "Date,Time,Temp\n03/11/2026,06:00,38\n04/11/2026,06:00,38"
    found = chart(text)
    assert [(q.key, q.lines) for q in found.questions] == [("order", 2)]
    assert told(chart(text, answers={"order": "day"}))[0].startswith("2026-11-03")
    assert told(chart(text, answers={"order": "month"}))[0].startswith("2026-03-11")


def test_a_column_that_contradicts_itself_leaves_the_rest_open():
    found = chart("Date,Time,Temp\n13/11/2026,06:00,38\n11/13/2026,07:00,38\n03/11/2026,08:00,38")
    assert [line.asks for line in found.lines] == ["", "", "order"]


def test_an_unknown_site_is_asked_about_once():
    text = "Date,Time,Temp,Site\n2026-11-20,06:00,38,nape\n2026-11-20,07:00,38,Nape"
    assert [(q.key, q.lines) for q in chart(text).questions] == [("site:nape", 2)]
    answered = chart(text, answers={"site:nape": "other"})
    assert {line.site for line in answered.lines} == {"other"}
    assert chart(text, answers={"site:nape": "none"}).lines[0].site == ""


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("38,600", "two ways"),
        ("hot", "is not a number"),
        ("101.3", "Is 101.3 in °F?"),
        ("-38", "below zero"),
    ],
)
def test_what_is_no_temperature_says_what_to_write(cell, said):
    found = chart(f"Date;Time;Temp\n2026-11-20;06:00;{cell}")
    assert said in told(found)[0]


def test_a_heading_may_say_world_time_or_fahrenheit():
    (line,) = chart("Date,Time (UTC+1),Temp [°F]\n2026-11-20,06:00,101.3").lines
    assert (line.measured.text, line.unit) == ("2026-11-20T06:00:00+01:00", "[degF]")


def test_a_date_that_stands_once_is_carried_on():
    found = chart("Date,Time,Temp\n2026-11-20,06:00,38\n,10:00,38.4\n,24:00,38.1")
    assert [line[:16] for line in told(found)] == [
        *("2026-11-20T06:00", "2026-11-20T10:00", "2026-11-21T00:00"),
    ]


def test_twenty_thousand_rows_are_read_in_seconds():
    start = datetime(2020, 1, 1)  # noqa: DTZ001 (a ward's clock)
    rows = "\n".join(
        f"{start + timedelta(minutes=150 * n):%Y-%m-%d %H:%M};38,{n % 10};axillary"
        for n in range(20_000)
    )
    before = process_time()
    found = chart("Zeitpunkt;Temp;Ort\n" + rows, answers={"clock": "winter"})
    assert len(found.lines) == 20_000
    assert all(line.measured for line in found.lines)
    assert process_time() - before < 6


minutes = st.integers(0, 6 * 366 * 24 * 60)


@settings(max_examples=150, deadline=None)
@given(st.lists(minutes, min_size=1, max_size=12, unique=True))
def test_instants_written_on_any_clock_come_back(found):
    """As a ward, a device in world time and an American chart would write them: the same instants,
    but for the one hour a year of which a ward's clock says too little."""
    instants = [datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=n) for n in found]
    here = [at.astimezone(VIENNA) for at in instants]
    told_here = "\n".join(f"{at:%d.%m.%Y;%H:%M};38,5" for at in here)
    told_there = "\n".join(f"{at:%Y-%m-%dT%H:%M}Z;38.5" for at in instants)
    told_half = "\n".join(f"{at:%d-%b-%Y};{at:%I:%M %p};38.5" for at in here)
    ward = chart("Datum;Zeit;Temp\n" + told_here)
    world = chart("Timestamp;Temp\n" + told_there)
    half = chart("Date;Time;Temp\n" + told_half)
    assert [line.measured.at for line in world.lines] == instants
    for wall in (ward, half):
        for line, at in zip(wall.lines, here, strict=True):
            twice = at.utcoffset() != at.replace(fold=1 - at.fold).utcoffset()
            assert line.asks.startswith("twice") if twice else line.measured.at == at
            assert twice or line.value == Decimal("38.5")


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200), st.booleans())
def test_no_text_makes_it_stumble(text, headed):
    """Every line ends as a reading, or says why not."""
    found = chart("Date;Time;Temp\n" + text if headed else text)
    assert all(line.measured or line.error for line in found.lines)


@pytest.mark.parametrize("mark", ["x", "(", "["])
def test_a_cell_without_end_is_no_reading_and_spoils_no_other(mark):
    endless = mark * 140_000
    assert chart(f"Date,Time,Temp {endless}\n20.11.2026,06:00,38.6").layout != "chart"
    found = chart(f"Date,Time,Temp °C\n20.11.2026,05:00,{endless}\n20.11.2026,06:00,38.6")
    assert (found.passed_over, told(found)) == (1, ["2026-11-20T06:00 38.6 Cel"])
    long = chart(f"Date,Time,Temp °C,Note\n20.11.2026,06:00,38.6,{endless[:9_000]}")
    assert told(long) == ["2026-11-20T06:00 38.6 Cel"]
