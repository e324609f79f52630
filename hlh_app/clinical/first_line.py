"""HLH-94 before salvage, read from the recorded lines of therapy.

Wang 2020: treated with HLH-94 no less than two weeks without even a partial response, or relapse
after it. A line is taken for HLH-94 (our definition) when its regimen is written HLH-94 or HLH-2004
(which adds cyclosporine from the start), or names both etoposide and dexamethasone. What is not
recognised leaves the question open.
"""

import re
from dataclasses import dataclass
from datetime import date

from hlh_app.clinical.case import Case, TherapyLine
from hlh_app.clinical.outcome import Outcome
from hlh_app.clinical.text import Message, gettext_noop

LEAST_DAYS = 14
_RESPONSES = ("partial", "complete")
_NAMED = re.compile(r"\bhlh[\s_-]*(?:19|20)?(?:94|04)\b", re.IGNORECASE)
_ETOPOSIDE = re.compile(r"\b(?:etoposide?|vp[\s-]*16)\b", re.IGNORECASE)
_DEXAMETHASONE = re.compile(r"\b(?:dexamethason[e]?|dexa?)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LineReading:
    """One line of therapy and what it says about the condition."""

    line: TherapyLine | None
    outcome: Outcome
    says: Message


_RELAPSED = gettext_noop("{regimen}: relapse after it")
_NOTHING = gettext_noop("{regimen}: no response in {days} days")
_TOO_SHORT = gettext_noop("{regimen}: {days} days only")
_HOW_LONG = gettext_noop("{regimen}: no response; its start is not recorded")
_ANSWERED = gettext_noop("{regimen}: a response, and no relapse recorded")
_NOT_TOLERATED = gettext_noop("{regimen}: not tolerated; whether it failed is not recorded")
_RESULT = gettext_noop("{regimen}: its result is not recorded")
_NOT_RECOGNISED = gettext_noop("{regimen}: not recognised as HLH-94")
_NONE = Message(gettext_noop("no line of therapy is recorded"))


def is_hlh94(regimen: str) -> bool:
    """Whether the words of a regimen are those of HLH-94."""
    if _NAMED.search(regimen):
        return True
    return bool(_ETOPOSIDE.search(regimen) and _DEXAMETHASONE.search(regimen))


def read_first_line(case: Case, enrolled: date) -> LineReading:
    """Of the lines begun before the day of enrolment the one that says most.

    One that meets the condition, else one that leaves it open, else one that fails.
    """
    lines = [row for row in case.therapy_lines if row.start is None or row.start < enrolled]
    if not lines:
        return LineReading(None, Outcome.UNKNOWN, _NONE)
    order = (Outcome.MET, Outcome.UNKNOWN, Outcome.NOT_MET)
    readings = [_read(case, row, enrolled) for row in lines]
    return min(readings, key=lambda reading: order.index(reading.outcome))


def _read(case: Case, line: TherapyLine, enrolled: date) -> LineReading:
    regimen = line.regimen
    if not is_hlh94(regimen):
        return _said(line, Outcome.UNKNOWN, _NOT_RECOGNISED)
    if line.result == "relapse" or _relapsed_after(case, line, enrolled):
        return _said(line, Outcome.MET, _RELAPSED)
    if line.result in _RESPONSES:
        return _said(line, Outcome.NOT_MET, _ANSWERED)
    if line.result == "intolerance":
        return _said(line, Outcome.UNKNOWN, _NOT_TOLERATED)
    if line.result != "no_response":
        return _said(line, Outcome.UNKNOWN, _RESULT)
    if line.start is None:
        return _said(line, Outcome.UNKNOWN, _HOW_LONG)
    days = (min(line.stop or enrolled, enrolled) - line.start).days
    long_enough = days >= LEAST_DAYS
    outcome = Outcome.MET if long_enough else Outcome.NOT_MET
    return _said(line, outcome, _NOTHING if long_enough else _TOO_SHORT, days=days)


def _said(line: TherapyLine, outcome: Outcome, template: str, **told: int) -> LineReading:
    return LineReading(line, outcome, Message(template, {"regimen": line.regimen, **told}))


def _relapsed_after(case: Case, line: TherapyLine, enrolled: date) -> bool:
    """A relapse on record after a line that had answered, up to the day of enrolment."""
    start = line.start if line.result in _RESPONSES else None
    relapses = [event.on for event in case.events if event.event == "relapse"]
    return start is not None and any(start < on <= enrolled for on in relapses)
