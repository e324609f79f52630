"""Fever with neutropenia: fever now, a low count, and what is urgent though not certain."""

from __future__ import annotations

import random

import pytest

from hlh_app.clinical.fever_card import NEUTROPENIA
from hlh_app.clinical.fever_neutropenia import fever_neutropenia
from hlh_app.clinical.movement import is_lower
from hlh_app.clinical.outcome import Outcome
from hlh_app.clinical.windows import History, View
from tests.clinical.fever_builders import reading
from tests.clinical.response_builders import at, case_of, found, happened, lab

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN


def count(value, day=3, clock="08:00", **fields):
    return lab("neutrophils", day, value, clock=clock, **fields)


def judged(*rows, as_of="3 20:00"):
    day, clock = as_of.split()
    return fever_neutropenia(View(History(case_of(list(rows))), at(int(day), clock)))


HOT = reading("3 18:00", "39.0")


def test_fever_and_low_neutrophils():
    found = judged(HOT, count("0.3"))
    assert found.outcome is MET
    assert found.is_urgent
    assert (found.fever.reading, found.count.latest) == (HOT, count("0.3"))
    assert str(found.statement) == (
        "Fever with neutropenia: neutrophils 0.3 10*9/L on 2020-01-23T08:00:00+00:00. "
        "Look for infection now."
    )
    assert found.source.key == NEUTROPENIA.citation


def test_it_does_not_ask_for_ruxolitinib():
    case = case_of(HOT, count("0.3"), dose=False)
    assert fever_neutropenia(View(History(case), at(3, "20:00"))).outcome is MET


@pytest.mark.parametrize(
    ("rows", "fever"),
    [
        ([], UNKNOWN),
        ([reading("3 18:00")], NOT_MET),
        ([reading("2 10:00")], UNKNOWN),
        ([reading("3 17:00", "38.0"), reading("3 18:00", "38.0")], MET),
        ([reading("3 18:00", "38.2")], UNKNOWN),
        ([reading("3 18:00", None)], UNKNOWN),
        ([reading("3 18:00"), reading("3 19:00", "<39")], UNKNOWN),
        ([found("fever", 3)], MET),
        ([found("fever", 2)], MET),
        ([found("fever", 1)], UNKNOWN),
        ([found("fever", 4)], UNKNOWN),
        ([found("fever", 3), reading("3 18:00")], MET),
        ([found("fever", 3, "absent")], NOT_MET),
        ([found("fever", 3, "pending"), reading("3 18:00")], UNKNOWN),
        ([found("fever", 3, "unknown"), reading("3 18:00")], NOT_MET),
        ([found("fever", 3), found("fever", 3, "absent"), reading("3 18:00")], UNKNOWN),
        ([reading("1 20:00", "39"), reading("3 18:00")], MET),
        ([reading("1 19:59", "39"), reading("3 18:00")], NOT_MET),
    ],
)
def test_what_counts_as_fever_now(rows, fever):
    assert judged(*rows, count("0.3")).fever.outcome is fever


def test_a_day_without_fever_ends_it():
    calm = [reading("2 19:00"), reading("3 07:00"), reading("3 19:00")]
    assert judged(reading("2 18:00", "39"), calm, count("0.3")).fever.outcome is NOT_MET


@pytest.mark.parametrize(
    ("rows", "state", "falling"),
    [
        ([], UNKNOWN, None),
        ([count("0.7")], UNKNOWN, None),
        ([count("1.5")], NOT_MET, None),
        ([count("0.9", 2), count("0.7")], MET, True),
        ([count("0.7", 2), count("0.9")], NOT_MET, False),
        ([count("0.7", 2), count("0.3")], MET, True),
        ([count("0.3", 2), count("0.4")], MET, False),
        ([count("<0.5")], MET, None),
        ([count("<0.6")], UNKNOWN, None),
        ([count(">0.6")], UNKNOWN, None),
        ([count("<2", 2), count("0.9")], UNKNOWN, None),
        ([count("0.9", -12), count("0.7")], UNKNOWN, None),
        ([count("700", unit="/uL"), count("0.9", 2)], MET, True),
        ([count(None)], UNKNOWN, None),
        ([count("0.3", 2), count(None)], UNKNOWN, None),
        ([count(None, 2), count("0.3")], MET, None),
        ([count("0.9", 1), count(None, 2), count("0.7")], UNKNOWN, None),
        ([count(None, 0), count("0.9", 1), count("0.7")], MET, True),
        ([count("3"), count("0.3")], MET, None),
        ([count("0.8", 2), count("1.2", 2), count("0.9")], MET, True),
        ([count("0.9", 1), count(None, 2), count("0.3")], MET, None),
    ],
)
def test_what_counts_as_low(rows, state, falling):
    count_now = judged(HOT, *rows).count
    assert (count_now.outcome, count_now.falling) == (state, falling)


def test_of_several_awaited_counts_the_latest_is_named():
    rows = [count(None, 2), count(None)]
    assert judged(HOT, *rows).count.pending == rows[1]
    assert judged(HOT, count("0.3", 1), *rows).count.pending == rows[1]


def test_fever_now_is_that_of_the_latest_fever_by_its_latest_reading():
    calm = [reading("0 19:00"), reading("1 07:00"), reading("1 19:00")]
    rows = [reading("3 10:00", "39.1"), HOT]
    fever = judged(reading("0 10:00", "39"), calm, rows).fever
    assert (fever.outcome, fever.reading) == (MET, HOT)
    old = [reading("1 10:00", "39"), reading("2 21:00", "38.6")]
    assert judged(*old).fever.reading == old[1]


def test_without_fever_the_latest_reading_is_shown():
    rows = [reading("3 08:00", "36.5"), reading("3 18:00", "37.0")]
    assert judged(*rows).fever.reading == rows[1]


