"""One arm of a paper as our own analyses see it: read from the case files, without a database."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from hlh_app.clinical.case import Case, Moment
from hlh_app.clinical.study.facts import PARTS, StudyFacts, study_facts
from hlh_app.exchange.case_file import read_document
from hlh_app.exchange.json_text import dump
from hlh_app.records.demo.papers import chi, wang
from hlh_app.statistics.everything import figures
from hlh_app.statistics.subjects import Group, Subjects

Row = dict[str, Any]


@dataclass(frozen=True)
class Synthetic:
    """One synthetic patient."""

    document: Row
    case: Case
    as_of: Moment
    facts: StudyFacts

    @property
    def day0(self) -> str:
        return self.facts.subject.day0


@dataclass
class Arm:
    """``figures``: every number of every page, by key without the group."""

    patients: list[Synthetic]
    figures: dict[str, float | None]

    def figure(self, key: str) -> float:
        """A number of a page."""
        found = self.figures[key]
        assert found is not None, key
        return found

    def count(self, holds: Callable[[Synthetic], object]) -> int:
        return sum(bool(holds(patient)) for patient in self.patients)


def _arm(documents: Iterable[Row]) -> Arm:
    patients = [_read(document) for document in documents]
    subjects = _subjects(patients)
    found = figures(subjects, (Group("a", "everybody", subjects.everybody),))
    return Arm(patients, {figure.key.removesuffix("/a"): figure.value for figure in found})


def _subjects(patients: list[Synthetic]) -> Subjects:
    parts = [patient.facts.plain() for patient in patients]
    texts = {name: [json.dumps(part[name]) for part in parts] for name in PARTS}
    n = len(patients)
    codes = [patient.case.id for patient in patients]
    return Subjects(list(range(n)), codes, [1] * n, ["synthetic"] * n, texts)


def _read(document: Row) -> Synthetic:
    case = read_document(dump(document)).case
    days = [row.on for row in case.events] + [row.measured_at.day for row in case.observations]
    as_of = Moment.dated(max(days), case.zone)
    facts = study_facts(case, as_of)
    assert facts is not None
    return Synthetic(document, case, as_of, facts)


@cache
def arm(cohort: str, code: str) -> Arm:
    """Made once a session; nobody changes it."""
    if cohort == "wang2020":
        return _arm(wang.documents())
    letter = f"SYN-{code[0].upper()}-"
    return _arm(row for row in chi.documents() if row["id"].startswith(letter))
