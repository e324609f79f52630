"""The time in which to transplant: within 8 weeks of the first dose of ruxolitinib, if a donor
matches (Wang 2020).

Wang 2020: of 10 patients with EBV-HLH who responded and were not transplanted 6 relapsed, a median
of 8 (3-12) weeks after the start; 2 of 8 without EBV, at 12 weeks. Transplanted at a median of 2
(2-10) weeks; ruxolitinib ends the day before infusion. The clock runs for EBV-HLH, for primary HLH
(our definition: the paper speaks of EBV-HLH), and for a recorded intention: a transplant planned,
or a donor being searched or matched. It is closing in its last 14 days (our definition). Counted
from the first dose of the latest course. A transplant planned is seen before its day.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hlh_app.clinical.case import Case, FindingStatus, Moment
from hlh_app.clinical.citations import CITATIONS, Citation
from hlh_app.clinical.courses import latest_course
from hlh_app.clinical.criteria_set import MOLECULAR
from hlh_app.clinical.ebv_trend import EbvTrend, ebv_trends
from hlh_app.clinical.events import died_on, happened
from hlh_app.clinical.evidence import finding_state
from hlh_app.clinical.schedule import days_after
from hlh_app.clinical.text import Message, Value, gettext_noop
from hlh_app.clinical.windows import View

RULE = "transplant_window"
VERSION = "1.0.0"
TITLE = gettext_noop("Transplant window")
CITATION = "wang2020"

WINDOW_DAYS = 56
CLOSING_DAYS = 14
INTENDING_DONOR = ("searching", "matched")
NOT_EBV_TRIGGERS = ("rheumatic", "malignancy", "primary", "other")


class WindowState(StrEnum):
    """UNKNOWN: whether the clock runs for this patient is not on record."""

    RUNNING = "running"
    CLOSING = "closing"
    PASSED = "passed"
    DONE = "done"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


class WindowReason(StrEnum):
    EBV = "ebv"
    PRIMARY = "primary"
    INTENTION = "intention"


@dataclass(frozen=True, slots=True, kw_only=True)
class TransplantWindow:
    """``reasons``: why the clock runs. ``until``: the last day of the 8 weeks, ``days_left`` to it,
    negative when it has passed. ``transplanted_on``, ``week``: when it was done, in which week
    after the first dose. ``planned_for``: the next planned day. ``ebv``: its trend, one a series.
    """

    as_of: Moment
    state: WindowState
    statement: Message
    reasons: tuple[WindowReason, ...] = ()
    day0: date | None = None
    until: date | None = None
    days_left: int | None = None
    transplanted_on: date | None = None
    planned_for: date | None = None
    donor: str | None = None
    ebv: tuple[EbvTrend, ...] = ()
    rule: str = RULE
    version: str = VERSION
    title: str = TITLE
    citation: str = CITATION

    @property
    def source(self) -> Citation:
        return CITATIONS[self.citation]


_NO_DOSE = Message(gettext_noop("Not applicable: no ruxolitinib recorded."))
_DIED = gettext_noop("Not applicable: the patient died on {day}.")
_NEITHER = Message(
    gettext_noop(
        "Not applicable: neither EBV-HLH nor primary HLH, and no transplant is planned or donor "
        "searched."
    )
)
_OPEN = Message(
    gettext_noop(
        "Unknown: EBV infection, trigger and molecular diagnosis as recorded do not say whether "
        "the clock runs."
    )
)
_BEFORE = gettext_noop(
    "Not applicable: transplanted on {day}, before the first dose, and no further transplant is "
    "intended on record."
)
_RUNNING = gettext_noop(
    "{days} days left to transplant within 8 weeks of the first dose, until {until}."
)
_PASSED = gettext_noop("8 weeks since the first dose passed on {until}, {days} days ago.")
_DONE = gettext_noop("Transplanted on {day}, {days} days after the first dose.")


def transplant_window(view: View) -> TransplantWindow:
    """The clock of the latest course at the view's moment."""
    case, as_of = view.case, view.as_of
    course = latest_course(case, as_of)
    first = None if course is None else course.first_dose
    trends = ebv_trends(view.history, as_of, first)
    if first is None:
        state, words = WindowState.NOT_APPLICABLE, _NO_DOSE
        return TransplantWindow(as_of=as_of, state=state, statement=words, ebv=trends)
    reasons, is_open = _reasons(view)
    done = next(iter(happened(case, "transplant", as_of, first.day)), None)
    until = days_after(first.day, WINDOW_DAYS)
    days_left = (until - as_of.day).days
    state, words = _running(days_left, until)
    stopped = (
        _stopped(view, done, first.day)
        or _transplanted_before(view, reasons)
        or _without_reason(reasons, is_open)
    )
    if stopped is not None:
        state, words = stopped
    return TransplantWindow(
        as_of=as_of, state=state, statement=words, reasons=reasons, day0=first.day, until=until,
        days_left=days_left, transplanted_on=done, ebv=trends, donor=case.donor,
        planned_for=_planned(case, as_of.day),
    )  # fmt: skip


