"""The course of fever: episodes, the defervescence clock, and what is marked beside them."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from hlh_app.clinical.case import Moment
from hlh_app.clinical.defervescence import ClockState
from hlh_app.clinical.fever_card import COURSE
from hlh_app.clinical.fever_episodes import EpisodeState, fever_episodes
from hlh_app.clinical.outcome import Outcome
from hlh_app.clinical.windows import History
from tests.clinical.fever_builders import calm, reading
from tests.clinical.response_builders import at, case_of, course, drug, found, on

HOUR = timedelta(hours=1)


def told(*rows, as_of="10 23:00", first="08:00", **fields):
    """A first dose on day 0 at ``first``; None: known by its date only."""
    day, clock = as_of.split()
    case = case_of(*rows, course(clock=first), **fields)
    return fever_episodes(History(case), at(int(day), clock))


HOT = reading("0 02:00", "39.4")


# ---- episodes


def test_an_episode_from_its_first_warm_reading_to_the_first_afebrile_day():
    rows = [reading("-3 06:00", "38.1"), reading("-3 12:00", "39.6"), reading("-2 06:00", "38.7")]
    episode = told(*rows, calm(-1)).episodes[0]
    assert (episode.onset, episode.peak, episode.last) == tuple(rows)
    assert (episode.over_from, episode.over_confirmed) == (calm(-1)[0], calm(-1)[2])
    assert episode.state is EpisodeState.OVER
    assert (episode.came_back, episode.febrile_readings) == (False, 3)


def test_the_peak_is_the_same_on_either_scale():
    rows = [reading("1 06:00", "39.0"), reading("1 07:00", "102.3", unit="[degF]")]
    assert told(*rows).episodes[0].peak == rows[1]


def test_a_second_episode_came_back_under_the_dose_of_its_time():
    low = course(stop=4, clock="08:00")
    high = course(start=5, clock="08:00")
    case = case_of(HOT, calm(2), reading("6 09:00", "39"), low, high)
    first, second = fever_episodes(History(case), at(7)).episodes
    assert (first.ruxolitinib, second.ruxolitinib) == ((), (high,))
    assert (first.came_back, second.came_back) == (False, True)
    assert second.state is EpisodeState.ONGOING


def test_a_dose_given_later_on_the_day_was_not_yet_given():
    assert told(HOT).episodes[0].ruxolitinib == ()
    assert len(told(reading("0 08:00", "39")).episodes[0].ruxolitinib) == 1


def test_an_open_episode_without_readings_is_not_known_to_go_on():
    assert told(HOT, as_of="1 01:59").episodes[0].state is EpisodeState.ONGOING
    found = told(HOT, reading("1 02:00", "37"), as_of="1 20:00").episodes[0]
    assert found.state is EpisodeState.UNKNOWN
    assert found.longest_gap == 24 * HOUR


def test_it_goes_on_by_its_last_warm_reading():
    rows = [HOT, reading("1 01:00", "38.6")]
    assert told(*rows, as_of="1 20:00").episodes[0].state is EpisodeState.ONGOING


def test_on_the_day_of_its_last_dose_a_drug_is_still_given():
    steroid = drug("dexamethasone", -3, 0)
    marks = told(HOT, steroid, as_of="0 23:00").episodes[0].marks
    assert [e.drug for e in marks.glucocorticoids] == ["dexamethasone"]


def test_the_sentence_tells_the_latest_of_several_episodes():
    said = str(told(HOT, calm(1), reading("5 09:00", "38.7"), as_of="5 10:00").statement)
    assert said == "Fever since 2020-01-25T09:00:00+00:00, highest 38.7 Cel."


def test_marks_of_site_antipyretic_and_glucocorticoid():
    warm = reading("0 20:00", "39", site="axillary", antipyretic=True)
    steroid = drug("dexamethasone", 0, 3)
    marks = told(HOT, warm, steroid, as_of="0 23:00").episodes[0].marks
    assert marks.sites == ("axillary",)
    assert marks.antipyretic is True
    assert [e.drug for e in marks.glucocorticoids] == ["dexamethasone"]


@pytest.mark.parametrize(
    ("given", "expected"), [((False, False), False), ((False, None), None), ((True, None), True)]
)
def test_no_antipyretic_is_said_only_when_every_reading_says_so(given, expected):
    one, other = (reading(f"0 {9 + n}:00", "39", antipyretic=g) for n, g in enumerate(given))
    assert told(one, other, as_of="0 23:00").episodes[0].marks.antipyretic is expected


def test_a_glucocorticoid_of_other_days_is_not_marked():
    others = [drug("dexamethasone", -9, -1), drug("prednisone", 2), drug("etoposide", 0)]
    assert told(HOT, others, as_of="0 23:00").episodes[0].marks.glucocorticoids == ()


# ---- the clock


def test_the_clock_counts_from_the_first_dose_to_the_first_afebrile_reading():
    clock = told(HOT, reading("0 20:00", "38.3"), calm(1)).clock
    assert clock.state is ClockState.AFEBRILE
    assert (clock.after, clock.days) == (22 * HOUR, 1)
    assert (clock.afebrile_from, clock.confirmed_by) == (calm(1)[0], calm(1)[2])
    assert clock.reading_before == reading("0 20:00", "38.3")
    assert str(clock.statement).startswith("Afebrile 22.0 h after the first dose, from 2020-01-21")


def test_without_fever_before_the_first_dose_it_does_not_run():
    clock = told(reading("0 02:00", "37.9"), calm(1)).clock
    assert clock.state is ClockState.NOT_APPLICABLE
    assert clock.febrile_before is False
    assert clock.before == (reading("0 02:00", "37.9"),)


def test_without_a_reading_before_the_first_dose_it_is_not_known():
    clock = told(reading("-2 02:00", "39"), calm(1)).clock
    assert (clock.state, clock.febrile_before) == (ClockState.UNKNOWN, None)


@pytest.mark.parametrize(
    ("word", "day", "expected"),
    [("present", 0, True), ("present", -1, True), ("present", -2, None), ("present", 1, None),
     ("absent", 0, False), ("pending", 0, None)],
)  # fmt: skip
def test_fever_recorded_at_a_visit_stands_for_readings(word, day, expected):
    clock = told(found("fever", day, word), calm(1)).clock
    assert clock.febrile_before is expected


def test_a_recorded_fever_wins_over_readings_below():
    assert told(reading("0 02:00"), found("fever", 0), calm(1)).clock.febrile_before is True


def test_a_reading_at_the_moment_of_the_dose_is_before_it():
    clock = told(reading("0 08:00", "39"), calm(1)).clock
    assert clock.febrile_before is True


def test_readings_before_the_dose_begin_no_afebrile_day():
    early = [HOT, reading("0 07:00", "36.8"), reading("0 19:00"), reading("1 07:00")]
    assert told(*early).clock.state is ClockState.UNKNOWN
    late = told(*early, reading("1 19:00")).clock
    assert late.afebrile_from == reading("0 19:00")


def test_still_febrile_while_no_day_can_have_been_free():
    rows = [HOT, reading("0 20:00", "38.6"), reading("1 12:00", "38.2")]
    clock = told(*rows, as_of="2 11:59").clock
    assert clock.state is ClockState.FEBRILE
    assert str(clock.statement) == "No day without fever yet since the first dose."


@pytest.mark.parametrize("as_of", ["2 12:00", "9 12:00"])
def test_too_few_readings_leave_it_unknown(as_of):
    rows = [HOT, reading("0 20:00", "38.6"), reading("1 12:00", "38.2")]
    clock = told(*rows, as_of=as_of).clock
    assert clock.state is ClockState.UNKNOWN
    assert "too few" in str(clock.statement)


def test_a_gap_of_a_day_between_fevers_leaves_it_unknown():
    rows = [HOT, reading("0 20:00", "38.6"), reading("1 21:00", "38.2")]
    assert told(*rows, as_of="1 22:00").clock.state is ClockState.UNKNOWN


def test_a_first_dose_known_by_its_date_tells_days_and_takes_the_earliest_reading_as_before():
    clock = told(HOT, calm(1), first=None).clock
    assert clock.febrile_before is True
    assert (clock.after, clock.days) == (None, 1)
    assert "calendar day 1 after the first dose" in str(clock.statement)
    assert told(reading("0 02:00"), reading("0 09:00", "39"), first=None).clock.state is (
        ClockState.NOT_APPLICABLE
    )


def test_on_a_dated_dose_the_day_before_counts():
    assert told(reading("-1 00:00", "39"), first=None).clock.febrile_before is True
    assert told(reading("-2 23:59", "39"), first=None).clock.febrile_before is None


def test_on_a_dated_dose_fever_goes_on_from_the_start_of_the_day():
    assert told(HOT, first=None, as_of="0 23:00").clock.state is ClockState.FEBRILE


def test_before_a_first_dose_there_is_no_clock():
    course_of_fever = told(HOT, dose=False, as_of="0 07:59")
    assert course_of_fever.clock is None
    assert course_of_fever.clock_marks is None


def test_the_marks_of_the_afebrile_day():
    rows = calm(1, site="rectal", antipyretic=False)
    found = told(HOT, rows, drug("prednisolone", 2), drug("prednisone", 3))
    assert found.clock_marks.sites == ("rectal",)
    assert found.clock_marks.antipyretic is False
    assert [e.drug for e in found.clock_marks.glucocorticoids] == ["prednisolone"]


# ---- back or not


def test_fever_that_came_back_after_days():
    clock = told(HOT, calm(1), reading("5 09:00", "38.5")).clock
    assert clock.came_back is Outcome.MET
    assert (clock.back_with, clock.back_days) == (reading("5 09:00", "38.5"), 4)
    assert "Fever was back 4 days later" in str(clock.statement)


def test_it_has_not_come_back_only_where_readings_are_dense():
    dense = [*calm(1), reading("2 18:00")]
    assert told(HOT, dense, as_of="3 06:00").clock.came_back is Outcome.NOT_MET
    assert told(HOT, dense, as_of="3 06:01").clock.came_back is Outcome.UNKNOWN


@pytest.mark.parametrize("value", ["38.2", None, "<39"])
def test_a_warm_or_unclear_reading_since_leaves_it_open(value):
    rows = [*calm(1), reading("2 10:00", value), reading("2 18:00")]
    assert told(HOT, rows, as_of="3 06:00").clock.came_back is Outcome.UNKNOWN


# ---- statements, and what must hold always


@pytest.mark.parametrize(
    ("rows", "as_of", "starts"),
    [
        ([], "1 08:00", "No temperature recorded."),
        ([reading("0 02:00")], "1 08:00", "No fever in 1 readings."),
        ([HOT], "0 20:00", "Fever since 2020-01-20T02:00:00+00:00, highest 39.4 Cel."),
        ([HOT], "3 20:00", "Fever from 2020-01-20T02:00:00+00:00, highest 39.4 Cel; readings"),
        ([HOT, *calm(1)], "3 20:00", "Fever from 2020-01-20T02:00:00+00:00, highest 39.4 Cel; ov"),
    ],
)
def test_the_latest_episode_in_a_sentence(rows, as_of, starts):
    assert str(told(*rows, as_of=as_of).statement).startswith(starts)


def test_the_last_fever_stands_beside():
    last = told(HOT, calm(1)).last_fever
    assert (last.reading, last.since) == (HOT, 3)
    assert told(HOT).source.key == COURSE.citation == "our_definition"


@pytest.mark.parametrize("seed", range(60))
def test_nothing_later_and_no_order_changes_anything(seed):
    rng = random.Random(seed)
    values = ["36.8", "37.5", "38.0", "38.4", "38.6", "39.5", None]
    rows = [
        reading(f"{rng.randint(-2, 6)} {rng.randint(0, 23):02}:{rng.choice(['00', '30'])}", v)
        for v in rng.choices(values, weights=[9, 5, 2, 2, 2, 1, 1], k=25)
    ]
    rows += [found("fever", rng.randint(-1, 6), rng.choice(["present", "absent"]))]
    moment = at(rng.randint(0, 5), "12:00")
    case = case_of(rows, course(clock="08:00"))
    seen = [o for o in case.observations if o.measured_at.at <= moment.at]
    upto = case_of(seen, [f for f in case.findings if f.on <= moment.day], course(clock="08:00"))
    rng.shuffle(rows)
    shuffled = case_of(rows, course(clock="08:00"))
    answer = fever_episodes(History(case), moment)
    assert fever_episodes(History(upto), moment) == answer
    assert fever_episodes(History(shuffled), moment) == answer


def test_a_stop_recorded_for_later_changes_nothing():
    case, ends = case_of(HOT, course(clock="08:00")), case_of(HOT, course(9, clock="08:00"))
    moment = Moment.timed(at(2).at)
    one, other = (fever_episodes(History(c), moment) for c in (case, ends))
    assert one.clock == other.clock
    assert on(9) > moment.day
