"""Cohorts under a name, for everybody of the centre who reads. Every write goes through here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hlh_app.accounts.models import Centre, Role, User
from hlh_app.accounts.selectors import role_in
from hlh_app.records.audit import acting
from hlh_app.records.models import SavedCohort
from hlh_app.records.services.change import require
from hlh_app.records.services.errors import Refused

WHO_SAVES = (Role.CLINICIAN, Role.REVIEWER)
LONGEST_NAME = 120
LONGEST_DEFINITION = 4000


def save_cohort(*, actor: User, centre: Centre, name: str, definition: str) -> SavedCohort:
    """Keep a definition (the address's query) under a name. Raises Refused (no name, or one that
    the centre uses already), PermissionDenied."""
    require(actor, centre.pk, *WHO_SAVES)
    kept = _name(name)
    if len(definition) > LONGEST_DEFINITION or "\0" in definition:
        raise Refused({"name": [_("This definition cannot be kept: it is too long.")]})
    with _taken(kept), transaction.atomic(), acting(actor):
        return SavedCohort.objects.create(
            centre=centre, name=kept, definition=definition, made_by=actor
        )


def rename_cohort(*, actor: User, cohort: SavedCohort, name: str) -> SavedCohort:
    """Another name for the same definition. Raises Refused, PermissionDenied."""
    require(actor, cohort.centre_id, *WHO_SAVES)
    kept = _name(name)
    with _taken(kept), transaction.atomic(), acting(actor):
        current = _standing(cohort)
        if current.name != kept:
            current.name = kept
            current.save(update_fields=["name"])
        return current


def withdraw_cohort(*, actor: User, cohort: SavedCohort) -> SavedCohort:
    """Take it off the list; its row stays. Raises Refused, PermissionDenied."""
    require(actor, cohort.centre_id, *WHO_SAVES)
    with transaction.atomic(), acting(actor):
        current = _standing(cohort)
        current.withdrawn_at = timezone.now()
        current.save(update_fields=["withdrawn_at"])
        return current


def may_save(actor: User, centre: Centre | int) -> bool:
    """Whether the actor may save cohorts of the centre, rename and withdraw them."""
    return role_in(actor, centre) in WHO_SAVES


def _standing(cohort: SavedCohort) -> SavedCohort:
    current = SavedCohort.objects.select_for_update(of=("self",)).get(pk=cohort.pk)
    if current.withdrawn_at is not None:
        raise Refused({"name": [_("This cohort was withdrawn meanwhile.")]})
    return current


def _name(name: str) -> str:
    kept = " ".join(name.split())
    if not kept or len(kept) > LONGEST_NAME or "\0" in kept:
        raise Refused({"name": [_("Enter a name of at most 120 characters.")]})
    return kept


@contextmanager
def _taken(name: str) -> Iterator[None]:
    """The centre's other cohort of that name is told in words."""
    try:
        yield
    except IntegrityError:
        said = _("The centre has a cohort called %(name)s already. Choose another name.")
        raise Refused({"name": [said % {"name": name}]}) from None
