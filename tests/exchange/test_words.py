"""The words of a case file are those of the tables, so that nothing is lost between them."""

import pytest

from hlh_app.exchange import words
from hlh_app.records.models import choices


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (words.SEXES, choices.Sex),
        (words.OBSERVATION_STATUSES, choices.ResultStatus),
        (words.TRIGGERS, choices.Trigger),
        (words.TRIGGER_AGENTS, choices.TriggerAgent),
        (words.COURSES, choices.DiseaseCourse),
        (words.DONORS, choices.Donor),
        (words.LINE_RESULTS, choices.LineResult),
        (words.CONSENT_SCOPES, choices.ConsentScope),
        (words.CONSENT_STATUSES, choices.ConsentStatus),
    ],
)
def test_the_same_words(written, kept):
    assert set(written) == set(kept.values)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (words.REFERENCE_SOURCES, choices.IntervalSource),
        (set(words.FASTING) - {"unknown"}, choices.Fasting),
    ],
)
def test_the_same_words_where_an_empty_one_says_nothing(written, kept):
    assert set(written) | {""} == set(kept.values)
