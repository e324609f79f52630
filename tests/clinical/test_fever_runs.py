"""Fever and afebrile days out of single readings, against an oracle that reads the definition."""

from __future__ import annotations

import random
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from hlh_app.clinical.case import Moment
from hlh_app.clinical.fever_runs import (
    fever_runs,
    height,
    is_afebrile,
    longest_gap,
    temperatures,
)
from hlh_app.clinical.hlh_criteria import fever_threshold
from hlh_app.clinical.windows import History
from tests.clinical.fever_builders import reading
from tests.clinical.response_builders import at, case_of, lab, on

FEVER = fever_threshold(Decimal("38.5"))
HOUR = timedelta(hours=1)


def runs_of(rows, as_of=None, fever=FEVER):
    history = History(case_of(list(rows)))
    return fever_runs(temperatures(history, as_of or at(60)), fever)


CALM = [reading("1 06:00"), reading("1 18:00"), reading("2 06:00")]


# ---- the oracle: every stretch of readings is tried, nothing is remembered from one to the next


def quiet(row):
    return row.value is not None and row.comparator is None and row.value < 38


def is_afebrile_day(rows):
    times = [row.measured_at.at for row in rows]
    gaps = [later - one for one, later in pairwise(times)]
    return (
        all(quiet(row) for row in rows)
        and len(rows) >= 3
        and max(gaps) <= 12 * HOUR
        and times[-1] - times[0] >= 24 * HOUR
    )


def afebrile_days(rows):
    """First and last index of every afebrile day that no longer one contains from an earlier start,
    each as short as it can be."""
    found = []
    for first in range(len(rows)):
        shortest = [n for n in range(first, len(rows)) if is_afebrile_day(rows[first : n + 1])]
        joined = first and quiet(rows[first - 1]) and quiet(rows[first])
        gap = first and rows[first].measured_at.at - rows[first - 1].measured_at.at
        if shortest and not (joined and gap <= 12 * HOUR):
            found.append((first, shortest[0]))
    return found


def makes_fever(warm):
    apart = any(b.measured_at.at - a.measured_at.at >= HOUR for a in warm for b in warm)
    return apart or any(row.value >= Decimal("38.5") for row in warm)


def expected(rows):
    days = afebrile_days(rows)
    starts = [0] + [last + 1 for _, last in days]
    ends = [last for _, last in days] + [len(rows)]
    spells = []
    for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
        warm = [row for row in rows[start:end] if row.value is not None and row.value >= 38]
        if makes_fever(warm):
            left = rows[days[number][0]] if number < len(days) else None
            spells.append((warm[0], warm[-1], len(warm), number > 0, left))
    return spells, [(rows[first], rows[last]) for first, last in days]


def random_readings(rng):
    moment, rows = at(0).at, []
    steps = [20, 59, 60, 300, 360, 719, 720, 720, 721, 1440]
    warm = rng.choice([0.1, 0.3, 0.6])
    for _ in range(rng.randint(0, 22)):
        moment += timedelta(minutes=rng.choice(steps))
        value = rng.choice(["36.8", "37.9"])
        if rng.random() < warm:
            value = rng.choice(["38.0", "38.0", "38.4", "38.5", "39.2", None])
        rows.append(lab("temperature", 0, value)._replace(measured_at=Moment.timed(moment)))
    return rows


@pytest.mark.parametrize("seed", range(400))
def test_the_definition_read_by_trying_every_stretch_agrees(seed):
    rng = random.Random(seed)
    rows = random_readings(rng)
    shuffled = list(rows)
    rng.shuffle(shuffled)
    found = runs_of(shuffled)
    spells = [(s.onset, s.febrile[-1], len(s.febrile), s.came_back, s.left) for s in found.spells]
    assert (spells, list(found.afebrile_runs)) == expected(rows)


def test_the_oracle_meets_every_kind_of_case():
    all_spells = [expected(random_readings(random.Random(seed)))[0] for seed in range(400)]
    assert any(len(spells) > 1 for spells in all_spells)
    assert any(spell[3] and spell[4] is None for spells in all_spells for spell in spells)
    assert any(not spells for spells in all_spells)


# ---- what the definition leaves to say


def test_fahrenheit_is_never_rounded():
    just_below = [reading(f"{n} {c}", "100.39", unit="[degF]") for n, c in _THREE]
    at_limit = [reading(f"{n} {c}", "100.4", unit="[degF]") for n, c in _THREE]
    assert len(runs_of(just_below).afebrile_runs) == 1
    assert not runs_of(at_limit).afebrile_runs
    assert not runs_of([reading("1 06:00", "101.29", unit="[degF]")]).spells
    assert len(runs_of([reading("1 06:00", "101.3", unit="[degF]")]).spells) == 1


