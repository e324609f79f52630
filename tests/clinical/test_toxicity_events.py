"""Events entered by hand: their order, and the days on which they begin and end."""

from .response_builders import on
from .test_toxicity import event, table


def test_by_day_kind_name_and_grade():
    rows = [
        event(1, 2, key="1"), event(3, None, None, key="2"), event(3, 1, "Aura", key="3"),
        event(3, None, key="4"), event(3, 1, key="30"), event(3, 2, key="0"), event(60, 1, key="7"),
    ]  # fmt: skip
    found = table(events=rows[::-1]).events
    assert [one.event.key for one in found] == ["1", "2", "3", "4", "30", "0", "7"]


def one(*args, **more):
    (found,) = table(events=[event(*args, **more)]).events
    return found


def test_new_from_the_day_of_the_first_dose():
    assert [one(day).new for day in (-1, 0, 1)] == [False, True, True]


def test_over_on_the_day_it_was_resolved():
    assert [one(1, resolved_on=on(day)).ongoing for day in (59, 60, 61)] == [False, False, True]
