"""Fever back on ruxolitinib at every limit; the rule is our definition."""

import pytest

from hlh_app.clinical.fever_back import fever_back
from tests.clinical.response_builders import at, case_of, lab

from .sides import every, sides


def reading(number, clock, value):
    return lab("temperature", number, value, clock=clock)


def back(*rows):
    return fever_back(case_of(list(rows)), at(10, "23:00")) is not None


QUIET = [reading(1, "06:00", "36.8"), reading(1, "18:00", "36.8"), reading(2, "06:00", "36.8")]
HIGH = reading(3, "18:00", "39.0")


@pytest.mark.parametrize(
    ("value", "expected"),
    sides("fever_back.one_reading", ("38.4", False), ("38.5", True), ("38.6", True)),
)
def test_one_high_reading(value, expected):
    assert back(QUIET, reading(3, "18:00", value)) is expected


@pytest.mark.parametrize(
    ("value", "expected"),
    sides("fever_back.two_readings", ("37.9", False), ("38.0", True), ("38.1", True)),
)
def test_two_lower_readings(value, expected):
    assert back(QUIET, reading(3, "16:00", value), reading(3, "18:00", value)) is expected


@pytest.mark.parametrize(
    ("clock", "expected"),
    sides("fever_back.apart_hours", ("16:59", False), ("17:00", True), ("17:01", True)),
)
def test_how_far_apart_the_two_must_be(clock, expected):
    assert back(QUIET, reading(3, "16:00", "38.0"), reading(3, clock, "38.0")) is expected


@pytest.mark.parametrize(
    ("value", "expected"),
    sides("fever_back.afebrile_below", ("37.9", True), ("38.0", False), ("38.1", False)),
)
def test_what_is_afebrile(value, expected):
    """Without an afebrile stretch before it a fever is not back."""
    assert back([reading(*when, value) for when in WHEN], HIGH) is expected


WHEN = ((1, "06:00"), (1, "18:00"), (2, "06:00"))


@pytest.mark.parametrize(
    ("rows", "expected"),
    every(
        sides("fever_back.afebrile_readings",
              (["1 18:00", "2 06:00"], False),
              (["1 06:00", "1 18:00", "2 06:00"], True),
              (["1 06:00", "1 12:00", "1 18:00", "2 06:00"], True)),
        sides("fever_back.afebrile_hours",
              (["1 06:00", "1 18:00", "2 05:59"], False),
              (["1 06:00", "1 18:00", "2 06:00"], True),
              (["1 05:59", "1 17:59", "2 05:59", "2 06:00"], True)),
        sides("fever_back.gap_hours",
              (["1 06:00", "1 17:59", "2 05:58", "2 06:00"], True),
              (["1 06:00", "1 18:00", "2 06:00"], True),
              (["1 06:00", "1 18:01", "2 06:01"], False)),
    ),
)  # fmt: skip
def test_how_long_and_how_often_a_stretch_must_be(rows, expected):
    """Two readings cannot span 24 hours without a gap over 12: fewer than three also fail there."""
    quiet = [reading(int(row.split()[0]), row.split()[1], "36.8") for row in rows]
    assert back(quiet, HIGH) is expected
