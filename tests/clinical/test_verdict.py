"""What a reading, a criterion and a verdict say of themselves."""

from decimal import Decimal

import pytest

from hlh_app.clinical.case import FindingStatus
from hlh_app.clinical.hlh2004 import hlh2004
from hlh_app.clinical.outcome import Outcome
from hlh_app.clinical.text import Message
from hlh_app.clinical.verdict import Count, Criterion, Reading

from .diagnosis_builders import FIVE_MET, T, at, case, day, found, lab


def test_a_reading_of_a_value():
    row = lab("ferritin", "16500", when=at(-1), comparator=">", key="row-7", site="left arm")
    reading = Reading(row, Outcome.MET)
    assert (reading.key, reading.code, reading.site) == ("row-7", "ferritin", "left arm")
    assert (reading.value, reading.comparator, reading.unit) == (Decimal(16500), ">", "ug/L")
    assert (reading.measured_at, reading.day, reading.status) == (at(-1), day(-1), None)
    assert (reading.used, reading.flags) == (True, ())


def test_a_reading_of_a_finding():
    row = found("hemophagocytosis", "present", -3, "spleen")._replace(key="row-8")
    reading = Reading(row, Outcome.MET)
    assert (reading.key, reading.code, reading.site) == ("row-8", "hemophagocytosis", "spleen")
    assert (reading.value, reading.comparator, reading.unit) == (None, None, None)
    assert (reading.measured_at, reading.day) == (None, day(-3))
    assert reading.status is FindingStatus.PRESENT


def test_a_criterion_names_its_source_and_is_not_ours_unless_said():
    criterion = Criterion("x", "X", Outcome.MET, Message("x"), "henter2007")
    assert criterion.source.key == "henter2007"
    assert criterion.our_definition is False


@pytest.mark.parametrize(("count", "total"), [((5, 2, 1), 8), ((0, 0, 3), 3), ((0, 4, 0), 4)])
def test_the_total_of_a_count(count, total):
    assert Count(*count).total == total


def test_a_verdict_names_its_source():
    verdict = hlh2004(case(*FIVE_MET), T).now
    assert verdict.source.key == "henter2007"
    assert verdict.count.total == len(verdict.criteria) == 8
