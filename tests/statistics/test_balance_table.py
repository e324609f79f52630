"""How alike two groups are, by hand."""

from __future__ import annotations

import pytest

from hlh_app.statistics.balance_table import balance_table
from hlh_app.statistics.cohort_size import cohort_size
from hlh_app.statistics.everything import TOPICS, figure, figures, parts_of, topic_of
from hlh_app.statistics.subjects import Group

from .random_cohorts import random_cohort
from .study_rows import by_key, cohort, patient, shown


def person(age, sex, **facts):
    named = {f"subject__{name}": value for name, value in facts.items()}
    return patient(subject__age=age, subject__sex=sex, **named)


def four():
    return cohort(
        person(2.0, "female", trigger="infection", ebv=True, hlh2004="met"),
        person(4.0, "male", trigger="infection", ebv=None, hlh2004="unknown"),
        person(3.0, "female", trigger="rheumatic", ebv=False, hlh2004="not_met"),
        person(7.0, None, trigger=None, ebv=False, hlh2004="met"),
        b=2,
    )


class TestNumbers:
    def test_mean_median_and_the_standardized_difference(self):
        found = by_key(balance_table(*four()))
        keys = [f"balance/age/{what}/{group}" for group in "ab" for what in ("n", "mean", "median")]
        assert [value for value, _who in shown(found, *keys)] == [2, 3.0, 3.0, 2, 5.0, 5.0]
        # Variances 2 and 8: |3 − 5| over the root of their mean, 5.
        assert found["balance/age/difference/ab"].value == pytest.approx(2 / 5**0.5)

    def test_nobody_known(self):
        found = by_key(balance_table(*four()))
        assert shown(found, "balance/weight_kg/n/a", "balance/weight_kg/mean/a") == [
            (0, []),
            (None, []),
        ]
        assert found["balance/weight_kg/difference/ab"].value is None


class TestWords:
    def test_counts_among_those_of_whom_it_is_known(self):
        found = by_key(balance_table(*four()))
        assert shown(found, "balance/sex/female/count/a", "balance/sex/female/n/a") == [
            (1, [0]),
            (2, [0, 1]),
        ]
        assert shown(found, "balance/sex/female/count/b", "balance/sex/female/n/b") == [
            (1, [2]),
            (1, [2]),
        ]
        assert shown(found, "balance/ebv/yes/count/a", "balance/ebv/yes/n/a") == [
            (1, [0]),
            (1, [0]),
        ]
        assert shown(found, "balance/hlh2004/met/n/a") == [(1, [0])]
        assert shown(found, "balance/trigger/infection/count/b") == [(0, [])]

    def test_the_difference_of_proportions(self):
        rows = [person(4.0, sex) for sex in ["female"] * 3 + ["male"] + ["female"] + ["male"] * 3]
        found = by_key(balance_table(*cohort(*rows, b=4)))
        # 3/4 against 1/4, each with variance 3/16.
        assert found["balance/sex/female/difference/ab"].value == pytest.approx(
            0.5 / (3 / 16) ** 0.5
        )


def test_one_group_has_no_difference():
    subjects, (a, _b) = four()
    found = by_key(balance_table(subjects, (a,)))
    assert not [key for key in found if "difference" in key]
    assert found["balance/age/mean/a"].value == 3.0


class TestSize:
    def test_of_each_group_and_of_both(self):
        subjects, (a, b) = four()
        two = (a, Group("b", "B", subjects.everybody[1:]))
        assert shown(by_key(cohort_size(subjects, two)), "cohort/n/a", "cohort/n/b") == [
            (2, [0, 1]),
            (3, [1, 2, 3]),
        ]
        assert shown(by_key(cohort_size(subjects, two)), "cohort/n/ab") == [(1, [1])]
        assert list(by_key(cohort_size(subjects, (b,)))) == ["cohort/n/b"]


class TestEverything:
    def test_each_topic_is_found_by_the_first_word_of_its_keys(self):
        subjects, groups = random_cohort(41)
        for name, topic in TOPICS.items():
            keys = [each.key for each in topic.analysis(subjects, groups).figures()]
            assert keys, name
            assert {key.split("/")[0] for key in keys} == {name}
            assert len(set(keys)) == len(keys), name
            assert topic_of(keys[0]) is topic

    def test_every_number_is_found_again_by_its_key(self):
        subjects, groups = random_cohort(41)
        for each in figures(subjects, groups, ("cohort", "balance")):
            again = figure(subjects, groups, each.key)
            assert again.key == each.key
            assert (again.who is None) == (each.who is None)

    @pytest.mark.parametrize("key", ["", "nothing", "nothing/n/a", "cohort/n/c", "cohort"])
    def test_an_unknown_key_is_no_number(self, key):
        assert figure(*four(), key) is None

    def test_parts(self):
        assert parts_of(("cohort",)) == {"subject"}
        assert "values" in parts_of()
