"""The rows of the analyses that somebody may read: own centres, merged records in their place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, QuerySet, Sum

from hlh_app.accounts.models import READING_ROLES, Centre, User
from hlh_app.accounts.selectors import centres_where
from hlh_app.records import study_rows
from hlh_app.records.models import Patient, StudyRow
from hlh_app.records.selectors.patients import visible_to

MOST_COMPUTED = 40
"""So many rows that are out of date are computed while a page is made; more are only counted."""
WHO = ("patient_id", "patient__code", "patient__centre_id", "patient__source")


@dataclass(frozen=True, slots=True)
class StudyRows:
    """``who``: (primary key, code, centre, source) of each treated patient, ``parts``: part →
    JSON text of each, in the same order. ``waiting``: patients whose rows are out of date and were
    not computed: they are missing here, and the page must say so. ``fresh``: computed for this
    reading and not stored."""

    who: Sequence[tuple[int, str, int, str]]
    parts: dict[str, list[str]] = field(default_factory=dict)
    waiting: tuple[int, ...] = ()
    fresh: tuple[int, ...] = ()


def stamp(user: User) -> tuple[int, ...]:
    """Changes whenever anything that the user's analyses read changes; one small query."""
    centres = list(centres_where(user, *READING_ROLES))
    patients = _patients(user, centres)
    found = study_rows.current(patients, centres).aggregate(
        rows=Count("pk"), digests=Sum("study__digest")
    )
    return (patients.count(), found["rows"], found["digests"] or 0)


def rows_for(user: User, parts: Iterable[str]) -> StudyRows:
    """What the user may analyse, with these parts of it."""
    names = list(parts)
    centres = list(centres_where(user, *READING_ROLES))
    patients = _patients(user, centres)
    good = study_rows.current(patients, centres)
    stored = StudyRow.objects.filter(patient__in=good, treated=True)
    found = list(stored.order_by("patient_id").values_list(*WHO, *names))
    rest = patients.exclude(pk__in=good.values("pk"))
    outdated = list(rest.order_by("pk").values_list("pk", flat=True))
    fresh = _computed(patients, outdated[:MOST_COMPUTED]) if outdated else []
    found += [_columns(row, names) for row in fresh if row.treated]
    found.sort(key=lambda row: row[0])
    return StudyRows(
        who=[row[: len(WHO)] for row in found],
        parts={name: [row[len(WHO) + at] for row in found] for at, name in enumerate(names)},
        waiting=tuple(outdated[MOST_COMPUTED:]),
        fresh=tuple(outdated[:MOST_COMPUTED]),
    )


def _patients(user: User, centres: Sequence[Centre]) -> QuerySet[Patient]:
    if not centres:
        return Patient.objects.none()
    return Patient.objects.filter(centre__in=centres, merged_into=None)


def _computed(patients: QuerySet[Patient], keys: list[int]) -> list[StudyRow]:
    return study_rows.computed(patients.filter(pk__in=keys).select_related("centre", "summary"))


def _columns(row: StudyRow, names: list[str]) -> tuple[object, ...]:
    patient = row.patient
    who = (patient.pk, patient.code, patient.centre_id, patient.source)
    return (*who, *(getattr(row, name) for name in names))


def outdated(user: User) -> list[int]:
    """Patients of the user's centres whose row would have to be made anew."""
    centres = list(centres_where(user, *READING_ROLES))
    patients = _patients(user, centres)
    good = study_rows.current(patients, centres)
    return list(patients.exclude(pk__in=good.values("pk")).values_list("pk", flat=True))


def codes(user: User, keys: Iterable[int]) -> QuerySet[Patient]:
    """These patients, as far as the user may read them, with what a list of them shows."""
    return visible_to(user).filter(pk__in=list(keys)).order_by("code")
