"""A checklist that fills itself from the record: each item with what the record says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from hlh_app.clinical.case import FindingStatus, Moment
from hlh_app.clinical.citations import CITATIONS, Citation
from hlh_app.clinical.evidence import CONTRADICTION, NOT_RECORDED, PENDING, RECORDED_UNKNOWN
from hlh_app.clinical.outcome import Outcome
from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.clinical.windows import LatestFinding, View


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistItem:
    """One item. ``says``: what the record says; ``day``: of when, ``key``: its row's.

    ``to_record``: what to enter while the item is unknown.
    """

    id: str
    label: str
    outcome: Outcome
    says: Message
    citation: str
    day: date | None = None
    key: str = ""
    to_record: Message | None = None

    @property
    def source(self) -> Citation:
        return CITATIONS[self.citation]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """All items as of ``as_of``; met when all are, not met as soon as one is not."""

    rule: str
    version: str
    title: str
    citation: str
    as_of: Moment
    outcome: Outcome
    statement: Message
    items: tuple[ChecklistItem, ...]

    @property
    def source(self) -> Citation:
        return CITATIONS[self.citation]

    def item(self, item_id: str) -> ChecklistItem:
        """The item of that id; KeyError when there is none."""
        return {item.id: item for item in self.items}[item_id]


STATUS_WORDS: Mapping[FindingStatus, Message] = {
    FindingStatus.PRESENT: Message(gettext_noop("present")),
    FindingStatus.ABSENT: Message(gettext_noop("absent")),
    FindingStatus.PENDING: PENDING,
    FindingStatus.UNKNOWN: RECORDED_UNKNOWN,
}


def words_of(latest: LatestFinding) -> Message:
    """What the record says of a finding."""
    if latest.contradiction:
        return CONTRADICTION
    return STATUS_WORDS[latest.status] if latest.rows else NOT_RECORDED


def all_of(items: tuple[ChecklistItem, ...]) -> Outcome:
    """Met when every item is, not met as soon as one is not, else unknown."""
    outcomes = {item.outcome for item in items}
    if Outcome.NOT_MET in outcomes:
        return Outcome.NOT_MET
    return Outcome.UNKNOWN if Outcome.UNKNOWN in outcomes else Outcome.MET


def count(items: tuple[ChecklistItem, ...], outcome: Outcome) -> int:
    return sum(item.outcome is outcome for item in items)


def finding_item(
    view: View,
    kind: str,
    label: str,
    citation: str,
    meets: Mapping[FindingStatus, Outcome],
    to_record: Message,
) -> ChecklistItem:
    """An item decided by the latest word on one finding; ``meets``: what each word makes of it."""
    latest = view.finding(kind)
    outcome = meets.get(latest.status, Outcome.UNKNOWN)
    row = latest.rows[0] if latest.rows else None
    return ChecklistItem(
        id=kind, label=label, outcome=outcome, says=words_of(latest), citation=citation,
        day=None if row is None else row.on, key="" if row is None else row.key,
        to_record=to_record if outcome is Outcome.UNKNOWN else None,
    )  # fmt: skip
