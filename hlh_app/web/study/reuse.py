"""Patients and answers kept in this process, as long as the database says that nothing changed.

What is kept is found by whose rows the user reads, by what a true row is made with now, and by the
stamp of the rows (``selectors.study``): a query at every request, so that a change made by any
process counts at once. Nothing is kept of a reading with rows that were out of date.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, TypeVar

from hlh_app.accounts.models import User
from hlh_app.records.selectors import study
from hlh_app.records.selectors.study import StudyRows
from hlh_app.statistics.subjects import Subjects, uncollected

MOST_KEPT = 4
MOST_CHARACTERS = 100_000_000
MOST_ANSWERS, FEW_ANSWERS = 100, 25
MOST_ANSWERED = 400_000
"""Patients times answers: an answer holds up to 2 kB of each patient."""
LASTING = "subject"
Answer = TypeVar("Answer")


@dataclass(eq=False)
class Read:
    """What was read of the patients. ``consents``: the latest answer of each, in their order."""

    rows: StudyRows
    subjects: Subjects
    consents: list[str]
    answers: OrderedDict[tuple[str, str], Any] = field(default_factory=OrderedDict)

    @property
    def characters(self) -> int:
        texts = self.subjects.texts.values()
        return sum(len(text) for column in texts for text in column)

    @property
    def most_answers(self) -> int:
        fitting = MOST_ANSWERED // max(self.subjects.n, 1)
        return min(MOST_ANSWERS, max(FEW_ANSWERS, fitting))

    def answer(self, query: str, name: str, compute: Callable[[], Answer]) -> Answer:
        """What was computed of these patients under this name before, else what is now."""
        key = (query, name)
        found: Answer | None = self.answers.get(key)
        if found is None:
            with uncollected():
                found = self.answers[key] = compute()
            while len(self.answers) > self.most_answers:
                self.answers.popitem(last=False)
        return found


_kept: OrderedDict[Any, Read] = OrderedDict()
_lock = Lock()


def read(user: User, parts: Iterable[str]) -> Read:
    """The user's patients with at least these parts."""
    wanted, whose, stamp = {"subject", *parts}, study.scope(user), study.stamp(user)
    with _lock:
        held = _find((whose, stamp))
    if held is not None:
        held.subjects.forget(but=LASTING)
        if wanted <= held.subjects.texts.keys():
            return held
        wanted |= held.subjects.texts.keys()
    with uncollected():
        found = _read(user, wanted)
    if found.rows.stamp is not None:
        with _lock:
            _keep((whose, found.rows.stamp), found, held)
    return found


def forget() -> None:
    """Keep nothing."""
    with _lock:
        _kept.clear()


def _find(key: Any) -> Read | None:
    held = _kept.get(key)
    if held is not None:
        _kept.move_to_end(key)
    return held


def _read(user: User, parts: Iterable[str]) -> Read:
    rows = study.rows_for(user, sorted(parts))
    columns = [list(column) for column in zip(*rows.who, strict=True)] or [[], [], [], [], []]
    return Read(rows, Subjects(*columns[:4], rows.parts), columns[4])


def _keep(key: Any, found: Read, before: Read | None) -> None:
    if before is not None and before.rows.stamp == found.rows.stamp:
        found.answers = before.answers
    _kept[key] = found
    _kept.move_to_end(key)
    while len(_kept) > 1 and (
        len(_kept) > MOST_KEPT or sum(r.characters for r in _kept.values()) > MOST_CHARACTERS
    ):
        _kept.popitem(last=False)
