"""Spleen and CNS by the nominal day."""

import pytest

from hlh_app.clinical.spleen_cns import OrganReason, OrganState, organ_reading
from tests.clinical.response_builders import found, on


def read(*rows, nominal=14, name="splenomegaly"):
    return organ_reading(rows, name, on(nominal))


@pytest.mark.parametrize(
    ("day", "state", "reason"),
    [
        (14, "excludes", "present"),
        (0, "excludes", "present"),
        (-1, "open", "present_earlier"),
        (15, "not_examined", "never_recorded"),
    ],
)
def test_present_counts_for_14_days_up_to_the_nominal_day(day, state, reason):
    reading = read(found("splenomegaly", day))
    assert (reading.state, reading.reason) == (state, reason)


def test_the_last_record_counts_and_absent_does_not_grow_old():
    assert read(found("splenomegaly", 5), found("splenomegaly", 6, "absent")).may_block == {False}
    assert read(found("splenomegaly", -300, "absent")).state is OrganState.ABSENT
    assert read(found("splenomegaly", 6), found("splenomegaly", 5, "absent")).may_block == {True}


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["pending"], OrganReason.PENDING),
        (["unknown"], OrganReason.NOT_KNOWN),
        (["present", "absent"], OrganReason.CONTRADICTED),
        (["present", "pending"], OrganReason.CONTRADICTED),
    ],
)
@pytest.mark.parametrize("day", [14, -30])
def test_what_is_not_settled_stays_open(words, reason, day):
    reading = read(*(found("splenomegaly", day, word) for word in words))
    assert (reading.reason, reading.may_block) == (reason, {True, False})


def test_the_same_word_twice_is_one_word():
    assert read(found("splenomegaly", 14), found("splenomegaly", 14)).may_block == {True}


def test_an_older_contradiction_is_past():
    rows = [found("splenomegaly", 3), found("splenomegaly", 3, "absent")]
    assert read(*rows, found("splenomegaly", 9, "absent")).may_block == {False}


def test_never_recorded_does_not_block_and_is_said():
    reading = read(found("cns_involvement", 14))
    assert (reading.state, reading.may_block) == (OrganState.NOT_EXAMINED, {False})
    assert (reading.on, reading.age_days, reading.rows) == (None, None, ())


def test_it_carries_its_evidence():
    row = found("cns_involvement", 10, "absent")
    reading = read(row, name="cns_involvement")
    assert (reading.on, reading.age_days, reading.rows) == (on(10), 4, (row,))
