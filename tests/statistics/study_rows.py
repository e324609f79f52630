"""A few patients for analyses, in few words: everything not said is as in an empty row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from hlh_app.clinical.study.facts import PARTS
from hlh_app.clinical.study.values import TIMES
from hlh_app.statistics.subjects import Group, Subjects

from .random_cohorts import subjects_of


def patient(**facts: Any) -> dict[str, dict[str, Any]]:
    """On ruxolitinib unless told otherwise. A fact "part__field", as subject__age; results as
    ferritin={"before": 900}; results beyond the range as beyond={"ferritin": {"before": ">"}}."""
    parts = {name: asdict(part()) for name, part in PARTS.items()}
    parts["subject"] |= {"treatment": "ruxolitinib", "drug": "ruxolitinib"}
    for name, value in facts.items():
        part, _both, field = name.partition("__")
        if field:
            parts[part][field] = value
        elif name == "beyond":
            parts["values"]["beyond"] = {a: _times(row) for a, row in value.items()}
        else:
            parts["values"]["values"][name] = _times(value)
    return parts


def _times(row: dict[str, Any]) -> list[Any]:
    return [row.get(time) for time in TIMES]


def cohort(*rows: dict[str, dict[str, Any]], b: int = 0) -> tuple[Subjects, Sequence[Group]]:
    """All in one group; or the last ``b`` of them in the second of two."""
    subjects = subjects_of(rows)
    everybody = np.arange(len(rows))
    if not b:
        return subjects, (Group("a", "All chosen", everybody),)
    return subjects, (
        Group("a", "Group A", everybody[:-b]),
        Group("b", "Group B", everybody[-b:]),
    )


def by_key(analysis: Any) -> dict[str, Any]:
    """Its figures; every key is there once."""
    figures = list(analysis.figures())
    found = {figure.key: figure for figure in figures}
    assert len(found) == len(figures)
    return found


def shown(figures: dict[str, Any], *keys: str) -> list[tuple[float | None, list[int] | None]]:
    """(value, patients) of each key."""
    return [
        (figures[key].value, None if figures[key].who is None else figures[key].who.tolist())
        for key in keys
    ]
