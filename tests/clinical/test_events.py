"""What happened, as far as it can be seen."""

from hlh_app.clinical.case import Event
from hlh_app.clinical.events import died_on, happened

from .diagnosis_builders import T, case, day

TWICE = case(Event("relapse", day(-1)), Event("death", day(0)), Event("relapse", day(-9)))


def test_the_days_of_one_event_in_order():
    assert happened(TWICE, "relapse", T) == [day(-9), day(-1)]
    assert happened(TWICE, "transplant", T) == []


def test_from_a_day_on_to_the_day_asked_about_both_included():
    assert happened(TWICE, "relapse", T, day(-1)) == [day(-1)]
    assert happened(TWICE, "relapse", T, day(0)) == []
    assert happened(case(Event("relapse", day(0)), Event("relapse", day(1))), "relapse", T) == [
        day(0)
    ]


def test_death_is_the_first_day_recorded_and_never_one_to_come():
    assert died_on(TWICE, T) == day(0)
    assert died_on(case(Event("death", day(0)), Event("death", day(-3))), T) == day(-3)
    assert died_on(case(Event("death", day(1))), T) is None
