"""Which signs of HLH are newly present after a day (our definition).

Newly present: there on a day after it, and not there on an earlier record at or after it. Results
and findings of the last 14 days count, samples of 30. What was not measured, is pending or was not
known before leaves a sign open. A spleen or CNS never recorded before counts as not enlarged or
free, as in the response. Hemophagocytosis on a new sample needs no earlier one.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from hlh_app.clinical import hlh_criteria as hlh
from hlh_app.clinical.case import Finding, FindingStatus, Moment, Observation
from hlh_app.clinical.evidence import CONTRADICTION, OTHER_ASSAY, PENDING
from hlh_app.clinical.outcome import outcome_of
from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.clinical.thresholds import Threshold, any_true
from hlh_app.clinical.units import is_kept
from hlh_app.clinical.verdict import Criterion, Reading
from hlh_app.clinical.windows import FINDING_DAYS, WINDOW_DAYS, History, visible

FEVER = hlh.fever_threshold(hlh.DEFAULT_FEVER_CEL)
LABS: tuple[tuple[str, str, Threshold], ...] = (
    ("fever", hlh.FEVER_LABEL, FEVER),
    ("platelets", hlh.PLATELETS_LABEL, hlh.PLATELETS),
    ("triglycerides", hlh.TRIGLYCERIDES_LABEL, hlh.TRIGLYCERIDES),
    ("fibrinogen", hlh.FIBRINOGEN_LABEL, hlh.FIBRINOGEN),
    ("ferritin", hlh.FERRITIN_LABEL, hlh.FERRITIN),
    ("scd25", hlh.SCD25_LABEL, hlh.SCD25),
)
SPLEEN_DAYS = FINDING_DAYS["splenomegaly"]
SAMPLE_DAYS = FINDING_DAYS["hemophagocytosis"]
CNS_LABEL = gettext_noop("CNS disease")

NOT_MEASURED = Message(gettext_noop("not recorded since, or longer ago than counts"))
NOT_KNOWN_BEFORE = Message(gettext_noop("there now, but not known whether it was there before"))
NEVER_BEFORE = Message(gettext_noop("never recorded before: counts as new (our definition)"))
OPEN = Message(gettext_noop("what is recorded does not say"))
_PRESENT = Message(gettext_noop("present"))
_NEW_SAMPLE = Message(gettext_noop("present on a new sample"))


class Said(NamedTuple):
    """What one day's row or rows say of a sign: there, not there, or open."""

    day: date
    state: bool | None
    rows: tuple[Observation | Finding, ...]
    why: Message | None = None


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign through time. ``before``: at the day from which it is reckoned; ``after`` in order.

    ``days``: how long a record counts, None for ever. ``unrecorded``: what no record means.
    """

    id: str
    label: str
    threshold: Message
    before: Said | None
    after: tuple[Said, ...]
    days: int | None
    unrecorded: bool | None = None
    needs_before: bool = True
    never_before: bool = field(default=False)

    def counts(self, said: Said, day: date) -> bool:
        age = (day - said.day).days
        return age >= 0 and (self.days is None or age < self.days)

    def new_days(self) -> list[date]:
        """Every day on which it is surely newly present by that day's record."""
        return [said.day for said, new in self._judged() if new]

    def reading(self, day: date) -> Criterion:
        """Whether it is newly present by the records that count on a day, and by which."""
        judged = [(said, new) for said, new in self._judged() if self.counts(said, day)]
        state = any_true(new for _, new in judged) if judged else self._if_unrecorded()
        decisive = next((s for s, new in reversed(judged) if new is state), None)
        rows = () if decisive is None else decisive.rows
        earlier = () if self.before is None else self.before.rows
        return Criterion(
            self.id, self.label, outcome_of(state), self.threshold, "our_definition",
            (
                *(Reading(row, outcome_of(state)) for row in rows),
                *(Reading(row, outcome_of(self._was()), False) for row in earlier),
            ),
            self._notes(state, decisive), our_definition=True,
        )  # fmt: skip

    def _judged(self) -> Iterator[tuple[Said, bool | None]]:
        seen: list[bool | None] = [self._was()]
        for said in self.after:
            fresh = any_true(_not(state) for state in seen) if self.needs_before else True
            yield said, _both(said.state, fresh)
            seen.append(said.state)

    def _was(self) -> bool | None:
        """Whether it was there before; never recorded may count as not."""
        if self.before is None:
            return False if self.never_before else None
        return self.before.state

    def _if_unrecorded(self) -> bool | None:
        """No record can be new where it was there all along."""
        if self.needs_before and any_true(_not(s) for s in self._states()) is False:
            return False
        return self.unrecorded

    def _states(self) -> list[bool | None]:
        return [self._was(), *(said.state for said in self.after)]

    def _notes(self, state: bool | None, decisive: Said | None) -> tuple[Message, ...]:
        if decisive is None:
            return (NOT_MEASURED,) if state is None else ()
        if state is None:
            return (NOT_KNOWN_BEFORE if decisive.state else decisive.why or OPEN,)
        return (NEVER_BEFORE,) if state and self.before is None and self.never_before else ()


