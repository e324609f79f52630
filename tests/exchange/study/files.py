"""A made-up cohort and what is written of it, read again."""

from __future__ import annotations

import csv
from collections.abc import Iterable

from hlh_app.statistics.subjects import Group, Subjects
from tests.statistics.random_cohorts import random_cohort

SEED = 46
"""A cohort with two groups, neither of them empty."""


def cohort(seed: int = SEED) -> tuple[Subjects, tuple[Group, ...]]:
    return random_cohort(seed)


def read(pieces: Iterable[str]) -> list[dict[str, str]]:
    return list(csv.DictReader("".join(pieces).splitlines(keepends=True)))
