"""The rows of the analyses that somebody may read: own centres, merged records in their place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet, Sum

from hlh_app.accounts.models import READING_ROLES, Centre, User
from hlh_app.accounts.selectors import centre_ids_where
from hlh_app.records import study_rows
from hlh_app.records.models import Patient, SavedCohort, StudyRow
from hlh_app.records.selectors.patients import visible_to

MOST_COMPUTED = 40
"""So many rows that are out of date are computed while a page is made; more are only counted."""
Who = tuple[int, str, int, str, str]
Stamp = tuple[int, int]


@dataclass(frozen=True, slots=True)
class StudyRows:
    """``who``: (primary key, code, centre, source, consent) of each treated patient, ``parts``:
    part → JSON text of each, in the same order. ``readable``: patients whom the user may read,
    ``untreated`` those of them without any treatment of HLH.

    ``waiting``: patients whose rows are out of date and were not computed: they are missing here,
    and the page must say so. ``fresh``: computed for this reading and not stored. ``stamp``: as
    ``stamp()`` gives it while exactly these rows are stored; None where any row was out of date.
    """

    who: Sequence[Who]
    parts: dict[str, list[str]] = field(default_factory=dict)
    readable: int = 0
    untreated: int = 0
    waiting: tuple[int, ...] = ()
    fresh: tuple[int, ...] = ()
    stamp: Stamp | None = None


def scope(user: User) -> tuple[tuple[int, str], ...]:
    """Whose rows the user reads, and what a true row of each centre is made with."""
    return tuple((centre.pk, study_rows.form_of(centre)) for centre in _centres(user))


def stamp(user: User) -> Stamp:
    """Another one whenever what the user's analyses read is another; one small query. It says
    nothing of rows that are out of date."""
    found = _with_truth(user).aggregate(
        readable=Count("pk"),
        digests=Sum("study_row__digest", filter=Q(is_true=True)),
    )
    return (found["readable"], int(found["digests"] or 0))


def rows_for(user: User, parts: Iterable[str]) -> StudyRows:
    """What the user may analyse, with these parts of it, read in one statement."""
    names = list(parts)
    columns = ("is_true", "study_row__digest", "study_row__treated")
    who = ("pk", "code", "centre_id", "source", "study_row__consent")
    read = _with_truth(user).order_by("pk")
    rows = list(read.values_list(*columns, *who, *(f"study_row__{name}" for name in names)))
    true = [row for row in rows if row[0]]
    outdated = [row[len(columns)] for row in rows if not row[0]]
    fresh = _computed(user, outdated[:MOST_COMPUTED]) if outdated else []
    found = [row[len(columns) :] for row in true if row[2]]
    found += [_columns(row, names) for row in fresh if row.treated]
    if fresh:
        found.sort(key=lambda row: row[0])
    columned = list(zip(*found, strict=True)) or [()] * (len(who) + len(names))
    return StudyRows(
        who=list(zip(*columned[: len(who)], strict=True)),
        parts=dict(zip(names, map(list, columned[len(who) :]), strict=True)),
        readable=len(rows),
        untreated=sum(not row[2] for row in true) + sum(not row.treated for row in fresh),
        waiting=tuple(outdated[MOST_COMPUTED:]),
        fresh=tuple(outdated[:MOST_COMPUTED]),
        stamp=None if outdated else (len(rows), sum(row[1] for row in true)),
    )


def _centres(user: User) -> list[Centre]:
    """Read with the user's roles, once a request."""
    ids = centre_ids_where(user, *READING_ROLES)
    return [held.centre for held in user.held_memberships if held.centre_id in ids]


def _with_truth(user: User) -> QuerySet[Patient]:
    centres = _centres(user)
    patients = Patient.objects.filter(centre__in=centres, merged_into=None)
    return study_rows.with_truth(patients, centres)


def _computed(user: User, keys: list[int]) -> list[StudyRow]:
    return study_rows.computed(visible_to(user).filter(pk__in=keys))


def _columns(row: StudyRow, names: list[str]) -> tuple[object, ...]:
    patient = row.patient
    who = (patient.pk, patient.code, patient.centre_id, patient.source, row.consent)
    return (*who, *(getattr(row, name) for name in names))


def outdated(user: User) -> list[int]:
    """Patients of the user's centres whose row would have to be made anew."""
    centres = _centres(user)
    patients = Patient.objects.filter(centre__in=centres, merged_into=None)
    return study_rows.outdated(patients, centres)


def saved_cohorts(user: User) -> QuerySet[SavedCohort]:
    """Those of the user's centres that stand, by name."""
    centres = centre_ids_where(user, *READING_ROLES)
    found = SavedCohort.objects.filter(centre__in=centres, withdrawn_at=None)
    return found.select_related("centre", "made_by").order_by("name", "centre__code")
