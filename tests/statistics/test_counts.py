"""Proportions, tables of counts and standardized proportions, by hand."""

from fractions import Fraction
from math import comb

import pytest

from hlh_app.statistics.comparison import Method, Reason
from hlh_app.statistics.contingency import (
    MOST_TABLES,
    chi_square,
    compared,
    expected,
    fisher,
    most_tables,
)
from hlh_app.statistics.proportions import Proportion, exact_interval
from hlh_app.statistics.standardized import standardized


def test_the_ends_of_an_exact_interval_have_closed_forms():
    assert exact_interval(0, 0) == Proportion(0, 0)
    none, all_ = exact_interval(0, 10), exact_interval(10, 10)
    assert (none.lower, none.upper) == (0.0, pytest.approx(1 - 0.025 ** (1 / 10)))
    assert (all_.lower, all_.upper) == (pytest.approx(0.025 ** (1 / 10)), 1.0)
    assert exact_interval(5, 34).value == 5 / 34


def test_the_lady_tasting_tea():
    found = fisher([[3, 1], [1, 3]])
    assert (found.method, found.n) == (Method.FISHER, (4, 4))
    assert found.p == pytest.approx(float(Fraction(2 * (1 + 16), comb(8, 4))))


def test_more_rows_and_columns_are_listed():
    """3 × 2 with margins 1, 1, 1 and 2, 1: three equally probable tables."""
    assert fisher([[1, 0], [1, 0], [0, 1]]).p == pytest.approx(1)
    assert fisher([[2, 0, 0], [0, 2, 0], [0, 0, 2]]).p == pytest.approx(6 / 90)


def test_a_table_and_its_transpose_are_one():
    table = [[3, 0, 2], [1, 4, 4]]
    turned = [list(row) for row in zip(*table, strict=True)]
    assert fisher(table).p == pytest.approx(fisher(turned).p)
    assert most_tables(table) == most_tables(turned)


def test_a_table_too_large_is_said_to_be():
    table = [[40, 41], [39, 45], [50, 44], [41, 40], [60, 61]]
    assert most_tables(table) > MOST_TABLES
    assert (fisher(table).p, fisher(table).reason) == (None, Reason.TOO_LARGE)
    assert fisher([[4000, 4100], [3900, 4500]]).p is not None


def test_chi_square_with_and_without_correction():
    table = [[10, 20], [30, 40]]
    assert expected(table).tolist() == [[12, 18], [28, 42]]
    plain, corrected = chi_square(table), chi_square(table, yates=True)
    assert plain.statistic == pytest.approx(4 / 12 + 4 / 18 + 4 / 28 + 4 / 42)
    assert corrected.statistic == pytest.approx(2.25 / 12 + 2.25 / 18 + 2.25 / 28 + 2.25 / 42)
    assert (plain.df, plain.method) == ((1.0,), Method.CHI_SQUARE)
    assert corrected.method is Method.CHI_SQUARE_YATES
    assert chi_square([[1, 2], [3, 4], [5, 5]], yates=True).method is Method.CHI_SQUARE


@pytest.mark.parametrize("test", [chi_square, fisher, compared])
@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ([[0, 0], [0, 0]], Reason.NOBODY),
        ([[3, 0], [4, 0]], Reason.ONE_CATEGORY),
        ([[3, 4], [0, 0]], Reason.ONE_CATEGORY),
    ],
)
def test_tables_without_an_answer(test, table, reason):
    assert (test(table).p, test(table).reason) == (None, reason)


@pytest.mark.parametrize(
    ("table", "method"),
    [
        ([[5, 5], [5, 5]], Method.CHI_SQUARE),
        ([[4, 5], [5, 5]], Method.FISHER),
        ([[5, 5], [5, 5], [0, 0]], Method.CHI_SQUARE),
    ],
)
def test_fisher_where_an_expected_count_is_below_five(table, method):
    assert compared(table).method is method


def test_a_standardized_proportion_is_weighted_as_the_standard():
    found = standardized([(1, 2), (3, 4)], [30, 10])
    assert found.value == pytest.approx(0.75 * 0.5 + 0.25 * 0.75)
    assert found.weights == (0.75, 0.25)
    assert 0 < found.lower < found.value < found.upper < 1


def test_one_stratum_keeps_its_exact_interval():
    found, exact = standardized([(3, 9), (0, 0)], [5, 0]), exact_interval(3, 9)
    assert found.lower == pytest.approx(exact.lower)
    assert found.upper == pytest.approx(exact.upper)


@pytest.mark.parametrize(
    ("strata", "standard", "reason"),
    [([(1, 2), (0, 0)], [1, 1], Reason.EMPTY_STRATUM), ([(1, 2)], [0], Reason.NOBODY)],
)
def test_no_standardized_proportion(strata, standard, reason):
    found = standardized(strata, standard)
    assert (found.value, found.reason) == (None, reason)
