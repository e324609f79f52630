"""A centre's own group as a cohort file, ``hlh-cohort/1``, kind "centre": aggregates, no patients.

Another instance reads it as it reads a published cohort. What is withheld is named in the file.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from hlh_app.clinical.analytes import ANALYTES
from hlh_app.exchange.study.aggregates import (
    ArmAggregates,
    Count,
    Mean,
    Summary,
    aggregates,
    disjoint,
)
from hlh_app.statistics.subjects import Group, Subjects

FORMAT = "hlh-cohort/1"
WHERE = "counted by the centre"
SUPPRESSED = (
    "Counts under five are withheld, and further counts until none of them can be reckoned: at "
    "least five values remain possible for each. Medians, quartiles and means of fewer than five "
    "patients are withheld, as are all smallest and largest values; numbers have four digits, "
    "ages one decimal."
)
NOT_CURVES = "Survival curves are not in the file: each of their steps is a patient."


@dataclass(frozen=True, slots=True)
class Told:
    """What the file says of itself. ``settings``: of each group, in words."""

    name: str
    title: str
    made_on: str
    settings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CohortFile:
    """``arms``: what is in it, and what is not."""

    text: str
    code: str
    arms: tuple[ArmAggregates, ...]


def cohort_file(subjects: Subjects, groups: Sequence[Group], told: Told) -> CohortFile:
    """ValueError when a group has fewer than five patients, or two groups share some: their
    differences would tell of few."""
    if not disjoint(groups):
        raise ValueError("the groups share patients")
    arms = tuple(aggregates(subjects, group) for group in groups)
    pairs = zip(arms, told.settings, strict=True)
    document = _document(told, [_arm(arm, setting) for arm, setting in pairs], arms)
    digest = blake2b(json.dumps(document).encode(), digest_size=4).hexdigest()
    code = f"{_slug(told.name)}-{digest}"
    text = json.dumps({"format": FORMAT, "code": code, **document}, indent=1, ensure_ascii=False)
    return CohortFile(text, code, arms)


def _slug(name: str) -> str:
    letters = "".join(c if c.isascii() and c.isalnum() else "-" for c in name.lower())
    return "-".join(filter(None, letters.split("-")))[:40] or "centre"


def _document(
    told: Told, written: Sequence[dict[str, Any]], arms: Sequence[ArmAggregates]
) -> dict[str, Any]:
    return {
        "name": told.name,
        "kind": "centre",
        "title": told.title,
        "design": "Patients of one record, analysed by its rules; counts and summaries alone.",
        "source": {
            "citation": f"{told.name}, cohort file of {told.made_on}",
            "read": "aggregates made by the centre, not published",
        },
        "laboratory_values": True,
        "arms": written,
        "missing": [f"Withheld, {arm.group.name}: {line}" for arm in arms for line in arm.withheld],
        "notes": [SUPPRESSED, NOT_CURVES],
    }


def _arm(arm: ArmAggregates, setting: str) -> dict[str, Any]:
    return {
        "code": arm.group.code,
        "label": arm.group.name,
        "n": arm.group.n,
        "setting": setting,
        "counts": [_count(row) for row in arm.counts],
        "summaries": [_summary(row) for row in arm.summaries],
        "means": [_mean(row) for row in arm.means],
    }


def _count(row: Count) -> dict[str, Any]:
    return {
        "code": row.code,
        "label": row.label,
        "numerator": row.numerator,
        "denominator": row.denominator,
        "where": WHERE,
    }


def _summary(row: Summary) -> dict[str, Any]:
    return {
        "code": row.code,
        "label": row.label,
        "statistic": "median",
        "value": row.median,
        "unit": row.unit,
        "low": row.q1,
        "high": row.q3,
        "spread": "quartiles",
        **({} if row.n is None else {"n": row.n}),
        "where": WHERE,
    }


def _mean(row: Mean) -> dict[str, Any]:
    return {
        "analyte": row.analyte,
        "unit": ANALYTES[row.analyte].unit,
        "time": row.time,
        "day": row.day,
        "mean": row.mean,
        "sd": row.sd,
        **({} if row.n is None else {"n": row.n}),
        "where": WHERE,
    }
