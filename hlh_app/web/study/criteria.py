"""What a group's filters ask for, in words, and whom each of them keeps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hlh_app.clinical.study.index import Treatment
from hlh_app.clinical.study.subject import ALONE, WITH_GLUCOCORTICOID, WITH_OTHER
from hlh_app.records.models.choices import DiseaseCourse, Sex, Trigger, TriggerAgent
from hlh_app.statistics.figures import Flags
from hlh_app.statistics.subjects import Subjects

from ..presenters import formats
from ..presenters.words import inside


@dataclass(frozen=True, slots=True, eq=False)
class Criterion:
    """``words`` as they stand in the definition. ``unknown``: of whom it cannot be said."""

    field: str
    words: str
    keeps: Flags
    unknown: Flags


def criteria(given: dict[str, Any], subjects: Subjects, centres: dict[str, int]) -> list[Criterion]:
    """One for each filter that was set, in the order in which they are applied. ``centres``: code
    → primary key."""
    found = [_treatment(given, subjects)]
    if given["code"]:
        found.append(_code(given["code"], subjects))
    if given["centre"]:
        found.append(_centre(given["centre"], subjects, centres))
    found += [*_period(given, subjects), *_age(given, subjects)]
    found += [
        _word(field, given[field], words(given[field]), subjects)
        for field, words in WORDS.items()
        if given[field]
    ]
    return found


def _treatment(given: dict[str, Any], subjects: Subjects) -> Criterion:
    wanted = given["treatment"] or Treatment.RUXOLITINIB.value
    nobody = np.zeros(subjects.n, dtype=bool)
    if wanted == "any":
        return Criterion("treatment", _("Any treatment of HLH"), ~nobody, nobody)
    words = {
        Treatment.RUXOLITINIB.value: _("Ruxolitinib"),
        Treatment.CONVENTIONAL.value: _("Conventional treatment"),
    }
    keeps = subjects.where("subject", "treatment", wanted)
    return Criterion("treatment", words[wanted], keeps, nobody)


def _code(start: str, subjects: Subjects) -> Criterion:
    keeps = np.fromiter((code.startswith(start) for code in subjects.codes), bool, subjects.n)
    words = _("codes that begin with %(start)s") % {"start": start}
    return Criterion("code", words, keeps, np.zeros(subjects.n, dtype=bool))


def _centre(codes: list[str], subjects: Subjects, centres: dict[str, int]) -> Criterion:
    wanted = {centres[code] for code in codes}
    keeps = np.fromiter((centre in wanted for centre in subjects.centres), bool, subjects.n)
    return Criterion("centre", ", ".join(codes), keeps, np.zeros(subjects.n, dtype=bool))


def _period(given: dict[str, Any], subjects: Subjects) -> Iterator[Criterion]:
    first, last = given["day_from"], given["day_to"]
    if first is None and last is None:
        return
    low, high = (first or date.min).isoformat(), (last or date.max).isoformat()
    days = subjects.column("subject", "day0")
    keeps = np.fromiter((low <= day <= high for day in days), bool, subjects.n)
    yield Criterion("period", _period_words(first, last), keeps, np.zeros(subjects.n, dtype=bool))


def _period_words(first: date | None, last: date | None) -> str:
    told = {"first": first and formats.day(first), "last": last and formats.day(last)}
    if first and last:
        return _("first dose from %(first)s to %(last)s") % told
    return (_("first dose from %(first)s") if first else _("first dose to %(last)s")) % told


def _age(given: dict[str, Any], subjects: Subjects) -> Iterator[Criterion]:
    first, last = given["age_from"], given["age_to"]
    if first is None and last is None:
        return
    years = np.floor(subjects.numbers("subject", "age"))
    low, high = 0 if first is None else first, np.inf if last is None else last
    yield Criterion(
        "age", _age_words(first, last), (years >= low) & (years <= high), years != years
    )


def _age_words(first: int | None, last: int | None) -> str:
    told = {"first": first, "last": last}
    if first is None and last is not None:
        return ngettext("age up to %(last)s year", "age up to %(last)s years", last) % told
    if last is None and first is not None:
        return ngettext("age %(first)s year or more", "age %(first)s years or more", first) % told
    if first == last and last is not None:
        return ngettext("age %(last)s year", "age %(last)s years", last) % told
    return _("age %(first)s–%(last)s years") % told


def _word(field: str, wanted: str, words: str, subjects: Subjects) -> Criterion:
    """Of a column of words: the one asked for, or those that are not known."""
    value = {"yes": True, "no": False}.get(wanted, wanted)
    column = subjects.column("subject", field)
    unknown = np.fromiter((item in OPEN for item in column), bool, subjects.n)
    if wanted == "unknown":
        return Criterion(field, words, unknown, np.zeros(subjects.n, dtype=bool))
    keeps = np.fromiter((item == value for item in column), bool, subjects.n)
    return Criterion(field, words, keeps, unknown)


OPEN = (None, "unknown", "not_applicable")


def _of(choices: Any, unknown: Callable[[], str]) -> Callable[[str], str]:
    """The label of a choice, as it stands within a sentence."""

    def words(wanted: str) -> str:
        return unknown() if wanted == "unknown" else inside(str(choices(wanted).label))

    return words


def _one_of(words: Callable[[], dict[str, str]]) -> Callable[[str], str]:
    return lambda wanted: words()[wanted]


def _ebv() -> dict[str, str]:
    return {"yes": _("EBV-HLH"), "no": _("not EBV-HLH"), "unknown": _("EBV not known")}


def _line() -> dict[str, str]:
    return {
        "first": _("first line of therapy"),
        "later": _("later line of therapy"),
        "unknown": _("line of therapy not known"),
    }


def _beside() -> dict[str, str]:
    return {
        ALONE: _("alone"),
        WITH_GLUCOCORTICOID: _("with glucocorticoid only"),
        WITH_OTHER: _("with other treatment of HLH"),
    }


def _hlh2004() -> dict[str, str]:
    return {
        "met": _("HLH-2004 met before treatment"),
        "not_met": _("HLH-2004 not met before treatment"),
        "unknown": _("HLH-2004 before treatment not known"),
    }


WORDS: dict[str, Callable[[str], str]] = {
    "trigger": _of(Trigger, lambda: _("trigger not known")),
    "agent": _of(TriggerAgent, lambda: _("agent not known")),
    "ebv": _one_of(_ebv),
    "sex": _of(Sex, lambda: _("sex not known")),
    "course": _of(DiseaseCourse, lambda: _("course of the disease not known")),
    "line": _one_of(_line),
    "beside": _one_of(_beside),
    "hlh2004": _one_of(_hlh2004),
}
