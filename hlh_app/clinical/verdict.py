"""What a rule answers: an outcome, every criterion behind it, and what would change it.

Pages, prints, charts and exports read these and compute nothing clinical themselves.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

from hlh_app.clinical.case import Finding, FindingStatus, Moment, Observation
from hlh_app.clinical.citations import CITATIONS, Citation
from hlh_app.clinical.outcome import Outcome
from hlh_app.clinical.text import Message


class Reading(NamedTuple):
    """One row a criterion looked at, as reported, and what it says by itself.

    ``used``: the value the criterion was decided by (the worst one); False for rows that are
    shown beside it. ``flags``: stale, pending, another assay, after transfusion or G-CSF, …
    """

    row: Observation | Finding
    outcome: Outcome
    used: bool = True
    flags: tuple[Message, ...] = ()

    @property
    def key(self) -> str:
        """What the reader called the row, so that a page can link to it."""
        return self.row.key

    @property
    def code(self) -> str:
        """Code of the analyte or finding."""
        return self.row.analyte if isinstance(self.row, Observation) else self.row.finding

    @property
    def value(self) -> Decimal | None:
        return self.row.value if isinstance(self.row, Observation) else None

    @property
    def comparator(self) -> str | None:
        return self.row.comparator if isinstance(self.row, Observation) else None

    @property
    def unit(self) -> str | None:
        return self.row.unit if isinstance(self.row, Observation) else None

    @property
    def status(self) -> FindingStatus | None:
        """The word of a finding; None for a measured value."""
        return self.row.status if isinstance(self.row, Finding) else None

    @property
    def site(self) -> str | None:
        return self.row.site

    @property
    def measured_at(self) -> Moment | None:
        """When a value was measured; None for a finding, which has a day."""
        return self.row.measured_at if isinstance(self.row, Observation) else None

    @property
    def day(self) -> date:
        return self.row.measured_at.day if isinstance(self.row, Observation) else self.row.on


class Criterion(NamedTuple):
    """One condition of a rule.

    ``threshold`` in words, in the unit in which the deciding value was reported. ``parts``: the
    lineages of cytopenias, the two arms of triglycerides or fibrinogen. ``points``: lowest and
    highest of a scored item. ``our_definition``: the source is silent and the page says so.
    ``contribution``: lowest and highest of a term of a score that is no whole number of points.
    """

    id: str
    label: str
    outcome: Outcome
    threshold: Message
    citation: str
    readings: tuple[Reading, ...] = ()
    notes: tuple[Message, ...] = ()
    parts: tuple["Criterion", ...] = ()
    points: tuple[int, int] | None = None
    our_definition: bool = False
    contribution: tuple[Decimal, Decimal] | None = None

    @property
    def source(self) -> Citation:
        return CITATIONS[self.citation]


class Count(NamedTuple):
    """How many criteria are met, not met, unknown."""

    met: int
    not_met: int
    unknown: int

    @property
    def total(self) -> int:
        return self.met + self.not_met + self.unknown


class Pivot(NamedTuple):
    """The outcome of the rule for either result of one open criterion, all else as it is."""

    if_met: Outcome
    if_not_met: Outcome


class OpenQuestion(NamedTuple):
    """One open criterion: what is missing, what either result would do.

    ``pivotal``: its result alone would change the outcome. ``missing`` says what to measure,
    ``effect`` what it would do, each as a sentence.
    """

    id: str
    label: str
    if_met: Outcome
    if_not_met: Outcome
    pivotal: bool
    missing: tuple[Message, ...]
    effect: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The answer of one rule as of one moment.

    ``count``, ``path``, ``pivotal`` for criteria sets (``path``: "criteria", "molecular", None);
    ``points`` and ``probability_percent`` (low, high) for scores, ``score`` (low, high) for one
    that is no whole number. ``statement``: the sentence a
    colleague would say. ``settled_by``: how many open criteria would settle it. ``activity``: set
    once any HLH therapy has begun, the heading of such a reading. ``reason``: why not applicable.
    """

    rule: str
    version: str
    title: str
    citation: str
    outcome: Outcome
    as_of: Moment
    window_days: int
    statement: Message
    criteria: tuple[Criterion, ...] = ()
    molecular: Criterion | None = None
    count: Count | None = None
    path: str | None = None
    pivotal: Mapping[str, Pivot] = field(default_factory=lambda: MappingProxyType({}))
    open_questions: tuple[OpenQuestion, ...] = ()
    settled_by: Message | None = None
    points: tuple[int, int] | None = None
    probability_percent: tuple[Decimal, Decimal] | None = None
    score: tuple[Decimal, Decimal] | None = None
    fever_threshold: Decimal | None = None
    activity: Message | None = None
    reason: Message | None = None
    notes: tuple[Message, ...] = ()

    @property
    def source(self) -> Citation:
        return CITATIONS[self.citation]

    def criterion(self, criterion_id: str) -> Criterion:
        """The criterion of that id; KeyError when the rule has none."""
        for found in self.criteria:
            if found.id == criterion_id:
                return found
        raise KeyError(criterion_id)
