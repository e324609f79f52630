"""Adverse events, purposes, lines of therapy and the rest of the context reach the case."""

import json
from datetime import date
from decimal import Decimal

import pytest

from hlh_app.clinical.case import (
    ACTIONS,
    ADVERSE_CATEGORIES,
    CTCAE_VERSIONS,
    EVENTS,
    FINDINGS,
    PURPOSES,
    RELATIONS,
    STOP_REASONS,
    AdverseEvent,
    FindingStatus,
    TherapyLine,
)
from hlh_app.exchange.case_file import read_document, write_document
from hlh_app.exchange.errors import CaseError

from .case_documents import FURTHER, changed, example, read

PRESENT = {
    "category": "cytopenias",
    "status": "present",
    "on": "2020-01-10",
    "term": "Platelet count decreased",
    "grade": 3,
    "ctcae": "5.0",
    "resolved_on": "2020-01-20",
    "relation": "possible",
    "action": "dose_reduced",
}
ABSENT = {"category": "headache", "status": "absent", "on": "2020-01-10"}


def with_adverse(*rows):
    return example(adverse_events=list(rows))


def refusal(document) -> tuple[str, str]:
    with pytest.raises(CaseError) as caught:
        read(document)
    return caught.value.path, str(caught.value.reason)


class TestAdverseEvents:
    def test_one_that_is_present(self):
        assert read(with_adverse(PRESENT)).case.adverse_events == (
            AdverseEvent(
                "cytopenias",
                FindingStatus.PRESENT,
                date(2020, 1, 10),
                "Platelet count decreased",
                3,
                "5.0",
                date(2020, 1, 20),
                "possible",
                "dose_reduced",
                "adverse_events[0]",
            ),
        )

    def test_one_that_was_looked_for(self):
        found = read(with_adverse(PRESENT, ABSENT)).case.adverse_events[1]
        day = date(2020, 1, 10)
        key = "adverse_events[1]"
        assert found == AdverseEvent("headache", FindingStatus.ABSENT, day, key=key)

    def test_one_entered_in_error_is_checked_and_passed_over(self):
        wrong = {**PRESENT, "entered_in_error": "another patient"}
        assert read(with_adverse(wrong, ABSENT)).case.adverse_events[0].category == "headache"
        assert refusal(with_adverse({**wrong, "grade": 6}))[0] == "$.adverse_events[0].grade"

    def test_none_in_an_older_file(self):
        assert read(example()).case.adverse_events == ()
        assert read(example(adverse_events=None)).case.adverse_events == ()

    @pytest.mark.parametrize(
        ("key", "words"),
        [
            ("category", ADVERSE_CATEGORIES),
            ("relation", RELATIONS),
            ("action", ACTIONS),
            ("ctcae", CTCAE_VERSIONS),
        ],
    )
    def test_every_word(self, key, words):
        rows = [{**PRESENT, key: word} for word in words]
        found = read(with_adverse(*rows)).case.adverse_events
        assert [getattr(row, key) for row in found] == list(words)

    @pytest.mark.parametrize("grade", [1, 2, 3, 4, 5])
    def test_every_grade(self, grade):
        found = read(with_adverse({**PRESENT, "grade": grade})).case.adverse_events[0]
        assert found.grade == grade
        assert isinstance(found.grade, int)

    @pytest.mark.parametrize("wrong", [0, 6, 2.5, "3", True, -1])
    def test_no_other_grade(self, wrong):
        assert refusal(with_adverse({**PRESENT, "grade": wrong}))[0] == "$.adverse_events[0].grade"

    @pytest.mark.parametrize(
        ("changes", "where", "reason"),
        [
            ({"category": "skin"}, "category", "not known"),
            ({"category": None}, "category", "null"),
            ({"status": "pending"}, "status", "present, absent"),
            ({"on": "2020-02-30"}, "on", "calendar"),
            ({"ctcae": "4.0"}, "ctcae", "5.0, 4.03"),
            ({"ctcae": None}, "ctcae", "required with a grade"),
            ({"grade": None}, "grade", "give the grade"),
            ({"resolved_on": "2020-01-09"}, "resolved_on", "before"),
            ({"relation": "certain"}, "relation", "not known"),
            ({"action": "raised"}, "action", "not known"),
            ({"category": "other", "term": None}, "term", "category other"),
            ({"term": ""}, "term", "empty"),
            ({"term": "x" * 121}, "term", "120"),
            ({"visit": "v9"}, "visit", "no visit"),
            ({"severity": 3}, "severity", "not a key"),
        ],
    )
    def test_what_is_refused(self, changes, where, reason):
        path, said = refusal(with_adverse(ABSENT, PRESENT | changes))
        assert path == f"$.adverse_events[1].{where}"
        assert reason in said

    @pytest.mark.parametrize("key", ["term", "grade", "ctcae", "resolved_on", "relation", "action"])
    def test_an_absent_one_says_nothing_else(self, key):
        path, said = refusal(with_adverse({**ABSENT, key: PRESENT[key]}))
        assert path == f"$.adverse_events[0].{key}"
        assert "present" in said

    @pytest.mark.parametrize("key", ["category", "status", "on"])
    def test_needs(self, key):
        row = {k: v for k, v in ABSENT.items() if k != key}
        assert refusal(with_adverse(row)) == (f"$.adverse_events[0].{key}", "is required")

    def test_resolved_on_the_day_on_which_it_was_seen(self):
        row = {**PRESENT, "resolved_on": PRESENT["on"]}
        assert read(with_adverse(row)).case.adverse_events[0].resolved_on == date(2020, 1, 10)

    @pytest.mark.parametrize("rows", ["none", {}, [None], 3])
    def test_a_list_of_objects(self, rows):
        assert refusal(example(adverse_events=rows))[0].startswith("$.adverse_events")

    def test_written_as_it_was_read(self):
        document = with_adverse(PRESENT, ABSENT)
        assert json.loads(write_document(read(document))) == document