def _running(days_left: int, until: date) -> tuple[WindowState, Message]:
    values: dict[str, Value] = {"days": abs(days_left), "until": until}
    if days_left < 0:
        return WindowState.PASSED, Message(_PASSED, values)
    closing = days_left <= CLOSING_DAYS
    state = WindowState.CLOSING if closing else WindowState.RUNNING
    return state, Message(_RUNNING, values)


def _stopped(view: View, done: date | None, day0: date) -> tuple[WindowState, Message] | None:
    """Transplant or death, whichever came first in the record."""
    if done is not None:
        words = Message(_DONE, {"day": done, "days": (done - day0).days})
        return WindowState.DONE, words
    died = died_on(view.case, view.as_of)
    if died is not None:
        return WindowState.NOT_APPLICABLE, Message(_DIED, {"day": died})
    return None


def _transplanted_before(
    view: View, reasons: tuple[WindowReason, ...]
) -> tuple[WindowState, Message] | None:
    """Ruxolitinib after a transplant: no second one is due unless somebody intends it.

    One since the first dose has stopped the clock already.
    """
    before = happened(view.case, "transplant", view.as_of)
    if not before or WindowReason.INTENTION in reasons:
        return None
    return WindowState.NOT_APPLICABLE, Message(_BEFORE, {"day": before[-1]})


def _without_reason(
    reasons: Iterable[WindowReason], is_open: bool
) -> tuple[WindowState, Message] | None:
    if tuple(reasons):
        return None
    if is_open:
        return WindowState.UNKNOWN, _OPEN
    return WindowState.NOT_APPLICABLE, _NEITHER


def _planned(case: Case, today: date) -> date | None:
    days = (e.on for e in case.events if e.event == "transplant_planned" and e.on >= today)
    return min(days, default=None)


def _reasons(view: View) -> tuple[tuple[WindowReason, ...], bool]:
    """Why the clock runs, and whether what is not recorded could still be a reason."""
    states = {
        WindowReason.EBV: _is_ebv(view),
        WindowReason.PRIMARY: _is_primary(view),
        WindowReason.INTENTION: _is_intended(view.case),
    }
    held = tuple(reason for reason, state in states.items() if state)
    return held, None in states.values()


def _is_ebv(view: View) -> bool | None:
    """By the trigger's agent or the latest word on EBV; else no where another trigger is named.

    A result that is awaited keeps it open, whatever trigger is named.
    """
    case, found = view.case, view.finding("ebv_infection")
    said = finding_state(found)
    if case.trigger_agent == "ebv" or said:
        return True
    if found.status is FindingStatus.PENDING:
        return None
    if said is False or case.trigger_agent is not None or case.trigger in NOT_EBV_TRIGGERS:
        return False
    return None


def _is_primary(view: View) -> bool | None:
    """By the trigger or the molecular diagnosis; a result never asked for does not keep it open."""
    found = view.finding(MOLECULAR)
    if view.case.trigger == "primary" or finding_state(found):
        return True
    if found.status is FindingStatus.PENDING or view.case.trigger in (None, "unknown"):
        return None
    return False


def _is_intended(case: Case) -> bool:
    planned = any(e.event == "transplant_planned" for e in case.events)
    return planned or case.donor in INTENDING_DONOR
