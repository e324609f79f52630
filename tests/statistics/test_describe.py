"""Mean, quartiles and range by hand, and sorting by counting."""

import numpy as np
import pytest

from hlh_app.statistics import ascending as sorting
from hlh_app.statistics.ascending import ascending
from hlh_app.statistics.describe import Description, describe, quantile

NAN = float("nan")


def test_what_is_known_is_described_and_what_is_missing_counted():
    found = describe(np.array([4.0, NAN, 1.0, 3.0, 2.0]))
    assert found == Description(4, 1, 2.5, np.sqrt(5 / 3), 2.5, 1.75, 3.25, 1.0, 4.0)


@pytest.mark.parametrize("values", [[], [NAN, NAN]])
def test_without_a_value_there_is_only_how_many_are_missing(values):
    assert describe(np.array(values, dtype=float)) == Description(0, len(values))
    assert quantile(np.array(values, dtype=float), 0.5) is None


def test_one_value_has_no_standard_deviation():
    assert describe(np.array([7.0])) == Description(1, 0, 7.0, None, 7.0, 7.0, 7.0, 7.0, 7.0)


@pytest.mark.parametrize(("share", "value"), [(0, 1.0), (0.1, 1.3), (0.5, 2.5), (1, 4.0)])
def test_quantiles_lie_between_neighbors(share, value):
    assert quantile(np.array([1.0, 2.0, 3.0, 4.0]), share) == pytest.approx(value)


@pytest.mark.parametrize(
    ("name", "values", "is_counted"),
    [
        ("whole numbers", lambda rng: rng.integers(-50, 900, 3000).astype(float), True),
        ("one decimal", lambda rng: np.round(rng.normal(5, 40, 3000), 1), True),
        ("two decimals", lambda rng: np.round(rng.normal(5, 10, 3000), 2), True),
        ("all the same", lambda rng: np.full(3000, 0.3), True),
        ("too wide", lambda rng: rng.integers(0, 10**7, 3000).astype(float), False),
        ("many digits", lambda rng: rng.normal(0, 1, 3000), False),
        ("a late odd one", lambda rng: np.append(np.arange(3000.0), 0.0001), False),
        ("few", lambda rng: rng.integers(0, 9, 50).astype(float), False),
        ("without end", lambda rng: np.append(np.arange(3000.0), np.inf), False),
    ],
)
def test_sorted_by_counting_where_the_digits_are_few(name, values, is_counted, monkeypatch):
    column = values(np.random.default_rng(3))
    seen = []
    counted = sorting._counted
    monkeypatch.setattr(sorting, "_counted", lambda *of: seen.append(of) or counted(*of))
    assert np.array_equal(ascending(column), np.sort(column))
    assert bool(seen) == is_counted
