"""A FHIR document as rows: whom it is about, what it says, and all of it that is not kept."""

from collections.abc import Iterator
from datetime import UTC, tzinfo
from functools import cached_property

from hlh_app.clinical.text import Message, gettext_noop
from hlh_app.exchange.fhir import conditions, medications, observations, patients
from hlh_app.exchange.fhir.desk import Desk
from hlh_app.exchange.fhir.document import Document, Entry, open_document
from hlh_app.exchange.fhir.people import LED_TO, FhirPatient, Linked
from hlh_app.exchange.fhir.reports import NotKept, Reports
from hlh_app.exchange.fhir.shapes import records, short, text
from hlh_app.exchange.fhir.times import Times
from hlh_app.exchange.incoming import Incoming

READERS = {
    "Observation": observations.read,
    "Condition": conditions.read_condition,
    "Procedure": conditions.read_procedure,
    "MedicationRequest": medications.read,
    "MedicationStatement": medications.read,
    "MedicationAdministration": medications.read,
    "Patient": patients.read,
}
_INSIDE = gettext_noop("has a resource of the kind {kind} inside, which is not read")
LOOKED_UP = frozenset(LED_TO) - READERS.keys()


class FhirReading:
    """``incoming`` reads the rows one by one and can be gone through again; ``reports`` then says
    everything that the last time left out."""

    def __init__(self, document: Document, zone: tzinfo) -> None:
        self._document = document
        self.reports = Reports()
        self._desk = Desk(Linked(document), Times(zone), self.reports)

    @property
    def incoming(self) -> Iterator[Incoming]:
        self.reports.clear()
        for entry in self._document.entries(self.reports):
            reader = READERS.get(entry.kind)
            if "contained" in entry.resource:
                self._say_what_is_inside(entry)
            if reader is not None:
                yield from reader(entry, self._desk)
            elif entry.kind not in LOOKED_UP:
                self.reports.kind(entry.kind)

    def _say_what_is_inside(self, entry: Entry) -> None:
        """Resources within another one are looked up, not read by themselves."""
        for inside in records(entry.resource["contained"]):
            kind = text(inside.get("resourceType"))
            if kind in READERS and kind not in LED_TO:
                named = Message(_INSIDE, {"kind": short(kind)})
                self.reports.say(entry.place, named, kept=True)

    @cached_property
    def patients(self) -> tuple[FhirPatient, ...]:
        """Everybody whom the document describes or refers to, in its order."""
        found: dict[str, FhirPatient] = {}
        for entry in self._document.entries(kinds=READERS):
            patient = self._patient(entry)
            if patient is not None and (patient.is_described or patient.key not in found):
                found[patient.key] = patient
        return tuple(found.values())

    def _patient(self, entry: Entry) -> FhirPatient | None:
        if entry.kind == "Patient":
            return patients.read_patient(entry, self._desk)
        try:
            key = self._desk.linked.subject(entry.resource)
        except NotKept:
            return None
        return FhirPatient(key, id=self._desk.linked.id_of(key), place=entry.place)


def read_fhir(content: bytes, zone: tzinfo = UTC) -> FhirReading:
    """A Bundle of any type, one resource, or one resource a line. Days without a time are days in
    ``zone``. CaseError, in words, for what is no FHIR document."""
    return FhirReading(open_document(content), zone)
