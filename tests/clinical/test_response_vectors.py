"""Every vector's response agrees exactly with what was computed independently."""

import pytest

from hlh_app.clinical.response import marsh_response
from tests.clinical.response_vectors import as_document, read_vectors, to_case

_VECTORS = read_vectors()


@pytest.mark.parametrize("vector", _VECTORS, ids=lambda v: v["case"]["id"])
def test_the_response_agrees(vector):
    case = to_case(vector["case"])
    assert as_document(marsh_response(case, case.as_of)) == vector["expected"]["response"]


def test_there_are_vectors_of_every_kind():
    sets = {
        tuple(a["possible"]) for v in _VECTORS for a in v["expected"]["response"]["assessments"]
    }
    assert len(_VECTORS) == 250
    assert len(sets) == 7
