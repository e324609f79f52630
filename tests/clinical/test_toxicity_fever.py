"""Grade 3 or 4: how long a fever above 40.0 °C lasted, and when that cannot be known."""

import pytest

from hlh_app.clinical.case import Moment
from hlh_app.clinical.toxicity_chart import ToxicityChart
from hlh_app.clinical.windows import History

from .response_builders import at, case_of, lab, on


def reading(text):
    """From "1 08:00 40.5": the day, the clock and what was read."""
    day, clock, value = text.split()
    return lab("temperature", int(day), value, clock=clock)


def grades(*given, version="5.0", as_of=None):
    """The grade of each reading, oldest first; texts or rows."""
    rows = [reading(one) if isinstance(one, str) else one for one in given]
    chart = ToxicityChart(History(case_of(rows)), as_of or at(20), version)
    return [tuple(g.grade) for g in chart.graded["temperature"]]


SIDES = (("below", "05:59", 3), ("at", "06:00", 3), ("above", "06:01", 4))


@pytest.mark.parametrize(
    ("version", "last", "expected"),
    [
        pytest.param(
            version,
            last,
            expected,
            marks=pytest.mark.boundary(f"ctcae.v{version}_temperature_grade4", side),
        )
        for version in ("5.0", "4.03")
        for side, last, expected in SIDES
    ],
)
def test_longer_than_24_hours(version, last, expected):
    """Above 40.0 °C without a break from 06:00 of one day to 05:59, 06:00 or 06:01 of the next."""
    rows = ("1 06:00 40.1", "1 15:00 40.4", "2 00:00 40.3", f"2 {last} 40.2")
    assert [low for low, _ in grades(*rows, version=version)] == [expected] * 4


@pytest.mark.parametrize(("after", "expected"), [("05:59", 3), ("06:00", 3), ("06:01", 4)])
def test_it_can_have_lasted_as_long_as_between_the_readings_around_it(after, expected):
    assert grades("1 06:00 40.0", "1 18:00 40.4", f"2 {after} 39.0") == [
        (2, 2),
        (3, expected),
        (1, 1),
    ]


def test_without_a_reading_before_it_nothing_says_since_when():
    assert grades("1 18:00 40.4", "1 20:00 38.5") == [(3, 4), (1, 1)]


def test_until_the_moment_asked_about():
    rows = ("1 06:00 37.0", "1 12:00 40.4")
    assert grades(*rows, as_of=at(1, "13:00"))[1] == (3, 3)
    assert grades(*rows, as_of=at(2, "06:00"))[1] == (3, 3)
    assert grades(*rows, as_of=at(2, "06:01"))[1] == (3, 4)


def test_a_gap_of_more_than_12_hours_leaves_it_open():
    assert grades("1 06:00 40.1", "1 18:00 40.4", "2 06:01 40.2")[0] == (3, 4)
    assert grades("1 06:00 40.1", "1 18:00 40.4", "2 06:00 40.2", "2 07:00 40.2")[0] == (4, 4)


def test_a_lower_reading_between_parts_two_fevers():
    rows = ("1 05:00 39.0", "1 06:00 40.1", "1 18:00 40.0", "1 20:00 40.4", "2 07:00 40.2")
    assert grades(*rows, "2 08:00 37.0") == [(1, 1), (3, 3), (2, 2), (3, 3), (3, 3), (0, 0)]


def test_a_range_that_may_lie_below_40_neither_joins_nor_parts():
    rows = ("1 05:00 37.0", "1 06:00 40.1", "1 18:00 >39", "2 06:00 40.2", "2 07:00 37.0")
    assert grades(*rows) == [(0, 0), (3, 4), (2, 4), (3, 4), (0, 0)]


def test_a_reading_known_by_its_day_alone_is_not_taken_for_longer_than_it_must_be():
    dated = [
        lab("temperature", number, "40.5")._replace(measured_at=Moment.dated(on(number)))
        for number in (1, 2)
    ]
    assert grades(*dated) == [(3, 4), (3, 4)]


def test_in_fahrenheit():
    rows = [
        lab("temperature", 1, value, unit="[degF]", clock=clock)
        for clock, value in (("06:00", "104.0"), ("07:00", "104.1"), ("08:00", "102.25"))
    ]
    assert grades(*rows) == [(2, 2), (3, 3), (2, 2)]
