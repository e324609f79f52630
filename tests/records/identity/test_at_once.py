"""Merges, entries and merges the other way round at the same moment: one after the other, never
half of each, and nobody's entry lands in a record that is gone."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from hlh_app.records.identity import moving
from hlh_app.records.identity.merging import merge
from hlh_app.records.models import Observation, PatientMerge, PatientSummary
from hlh_app.records.services import rows
from hlh_app.records.services.errors import Refused
from tests.records.factories import moment

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*work: Callable[[], Any]) -> list[Any]:
    """What each got, a refusal included."""
    start = Barrier(len(work))

    def one(do: Callable[[], Any]) -> Any:
        try:
            start.wait()
            return do()
        except Refused as told:
            return told
        finally:
            connection.close()

    with ThreadPoolExecutor(len(work)) as pool:
        return list(pool.map(one, work))


def test_merges_of_two_records_both_ways_leave_one(kept, gone, clinician, add_result):
    add_result(kept)
    add_result(gone, value="5", when="2026-11-03T08:00:00+01:00")

    def into(one, other):
        return lambda: merge(actor=clinician, kept=one, gone=other, chosen={}, reason="x")

    ways = [into(kept, gone), into(gone, kept)] * 3
    got = at_once(*ways)
    standing = PatientMerge.objects.get()
    won = [one for one in got if isinstance(one, PatientMerge)]
    assert {one.pk for one in won} == {standing.pk}
    assert len(won) == 3
    assert moving.counts(standing.gone) == {}
    assert moving.counts(standing.kept)["observation"] == 2


def test_what_is_entered_meanwhile_is_moved_or_refused(kept, gone, clinician):
    def enter(number: int) -> Callable[[], Any]:
        return lambda: rows.record_row(
            actor=clinician,
            model=Observation,
            patient=gone,
            analyte="ferritin",
            unit="ng/mL",
            value=Decimal(1000 + number),
            measured=moment(f"2026-11-02T{8 + number:02}:00:00+01:00"),
        )

    def one_merge() -> PatientMerge:
        return merge(actor=clinician, kept=kept, gone=gone, chosen={}, reason="x")

    got = at_once(one_merge, *(enter(number) for number in range(5)))
    entered = [row for row in got if isinstance(row, Observation)]
    assert moving.counts(gone) == {}
    assert moving.counts(kept).get("observation", 0) == len(entered)
    refused = [told.errors for told in got if isinstance(told, Refused)]
    words = "The record of HLH-12 was merged into HLH-7. Nothing was saved here."
    assert refused == [{"": [words]}] * (5 - len(entered))
    assert not PatientSummary.objects.get(patient=kept).stale
