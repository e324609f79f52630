"""Every vector's response agrees exactly with what was computed independently."""

import pytest

from hlh_app.clinical.response import marsh_response
from tests.clinical.response_vectors import as_document, read_vectors

_VECTORS = read_vectors()


@pytest.mark.parametrize("vector", _VECTORS, ids=lambda vector: vector.case.id)
def test_the_response_agrees(vector):
    case = vector.case
    assert as_document(marsh_response(case, case.as_of)) == vector.response


def test_there_are_vectors_of_every_kind():
    sets = {tuple(a["possible"]) for v in _VECTORS for a in v.response["assessments"]}
    assert len(_VECTORS) == 250
    assert len(sets) == 7
