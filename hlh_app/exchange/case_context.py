"""Who the patient is, what stands around the facts, and the keys that only the round trip keeps."""

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from hlh_app.clinical.case import Moment, Patient, Sex, TherapyLine
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


T = TypeVar("T")


class Context(NamedTuple):
    """What the rules read of the keys that a case file may leave out."""

    therapy_lines: tuple[TherapyLine, ...] = ()
    visits: tuple[Moment, ...] = ()
    trigger: str | None = None
    trigger_agent: str | None = None
    course: str | None = None
    donor: str | None = None


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


def context(document: Row, moments: Moments) -> Context:
    """The top-level keys that may be absent, checked."""
    fields.text(document, "centre")
    fields.text(document, "note")
    _part(document, "source", _source)
    list_of(document, "consents", lambda row, key: _consent(row))
    trigger, agent = _part(document, "trigger", _trigger) or (None, None)
    return Context(
        list_of(document, "therapy_lines", _therapy_line),
        list_of(document, "visits", lambda row, key: _visit(row, moments)),
        trigger,
        agent,
        fields.word(document, "course", words.COURSES),
        fields.word(document, "donor", words.DONORS),
    )


def _part(document: Row, key: str, read: Callable[[Any], T]) -> T | None:
    if document.get(key) is None:
        return None
    try:
        return read(document[key])
    except FieldError as error:
        raise FieldError(f".{key}{error.where}", error.reason) from None


def list_of(
    document: Row, name: str, read: Callable[[Any, str], T | None], *, required: bool = False
) -> tuple[T, ...]:
    """The rows of a list that count, each told its key; refusals carry the path to the row."""
    found = []
    for index, row in enumerate(fields.rows(document, name, required)):
        key = f"{name}[{index}]"
        try:
            one = read(row, key)
        except FieldError as error:
            raise FieldError(f".{key}{error.where}", error.reason) from None
        if one is not None:
            found.append(one)
    return tuple(found)


def _source(row: Any) -> None:
    fields.check_keys(row, frozenset({"kind", "citation"}), ("kind",))
    fields.required_word(row, "kind", words.SOURCE_KINDS)
    fields.text(row, "citation")


def _trigger(row: Any) -> tuple[str | None, str | None]:
    fields.check_keys(row, frozenset({"kind", "agent", "detail"}), ())
    fields.text(row, "detail")
    kind = fields.word(row, "kind", words.TRIGGERS)
    return kind, fields.word(row, "agent", words.TRIGGER_AGENTS)


def _visit(row: Any, moments: Moments) -> Moment | None:
    fields.check_keys(row, _EVERY_ROW | {"id", "visited_at", "label"}, ("id", "visited_at"))
    fields.required_text(row, "id")
    visited_at = moments.required(row, "visited_at")
    fields.text(row, "label")
    return None if entered_in_error(row) else visited_at


def _therapy_line(row: Any, key: str) -> TherapyLine | None:
    known = _EVERY_ROW | {"line", "regimen", "start", "stop", "result"}
    fields.check_keys(row, known, ("regimen",))
    line = fields.whole_number(row, "line", 1, 99)
    regimen = fields.required_text(row, "regimen")
    start, stop = fields.day(row, "start"), fields.day(row, "stop")
    if start is not None and stop is not None and stop < start:
        raise FieldError(".stop", Message(_STOP_FIRST, {"stop": stop, "start": start}))
    result = fields.word(row, "result", words.LINE_RESULTS)
    found = TherapyLine(regimen, line, start, stop, result, key)
    return None if entered_in_error(row) else found


def _consent(row: Any) -> None:
    known = _EVERY_ROW | {"scope", "status", "on", "given_by"}
    fields.check_keys(row, known, ("scope", "status", "on"))
    fields.required_word(row, "scope", words.CONSENT_SCOPES)
    fields.required_word(row, "status", words.CONSENT_STATUSES)
    fields.required_day(row, "on")
    fields.text(row, "given_by")
    entered_in_error(row)
