"""Table 1 by hand: who is counted, of whom, and what is compared."""

import numpy as np
import pytest

from hlh_app.statistics.balance import (
    Beyond,
    beyond_measure,
    beyond_spread,
    difference_of_categories,
    difference_of_means,
)
from hlh_app.statistics.comparison import Method
from hlh_app.statistics.describe import describe
from hlh_app.statistics.table1 import table1
from hlh_app.statistics.table1_variables import LISTS, MOST_ENTRIES, entry_code, spelled

from .study_rows import by_key, cohort, patient, shown

EARLIER = next(entries for entries in LISTS if entries.code == "earlier")


def figures(*rows, b=0):
    return by_key(table1(*cohort(*rows, b=b)))


def of_one(*rows):
    found = figures(*rows)
    return lambda *keys: shown(found, *(f"table1/{key}/a" for key in keys))


def test_a_number_is_described_with_who_has_it_and_who_has_not():
    seen = of_one(*(patient(subject__age=age) for age in (2.0, None, 4.0, 9.0)))
    assert seen("age/n", "age/missing", "age/median", "age/low", "age/high") == [
        (3, [0, 2, 3]),
        (1, [1]),
        (4.0, [0, 2, 3]),
        (2.0, [0, 2, 3]),
        (9.0, [0, 2, 3]),
    ]


def test_a_category_is_counted_of_those_of_whom_it_is_known():
    seen = of_one(*(patient(subject__sex=sex) for sex in ("female", None, "male", "female")))
    assert seen("sex/n", "sex/missing", "sex.female/count", "sex.female/percent") == [
        (3, [0, 2, 3]),
        (1, [1]),
        (2, [0, 3]),
        (pytest.approx(200 / 3), [0, 3]),
    ]


def test_an_agent_is_missing_only_where_one_could_be():
    rows = [
        patient(subject__trigger="infection", subject__agent="ebv"),
        patient(subject__trigger="infection"),
        patient(subject__trigger="rheumatic"),
        patient(),
        patient(subject__trigger="malignancy", subject__agent="cmv"),
    ]
    seen = of_one(*rows)
    assert seen("agent/n", "agent/missing", "agent.no_infection/count", "agent.cmv/count") == [
        (3, [0, 2, 4]),
        (2, [1, 3]),
        (1, [2]),
        (1, [4]),
    ]


def test_a_criterion_is_met_of_those_known():
    words = ("met", "not_met", "unknown", "not_applicable")
    seen = of_one(*(patient(subject__criteria={"fever": word}) for word in words), patient())
    assert seen("criterion_fever.met/count", "criterion_fever/n", "criterion_fever/missing") == [
        (1, [0]),
        (2, [0, 1]),
        (3, [2, 3, 4]),
    ]


def test_the_dose_applies_to_ruxolitinib_alone():
    conventional = patient(subject__treatment="conventional", subject__drug="etoposide")
    seen = of_one(patient(subject__dose_mg_per_day=10.0), patient(), conventional)
    assert seen("dose/n", "dose/missing", "beside/missing") == [(1, [0]), (1, [1]), (2, [0, 1])]
    assert seen("drug.etoposide.yes/count") == [(1, [2])]


def test_results_before_treatment():
    seen = of_one(patient(ferritin={"before": 900.0, "week1": 1.0}), patient())
    assert seen("before_ferritin/median", "before_ferritin/missing") == [(900.0, [0]), (1, [1])]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        *[("HLH-94", "hlh-94"), ("hlh 94", "hlh-94"), ("  HLH–94 ", "hlh–94")],
        *[("DEP (+ L-asparaginase)", "dep-l-asparaginase"), ("地塞米松", "地塞米松")],
    ],
)
def test_regimens_are_one_when_they_differ_in_spaces_and_signs(written, code):
    assert entry_code(written) == code


