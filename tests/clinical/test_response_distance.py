"""How far each marker is from counting, and whether a marker is worse: every pair of values."""

from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest

from hlh_app.clinical.markers import MARKERS, MarkerWord
from hlh_app.clinical.response_distance import distances
from hlh_app.clinical.worse import is_worse
from tests.clinical.response_builders import ILL, WELL, day14, lab, labs, verdict_of

D = Decimal


def of(code, *rows):
    return next(d for d in distances(day14(*rows)) if d.code == code)


def test_every_marker_is_listed_whatever_its_word():
    day = day14(labs(0, ILL), labs(14, ILL, ferritin="100", alt="-", scd25=None))
    found = distances(day)
    assert tuple(d.code for d in found) == (*MARKERS, "hemoglobin", "platelets")
    assert [d.word for d in found[:5]] == [day.markers[code] for code in MARKERS]


def test_a_day_not_assessed_has_none():
    assert distances(verdict_of().days[0]) == ()


def test_target_and_present_value_in_the_unit_reported():
    ferritin = of("ferritin", labs(0, ILL), labs(14, ILL, ferritin="4000"))
    assert (ferritin.improvement.value, ferritin.to_improvement) == (3750, 250)
    assert (ferritin.normal.value, ferritin.to_normal) == (400, 3600)
    assert str(ferritin.statement) == "Ferritin 4000 ug/L, needs ≤ 3750 ug/L"
    now = [*labs(14, ILL, neutrophils="-"), lab("neutrophils", 14, "500", unit="/uL", limit=None)]
    neutrophils = of("neutrophils", labs(0, ILL), now)
    assert (neutrophils.improvement.value, neutrophils.to_improvement) == (800, 300)
    assert (neutrophils.normal, neutrophils.to_normal) == (None, None)
    assert str(neutrophils.statement) == "Neutrophils 500 /uL, needs ≥ 800 /uL"


def test_reached_is_said_with_nothing_left():
    ferritin = of("ferritin", labs(0, ILL), labs(14, ILL, ferritin="3750"))
    assert (ferritin.word, ferritin.to_improvement) == (MarkerWord.IMPROVED, 0)
    assert str(ferritin.statement) == "Ferritin 3750 ug/L, improved (≤ 3750 ug/L)"


@pytest.mark.parametrize(
    ("before", "now", "words"),
    [
        ({"alt": "300"}, {}, "not evaluable from its baseline"),
        ({"alt": "-"}, {}, "no baseline to compare with"),
        ({"alt": ">300"}, {}, "no value surely counts as improved"),
        ({}, {"alt": "-"}, "not known, needs ≤ 250 U/L"),
        ({}, {"alt": None}, "not known, needs ≤ 250 U/L"),
        ({}, {"alt": "<450"}, "<450 U/L, needs ≤ 250 U/L"),
    ],
)
def test_without_a_value_or_a_target_it_says_why(before, now, words):
    alt = of("alt", labs(0, ILL, **before), labs(14, ILL, **now))
    assert words in str(alt.statement)
    assert alt.to_improvement is None


def test_another_assay_is_not_compared():
    rows = [labs(0, ILL, scd25="-"), lab("scd25", 0, "9000", unit="pg/mL")]
    assert "another unit or assay" in str(of("scd25", rows, labs(14, ILL)).statement)


def test_hemoglobin_and_platelets_have_only_the_target_of_normality():
    platelets = of("platelets", labs(0, ILL), labs(14, WELL, platelets="96"))
    assert (platelets.word, platelets.improvement) == (None, None)
    assert (platelets.normal.value, platelets.to_normal) == (150, 54)


def test_a_target_is_shown_so_that_reaching_it_counts():
    rows = [labs(0, ILL, ferritin="1001", neutrophils="0.333"), labs(14, ILL)]
    assert "needs ≤ 750.75 ug/L" in str(of("ferritin", *rows).statement)
    thirds = [labs(0, ILL, scd25="1000"), labs(14, ILL, scd25="900")]
    assert str(of("scd25", *thirds).statement).endswith("900 U/mL, needs < 666.66 U/mL")
    assert "needs ≥ 0.67" in str(of("neutrophils", *rows).statement)


def test_beyond_the_target_nothing_is_missing():
    ferritin = of("ferritin", labs(0, ILL), labs(14, WELL, ferritin="100"))
    assert (ferritin.to_normal, ferritin.to_improvement) == (0, 0)
    assert of("platelets", labs(0, ILL), labs(14, WELL)).to_normal == 0


def test_a_pending_value_has_a_target_and_no_distance():
    gone = [*labs(14, ILL, ferritin="-"), lab("ferritin", 14, None)]
    ferritin = of("ferritin", labs(0, ILL), gone)
    assert (ferritin.normal.value, ferritin.to_normal) == (400, None)


RISING = ["0", "100", "320", "400", "401", "<320", ">320", "<=400", ">=400", None]
RISE_GRID = [Fraction(n, 2) for n in range(0, 1202)] + [Fraction(99999)]
FALLING = ["0", "0.4", "1.5", "2.0", "<1.5", ">1.5", "<=2.0", ">=2.0", "<0.4", None]
FALL_GRID = [Fraction(n, 40) for n in range(0, 161)] + [Fraction(99999)]


def allowed(text, grid):
    if text is None:
        return grid
    stated = Fraction(text.strip("<>="))
    tests = {
        "<": lambda v: v < stated,
        "<=": lambda v: v <= stated,
        ">": lambda v: v > stated,
        ">=": lambda v: v >= stated,
    }
    sign = text[: len(text) - len(text.lstrip("<>="))]
    return [v for v in grid if tests[sign](v)] if sign else [stated]


@pytest.mark.parametrize(
    ("code", "texts", "grid", "limit"),
    [("ferritin", RISING, RISE_GRID, 400), ("neutrophils", FALLING, FALL_GRID, Fraction("1.5"))],
)
def test_worse_is_that_of_every_completion(code, texts, grid, limit):
    for before, now in product([t for t in texts if t], texts):
        known = labs(14, ILL, **{code: now})
        day = day14(labs(0, ILL, **{code: before}), known)
        answers = {
            worse(code, base, value, limit)
            for base in extremes(allowed(before, grid))
            for value in extremes(allowed(now, grid))
        }
        expected = answers.pop() if len(answers) == 1 else None
        if now is None:  # without a value there is nothing to judge, and nothing is ruled out
            expected = None
        assert is_worse(day.analytes[code]) is expected, (code, before, now)


def extremes(values):
    """Ends and middle are enough: worse turns only once along either range."""
    return [*values[:2], *values[-2:], *values[len(values) // 2 : len(values) // 2 + 1]]


def worse(code, base, value, limit):
    if code == "ferritin":
        return value > limit and value > base and 4 * value >= 5 * base
    return value < limit and value < base and 4 * value <= 3 * base
