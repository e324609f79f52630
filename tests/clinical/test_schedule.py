"""The value that stands for a response day."""

from datetime import date, timedelta, timezone

import pytest

from hlh_app.clinical.schedule import RESPONSE_DAYS, days_after, nearest, within_window
from tests.clinical.response_builders import at, lab, on


def chosen(*days, nominal=14, after=0):
    """Day of the value taken from values of these days, oldest first."""
    rows = [lab("ferritin", day, "1") for day in days]
    found = nearest(rows, on(nominal), on(after))
    return None if found is None else days[rows.index(found)]


def test_every_two_weeks_up_to_day_56():
    assert RESPONSE_DAYS == (14, 28, 42, 56)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ((), None),
        ((10,), None),
        ((11,), 11),
        ((17,), 17),
        ((18,), None),
        ((11, 16), 16),
        ((12, 16), 12),
        ((12, 15), 15),
        ((11, 13, 14, 15), 14),
        ((13, 15), 13),
        ((11, 17), 11),
        ((10, 18), None),
    ],
)
def test_the_nearest_within_three_days_the_earlier_on_a_tie(days, expected):
    assert chosen(*days) == expected


def test_the_last_of_several_on_one_day_and_of_one_minute_the_last_written():
    rows = [lab("ferritin", 14, value, clock=c) for value, c in (("1", "06:00"), ("2", "20:00"))]
    assert nearest(rows, on(14), on(0)).value == 2
    same = [lab("ferritin", 14, "1"), lab("ferritin", 14, "2")]
    assert nearest(same, on(14), on(0)).value == 2


def test_only_later_days_show_a_response():
    assert chosen(0, 1, nominal=2) == 1
    assert chosen(-1, 0, nominal=1) is None


def test_days_are_those_of_the_values_own_offset():
    """23:30 in New York is the next morning in London, and belongs to the day in New York."""
    late = lab("ferritin", 17, "1", measured_at=at(17, "23:30", _zone(-5)))
    assert nearest([late], on(14), on(0)) is late
    next_day = lab("ferritin", 18, "1", measured_at=at(18, "00:00", _zone(9)))
    assert nearest([next_day], on(14), on(0)) is None


def _zone(hours):
    return timezone(timedelta(hours=hours))


def test_the_window():
    assert [n for n in range(9, 20) if within_window(on(n), on(14))] == list(range(11, 18))


def test_the_calendar_ends():
    assert days_after(date(2020, 2, 28), 2) == date(2020, 3, 1)
    assert days_after(date(9999, 12, 30), 1) == date.max
    assert days_after(date(9999, 12, 30), 14) == date.max
