"""The variables of Table 1: which field each reads, its categories, and to whom it applies."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from hlh_app.clinical.case import COURSES, DONORS, TRIGGER_AGENTS, TRIGGERS, Sex
from hlh_app.clinical.study.index import Treatment
from hlh_app.clinical.study.subject import (
    ALONE,
    FIRST_LINE,
    LATER_LINE,
    WITH_GLUCOCORTICOID,
    WITH_OTHER,
)
from hlh_app.statistics.figures import Flags, Rows
from hlh_app.statistics.subjects import Group, Subjects

Applies = Callable[[Subjects], Flags]
UNKNOWN = "unknown"
MOST_ENTRIES = 10
"""So many entries of a list are shown, the most frequent; the rest only when asked for."""


def on_ruxolitinib(subjects: Subjects) -> Flags:
    return subjects.where("subject", "treatment", Treatment.RUXOLITINIB.value)


@dataclass(frozen=True, slots=True)
class Number:
    """A numeric field of the part "subject"."""

    code: str
    field: str
    applies: Applies | None = None


@dataclass(frozen=True, slots=True)
class Category:
    """``read``: the level of one patient from the part "subject", None where it is not known.
    ``shown``: how many levels, from the first, are shown."""

    code: str
    levels: tuple[str, ...]
    read: Callable[[dict[str, Any]], Any]
    shown: int
    applies: Applies | None = None

    def places(self, subjects: Subjects) -> Rows:
        """Of everybody the place of the level, -1 where it is not known."""
        places = {level: place for place, level in enumerate(self.levels)}
        rows = subjects.part("subject")
        return np.fromiter((places.get(self.read(row), -1) for row in rows), np.intp, subjects.n)


def _field(name: str, levels: Sequence[str], applies: Applies | None = None) -> Category:
    known = tuple(level for level in levels if level != UNKNOWN)
    return Category(name, known, lambda row: row[name], len(known), applies)


def _agent(row: dict[str, Any]) -> str | None:
    """Without an agent it is not known, unless the trigger is not an infection."""
    if row["agent"]:
        return str(row["agent"])
    return NO_AGENT if row["trigger"] not in (None, UNKNOWN, "infection") else None


def _truth(name: str) -> Category:
    words = {True: "yes", False: "no"}
    return Category(name, ("yes", "no"), lambda row: words.get(row[name]), 1)


def _outcome(code: str, read: Callable[[dict[str, Any]], Any]) -> Category:
    return Category(code, ("met", "not_met"), read, 1)


def _criterion(name: str) -> Category:
    return _outcome(f"criterion_{name}", lambda row: row["criteria"].get(name))


NO_AGENT = "no_infection"
CRITERIA_IDS = (
    *("fever", "splenomegaly", "cytopenias", "triglycerides_fibrinogen"),
    *("hemophagocytosis", "nk_activity", "ferritin", "scd25"),
)
NUMBERS = (
    Number("age", "age"),
    Number("lines_before", "lines_before"),
    Number("criteria_met", "criteria_met"),
    Number("weight", "weight_kg"),
    Number("dose", "dose_mg_per_day", on_ruxolitinib),
    Number("dose_by_weight", "dose_mg_per_kg_per_day", on_ruxolitinib),
)
CATEGORIES = (
    _field("sex", tuple(sex.value for sex in Sex)),
    _field("trigger", TRIGGERS),
    Category("agent", (*TRIGGER_AGENTS, NO_AGENT), _agent, len(TRIGGER_AGENTS) + 1),
    _truth("ebv"),
    _field("course", COURSES),
    _field("line", (FIRST_LINE, LATER_LINE)),
    _field("donor", DONORS),
    _outcome("hlh2004", lambda row: row["hlh2004"]),
    _field("beside", (ALONE, WITH_GLUCOCORTICOID, WITH_OTHER), on_ruxolitinib),
)
CRITERIA = tuple(map(_criterion, CRITERIA_IDS))


@dataclass(frozen=True, slots=True)
class Entries:
    """A list of words: each is counted by itself."""

    code: str
    read: Callable[[dict[str, Any]], Sequence[str]]


LISTS = (
    Entries("drug", lambda row: (row["drug"],)),
    Entries("earlier", lambda row: row["earlier"]),
    Entries("other_drugs", lambda row: row["other_drugs"]),
)
_BETWEEN = re.compile(rb"[^a-z0-9\x80-\xff]+")


@lru_cache(maxsize=4096)
def entry_code(text: str) -> str:
    """Two regimens are one when they differ in spaces, signs and capital letters only."""
    ascii_lower = text.encode().lower()
    return _BETWEEN.sub(b"-", ascii_lower).strip(b"-").decode()


def listed(
    entries: Entries, subjects: Subjects, groups: Sequence[Group]
) -> Iterator[tuple[str, Flags]]:
    """The most frequent entries of the groups, and who has each."""
    codes = [{entry_code(text) for text in entries.read(row)} for row in subjects.part("subject")]
    counts: Counter[str] = Counter()
    for group in groups:
        for place in group.rows:
            counts.update(codes[place])
    frequent = sorted(counts, key=lambda code: (-counts[code], code.encode()))
    for code in frequent[:MOST_ENTRIES]:
        yield code, np.fromiter((code in found for found in codes), bool, subjects.n)


def spelled(entries: Entries, subjects: Subjects, groups: Sequence[Group]) -> dict[str, str]:
    """By code of an entry its most frequent spelling."""
    counts: dict[str, Counter[str]] = {}
    for group in groups:
        for place in group.rows:
            for text in entries.read(subjects.part("subject")[place]):
                counts.setdefault(entry_code(text), Counter())[" ".join(text.split())] += 1
    return {code: min(found, key=lambda t: (-found[t], t)) for code, found in counts.items()}
