"""Patients of an analysis in few words: of each only the facts that matter."""

from __future__ import annotations

from typing import Any

import numpy as np

from hlh_app.clinical.study.facts import PARTS
from hlh_app.statistics.subjects import Group, Subjects

from .random_cohorts import plain, subjects_of


def made(*rows: dict[str, dict[str, Any]]) -> Subjects:
    """One patient a row: part → field → value, everything else as it is without a word."""
    return subjects_of(
        [{part: plain(PARTS[part](**row.get(part, {}))) for part in PARTS} for row in rows]
    )


def one(subjects: Subjects, name: str = "All chosen") -> tuple[Group, ...]:
    return (Group("a", name, np.arange(subjects.n)),)


def two(subjects: Subjects, first: int) -> tuple[Group, ...]:
    """The first so many, and the rest."""
    everybody = np.arange(subjects.n)
    return Group("a", "Ruxolitinib", everybody[:first]), Group(
        "b", "Conventional", everybody[first:]
    )


def figures_of(analysis: Any) -> dict[str, float | None]:
    return {figure.key: figure.value for figure in analysis.figures()}


def patients_of(analysis: Any) -> dict[str, list[int] | None]:
    """Key → positions of the patients behind the number."""
    return {
        figure.key: None if figure.who is None else [int(row) for row in figure.who]
        for figure in analysis.figures()
    }
