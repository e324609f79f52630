"""Merging two records of one person, all or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from hlh_app.accounts.models import Role, User
from hlh_app.clinical.text import Message
from hlh_app.records import summaries
from hlh_app.records.audit import acting
from hlh_app.records.identity import moving
from hlh_app.records.identity.contradicting import ask_about
from hlh_app.records.identity.facts import GROUPS
from hlh_app.records.identity.plan import Plan, plan_of
from hlh_app.records.models import Patient, PatientMerge
from hlh_app.records.models.base import ClinicalRow
from hlh_app.records.services import checks, saving
from hlh_app.records.services.change import REASON_LENGTH, require
from hlh_app.records.services.errors import Refused


def merge(
    *,
    actor: User,
    kept: Patient,
    gone: Patient,
    chosen: Mapping[str, str],
    reason: str,
    seen: str | None = None,
) -> PatientMerge:
    """Move everything of ``gone`` to ``kept`` and set the facts as ``chosen``.

    ``seen``: the digest of the plan that was looked at. Both records merged like this before give
    that merge. Raises Refused (errors by fact, ``reason`` or ""), PermissionDenied.
    """
    for patient in (kept, gone):
        require(actor, patient.centre_id, Role.CLINICIAN)
    why = checked_reason(reason)
    with transaction.atomic(), acting(actor, why):
        kept, gone = locked(kept.pk, gone.pk)
        if gone.merged_into_id == kept.pk:
            return PatientMerge.objects.get(gone=gone, undone_at__isnull=True)
        plan = plan_of(kept, gone)
        _refuse(plan, chosen, seen)
        made = _merged(plan, chosen, why, actor)
        for patient in (kept, gone):
            summaries.renew(patient)
        return made


def checked_reason(reason: str) -> str:
    why = reason.strip()
    if not why or len(why) > REASON_LENGTH or "\0" in why:
        raise Refused({"reason": [_("Enter the reason, in at most 300 characters.")]})
    return why


def locked(one: int, other: int) -> tuple[Patient, Patient]:
    """Both records as they stand, locked in the order of their numbers whoever asks."""
    rows = Patient.objects.select_for_update(of=("self",)).select_related("centre")
    found = {row.pk: row for row in rows.filter(pk__in=(one, other)).order_by("pk")}
    if len({row.centre_id for row in found.values()}) > 1:
        raise PermissionDenied(_("Two centers keep two records."))
    return found[one], found[other]


def _refuse(plan: Plan, chosen: Mapping[str, str], seen: str | None) -> None:
    if plan.conflicts:
        raise Refused({"": [_filled(message) for message in plan.conflicts]})
    if seen is not None and seen != plan.digest:
        told = _("One of the records was changed since this page was shown. Look, then decide.")
        raise Refused({"": [told]})
    undecided = plan.undecided(chosen)
    if undecided:
        raise Refused({name: [_("Choose which one stands.")] for name in undecided})


def _filled(message: Message) -> str:
    return _(message.template).format_map(message.values)


def _merged(plan: Plan, chosen: Mapping[str, str], why: str, actor: User) -> PatientMerge:
    kept, gone = plan.kept, plan.gone
    withdrawn = _withdraw(plan, chosen)
    moved = moving.move_all(gone, kept)
    columns = _set(kept, plan.columns(chosen))
    change(gone, merged_into_id=kept.pk)
    errors = checks.problems(kept, kept)
    if errors:
        raise Refused(_by_fact(errors))
    before = {
        "columns": columns,
        "withdrawn": withdrawn,
        "last": moving.last_keys(kept),
        "asked": ask_about(plan.contradictions, kept),
    }
    return PatientMerge.objects.create(
        kept=kept, gone=gone, reason=why, moved=moved, before=before, merged_by=actor
    )


def _withdraw(plan: Plan, chosen: Mapping[str, str]) -> dict[str, list[int]]:
    """Enter in error what both hold; table → keys."""
    why = recorded_in_both(plan.kept, plan.gone)
    withdrawn: dict[str, list[int]] = {}
    for row in plan.withdrawn(chosen):
        change(row, entered_in_error=True, error_reason=why)
        withdrawn.setdefault(str(row._meta.model_name), []).append(row.pk)
    return withdrawn


def recorded_in_both(kept: Patient, gone: Patient) -> str:
    told = _("recorded in both %(kept)s and %(gone)s, which were merged")
    return told % {"kept": kept.code, "gone": gone.code}


def change(row: ClinicalRow, **columns: Any) -> None:
    """Set columns of one row under its next version; nothing when they are as they were."""
    before = saving.state(row)
    for name, value in columns.items():
        setattr(row, name, value)
    saving.update(row, before)


def _set(patient: Patient, columns: Mapping[str, Any]) -> dict[str, Any]:
    """Column → [before, after], as JSON holds them."""
    old = {name: getattr(patient, name) for name in columns}
    change(patient, **columns)
    return {name: [as_json(old[name]), as_json(value)] for name, value in columns.items()}


def as_json(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int | bool) else value.isoformat()


def _by_fact(errors: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """A refusal of a column belongs to the fact of which it is part."""
    names = {column: name for name, columns in GROUPS.items() for column in columns}
    found: dict[str, list[str]] = {}
    for column, messages in errors.items():
        found.setdefault(names.get(column, ""), []).extend(messages)
    return found
