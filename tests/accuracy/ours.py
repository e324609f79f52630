"""The application's answers, in the words of the oracle."""

from __future__ import annotations

from typing import Any

from hlh_app.clinical import (
    dose,
    hlh2004,
    hlh2024,
    hscore,
    mas2016,
    mh_score,
    ms_score,
    ohi_index,
)
from hlh_app.clinical.case import Case
from hlh_app.clinical.ctcae import Base, Grade, grade
from hlh_app.clinical.emapalumab_response import emapalumab_response
from hlh_app.clinical.response import marsh_response
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


def answer_ms2019(case: Case) -> Answer:
    return {"met": str(ms_score.ms_score(case, case.as_of).outcome)}


def answer_mh2017(case: Case) -> Answer:
    verdict = mh_score.mh_score(case, case.as_of)
    if verdict.points is None:
        return {"met": str(verdict.outcome)}
    low, high = verdict.points
    return {"met": str(verdict.outcome), "low": low, "high": high}


def answer_ohi2022(case: Case) -> Answer:
    return {"met": str(ohi_index.ohi_index(case, case.as_of).outcome)}


def _dose(verdict) -> Answer:
    if verdict.dose_mg is None:
        return {"met": str(verdict.outcome)}
    return {"met": str(verdict.dose_mg)}


def answer_wang(case: Case) -> Answer:
    return _dose(dose.dose(case, case.as_of).wang2020)


def answer_chi(case: Case) -> Answer:
    return _dose(dose.dose(case, case.as_of).chi2020)


def answer_emapalumab(case: Case) -> Answer:
    marsh = marsh_response(case, case.as_of)
    classes = [str(one) for one in emapalumab_response(case, case.as_of, marsh).latest.possible]
    return {"met": classes[0] if len(classes) == 1 else "unknown", "classes": classes}


def answer_ctcae(case: Case) -> Answer:
    """The last result, after the first dose, in both versions."""
    *before, now = case.observations
    base = Base(before[0] if before else None)
    found = [grade(now, "5.0", base), grade(now, "4.03")]
    settled = [_grade(one) for one in found]
    return {"met": settled[0], "v4.03": settled[1], "ends": [(g.low, g.high) for g in found]}


def _grade(found: Grade) -> str:
    return str(found.low) if found.is_settled else "unknown"
