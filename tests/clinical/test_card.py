"""A card is made of the thresholds that judge, and what is ours is said to be."""

from decimal import Decimal

import pytest

from hlh_app.clinical.card import Boundary, CardCriterion
from hlh_app.clinical.hazard import EVERY_RULE
from hlh_app.clinical.hazards import HAZARDS, hazards_of
from hlh_app.clinical.rules import CARDS, card
from hlh_app.clinical.text import Message
from hlh_app.clinical.thresholds import Threshold

FAT = Threshold("triglycerides", ">=", Decimal("3.0"), (("mg/dL", Decimal(265)),))


class TestBoundary:
    def test_is_named_after_its_analyte_and_says_the_threshold(self):
        made = Boundary.of(FAT, "henter2007")
        assert (made.id, str(made.condition)) == ("triglycerides", "Triglycerides ≥ 3.0 mmol/L")
        assert made.source.short == "Henter 2007 (HLH-2004)"
        assert not made.our_definition

    def test_says_a_second_unit_as_it_is_published(self):
        made = Boundary.of(FAT, "henter2007", "fat_mg", "mg/dL")
        assert (made.id, str(made.condition)) == ("fat_mg", "Triglycerides ≥ 265 mg/dL")

    def test_of_our_own_is_said_to_be(self):
        made = Boundary.ours("days", "at most {days} days", days=14)
        assert (str(made.condition), made.citation) == ("at most 14 days", "our_definition")
        assert made.our_definition


@pytest.mark.parametrize(
    ("citation", "said", "ours"),
    [
        ("henter2007", False, False),
        ("henter2007", True, True),
        ("our_definition", False, True),
        ("our_definition", True, True),
    ],
)
def test_what_is_cited_as_ours_is_ours(citation, said, ours):
    made = CardCriterion(
        id="one",
        label="One",
        condition=Message("one"),
        citation=citation,
        our_definition=said,
    )
    assert made.our_definition is ours
    assert made.source.key == citation


def test_every_card_is_found_by_its_rule():
    assert [card(one.rule) for one in CARDS] == list(CARDS)
    with pytest.raises(KeyError):
        card("none")


def test_a_card_lists_the_limits_of_all_its_criteria():
    hlh = card("hlh2004")
    assert len(hlh.boundaries) == sum(len(one.boundaries) for one in hlh.criteria)
    assert hlh.source.doi == "10.1002/pbc.21039"
    assert {"ferritin", "count", "window_days"} <= {boundary.id for boundary in hlh.boundaries}


def test_hlh_2024_asks_the_same_without_nk_activity():
    eight = {one.id for one in card("hlh2004").criteria}
    seven = {one.id for one in card("hlh2024").criteria}
    assert eight - seven == {"nk_activity"}
    assert seven - eight == {"population"}


class TestHazards:
    def test_a_rule_has_its_own_and_those_of_every_rule(self):
        found = {hazard.id for hazard in hazards_of("marsh2013")}
        assert {"pending_as_negative", "wrong_baseline"} <= found
        assert "stale_weight" not in found

    def test_a_rule_that_nobody_named_has_those_of_every_rule_alone(self):
        assert all(hazard.rules == EVERY_RULE for hazard in hazards_of("none"))
        assert hazards_of("none")

    def test_the_rating_is_severity_times_likelihood(self):
        pending = next(hazard for hazard in HAZARDS if hazard.id == "pending_as_negative")
        assert (pending.before, pending.after) == (25, 5)


def test_nothing_on_a_card_is_ours_unless_said():
    one = Boundary(id="x", condition=Message("x"), citation="henter2007")
    whole = CardCriterion(id="x", label="X", condition=Message("x"), citation="henter2007")
    assert (one.our_definition, whole.our_definition) == (False, False)
    assert one.source.key == whole.source.key == "henter2007"
