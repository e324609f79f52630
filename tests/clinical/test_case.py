"""Moments: known to the minute or by their date only."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from hlh_app.clinical.case import FINDINGS, FindingStatus, Moment

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
