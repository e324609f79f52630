"""Case files, hlh-case/1: one patient's clinical facts as one JSON document (docs/case-format.md).

Reading refuses whatever the format does not allow, with the JSON path and the reason. Nothing of a
refused document is used.
"""

from dataclasses import dataclass
from datetime import UTC, tzinfo
from typing import Any

from hlh_app.clinical.case import Case, Exposure, Moment, Observation
from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.exchange import adverse_rows, case_context, case_rows, fields, json_text, words
from hlh_app.exchange.case_context import Context, list_of
from hlh_app.exchange.errors import CaseError, FieldError
from hlh_app.exchange.fields import Moments, Row

_NEEDED = ("format", "id", "patient", "observations", "findings", "exposures", "events")
_KEYS = frozenset(_NEEDED).union(
    ("as_of", "dates", "centre", "source", "visits", "trigger", "course", "donor", "note"),
    ("therapy_lines", "consents", "adverse_events"),
)
_FORMAT = gettext_noop("must be “{format}”")
_NO_VISIT = gettext_noop("no visit has the id “{visit}”")
_SAME_VISIT = gettext_noop("another visit has the id “{visit}”")
MAX_ID = 200
_IN_A_VISIT = ("observations", "findings", "adverse_events")


@dataclass(frozen=True, slots=True)
class CaseDocument:
    """A document that was found right. ``data``: its JSON value, numbers as Decimal; ``case``:
    what the rules may know of it, without rows entered in error and results never done."""

    data: dict[str, Any]
    case: Case


def read_document(document: bytes | str) -> CaseDocument:
    """Read and check one case file; CaseError says where and why it is refused."""
    return check_document(json_text.parse(document))


def check_document(data: Any) -> CaseDocument:
    """As :func:`read_document`, from the JSON value (numbers as Decimal)."""
    try:
        return CaseDocument(data, _case(data))
    except FieldError as error:
        raise CaseError(f"${error.where}", error.reason) from None


def write_document(data: CaseDocument | dict[str, Any]) -> str:
    """The text of a case file. What is written is read back first; CaseError if it is not one."""
    value = data.data if isinstance(data, CaseDocument) else data
    text = json_text.dump(value, indent=1) + "\n"
    read_document(text)
    return text


def moment_asked(written: str, case: Case) -> Moment:
    """A moment given beside the case, a date meaning the end of that day in the case's offset.

    Raises FieldError.
    """
    return fields.moment_from(written, case.zone)


def readable_id(data: Any) -> str | None:
    """The id of a document that may otherwise be wrong."""
    found = data.get("id") if isinstance(data, dict) else None
    usable = isinstance(found, str) and len(found) <= MAX_ID and fields.storable(found)
    return found if usable else None


def _case(data: Any) -> Case:
    fields.check_keys(data, _KEYS, _NEEDED)
    if data["format"] != words.FORMAT:
        raise FieldError(".format", Message(_FORMAT, {"format": words.FORMAT}))
    case_id = fields.required_text(data, "id", MAX_ID)
    patient = case_context.patient(data)
    birth = patient.birth_date
    moments = Moments(_zone(fields.rows(data, "observations", required=True)))

    def observation(row: Any, key: str) -> Observation | None:
        return case_rows.observation(row, key, moments, birth)

    def exposure(row: Any, key: str) -> Exposure | None:
        return case_rows.exposure(row, key, moments)

    observations = list_of(data, "observations", observation, required=True)
    findings = list_of(data, "findings", case_rows.finding, required=True)
    exposures = list_of(data, "exposures", exposure, required=True)
    events = list_of(data, "events", case_rows.event, required=True)
    dates = fields.word(data, "dates", words.DATES)
    as_of = moments.moment(data, "as_of")
    more = len(data) > len(_NEEDED)
    adverse = list_of(data, "adverse_events", adverse_rows.adverse_event) if more else ()
    context = case_context.context(data, moments) if more else Context()
    _check_visits(data)
    return Case(
        case_id, patient, observations, findings, exposures, events, as_of, dates is not None,
        moments.zone, adverse, *context,
    )  # fmt: skip


def _zone(observed: list[Any]) -> tzinfo:
    """The offset of the first timed observation that counts, else UTC: bare dates belong to it."""
    for row in observed:
        if isinstance(row, dict) and not row.get("entered_in_error"):
            written = row.get("measured_at")
            if isinstance(written, str) and len(written) > 10 and row.get("status") != "not_done":
                try:
                    return fields.moment_from(written, UTC).at.tzinfo or UTC
                except FieldError:
                    return UTC  # refused with its path when the row itself is read
    return UTC


def _check_visits(data: Row) -> None:
    """Visits have different ids, and a row names one that is there."""
    known: set[str] = set()
    for index, visit in enumerate(data.get("visits") or ()):
        if visit["id"] in known:
            values = {"visit": fields.shown(visit["id"])}
            raise FieldError(f".visits[{index}].id", Message(_SAME_VISIT, values))
        known.add(visit["id"])
    for name in _IN_A_VISIT:
        for index, row in enumerate(data.get(name) or ()):
            named = row.get("visit")
            if named is not None and named not in known:
                values = {"visit": fields.shown(named)}
                raise FieldError(f".{name}[{index}].visit", Message(_NO_VISIT, values))
