"""Matched controls: by hand, against every possible pairing, and against scipy's assignment."""

from __future__ import annotations

import random
from itertools import permutations

import numpy as np
import pytest

from hlh_app.statistics.matching import MatchingSettings, Why, best_pairs, matching
from hlh_app.statistics.matching import _losses as losses
from hlh_app.statistics.subjects import Group

from .study_rows import by_key, cohort, patient, shown


def person(age, sex="female", trigger="infection", ebv=None):
    facts = {"age": age, "sex": sex, "trigger": trigger, "ebv": ebv}
    return patient(**{f"subject__{name}": value for name, value in facts.items()})


def pairs_of(patients, controls, **settings):
    """(patient, controls) by age, and who has none and why."""
    people = [person(**one) if isinstance(one, dict) else person(one) for one in patients]
    pool = [person(**one) if isinstance(one, dict) else person(one) for one in controls]
    subjects, groups = cohort(*people, *pool, b=len(pool))
    found = matching(subjects, groups, MatchingSettings(**settings))
    n = len(people)
    pairs = {pair.patient: [control - n for control in pair.controls] for pair in found.pairs}
    return pairs, dict(found.without)


class TestByHand:
    def test_the_nearest_of_the_same_sex_and_trigger(self):
        controls = [3.0, {"age": 5.0, "sex": "male"}, {"age": 5.0, "trigger": "rheumatic"}, 5.9]
        assert pairs_of([5.0], controls) == ({0: [3]}, {})

    def test_a_patient_gives_way_where_both_are_served_then(self):
        """The nearest of the first is the only one of the second."""
        assert pairs_of([4.0, 5.0], [4.4, 2.5], caliper_years=1.6) == ({0: [1], 1: [0]}, {})

    def test_the_sum_of_the_differences_is_the_smallest(self):
        assert pairs_of([4.0, 5.0], [4.9, 6.0]) == ({0: [0], 1: [1]}, {})

    @pytest.mark.parametrize(("caliper", "found"), [(1.0, {0: [0]}), (0.9999, {})])
    def test_the_caliper_is_included(self, caliper, found):
        assert pairs_of([4.0], [5.0], caliper_years=caliper)[0] == found

    def test_a_caliper_of_nothing_wants_the_same_age(self):
        assert pairs_of([4.0, 6.0], [4.0, 6.01], caliper_years=0)[0] == {0: [0]}

    def test_of_equals_the_first_is_taken(self):
        assert pairs_of([4.0, 4.0], [4.0, 4.0, 4.0])[0] == {0: [0], 1: [1]}

    def test_nobody_is_given_twice(self):
        pairs, without = pairs_of([4.0, 4.1, 4.2], [4.0, 4.2])
        assert sorted(control for of in pairs.values() for control in of) == [0, 1]
        assert list(without.values()) == [Why.ALL_GIVEN]

    def test_up_to_two_each_but_everybody_first(self):
        assert pairs_of([4.0, 6.0], [4.0, 5.0, 6.0], ratio=2, caliper_years=1)[0] in (
            {0: [0, 1], 1: [2]},
            {0: [0], 1: [1, 2]},
        )
        assert pairs_of([4.0, 4.5], [4.0, 4.2], ratio=2)[0] == {0: [0], 1: [1]}

    def test_alike_in_ebv_only_where_asked(self):
        yes, no = {"age": 4.0, "ebv": True}, {"age": 4.0, "ebv": False}
        assert pairs_of([yes], [no])[0] == {0: [0]}
        assert pairs_of([yes], [no], ebv=True) == ({}, {0: Why.NOBODY_ALIKE})
        assert pairs_of([yes], [no, yes], ebv=True)[0] == {0: [1]}


