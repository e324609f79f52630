"""The rule reasons over ranges; the oracle tries every completion. They must never differ."""

import random

import pytest

from hlh_app.clinical.response import marsh_response
from tests.clinical.random_cases import random_case
from tests.clinical.response_oracle import oracle
from tests.clinical.response_vectors import as_document, read_vectors

CASES_A_SEED = 100


@pytest.mark.parametrize("seed", range(30))
def test_random_cases_agree_with_the_oracle(seed):
    rng = random.Random(seed)
    for number in range(CASES_A_SEED):
        case = random_case(rng)
        found = as_document(marsh_response(case, case.as_of))
        assert found == oracle(case, case.as_of), (seed, number)


def test_the_oracle_itself_agrees_with_the_vectors():
    for vector in read_vectors():
        case = vector.case
        assert oracle(case, case.as_of) == vector.response, case.id


def test_the_random_cases_reach_every_kind_of_answer():
    rng = random.Random(1)
    sets, words = set(), set()
    for _ in range(600):
        case = random_case(rng)
        document = as_document(marsh_response(case, case.as_of)) or {"assessments": []}
        for assessment in document["assessments"]:
            sets.add(tuple(assessment["possible"]))
            words.update(assessment["markers"].values())
    assert len(sets) == 7
    assert len(words) == 4
