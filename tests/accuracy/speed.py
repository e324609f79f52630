"""How long a case takes: `assess` with reading, and HLH-2004 alone beside cql-execution."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import NamedTuple

from hlh_app.clinical import hlh2004
from hlh_app.clinical.case import Case
from hlh_app.clinical.hlh_criteria import DEFAULT_FEVER_CEL, hlh_criteria
from hlh_app.clinical.verdict import Verdict
from hlh_app.clinical.windows import History, View
from tests.performance.bench_assess import cases_a_second

from . import cql_side, ours
from .benches import BENCHES

ROUNDS = 10


class Speed(NamedTuple):
    """Microseconds a case for HLH-2004; ``cql`` None when it is not installed."""

    assess_cases_a_second: float
    now: float
    both_readings: float
    cql: float | None


def now(case: Case) -> Verdict:
    """The reading "now", which is what the CQL library answers too."""
    view = View(History(case), case.as_of)
    return hlh2004.verdict(view, hlh_criteria(view, DEFAULT_FEVER_CEL), DEFAULT_FEVER_CEL)


def microseconds_a_case(cases: list[Case], answer: Callable[[Case], object]) -> float:
    """The best of ten rounds over all cases."""
    best = float("inf")
    for _ in range(ROUNDS):
        before = time.perf_counter()
        for case in cases:
            answer(case)
        best = min(best, time.perf_counter() - before)
    return best / len(cases) * 1e6


def measured() -> Speed:
    documents = BENCHES[0].documents()
    cases = [ours.case_of(document) for document in documents]
    return Speed(
        cases_a_second(),
        microseconds_a_case(cases, now),
        microseconds_a_case(cases, lambda case: hlh2004.hlh2004(case, case.as_of)),
        cql_side.microseconds_a_case(documents) if cql_side.installed() else None,
    )