class TestWithout:
    @pytest.mark.parametrize(
        ("one", "why"),
        [
            ({"age": None}, Why.NOT_KNOWN),
            ({"age": 4.0, "sex": None}, Why.NOT_KNOWN),
            ({"age": 4.0, "trigger": None}, Why.NOT_KNOWN),
            ({"age": 4.0, "sex": "male"}, Why.NOBODY_ALIKE),
            ({"age": 9.0}, Why.NONE_OF_THE_AGE),
        ],
    )
    def test_says_why(self, one, why):
        assert pairs_of([one], [4.0]) == ({}, {0: why})

    def test_what_is_not_known_of_a_control_makes_it_none(self):
        controls = [{"age": None}, {"age": 4.0, "trigger": None}]
        assert pairs_of([4.0], controls) == ({}, {0: Why.NOBODY_ALIKE})

    def test_nobody_is_a_control_of_themselves(self):
        subjects, _groups = cohort(person(4.0), person(4.1))
        both = (Group("a", "A", np.arange(2)), Group("b", "B", np.arange(2)))
        found = matching(subjects, both)
        assert found.pairs == ()
        assert [why for _row, why in found.without] == [Why.NOBODY_ALIKE] * 2

    @pytest.mark.parametrize("n", [0, 1])
    def test_with_an_empty_group(self, n):
        subjects, _groups = cohort(*[person(4.0)] * n)
        groups = (Group("a", "A", np.arange(n)), Group("b", "B", np.arange(0)))
        found = matching(subjects, groups)
        assert (found.pairs, len(found.without)) == ((), n)


class TestGroups:
    def test_are_those_matched_in_the_order_of_the_patients(self):
        subjects, groups = cohort(
            person(9.0), person(4.0), person(30.0), person(4.5), person(8.5), b=2
        )
        found = matching(subjects, groups)
        assert [(g.code, g.name, g.rows.tolist()) for g in found.groups] == [
            ("a", "Group A", [0, 1]),
            ("b", "Group B", [3, 4]),
        ]
        assert shown(by_key(found), "matching/pairs/ab", "matching/without/a") == [
            (2, [0, 1]),
            (1, [2]),
        ]


def cost(pairs, slots, pool, loss):
    empty = set(range(len(slots))) - {slot for slot, _control in pairs}
    apart = sum(abs(int(slots[s]) - int(pool[c])) for s, c in pairs)
    return apart + sum(int(loss[slot]) for slot in empty)


def every_way(slots, pool, farthest, loss):
    """The least cost over all ways to give each slot a control or none."""
    choices = [*range(len(pool)), *[None] * len(slots)]
    best = None
    for given in set(permutations(choices, len(slots))):
        pairs = [(s, c) for s, c in enumerate(given) if c is not None]
        if all(abs(int(slots[s]) - int(pool[c])) <= farthest for s, c in pairs):
            here = cost(pairs, slots, pool, loss)
            best = here if best is None else min(best, here)
    return best


def made(of, most):
    ratio = of.choice((1, 2))
    ages = sorted(of.randint(0, 12) for _ in range(of.randint(1, most // ratio)))
    pool = np.array(sorted(of.randint(0, 12) for _ in range(of.randint(1, most))))
    farthest = of.randint(0, 6)
    return np.repeat(np.array(ages), ratio), pool, farthest, losses(len(ages), ratio, farthest)


class TestBestPairs:
    def checked(self, *given):
        slots, pool, farthest, loss = given
        pairs = best_pairs(*given)
        assert len({s for s, _c in pairs}) == len(pairs) == len({c for _s, c in pairs})
        assert all(abs(int(slots[s]) - int(pool[c])) <= farthest for s, c in pairs)
        return cost(pairs, slots, pool, loss)

    @pytest.mark.parametrize("seed", range(60))
    def test_cost_as_little_as_any_way_of_pairing(self, seed):
        given = made(random.Random(seed), 4)
        assert self.checked(*given) == every_way(*given)

    @pytest.mark.untraced
    def test_cost_as_little_as_scipys_assignment(self):
        from scipy.optimize import linear_sum_assignment

        for seed in range(300):
            slots, pool, farthest, loss = made(random.Random(seed), 9)
            apart = np.abs(slots[:, None] - pool[None, :]).astype(float)
            apart[apart > farthest] = 1e12
            empty = np.repeat(loss[:, None].astype(float), len(slots), axis=1)
            table = np.hstack([apart, empty])
            rows, columns = linear_sum_assignment(table)
            assert self.checked(slots, pool, farthest, loss) == table[rows, columns].sum()

    def test_thousands_are_paired_without_losing_a_step(self):
        ages = np.arange(3000, dtype=np.int64) * 7
        pairs = best_pairs(ages, ages + 3, 3, losses(3000, 1, 3))
        assert pairs == [(n, n) for n in range(3000)]
