"""A rule without source, code, tests at each limit or hazard fails; so does an old document."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from hlh_app.clinical.hazard import ACCEPTED_UP_TO, EVERY_RULE, NEVER_FROM
from hlh_app.clinical.hazards import HAZARDS
from hlh_app.clinical.rules import CARDS, card

from . import rulebook, validation
from .collection import collected

ROOT = Path(__file__).parents[2]


def test_no_rule_lacks_source_code_tests_or_hazard():
    assert list(validation.gaps()) == []


def test_every_mark_names_a_limit_or_a_hazard():
    assert validation.unknown_marks() == []


def test_what_is_generated_is_up_to_date():
    """`make validation` writes it."""
    assert rulebook.outdated() == []


def test_no_rule_changed_under_its_version():
    assert rulebook.changed_silently() == []


def test_a_limit_moved_under_its_version_is_noticed(monkeypatch):
    first = CARDS[0]
    moved = replace(first, criteria=first.criteria[1:])
    monkeypatch.setattr(validation, "CARDS", (moved, *CARDS[1:]))
    assert rulebook.changed_silently() == [first.rule]
    raised = replace(moved, version="9.9.9")
    monkeypatch.setattr(validation, "CARDS", (raised, *CARDS[1:]))
    assert rulebook.changed_silently() == []


def test_a_rule_without_tests_at_its_limits_is_noticed(monkeypatch):
    unknown = replace(CARDS[0], rule="new_rule")
    monkeypatch.setattr(validation, "CARDS", (unknown,))
    found = list(validation.gaps())
    assert f"new_rule.{unknown.boundaries[0].id}: no test below" in found
    assert len(found) == 3 * len(unknown.boundaries)


def test_rules_and_limits_have_names_of_their_own():
    rules = [one.rule for one in CARDS]
    assert len(set(rules)) == len(rules)
    for one in CARDS:
        ids = [boundary.id for boundary in one.boundaries]
        assert len(set(ids)) == len(ids), one.rule
        assert card(one.rule) is one


def test_what_is_our_definition_is_said_to_be():
    for one in CARDS:
        for part in (*one.criteria, *one.boundaries):
            assert part.our_definition or part.citation != "our_definition", (one.rule, part.id)


def test_a_rule_whose_source_was_not_read_says_what_is_unverified():
    for one in CARDS:
        assert one.source.verified or one.unverified, one.rule


class TestHazards:
    def test_each_names_tests_that_exist(self):
        tests = set(collected()["tests"])
        modules = {test.partition("::")[0] for test in tests}
        missing = [
            (hazard.id, test)
            for hazard in HAZARDS
            for test in hazard.tests
            if test not in tests | modules
        ]
        assert missing == []

    def test_each_has_its_vignette_and_names_it(self):
        vignettes = dict(collected()["hazards"])
        assert set(vignettes) == {hazard.id for hazard in HAZARDS}
        for hazard in HAZARDS:
            assert vignettes[hazard.id].startswith("tests/hazards/"), hazard.id
            assert vignettes[hazard.id] in hazard.tests, hazard.id

    def test_each_is_made_smaller_and_accepted(self):
        for hazard in HAZARDS:
            assert hazard.after < hazard.before, hazard.id
            assert hazard.after < NEVER_FROM, hazard.id
            assert hazard.after <= ACCEPTED_UP_TO or hazard.residual, hazard.id

    def test_each_rule_they_name_exists(self):
        known = {one.rule for one in CARDS}
        named = {rule for h in HAZARDS if h.rules != EVERY_RULE for rule in h.rules}
        assert named - known == set()

    @pytest.mark.parametrize("hazard", HAZARDS, ids=lambda hazard: hazard.id)
    def test_each_says_all_of_it(self, hazard):
        told = [hazard.title, hazard.cause, hazard.effect, hazard.control]
        assert all(told)


def test_the_numbers_on_the_pages_are_those_of_the_suite():
    numbers = json.loads(rulebook.NUMBERS.read_text())
    assert numbers == validation.tests_of_rules()
    assert numbers["hlh2004"]["vectors"] == 500
    assert numbers["marsh2013"]["vectors"] == 250
