"""Fever with neutropenia: fever, and neutrophils < 0.5, or < 1.0 and falling, ×10⁹/L.

Looked for first of all when fever comes on ruxolitinib. Our definition: fever now is a fever as in
``fever_runs`` that is not over and had a reading of 38.0 °C or more in the last 48 hours, or fever
recorded as present today or yesterday; without it, a reading in the last 24 hours excludes it. The
latest count of the last 14 days decides while it is at most 3 calendar days old; falling is lower
than the count before it. A newer count that is pending leaves it open, but the last count known
keeps it urgent. Urgent as well, though not certain: fever with a count of which it is not known
whether it is low, and one reading of 38.0 °C or more, not yet a fever, with a low count.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import NamedTuple

from hlh_app.clinical.case import Finding, FindingStatus, Moment, Observation
from hlh_app.clinical.citations import CITATIONS, Citation
from hlh_app.clinical.events import died_on
from hlh_app.clinical.fever_runs import FEBRILE, FeverRuns, fever_runs, temperatures
from hlh_app.clinical.hlh_criteria import DEFAULT_FEVER_CEL, fever_threshold
from hlh_app.clinical.low_neutrophils import LowCount, low_count
from hlh_app.clinical.outcome import Outcome
from hlh_app.clinical.schedule import days_after
from hlh_app.clinical.text import Message, Value, gettext_noop
from hlh_app.clinical.windows import View

RULE = "fever_neutropenia"
VERSION = "1.0.0"
TITLE = gettext_noop("Fever with neutropenia")
CITATION = "our_definition"

FEVER_WITHIN = timedelta(hours=48)
CALM_WITHIN = timedelta(hours=24)


class FeverNow(NamedTuple):
    """``outcome``; the hottest or deciding ``reading``; the ``recorded`` fever of these days.

    ``warm``: the last reading of 38.0 °C or more of these days where none of them makes a fever.
    """

    outcome: Outcome
    reading: Observation | None
    recorded: tuple[Finding, ...]
    warm: Observation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeverNeutropenia:
    """``is_urgent``: met, or it may be and waiting for certainty could harm.

    Fever now and the last known count low though old or superseded, or not known to be low or not;
    or a low count and one reading of 38.0 °C or more that is not yet a fever.
    """

    as_of: Moment
    outcome: Outcome
    fever: FeverNow
    count: LowCount
    is_urgent: bool
    statement: Message
    rule: str = RULE
    version: str = VERSION
    title: str = TITLE
    citation: str = CITATION

    @property
    def source(self) -> Citation:
        return CITATIONS[self.citation]


_MET = gettext_noop(
    "Fever with neutropenia: neutrophils {comparator}{value} {unit} on {when}. Look for infection "
    "now."
)
_PERHAPS = gettext_noop(
    "Fever now, and the last neutrophil count known was low: {comparator}{value} {unit} on {when}. "
    "Count again now."
)
_NOT_KNOWN_LOW = gettext_noop(
    "Fever now; neutrophils {comparator}{value} {unit} on {when}: whether they are below 0.5, or "
    "below 1.0 and falling, is not known. Count again now."
)
_WARM = gettext_noop(
    "{degrees} {scale} on {measured}, not yet a fever by our definition, and the last neutrophil "
    "count known was low: {count}. Measure again now."
)
_COUNT = gettext_noop("{comparator}{value} {unit} on {when}")
_WARM_ALONE = gettext_noop(
    "{degrees} {scale} on {measured}, not yet a fever by our definition. Measure again."
)
_NO_FEVER_KNOWN = Message(
    gettext_noop("Not known whether there is fever now: no reading of the last 24 hours says.")
)
_NO_COUNT = Message(
    gettext_noop("Fever now; no neutrophil count of the last 3 days says whether they are low.")
)
_NO_FEVER = Message(gettext_noop("No fever now."))
_NOT_LOW = gettext_noop(
    "Neutrophils {comparator}{value} {unit} on {when}: not below 0.5, nor below 1.0 and falling."
)
_DEAD = gettext_noop("Not applicable: the patient died on {day}.")


def fever_neutropenia(view: View, fever_cel: Decimal = DEFAULT_FEVER_CEL) -> FeverNeutropenia:
    """Whether there is fever with neutropenia at the view's moment."""
    fever, count = fever_now(view, fever_cel), low_count(view)
    outcome = _both(fever.outcome, count.outcome)
    urgent = _is_urgent(fever, count)
    statement = _statement(fever, count, outcome, urgent)
    died = _death(view)
    if died is not None:
        outcome, urgent, statement = Outcome.NOT_APPLICABLE, False, died
    return FeverNeutropenia(
        as_of=view.as_of, outcome=outcome, fever=fever, count=count, is_urgent=urgent,
        statement=statement,
    )  # fmt: skip


