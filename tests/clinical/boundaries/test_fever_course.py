"""The course of fever, and fever with neutropenia, at every limit."""

from datetime import timedelta

import pytest

from hlh_app.clinical.case import Moment
from hlh_app.clinical.defervescence import ClockState
from hlh_app.clinical.fever_episodes import EpisodeState, fever_episodes
from hlh_app.clinical.fever_neutropenia import fever_neutropenia
from hlh_app.clinical.outcome import Outcome
from hlh_app.clinical.windows import History, View
from tests.clinical.fever_builders import reading
from tests.clinical.response_builders import at, case_of, course, lab

from .sides import every, sides

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN


def course_of(rows, as_of=None):
    return fever_episodes(History(case_of(rows, course(clock="08:00"))), as_of or at(10, "23:00"))


FEVER = reading("1 00:00", "39.0")
HIGH = reading("3 18:00", "39.0")


def is_over(rows):
    return course_of([FEVER, *rows]).episodes[0].state is EpisodeState.OVER


@pytest.mark.parametrize(
    ("value", "expected"),
    sides("fever_course.afebrile_below", ("37.9", True), ("38.0", False), ("38.1", False)),
)
def test_what_is_afebrile(value, expected):
    assert is_over([reading(w, value) for w in ("1 06:00", "1 18:00", "2 06:00")]) is expected


@pytest.mark.parametrize(
    ("whens", "expected"),
    every(
        sides("fever_course.afebrile_readings",
              (["1 18:00", "2 06:00"], False),
              (["1 06:00", "1 18:00", "2 06:00"], True),
              (["1 06:00", "1 12:00", "1 18:00", "2 06:00"], True)),
        sides("fever_course.afebrile_hours",
              (["1 06:00", "1 18:00", "2 05:59"], False),
              (["1 06:00", "1 18:00", "2 06:00"], True),
              (["1 05:59", "1 17:59", "2 05:59", "2 06:00"], True)),
        sides("fever_course.gap_hours",
              (["1 06:00", "1 17:59", "2 05:58", "2 06:00"], True),
              (["1 06:00", "1 18:00", "2 06:00"], True),
              (["1 06:00", "1 18:01", "2 06:01"], False)),
    ),
)  # fmt: skip
def test_how_long_and_how_often_an_afebrile_day_must_be_read(whens, expected):
    assert is_over([reading(when) for when in whens]) is expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    every(
        sides("fever_course.one_reading",
              ([reading("1 18:00", "38.4")], 0),
              ([reading("1 18:00", "38.5")], 1),
              ([reading("1 18:00", "38.6")], 1)),
        sides("fever_course.two_readings",
              ([reading("1 16:00", "37.9"), reading("1 18:00", "37.9")], 0),
              ([reading("1 16:00", "38.0"), reading("1 18:00", "38.0")], 1),
              ([reading("1 16:00", "38.1"), reading("1 18:00", "38.1")], 1)),
        sides("fever_course.apart_hours",
              ([reading("1 16:00", "38.0"), reading("1 16:59", "38.0")], 0),
              ([reading("1 16:00", "38.0"), reading("1 17:00", "38.0")], 1),
              ([reading("1 16:00", "38.0"), reading("1 17:01", "38.0")], 1)),
    ),
)  # fmt: skip
def test_what_makes_a_fever(rows, expected):
    assert len(course_of(rows).episodes) == expected


@pytest.mark.parametrize(
    ("when", "expected"),
    sides(
        "fever_course.before_dose",
        ("-1 08:01", True), ("-1 08:00", True), ("-1 07:59", None),
    ),
)  # fmt: skip
def test_how_long_before_the_first_dose_fever_starts_the_clock(when, expected):
    """The first dose is given at 08:00 on day 0; outside its 24 hours nothing is known."""
    clock = course_of([reading(when, "39.0")]).clock
    assert clock.febrile_before is expected
    assert (clock.state is ClockState.UNKNOWN) or expected


@pytest.mark.parametrize(
    ("minutes", "expected"),
    sides(
        "fever_course.ongoing",
        (-1, EpisodeState.ONGOING), (0, EpisodeState.UNKNOWN), (1, EpisodeState.UNKNOWN),
    ),
)  # fmt: skip
def test_how_long_a_fever_is_known_to_go_on(minutes, expected):
    moment = Moment.timed(at(2, "00:00").at + timedelta(minutes=minutes))
    assert course_of([FEVER], moment).episodes[0].state is expected


def neutropenia(rows, as_of=None):
    return fever_neutropenia(View(History(case_of(rows)), as_of or at(3, "20:00"))).outcome


def count(value, day=3, clock="08:00"):
    return lab("neutrophils", day, value, clock=clock)


@pytest.mark.parametrize(
    ("rows", "expected"),
    every(
        sides("fever_neutropenia.low",
              ([count("0.49")], MET), ([count("0.5")], UNKNOWN), ([count("0.51")], UNKNOWN)),
        sides("fever_neutropenia.low_if_falling",
              ([count("2", 2), count("0.99")], MET),
              ([count("2", 2), count("1.0")], NOT_MET),
              ([count("2", 2), count("1.01")], NOT_MET)),
        sides("fever_neutropenia.falling",
              ([count("0.8", 2), count("0.79")], MET),
              ([count("0.8", 2), count("0.80")], NOT_MET),
              ([count("0.8", 2), count("0.81")], NOT_MET)),
        sides("fever_neutropenia.count_days",
              ([count("0.3", 1)], MET), ([count("0.3", 0)], MET), ([count("0.3", -1)], UNKNOWN)),
    ),
)  # fmt: skip
def test_which_counts_are_low(rows, expected):
    assert neutropenia([HIGH, *rows]) is expected


@pytest.mark.parametrize(
    ("minutes", "expected"),
    sides(
        "fever_neutropenia.fever_hours", (-1, MET), (0, MET), (1, UNKNOWN),
    ),
)  # fmt: skip
def test_how_old_a_fever_may_be(minutes, expected):
    moment = Moment.timed(HIGH.measured_at.at + timedelta(hours=48, minutes=minutes))
    assert neutropenia([HIGH, count("0.3", 5)], moment) is expected


@pytest.mark.parametrize(
    ("minutes", "expected"),
    sides(
        "fever_neutropenia.calm_hours", (-1, NOT_MET), (0, NOT_MET), (1, UNKNOWN),
    ),
)  # fmt: skip
def test_how_old_a_reading_excludes_fever(minutes, expected):
    calm = reading("3 18:00")
    moment = Moment.timed(calm.measured_at.at + timedelta(hours=24, minutes=minutes))
    assert neutropenia([calm, count("0.3", 3)], moment) is expected
