"""How long after the first dose the fever left, and whether it came back (our definition).

The clock runs only if febrile in the 24 hours before the first dose: a reading of 38.0 °C or more,
or fever recorded as present on those days. Afebrile and fever as in ``fever_runs``, from readings
after the first dose. When the dose is known by its date only, the earliest reading of that day
still counts as before it, as for a baseline, and only calendar days are told. Where readings are
too few to say whether fever left, or whether it came back, the answer is unknown.

To compare with: Wang 2020, 30 of all 34 afebrile within 24 hours, how many were febrile before is
not stated; Chi 2020, ruxolitinib, normal "after 2 days" in the text and 3 days in the legends.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum

from hlh_app.clinical.case import Finding, Moment, Observation
from hlh_app.clinical.fever import febrile_by
from hlh_app.clinical.fever_runs import (
    AFEBRILE_FOR,
    FEBRILE,
    LONGEST_GAP,
    FeverRuns,
    fever_runs,
    longest_gap,
)
from hlh_app.clinical.outcome import Outcome
from hlh_app.clinical.schedule import days_after
from hlh_app.clinical.text import Message, Value, gettext_noop
from hlh_app.clinical.thresholds import Threshold
from hlh_app.clinical.windows import History

BEFORE_DOSE = timedelta(hours=24)


class ClockState(StrEnum):
    """UNKNOWN: whether it ran, or whether fever left, cannot be told from these readings."""

    AFEBRILE = "afebrile"
    FEBRILE = "febrile"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Defervescence:
    """The clock of one course.

    ``febrile_before``: in the 24 hours before the first dose, None when not known, by the readings
    ``before`` and the records ``recorded``. ``afebrile_from``: the first reading of the first
    afebrile day, ``confirmed_by`` the one that completes it, ``after``: how long from the first
    dose, None when that is known by its date only; ``days``: calendar days. ``reading_before``:
    the last reading before ``afebrile_from``. ``came_back``: whether fever came back, ``back_with``
    the reading with which it did, ``back_days`` calendar days after ``afebrile_from``.
    """

    first_dose: Moment
    state: ClockState
    statement: Message
    febrile_before: bool | None
    before: tuple[Observation, ...] = ()
    recorded: tuple[Finding, ...] = ()
    afebrile_from: Observation | None = None
    confirmed_by: Observation | None = None
    after: timedelta | None = None
    days: int | None = None
    reading_before: Observation | None = None
    came_back: Outcome = Outcome.NOT_APPLICABLE
    back_with: Observation | None = None
    back_days: int | None = None


_NOT_FEBRILE = Message(
    gettext_noop("Not febrile in the 24 hours before the first dose: the clock does not run.")
)
_BEFORE_UNKNOWN = Message(
    gettext_noop(
        "Not known whether febrile in the 24 hours before the first dose: the clock does not run."
    )
)
_STILL = Message(gettext_noop("No day without fever yet since the first dose."))
_TOO_FEW = Message(
    gettext_noop("Readings since the first dose are too few to say whether fever left.")
)
_AFTER_HOURS = gettext_noop("Afebrile {hours} h after the first dose, from {when} on. {back}")
_AFTER_DAYS = gettext_noop(
    "Afebrile on calendar day {days} after the first dose, from {when} on. {back}"
)
_BACK = {
    Outcome.MET: gettext_noop("Fever was back {days} days later, {when}."),
    Outcome.NOT_MET: gettext_noop("Fever has not come back."),
    Outcome.UNKNOWN: gettext_noop("No fever was seen since; readings are too few to exclude it."),
}


def defervescence(
    history: History,
    readings: Sequence[Observation],
    first_dose: Moment,
    as_of: Moment,
    fever: Threshold,
) -> Defervescence:
    """The clock from ``first_dose``, on readings as ``fever_runs.temperatures`` orders them."""
    before, since = _parted(readings, first_dose)
    recorded = _recorded(history, first_dose, as_of)
    febrile = febrile_by({FEBRILE.holds(row) for row in before}, recorded)
    state, words = ClockState.NOT_APPLICABLE, _NOT_FEBRILE
    if febrile is None:
        state, words = ClockState.UNKNOWN, _BEFORE_UNKNOWN
    if not febrile:
        return Defervescence(
            first_dose=first_dose, state=state, statement=words, febrile_before=febrile,
            before=before, recorded=recorded,
        )  # fmt: skip
    return _running(first_dose, before, recorded, since, fever_runs(since, fever), as_of)


def _parted(
    readings: Sequence[Observation], dose: Moment
) -> tuple[tuple[Observation, ...], list[Observation]]:
    """Readings of the 24 hours before the dose, and those after it."""
    opens = dose.seen - BEFORE_DOSE
    if dose.is_date:
        first = [row for row in readings if row.measured_at.day == dose.day][:1]
        before = [row for row in readings if row.measured_at.at < dose.seen] + first
        since = [r for r in readings if r.measured_at.seen >= dose.seen and r not in first]
    else:
        before = [row for row in readings if row.measured_at.at <= dose.at]
        since = [row for row in readings if row.measured_at.seen > dose.at]
    return tuple(row for row in before if row.measured_at.seen >= opens), since


def _recorded(history: History, dose: Moment, as_of: Moment) -> tuple[Finding, ...]:
    """What visits say about fever on the day of the dose and the day before."""
    first = days_after(dose.day, -1)
    rows = history.findings.get("fever", ())
    return tuple(row for row in rows if first <= row.on <= min(dose.day, as_of.day))


def _running(
    dose: Moment,
    before: tuple[Observation, ...],
    recorded: tuple[Finding, ...],
    since: Sequence[Observation],
    runs: FeverRuns,
    as_of: Moment,
) -> Defervescence:
    if not runs.afebrile_runs:
        still = _febrile_all_along(dose, (*before, *since), as_of)
        return Defervescence(
            first_dose=dose, state=ClockState.FEBRILE if still else ClockState.UNKNOWN,
            statement=_STILL if still else _TOO_FEW, febrile_before=True, before=before,
            recorded=recorded,
        )  # fmt: skip
    start, confirmed = runs.afebrile_runs[0]
    came_back, back = _came_back(since, runs, as_of)
    days = (start.measured_at.day - dose.day).days
    back_days = None if back is None else (back.measured_at.day - start.measured_at.day).days
    after = None if dose.is_date else start.measured_at.at - dose.at
    return Defervescence(
        first_dose=dose, state=ClockState.AFEBRILE, febrile_before=True, before=before,
        recorded=recorded, afebrile_from=start, confirmed_by=confirmed, after=after, days=days,
        reading_before=_reading_before((*before, *since), start), came_back=came_back,
        back_with=back, back_days=back_days,
        statement=_afebrile_words(start, after, days, _back_words(came_back, back, back_days)),
    )  # fmt: skip


def _febrile_all_along(dose: Moment, readings: Sequence[Observation], as_of: Moment) -> bool:
    """Whether no 24 hours since the dose can have been free of fever: surely not yet afebrile."""
    hot = [row.measured_at for row in readings if FEBRILE.holds(row)]
    moments = [m.at for m in hot if not m.is_date and m.at >= dose.seen]
    return longest_gap([dose.seen, *moments, as_of.at]) < AFEBRILE_FOR


def _came_back(
    since: Sequence[Observation], runs: FeverRuns, as_of: Moment
) -> tuple[Outcome, Observation | None]:
    """By the first fever after the first afebrile day; not met only where readings are dense."""
    for spell in runs.spells:
        if spell.came_back:
            return Outcome.MET, spell.onset
    start = runs.afebrile_runs[0][0].measured_at.at
    later = [row for row in since if row.measured_at.at >= start]
    calm = [row.measured_at for row in later if FEBRILE.holds(row) is False]
    dense = longest_gap([*(m.at for m in calm if not m.is_date), as_of.at]) <= LONGEST_GAP
    return (Outcome.NOT_MET if dense and len(calm) == len(later) else Outcome.UNKNOWN), None


def _reading_before(rows: Sequence[Observation], start: Observation) -> Observation | None:
    earlier = [row for row in rows if row.measured_at.at < start.measured_at.at]
    return earlier[-1] if earlier else None


def _back_words(came_back: Outcome, back: Observation | None, days: int | None) -> Message:
    if back is None or days is None:
        return Message(_BACK[came_back])
    return Message(_BACK[came_back], {"days": days, "when": back.measured_at})


def _afebrile_words(
    start: Observation, after: timedelta | None, days: int, back: Message
) -> Message:
    values: dict[str, Value] = {"when": start.measured_at, "back": back}
    if after is None:
        return Message(_AFTER_DAYS, {"days": days, **values})
    return Message(_AFTER_HOURS, {"hours": hours(after), **values})


def hours(span: timedelta) -> Decimal:
    """Hours with one decimal, to print."""
    return (Decimal(span // timedelta(minutes=1)) / 60).quantize(Decimal("0.1"))
