"""Patients: birth date, sex, identifiers, death. Names, addresses and photographs are not read."""

from collections.abc import Iterator

from hlh_app.clinical.case import Event
from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.exchange.fhir.desk import Desk, check_modifiers
from hlh_app.exchange.fhir.document import Entry
from hlh_app.exchange.fhir.people import FhirPatient, identifiers
from hlh_app.exchange.fhir.reports import NotKept
from hlh_app.exchange.fhir.shapes import records, text
from hlh_app.exchange.fhir.times import whole_day
from hlh_app.exchange.incoming import Incoming

SEXES = {"female": "female", "male": "male", "unknown": "unknown"}

_DIED = Message(gettext_noop("The patient died; the day is not given, so that no death is kept."))
_REPLACED = Message(gettext_noop("This patient's record was replaced by another one's."))


def read_patient(entry: Entry, desk: Desk) -> FhirPatient:
    """Who it is. What is not whole is left empty."""
    resource = entry.resource
    key = desk.linked.key_of(entry)
    born = text(resource.get("birthDate"))
    found = FhirPatient(
        key=key,
        sex=SEXES.get(text(resource.get("gender"))),
        identifiers=tuple(identifiers(resource)),
        id=entry.id,
        is_described=True,
        born_text=born,
        place=entry.place,
    )
    try:
        found.birth_date = whole_day(born) if born else None
    except NotKept:
        return found
    return found


def read(entry: Entry, desk: Desk) -> Iterator[Incoming]:
    """The death, where it has a day; what else is not kept is reported."""
    key = desk.linked.key_of(entry)
    try:
        check_modifiers(entry.resource)
        if any(text(link.get("type")) == "replaced-by" for link in _links(entry)):
            desk.remark(entry.place, _REPLACED, key)
        born = text(entry.resource.get("birthDate"))
        if born:
            whole_day(born)
    except NotKept as refused:
        desk.remark(entry.place, refused.message, key)
    yield from _death(entry, desk, key)


def _links(entry: Entry) -> list[dict[str, object]]:
    return records(entry.resource.get("link"))


def _death(entry: Entry, desk: Desk, key: str) -> Iterator[Incoming]:
    died = entry.resource.get("deceasedDateTime")
    if type(died) is str:
        try:
            yield Incoming(entry.place, Event("death", whole_day(died)), key)
        except NotKept as refused:
            desk.say(entry, refused, key)
    elif entry.resource.get("deceasedBoolean") is True:
        desk.remark(entry.place, _DIED, key)
