"""One term of the toxicity table: its grade before the first dose, its worst since, its last."""

from dataclasses import dataclass
from datetime import date

from hlh_app.clinical.case import Observation
from hlh_app.clinical.ctcae import Grade
from hlh_app.clinical.ctcae_tables import TERMS
from hlh_app.clinical.toxicity_chart import Graded


@dataclass(frozen=True, slots=True, kw_only=True)
class TermRow:
    """One term as of a moment, in one version of the terminology.

    ``before``: what new grades are held against, None without a value. ``worst_before``: the
    worst of all the time before the first dose (of everything, when no course has begun).
    ``worst_since``: the first value with the worst grade after it, ``since``: that grade, open as
    far as some value after it is. ``new`` None: not known. ``new_since``: the first day with a new
    grade. ``last``: the last known grade. ``measured_since``: how many values count after the
    first dose. ``awaited``: pending results, which say nothing yet.
    """

    analyte: str
    name: str
    ctcae: str
    before: Graded | None
    worst_before: Graded | None
    worst_since: Graded | None
    since: Grade | None
    new: bool | None
    new_since: date | None
    last: Graded | None
    measured_since: int
    awaited: tuple[Observation, ...]

    @property
    def onset(self) -> date | None:
        """The first day of the worst grade since the first dose."""
        return None if self.worst_since is None else self.worst_since.day

    @property
    def worst_new(self) -> Graded | None:
        """The worst value since the first dose when its grade is surely new."""
        return self.worst_since if self.new else None


def by_new_grade(row: TermRow) -> tuple[int, int, int, int]:
    """The order of the table: new before open before not new, each by the highest grade."""
    since = row.since or Grade(0, 0)
    words = {True: 0, None: 1, False: 2}
    return words[row.new], -since.low, -since.high, TERMS.index(row.analyte)
