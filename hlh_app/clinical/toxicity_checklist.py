"""What Chi 2020 asked about after ruxolitinib (section 3.8), category by category.

Headache, dizziness, gastrointestinal reactions, infection, cytopenias, impairment of liver or
kidney, lipids. What a clinician recorded comes first; cytopenias, liver and lipids are else read
from new grades. Not asked is never absent.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hlh_app.clinical.case import AdverseEvent, FindingStatus, Moment, Observation
from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.clinical.toxicity_terms import TermRow
from hlh_app.clinical.windows import View, visible

CITATION = "chi2020"


class ChecklistState(StrEnum):
    PRESENT = "present"
    ABSENT = "absent"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class Category:
    """``analytes``: whose new grades may answer for it."""

    id: str
    label: str
    analytes: tuple[str, ...] = ()


CATEGORIES = (
    Category("headache", gettext_noop("Headache")),
    Category("dizziness", gettext_noop("Dizziness")),
    Category("gastrointestinal", gettext_noop("Gastrointestinal reactions")),
    Category("infection", gettext_noop("Infection")),
    Category("cytopenias", gettext_noop("Cytopenias"), ("platelets", "neutrophils", "hemoglobin")),
    Category("liver", gettext_noop("Liver function"), ("alt", "ast", "bilirubin_total")),
    Category("kidney", gettext_noop("Kidney function")),
    Category("lipids", gettext_noop("Triglycerides and cholesterol"), ("triglycerides",)),
)

_SINCE = gettext_noop("present since {since}")
_FROM_TO = gettext_noop("present from {since} to {to}")
_SINCE_THEN_NOT = gettext_noop("present since {since}, not there when looked for on {absent}")
_ABSENT = gettext_noop("absent, looked for on {absent}")
_BY_VALUES = gettext_noop("present by laboratory values since {since}: a grade that is new")
_NOT_BY_VALUES = gettext_noop("absent by laboratory values up to {absent}: no new grade")
_NOT_ASKED = Message(gettext_noop("not asked"))
_PARTLY = Message(gettext_noop("not asked; laboratory values leave it open"))
_KIDNEY = gettext_noop("not asked; creatinine {value} {unit} on {day}, which is not graded here")
CONTRADICTION = Message(
    gettext_noop("recorded as absent, but a laboratory value has a grade that is new")
)
NO_CHOLESTEROL = Message(gettext_noop("cholesterol is not among the values of this record"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistItem:
    """One category as of a moment.

    ``since``: the first day on which it was present. ``absent_on``: the last on which it was looked
    for and not there. ``events``: what a clinician recorded since the first dose, or before it and
    still present then. ``by_values``: the answer is read from laboratory values alone. ``rows``:
    the terms that may answer. ``creatinine``: the last before the first dose and the last of all,
    of the kidney only.
    """

    category: str
    label: str
    state: ChecklistState
    statement: Message
    since: date | None = None
    absent_on: date | None = None
    by_values: bool = False
    events: tuple[AdverseEvent, ...] = ()
    rows: tuple[TermRow, ...] = ()
    creatinine: tuple[Observation, ...] = ()
    notes: tuple[Message, ...] = ()
    citation: str = CITATION


def checklist(
    view: View, first: Moment | None, rows: Sequence[TermRow]
) -> tuple[ChecklistItem, ...]:
    """The eight categories in the order in which the paper names them."""
    return tuple(_item(view, first, category, rows) for category in CATEGORIES)


def _item(
    view: View, first: Moment | None, category: Category, rows: Sequence[TermRow]
) -> ChecklistItem:
    events = _events(view, first, category.id)
    terms = tuple(row for code in category.analytes for row in rows if row.analyte == code)
    if events:
        return _by_hand(category, events, terms)
    if category.id == "kidney":
        return _kidney(view, first, category)
    return _by_values(category, terms)


def _events(view: View, first: Moment | None, category: str) -> tuple[AdverseEvent, ...]:
    seen = [e for e in view.case.adverse_events if e.category == category]
    seen = [e for e in seen if e.on <= view.as_of.day and (first is None or _touches(e, first))]
    return tuple(sorted(seen, key=lambda e: (e.on, e.status, e.term or "", e.key)))


def _touches(event: AdverseEvent, first: Moment) -> bool:
    """On or after the day of the first dose, or present from before it."""
    if event.on >= first.day:
        return True
    lasted = event.resolved_on is None or event.resolved_on >= first.day
    return event.status is FindingStatus.PRESENT and lasted


def _by_hand(
    category: Category, events: tuple[AdverseEvent, ...], terms: tuple[TermRow, ...]
) -> ChecklistItem:
    present = [e for e in events if e.status is FindingStatus.PRESENT]
    absent_on = max((e.on for e in events if e.status is FindingStatus.ABSENT), default=None)
    against = not present and any(row.new for row in terms)
    return ChecklistItem(
        category=category.id,
        label=category.label,
        state=ChecklistState.PRESENT if present else ChecklistState.ABSENT,
        statement=_said(present, absent_on),
        since=present[0].on if present else None,
        absent_on=absent_on,
        events=events,
        rows=terms,
        notes=(CONTRADICTION,) if against else (),
    )


def _said(present: list[AdverseEvent], absent_on: date | None) -> Message:
    if not present:
        return Message(_ABSENT, {} if absent_on is None else {"absent": absent_on})
    since = present[0].on
    ends = [e.resolved_on for e in present]
    known = [end for end in ends if end is not None]
    if len(known) == len(ends):
        return Message(_FROM_TO, {"since": since, "to": max(known)})
    if absent_on is not None and absent_on > present[-1].on:
        return Message(_SINCE_THEN_NOT, {"since": since, "absent": absent_on})
    return Message(_SINCE, {"since": since})


def _by_values(category: Category, terms: tuple[TermRow, ...]) -> ChecklistItem:
    since = min((row.new_since for row in terms if row.new_since is not None), default=None)
    last = [row.last.day for row in terms if row.last is not None]
    state, statement, absent_on = ChecklistState.NOT_ASKED, _NOT_ASKED, None
    if since is not None:
        state, statement = ChecklistState.PRESENT, Message(_BY_VALUES, {"since": since})
    elif terms and all(row.new is False for row in terms):
        absent_on = min(last)
        state = ChecklistState.ABSENT
        statement = Message(_NOT_BY_VALUES, {"absent": absent_on})
    elif any(row.measured_since for row in terms):
        statement = _PARTLY
    return ChecklistItem(
        category=category.id,
        label=category.label,
        state=state,
        statement=statement,
        since=since,
        absent_on=absent_on,
        by_values=state is not ChecklistState.NOT_ASKED,
        rows=terms,
        notes=(NO_CHOLESTEROL,) if category.id == "lipids" else (),
    )


def _kidney(view: View, first: Moment | None, category: Category) -> ChecklistItem:
    """Only what is recorded: none of the grades here is of creatinine."""
    final, _ = visible(view.history.observations.get("creatinine", ()), view.as_of)
    final.sort(key=lambda row: (row.measured_at.at, row.value))
    before = [row for row in final if first is not None and row.measured_at.at <= first.at]
    shown = tuple(dict.fromkeys((*before[-1:], *final[-1:])))
    statement = _NOT_ASKED
    if final:
        row = final[-1]
        assert row.value is not None
        day = row.measured_at.day
        statement = Message(_KIDNEY, {"value": row.value, "unit": row.unit, "day": day})
    return ChecklistItem(
        category=category.id,
        label=category.label,
        state=ChecklistState.NOT_ASKED,
        statement=statement,
        creatinine=shown,
    )