def _not(state: bool | None) -> bool | None:
    return None if state is None else not state


def _both(one: bool | None, other: bool | None) -> bool | None:
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


def eight_signs(history: History, as_of: Moment, since: date) -> tuple[Sign, ...]:
    """The eight signs of a relapse, reckoned from a day, by what can be seen at a moment."""
    labs = [_lab(history, as_of, since, *row) for row in LABS]
    spleen = _finding(
        history, as_of, since, "splenomegaly", hlh.SPLENOMEGALY_LABEL, _PRESENT, SPLEEN_DAYS + 1
    )
    sample = _finding(
        history, as_of, since, "hemophagocytosis", hlh.HEMOPHAGOCYTOSIS_LABEL, _NEW_SAMPLE,
        SAMPLE_DAYS + 1, needs_before=False,
    )  # fmt: skip
    return (labs[0], spleen, *labs[1:4], sample, *labs[4:])


def cns_sign(history: History, as_of: Moment, since: date, never_before: bool) -> Sign:
    """CNS disease after a day, for ever once recorded; without a record there is none.

    ``never_before``: whether one never recorded before counts as new, or stays open.
    """
    found = _finding(history, as_of, since, "cns_involvement", CNS_LABEL, _PRESENT, None)
    return Sign(
        found.id, found.label, found.threshold, found.before, found.after, None,
        unrecorded=False, never_before=never_before,
    )  # fmt: skip


def _lab(
    history: History, as_of: Moment, since: date, id: str, label: str, threshold: Threshold
) -> Sign:
    final, pending = visible(history.observations.get(threshold.analyte, ()), as_of)
    said = [_value(row, threshold) for row in _once(final)]
    awaited = [Said(row.measured_at.day, None, (row,), PENDING) for row in _once(pending)]
    earlier = [s for s in said if 0 <= (since - s.day).days < WINDOW_DAYS]
    after = _after([*said, *awaited], since, as_of)
    before = earlier[-1] if earlier else None
    return Sign(id, label, threshold.in_words(), before, after, WINDOW_DAYS)


def _once(rows: Iterable[Observation]) -> Iterable[Observation]:
    """What is entered twice was measured once, and cannot be new beside itself."""
    once: dict[Observation, Observation] = {}
    for row in rows:
        once.setdefault(row._replace(key=""), row)
    return once.values()


def _value(row: Observation, threshold: Threshold) -> Said:
    why = OTHER_ASSAY if is_kept(row.unit, row.analyte) else OPEN
    return Said(row.measured_at.day, threshold.holds(row), (row,), why)


def _finding(
    history: History,
    as_of: Moment,
    since: date,
    kind: str,
    label: str,
    words: Message,
    days: int | None,
    needs_before: bool = True,
) -> Sign:
    said = list(_by_day(history.findings.get(kind, ()), kind))
    earlier = [s for s in said if s.day <= since]
    last = earlier[-1] if earlier else None
    if last is not None and days is not None and (since - last.day).days >= days:
        last = last._replace(state=None)
    return Sign(
        kind, label, words, last, _after(said, since, as_of), days,
        needs_before=needs_before, never_before=True,
    )  # fmt: skip


def _after(said: Sequence[Said], since: date, as_of: Moment) -> tuple[Said, ...]:
    found = [s for s in said if since < s.day <= as_of.day]
    return tuple(sorted(found, key=lambda s: s.day))


def _by_day(findings: Iterable[Finding], kind: str) -> Iterator[Said]:
    days: dict[date, list[Finding]] = {}
    for row in findings:
        days.setdefault(row.on, []).append(row)
    for day, rows in days.items():
        state, why = _word({row.status for row in rows}, kind == "hemophagocytosis")
        yield Said(day, state, tuple(rows), why)


def _word(words: set[FindingStatus], any_site: bool) -> tuple[bool | None, Message | None]:
    """What one day's words say; of samples from several sites one is enough."""
    if words == {FindingStatus.PRESENT} or (any_site and FindingStatus.PRESENT in words):
        return True, None
    if words == {FindingStatus.ABSENT}:
        return False, None
    if FindingStatus.PENDING in words:
        return None, PENDING
    return None, CONTRADICTION if len(words) > 1 else OPEN
