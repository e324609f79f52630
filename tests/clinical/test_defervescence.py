"""The defervescence clock at its edges: the moment of the dose, two afebrile days, its words."""

from datetime import timedelta
from decimal import Decimal

import pytest

from hlh_app.clinical.case import Moment
from hlh_app.clinical.defervescence import ClockState, hours
from hlh_app.clinical.fever_episodes import fever_episodes
from hlh_app.clinical.outcome import Outcome
from hlh_app.clinical.windows import History
from tests.clinical.fever_builders import calm, reading
from tests.clinical.response_builders import at, case_of, course, lab, on


def clock(*rows, as_of="10 23:00", first="08:00"):
    day, hour = as_of.split()
    case = case_of(*rows, course(clock=first))
    return fever_episodes(History(case), at(int(day), hour)).clock


HOT = reading("0 02:00", "39.4")


def test_a_reading_at_the_moment_of_the_dose_begins_no_afebrile_day():
    rows = [HOT, reading("0 08:00"), reading("0 20:00"), reading("1 08:00")]
    assert clock(*rows).state is ClockState.UNKNOWN
    after = clock(*rows, reading("1 20:00"))
    assert after.afebrile_from == reading("0 20:00")


class TestDatedDose:
    def test_a_reading_at_its_midnight_is_taken_once(self):
        midnight = reading("0 00:00", "39.0")
        assert clock(midnight, first=None).before == (midnight,)

    def test_of_two_readings_at_its_midnight_the_other_came_after(self):
        rows = [reading("0 00:00", "39.0"), reading("0 00:00", "38.5")]
        told = clock(*rows, calm(1), first=None)
        assert told.before == (rows[0],)
        assert told.reading_before == rows[1]

    def test_an_afebrile_day_before_it_is_not_the_one_looked_for(self):
        told = clock(calm(-3), HOT, calm(1), first=None)
        assert told.afebrile_from == calm(1)[0]


def test_the_first_of_two_afebrile_days_counts():
    told = clock(HOT, calm(1), reading("3 12:00", "39"), calm(5))
    assert (told.afebrile_from, told.confirmed_by) == (calm(1)[0], calm(1)[2])


def test_a_gap_after_the_first_afebrile_day_may_hide_a_fever_whatever_follows():
    assert clock(HOT, calm(1), calm(3), as_of="4 18:00").came_back is Outcome.UNKNOWN
    close = [*calm(1), reading("2 18:00"), *calm(3)]
    assert clock(HOT, close, as_of="4 18:00").came_back is Outcome.NOT_MET


def test_a_calm_reading_without_its_time_hides_no_fever():
    dated = [
        lab("temperature", n, "36.8")._replace(measured_at=Moment.dated(on(n))) for n in (1, 2)
    ]
    told = clock(HOT, calm(1), dated, as_of="2 18:00")
    assert (told.afebrile_from, told.came_back) == (calm(1)[0], Outcome.NOT_MET)
    warm = dated[1]._replace(value=Decimal("38.1"), measured_at=Moment.dated(on(3)))
    told = clock(HOT, calm(1), reading("2 18:00"), calm(3), warm, as_of="4 18:00")
    assert told.came_back is Outcome.UNKNOWN


@pytest.mark.parametrize(("as_of", "state"), [("1 07:59", "febrile"), ("1 08:00", "unknown")])
def test_still_febrile_is_reckoned_from_the_dose_not_from_readings_before(as_of, state):
    assert clock(HOT, as_of=as_of).state == state


def test_the_words_say_whether_fever_came_back():
    dense = [*calm(1), reading("2 18:00")]
    begins = "Afebrile 22.0 h after the first dose, from 2020-01-21T06:00:00+00:00 on. "
    assert str(clock(HOT, dense, as_of="3 06:00").statement) == f"{begins}Fever has not come back."
    assert str(clock(HOT, dense, as_of="4 06:00").statement) == (
        f"{begins}No fever was seen since; readings are too few to exclude it."
    )


@pytest.mark.parametrize(
    ("span", "shown"),
    [
        (timedelta(hours=22), "22.0"),
        (timedelta(minutes=3, seconds=30), "0.0"),
        (timedelta(minutes=6), "0.1"),
        (timedelta(hours=1, minutes=30, seconds=59), "1.5"),
    ],
)
def test_hours_are_printed_with_one_decimal_by_whole_minutes(span, shown):
    assert str(hours(span)) == shown
