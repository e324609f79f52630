"""Loading another centre's cohort file, and withdrawing it."""

from __future__ import annotations

from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from hlh_app.accounts.models import READING_ROLES, Role, User
from hlh_app.accounts.selectors import centre_ids_where, role_in
from hlh_app.records.audit import acting
from hlh_app.records.models import LoadedCohort
from hlh_app.records.services.errors import Refused

LOADING_ROLES: Final = (Role.CLINICIAN, Role.REVIEWER)


def may_load(user: User) -> bool:
    """Whether the user may load a file for one of their centres at least."""
    return bool(centre_ids_where(user, *LOADING_ROLES))


def load_cohort(*, actor: User, code: str, name: str, content: str) -> LoadedCohort:
    """Keep a file that was read and found right, for the first centre in which the actor may.

    Raises PermissionDenied, and Refused when it is there already.
    """
    centres = centre_ids_where(actor, *LOADING_ROLES)
    if not centres:
        raise PermissionDenied(_("Only a clinician or a reviewer may load a cohort."))
    row = LoadedCohort(centre_id=centres[0], code=code, name=name, content=content, loaded_by=actor)
    try:
        with transaction.atomic(), acting(actor):
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Refused({"file": [_("This cohort is loaded already.")]}) from error
    return row


def withdraw_cohort(*, actor: User, pk: int) -> None:
    """Draw it no longer; what was loaded stays in the trail. Raises Http404, PermissionDenied."""
    with transaction.atomic(), acting(actor):
        found = LoadedCohort.objects.select_for_update().filter(pk=pk).first()
        role = None if found is None else role_in(actor, found.centre_id)
        if found is None or role not in READING_ROLES:
            raise Http404(_("There is no such cohort."))
        if role not in LOADING_ROLES:
            raise PermissionDenied(_("Only a clinician or a reviewer may withdraw a cohort."))
        if found.withdrawn_at is None:
            found.withdrawn_at = timezone.now()
            found.save(update_fields=["withdrawn_at"])
