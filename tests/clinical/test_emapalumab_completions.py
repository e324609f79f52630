"""The emapalumab-trial response is the set over every completion of what is missing."""

import random
from fractions import Fraction
from functools import cache
from itertools import pairwise, product

import pytest

from hlh_app.clinical.emapalumab_response import (
    ORDER,
    possible_classes,
)
from hlh_app.clinical.outcome import Outcome
from tests.clinical.trial_builders import (
    CODES,
    SIGNS_CLEAR,
    SIGNS_STAY,
    item,
    of,
)

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN
NONE, IMPROVEMENT, PARTIAL, COMPLETE = ORDER
CHOICES = {
    "ferritin": ["900", "1999", "2000", "2500", "5000", None, "<2600", ">1500"],
    "platelets": ["0", "30", "45", "100", "101", None, ">40"],
    "neutrophils": ["0", "0.4", "0.6", "1", "1.1", None, "<1"],
    "fibrinogen": ["1.0", "1.5", "1.6", None],
    "d_dimer": ["100", "499", "500", "1500", "3000", None],
    "scd25": ["400", "840", "1680", "1681", "4500", "9000", None, ">800"],
}
LIMIT = {"ferritin": "2000", "platelets": "100", "neutrophils": "1", "fibrinogen": "1.5",
         "d_dimer": "500", "scd25": "840"}  # fmt: skip
EDGES = [Fraction(n, d) for n, d in ((1, 1), (1, 2), (2, 1), (3, 2), (2, 3), (4, 1), (1, 4))]


def grid(code):
    """Every value at which an answer may turn, what lies between, below and far above."""
    plain = {Fraction(t.strip("<>")) for t in (*CHOICES[code], LIMIT[code]) if t}
    turns = sorted({0, *(v * e * f for v in plain for e in EDGES for f in EDGES)})
    between = [(one + other) / 2 for one, other in pairwise(turns)]
    return [*turns, *between, turns[-1] * 9]


GRID = {code: grid(code) for code in CODES}


def completions(code, text):
    """Every value of a fine grid that a result allows."""
    if text is None:
        return GRID[code]
    if text[0] in "<>":
        limit, low = Fraction(text[1:]), text[0] == "<"
        return [v for v in GRID[code] if (v < limit if low else v > limit)]
    return [Fraction(text)]


def said(code, base, now):
    """Normal, normalized, better, of two plain numbers."""
    if code == "scd25":
        return now <= 2 * base, False, base > 840 and 2 * now <= base
    limit = Fraction(LIMIT[code])
    falls = code in ("ferritin", "d_dimer")
    was, normal = ((v < limit) if falls else (v > limit) for v in (base, now))
    better = 2 * now <= base if falls else 2 * now >= 3 * base and now > base
    return normal, not was and normal, not was and better


@cache
def over_all(code, before, now):
    return {
        said(code, *pair) for pair in product(completions(code, before), completions(code, now))
    }


@pytest.mark.parametrize("seed", range(4))
def test_the_set_is_that_over_all_completions(seed):
    rng = random.Random(seed)
    reached = set()
    for _ in range(40):
        before = {c: rng.choice(CHOICES[c]) for c in CODES}
        now = {c: rng.choice(CHOICES[c]) for c in CODES}
        now["ferritin"] = now["ferritin"] or "900"
        day = of(now, rng.choice([SIGNS_CLEAR, SIGNS_STAY]), before)
        for code in CODES:
            expected = over_all(code, before[code], now[code])
            assert item(day, code).possible == expected, (code, before[code], now[code])
        sides = [i.possible for i in day.items]
        assert day.possible == possible_classes(sides)
        picks = product(*[sorted(s) for s in sides])
        assert set(day.possible) == {one_class(pick) for pick in picks}
        reached.update(day.possible)
    assert reached >= {NONE, PARTIAL}


def one_class(pick):
    if all(normal for normal, _, _ in pick):
        return COMPLETE
    if sum(n for _, n, _ in pick) >= 3:
        return PARTIAL
    return IMPROVEMENT if sum(i for _, _, i in pick) >= 3 else NONE