def test_an_old_or_superseded_low_count_stays_urgent():
    for rows in ([count("0.3", -1)], [count("0.3", 2), count(None)]):
        found = judged(HOT, *rows)
        assert found.outcome is UNKNOWN
        assert found.is_urgent
        assert str(found.statement).endswith("Count again now.")


def test_fever_with_a_count_that_may_be_low_does_not_wait():
    found = judged(HOT, count("0.8"))
    assert (found.outcome, found.is_urgent) == (UNKNOWN, True)
    assert str(found.statement) == (
        "Fever now; neutrophils 0.8 10*9/L on 2020-01-23T08:00:00+00:00: whether they are below "
        "0.5, or below 1.0 and falling, is not known. Count again now."
    )
    assert not judged(HOT, count("2.1", 2), count(None)).is_urgent


def test_one_reading_of_38_with_a_low_count_does_not_wait_for_the_second():
    found = judged(reading("3 18:00", "38.3"), reading("3 19:00", "37.6"), count("0.05"))
    assert (found.outcome, found.is_urgent) == (UNKNOWN, True)
    assert found.fever.warm == reading("3 18:00", "38.3")
    assert str(found.statement) == (
        "38.3 Cel on 2020-01-23T18:00:00+00:00, not yet a fever by our definition, and the last "
        "neutrophil count known was low: 0.05 10*9/L on 2020-01-23T08:00:00+00:00. "
        "Measure again now."
    )


@pytest.mark.parametrize("rows", [[], [count("0.8")]])
def test_one_reading_of_38_alone_asks_for_another(rows):
    found = judged(reading("3 17:00", "38.2"), *rows)
    assert not found.is_urgent
    assert str(found.statement) == (
        "38.2 Cel on 2020-01-23T17:00:00+00:00, not yet a fever by our definition. Measure again."
    )


def test_of_two_warm_readings_within_the_hour_the_last_is_named():
    rows = [reading("3 18:00", "38.4"), reading("3 18:30", "38.1")]
    found = judged(*rows, count("0.05"))
    assert (found.outcome, found.fever.warm) == (UNKNOWN, rows[1])


def test_a_reading_of_38_that_is_old_is_not_warm_now():
    found = judged(reading("1 19:59", "38.2"), count("0.3"))
    assert (found.fever.warm, found.is_urgent) == (None, False)
    assert judged(reading("1 20:00", "38.2"), count("0.3")).is_urgent


@pytest.mark.parametrize(
    ("rows", "outcome", "says"),
    [
        ([reading("3 18:00"), count("0.3")], NOT_MET, "No fever now."),
        ([HOT], UNKNOWN, "Fever now; no neutrophil count"),
        ([count("0.3")], UNKNOWN, "Not known whether there is fever now"),
        ([HOT, count(">1.6")], NOT_MET, "Neutrophils >1.6 10*9/L on"),
    ],
)
def test_the_other_sentences(rows, outcome, says):
    found = judged(*rows)
    assert found.outcome is outcome
    assert not found.is_urgent
    assert str(found.statement).startswith(says)


def test_after_death_it_is_not_asked():
    found = judged(HOT, count("0.3"), happened("death", 3))
    assert found.outcome is Outcome.NOT_APPLICABLE
    assert not found.is_urgent
    assert str(found.statement) == "Not applicable: the patient died on 2020-01-23."
    assert judged(HOT, count("0.3"), happened("death", 4)).outcome is MET


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        ("0.7", "0.8", True), ("0.8", "0.8", False), ("0.9", "0.8", False),
        ("<0.8", "0.8", True), ("<=0.8", "0.8", None), ("0.7", ">0.7", True),
        ("0.7", ">=0.7", None), (">0.7", "0.7", False), (">0.6", "0.7", None),
        ("0.7", "<0.7", False), ("<0.7", "<0.8", None), (">0.7", ">0.8", None),
    ],
)  # fmt: skip
def test_whether_a_count_is_lower_than_another(now, before, expected):
    assert is_lower(count(now), count(before)) is expected


def random_rows(rng):
    temperatures = ["36.8", "37.9", "38.0", "38.6", None]
    counts = ["0.3", "0.5", "0.8", "0.9", "1.0", "2", None, "<0.9"]
    hour = f"{rng.randint(0, 23):02}:00"
    rows = [reading(f"{rng.randint(0, 5)} {hour}", v) for v in rng.choices(temperatures, k=4)]
    return rows + [
        count(v, rng.randint(-1, 5), f"{rng.randint(0, 23):02}:00")
        for v in rng.choices(counts, k=3)
    ]


@pytest.mark.parametrize("seed", range(80))
def test_a_pending_result_that_comes_never_turns_the_answer_round(seed):
    rng = random.Random(seed)
    rows = random_rows(rng)
    before = judged(*rows).outcome
    answered = {(r.analyte, r.measured_at) for r in rows if r.value is not None}
    for number, row in enumerate(rows):
        if row.value is None and (row.analyte, row.measured_at) not in answered:
            for value in ("0.2", "0.85", "3", "39"):
                known = lab(row.analyte, 0, value)._replace(measured_at=row.measured_at)
                after = judged(*rows[:number], known, *rows[number + 1 :]).outcome
                assert {before, after} != {MET, NOT_MET}


@pytest.mark.parametrize("seed", range(40))
def test_nothing_later_and_no_order_changes_anything(seed):
    rng = random.Random(seed)
    rows = random_rows(rng)
    moment = at(3, "20:00")
    seen = [row for row in rows if row.measured_at.at <= moment.at]
    answer = judged(*rows)
    assert judged(*seen) == answer
    rng.shuffle(rows)
    assert judged(*rows, *rows[:2]) == answer
