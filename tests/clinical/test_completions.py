"""The classes that completions give, against trying every one of them."""

from itertools import product

import pytest

from hlh_app.clinical.completions import ResponseClass, best_of, possible_classes

NR, PR, CR = ResponseClass
YES, NO, EITHER = frozenset({True}), frozenset({False}), frozenset({True, False})
PAIRS = list(product([False, True], repeat=2))
SIDES = [
    frozenset(p for p, keep in zip(PAIRS, mask, strict=True) if keep)
    for mask in product([False, True], repeat=4)
    if any(mask)
]


def by_hand(analytes, blocks):
    found = set()
    for blocked in product(*blocks):
        for pairs in product(*analytes):
            complete = all(normal for _, normal in pairs) and not any(blocked)
            improved = sum(better for better, _ in pairs)
            found.add(CR if complete else PR if improved >= 2 else NR)
    return tuple(c for c in (NR, PR, CR) if c in found)


@pytest.mark.parametrize("block", [YES, NO, EITHER])
def test_every_state_of_three_analytes(block):
    for analytes in product(SIDES, repeat=3):
        assert possible_classes(analytes, [NO, block]) == by_hand(analytes, [NO, block])


def test_one_certain_block_is_enough():
    normal = [frozenset({(True, True)})] * 7
    assert possible_classes(normal, [EITHER, YES, NO]) == (PR,)
    assert possible_classes(normal, [EITHER, NO]) == (PR, CR)
    assert possible_classes(normal, []) == (CR,)


@pytest.mark.parametrize(
    ("assessments", "expected"),
    [
        ([], ()),
        ([(NR,)], (NR,)),
        ([(NR,), (PR,)], (PR,)),
        ([(NR, PR), (NR,)], (NR, PR)),
        ([(NR, CR), (PR,)], (PR, CR)),
        ([(NR, PR, CR), (PR, CR)], (PR, CR)),
        ([(CR,), (NR, PR)], (CR,)),
        ([(NR, CR), (NR, PR)], (NR, PR, CR)),
    ],
)
def test_the_best_of_several(assessments, expected):
    assert best_of(assessments) == expected
    every = {max(pick, key=[NR, PR, CR].index) for pick in product(*assessments) if pick}
    assert set(best_of(assessments)) == every
