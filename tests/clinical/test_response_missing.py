"""What is open, what it would do, and which results would settle the class."""

from itertools import product

import pytest

from hlh_app.clinical.response_missing import OpenReason, open_items, settling_sets
from tests.clinical.response_builders import ILL, WELL, day14, drug, found, lab, labs, verdict_of


def items(*rows, **fields):
    return {item.code: item for item in open_items(day14(*rows, **fields))}


def reasons(code, *rows, **fields):
    return [r.value for r in items(*rows, **fields)[code].reasons]


def test_a_settled_day_has_nothing_open():
    day = day14(labs(0, ILL), labs(14, WELL))
    assert open_items(day) == ()
    assert settling_sets(day) == ()


def test_a_day_not_assessed_has_nothing_open():
    assert open_items(verdict_of().days[0]) == ()
    assert settling_sets(verdict_of().days[0]) == ()


class TestReasons:
    def test_no_value(self):
        rows = labs(0, ILL)
        assert reasons("alt", rows, labs(14, WELL, alt="-")) == ["missing"]
        assert reasons("alt", rows, labs(14, WELL, alt=None)) == ["pending"]
        spoilt = drug("red_cell_transfusion", 13)
        assert reasons("hemoglobin", rows, labs(14, WELL), spoilt) == ["spoilt"]

    def test_a_value_that_cannot_say_everything(self):
        bare = [*labs(14, WELL, ferritin="-"), lab("ferritin", 14, "200", limit=None)]
        assert reasons("ferritin", labs(0, ILL), bare) == ["no_limit"]
        assert reasons("ferritin", labs(0, ILL, ferritin="-"), bare) == ["no_limit", "no_baseline"]
        assert reasons("ferritin", labs(0, ILL), labs(14, WELL, ferritin="<500")) == ["inexact"]
        assert reasons("ferritin", labs(0, ILL), labs(14, WELL, ferritin=">100")) == ["inexact"]
        vague = labs(0, ILL, ferritin=">200")
        assert reasons("ferritin", vague, labs(14, WELL)) == ["inexact"]
        other = [*labs(14, WELL, scd25="-"), lab("scd25", 14, "600", unit="pg/mL")]
        assert reasons("scd25", labs(0, ILL), other) == ["other_assay"]

    def test_findings(self):
        rows = [*labs(0, ILL), *labs(14, WELL), found("splenomegaly", -9)]
        open_ = items(rows, no_calm=True)
        assert set(open_) == {"fever", "splenomegaly"}
        assert open_["fever"].reasons == (OpenReason.NOT_KNOWN,)


class TestEffects:
    def test_what_each_answer_would_do(self):
        item = items(labs(0, ILL), labs(14, WELL, platelets=None))["platelets"]
        told = {effect.normal: list(effect.classes) for effect in item.effects}
        assert told == {True: ["CR"], False: ["PR"]}
        assert item.settles

    def test_fever(self):
        item = items(labs(0, ILL), labs(14, WELL), no_calm=True)["fever"]
        assert {e.present: list(e.classes) for e in item.effects} == {True: ["PR"], False: ["CR"]}

    def test_one_of_two_does_not_settle(self):
        rows = [*labs(0, ILL), *labs(14, WELL, platelets=None, hemoglobin=None)]
        item = items(rows)["platelets"]
        assert {e.normal: list(e.classes) for e in item.effects} == {
            True: ["PR", "CR"],
            False: ["PR"],
        }
        assert not item.settles


class TestSettlingSets:
    def test_one_is_enough(self):
        day = day14(labs(0, ILL), labs(14, WELL, platelets=None))
        assert settling_sets(day) == (("platelets",),)

    def test_what_cannot_matter_is_left_out(self):
        """Day 14 cannot be complete: platelets are low. Only the second marker is asked for."""
        now = labs(14, ILL, ferritin="100", hemoglobin="-", scd25=None)
        assert settling_sets(day14(labs(0, ILL), now)) == (("scd25",),)

    def test_two_together(self):
        day = day14(labs(0, ILL), labs(14, WELL, platelets=None, hemoglobin=None))
        assert settling_sets(day) == (("hemoglobin", "platelets"),)

    def test_more_than_three_are_not_listed(self):
        day = day14(lab("ferritin", 14, "200"), no_calm=True)
        assert settling_sets(day) == ()
        assert len(open_items(day)) > 3

    @pytest.mark.parametrize("pending", [("alt",), ("scd25", "alt"), ("scd25", "alt", "platelets")])
    def test_each_set_does_settle_whatever_it_shows(self, pending):
        rows = [labs(0, ILL), *(lab("temperature", d, "36.5") for d in (13, 14))]
        now = labs(14, WELL, **dict.fromkeys(pending))
        for codes in settling_sets(day14(rows, now)):
            for values in product(("1", "2000"), repeat=len(codes)):
                shown = labs(14, WELL, **dict.fromkeys(pending), **{})
                shown = [r for r in shown if r.analyte not in codes]
                shown += [lab(c, 14, v) for c, v in zip(codes, values, strict=True)]
                assert day14(rows, shown).is_settled


class TestSetsOfSeveral:
    def test_three_together_are_still_told_and_four_no_more(self):
        three = {"platelets": None, "hemoglobin": None, "neutrophils": None}
        sets = settling_sets(day14(labs(0, ILL), labs(14, WELL, **three)))
        assert {frozenset(found) for found in sets} == {frozenset(three)}
        four = labs(14, WELL, **three, alt=None)
        assert settling_sets(day14(labs(0, ILL), four)) == ()

    def test_none_while_nothing_can_change_the_class(self):
        day = day14(labs(0, ILL), labs(14, ILL, platelets=None))
        assert (list(day.possible), len(open_items(day))) == (["NR"], 1)
        assert settling_sets(day) == ()

    def test_improved_and_normal_are_told_apart(self):
        item = items(labs(0, ILL), labs(14, WELL, ferritin=None))["ferritin"]
        told = {(effect.improved, effect.normal) for effect in item.effects}
        assert told == {(True, True), (True, False), (False, False)}