class TestPurposes:
    @pytest.mark.parametrize("purpose", PURPOSES)
    def test_why_it_was_begun(self, purpose):
        case = read(changed("exposures.0.purpose", purpose)).case
        assert (case.exposures[0].purpose, case.exposures[0].stop_reason) == (purpose, None)

    @pytest.mark.parametrize("reason", STOP_REASONS)
    def test_why_it_was_stopped(self, reason):
        document = changed("exposures.0.stop_reason", reason)
        document["exposures"][0]["stop"] = "2020-01-20"
        assert read(document).case.exposures[0].stop_reason == reason

    def test_what_is_still_given_has_no_reason_to_stop(self):
        path, said = refusal(changed("exposures.0.stop_reason", "failure"))
        assert path == "$.exposures[0].stop_reason"
        assert "last day" in said

    @pytest.mark.parametrize("key", ["purpose", "stop_reason"])
    def test_no_other_word(self, key):
        assert refusal(changed(f"exposures.0.{key}", "because"))[0] == f"$.exposures[0].{key}"


class TestContext:
    def test_lines_of_therapy(self):
        lines = read(example(**FURTHER)).case.therapy_lines
        assert lines == (
            TherapyLine(
                "HLH-94",
                1,
                date(2019, 12, 1),
                date(2019, 12, 20),
                "no_response",
                "therapy_lines[0]",
            ),
            TherapyLine("dexamethasone", key="therapy_lines[1]"),
        )

    def test_a_line_or_visit_entered_in_error_is_passed_over(self):
        wrong = {"regimen": "HLH-94", "entered_in_error": "another patient"}
        case = read(example(**FURTHER | {"therapy_lines": [wrong]})).case
        assert case.therapy_lines == ()
        assert [visit.text for visit in case.visits] == ["2020-01-01T08:00:00+08:00"]

    def test_who_the_illness_is(self):
        case = read(example(**FURTHER)).case
        assert (case.trigger, case.trigger_agent) == ("infection", "ebv")
        assert (case.course, case.donor) == ("refractory", "searching")

    def test_nothing_of_it_in_an_older_file(self):
        case = read(example()).case
        assert (case.therapy_lines, case.visits) == ((), ())
        assert (case.trigger, case.trigger_agent, case.course, case.donor) == (None,) * 4

    def test_a_trigger_without_its_agent(self):
        case = read(example(trigger={"kind": "primary", "detail": "PRF1"})).case
        assert (case.trigger, case.trigger_agent) == ("primary", None)


class TestRows:
    def test_what_spoils_a_result_and_when_it_should_come(self):
        document = changed("observations.9.expected_on", "2020-01-18")
        document["observations"][1]["antipyretic"] = True
        document["observations"][3] |= {"lipid_infusion": False, "reference_source": "centre"}
        found = read(document).case.observations
        assert found[9].expected_on == date(2020, 1, 18)
        assert (found[1].antipyretic, found[1].lipid_infusion) == (True, None)
        assert (found[3].antipyretic, found[3].lipid_infusion) == (None, False)
        assert (found[3].reference_source, found[2].reference_source) == ("centre", None)

    def test_how_a_finding_was_made_and_when_a_pending_one_should_come(self):
        document = changed("findings.0.method", "ultrasound")
        document["findings"][0]["detail"] = "14 cm"
        document["findings"][1] |= {"status": "pending", "expected_on": "2020-01-08"}
        spleen, marrow = read(document).case.findings
        assert (spleen.method, spleen.detail, spleen.expected_on) == ("ultrasound", "14 cm", None)
        assert (marrow.method, marrow.expected_on) == (None, date(2020, 1, 8))

    @pytest.mark.parametrize("event", EVENTS)
    def test_every_event(self, event):
        assert read(changed("events.0.event", event)).case.events[0].event == event

    @pytest.mark.parametrize("finding", FINDINGS)
    def test_every_finding(self, finding):
        for status in FINDINGS[finding]:
            row = {"finding": finding, "status": status.value, "on": "2020-01-02"}
            assert read(example(findings=[row])).case.findings[0].status is status


def test_a_file_of_the_release_before_reads_the_same_with_and_without_the_new_keys():
    """What is new and empty changes nothing of what was."""
    before = read(example()).case
    after = read(changed("exposures.0.purpose", None) | {"adverse_events": []}).case
    assert before == after
    assert before.observations[0].value == Decimal("16.2")
    assert read_document(json.dumps(example())).case == before
