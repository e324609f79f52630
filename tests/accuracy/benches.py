"""The rules that are tried: how their vignettes are made, the oracle, our answer, the checklist."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any, NamedTuple

from hlh_app.clinical.response import marsh_response
from tests.clinical import response_oracle
from tests.clinical.random_cases import random_case
from tests.clinical.response_vectors import as_document, read_vectors

from . import (
    checklists,
    doses,
    grades,
    hlh,
    neighbours,
    ours,
    probability,
    scores,
    trial,
    vignettes,
)
from .cql_side import answers
from .scoring import Score, score, score_classes, score_whole

VIGNETTES = 240
Document = dict[str, Any]


class Bench(NamedTuple):
    """``oracle`` and ``ours`` give every part of the answer, ``checklist`` its outcome."""

    rule: str
    ward: Callable[[str, int], Document]
    oracle: Callable[[Document], Document]
    ours: Callable[[Any], Document]
    checklist: Callable[[Document], str]

    def documents(self, number: int = VIGNETTES) -> list[Document]:
        return [self.ward(self.rule, n) for n in range(number)]


BENCHES = (
    Bench("hlh2004", vignettes.ward, hlh.hlh2004, ours.answer_hlh2004, checklists.hlh2004),
    Bench("hlh2024", vignettes.ward, hlh.hlh2024, ours.answer_hlh2024, checklists.hlh2024),
    Bench("hscore", vignettes.ward, scores.hscore, ours.answer_hscore, checklists.hscore),
    Bench("mas2016", vignettes.ward, scores.mas2016, ours.answer_mas2016, checklists.mas2016),
    Bench("ms2019", neighbours.ward, neighbours.ms2019, ours.answer_ms2019,
          neighbours.checked_ms2019),
    Bench("mh2017", neighbours.ward, neighbours.mh2017, ours.answer_mh2017,
          neighbours.checked_mh2017),
    Bench("ohi2022", neighbours.ward, neighbours.ohi2022, ours.answer_ohi2022,
          neighbours.checked_ohi2022),
    Bench("emapalumab2020", trial.ward, trial.emapalumab2020, ours.answer_emapalumab,
          trial.checked),
    Bench("ctcae", grades.ward, grades.ctcae, ours.answer_ctcae, grades.checked),
    Bench("dose_wang2020", doses.ward, doses.dose_wang2020, ours.answer_wang,
          checklists.dose_wang2020),
    Bench("dose_chi2020", doses.ward, doses.dose_chi2020, ours.answer_chi,
          checklists.dose_chi2020),
)  # fmt: skip


def scored(bench: Bench) -> list[Score]:
    documents = bench.documents()
    truths = [bench.oracle(document) for document in documents]
    said = [bench.ours(ours.case_of(document)) for document in documents]
    ticked = [bench.checklist(document) for document in documents]
    found = [
        score_whole(bench.rule, zip(said, truths, strict=True)),
        score(bench.rule, "checklist", zip(ticked, (t["met"] for t in truths), strict=True)),
    ]
    if bench.rule == "hscore":
        found += probability.over(t[end] for t in truths for end in ("low", "high"))
    return found


def scored_cql() -> Score:
    """HLH-2004 in CQL, each criterion and the outcome."""
    documents = BENCHES[0].documents()
    truths = [hlh.hlh2004(document) for document in documents]
    pairs = zip(answers(documents), truths, strict=True)
    return score_whole("hlh2004", pairs)._replace(method="CQL")


def scored_marsh() -> list[Score]:
    """The last assessment of each of so many courses."""
    source, said, truths, ticked = random.Random("marsh2013"), [], [], []
    made = [vector.case for vector in read_vectors()]
    while len(truths) < VIGNETTES:
        case = made.pop() if made else random_case(source)
        truth = response_oracle.oracle(case, case.as_of)
        if truth is None or not truth["assessments"]:
            continue
        truths.append(truth["assessments"][-1]["possible"])
        ticked.append([checklists.marsh2013(truth["assessments"][-1])])
        found = as_document(marsh_response(case, case.as_of))
        said.append(found["assessments"][-1]["possible"])
    return [
        score_classes("ours", zip(said, truths, strict=True)),
        score_classes("checklist", zip(ticked, truths, strict=True)),
    ]
