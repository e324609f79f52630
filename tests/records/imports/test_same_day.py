"""A day without a time and a day with one: what a document repeats is no news, what it answers is
answered, and two times stay two results."""

from __future__ import annotations

from decimal import Decimal

import pytest

from hlh_app.records.imports.comparing import compare
from hlh_app.records.models import Observation

from .entries import pending, result

pytestmark = pytest.mark.django_db

DAY, MORNING, NOON = "2026-11-02", "2026-11-02T08:00:00+01:00", "2026-11-02T12:00:00+01:00"
IN_UTC = "2026-11-02T07:00:00+00:00"


def stored() -> list[tuple[str, str, Decimal | None]]:
    rows = Observation.objects.filter(entered_in_error=False).order_by("pk")
    return [(row.measured_text, row.status, row.value) for row in rows]


@pytest.mark.parametrize(
    ("first", "second"), [(MORNING, DAY), (DAY, MORNING), (DAY, DAY), (MORNING, IN_UTC)]
)
def test_what_the_record_says_of_a_day_is_no_news(patient, keep, first, second):
    keep(result(patient, when=first))
    batch = keep(result(patient, when=second), name="again")
    assert batch.counts == {"read": 1, "same": 1}
    assert stored() == [(first, "final", Decimal(1709))]


def test_another_value_of_the_day_is_never_added_in_silence(patient, keep):
    keep(result(patient, when=MORNING))
    other = result(patient, "1710", when=DAY)
    [compared] = compare(patient, [other])
    assert compared.reason == "The record has 1709 ng/mL on this day, 02-Nov-2026 08:00."
    assert keep(other).counts == {"differs": 1, "read": 1}
    assert stored() == [(MORNING, "final", Decimal(1709))]


def test_a_correction_by_the_day_keeps_the_time_that_stands(patient, keep):
    keep(result(patient, when=MORNING))
    keep(result(patient, "1710", when=DAY, place="here"), choices={"here": "correct"})
    assert stored() == [(MORNING, "final", Decimal(1710))]


def test_two_times_of_a_day_are_two_results(patient, keep):
    keep(result(patient, when=MORNING))
    assert keep(result(patient, "1710", when=NOON)).counts == {"new": 1, "read": 1}
    assert keep(result(patient, "1709", when=NOON)).counts == {"differs": 1, "read": 1}


def test_temperatures_are_many_a_day(patient, keep):
    warm = {"analyte": "temperature", "unit": "Cel"}
    keep(result(patient, "38.6", when=MORNING, **warm))
    assert keep(result(patient, "38.6", when=DAY, **warm)).counts == {"new": 1, "read": 1}


@pytest.mark.parametrize(
    ("asked", "answered", "measured"),
    [(DAY, MORNING, MORNING), (MORNING, DAY, MORNING), (MORNING, NOON, NOON), (DAY, DAY, DAY)],
)
def test_what_is_pending_that_day_is_answered(patient, keep, asked, answered, measured):
    """Else a pending row would keep a verdict open for ever."""
    keep(pending(patient, when=asked))
    assert keep(result(patient, when=answered)).counts == {"answers": 1, "read": 1}
    assert stored() == [(measured, "final", Decimal(1709))]


def test_which_of_two_pending_is_not_guessed(patient, keep):
    keep(pending(patient, when=MORNING), pending(patient, when=NOON))
    keep(result(patient, when="2026-11-02T16:00:00+01:00"))
    assert [status for _at, status, _value in stored()] == ["pending", "pending", "final"]


def test_pending_beside_the_result_of_the_day_is_no_news_to_keep(patient, keep):
    keep(result(patient, when=MORNING))
    assert keep(pending(patient, when=DAY)).counts == {"differs": 1, "read": 1}


def test_the_night_before_belongs_to_its_own_day(patient, keep):
    keep(result(patient, when="2026-11-01T23:59:00+01:00"))
    assert keep(result(patient, when=DAY)).counts == {"new": 1, "read": 1}