def test_each_regimen_is_counted_once_a_patient_of_all():
    rows = [
        patient(subject__earlier=["HLH-94", "hlh 94"]),
        patient(subject__earlier=["HLH-94", "DEP"]),
        patient(),
    ]
    seen = of_one(*rows)
    assert seen("earlier.hlh-94.yes/count", "earlier.dep.yes/count", "earlier.dep/n") == [
        (2, [0, 1]),
        (1, [1]),
        (3, [0, 1, 2]),
    ]
    assert spelled(EARLIER, *cohort(*rows)) == {"hlh-94": "HLH-94", "dep": "DEP"}


def test_only_the_most_frequent_regimens_are_listed():
    names = [f"Regimen {letter}" for letter in "ABCDEFGHIJKLM"]
    rows = [patient(subject__earlier=names), patient(subject__earlier=["Regimen M"])]
    listed = table1(*cohort(*rows)).lists["earlier"]
    assert len(listed) == MOST_ENTRIES
    assert [row.code for row in listed[:2]] == ["earlier.regimen-m", "earlier.regimen-a"]


def test_two_groups_are_compared_row_by_row():
    rows = [patient(subject__age=float(n), subject__sex="female") for n in range(6)]
    rows += [patient(subject__age=10.0 + n, subject__sex="male") for n in range(6)]
    found = table1(*cohort(*rows, b=6))
    age, sex = found.rows["age"], found.rows["sex"]
    assert (age.test.method, sex.test.method) == (Method.RANK_SUM_EXACT, Method.FISHER)
    keys = by_key(found)
    assert keys["table1/age/p/ab"].value == pytest.approx(2 / 924)
    assert keys["table1/age/p/ab"].who is None
    assert keys["table1/age/smd/ab"].value == pytest.approx(10 / 3.5**0.5)
    assert keys["table1/sex/smd/ab"].value is None


def test_where_every_expected_count_is_five_chi_square_is_taken():
    rows = [patient(subject__sex=sex) for sex in ("female", "male") * 10]
    assert table1(*cohort(*rows, b=10)).rows["sex"].test.method == Method.CHI_SQUARE
    assert table1(*cohort(*rows, b=9)).rows["sex"].test.method == Method.FISHER


def test_one_group_is_compared_with_nothing():
    assert not [key for key in figures(patient(), patient()) if key.endswith("/ab")]


@pytest.mark.parametrize(
    ("a", "b", "apart"),
    [
        ([5, 5], [5, 5], 0.0),
        ([2, 8], [6, 4], 0.4 / 0.2**0.5),
        ([2, 8, 0], [6, 4, 0], 0.4 / 0.2**0.5),
        ([5, 0], [0, 5], None),
        ([5, 0], [4, 0], None),
        ([0, 0], [4, 1], None),
    ],
)
def test_categories_differ_by_so_much(a, b, apart):
    expected = apart if apart is None else pytest.approx(apart)
    assert difference_of_categories(a, b) == expected


def test_means_that_cannot_be_held_against_a_spread_do_not_differ_by_a_number():
    two, same, one = (describe(np.array(x)) for x in ([1.0, 3.0], [5.0, 5.0], [4.0]))
    assert difference_of_means(two, same) == pytest.approx(3.0)
    assert difference_of_means(same, same) is None
    assert difference_of_means(two, one) is None


@pytest.mark.parametrize(
    ("a", "b", "why"),
    [
        ([5, 0], [0, 5], Beyond.SEPARATE),
        ([5, 0], [4, 0], Beyond.ALIKE),
        ([5, 1], [0, 5], None),
        ([0, 0], [4, 1], None),
        ([0, 0], [0, 0], None),
    ],
)
def test_groups_all_alike_are_told_from_groups_without_overlap(a, b, why):
    assert beyond_measure(a, b) is why


def test_numbers_all_alike_are_told_from_numbers_without_overlap():
    fives, fours, two = (describe(np.array(x)) for x in ((5.0, 5.0), (4.0, 4.0), (5.0, 7.0)))
    assert beyond_spread(fives, fives) is Beyond.ALIKE
    assert beyond_spread(fives, fours) is Beyond.SEPARATE
    assert beyond_spread(fives, two) is None
    assert beyond_spread(fives, describe(np.array([]))) is None
