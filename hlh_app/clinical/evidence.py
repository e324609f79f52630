"""From the rows a reading may use to a judged condition: its state, the rows behind it, remarks.

The worst value in the window decides (our definition): the condition holds when any usable value
surely fulfils it, fails when every one surely does not and none is pending, and is open otherwise.
"""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import NamedTuple

from hlh_app.clinical.case import Finding, FindingStatus, Observation
from hlh_app.clinical.outcome import outcome_of
from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.clinical.therapy import ETOPOSIDE
from hlh_app.clinical.thresholds import Threshold, any_true
from hlh_app.clinical.transfusions import spoilt_by, spoilt_periods
from hlh_app.clinical.units import canonical, is_kept
from hlh_app.clinical.verdict import Reading
from hlh_app.clinical.windows import LatestFinding, View

ETOPOSIDE_DAYS = 28
"""Blood counts carry a flag from etoposide until so many days after its last dose (ours)."""

_BLOOD_COUNTS = frozenset({"hemoglobin", "platelets", "neutrophils", "wbc"})

PENDING = Message(gettext_noop("pending"))
OTHER_ASSAY = Message(gettext_noop("another assay's unit: shown, never converted or compared"))
OPEN_RANGE = Message(gettext_noop("the range stated contains the threshold"))
NO_LIMIT = Message(gettext_noop("without the laboratory's lower limit it cannot be judged"))
CONTRADICTION = Message(gettext_noop("different statements on one day contradict each other"))
NOT_RECORDED = Message(gettext_noop("not recorded"))
RECORDED_UNKNOWN = Message(gettext_noop("recorded as unknown"))
_STALE = gettext_noop("older than {days} days: stale, counts as unknown")
_NO_VALUE = gettext_noop("no value in the {days} days before")
_AFTER = gettext_noop("measured after {drug}")
_REPORTED_LATER = gettext_noop("pending then: reported {reported}")


class Judged(NamedTuple):
    """``state``: True, False, or None for open. The first reading is the deciding one."""

    state: bool | None
    readings: tuple[Reading, ...] = ()
    notes: tuple[Message, ...] = ()

    @property
    def unit(self) -> str | None:
        """The unit of the deciding value, None without one."""
        return self.readings[0].unit if self.readings else None


Holds = Callable[[Observation], bool | None]


def judge(view: View, threshold: Threshold) -> Judged:
    """Whether the worst usable value of the threshold's analyte fulfils it."""
    return judge_by(view, threshold.analyte, threshold.holds, threshold.relation[0] == ">")


def judge_by(view: View, analyte: str, holds: Holds, highest: bool) -> Judged:
    """As :func:`judge`, with a condition that may differ from row to row."""
    usable = view.values(analyte)
    if not usable.pending:
        if not usable.final:
            return _missing(view, usable.stale)
        if len(usable.final) == 1:
            return _single(view, usable.final[0], holds(usable.final[0]))
    states = [holds(row) for row in usable.final]
    state = any_true([None, *states]) if usable.pending else any_true(states)
    readings = _readings(view, list(zip(usable.final, states, strict=True)), state, highest)
    readings += [Reading(row, outcome_of(None), False, _awaited(row)) for row in usable.pending]
    if len(readings) == len(usable.pending):
        readings[0] = Reading(readings[0].row, outcome_of(None), True, readings[0].flags)
    return Judged(state, tuple(readings), _remarks(readings) if state is None else ())


def _single(view: View, row: Observation, held: bool | None) -> Judged:
    reading = Reading(row, outcome_of(held), True, flags_of(view, row, held))
    return Judged(held, (reading,), _remarks([reading]) if held is None else ())


def _missing(view: View, stale: Observation | None) -> Judged:
    if stale is None:
        return Judged(None, (), (Message(_NO_VALUE, {"days": view.window_days}),))
    flag = Message(_STALE, {"days": view.window_days})
    return Judged(None, (Reading(stale, outcome_of(None), True, (flag,)),), (flag,))


