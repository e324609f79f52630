"""Moments: known to the minute or by their date only."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from hlh_app.clinical.case import (
    COMPARATORS,
    CTCAE_VERSIONS,
    FINDINGS,
    Case,
    FindingStatus,
    Moment,
    Observation,
    Patient,
    Sex,
)

TOKYO = timezone(timedelta(hours=9))


def test_a_timed_moment_keeps_its_instant_and_the_day_it_shows():
    moment = Moment.timed(datetime(2020, 1, 20, 1, 0, tzinfo=TOKYO))
    assert moment.at == datetime(2020, 1, 19, 16, 0, tzinfo=UTC)
    assert (moment.day, moment.is_date) == (date(2020, 1, 20), False)
    assert moment.text == "2020-01-20T01:00:00+09:00"


def test_without_an_offset_it_is_refused():
    with pytest.raises(ValueError, match="no offset"):
        Moment.timed(datetime(2020, 1, 20, 1, 0))  # noqa: DTZ001


def test_a_date_is_seen_from_its_start_and_counts_as_its_end():
    moment = Moment.dated(date(2020, 1, 20), TOKYO)
    assert moment.seen == datetime(2020, 1, 20, tzinfo=TOKYO)
    assert moment.seen < moment.at < datetime(2020, 1, 21, tzinfo=TOKYO)
    assert (moment.day, moment.text, moment.is_date) == (date(2020, 1, 20), "2020-01-20", True)


def test_words_of_findings():
    assert FindingStatus.SUSPECTED in FINDINGS["systemic_jia"]
    assert FindingStatus.LOW in FINDINGS["nk_activity"]
    assert all(FindingStatus.PENDING in words for words in FINDINGS.values())


def test_a_day_counts_as_its_very_end():
    moment = Moment.dated(date(2020, 1, 20))
    assert moment.at == datetime(2020, 1, 20, 23, 59, 59, 999999, tzinfo=UTC)


def test_what_is_not_said_is_not_so():
    row = Observation("ferritin", Decimal(5000), "ug/L", Moment.dated(date(2020, 1, 20)))
    assert row.pending is False
    assert row.measured_at.is_date is True
    assert Moment.timed(datetime(2020, 1, 20, 8, 0, tzinfo=UTC)).is_date is False
    assert Case("made", Patient(None, Sex.FEMALE, 4, date(2020, 1, 20))).conventional_dates is False


def test_words_of_a_case():
    assert COMPARATORS == ("<", "<=", ">", ">=")
    assert CTCAE_VERSIONS == ("5.0", "4.03")
