"""Every set of classes in words."""

from itertools import combinations

import pytest

from hlh_app.clinical.completions import ResponseClass
from hlh_app.clinical.response_wording import Wording, not_examined, wording, words
from tests.clinical.response_builders import ILL, WELL, day14, found, labs

NR, PR, CR = ResponseClass


@pytest.mark.parametrize(
    ("classes", "code", "text"),
    [
        ((CR,), "complete", "complete response"),
        ((PR,), "partial", "partial response"),
        ((NR,), "no_response", "no response"),
        ((PR, CR), "at_least_partial", "at least partial response, complete not determinable"),
        ((NR, PR), "not_complete", "no response or partial response, not determinable"),
        ((NR, CR), "none_or_complete", "no response or complete response, not determinable"),
        ((NR, PR, CR), "not_determinable", "response not determinable"),
        ((), "not_assessed", "not assessed"),
    ],
)
def test_each_set(classes, code, text):
    assert wording(classes) == code
    assert str(words(classes)) == text


def test_every_set_has_a_code_of_its_own():
    sets = [c for size in range(4) for c in combinations((NR, PR, CR), size)]
    assert {wording(classes) for classes in sets} == set(Wording)


@pytest.mark.parametrize(
    ("examined", "text"),
    [
        ([], "by laboratory and temperature; spleen, CNS not examined"),
        (["cns_involvement"], "by laboratory and temperature; spleen not examined"),
        (["splenomegaly"], "by laboratory and temperature; CNS not examined"),
    ],
)
def test_a_complete_response_says_what_was_not_examined(examined, text):
    rows = [found(name, 14, "absent") for name in examined]
    assert str(not_examined(day14(labs(0, ILL), labs(14, WELL), rows))) == text


def test_nothing_is_said_when_all_was_examined_or_it_cannot_be_complete():
    both = [found("cns_involvement", 14, "absent"), found("splenomegaly", 0, "absent")]
    assert not_examined(day14(labs(0, ILL), labs(14, WELL), both)) is None
    assert not_examined(day14(labs(0, ILL), labs(14, ILL))) is None
