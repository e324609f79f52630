"""Conditions and procedures: findings on a day, events, blood products.

A condition is present on the day of its onset, without one on the day it was recorded (our
definition); absent where it is refuted, and from its abatement where it is resolved. One that is
not confirmed is suspected where the finding knows that word, else not kept.
"""

from collections.abc import Iterator
from datetime import date

from hlh_app.clinical.case import EVENTS, FINDINGS, Event, Exposure, Finding, FindingStatus
from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.exchange.fhir import codes, extensions
from hlh_app.exchange.fhir.codes import SNOMED_PROCEDURES, Done
from hlh_app.exchange.fhir.desk import Desk, check_modifiers, wrong_status
from hlh_app.exchange.fhir.document import Entry
from hlh_app.exchange.fhir.reports import NotKept
from hlh_app.exchange.fhir.shapes import Json, codings, record, short, text
from hlh_app.exchange.fhir.systems import (
    CONDITION_CLINICAL,
    CONDITION_VERIFIED,
    EVENT,
    FINDING,
    SNOMED,
)
from hlh_app.exchange.fhir.times import whole_day
from hlh_app.exchange.incoming import Act, Incoming, Row

DOUBTED = ("unconfirmed", "provisional", "differential")
ABSENT = "refuted"
WRONG = "entered-in-error"
STANDING = ("active", "recurrence", "relapse")
ENDED = ("resolved",)
DONE = ("completed", "in-progress")
PLANNED = "preparation"

_NO_DAY = Message(gettext_noop("does not say on which day"))
_DOUBTED = gettext_noop("is {status}, which is neither present nor absent")
_NO_STATUS = Message(gettext_noop("says neither that it is confirmed nor that it is active"))
_ENDED = Message(gettext_noop("Its end is not kept: it is not said to be resolved."))
_NO_END = Message(gettext_noop("is no longer active, and nothing says since when"))


def read_condition(entry: Entry, desk: Desk) -> Iterator[Incoming]:
    """The findings and events of a Condition; what is not kept is reported."""
    patient = ""
    try:
        resource = entry.resource
        check_modifiers(resource)
        means, event = _means(resource.get("code"))
        if not means and not event:
            desk.unmapped(resource.get("code"))
            return
        patient = desk.linked.subject(resource)
        ours = extensions.read(resource)
        wrong = _status(resource, "verificationStatus", CONDITION_VERIFIED) == WRONG
        act = Act.WITHDRAW if wrong else Act.ADD
        rows = _event(resource, event) if event else _findings(entry, desk, means, ours, wrong)
        for row in rows:
            yield Incoming(entry.place, row, patient, act, note=ours.get("note") or "")
    except NotKept as refused:
        desk.say(entry, refused, patient)


def _means(concept: object) -> tuple[tuple[str, ...], str]:
    """Findings, or an event of ours."""
    for system, code, _display in codings(concept):
        if system == EVENT and code in EVENTS:
            return (), code
        if system == FINDING and code in FINDINGS:
            return (code,), ""
    for system, code, _display in codings(concept):
        found = codes.findings_of(system, code)
        if found:
            return found, ""
    return (), ""


def _status(resource: Json, name: str, wanted: str) -> str:
    found = [code for system, code, _ in codings(resource.get(name)) if system in (wanted, "")]
    return found[0] if found else ""


def _event(resource: Json, event: str) -> Iterator[Row]:
    yield Event(event, _day(resource))


def _findings(
    entry: Entry, desk: Desk, means: tuple[str, ...], ours: Json, wrong: bool
) -> Iterator[Row]:
    resource = entry.resource
    verified = _status(resource, "verificationStatus", CONDITION_VERIFIED)
    clinical = _status(resource, "clinicalStatus", CONDITION_CLINICAL)
    if not verified and not clinical:
        raise NotKept(_NO_STATUS)
    day = _day(resource)
    ended = _ended(entry, desk, clinical)
    for finding in means:
        status = _verified(finding, verified, wrong, ours)
        yield Finding(
            finding, status, day, ours.get("site"), "", ours.get("method"), ours.get("detail")
        )
        if ended is not None and status is FindingStatus.PRESENT:
            yield Finding(finding, FindingStatus.ABSENT, ended)


def _verified(finding: str, verified: str, wrong: bool, ours: Json) -> FindingStatus:
    if verified == ABSENT or (wrong and ours.get("was") == "absent"):
        return FindingStatus.ABSENT
    if verified in DOUBTED:
        if FindingStatus.SUSPECTED in FINDINGS[finding]:
            return FindingStatus.SUSPECTED
        raise NotKept(Message(_DOUBTED, {"status": verified}))
    if verified not in ("", "confirmed", WRONG):
        raise wrong_status(verified)
    return FindingStatus.PRESENT


def _ended(entry: Entry, desk: Desk, clinical: str) -> date | None:
    """The day from which a resolved condition is absent."""
    resource = entry.resource
    written = resource.get("abatementDateTime") or record(resource.get("abatementPeriod")).get(
        "start"
    )
    says_end = any(name.startswith("abatement") for name in resource)
    if clinical in ENDED and type(written) is str:
        return whole_day(written)
    if clinical not in ("", *STANDING) and not says_end:
        raise NotKept(_NO_END)
    if says_end:
        desk.remark(entry.place, _ENDED)
    return None


def _day(resource: Json) -> date:
    """Of the onset, else of the recording."""
    onset = resource.get("onsetDateTime") or record(resource.get("onsetPeriod")).get("start")
    for written in (onset, resource.get("recordedDate")):
        if type(written) is str:
            return whole_day(written)
    raise NotKept(_NO_DAY)


def read_procedure(entry: Entry, desk: Desk) -> Iterator[Incoming]:
    """A Procedure that the record knows; others are reported."""
    patient = ""
    try:
        resource = entry.resource
        check_modifiers(resource)
        done = _done(resource.get("code"))
        if done is None:
            desk.unmapped(resource.get("code"))
            return
        patient = desk.linked.subject(resource)
        act = _act(resource, done)
        note = extensions.read(resource).get("note") or ""
        yield Incoming(entry.place, _procedure(resource, done, desk), patient, act, note=note)
    except NotKept as refused:
        desk.say(entry, refused, patient)


def _done(concept: object) -> Done | None:
    for system, code, _display in codings(concept):
        if system == EVENT and code in EVENTS:
            return Done(code, code, event=code)
    for system, code, _display in codings(concept):
        if system == SNOMED and code in SNOMED_PROCEDURES:
            return SNOMED_PROCEDURES[code]
    return None


def _act(resource: Json, done: Done) -> Act:
    status = text(resource.get("status"))
    if status == WRONG:
        return Act.WITHDRAW
    planned = status == PLANNED and done.event == "transplant_planned"
    if status not in DONE and not planned:
        raise wrong_status(short(status))
    return Act.ADD


def _procedure(resource: Json, done: Done, desk: Desk) -> Row:
    period = record(resource.get("performedPeriod"))
    written = text(resource.get("performedDateTime")) or text(period.get("start"))
    if not written:
        raise NotKept(_NO_DAY)
    if done.event:
        return Event(done.event, whole_day(written))
    if done.finding:
        return Finding(done.finding, FindingStatus.PRESENT, whole_day(written))
    ended = text(period.get("end"))
    started = desk.times.moment(written)
    return Exposure(done.drug, started, whole_day(ended) if ended else started.day)
