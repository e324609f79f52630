"""Verdicts and their criteria as they are printed."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from hlh_app.clinical.assess import assess
from hlh_app.clinical.case import Finding, FindingStatus
from hlh_app.clinical.outcome import Outcome
from hlh_app.clinical.text import Message
from hlh_app.web.presenters import readings, sentences, verdicts, words
from hlh_app.web.presenters.links import Trail
from hlh_app.web.presenters.status import pending_lines
from tests.clinical.response_builders import at, case_of, found, lab, labs, on
from tests.web.reading.conftest import ILL, child

TRAIL = Trail("/patients/7/audit/")


def assessed(*rows, as_of=0, **fields):
    return assess(case_of(list(rows), **fields), at(as_of, "23:00"))


@pytest.fixture
def now():
    rows = [labs(-1, ILL), lab("temperature", -1, "39.4"), found("splenomegaly", -1)]
    return verdicts.verdict(assessed(*rows, dose=False).hlh2004.now, TRAIL)


def criterion(view, label):
    return next(row for row in view.criteria if row.label == label)


def test_one_line_says_count_and_outcome(now):
    assert now.line.title == "HLH-2004"
    assert (now.line.outcome.word, now.line.summary) == ("met", "6 of 8, 2 unknown")
    assert [mark.code for mark in now.line.marks].count("met") == 6


def test_a_criterion_shows_value_time_threshold_and_source(now):
    row = criterion(now, "Ferritin")
    assert row.outcome.word == "met"
    assert row.threshold == "Ferritin ≥ 500 µg/L"
    assert row.source == "Henter 2007 (HLH-2004)"
    used = [one for one in row.readings if one.used]
    assert [(one.value, one.when) for one in used] == [("5,000 µg/L", "19-Jan-2020 08:00")]


def test_lineages_stand_below_the_cytopenias(now):
    labels = [(row.label, row.part) for row in now.criteria]
    start = labels.index(("Cytopenias", False))
    assert all(part for _label, part in labels[start + 1 : start + 4])


def test_what_is_missing_and_what_it_would_do(now):
    assert {row.label for row in now.open_questions} >= {"Hemophagocytosis", "NK-cell activity"}
    few = [labs(-1, {"ferritin": "900"}), lab("temperature", -1, "39.4")]
    opened = verdicts.verdict(assessed(*few, dose=False).hlh2004.now, TRAIL)
    assert opened.open_heading == "What would settle it"
    assert all(row.effect for row in opened.open_questions)


def test_what_is_missing_of_a_settled_verdict_is_not_said_to_settle_it(now):
    assert now.open_heading == "Still missing; the verdict stands whatever it turns out"
    assert not any(row.effect for row in now.open_questions)
    assert not any(row.pivotal for row in now.open_questions)


def test_a_score_that_one_result_would_make_exact_is_no_range():
    rows = [labs(-1, ILL), lab("temperature", -1, "39.4"), found("splenomegaly", -1)]
    more = [found("hepatomegaly", -1), found("immunosuppression", -1, "absent")]
    view = verdicts.verdict(assessed(*rows, *more, dose=False).hscore, TRAIL)
    effects = {row.label: row.effect for row in view.open_questions}
    for effect in effects.values():
        low_high = [part.split("–") for part in re.findall(r"\d+–\d+", effect)]
        assert all(low != high for low, high in low_high)


@pytest.mark.parametrize(
    ("ferritin", "more", "effect"),
    [
        ("900", [], "alone it does not settle HLH-2004, with other results it can"),
        ("900", ["39.4"], "alone it does not settle HLH-2004, with other results it can"),
    ],
)
def test_a_pending_result_among_many_open_ones_is_not_said_to_be_without_effect(
    ferritin, more, effect
):
    rows = [labs(-1, {"ferritin": ferritin}), found("nk_activity", -1, "pending")]
    case = case_of(rows, [lab("temperature", -1, value) for value in more], dose=False)
    (line,) = pending_lines(case, at(0), assess(case, at(0)).hlh2004.now)
    assert line == f"NK-cell activity pending since 19-Jan-2020; {effect}."


def test_a_pending_result_of_a_settled_verdict_cannot_change_it():
    rows = [labs(-1, ILL), lab("temperature", -1, "39.4"), found("splenomegaly", -1)]
    case = case_of(rows, found("nk_activity", -1, "pending"), dose=False)
    (line,) = pending_lines(case, at(0), assess(case, at(0)).hlh2004.now)
    assert line.endswith("; it cannot change HLH-2004.")


def test_the_result_that_decides_is_said_to_decide():
    ill = {"ferritin": "900", "triglycerides": "4", "platelets": "50", "neutrophils": "0.5"}
    rows = [labs(-1, ill), lab("temperature", -1, "39.4"), found("nk_activity", -1, "pending")]
    case = case_of(rows, dose=False)
    (line,) = pending_lines(case, at(0), assess(case, at(0)).hlh2004.now)
    assert line.endswith("; it can change HLH-2004.")


def test_the_basis_names_moment_window_threshold_and_version(now):
    assert now.basis.startswith("As of 20-Jan-2020 23:00; values of the 14 days before")
    assert "fever ≥ 38.5 °C" in now.basis
    assert "rule version" in now.basis


def test_a_source_that_was_not_read_says_unverified():
    view = verdicts.verdict(assessed(labs(-1, ILL)).hlh2024, TRAIL)
    assert view.line.unverified
    assert view.source == "Henter 2024 (HLH-2024), unverified"


def test_a_molecular_diagnosis_is_named_as_the_path():
    rule = assessed(found("molecular_diagnosis", -1), labs(-1, {"ferritin": "100"})).hlh2004.now
    assert verdicts.line(rule).summary.startswith("molecular diagnosis; 0 of 8")


def test_a_score_is_a_range_with_its_probability():
    view = verdicts.verdict(assessed(labs(-1, ILL)).hscore, TRAIL)
    assert "points" in view.line.summary
    assert "probability" in view.line.summary
    assert all(row.points for row in view.criteria if not row.part)


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        ("0.5", "0.5", "probability below 1 %"),
        ("99.5", "99.5", "probability above 99 %"),
        ("40", "73", "probability about 40 % to about 73 %"),
        ("0.5", "73.4", "probability below 1 % to about 73 %"),
    ],
)
def test_the_ends_of_the_probability_table_are_printed_as_such(low, high, text):
    rule = assessed(labs(-1, ILL)).hscore
    range_ = (Decimal(low), Decimal(high))
    assert verdicts.probability(replace(rule, probability_percent=range_)) == text


def test_not_applicable_has_a_reason():
    view = verdicts.line(assessed(labs(-1, ILL)).mas2016)
    assert view.summary == "not applicable"
    assert view.reason.startswith("Not applicable: systemic JIA")


def test_a_reading_leads_to_its_history_only_when_it_is_in_the_database():
    assert TRAIL.key("observation:12") == "/patients/7/audit/observation/12/"
    assert TRAIL.key("") == ""
    assert TRAIL.key("observation:x") == ""


@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_outcome_has_one_symbol_and_one_word(outcome):
    shown = words.outcome(outcome)
    assert shown.code == outcome.value
    assert shown.symbol
    assert shown.word == outcome.value.replace("_", " ")


def test_symbols_differ():
    assert len({words.outcome(outcome).symbol for outcome in Outcome}) == len(Outcome)


@pytest.mark.parametrize(
    ("classes", "text"),
    [
        (["CR"], "complete response"),
        (["PR", "CR"], "at least partial response, complete not determinable"),
        ([], "not assessed"),
    ],
)
def test_response_classes_in_words(classes, text):
    assert words.response_classes(classes) == text


def test_within_a_sentence_only_words_begin_small():
    assert words.inside("Ferritin") == "ferritin"
    assert words.inside("CNS involvement") == "CNS involvement"
    assert readings.named("scd25") == "sCD25"
    assert readings.named("alt") == "ALT"
    assert words.sentence("") == ""


def test_findings_and_their_words():
    marrow = Finding("hemophagocytosis", FindingStatus.PRESENT, on(0), "lymph_node")
    assert readings.found(marrow) == "present, lymph node"
    assert readings.finding("nk_activity") == "NK-cell activity"
    assert readings.finding("new_kind") == "New kind"
    assert {readings.status(status) for status in FindingStatus} >= {"low or absent", "suspected"}


def test_every_finding_of_the_case_has_a_name():
    from hlh_app.clinical.case import FINDINGS

    assert set(readings.FINDING_NAMES) == set(FINDINGS)


def test_sentences_are_filled_in_the_pages_formats():
    message = Message(
        "{value} {unit} {sign} {day} {when} {inner} {count}",
        {
            "value": Decimal("17090.0"),
            "unit": "10*9/L",
            "sign": ">=",
            "day": on(0),
            "when": at(0),
            "inner": Message("within"),
            "count": 1200,
        },
    )
    said = sentences.say(message)
    assert said == "17,090 ×10⁹/L ≥ 20-Jan-2020 20-Jan-2020 08:00 within 1,200"
    assert sentences.say(None) == ""
    assert sentences.say_all([message, message]) == (said, said)


def test_the_rules_own_child_is_met_at_diagnosis():
    assert assessed(*child()).hlh2004.at_diagnosis is not None