def _is_urgent(fever: FeverNow, count: LowCount) -> bool:
    """What is not known never waits as if it were negative."""
    if fever.outcome is Outcome.MET:
        return count.latest is not None and count.as_last_known is not False
    return fever.warm is not None and bool(count.as_last_known)


def _both(one: Outcome, other: Outcome) -> Outcome:
    if Outcome.NOT_MET in (one, other):
        return Outcome.NOT_MET
    return Outcome.MET if one is other is Outcome.MET else Outcome.UNKNOWN


def _death(view: View) -> Message | None:
    day = died_on(view.case, view.as_of)
    return None if day is None else Message(_DEAD, {"day": day})


def fever_now(view: View, fever_cel: Decimal = DEFAULT_FEVER_CEL) -> FeverNow:
    """Whether there is fever at the view's moment."""
    readings = temperatures(view.history, view.as_of)
    recent = _since(readings, view.as_of, FEVER_WITHIN)
    days = (days_after(view.as_of.day, -1), view.as_of.day)
    rows = view.history.findings.get("fever", ())
    recorded = tuple(row for row in rows if days[0] <= row.on <= days[1])
    runs = fever_runs(readings, fever_threshold(fever_cel))
    last = _last_fever(runs)
    if last in recent:
        return FeverNow(Outcome.MET, last, recorded)
    reading = recent[-1] if recent else None
    outcome = _without_fever(view, recent, runs, recorded)
    warm = [row for row in runs.unconfirmed if row in recent]
    return FeverNow(outcome, reading, recorded, warm[-1] if warm else None)


def _last_fever(runs: FeverRuns) -> Observation | None:
    """The last reading of 38.0 °C or more of a fever that is not over."""
    if not runs.spells or runs.spells[-1].is_over:
        return None
    return runs.spells[-1].febrile[-1]


def _without_fever(
    view: View, recent: Sequence[Observation], runs: FeverRuns, recorded: Sequence[Finding]
) -> Outcome:
    """No fever by the readings: by what was recorded, else whether anything excludes it."""
    words = {row.on: {r.status for r in recorded if r.on == row.on} for row in recorded}
    if {FindingStatus.PRESENT} in words.values():
        return Outcome.MET
    said = {word for day in words.values() for word in day}
    inexact = any(FEBRILE.holds(row) is None for row in recent)
    warm = any(row in recent for row in runs.unconfirmed)
    if inexact or warm or said - {FindingStatus.ABSENT, FindingStatus.UNKNOWN}:
        return Outcome.UNKNOWN
    calm = _since(recent, view.as_of, CALM_WITHIN)
    return Outcome.NOT_MET if calm or FindingStatus.ABSENT in said else Outcome.UNKNOWN


def _since(rows: Iterable[Observation], as_of: Moment, within: timedelta) -> list[Observation]:
    opens = as_of.at - within
    return [row for row in rows if row.measured_at.at >= opens]


def _statement(fever: FeverNow, count: LowCount, outcome: Outcome, urgent: bool) -> Message:
    if outcome is Outcome.MET:
        return _of_count(_MET, count)
    if urgent:
        return _of_urgent(fever, count)
    if fever.outcome is Outcome.NOT_MET:
        return _NO_FEVER
    if count.outcome is Outcome.NOT_MET:
        return _of_count(_NOT_LOW, count)
    if fever.outcome is Outcome.MET:
        return _NO_COUNT
    return _NO_FEVER_KNOWN if fever.warm is None else Message(_WARM_ALONE, _degrees(fever.warm))


def _of_urgent(fever: FeverNow, count: LowCount) -> Message:
    if fever.outcome is Outcome.MET:
        return _of_count(_PERHAPS if count.as_last_known else _NOT_KNOWN_LOW, count)
    assert fever.warm is not None
    return Message(_WARM, {**_degrees(fever.warm), "count": _of_count(_COUNT, count)})


def _degrees(row: Observation) -> dict[str, Value]:
    assert row.value is not None
    degrees: dict[str, Value] = {"degrees": row.value, "scale": row.unit}
    return {**degrees, "measured": row.measured_at}


def _of_count(template: str, count: LowCount) -> Message:
    row = count.latest
    assert row is not None
    assert row.value is not None
    return Message(
        template,
        {
            "comparator": row.comparator or "",
            "value": row.value,
            "unit": row.unit,
            "when": row.measured_at,
        },
    )
