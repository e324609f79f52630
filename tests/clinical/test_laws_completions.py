"""With values missing the answer is the set over all completions: the oracle tries every one.

The oracle shares no code with the rules: it reads the case document itself.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.accuracy.benches import BENCHES
from tests.accuracy.ours import case_of
from tests.accuracy.scoring import score, score_whole


@pytest.mark.parametrize("bench", BENCHES, ids=lambda bench: bench.rule)
@settings(max_examples=60, deadline=None)
@given(number=st.integers(10**4, 10**9))
def test_every_rule_answers_as_the_oracle(bench, number):
    document = bench.ward(bench.rule, number)
    assert bench.ours(case_of(document)) == bench.oracle(document)


@pytest.mark.parametrize("bench", BENCHES, ids=lambda bench: bench.rule)
def test_the_vignettes_are_many_and_reach_more_than_one_answer(bench):
    documents = bench.documents()
    assert len(documents) >= 200
    assert len({document["id"] for document in documents}) == len(documents)
    assert len({bench.oracle(document)["met"] for document in documents[:60]}) >= 3


@pytest.mark.parametrize("bench", BENCHES, ids=lambda bench: bench.rule)
def test_the_oracle_tells_a_checklist_from_the_truth(bench):
    """A score that is always full would prove nothing."""
    documents = bench.documents(60)
    truths = [bench.oracle(document) for document in documents]
    ticked = [(bench.checklist(d), t["met"]) for d, t in zip(documents, truths, strict=True)]
    assert score(bench.rule, "checklist", ticked).right < len(documents)
    same = score_whole(bench.rule, zip(truths, truths, strict=True))
    assert (same.right, same.falsely_negative) == (len(documents), 0)
    wrong = [({**truth, "met": "elsewhere"}, truth) for truth in truths]
    assert score_whole(bench.rule, wrong).right == 0
