"""Undoing a merge: what moved goes back, what was entered since stays and is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from hlh_app.accounts.models import Role, User
from hlh_app.records import summaries
from hlh_app.records.audit import acting
from hlh_app.records.identity import moving
from hlh_app.records.identity.contradicting import close_questions
from hlh_app.records.identity.deciding import not_the_same
from hlh_app.records.identity.facts import GROUPS
from hlh_app.records.identity.merging import as_json, change, checked_reason, locked
from hlh_app.records.identity.plan import DEATH
from hlh_app.records.models import DataQuery, Event, Patient, PatientMerge, Visit
from hlh_app.records.models.base import ClinicalRow
from hlh_app.records.models.visit import VisitRow
from hlh_app.records.services.change import require
from hlh_app.records.services.errors import Refused

STANDING_DEATH = {"event": DEATH, "entered_in_error": False}
VISIT_TABLES = tuple(
    name for name, model in moving.moved_tables().items() if issubclass(model, VisitRow)
)


@dataclass
class Undone:
    """``stays``: rows of each table entered since, which stay with the kept record. ``left``: facts
    corrected since, which are not set back."""

    merge: PatientMerge
    stays: dict[str, int] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)


def undo(*, actor: User, merge: PatientMerge, reason: str, two_people: bool = False) -> Undone:
    """Set both records as they were. Undone before: nothing happens.

    ``two_people``: they are not listed as likely one person again. Raises Refused in words when
    one of the records was merged again since, PermissionDenied.
    """
    require(actor, merge.kept.centre_id, Role.CLINICIAN)
    why = checked_reason(reason)
    with transaction.atomic(), acting(actor, why):
        kept, gone = locked(merge.kept_id, merge.gone_id)
        merge = PatientMerge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
        if merge.undone_at is not None:
            return Undone(merge)
        _refuse_when_merged_again(merge)
        done = _undone(merge, kept, gone, actor)
        merge.undone_by, merge.undone_at, merge.undo_reason = actor, timezone.now(), why
        merge.save(update_fields=["undone_by", "undone_at", "undo_reason"])
        if two_people:
            not_the_same(actor=actor, one=kept, other=gone)
        for patient in (kept, gone):
            summaries.renew(patient)
        return done


def later_merge(merge: PatientMerge) -> PatientMerge | None:
    """One of the kept record that stands and came after this one: it is undone first."""
    involved = Q(kept_id=merge.kept_id) | Q(gone_id=merge.kept_id)
    later = PatientMerge.objects.filter(involved, undone_at=None, pk__gt=merge.pk)
    return later.select_related("kept", "gone").order_by("-pk").first()


def entered_since(merge: PatientMerge) -> dict[str, int]:
    """Table → rows entered in the kept record since, which an undoing leaves there."""
    found = {}
    visits = merge.moved.get("visit", [])
    for name, model in moving.moved_tables().items():
        if not issubclass(model, ClinicalRow):
            continue
        rows = _since(merge, name)
        if name in VISIT_TABLES:
            rows = rows.exclude(visit__in=visits)
        if count := rows.count():
            found[name] = count
    return found


def _since(merge: PatientMerge, name: str) -> models.QuerySet[Any]:
    rows = moving.rows_of(moving.moved_tables()[name], merge.kept)
    return rows.filter(pk__gt=merge.before.get("last", {}).get(name, 0))


def _refuse_when_merged_again(merge: PatientMerge) -> None:
    later = later_merge(merge)
    if later is not None:
        told = _("%(gone)s was merged into %(kept)s since. Undo that first.")
        raise Refused({"": [told % {"gone": later.gone.code, "kept": later.kept.code}]})


def _undone(merge: PatientMerge, kept: Patient, gone: Patient, actor: User) -> Undone:
    done = Undone(merge, entered_since(merge))
    moving.move_back(merge.moved, kept, gone)
    _follow_their_visits(merge, kept, gone)
    _queries_follow(merge, kept, gone)
    close_questions(merge, actor)
    _lift(merge)
    change(gone, merged_into_id=None)
    done.left = _set_back(merge, kept)
    return done


def _follow_their_visits(merge: PatientMerge, kept: Patient, gone: Patient) -> None:
    """What was entered since with a visit that goes back goes with it; no row is left with a visit
    of the other record."""
    visits = Visit.objects.filter(pk__in=merge.moved.get("visit", []))
    for name in VISIT_TABLES:
        _since(merge, name).filter(visit__in=visits).update(patient=gone)
        model = moving.moved_tables()[name]
        moving.rows_of(model, kept).filter(visit__in=visits).update(visit=None)
        moving.rows_of(model, gone).filter(visit__patient=kept).update(visit=None)


def _queries_follow(merge: PatientMerge, kept: Patient, gone: Patient) -> None:
    """A query raised since goes with the row it is about."""
    for name, model in moving.moved_tables().items():
        if issubclass(model, ClinicalRow):
            asked = DataQuery.objects.filter(patient=kept, table=name)
            asked.filter(row_id__in=moving.rows_of(model, gone).values("pk")).update(patient=gone)


def _lift(merge: PatientMerge) -> None:
    """Rows that the merge entered in error stand again; one whose import was undone since is in
    error for that reason now."""
    for name, keys in merge.before.get("withdrawn", {}).items():
        model = moving.moved_tables()[name]
        rows = model._default_manager.filter(pk__in=keys, entered_in_error=True)
        for row in rows.select_related("batch"):
            if row.batch is not None and row.batch.undone_at is not None:
                change(row, error_reason=row.batch.undo_reason)
            elif not (_is_death(row) and _since(merge, "event").filter(**STANDING_DEATH).exists()):
                change(row, entered_in_error=False, error_reason="")


def _is_death(row: ClinicalRow) -> bool:
    """One that was recorded since stands instead."""
    return isinstance(row, Event) and row.event == DEATH


def _set_back(merge: PatientMerge, kept: Patient) -> list[str]:
    """The facts as they were, but for those that somebody corrected since, which are named."""
    set_by_it: dict[str, Any] = merge.before.get("columns", {})
    left, restored = [], {}
    for name, columns in GROUPS.items():
        of_fact = [column for column in columns if column in set_by_it]
        if any(as_json(getattr(kept, column)) != set_by_it[column][1] for column in of_fact):
            left.append(name)
        else:
            restored |= {c: _from_json(c, set_by_it[c][0]) for c in of_fact}
    change(kept, **restored)
    return left


def _from_json(column: str, value: Any) -> Any:
    is_day = isinstance(Patient._meta.get_field(column), models.DateField)
    return date.fromisoformat(value) if is_day and value else value
