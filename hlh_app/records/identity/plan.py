"""What merging two records would do, worked out without writing anything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from hlh_app.clinical.case import Case
from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.clinical.therapy import RUXOLITINIB
from hlh_app.records.cases import build_merged
from hlh_app.records.identity import facts, moving
from hlh_app.records.identity.doubled import Contradiction, Double, in_both
from hlh_app.records.identity.likeness import Reason, against, reasons
from hlh_app.records.identity.person import person_of
from hlh_app.records.identity.results_in_both import tells
from hlh_app.records.models import AuditEntry, Event, Exposure, Patient, Signature
from hlh_app.records.models.base import ClinicalRow

DEATH = "death"
_SAME = gettext_noop("These are not two records of one center.")
_GONE = gettext_noop("{code} was merged into another record already.")
_SOURCES = gettext_noop("One is a patient of the ward, the other is not.")
_CONVENTIONAL = gettext_noop(
    "The dates of a published case are set by convention; they cannot stand beside others."
)
_OVERLAP = gettext_noop(
    "Ruxolitinib is recorded from {one} in {kept} and from {other} in {gone}, at the same time. "
    "Both stay: correct one of them after the merge."
)


@dataclass(frozen=True)
class Plan:
    """``moves``: table → rows that move. ``signed``: how many signed visits are among them.
    ``conflicts`` forbid the merge, ``warnings`` do not. ``digest`` of everything it rests on."""

    kept: Patient
    gone: Patient
    facts: tuple[facts.Fact, ...]
    moves: Mapping[str, int]
    doubles: tuple[Double, ...]
    contradictions: tuple[Contradiction, ...]
    deaths: tuple[Event, Event] | None
    signed: int
    reasons: tuple[Reason, ...]
    against: tuple[Message, ...]
    conflicts: tuple[Message, ...]
    warnings: tuple[Message, ...]
    digest: str

    def undecided(self, chosen: Mapping[str, str]) -> list[str]:
        """What somebody must choose before the merge."""
        missing = facts.undecided(self.facts, chosen)
        if self.deaths and chosen.get(DEATH) not in (facts.KEPT, facts.GONE):
            missing.append(DEATH)
        return missing

    def columns(self, chosen: Mapping[str, str]) -> dict[str, Any]:
        """Column of the kept record → value after the merge."""
        return facts.decided(self.facts, chosen)

    def withdrawn(self, chosen: Mapping[str, str]) -> list[ClinicalRow]:
        """The rows that are entered in error with the merge, each once."""
        rows = {(double.table, double.row.pk): double.row for double in self.doubles}
        if self.deaths and chosen.get(DEATH) in (facts.KEPT, facts.GONE):
            left = self.deaths[1 if chosen[DEATH] == facts.KEPT else 0]
            rows["event", left.pk] = left
        return list(rows.values())

    def case(self, chosen: Mapping[str, str]) -> Case:
        """What the rules would read after the merge; an open choice counts as the kept record's."""
        chosen = {DEATH: facts.KEPT, **{k: v for k, v in chosen.items() if v}}
        left_out = {f"{row._meta.model_name}:{row.pk}" for row in self.withdrawn(chosen)}
        return build_merged(self.kept, self.gone, self.columns(chosen), left_out)


def plan_of(kept: Patient, gone: Patient) -> Plan:
    """Reads everything of both records once."""
    both = in_both(kept, gone)
    one, other = person_of(kept), person_of(gone)
    return Plan(
        kept=kept,
        gone=gone,
        facts=facts.facts_of(kept, gone),
        moves=moving.counts(gone),
        doubles=both.doubles,
        contradictions=both.contradictions,
        deaths=_two_deaths(kept, gone),
        signed=_signed(gone),
        reasons=reasons(one, other, sum(map(tells, both.doubles))),
        against=against(one, other),
        conflicts=tuple(_conflicts(kept, gone)),
        warnings=tuple(_overlaps(kept, gone, both.doubles)),
        digest=_digest(kept, gone),
    )


def _conflicts(kept: Patient, gone: Patient) -> Iterator[Message]:
    if kept.pk == gone.pk or kept.centre_id != gone.centre_id:
        yield Message(_SAME)
    for patient in (kept, gone):
        if patient.merged_into_id is not None:
            yield Message(_GONE, {"code": patient.code})
    if kept.source != gone.source:
        yield Message(_SOURCES)
    elif kept.conventional_dates or gone.conventional_dates:
        yield Message(_CONVENTIONAL)


def _two_deaths(kept: Patient, gone: Patient) -> tuple[Event, Event] | None:
    """On two days, or told in two ways; told alike it is in both and needs no choice."""
    one, other = (
        Event.objects.filter(patient=p, event=DEATH, entered_in_error=False).first()
        for p in (kept, gone)
    )
    if one is None or other is None or (one.on, one.detail) == (other.on, other.detail):
        return None
    return one, other


def _signed(gone: Patient) -> int:
    return Signature.objects.filter(visit__patient=gone).values("visit").distinct().count()


def _overlaps(kept: Patient, gone: Patient, doubles: tuple[Double, ...]) -> Iterator[Message]:
    """Courses of ruxolitinib in both records that run at the same time and are not the same."""
    doubled = {double.row.pk for double in doubles if double.table == "exposure"}
    given = Exposure.objects.filter(drug=RUXOLITINIB, entered_in_error=False).order_by("started_at")
    mine = list(given.filter(patient=kept))
    for other in given.filter(patient=gone).exclude(pk__in=doubled):
        for one in mine:
            if _overlap(one, other):
                days = {"one": one.started_day, "other": other.started_day}
                yield Message(_OVERLAP, {**days, "kept": kept.code, "gone": gone.code})


def _overlap(one: Exposure, other: Exposure) -> bool:
    """A day on which one stops and the next begins is a change of the dose, not an overlap."""
    return one.started_day < (other.stopped_on or date.max) and other.started_day < (
        one.stopped_on or date.max
    )


def _digest(kept: Patient, gone: Patient) -> str:
    """Changes with every change of either record: the trail's last entries of both."""
    last = (
        AuditEntry.objects.filter(patient_id=patient.pk).values_list("pk", flat=True).first()
        for patient in (kept, gone)
    )
    return sha256(repr((kept.pk, gone.pk, *last)).encode()).hexdigest()[:32]
