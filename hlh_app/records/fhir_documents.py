"""FHIR documents in and out of the database: whose rows they are, kept as every document is.

A patient is found by the study code that ``Matching`` reads out of the document; one whose birth
date or sex says otherwise in the record is not that patient. What a document calls a patient (an
id, a record number) identifies and is never kept: the study code is, where somebody says so.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from hlh_app.accounts.models import Centre, User
from hlh_app.exchange.fhir.people import FhirPatient
from hlh_app.exchange.fhir.reading import FhirReading, read_fhir
from hlh_app.exchange.fhir.reports import Reports
from hlh_app.exchange.fhir.systems import CODE
from hlh_app.exchange.incoming import Incoming
from hlh_app.records.fhir_export import fhir_of
from hlh_app.records.imports import keeping, renewing
from hlh_app.records.imports.outcomes import Left
from hlh_app.records.models import ImportBatch, Patient
from hlh_app.records.models.choices import ImportSource
from hlh_app.records.services.observations import said
from hlh_app.records.services.patients import create_patient


@dataclass(frozen=True, slots=True)
class Matching:
    """Where a patient's study code stands: ``system``: in the identifier of that system;
    ``codes``: in a list of the document's keys or ids and their codes; neither: in an identifier
    of ours, else in the resource's id."""

    system: str = ""
    codes: Mapping[str, str] | None = None

    def code_of(self, patient: FhirPatient) -> str:
        """ "" where the document does not say."""
        if self.codes is not None:
            return self.codes.get(patient.key) or self.codes.get(patient.id) or ""
        wanted = self.system or CODE
        found = next((value for system, value in patient.identifiers if system == wanted), "")
        return found or ("" if self.system else patient.id)


@dataclass(frozen=True, slots=True)
class Person:
    """A patient of a document. ``code``: the study code it gives, ``patient``: who has that code in
    the centre; ``why_not``: why somebody who has it is not this patient."""

    key: str
    code: str
    patient: Patient | None
    birth_date: date | None
    sex: str
    why_not: str = ""

    @property
    def can_be_created(self) -> bool:
        """A new patient needs a code, a whole birth date and a sex."""
        return bool(
            self.patient is None
            and not self.why_not
            and self.code
            and self.birth_date is not None
            and self.sex
        )


@dataclass(slots=True)
class Imported:
    """``strangers``: the document's key of a patient whom nobody is matched to → how many of the
    rows that were not kept."""

    batch: ImportBatch
    people: tuple[Person, ...]
    created: list[Patient]
    reports: Reports
    strangers: Counter[str]


def open_fhir(content: bytes, centre: Centre) -> FhirReading:
    """CaseError, in words, for what is no FHIR document. Bare dates are days of the centre."""
    return read_fhir(content, ZoneInfo(centre.time_zone))


def people(
    reading: FhirReading, centre: Centre, matching: Matching | None = None
) -> tuple[Person, ...]:
    """Everybody in the document, beside the patients of the centre. One query."""
    matching = matching or Matching()
    codes = {found.key: matching.code_of(found) for found in reading.patients}
    known = {
        patient.code: patient
        for patient in Patient.objects.filter(centre=centre, code__in=set(codes.values()) - {""})
    }
    return tuple(
        _person(found, codes[found.key], known.get(codes[found.key])) for found in reading.patients
    )


def _person(found: FhirPatient, code: str, patient: Patient | None) -> Person:
    why_not = _contradiction(found, patient) if patient is not None else ""
    matched = None if why_not else patient
    return Person(found.key, code, matched, found.birth_date, found.sex or "", why_not)


def _contradiction(found: FhirPatient, patient: Patient) -> str:
    """Why the patient of that code cannot be the document's."""
    born = patient.birth_date
    if born is not None and found.born_text and not born.isoformat().startswith(found.born_text):
        return _("The birth date differs from that of the patient with this code.")
    sexes = {found.sex or "unknown", patient.sex} - {"unknown"}
    if len(sexes) > 1:
        return _("The sex differs from that of the patient with this code.")
    return ""


def import_fhir(
    *,
    actor: User,
    centre: Centre,
    name: str,
    content: bytes,
    matching: Matching | None = None,
    create: bool = False,
    choices: Mapping[str, str] | None = None,
    progress: Callable[[int], None] | None = None,
) -> Imported:
    """Keep what the document says of patients whom the centre has, or of new ones as well with
    ``create``: all in one transaction. Raises CaseError, Refused, PermissionDenied."""
    matching = matching or Matching()
    reading = open_fhir(content, centre)
    strangers: Counter[str] = Counter()
    with transaction.atomic():
        everybody = people(reading, centre, matching)
        created = _created(actor, centre, everybody) if create else {}
        matched = {one.key: one.patient for one in everybody if one.patient} | created
        batch = keeping.keep(
            actor=actor,
            centre=centre,
            source=ImportSource.FHIR,
            name=name,
            digest=_digest(content, matched),
            incoming=_of_matched(reading, matched, strangers),
            left_over=_left(reading.reports, matched),
            choices=choices or {},
            patients=matched,
            progress=progress,
        )
    renewing.renew_patients_of(batch)
    return Imported(batch, everybody, list(created.values()), reading.reports, strangers)


def _digest(content: bytes, matched: Mapping[str, Patient]) -> str:
    """Of the document and of whom it is about: with a patient added meanwhile it is another."""
    return keeping.digest_of(content, sorted((key, one.pk) for key, one in matched.items()))


def _created(actor: User, centre: Centre, everybody: tuple[Person, ...]) -> dict[str, Patient]:
    """New patients, under the codes that the matching gives."""
    return {
        one.key: create_patient(
            actor=actor, centre=centre, code=one.code, birth_date=one.birth_date, sex=one.sex
        )
        for one in everybody
        if one.can_be_created
    }


def _of_matched(
    reading: FhirReading, matched: Mapping[str, Patient], strangers: Counter[str]
) -> Iterator[Incoming]:
    for entry in reading.incoming:
        if entry.patient in matched:
            yield entry
        else:
            strangers[entry.patient] += 1


def _left(reports: Reports, matched: Mapping[str, Patient]) -> Iterator[Left]:
    """What could not be read of the matched patients, and what is nobody's. Read last: the reports
    are whole only after the entries were gone through."""
    for report in reports.said:
        if not report.kept and (not report.patient or report.patient in matched):
            yield Left(report.place, {}, said(report.message), report.patient)


def bundle_of(patient: Patient) -> bytes:
    """The patient as a FHIR Bundle, to take away. Four queries."""
    return fhir_of(patient).encode()
