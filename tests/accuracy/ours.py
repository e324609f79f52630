"""The application's answers, in the words of the oracle."""

from __future__ import annotations

from typing import Any

from hlh_app.clinical import dose, hlh2004, hlh2024, hscore, mas2016
from hlh_app.clinical.case import Case
from hlh_app.clinical.verdict import Verdict
from hlh_app.exchange.case_file import check_document

Answer = dict[str, Any]


def case_of(document: dict[str, Any]) -> Case:
    return check_document(document).case


def _criteria(verdict: Verdict) -> Answer:
    found = {c.id: str(c.outcome) for c in verdict.criteria}
    return {"met": str(verdict.outcome), **found}


def answer_hlh2004(case: Case) -> Answer:
    return _criteria(hlh2004.hlh2004(case, case.as_of).now)


def answer_hlh2024(case: Case) -> Answer:
    return _criteria(hlh2024.hlh2024(case, case.as_of))


def answer_hscore(case: Case) -> Answer:
    verdict = hscore.hscore(case, case.as_of)
    low, high = verdict.points
    return {"met": str(verdict.outcome), "low": low, "high": high}


def answer_mas2016(case: Case) -> Answer:
    return {"met": str(mas2016.mas2016(case, case.as_of).outcome)}


def _dose(verdict) -> Answer:
    if verdict.dose_mg is None:
        return {"met": str(verdict.outcome)}
    return {"met": str(verdict.dose_mg)}


def answer_wang(case: Case) -> Answer:
    return _dose(dose.dose(case, case.as_of).wang2020)


def answer_chi(case: Case) -> Answer:
    return _dose(dose.dose(case, case.as_of).chi2020)
