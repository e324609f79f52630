"""Spleen and CNS as they bear on a complete response, by the nominal day of the assessment.

Last recorded present within 14 days: excludes a complete response. Present but older, pending,
contradicted on its day or recorded as not known: left open. Absent or never recorded: does not
block, and a class reached without a record is printed "not examined" (our definition).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hlh_app.clinical.case import Finding, FindingStatus

SPLEEN_CNS = ("splenomegaly", "cns_involvement")
PRESENT_COUNTS_DAYS = 14

_YES = frozenset({True})
_NO = frozenset({False})
_OPEN = _YES | _NO


class OrganState(StrEnum):
    EXCLUDES = "excludes"
    OPEN = "open"
    ABSENT = "absent"
    NOT_EXAMINED = "not_examined"


class OrganReason(StrEnum):
    """Why the state is what it is, for the page to print."""

    PRESENT = "present"
    PRESENT_EARLIER = "present_earlier"
    PENDING = "pending"
    NOT_KNOWN = "not_known"
    CONTRADICTED = "contradicted"
    ABSENT = "absent"
    NEVER_RECORDED = "never_recorded"


_STATES = {
    OrganReason.PRESENT: OrganState.EXCLUDES,
    OrganReason.ABSENT: OrganState.ABSENT,
    OrganReason.NEVER_RECORDED: OrganState.NOT_EXAMINED,
}
_BLOCKS = {OrganState.EXCLUDES: _YES, OrganState.OPEN: _OPEN}


@dataclass(frozen=True, slots=True)
class OrganReading:
    """``age_days``: from the finding to the nominal day. ``rows``: the records of that day."""

    finding: str
    reason: OrganReason
    on: date | None = None
    age_days: int | None = None
    rows: tuple[Finding, ...] = ()

    @property
    def state(self) -> OrganState:
        return _STATES.get(self.reason, OrganState.OPEN)

    @property
    def may_block(self) -> frozenset[bool]:
        """Whether it excludes a complete response: yes, no, or either."""
        return _BLOCKS.get(self.state, _NO)


def organ_reading(findings: Iterable[Finding], finding: str, nominal_day: date) -> OrganReading:
    """The last record of ``finding`` up to the nominal day."""
    rows = [f for f in findings if f.finding == finding and f.on <= nominal_day]
    if not rows:
        return OrganReading(finding, OrganReason.NEVER_RECORDED)
    on = max(row.on for row in rows)
    last = tuple(row for row in rows if row.on == on)
    age_days = (nominal_day - on).days
    return OrganReading(finding, _reason(last, age_days), on, age_days, last)


def _reason(rows: tuple[Finding, ...], age_days: int) -> OrganReason:
    statuses = {row.status for row in rows}
    if len(statuses) > 1:
        return OrganReason.CONTRADICTED
    status = statuses.pop()
    if status is FindingStatus.PRESENT:
        recent = age_days <= PRESENT_COUNTS_DAYS
        return OrganReason.PRESENT if recent else OrganReason.PRESENT_EARLIER
    if status is FindingStatus.ABSENT:
        return OrganReason.ABSENT
    return OrganReason.PENDING if status is FindingStatus.PENDING else OrganReason.NOT_KNOWN
