"""The frame around every write: permission, one transaction, who and why, a fresh summary."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from hlh_app.accounts.models import Role, User
from hlh_app.accounts.selectors import role_in
from hlh_app.records import summaries
from hlh_app.records.audit import acting
from hlh_app.records.identity.standing import require_standing
from hlh_app.records.models import Patient
from hlh_app.records.services.errors import Refused

REASON_LENGTH = 300


def require(actor: User, centre_id: int, *roles: Role) -> None:
    """Raise PermissionDenied unless the actor has one of the roles in the centre."""
    if role_in(actor, centre_id) not in roles:
        raise PermissionDenied(_("You cannot change this patient's record."))


@contextmanager
def changing(*, actor: User, patient: Patient, reason: str = "") -> Iterator[Patient]:
    """Write to one patient's record as a clinician of its centre, all or nothing.

    The patient's row is locked first, so that two writers renew the summary one after the other
    and the later one sees what the earlier one wrote. Refused when the record was merged into
    another meanwhile.
    """
    require(actor, patient.centre_id, Role.CLINICIAN)
    if len(reason) > REASON_LENGTH or "\0" in reason:
        raise Refused({"reason": [_("Enter the reason, in at most 300 characters.")]})
    with transaction.atomic(), acting(actor, reason):
        locked = Patient.objects.select_for_update(of=("self",)).select_related("centre")
        patient = locked.get(pk=patient.pk)
        require_standing(patient)
        yield patient
        summaries.renew(patient)
