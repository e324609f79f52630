"""The toxicity table is what enumerating every value and every limit gives."""

import random

import pytest

from hlh_app.clinical.ctcae_tables import TERMS
from hlh_app.clinical.toxicity import toxicity
from hlh_app.clinical.windows import History, View

from .toxicity_cases import as_of, random_case
from .toxicity_oracle import TERMS as TERMS_OF_THE_ORACLE
from .toxicity_oracle import oracle

CASES = 400


def ends(grades):
    return None if grades is None else (min(grades), max(grades))


@pytest.mark.parametrize("version", ["5.0", "4.03"])
def test_every_grade_and_what_is_new(version):
    words = set()
    for seed in range(CASES):
        rng = random.Random(seed)
        case = random_case(rng)
        moment = as_of(rng, case.zone)
        found = toxicity(View(History(case), moment), version)
        for analyte, (before, since, new) in oracle(case, moment, version).items():
            row = found.row(analyte)
            where = (seed, analyte)
            assert (None if row.before is None else tuple(row.before.grade)) == ends(before), where
            assert row.measured_since == len(since), where
            worst = (max(map(min, since)), max(map(max, since))) if since else None
            assert row.since == worst, where
            assert row.new is new, where
            words.add((analyte, new))
    assert words == {(analyte, new) for analyte in TERMS for new in (True, False, None)}
    assert set(TERMS) == set(TERMS_OF_THE_ORACLE)
