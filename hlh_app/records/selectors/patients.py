"""Which patients somebody sees, and how one is found by a word."""

from datetime import date

from django.db.models import Q, QuerySet

from hlh_app.accounts.models import READING_ROLES, Centre, User
from hlh_app.accounts.selectors import centre_ids_where
from hlh_app.records.identity.likely import similar_to
from hlh_app.records.identity.person import Person
from hlh_app.records.identity.standing import standing
from hlh_app.records.models import Patient


def visible_to(user: User) -> QuerySet[Patient]:
    """Patients of every centre in which the user has a reading role, with centre and summary; one
    whose record was merged into another is seen there.

    A summary that is out of date says so (``summaries.is_current``); a page that lists patients
    hands them to ``summaries.for_display`` first.
    """
    centres = centre_ids_where(user, *READING_ROLES)
    patients = Patient.objects.filter(centre__in=centres, merged_into=None)
    return patients.select_related("centre", "summary")


def listed_to(user: User) -> QuerySet[Patient]:
    """As :func:`visible_to`, without what only the worklist reads of the summary."""
    return visible_to(user).defer("summary__tasks", "summary__handover")


def named(patients: QuerySet[Patient], word: str) -> QuerySet[Patient]:
    """Those whose code or name holds the word, and those into which such a record was merged."""
    holds = Q(code__icontains=word) | Q(name__icontains=word)
    away = Patient.objects.filter(holds).exclude(merged_into=None)
    kept = {standing(patient).pk for patient in away.select_related("merged_into")}
    return patients.filter(holds | Q(pk__in=kept))


def with_code(centre: Centre, code: str) -> Patient | None:
    """The patient of the centre under a code, or under one that was merged into theirs."""
    found = Patient.objects.select_related("centre").filter(centre=centre, code=code).first()
    return standing(found) if found else None


def likely_duplicates(
    centre: Centre, birth_date: date | None, sex: str, code: str, exclude_pk: int | None = None
) -> list[Patient]:
    """As :func:`hlh_app.records.identity.likely.similar_to`, the patients alone."""
    likely = similar_to(centre, Person(code, birth_date, sex, pk=exclude_pk))
    order = {row.person.pk: place for place, row in enumerate(likely)}
    return sorted(Patient.objects.filter(pk__in=order), key=lambda patient: order[patient.pk])
