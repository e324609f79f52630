"""Events that clinicians entered by hand: how many patients have each, of all on ruxolitinib.

An event that was not entered is not known to be absent.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from hlh_app.clinical.case import ADVERSE_CATEGORIES
from hlh_app.statistics.figures import Figure
from hlh_app.statistics.grades import SEVERE
from hlh_app.statistics.measured import Counted
from hlh_app.statistics.subjects import Group, Subjects
from hlh_app.statistics.table1_variables import MOST_ENTRIES, entry_code

ACTIONS = ("dose_reduced", "interrupted", "stopped")


@dataclass(frozen=True, slots=True, eq=False)
class EventRow:
    """``kind``: "category", "entry" (a term of a category, as "infection-pneumonia") or "action".
    ``words``: of an entry its category and its most frequent spelling. ``severe``: of those with
    the event, who had it in grade III or more. One cell a group each."""

    kind: str
    code: str
    words: tuple[str, str]
    cells: tuple[Counted, ...]
    severe: tuple[Counted, ...]

    def figures(self) -> Iterator[Figure]:
        for cell in (*self.cells, *self.severe):
            yield from cell.figures()


def event_rows(subjects: Subjects, groups: Sequence[Group]) -> tuple[EventRow, ...]:
    """``groups``: those on ruxolitinib. Every category, the most frequent terms, every action."""
    has: dict[tuple[str, str], dict[int, int]] = defaultdict(dict)
    spelled: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    chosen = {int(row) for group in groups for row in group.rows}
    for place, events in enumerate(subjects.column("harm", "events")):
        for category, term, grade, _day, action in events if place in chosen else ():
            names = [("category", category), ("action", action)]
            if term:
                code = entry_code(f"{category} {term}")
                names.append(("entry", code))
                spelled[code][category, " ".join(term.split())] += 1
            for name in names:
                has[name][place] = max(has[name].get(place, 0), grade or 0)
    kinds = [
        *(("category", code, (code, "")) for code in ADVERSE_CATEGORIES),
        *(("entry", code, _words(spelled[code])) for code in _frequent(has, groups)),
        *(("action", code, ("", "")) for code in ACTIONS),
    ]
    return tuple(
        EventRow(kind, code, words, *_cells(f"{kind}_{code}", has[kind, code], groups))
        for kind, code, words in kinds
    )


def _words(found: Counter[tuple[str, str]]) -> tuple[str, str]:
    return min(found, key=lambda words: (-found[words], words))


def _frequent(has: dict[tuple[str, str], dict[int, int]], groups: Sequence[Group]) -> list[str]:
    """By how many patients of the groups have them."""
    counts = {
        code: sum(int(row) in places for group in groups for row in group.rows)
        for (kind, code), places in has.items()
        if kind == "entry"
    }
    return sorted(counts, key=lambda code: (-counts[code], code.encode()))[:MOST_ENTRIES]


def _cells(
    name: str, places: dict[int, int], groups: Sequence[Group]
) -> tuple[tuple[Counted, ...], tuple[Counted, ...]]:
    own = np.array(sorted(places), np.intp)
    graded = np.array([row for row in sorted(places) if places[row] >= SEVERE], np.intp)
    cells, severe = (
        tuple(
            Counted(f"safety/{key}", group.code, np.intersect1d(group.rows, who), group.n)
            for group in groups
        )
        for key, who in ((name, own), (f"{name}.severe", graded))
    )
    return cells, severe