def _readings(
    view: View, judged: list[tuple[Observation, bool | None]], state: bool | None, highest: bool
) -> list[Reading]:
    """The deciding row first, then those that leave the question open."""
    if not judged:
        return []
    decisive = [row for row, held in judged if held is state]
    used = worst(decisive or [row for row, _ in judged], highest)
    readings: list[Reading] = []
    for row, held in judged:
        if row is used:
            readings.insert(0, Reading(row, outcome_of(held), True, flags_of(view, row, held)))
        elif held is None:
            readings.append(Reading(row, outcome_of(held), False, flags_of(view, row, held)))
    return readings


def worst(rows: list[Observation], highest: bool) -> Observation:
    """The highest or lowest value, the latest of equal ones; another assay's only if alone."""
    if len(rows) == 1:
        return rows[0]
    best, best_value = rows[0], _rank(rows[0], highest)
    for row in rows[1:]:
        value = _rank(row, highest)
        if value >= best_value:
            best, best_value = row, value
    return best


_LEAST = Decimal("-Infinity")


def _rank(row: Observation, highest: bool) -> Decimal:
    number = None if row.value is None else canonical(row.value, row.unit, row.analyte)
    if number is None:
        return _LEAST
    return number if highest else -number


def _remarks(readings: list[Reading]) -> tuple[Message, ...]:
    """Why an open condition is open, each reason once, in the order of the rows."""
    seen: dict[str, Message] = {}
    for reading in readings:
        for flag in reading.flags:
            if flag.template != _AFTER:
                seen.setdefault(flag.template, flag)
    return tuple(seen.values())


def _awaited(row: Observation) -> tuple[Message, ...]:
    if row.value is None or row.reported_at is None:
        return (PENDING,)
    return (Message(_REPORTED_LATER, {"reported": row.reported_at}),)


def flags_of(view: View, row: Observation, held: bool | None) -> tuple[Message, ...]:
    """What is to be said beside a value: another assay, an open range, after treatment."""
    flags: tuple[Message, ...] = ()
    if held is None:
        kept = is_kept(row.unit, row.analyte)
        flags = (OTHER_ASSAY if kept else OPEN_RANGE if row.comparator else NO_LIMIT,)
    if view.case.exposures and row.analyte in _BLOOD_COUNTS:
        flags += _after_treatment(view, row)
    return flags


def _after_treatment(view: View, row: Observation) -> tuple[Message, ...]:
    given = [e for e in view.case.exposures if e.start.seen <= view.as_of.at]
    causes = []
    spoiler = spoilt_by(row, spoilt_periods(given))
    if spoiler is not None:
        causes.append(spoiler.drug)
    day = row.measured_at.day
    for exposure in given:
        if exposure.drug == ETOPOSIDE and exposure.start.day <= day:
            last = exposure.stop or day
            if day <= last + timedelta(days=ETOPOSIDE_DAYS):
                causes.append(exposure.drug)
                break
    return tuple(Message(_AFTER, {"drug": drug.replace("_", " ")}) for drug in causes)


_STATE_OF = {
    FindingStatus.PRESENT: True,
    FindingStatus.LOW: True,
    FindingStatus.ABSENT: False,
    FindingStatus.NORMAL: False,
}


def finding_state(found: LatestFinding) -> bool | None:
    """Present or low is True, absent or normal False, every other word open."""
    return _STATE_OF.get(found.status)


def judge_finding(found: LatestFinding, within_days: int | None) -> Judged:
    """What the latest statement that counts says."""
    state = finding_state(found)
    why = why_open(found, within_days) if state is None else None
    flags = (why,) if why is not None and found.rows else ()
    return Judged(
        state,
        tuple(_finding_reading(row, found, flags) for row in found.rows),
        (why,) if why is not None else (),
    )


def _finding_reading(row: Finding, found: LatestFinding, flags: tuple[Message, ...]) -> Reading:
    alone = None if found.stale else _STATE_OF.get(row.status)
    return Reading(row, outcome_of(alone), True, flags)


def why_open(found: LatestFinding, within_days: int | None) -> Message:
    """Why the statement settles nothing."""
    if found.contradiction:
        return CONTRADICTION
    if found.stale:
        return Message(_STALE, {"days": within_days or 0})
    if not found.rows:
        return NOT_RECORDED
    return PENDING if found.status is FindingStatus.PENDING else RECORDED_UNKNOWN
