"""Medication that was ordered, stated or given.

An order and a statement last from the start of their time to its end; one that is completed or
stopped without an end is not kept, for it would read as still given. A statement or a gift on one
moment is that day. Of an order without a time of its own the day it was written is the start, and
the note says so (our definition).
"""

from collections.abc import Iterator
from datetime import date

from hlh_app.clinical.case import Exposure, Moment
from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.exchange.fhir import extensions
from hlh_app.exchange.fhir.desk import Desk, check_modifiers, wrong_status
from hlh_app.exchange.fhir.document import Entry
from hlh_app.exchange.fhir.dosages import Dose, dose_of
from hlh_app.exchange.fhir.drug_names import drug_of
from hlh_app.exchange.fhir.reports import NotKept
from hlh_app.exchange.fhir.shapes import Json, codings, record, records, text
from hlh_app.exchange.fhir.systems import DRUG
from hlh_app.exchange.fhir.times import whole_day
from hlh_app.exchange.incoming import Act, Incoming

WRONG = "entered-in-error"
STILL = ("active", "in-progress")
OVER = ("completed", "stopped")
ORDERS = ("order", "original-order", "reflex-order", "filler-order", "instance-order")
REQUEST, GIVEN = "MedicationRequest", "MedicationAdministration"

_NO_START = Message(gettext_noop("does not say when it began"))
_NO_END = Message(gettext_noop("is no longer given, and nothing says since when"))
_NOT_ORDERED = gettext_noop("is a {intent}, not an order")
_NOT_TO_DO = Message(gettext_noop("says that the drug is not to be given"))
_AS_ORDERED = gettext_noop("Start: the day it was ordered.")
_BEFORE = Message(gettext_noop("ends before it begins"))


def read(entry: Entry, desk: Desk) -> Iterator[Incoming]:
    """The row of a medication; what is not kept is reported."""
    patient = ""
    try:
        resource = entry.resource
        check_modifiers(resource)
        drug = _drug(entry, desk)
        if drug is None:
            return
        patient = desk.linked.subject(resource)
        act = _act(entry)
        dose = dose_of(_dosages(resource))
        start, stop, note = _when(entry, desk)
        ours = extensions.read(resource)
        row = Exposure(
            drug, start, stop, dose.amount, dose.unit, ours.get("route") or dose.route, dose.times,
            "", ours.get("purpose"), ours.get("stop_reason"),
        )  # fmt: skip
        for remark in dose.remarks:
            desk.remark(entry.place, remark, patient)
        yield Incoming(entry.place, row, patient, act, note=_note(ours, note, dose))
    except NotKept as refused:
        desk.say(entry, refused, patient)


def _note(ours: Json, note: str, dose: Dose) -> str:
    return " ".join(filter(None, (ours.get("note"), note, *map(str, dose.remarks))))


def _drug(entry: Entry, desk: Desk) -> str | None:
    """By our own code, else by the generic name in a coding's display or in the text."""
    resource = entry.resource
    concept = resource.get("medicationCodeableConcept")
    if concept is None:
        medicine = desk.linked.follow(resource.get("medicationReference"), resource)
        concept = medicine.get("code")
        if concept is None:
            concept = {"text": text(record(resource.get("medicationReference")).get("display"))}
    ours = next((code for system, code, _ in codings(concept) if system == DRUG), None)
    if ours is not None and ours == ours.lower():
        return ours
    written = [display for _s, _c, display in codings(concept)] + [
        text(record(concept).get("text"))
    ]
    found = {drug for drug in map(drug_of, filter(None, written)) if drug is not None}
    if len(found) != 1:
        desk.unmapped(concept)
        return None
    return found.pop()


def _act(entry: Entry) -> Act:
    resource, status = entry.resource, text(entry.resource.get("status"))
    if status == WRONG:
        return Act.WITHDRAW
    if status not in (*STILL, *OVER):
        raise wrong_status(status)
    if entry.kind == REQUEST:
        if resource.get("doNotPerform") is True:
            raise NotKept(_NOT_TO_DO)
        if text(resource.get("intent")) not in ORDERS:
            intent = text(resource.get("intent")) or "?"
            raise NotKept(Message(_NOT_ORDERED, {"intent": intent[:40]}))
    return Act.ADD


def _dosages(resource: Json) -> list[Json]:
    dosage = resource.get("dosage", resource.get("dosageInstruction"))
    return [dosage] if type(dosage) is dict else records(dosage)


def _when(entry: Entry, desk: Desk) -> tuple[Moment, date | None, str]:
    """First dose, last day, and what is to be noted of them."""
    resource, note = entry.resource, ""
    if entry.kind == REQUEST:
        period = _ordered_period(resource)
        if not period.get("start"):
            note = _AS_ORDERED
            period = {**period, "start": resource.get("authoredOn")}
    else:
        period = _stated_period(resource, entry.kind)
    if type(period.get("start")) is not str:
        raise NotKept(_NO_START)
    start = desk.times.moment(text(period["start"]))
    stop = _stop(period, text(resource.get("status")))
    if stop is not None and stop < start.day:
        raise NotKept(_BEFORE)
    return start, stop, note


def _stop(period: Json, status: str) -> date | None:
    ended = text(period.get("end"))
    if ended:
        return whole_day(ended)
    if status in OVER:
        raise NotKept(_NO_END)
    return None


def _ordered_period(resource: Json) -> Json:
    """The bounds of the one dosage instruction."""
    instructions = records(resource.get("dosageInstruction"))
    if len(instructions) != 1:
        return {}
    timing = record(instructions[0].get("timing"))
    return record(record(timing.get("repeat")).get("boundsPeriod"))


def _stated_period(resource: Json, kind: str) -> Json:
    """A moment is one day where it was given then, or is over."""
    moment = resource.get("effectiveDateTime")
    if type(moment) is not str:
        return record(resource.get("effectivePeriod"))
    one_day = kind == GIVEN or resource.get("status") == "completed"
    return {"start": moment, "end": moment if one_day else None}
