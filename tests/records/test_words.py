"""The words of a case file are the words of the tables: said twice, because the reader of case
files knows no database, and so compared here."""

import pytest

from hlh_app.accounts.models import Centre
from hlh_app.clinical.case import (
    ACTIONS,
    ADVERSE_CATEGORIES,
    COMPARATORS,
    CTCAE_VERSIONS,
    HEMOPHAGOCYTOSIS_SITES,
    PURPOSES,
    RELATIONS,
    STOP_REASONS,
)
from hlh_app.clinical.hlh_criteria import DEFAULT_FEVER_CEL, FEVER_SOURCES
from hlh_app.exchange import words
from hlh_app.records.models import choices


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        (words.SEXES, choices.Sex),
        (words.OBSERVATION_STATUSES, choices.ResultStatus),
        (words.REFERENCE_SOURCES, choices.IntervalSource),
        (words.TRIGGERS, choices.Trigger),
        (words.TRIGGER_AGENTS, choices.TriggerAgent),
        (words.COURSES, choices.DiseaseCourse),
        (words.DONORS, choices.Donor),
        (words.LINE_RESULTS, choices.LineResult),
        (words.CONSENT_SCOPES, choices.ConsentScope),
        (words.CONSENT_STATUSES, choices.ConsentStatus),
        (words.ADVERSE_STATUSES, choices.AdverseStatus),
        (ADVERSE_CATEGORIES, choices.AdverseCategory),
        (CTCAE_VERSIONS, choices.CtcaeVersion),
        (RELATIONS, choices.AdverseRelation),
        (ACTIONS, choices.AdverseAction),
        (PURPOSES, choices.Purpose),
        (STOP_REASONS, choices.StopReason),
        (COMPARATORS, choices.Comparator),
        (HEMOPHAGOCYTOSIS_SITES, choices.TissueSite),
        ([word for word in words.FASTING if word != "unknown"], choices.Fasting),
        (["ward" if word == "real" else word for word in words.SOURCE_KINDS], choices.Source),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_case_file_and_its_table_use_the_same_words(told, kept):
    assert set(told) == {word for word in kept.values if word}


def test_a_centre_chooses_among_the_fever_thresholds_of_the_rules():
    assert {threshold for threshold, _ in Centre.FEVER_THRESHOLDS} == set(FEVER_SOURCES)
    assert Centre().fever_threshold == DEFAULT_FEVER_CEL
