"""Fever back on ruxolitinib: after a day without fever, and only while the drug is given."""

from __future__ import annotations

import pytest

from hlh_app.clinical.fever_back import CARD, advice, fever_back
from tests.clinical.response_builders import at, case_of, course, happened, lab


def reading(number: int, clock: str, value: str | None):
    return lab("temperature", number, value, clock=clock)


def calm(number: int, value: str = "36.8"):
    """Three readings over 24 hours, none more than 12 hours after the one before."""
    return [
        reading(number, "06:00", value),
        reading(number, "18:00", value),
        reading(number + 1, "06:00", value),
    ]


def back(*rows, as_of=10, **fields):
    found = fever_back(case_of(list(rows), **fields), at(as_of, "23:00"))
    return None if found is None else (found.measured_at.day.day - 20, str(found.value))


def test_one_reading_of_38_5_after_a_day_without_fever():
    assert back(calm(1), reading(3, "18:00", "38.5")) == (3, "38.5")


def test_one_reading_below_38_5_is_not_enough():
    assert back(calm(1), reading(3, "18:00", "38.4")) is None


def test_two_readings_of_38_0_an_hour_apart_are_dated_from_the_first():
    warm = [reading(3, "17:00", "38.0"), reading(3, "18:00", "38.0")]
    assert back(calm(1), warm) == (3, "38.0")


def test_two_readings_less_than_an_hour_apart_are_one_fever():
    warm = [reading(3, "17:01", "38.0"), reading(3, "18:00", "38.0")]
    assert back(calm(1), warm) is None


def test_fever_that_never_left_is_not_back():
    assert back(reading(1, "06:00", "39.0"), reading(1, "18:00", "39.0")) is None


@pytest.mark.parametrize(
    "quiet",
    [
        [reading(1, "06:00", "36.8"), reading(2, "06:00", "36.8")],
        [reading(1, "06:00", "36.8"), reading(1, "18:00", "36.8"), reading(2, "05:59", "36.8")],
        [reading(1, "06:00", "36.8"), reading(1, "12:00", "36.8"), reading(2, "06:00", "36.8")],
        [*calm(1)[:2], reading(1, "20:00", "38.0"), *calm(1)[2:]],
        [*calm(1)[:2], reading(1, "20:00", "<38.5"), *calm(1)[2:]],
    ],
    ids=["two readings", "under 24 hours", "a gap of 18 hours", "interrupted", "one unclear"],
)
def test_what_does_not_make_a_day_without_fever(quiet):
    assert back(quiet, reading(3, "18:00", "39.0")) is None


def test_it_is_over_when_a_day_without_fever_follows():
    assert back(calm(1), reading(3, "18:00", "39.0"), calm(5)) is None


def test_the_second_return_is_told_after_the_first_is_over():
    rows = [calm(1), reading(3, "18:00", "39.0"), calm(5), reading(8, "06:00", "38.6")]
    assert back(rows) == (8, "38.6")


def test_later_readings_do_not_move_its_beginning():
    rows = [calm(1), reading(3, "18:00", "39.0"), reading(4, "18:00", "40.0")]
    assert back(rows) == (3, "39.0")


def test_readings_before_the_first_dose_do_not_count():
    assert back(calm(-3), reading(1, "18:00", "39.0")) is None


def test_nothing_after_the_moment_asked_about_is_seen():
    assert back(calm(1), reading(3, "18:00", "39.0"), as_of=2) is None


def test_fahrenheit_is_judged_on_its_own_scale():
    low = lab("temperature", 3, "101.2", clock="18:00", unit="[degF]")
    assert back(calm(1), low) is None
    high = lab("temperature", 3, "101.3", clock="18:00", unit="[degF]")
    assert back(calm(1), high) == (3, "101.3")


@pytest.mark.parametrize("ended", [course(stop=4), happened("death", 4), happened("transplant", 4)])
def test_it_is_asked_only_while_ruxolitinib_is_given(ended):
    assert back(calm(1), reading(3, "18:00", "39.0"), ended) is None


def test_without_ruxolitinib_there_is_nothing_to_come_back_on():
    assert back(calm(1), reading(3, "18:00", "39.0"), dose=False) is None


def test_the_advice_puts_infection_before_the_dose():
    said = str(advice(reading(3, "18:00", "39.0")))
    assert said.startswith("Fever is back on ruxolitinib since 2020-01-23")
    assert said.endswith("look for infection before raising the dose.")


def test_on_the_day_of_the_last_dose_it_is_still_asked():
    hot = reading(3, "18:00", "39.0")
    assert back(calm(1), hot, course(stop=3), as_of=3) == (3, "39.0")
    assert back(calm(1), hot, course(stop=3), as_of=4) is None
    assert back(calm(1), hot, course(stop=3), happened("death", 3), as_of=3) is None


def test_a_reading_of_the_minute_of_the_first_dose_is_of_the_course():
    rows = [*calm(1), reading(3, "18:00", "38.5")]
    assert back(rows, course(start=1, clock="06:00")) == (3, "38.5")
    assert back(rows, course(start=1, clock="06:01")) is None


def test_the_hours_on_the_card_are_those_of_the_rule():
    words = [str(boundary.condition) for boundary in CARD.boundaries]
    assert {"over at least 24 hours", "no gap over 12 hours"} <= set(words)
    assert "the two at least 1 hour apart" in words


def test_a_reading_at_the_moment_of_the_first_dose_counts():
    first = course(start=1, clock="06:00")
    assert back(first, calm(1), reading(3, "18:00", "39.0")) == (3, "39.0")
    later = course(start=1, clock="06:01")
    assert back(later, calm(1), reading(3, "18:00", "39.0")) is None


def test_the_card_says_every_limit():
    assert [str(boundary.condition) for boundary in CARD.boundaries] == [
        "every reading < 38.0 °C",
        "at least 3 readings",
        "over at least 24 hours",
        "no gap over 12 hours",
        "one reading ≥ 38.5 °C",
        "or two readings ≥ 38.0 °C",
        "the two at least 1 hour apart",
    ]
