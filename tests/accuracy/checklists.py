"""A boolean checklist: a box is ticked when the record surely says so, and unknown is no."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from . import doses, hlh, scores
from .record import word

Document = dict[str, Any]


def _ticked(items: dict[str, set[Any]]) -> dict[str, Any]:
    """The least that each item surely is."""
    return {name: min(sides) for name, sides in items.items()}


def _criteria(document: Document, without: tuple[str, ...]) -> str:
    held = hlh.criteria(**_ticked(hlh.items(document)))
    count = sum(value for name, value in held.items() if name not in without)
    genes = word(document, "molecular_diagnosis") == "present"
    return "met" if genes or count >= 5 else "not_met"


def hlh2004(document: Document) -> str:
    return _criteria(document, ())


def hlh2024(document: Document) -> str:
    return _criteria(document, ("nk_activity",))


def hscore(document: Document) -> str:
    total = scores.points(**_ticked(scores.hscore_items(document)))
    return "met" if total >= scores.CUT_OFF else "not_met"


def mas2016(document: Document) -> str:
    jia = word(document, "systemic_jia") in ("present", "suspected")
    met = jia and scores.mas(**_ticked(scores.mas_items(document))) == "met"
    return "met" if met else "not_met"


def _weight(document: Document) -> Fraction:
    """The last weight, however old; without one, "25 kg or more" is not ticked."""
    return min(doses.weights(document, oldest=10**6))


def dose_wang2020(document: Document) -> str:
    if doses.stopped(document):
        return "not_applicable"
    return doses.wang(doses.age(document), _weight(document))


def dose_chi2020(document: Document) -> str:
    if doses.stopped(document):
        return "not_applicable"
    return doses.chi(doses.age(document), _weight(document))


def marsh2013(assessment: Document) -> str:
    """One assessment day, by its markers; CR only when every part is known to be normal."""
    if assessment["possible"] == ["CR"]:
        return "CR"
    improved = sum(word == "improved" for word in assessment["markers"].values())
    return "PR" if improved >= 2 else "NR"
