"""Who the patient is, and the keys of a case file that no rule reads but the round trip keeps."""

from collections.abc import Callable
from typing import Any

from hlh_app.clinical.case import Patient, Sex
from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.exchange import fields, words
from hlh_app.exchange.case_rows import entered_in_error
from hlh_app.exchange.errors import FieldError
from hlh_app.exchange.fields import Moments, Row

_EVERY_ROW = frozenset({"note", "entered_in_error"})
_PATIENT = frozenset({"birth_date", "sex", "age_years", "age_on", "name"})
_OLDEST = 130

_NO_AGE = Message(gettext_noop("give a birth date, or age_years with age_on"))
_BOTH = Message(gettext_noop("give a birth date or an age, not both"))
_STOP_FIRST = gettext_noop("{stop} lies before the start {start}")


def patient(document: Row) -> Patient:
    """``birth_date``, or an age with its date; FieldError otherwise."""
    try:
        return _patient(document["patient"])
    except FieldError as error:
        raise FieldError(f".patient{error.where}", error.reason) from None


def _patient(row: Any) -> Patient:
    fields.check_keys(row, _PATIENT, ("birth_date", "sex"))
    sex = Sex(fields.required_word(row, "sex", words.SEXES))
    fields.text(row, "name")
    birth = fields.day(row, "birth_date")
    age = fields.whole_number(row, "age_years", 0, _OLDEST)
    age_on = fields.day(row, "age_on")
    if birth is not None and (age is not None or age_on is not None):
        raise FieldError(".age_years" if age is not None else ".age_on", _BOTH)
    if birth is None and (age is None or age_on is None):
        raise FieldError(".birth_date", _NO_AGE)
    return Patient(birth, sex, age, age_on)


def check_context(document: Row, moments: Moments) -> None:
    """The top-level keys beyond the rules."""
    fields.text(document, "centre")
    fields.text(document, "note")
    fields.word(document, "course", words.COURSES)
    fields.word(document, "donor", words.DONORS)
    _check_part(document, "source", _source)
    _check_part(document, "trigger", _trigger)
    _check_list(document, "visits", lambda row: _visit(row, moments))
    _check_list(document, "therapy_lines", _therapy_line)
    _check_list(document, "consents", _consent)


def _check_part(document: Row, key: str, check: Callable[[Any], None]) -> None:
    if document.get(key) is not None:
        try:
            check(document[key])
        except FieldError as error:
            raise FieldError(f".{key}{error.where}", error.reason) from None


def _check_list(document: Row, key: str, check: Callable[[Any], None]) -> None:
    for index, row in enumerate(fields.rows(document, key)):
        try:
            check(row)
        except FieldError as error:
            raise FieldError(f".{key}[{index}]{error.where}", error.reason) from None


def _source(row: Any) -> None:
    fields.check_keys(row, frozenset({"kind", "citation"}), ("kind",))
    fields.required_word(row, "kind", words.SOURCE_KINDS)
    fields.text(row, "citation")


def _trigger(row: Any) -> None:
    fields.check_keys(row, frozenset({"kind", "agent", "detail"}), ())
    fields.word(row, "kind", words.TRIGGERS)
    fields.word(row, "agent", words.TRIGGER_AGENTS)
    fields.text(row, "detail")


def _visit(row: Any, moments: Moments) -> None:
    fields.check_keys(row, _EVERY_ROW | {"id", "visited_at", "label"}, ("id", "visited_at"))
    fields.required_text(row, "id")
    moments.required(row, "visited_at")
    fields.text(row, "label")
    entered_in_error(row)


def _therapy_line(row: Any) -> None:
    known = _EVERY_ROW | {"line", "regimen", "start", "stop", "result"}
    fields.check_keys(row, known, ("regimen",))
    fields.whole_number(row, "line", 1, 99)
    fields.required_text(row, "regimen")
    start, stop = fields.day(row, "start"), fields.day(row, "stop")
    if start is not None and stop is not None and stop < start:
        raise FieldError(".stop", Message(_STOP_FIRST, {"stop": stop, "start": start}))
    fields.word(row, "result", words.LINE_RESULTS)
    entered_in_error(row)


def _consent(row: Any) -> None:
    known = _EVERY_ROW | {"scope", "status", "on", "given_by"}
    fields.check_keys(row, known, ("scope", "status", "on"))
    fields.required_word(row, "scope", words.CONSENT_SCOPES)
    fields.required_word(row, "status", words.CONSENT_STATUSES)
    fields.required_day(row, "on")
    fields.text(row, "given_by")
    entered_in_error(row)