_THREE = ((1, "06:00"), (1, "18:00"), (2, "06:00"))


def test_of_two_scales_the_higher_temperature_is_the_higher():
    assert height(reading("1 06:00", "102.2", unit="[degF]")) == height(reading("1 06:00", "39.0"))
    assert height(reading("1 06:00", None)) < height(reading("1 06:00", "30"))


def test_the_fever_threshold_of_the_centre_counts():
    rows = [reading("1 06:00", "38.3")]
    assert not runs_of(rows).spells
    assert len(runs_of(rows, fever=fever_threshold(Decimal("38.3"))).spells) == 1


@pytest.mark.parametrize("unclear", [None, "<38.5", ">37.0"])
def test_a_pending_or_inexact_reading_interrupts_and_makes_no_fever(unclear):
    rows = [*CALM[:2], reading("1 20:00", unclear), CALM[2]]
    assert not runs_of(rows).afebrile_runs
    assert not runs_of(rows).spells


def test_a_range_that_is_surely_below_does_not_interrupt():
    assert runs_of([*CALM[:2], reading("1 20:00", "<38.0"), CALM[2]]).afebrile_runs


def test_a_result_reported_only_later_is_pending():
    late = CALM[1]._replace(reported_at=at(5))
    rows = [CALM[0], late, CALM[2]]
    assert not runs_of(rows, at(4)).afebrile_runs
    assert runs_of(rows, at(6)).afebrile_runs


def test_at_one_moment_the_febrile_reading_decides_in_any_order():
    hot = reading("2 06:00", "38.0")
    assert not runs_of([*CALM, hot]).afebrile_runs
    assert not runs_of([hot, *CALM]).afebrile_runs
    assert not runs_of([*CALM, reading("1 06:00", "38.0")]).afebrile_runs


def test_the_same_reading_twice_is_one():
    twice = [row._replace(key=f"r{n}") for n, row in enumerate([*CALM, *CALM])]
    assert len(temperatures(History(case_of(twice)), at(60))) == 3


def dated(day, value):
    return lab("temperature", day, value)._replace(measured_at=Moment.dated(on(day)))


def test_a_febrile_reading_without_its_time_ends_what_ran_on_that_day():
    assert not runs_of([*CALM, dated(1, "38.2")]).afebrile_runs
    assert not runs_of([*CALM, dated(2, "38.2")]).afebrile_runs
    assert runs_of([*CALM, dated(3, "38.2")]).afebrile_runs


def test_a_calm_reading_without_its_time_measures_no_gap():
    assert not runs_of([CALM[0], dated(1, "36.8"), CALM[2]]).afebrile_runs
    assert runs_of([*CALM, dated(1, "36.8")]).afebrile_runs


def test_two_warm_readings_without_times_are_surely_apart_only_a_day_later():
    assert not runs_of([dated(1, "38.0"), dated(1, "38.1")]).spells
    assert not runs_of([dated(1, "38.0"), dated(2, "38.1")]).spells
    assert runs_of([dated(1, "38.0"), dated(3, "38.1")]).spells


def test_warm_readings_that_make_no_fever_are_kept_until_an_afebrile_day():
    warm = reading("0 06:00", "38.2")
    assert runs_of([warm]).unconfirmed == (warm,)
    assert runs_of([warm, *CALM]).unconfirmed == ()
    assert runs_of([warm, reading("0 08:00", "38.2")]).unconfirmed == ()


def test_the_longest_gap():
    moments = [at(0).at, at(0, "10:00").at, at(1, "10:00").at]
    assert longest_gap(moments) == 24 * HOUR
    assert longest_gap(moments[:1]) == timedelta(0)


def test_a_spell_says_whether_it_is_over_and_back():
    hot, again = reading("0 06:00", "39"), reading("3 06:00", "39")
    first, second = runs_of([hot, *CALM, again]).spells
    assert first.is_over
    assert not first.is_back
    assert second.is_back
    assert (first.left, first.left_by) == (CALM[0], CALM[2])


def test_two_readings_are_no_afebrile_day_however_far_apart():
    assert is_afebrile([CALM[0], CALM[2]]) is False
    assert is_afebrile(CALM) is True


def test_of_one_moment_the_higher_reading_comes_first():
    warm, hot = reading("1 06:00", "38.2"), reading("1 06:00", "39.0")
    for rows in ([warm, hot], [hot, warm]):
        assert temperatures(History(case_of(rows)), at(60)) == [hot, warm]
        assert runs_of(rows).spells[0].onset == hot


def test_a_result_reported_only_later_is_shown_as_awaited():
    late = CALM[1]._replace(reported_at=at(5))
    awaited = temperatures(History(case_of(late)), at(4))[0]
    assert (awaited.value, awaited.pending) == (None, True)
