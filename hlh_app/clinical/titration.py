"""How a dose was stepped up and down, and whether it was stopped without a taper.

Each row of the drug is a step: from, to, mg a day, and mg/kg/day by the weight that could be used
when it began. On record for ruxolitinib: one child of Chi (preprint 2020), fever again after 3
days, 2.5 to 3.75 mg twice a day. What counts as a taper, and from what pause on a step is a
restart, is our definition; that ruxolitinib is not to be stopped at once is the label's.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from hlh_app.clinical.ages import completed_years
from hlh_app.clinical.case import Exposure, Moment
from hlh_app.clinical.daily_dose import daily_mg
from hlh_app.clinical.dosing import Weight, usable_weight
from hlh_app.clinical.events import died_on
from hlh_app.clinical.schedule import days_after
from hlh_app.clinical.taper import DailyAmount, tapered
from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.clinical.therapy import RUXOLITINIB
from hlh_app.clinical.windows import View

RULE = "titration"
VERSION = "1.0.0"
TITLE = gettext_noop("Dose history")
CITATION = "ruxolitinib_label"
RESTART_AFTER_DAYS = 1
DAYS_BEFORE_INFUSION = 1
_THREE_DECIMALS = Decimal("0.001")


class Change(StrEnum):
    FIRST = "first"
    RAISED = "raised"
    LOWERED = "lowered"
    SAME = "same"
    RESTARTED = "restarted"
    UNKNOWN = "unknown"


class StopKind(StrEnum):
    TAPERED = "tapered"
    WITHOUT_TAPER = "without_taper"
    FOR_TRANSPLANT = "for_transplant"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class DoseStep:
    """``stop``: the last day, None while still given. ``daily_mg``, ``mg_per_kg_per_day`` None:
    not known. ``weight``: the one usable when the step began. ``reason``: as recorded."""

    row: Exposure
    start: Moment
    stop: date | None
    daily_mg: Decimal | None
    mg_per_kg_per_day: Decimal | None
    weight: Weight | None
    change: Change
    reason: Message | None


@dataclass(frozen=True, slots=True)
class Stop:
    """``on``: the last day on which a dose was given. ``daily_mg``: of the last step.

    ``reason``: why it was stopped, as recorded with that step.
    """

    on: date
    kind: StopKind
    daily_mg: Decimal | None
    statement: Message
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Titration:
    """The steps, oldest first; ``stop`` None while the drug is given, or never was."""

    drug: str
    steps: tuple[DoseStep, ...]
    stop: Stop | None
    rule: str = RULE
    version: str = VERSION


PURPOSE_WORDS = {
    "first_line": Message(gettext_noop("first line")),
    "failure": Message(gettext_noop("failure of the therapy before")),
    "relapse": Message(gettext_noop("relapse")),
    "conditioning": Message(gettext_noop("conditioning")),
    "prophylaxis": Message(gettext_noop("prophylaxis")),
    "infection": Message(gettext_noop("infection")),
    "other": Message(gettext_noop("another reason")),
}
STOP_WORDS = {
    "planned": Message(gettext_noop("as planned")),
    "failure": Message(gettext_noop("failure")),
    "toxicity": Message(gettext_noop("toxicity")),
    "transplant": Message(gettext_noop("transplant")),
    "infection": Message(gettext_noop("infection")),
    "other": Message(gettext_noop("another reason")),
}
_BEGUN = gettext_noop("begun for: {purpose}")
_ENDED = gettext_noop("the dose before ended: {why}")
_BOTH = gettext_noop("{ended}; {begun}")
_STOPPED = {
    StopKind.TAPERED: gettext_noop("Stopped after {on}, tapered to {mg} mg a day."),
    StopKind.WITHOUT_TAPER: gettext_noop(
        "Stopped after {on} from {mg} mg a day without a taper (our definition)."
    ),
    StopKind.FOR_TRANSPLANT: gettext_noop(
        "Stopped after {on} for transplant; Wang stopped one day before infusion."
    ),
    StopKind.UNKNOWN: gettext_noop(
        "Stopped after {on}; whether it was tapered is not known: a dose is not recorded in mg."
    ),
}


def titration(view: View, drug: str = RUXOLITINIB, *, last_day_over: bool = False) -> Titration:
    """The dose history of ``drug`` as of the view's moment.

    ``last_day_over``: a dose whose last day is the view's counts as stopped, for who looks ahead.
    """
    as_of = view.as_of
    rows = [row for row in view.case.exposures if row.drug == drug and row.start.seen <= as_of.at]
    rows.sort(key=lambda row: (row.start.at, row.start.day))
    steps: list[DoseStep] = []
    for row in rows:
        steps.append(_step(view, row, steps[-1] if steps else None))
    before = days_after(view.as_of.day, int(last_day_over))
    return Titration(drug, tuple(steps), _stop(view, steps, before))


def _step(view: View, row: Exposure, before: DoseStep | None) -> DoseStep:
    weight = _weight_then(view, row.start)
    daily = _daily_mg(row, weight)
    stop = row.stop if row.stop is not None and row.stop <= view.as_of.day else None
    per_kg = None
    if daily is not None and weight is not None:
        per_kg = _decimal(daily / weight.exact_kg).quantize(_THREE_DECIMALS)
    return DoseStep(
        row, row.start, stop, None if daily is None else _decimal(daily), per_kg, weight,
        _change(row, daily, before), _reason(row, before),
    )  # fmt: skip


def _weight_then(view: View, start: Moment) -> Weight | None:
    """The weight usable when a step began; nothing after the moment asked about."""
    then = start._replace(at=min(start.at, view.as_of.at))
    found = usable_weight(View(view.history, then), completed_years(view.case.patient, then.day))
    return found if isinstance(found, Weight) else None


def _daily_mg(row: Exposure, weight: Weight | None) -> Fraction | None:
    return daily_mg(row, None if weight is None else weight.exact_kg)


def _decimal(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)


def _change(row: Exposure, daily: Fraction | None, before: DoseStep | None) -> Change:
    if before is None:
        return Change.FIRST
    last = before.row.stop
    if last is not None and (row.start.day - last).days > RESTART_AFTER_DAYS:
        return Change.RESTARTED
    earlier = _daily_mg(before.row, before.weight)
    if daily is None or earlier is None:
        return Change.UNKNOWN
    if daily == earlier:
        return Change.SAME
    return Change.RAISED if daily > earlier else Change.LOWERED


def _reason(row: Exposure, before: DoseStep | None) -> Message | None:
    """Why the step before ended and why this one began, as far as recorded."""
    begun = None if row.purpose is None else Message(_BEGUN, {"purpose": _purpose(row.purpose)})
    why = None if before is None else before.row.stop_reason
    ended = None if why is None else Message(_ENDED, {"why": STOP_WORDS[why]})
    if begun is not None and ended is not None:
        return Message(_BOTH, {"ended": ended, "begun": begun})
    return begun or ended


def _purpose(code: str) -> Message:
    return PURPOSE_WORDS[code]


def _stop(view: View, steps: list[DoseStep], before: date) -> Stop | None:
    """None while given, and after death: nobody stopped it then."""
    ends = [step.row.stop for step in steps]
    known = [end for end in ends if end is not None and end < before]
    if not steps or len(known) < len(ends) or died_on(view.case, view.as_of) is not None:
        return None
    last = max(known)
    kind = _kind(view, steps, last)
    final = [step for step in steps if step.row.stop == last]
    daily = final[-1].daily_mg
    mg = Decimal(0) if daily is None else daily
    text = Message(_STOPPED[kind], {"on": last, "mg": mg})
    return Stop(last, kind, daily, text, final[-1].row.stop_reason)


def _kind(view: View, steps: list[DoseStep], last: date) -> StopKind:
    if _for_transplant(view, steps, last):
        return StopKind.FOR_TRANSPLANT
    doses = [
        DailyAmount(step.start.day, step.row.stop, _daily_mg(step.row, step.weight))
        for step in steps
    ]
    found = tapered(doses, last)
    if found is None:
        return StopKind.UNKNOWN
    return StopKind.TAPERED if found else StopKind.WITHOUT_TAPER


def _for_transplant(view: View, steps: list[DoseStep], last: date) -> bool:
    if any(step.row.stop == last and step.row.stop_reason == "transplant" for step in steps):
        return True
    latest, today = last + timedelta(days=DAYS_BEFORE_INFUSION), view.as_of.day
    done = any(
        event.event == "transplant" and last <= event.on <= min(latest, today)
        for event in view.case.events
    )
    return done or any(
        event.event == "transplant_planned" and today <= event.on <= latest
        for event in view.case.events
    )
