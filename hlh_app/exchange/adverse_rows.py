"""Adverse events of a case file: what a clinician saw, or looked for and did not find."""

from datetime import date
from typing import Any

from hlh_app.clinical.case import (
    ACTIONS,
    ADVERSE_CATEGORIES,
    CTCAE_VERSIONS,
    RELATIONS,
    AdverseEvent,
    FindingStatus,
)
from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.exchange import fields, words
from hlh_app.exchange.case_rows import entered_in_error
from hlh_app.exchange.errors import FieldError
from hlh_app.exchange.fields import Row

_NEEDS = ("category", "status", "on")
_OF_PRESENT = ("term", "grade", "ctcae", "resolved_on", "relation", "action")
_KEYS = frozenset({*_NEEDS, *_OF_PRESENT, "visit", "note", "entered_in_error"})
MAX_TERM = 120
WORST_GRADE = 5

_ABSENT = Message(gettext_noop("belongs to an adverse event that is present"))
_NO_TERM = Message(gettext_noop("is required with the category other"))
_NO_VERSION = Message(gettext_noop("is required with a grade: the version in which it was given"))
_NO_GRADE = Message(gettext_noop("is the version of a grade: give the grade as well"))
_RESOLVED_FIRST = gettext_noop("{resolved} lies before the day {on} on which it was seen")


def adverse_event(row: Any, key: str) -> AdverseEvent | None:
    """One adverse event, or one that was looked for and absent; None when entered in error."""
    fields.check_keys(row, _KEYS, _NEEDS)
    category = fields.required_word(row, "category", ADVERSE_CATEGORIES)
    status = FindingStatus(fields.required_word(row, "status", words.ADVERSE_STATUSES))
    on = fields.required_day(row, "on")
    fields.text(row, "visit")
    if status is FindingStatus.ABSENT:
        _check_bare(row)
    term = fields.text(row, "term", MAX_TERM)
    if category == "other" and term is None:
        raise FieldError(".term", _NO_TERM)
    grade, ctcae = _graded(row)
    found = AdverseEvent(
        category, status, on, term, grade, ctcae, _resolved(row, on),
        fields.word(row, "relation", RELATIONS), fields.word(row, "action", ACTIONS), key,
    )  # fmt: skip
    return None if entered_in_error(row) else found


def _check_bare(row: Row) -> None:
    for name in _OF_PRESENT:
        if row.get(name) is not None:
            raise FieldError(f".{name}", _ABSENT)


def _graded(row: Row) -> tuple[int | None, str | None]:
    """A grade never stands without the version of its terminology."""
    grade = fields.whole_number(row, "grade", 1, WORST_GRADE)
    ctcae = fields.word(row, "ctcae", CTCAE_VERSIONS)
    if grade is not None and ctcae is None:
        raise FieldError(".ctcae", _NO_VERSION)
    if grade is None and ctcae is not None:
        raise FieldError(".grade", _NO_GRADE)
    return grade, ctcae


def _resolved(row: Row, on: date) -> date | None:
    resolved = fields.day(row, "resolved_on")
    if resolved is not None and resolved < on:
        values = {"resolved": resolved, "on": on}
        raise FieldError(".resolved_on", Message(_RESOLVED_FIRST, dict(values)))
    return resolved
