"""Answers in words or codes, to what is found and not measured: only what has one exact meaning."""

from hlh_app.clinical.case import FINDINGS, FindingStatus
from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.exchange.fhir.codes import (
    ANSWERS,
    AS_SAID,
    SNOMED_ANSWERS,
    STATUS_OF,
)
from hlh_app.exchange.fhir.reports import NotKept
from hlh_app.exchange.fhir.shapes import Json, codings, said, short, text
from hlh_app.exchange.fhir.systems import SNOMED, STATUS

_NO_MEANING = gettext_noop("answers “{answer}”, which has no exact meaning for {what}")
_NO_ANSWER = Message(gettext_noop("has no answer that can be read"))


def status_of(part: Json, finding: str) -> FindingStatus:
    """What a finding's Observation answers. NotKept for what is not exact."""
    concept = part.get("valueCodeableConcept")
    ours = next((code for system, code, _ in codings(concept) if system == STATUS), None)
    if ours is not None and ours in [status.value for status in FINDINGS[finding]]:
        return FindingStatus(ours)
    answer = answer_of(part)
    found = STATUS_OF.get(finding, AS_SAID).get(answer) if answer else None
    if found is None:
        shown = short(said(concept) or text(part.get("valueString")))
        if not shown:
            raise NotKept(_NO_ANSWER)
        raise NotKept(Message(_NO_MEANING, {"answer": shown, "what": finding.replace("_", " ")}))
    return FindingStatus(found)


def answer_of(part: Json) -> str:
    """present, absent, raised, not raised, low, normal; "" for anything else."""
    flag = part.get("valueBoolean")
    if type(flag) is bool:
        return "present" if flag else "absent"
    concept = part.get("valueCodeableConcept")
    for system, code, _display in codings(concept):
        if system == SNOMED and code in SNOMED_ANSWERS:
            return SNOMED_ANSWERS[code]
    written = text(part.get("valueString")) or ("" if list(codings(concept)) else said(concept))
    return ANSWERS.get(written.casefold(), "")
