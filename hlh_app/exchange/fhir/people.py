"""Whom a document is about, and what its references lead to. Names are never read."""

from dataclasses import dataclass
from datetime import date

from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.exchange.fhir.document import Document, Entry
from hlh_app.exchange.fhir.reports import NotKept
from hlh_app.exchange.fhir.shapes import Json, record, records, said, text
from hlh_app.exchange.tables.headings import other_specimen

_NO_SUBJECT = Message(gettext_noop("does not say which patient it is about"))
_NOT_PATIENT = gettext_noop("is about {reference}, not about a patient")
_NOT_THERE = Message(gettext_noop("points to a patient inside the resource who is not there"))
MOST_KEYS = 100_000
LED_TO = ("Patient", "Medication", "Organization", "Specimen")
"""Kinds of resources that a reference is followed to."""


@dataclass(slots=True)
class FhirPatient:
    """``key``: how this document calls the patient (the resource's id, else its address or an
    identifier). ``is_described``: the document has the patient's resource, else it is only referred
    to. ``born_text``: the birth date as written, when it is no whole date."""

    key: str
    birth_date: date | None = None
    sex: str | None = None
    identifiers: tuple[tuple[str, str], ...] = ()
    id: str = ""
    is_described: bool = False
    born_text: str = ""
    place: str = ""


class Linked:
    """What references lead to: address, ``Kind/id``, or ``system|value`` → what stands there."""

    def __init__(self, document: Document) -> None:
        self._resources: dict[str, Json] = {}
        self._keys: dict[str, str] = {}
        self._addressed: set[str] = set()
        self._ids: dict[str, str] = {}
        for entry in document.entries(kinds=LED_TO):
            self._add(entry)

    def _add(self, entry: Entry) -> None:
        if entry.kind == "Specimen" and not other_specimen(said(entry.resource.get("type"))):
            return  # blood, or it does not say: nothing follows from it
        names = [name for name in (entry.address, _relative(entry)) if name]
        if entry.kind != "Patient":
            self._resources.update(dict.fromkeys(names, entry.resource))
            return
        key = self.key_of(entry)
        self._ids[key] = entry.id
        if entry.address.startswith("http"):
            self._addressed.add(_relative(entry))
        for name in (*names, *map("|".join, identifiers(entry.resource))):
            self._keys.setdefault(name, key)

    def key_of(self, entry: Entry) -> str:
        """A patient's own key: the id, or the address where another patient has the same id."""
        known = self._keys.get(entry.address or _relative(entry))
        if known is not None:
            return known
        if entry.id and entry.id not in self._ids:
            return entry.id
        return entry.address or next(map("|".join, identifiers(entry.resource)), entry.place)

    def id_of(self, key: str) -> str:
        """The resource's id of a patient, "" where the document does not say."""
        return self._ids.get(key, "")

    def subject(self, resource: Json) -> str:
        """The key of the patient whom a resource is about. NotKept where nothing says who."""
        subject = record(resource.get("subject"))
        reference = text(subject.get("reference"))
        if reference:
            known = self._keys.get(reference)
            return known if known is not None else self._new_key(reference, resource)
        for named in identifiers({"identifier": [subject.get("identifier")]}):
            return self._named("|".join(named))
        raise NotKept(_NO_SUBJECT)

    def _named(self, identifier: str) -> str:
        return self._keys.get(identifier, identifier)

    def _new_key(self, reference: str, resource: Json) -> str:
        if reference.startswith("#"):
            return self._contained_key(reference[1:], resource)
        plain = reference.split("/_history/")[0]
        kind, own_id = _last_two(plain)
        if kind != "Patient" and not plain.startswith("urn:"):
            raise NotKept(Message(_NOT_PATIENT, {"reference": plain[:60]}))
        if not own_id and kind == "Patient":
            raise NotKept(_NO_SUBJECT)
        if plain in self._keys:
            return self._keys[plain]
        relative = f"{kind}/{own_id}"
        if relative in self._keys and relative not in self._addressed:
            return self._keys[relative]
        key = own_id if plain == relative else plain
        self._ids.setdefault(key, own_id)
        if len(self._keys) < MOST_KEYS:
            self._keys[reference] = key
        return key

    def _contained_key(self, own_id: str, resource: Json) -> str:
        patient = contained(resource, own_id)
        if patient.get("resourceType") != "Patient":
            raise NotKept(_NOT_THERE)
        for named in identifiers(patient):
            return self._named("|".join(named))
        raise NotKept(_NO_SUBJECT)

    def follow(self, reference: object, resource: Json) -> Json:
        """The resource that a reference leads to, in the resource or in the document; else {}."""
        written = text(record(reference).get("reference"))
        if written.startswith("#"):
            return contained(resource, written[1:])
        plain = written.split("/_history/")[0]
        return self._resources.get(plain) or self._resources.get("/".join(_last_two(plain))) or {}

    def not_of_blood(self, resource: Json) -> str:
        """The specimen of a result that is not blood; "" where it is, or nothing says."""
        reference = resource.get("specimen")
        named = said(self.follow(reference, resource).get("type"))
        written = (named, text(record(reference).get("display")))
        return next((one for one in written if other_specimen(one)), "")


def contained(resource: Json, own_id: str) -> Json:
    found = (one for one in records(resource.get("contained")) if one.get("id") == own_id)
    return next(found, {})


def identifiers(resource: Json) -> list[tuple[str, str]]:
    """(system, value) of each business identifier that has both."""
    pairs = [
        (text(one.get("system")), text(one.get("value")))
        for one in records(resource.get("identifier"))
    ]
    return [(system, value) for system, value in pairs if system and value]


def _relative(entry: Entry) -> str:
    return f"{entry.kind}/{entry.id}" if entry.id else ""


def _last_two(reference: str) -> tuple[str, str]:
    parts = reference.rsplit("/", 2)
    return (parts[-2], parts[-1]) if len(parts) > 1 else ("", "")
