"""Patients by the class of their response, best or of one day.

The classes of a patient are every class that some completion of what is missing would give: one is
settled; partial or complete is a response either way; anything with "no response" among others is
open. Patients never given ruxolitinib have none and stand in no denominator.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from hlh_app.statistics.figures import Rows
from hlh_app.statistics.subjects import Subjects

COMPLETE, PARTIAL, AT_LEAST_PARTIAL = "complete", "partial", "at_least_partial"
NONE, UNASSESSED = "none", "unassessed"
OPEN = ("none_or_partial", "none_or_complete", "open")
RESPONSES = (COMPLETE, PARTIAL, AT_LEAST_PARTIAL)
ASSESSED = (*RESPONSES, NONE, *OPEN)
UNDECIDED = (*OPEN, UNASSESSED)
CLASSES = (*ASSESSED, UNASSESSED)
Codes: TypeAlias = npt.NDArray[np.int8]
"""Of everybody, by position: the place in CLASSES."""
_NAMES = {
    ("CR",): COMPLETE,
    ("PR",): PARTIAL,
    ("PR", "CR"): AT_LEAST_PARTIAL,
    ("NR",): NONE,
    ("NR", "PR"): OPEN[0],
    ("NR", "CR"): OPEN[1],
    ("NR", "PR", "CR"): OPEN[2],
    (): UNASSESSED,
}
_CODES = {possible: CLASSES.index(name) for possible, name in _NAMES.items()}


def class_codes(possible: Iterable[Iterable[str]]) -> Codes:
    """Each patient's possible classes, from the worst to the best, as a place in CLASSES."""
    return np.array([_CODES[tuple(own)] for own in possible], np.int8)


@dataclass(frozen=True, slots=True, eq=False)
class ByClass:
    """Some patients by class. ``codes``: of ``rows``, in their order."""

    rows: Rows
    codes: Codes

    @property
    def n(self) -> int:
        return len(self.rows)

    def of(self, *names: str) -> Rows:
        """The patients in any of these classes."""
        return self.rows[np.isin(self.codes, [CLASSES.index(name) for name in names])]

    @property
    def responders(self) -> Rows:
        """Surely in partial or complete response."""
        return self.of(*RESPONSES)

    @property
    def assessed(self) -> Rows:
        """With at least one assessed day."""
        return self.of(*ASSESSED)

    @property
    def undecided(self) -> Rows:
        """Who may have responded or not, as far as is known."""
        return self.of(*UNDECIDED)


def by_class(codes: Codes, rows: Rows) -> ByClass:
    return ByClass(rows, codes[rows])


def given_ruxolitinib(subjects: Subjects, rows: Rows) -> Rows:
    """Those of ``rows`` to whom the rules of response apply."""
    return rows[subjects.where("subject", "treatment", "ruxolitinib")[rows]]
