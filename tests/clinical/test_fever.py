"""Febrile or not, and the last fever of the course."""

from decimal import Decimal

import pytest

from hlh_app.clinical.case import Moment
from hlh_app.clinical.fever import FEBRILE_FROM, FeverChart, is_febrile, last_fever
from hlh_app.clinical.units import from_canonical
from hlh_app.clinical.windows import History
from tests.clinical.response_builders import at, case_of, found, lab, on


def reading(value, day=14, **fields):
    return lab("temperature", day, value, **fields)


def over(*rows, first=12, last=14, as_of=60):
    return FeverChart(History(case_of(rows)), at(as_of)).over(on(first), on(last))


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        ("37.9", "Cel", False),
        ("37.99", "Cel", False),
        ("38.0", "Cel", True),
        ("38.1", "Cel", True),
        ("100.39", "[degF]", False),
        ("100.4", "[degF]", True),
        (">38.0", "Cel", True),
        (">=38.0", "Cel", True),
        (">37.9", "Cel", None),
        ("<38.0", "Cel", False),
        ("<=38.0", "Cel", None),
        ("<38.5", "Cel", None),
        (None, "Cel", None),
    ],
)
def test_one_reading(value, unit, expected):
    assert is_febrile(reading(value, unit=unit)) is expected


def test_the_threshold_is_the_same_temperature_on_both_scales():
    for unit, limit in FEBRILE_FROM.items():
        assert limit == from_canonical(Decimal("38.0"), unit, "temperature")


def test_a_recorded_fever_wins_over_readings_below():
    assert over(reading("36.8"), found("fever", 13)).febrile is True
    assert over(reading("36.8"), found("fever", 11)).febrile is False
    assert over(reading("36.8"), found("fever", 15)).febrile is False


def test_readings_win_over_fever_recorded_as_absent():
    assert over(reading("38.0"), found("fever", 13, "absent")).febrile is True


def test_without_readings_the_record_decides():
    assert over(found("fever", 12, "absent")).febrile is False
    assert over(found("fever", 12)).febrile is True
    assert over(found("fever", 11, "absent")).febrile is None
    assert over(found("fever", 12, "unknown")).febrile is None
    assert over().febrile is None


def test_any_day_recorded_as_febrile_counts():
    assert over(found("fever", 12), found("fever", 14, "absent")).febrile is True


def test_a_contradicted_or_pending_record_leaves_it_open():
    contradiction = [found("fever", 13), found("fever", 13, "absent")]
    assert over(contradiction).febrile is None
    assert over(contradiction, reading("36.8")).febrile is None
    assert over(contradiction, reading("38.8")).febrile is True
    assert over(contradiction, found("fever", 14)).febrile is True
    assert over(reading("36.8"), found("fever", 13, "pending")).febrile is None
    assert over(reading("36.8"), found("fever", 13, "unknown")).febrile is False


def test_a_pending_or_inexact_reading_leaves_it_open():
    assert over(reading("36.8"), reading(None, clock="10:00")).febrile is None
    assert over(reading("36.8"), reading(None, day=15)).febrile is False
    assert over(reading("36.8"), reading("<38.5")).febrile is None
    replaced = [reading(None, clock="10:00"), reading("37.0", clock="10:00")]
    assert over(replaced).febrile is False


def test_nothing_after_the_moment_is_seen():
    rows = [reading("36.8", day=13), reading("39.0"), found("fever", 14)]
    assert over(rows, as_of=13).febrile is False
    assert over(rows, as_of=14).febrile is True


@pytest.mark.parametrize(
    ("day", "clock", "expected"),
    [(11, "23:59", None), (12, "00:00", True), (14, "23:59", True), (15, "00:00", None)],
)
def test_both_end_days_belong(day, clock, expected):
    assert over(reading("39.0", day=day, clock=clock)).febrile is expected


def test_it_says_what_it_rests_on():
    rows = [reading("37.0"), reading("98.9", unit="[degF]"), reading("36.5", day=12)]
    state = over(rows, found("fever", 12, "absent"))
    assert (state.readings, state.hottest.value) == (3, Decimal("98.9"))
    assert [f.status.value for f in state.recorded] == ["absent"]
    assert over().hottest is None


def test_whether_it_excludes_a_complete_response():
    assert over(reading("38.0")).may_block == {True}
    assert over(reading("37.0")).may_block == {False}
    assert over().may_block == {True, False}


class TestLastFever:
    def last(self, *rows, as_of=60):
        return last_fever(History(case_of(rows)), at(as_of))

    def test_the_last_reading_from_38_and_the_number_since(self):
        rows = [reading(v, day=d) for d, v in enumerate(["39.0", "38.0", "37.9", "37.0"])]
        found_last = self.last(rows)
        assert (found_last.reading.measured_at.day, found_last.since) == (on(1), 2)
        assert self.last(rows, as_of=1).since == 0

    def test_none_when_no_reading_was_febrile(self):
        assert (self.last().reading, self.last().since) == (None, 0)
        calm = self.last(reading("37.0"), reading("37.9"), reading(None))
        assert (calm.reading, calm.since) == (None, 2)

    def test_a_reading_known_by_its_date_counts_as_the_end_of_its_day(self):
        dated = reading("38.5", measured_at=Moment.dated(on(14)))
        assert self.last(dated, reading("37.0", clock="20:00")).since == 0

    def test_an_inexact_reading_is_no_fever(self):
        assert self.last(reading("38.2"), reading(">37.5", day=15)).since == 1


def test_an_awaited_reading_of_the_first_day_leaves_it_open():
    rows = [reading("36.8", 13), reading(None, 12)]
    assert over(*rows).febrile is None
    assert over(*rows, first=13).febrile is False


@pytest.mark.parametrize(("fahrenheit", "hottest"), [("102.1", "Cel"), ("102.3", "[degF]")])
def test_the_hottest_of_readings_on_two_scales(fahrenheit, hottest):
    rows = [reading(fahrenheit, 13, unit="[degF]"), reading("39.0", 12)]
    assert over(*rows).hottest.unit == hottest
