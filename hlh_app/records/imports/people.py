"""Whose record an entry belongs to: patients of one centre, found by their code, and locked."""

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from hlh_app.accounts.models import Centre
from hlh_app.exchange.incoming import Incoming
from hlh_app.records.imports.outcomes import Left
from hlh_app.records.models import Patient

BEFORE_EVERYTHING = datetime.min.replace(tzinfo=UTC)


class Person:
    """What the checks of every entry ask about its patient, looked up once. ``latest``: no result
    of theirs is measured later."""

    __slots__ = ("born", "latest", "patient", "pk", "zone")

    def __init__(self, patient: Patient, centre: Centre) -> None:
        patient.centre = centre
        self.patient = patient
        self.pk: int = patient.pk
        self.born: date = patient.birth_date or date.min
        self.zone = ZoneInfo(centre.time_zone)
        self.latest = BEFORE_EVERYTHING


class People:
    """The patients of a document by the document's own words for them.

    ``patient``: whose it is where the page says so. ``patients``: the document's keys where they
    are no codes. A record that was merged into another stands for the one that was kept.
    """

    def __init__(
        self,
        centre: Centre,
        patient: Patient | None = None,
        patients: Mapping[str, Patient] | None = None,
    ) -> None:
        self.centre = centre
        self.patient = patient
        self.patients = patients
        self.known: dict[str, Person] = {}

    def __call__(self, code: str) -> Person | None:
        return self.known.get(code)

    def read(self, codes: Collection[str] | None, *, lock: bool = False) -> "People":
        """Look the patients up, in the order of their keys; None: every patient of the centre."""
        wanted = self._wanted(codes)
        found = _with_kept(wanted, lock=lock)
        named = {key: pk for key, pk in self._names(found, codes) if pk in found}
        people = {pk: Person(row, self.centre) for pk, row in found.items()}
        self.known = {key: people[_kept(found, pk)] for key, pk in named.items()}
        return self

    def _wanted(self, codes: Collection[str] | None) -> set[int]:
        if self.patient is not None:
            return {self.patient.pk}
        if self.patients is not None:
            return {patient.pk for patient in self.patients.values()}
        of_centre = Patient.objects.filter(centre=self.centre)
        if codes is not None:
            of_centre = of_centre.filter(code__in=set(codes))
        return set(of_centre.values_list("pk", flat=True))

    def _names(
        self, found: Mapping[int, Patient], codes: Collection[str] | None
    ) -> Iterable[tuple[str, int]]:
        if self.patient is not None:
            return [("", self.patient.pk), (self.patient.code, self.patient.pk)]
        if self.patients is not None:
            return [(key, patient.pk) for key, patient in self.patients.items()]
        wanted = None if codes is None else set(codes)
        return [(p.code, p.pk) for p in found.values() if wanted is None or p.code in wanted]

    def stranger(self, code: str) -> str:
        """Why an entry under this word is nobody's."""
        if self.patient is not None:
            return _("This row names another patient: %s.") % code
        if not code:
            return _("This row names no patient.")
        return _("This centre has no patient with the code %s.") % code


def codes_of(incoming: object) -> Collection[str] | None:
    """The words for patients where all entries are there already; None while they stream."""
    if not isinstance(incoming, Collection):
        return None
    return {entry.patient for entry in incoming if isinstance(entry, Incoming | Left)}


def _with_kept(wanted: set[int], *, lock: bool) -> dict[int, Patient]:
    """The patients and those they were merged into, locked in the order of their keys."""
    reached, ahead = set(wanted), set(wanted)
    while ahead:
        merged = Patient.objects.filter(pk__in=ahead, merged_into__isnull=False)
        ahead = set(merged.values_list("merged_into", flat=True)) - reached
        reached |= ahead
    rows = Patient.objects.filter(pk__in=reached).order_by("pk")
    return {row.pk: row for row in (rows.select_for_update(of=("self",)) if lock else rows)}


def _kept(found: Mapping[int, Patient], pk: int) -> int:
    while (onward := found[pk].merged_into_id) in found:
        pk = onward
    return pk
